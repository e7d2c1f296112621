"""How an account wishes its messages to be delivered: dialect, session, PDU, and long messages in one."""

from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.dialects import DIALECTS
from pdu.operations.bind import BindReceiver, BindTransmitter
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import decode
from pdu.sms.address import Address
from pdu.ss7 import map as m
from pdu.values import EsmClass, MessageState
from smsc.centre.wishes import DeliverWith, Receipts, Wishes
from tests.smsc.centre.conversation import Conversation

BY_DATA_SM = {"bank": Wishes(deliver_with=DeliverWith.DATA_SM)}


def wishing(*bound: str, **wishes: Any) -> Conversation:
    return Conversation(*bound, wishes={"bank": Wishes(**wishes)})


def receipts_of(talk: Conversation, *lines: str) -> list[int]:
    return [len(talk.deliver_sms(line)) for line in lines]


# Dialects


@pytest.mark.parametrize("name", sorted(set(DIALECTS) - {"tlvs-only", "no-stat-key"}))
def test_a_receipt_is_written_in_the_account_s_dialect(name: str) -> None:
    talk = wishing(receipt_dialect=DIALECTS[name])
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    talk.submits()
    [receipt] = talk.deliver_sms()
    read = decode(receipt.short_message.decode("ascii"))
    assert read is not None
    assert read.message_state is MessageState.UNDELIVERABLE
    assert (receipt.receipted_message_id is not None) == ("receipted_message_id" in DIALECTS[name].tlvs)


def test_a_dialect_may_have_tlvs_and_no_text() -> None:
    talk = wishing(receipt_dialect=DIALECTS["tlvs-only"])
    message_id = talk.submits()
    [receipt] = talk.deliver_sms()
    assert (receipt.short_message, receipt.receipted_message_id) == (b"", message_id)


def test_or_text_and_no_tlvs() -> None:
    talk = wishing(receipt_dialect=DIALECTS["text-only"])
    talk.submits()
    [receipt] = talk.deliver_sms()
    assert receipt.tlvs == ()
    assert receipt.short_message.startswith(b"id:00000001 ")


# Sessions


def test_receipts_go_to_the_session_of_their_submission_if_that_is_wished() -> None:
    talk = wishing(receipts=Receipts.SAME_SESSION)
    talk.bind("bank", line="second")
    for _ in range(3):
        talk.submits(by="second")
    talk.submits()
    assert receipts_of(talk, "bank", "second") == [1, 3]


def test_a_session_that_does_not_receive_leaves_its_receipts_to_others() -> None:
    talk = wishing(receipts=Receipts.SAME_SESSION)
    talk.bind("bank", BindTransmitter, line="transmitter")
    talk.submits(by="transmitter")
    assert receipts_of(talk, "bank", "transmitter") == [1, 0]


def test_receipts_go_round_if_that_is_wished() -> None:
    talk = wishing(receipts=Receipts.ROUND_ROBIN)
    for line in ("second", "third"):
        talk.bind("bank", BindReceiver, line=line)
    for _ in range(6):
        talk.submits()
    assert receipts_of(talk, "bank", "second", "third") == [2, 2, 2]


def test_receipts_wait_for_a_receiver_whatever_is_wished() -> None:
    for policy in Receipts:
        talk = Conversation("shop", wishes={"bank": Wishes(receipts=policy)})
        talk.bind("bank", BindTransmitter, line="transmitter")
        talk.submits(by="transmitter")
        talk.run(3600)
        talk.bind("bank", BindReceiver)
        assert receipts_of(talk, "transmitter", "bank") == [0, 1]


# data_sm


def data_sms(talk: Conversation) -> list[DataSm]:
    return [pdu for pdu in talk.lines["bank"].heard if isinstance(pdu, DataSm)]


def test_an_account_may_be_handed_data_sm() -> None:
    talk = Conversation(wishes=BY_DATA_SM)
    message_id = talk.submits()
    [receipt] = data_sms(talk)
    assert talk.deliver_sms() == []
    assert receipt.esm_class == EsmClass.MC_DELIVERY_RECEIPT
    assert receipt.receipted_message_id == message_id
    assert receipt.message_payload is not None
    assert receipt.message_payload.startswith(b"id:00000001 ")
    assert talk.message(message_id).receipted


def test_what_a_handset_sends_comes_by_data_sm_as_well() -> None:
    talk = Conversation(wishes=BY_DATA_SM)
    talk.dials(Address("7000", 0, 1), "BALANCE")
    [handed] = data_sms(talk)
    assert (handed.message_payload, handed.source_addr, handed.destination_addr) == (b"BALANCE", "447700900123", "7000")


def test_a_data_sm_that_is_refused_for_now_comes_again() -> None:
    talk = Conversation("shop", wishes=BY_DATA_SM)
    answers = [CommandStatus.ESME_RX_T_APPN, CommandStatus.ESME_ROK]
    talk.bind("bank", answer=lambda _: DataSmResp(command_status=answers.pop(0)))
    talk.submits()
    talk.run(5)
    assert len(data_sms(talk)) == 2
    assert not any(isinstance(pdu, DeliverSm) for pdu in talk.bank.heard)
