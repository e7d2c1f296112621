"""Datagram and transaction mode: one attempt; in transaction mode, the response says what became of it."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSmResp
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.ss7 import map as m
from pdu.values import DeliveryFailureReason, DpfResult, EsmClass
from smsc.centre.mailboxes import WINDOW
from tests.smsc.centre.conversation import HOUR, NUMBER, Conversation

ABSENT = m.AbsentSubscriberSM(1)
D = DeliveryFailureReason


def transaction(set_dpf: int | None = None) -> DataSm:
    return DataSm(
        source_addr="7000",
        destination_addr=NUMBER,
        esm_class=EsmClass.FORWARD,
        message_payload=b"Hello",
        set_dpf=set_dpf,
    )


def test_the_response_comes_when_the_handset_has_the_message() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    pdu = transaction()
    talk.bank.say(pdu)
    talk.run(5)
    assert not any(isinstance(heard, DataSmResp) for heard in talk.bank.heard)
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    [resp] = [heard for heard in talk.bank.heard if isinstance(heard, DataSmResp)]
    assert (resp.command_status, resp.message_id) == (CommandStatus.ESME_ROK, "00000001")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (m.UnknownSubscriber(), D.DESTINATION_ADDRESS_INVALID),
        (ABSENT, D.DESTINATION_UNAVAILABLE),
        (m.TeleserviceNotProvisioned(), D.DESTINATION_ADDRESS_INVALID),  # v5.0 4.8.4.19: "no SMS capability"
        (m.IllegalSubscriber(), D.PERMANENT_NETWORK_ERROR),
        (m.SystemFailure(), D.TEMPORARY_NETWORK_ERROR),
    ],
)
def test_a_failure_is_told_in_the_response(error: m.ErrorParameter, reason: D) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, error)
    resp = talk.asks(transaction())
    assert resp.command_status == CommandStatus.ESME_RDELIVERYFAILURE
    assert resp.delivery_failure_reason == reason
    assert resp.network_error_code == bytes((3, 0, error.code))
    assert resp.dpf_result is None


def test_there_is_no_second_attempt() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    talk.asks(transaction())
    talk.run(3 * 86400)
    assert talk.attempts() == [0]
    assert len(talk.centre.transactions) == 0
    assert not any(isinstance(heard, m.ReportSMDeliveryStatus) for heard in talk.hlr.heard)


def test_the_delivery_pending_flag_is_set_if_that_is_asked() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    assert talk.asks(transaction(set_dpf=1)).dpf_result == DpfResult.SET
    assert [type(heard).__name__ for heard in talk.hlr.heard][-1] == "ReportSMDeliveryStatus"


def test_and_is_not_where_it_would_not_help() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.SystemFailure())
    assert talk.asks(transaction(set_dpf=1)).dpf_result == DpfResult.NOT_SET


def test_a_transaction_does_not_wait_behind_messages_that_wait() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    talk.submits("patient")
    resp = talk.asks(transaction())
    assert resp.command_status == CommandStatus.ESME_RDELIVERYFAILURE
    assert len(talk.centre.queues) == 1


def test_what_waits_behind_a_failure_fails_with_it() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("patient")
    pdu = transaction()
    talk.bank.say(pdu)
    talk.run(1)
    talk.says(talk.msc, ABSENT, talk.msc.dialogue)
    [resp] = [heard for heard in talk.bank.heard if isinstance(heard, DataSmResp)]
    assert resp.delivery_failure_reason == D.DESTINATION_UNAVAILABLE


def test_an_esme_that_is_not_bound_can_not_be_reached_now() -> None:
    talk = Conversation()
    pdu = SubmitSm(source_addr="7000", destination_addr="7001", esm_class=EsmClass.FORWARD, short_message=b"Hello")
    assert talk.asks(pdu).command_status == CommandStatus.ESME_RDELIVERYFAILURE
    talk.bind("shop")
    assert talk.deliver_sms("shop") == []


def to_shop(esm_class: int = EsmClass.FORWARD, text: bytes = b"Hello", **parameters: Any) -> SubmitSm:
    return SubmitSm(source_addr="7000", destination_addr="7001", esm_class=esm_class, short_message=text, **parameters)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (CommandStatus.ESME_RX_T_APPN, D.TEMPORARY_NETWORK_ERROR),
        (CommandStatus.ESME_RMSGQFUL, D.TEMPORARY_NETWORK_ERROR),
        (CommandStatus.ESME_RX_P_APPN, D.PERMANENT_NETWORK_ERROR),
    ],
)
def test_what_an_esme_does_not_take_at_once_has_failed(status: CommandStatus, reason: D) -> None:
    talk = Conversation()
    talk.bind("shop", answer=lambda _: DeliverSmResp(command_status=status))
    pdu = to_shop()
    talk.bank.say(pdu)
    talk.run(HOUR)
    [resp] = [heard for heard in talk.bank.heard if isinstance(heard, SubmitSmResp)]
    assert resp.command_status == CommandStatus.ESME_RDELIVERYFAILURE
    assert resp.delivery_failure_reason == reason
    assert len(talk.deliver_sms("shop")) == 1


def test_what_an_esme_has_not_answered_when_its_session_ends_has_failed() -> None:
    talk = Conversation()
    shop = talk.bind("shop", answer=lambda _: None)
    pdu = to_shop()
    talk.bank.say(pdu)
    talk.run(1)
    shop.close()
    talk.bind("shop")
    [resp] = [heard for heard in talk.bank.heard if isinstance(heard, SubmitSmResp)]
    assert resp.command_status == CommandStatus.ESME_RDELIVERYFAILURE
    assert talk.deliver_sms("shop") == []


def test_a_datagram_is_handed_to_an_esme_once() -> None:
    talk = Conversation()
    talk.bind("shop", answer=lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN))
    talk.asks(to_shop(EsmClass.DATAGRAM, registered_delivery=1))
    talk.run(HOUR)
    assert talk.told() == ["UNDELIV 000"]
    assert len(talk.deliver_sms("shop")) == 1


def test_a_transaction_that_waits_for_its_turn_fails_with_the_session_of_its_esme() -> None:
    talk = Conversation()
    shop = talk.bind("shop", answer=lambda _: None)
    for _ in range(WINDOW):
        talk.submits(to="7001")
    pdu = to_shop()
    talk.bank.say(pdu)
    talk.run(1)
    shop.close()
    talk.run(1)
    [resp] = [heard for heard in talk.bank.heard if heard.sequence_number == pdu.sequence_number]
    assert resp.command_status == CommandStatus.ESME_RDELIVERYFAILURE
    assert len(talk.centre.mailboxes) == WINDOW


def test_a_transaction_that_waits_for_its_turn_is_not_replaced() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, None)
    talk.submits("first")
    talk.bank.say(
        SubmitSm(source_addr="7000", destination_addr=NUMBER, esm_class=EsmClass.FORWARD, short_message=b"old")
    )
    assert talk.submits("new", replace_if_present_flag=1) == "00000003"
    talk.msc.answers(m.MtForwardSM, m.MtForwardSMRes())
    talk.says(talk.msc, m.MtForwardSMRes(), talk.msc.dialogue)
    assert [deliver.text for deliver in talk.delivered()] == ["first", "old", "new"]


def test_a_transaction_has_no_receipt_as_its_response_said_all() -> None:
    talk = Conversation()
    talk.asks(SubmitSm(destination_addr=NUMBER, esm_class=EsmClass.FORWARD, registered_delivery=1))
    assert talk.told() == []


def test_a_datagram_is_answered_at_once_and_tried_once() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    pdu = SubmitSm(destination_addr=NUMBER, esm_class=EsmClass.DATAGRAM, registered_delivery=1)
    assert talk.asks(pdu).command_status == CommandStatus.ESME_ROK
    assert talk.told() == ["UNDELIV 006"]
    talk.run(86400)
    assert talk.attempts() == [0]
