"""registered_delivery is bits: which final receipt, whether an intermediate notification, and what the SME is asked."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from pdu.command_status import CommandStatus
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.ss7 import map as m
from pdu.text import udh
from pdu.values import EsmClass, MessageState, RegisteredDelivery
from smsc.centre.wishes import PartReceipts, Wishes
from tests.smsc.centre.conversation import ABSENT, NUMBER, Conversation

R = RegisteredDelivery
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
    """The receipt is still owed, whoever has taken the notification."""
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


def of_udh(part: int) -> dict[str, Any]:
    """Make a submission one part of three, by a user data header."""
    header = udh.encode((udh.Concatenation8(7, 3, part),))
    return {"short_message": header + b"Hello", "esm_class": EsmClass.UDHI}


def of_sar(part: int) -> dict[str, Any]:
    """Do the same by TLVs."""
    return {"sar_msg_ref_num": 7, "sar_total_segments": 3, "sar_segment_seqnum": part}


@pytest.mark.parametrize("to", [NUMBER, "7001"], ids=["handset", "ESME"])
@pytest.mark.parametrize("part", [of_udh, of_sar])
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (PartReceipts.EACH, [1, 2, 3]),
        (PartReceipts.FIRST, [1]),
        (PartReceipts.LAST, [3]),
        (PartReceipts.NONE, []),
    ],
)
def test_of_parts_it_is_heeded_as_the_account_wishes(
    wish: PartReceipts, told: list[int], part: Callable[[int], dict[str, Any]], to: str
) -> None:
    talk = Conversation("bank", "shop", wishes={"bank": Wishes(part_receipts=wish)})
    for number in (1, 2, 3):
        talk.bank.put(SubmitSm(destination_addr=to, source_addr="7000", registered_delivery=1, **part(number)))
    talk.bank.flush()  # all in one read
    talk.run(10)
    message_ids = [pdu.message_id for pdu in talk.bank.heard if isinstance(pdu, SubmitSmResp)]
    assert [receipt.id for receipt in talk.receipts()] == [message_ids[number - 1] for number in told]
    assert {message_id: talk.message(message_id).owes_receipt for message_id in message_ids} == dict.fromkeys(
        message_ids, False
    )


@pytest.mark.parametrize("wish", PartReceipts)
def test_a_text_that_is_submitted_as_one_has_its_receipt_whatever_is_wished_of_parts(wish: PartReceipts) -> None:
    talk = Conversation(wishes={"bank": Wishes(part_receipts=wish)})
    talk.submits("a" * 400)
    talk.submits()
    talk.submits(short_message=udh.encode((udh.Concatenation8(7, 3, 4),)) + b"Hello", esm_class=EsmClass.UDHI)
    talk.submits(short_message=bytes.fromhex("03 00 05 01") + b"Hello", esm_class=EsmClass.UDHI)
    talk.run(10)
    assert talk.told() == ["DELIVRD 000"] * 4  # one claims to be the fourth of three; the last has a header cut short


def test_of_a_part_that_is_not_told_of_neither_is_the_delay_and_the_rest_goes_to_the_other_end() -> None:
    talk = Conversation(wishes={"bank": Wishes(part_receipts=PartReceipts.LAST)})
    taken: list[DeliverSm | DataSm] = []
    talk.bind("shop", answer=taken.append)
    asked = R.INTERMEDIATE_NOTIFICATION | R.MC_DELIVERY_RECEIPT | R.SME_DELIVERY_ACKNOWLEDGEMENT
    talk.submits(to="7001", registered_delivery=asked, **of_udh(1))
    assert [pdu.registered_delivery for pdu in taken] == [R.SME_DELIVERY_ACKNOWLEDGEMENT]
    not_now(talk, *taken)
    assert talk.deliver_sms() == []


def test_a_part_that_is_replaced_is_told_of_as_before() -> None:
    talk = Conversation(wishes={"bank": Wishes(part_receipts=PartReceipts.LAST)})
    talk.msc.answers(m.MtForwardSM, ABSENT, ABSENT, m.MtForwardSMRes())
    first, last = (talk.submits(**of_sar(number)) for number in (1, 3))
    for message_id in (first, last):
        resp = talk.asks(ReplaceSm(message_id, source_addr="7000", registered_delivery=1, short_message=b"Bye"))
        assert resp.command_status == CommandStatus.ESME_ROK
    talk.run(3600)
    assert [receipt.id for receipt in talk.receipts()] == [last]


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
