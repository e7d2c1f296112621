"""registered_delivery is bits: which final receipt, whether an intermediate notification, and what SMEs are asked."""

from itertools import product

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.submit_sm import SubmitSm
from pdu.ss7 import map as m
from pdu.values import EsmClass, MessageState, RegisteredDelivery
from tests.smsc.centre.conversation import Conversation

R = RegisteredDelivery
ABSENT = m.AbsentSubscriberSM(1)
OTHER_BITS = [sum(bits) for bits in product((0, R.SME_DELIVERY_ACKNOWLEDGEMENT), (0, R.SME_MANUAL_ACKNOWLEDGEMENT))]


def kinds(talk: Conversation) -> list[int]:
    return [pdu.esm_class for pdu in talk.deliver_sms()]


@pytest.mark.parametrize("others", OTHER_BITS)
@pytest.mark.parametrize(
    ("final", "told"),
    [
        (R.NONE, []),
        (R.MC_DELIVERY_RECEIPT, ["DELIVRD 000"]),
        (R.MC_DELIVERY_RECEIPT_ON_FAILURE, []),
        (R.MC_DELIVERY_RECEIPT_ON_SUCCESS, ["DELIVRD 000"]),
    ],
)
def test_the_two_lowest_bits_say_who_is_told_of_success(final: int, told: list[str], others: int) -> None:
    talk = Conversation()
    talk.submits(registered_delivery=final | others)
    assert talk.told() == told


@pytest.mark.parametrize("others", OTHER_BITS)
@pytest.mark.parametrize(
    ("final", "told"),
    [
        (R.NONE, []),
        (R.MC_DELIVERY_RECEIPT, ["UNDELIV 009"]),
        (R.MC_DELIVERY_RECEIPT_ON_FAILURE, ["UNDELIV 009"]),
        (R.MC_DELIVERY_RECEIPT_ON_SUCCESS, []),
    ],
)
def test_the_two_lowest_bits_say_who_is_told_of_failure(final: int, told: list[str], others: int) -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.IllegalSubscriber())
    talk.submits(registered_delivery=final | others)
    assert talk.told() == told


@pytest.mark.parametrize("final", range(4))
def test_bit_4_asks_to_be_told_when_the_first_attempt_has_failed(final: int) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    message_id = talk.submits(registered_delivery=R.INTERMEDIATE_NOTIFICATION | final)
    [told] = talk.deliver_sms()
    assert told.esm_class == EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION
    assert (told.receipted_message_id, told.message_state) == (message_id, MessageState.ENROUTE)
    assert told.network_error_code == b"\3\0\6"
    assert talk.told() == ["ENROUTE 006"]


def test_it_is_told_once_and_the_receipt_follows() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT, ABSENT, m.MtForwardSMRes())
    talk.submits(registered_delivery=R.INTERMEDIATE_NOTIFICATION | R.MC_DELIVERY_RECEIPT)
    talk.run(3600)
    assert kinds(talk) == [EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION, EsmClass.MC_DELIVERY_RECEIPT]
    assert talk.told() == ["ENROUTE 006", "DELIVRD 000"]


def test_a_message_delivered_at_once_has_no_intermediate_notification() -> None:
    talk = Conversation()
    talk.submits(registered_delivery=R.INTERMEDIATE_NOTIFICATION)
    assert talk.deliver_sms() == []


def test_a_failure_for_good_is_no_delay() -> None:
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    talk.submits(registered_delivery=R.INTERMEDIATE_NOTIFICATION | R.MC_DELIVERY_RECEIPT)
    assert talk.told() == ["UNDELIV 001"]


def test_an_intermediate_notification_settles_nothing_of_the_receipt() -> None:
    """The receipt is owed still, whoever has taken the notification."""
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, ABSENT)
    message = talk.message(talk.submits(registered_delivery=R.INTERMEDIATE_NOTIFICATION | R.MC_DELIVERY_RECEIPT))
    assert not message.receipted


def test_an_esme_that_says_not_now_delays_a_message_too() -> None:
    talk = Conversation()
    talk.bind("shop", answer=lambda _: DeliverSmResp(command_status=CommandStatus.ESME_RX_T_APPN))
    talk.submits(to="7001", registered_delivery=R.INTERMEDIATE_NOTIFICATION)
    talk.run(60)
    assert kinds(talk) == [EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION]


def test_a_long_message_of_which_an_esme_says_so_of_each_part_is_delayed_once() -> None:
    talk = Conversation()
    handed: list[DeliverSm | DataSm] = []
    talk.bind("shop", answer=handed.append)
    talk.submits("a" * 400, to="7001", registered_delivery=R.INTERMEDIATE_NOTIFICATION)
    first, *others = handed
    not_now(talk, first)
    talk.run(4)
    not_now(talk, handed[-1], *others)  # the first part again, and the others for the first time
    assert len(handed) == 4
    assert kinds(talk) == [EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION]


def test_a_message_that_has_expired_is_delayed_no_more() -> None:
    talk = Conversation()
    handed: list[DeliverSm | DataSm] = []
    talk.bind("shop", answer=handed.append)
    asked = R.INTERMEDIATE_NOTIFICATION | R.MC_DELIVERY_RECEIPT
    talk.submits("a" * 153 * 11, to="7001", registered_delivery=asked, validity_period="000000000100000R")
    talk.run(60)
    assert talk.told() == ["EXPIRED 000"]
    not_now(talk, *handed)
    talk.run(60)
    assert kinds(talk) == [EsmClass.MC_DELIVERY_RECEIPT]
    assert len(talk.centre.mailboxes) == 0


def not_now(talk: Conversation, *handed: DeliverSm | DataSm) -> None:
    for pdu in handed:
        status = CommandStatus.ESME_RX_T_APPN
        talk.lines["shop"].say(DeliverSmResp(command_status=status, sequence_number=pdu.sequence_number))
    talk.run(1)


@pytest.mark.parametrize("bits", OTHER_BITS)
def test_an_esme_is_asked_for_the_acknowledgements_of_an_sme(bits: int) -> None:
    talk = Conversation("bank", "shop")
    talk.submits(to="7001", registered_delivery=bits | R.MC_DELIVERY_RECEIPT)
    [handed] = talk.deliver_sms("shop")
    assert handed.registered_delivery == bits


@pytest.mark.parametrize("kind", [EsmClass.SME_DELIVERY_ACKNOWLEDGEMENT, EsmClass.SME_MANUAL_ACKNOWLEDGEMENT])
def test_the_acknowledgement_of_an_sme_reaches_who_asked_for_it(kind: EsmClass) -> None:
    talk = Conversation("bank", "shop")
    talk.asks(SubmitSm(source_addr="7001", destination_addr="7000", esm_class=kind, short_message=b"read"), "shop")
    [handed] = talk.deliver_sms("bank")
    assert (handed.esm_class, handed.source_addr) == (kind, "7001")


@pytest.mark.parametrize("bits", OTHER_BITS)
def test_a_handset_acknowledges_nothing_of_its_own(bits: int) -> None:
    """TS 23.040 has no such acknowledgement: a submission that asks for one is taken, and gets none."""
    talk = Conversation()
    talk.submits(registered_delivery=bits)
    assert len(talk.delivered()) == 1
    assert talk.deliver_sms() == []


def test_what_is_told_carries_the_reference_of_the_submission() -> None:
    talk = Conversation()
    talk.submits(user_message_reference=4711)
    [receipt] = talk.deliver_sms()
    assert receipt.user_message_reference == 4711
