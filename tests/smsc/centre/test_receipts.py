"""Delivery receipts: who gets them, and what they say."""

from dataclasses import replace

import pytest

from pdu.command_status import CommandStatus
from pdu.dialects import APPENDIX_B, DIALECTS, Dialect
from pdu.header import Response
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.receipt import Receipt
from pdu.ss7 import map as m
from pdu.text import gsm7
from pdu.values import EsmClass, MessageState, RegisteredDelivery
from smsc.centre.moments import moment
from smsc.centre.receipts import receipt as receipt_of
from smsc.centre.wishes import Wishes
from tests.smsc.centre.conversation import MINUTE, NUMBER, START, Conversation

R = RegisteredDelivery


@pytest.mark.parametrize(
    ("registered_delivery", "when_delivered", "when_not"),
    [
        (R.NONE, False, False),
        (R.MC_DELIVERY_RECEIPT, True, True),
        (R.MC_DELIVERY_RECEIPT_ON_FAILURE, False, True),
        (R.MC_DELIVERY_RECEIPT_ON_SUCCESS, True, False),
    ],
    ids=lambda value: value.name if isinstance(value, R) else "",
)
def test_a_receipt_is_sent_for_the_final_states_that_were_asked_for(
    registered_delivery: int, when_delivered: bool, when_not: bool
) -> None:
    talk = Conversation()
    talk.submits(registered_delivery=registered_delivery)
    assert bool(talk.receipts()) is when_delivered
    talk = Conversation()
    talk.hlr.answers(m.SendRoutingInfoForSM, m.UnknownSubscriber())
    talk.submits(registered_delivery=registered_delivery)
    assert bool(talk.receipts()) is when_not


@pytest.mark.parametrize("registered_delivery", [R.MC_DELIVERY_RECEIPT_ON_FAILURE, R.MC_DELIVERY_RECEIPT_ON_SUCCESS])
def test_an_expired_message_has_failed(registered_delivery: int) -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM())
    talk.submits(registered_delivery=registered_delivery, validity_period="000000000100000R")
    talk.run(MINUTE)
    assert bool(talk.receipts()) is (registered_delivery == R.MC_DELIVERY_RECEIPT_ON_FAILURE)


def test_a_receipt_says_the_same_in_its_text_and_its_tlvs() -> None:
    talk = Conversation()
    talk.msc.answers(m.MtForwardSM, m.AbsentSubscriberSM(), m.MtForwardSMRes())
    message_id = talk.submits("Your parcel has arrived at our shop")
    talk.run(10 * MINUTE)
    [pdu] = talk.deliver_sms()
    [receipt] = talk.receipts()
    assert pdu.esm_class == EsmClass.MC_DELIVERY_RECEIPT
    assert (pdu["receipted_message_id"], receipt.id) == (message_id, message_id)
    assert (pdu["message_state"], receipt.stat) == (MessageState.DELIVERED, "DELIVRD")
    assert (pdu["network_error_code"], receipt.err) == (None, "000")
    assert (receipt.sub, receipt.dlvrd, receipt.text) == (1, 1, "Your parcel has arri")
    assert receipt.submit_date is not None
    assert receipt.done_date is not None
    assert (receipt.submit_date.timestamp(), receipt.done_date.timestamp()) == (START, START + 10 * MINUTE)


def test_a_receipt_comes_from_where_the_message_went_to_as_the_esme_wrote_it() -> None:
    talk = Conversation()
    talk.submits(to=f"+{NUMBER}", source_addr="ACME", source_addr_ton=5)
    [pdu] = talk.deliver_sms()
    assert (pdu.source_addr, pdu.destination_addr, pdu.dest_addr_ton) == (f"+{NUMBER}", "ACME", 5)


def test_the_text_of_a_receipt_is_of_its_own_alphabet_whatever_the_message_was_in() -> None:
    talk = Conversation()
    talk.status(short_message="Привет €".encode("utf-16-be"), data_coding=8, registered_delivery=1)
    [pdu] = talk.deliver_sms()
    assert pdu.data_coding == 0
    assert pdu.short_message.endswith(b"text:?????? \x1be")  # 1B 65: the euro sign of the extension table


def test_receipts_have_the_tlvs_of_a_vendor_where_that_is_wished() -> None:
    vendor = (0x1403, b"44")
    talk = Conversation(wishes={"bank": Wishes(receipt_tlvs=(vendor,))})
    message_id = talk.submits("Hello")
    [pdu] = talk.deliver_sms()
    assert pdu.tlvs[-1] == vendor
    assert pdu.receipted_message_id == message_id


def test_a_binary_message_has_no_text_in_its_receipt() -> None:
    talk = Conversation()
    talk.status(short_message=bytes(range(140)), data_coding=4, registered_delivery=1)
    assert talk.receipts()[0].text == ""


def test_a_long_message_has_one_receipt() -> None:
    talk = Conversation()
    talk.submits("a" * 400)
    assert len(talk.delivered()) == 3
    assert talk.told() == ["DELIVRD 000"]


def test_a_receipt_that_was_refused_for_now_is_offered_again() -> None:
    talk = Conversation("shop")
    refusals = [CommandStatus.ESME_RX_T_APPN]

    def answer(_: DeliverSm | DataSm) -> Response:
        return DeliverSmResp(command_status=refusals.pop() if refusals else CommandStatus.ESME_ROK)

    talk.bind("bank", answer=answer)
    message_id = talk.submits()
    assert not talk.message(message_id).receipted
    talk.run(5)
    assert talk.told() == ["DELIVRD 000"] * 2
    assert talk.message(message_id).receipted


PADDED = replace(APPENDIX_B, pieces=("id:{id:>12}", "text:{text:.>8}"))
SEPTETS = (b"Hello", b"100% {id} %s %(text)b, and more than twenty", b"\x00\x11\x7f", b"\x1b\x65 is an escape", b"")
BROUGHT = [(octets, 0) for octets in SEPTETS] + [(b"caf\xe9", 3), ("Привет".encode("utf-16-be"), 8)]


@pytest.mark.parametrize("dialect", [*DIALECTS.values(), PADDED], ids=[*DIALECTS, "padded"])
def test_the_text_of_a_receipt_is_what_its_dialect_writes(dialect: Dialect) -> None:
    for octets, data_coding in BROUGHT:
        talk = Conversation()
        message_id = talk.submits(short_message=octets, data_coding=data_coding)
        message = talk.centre.store.get(message_id)
        assert message is not None
        written = Receipt(
            id=message_id,
            sub=1,
            dlvrd=1,
            submit_date=moment(message.submitted),
            done_date=moment(message.done or 0.0),
            stat="DELIVRD",
            err="000",
            text=message.text,
        ).encode(dialect)
        expected = "".join(character if gsm7.holds(character) else "?" for character in written)
        assert receipt_of(message, Wishes(receipt_dialect=dialect)).short_message == gsm7.encode(expected)


def test_a_receipt_repeats_the_text_that_has_replaced_another() -> None:
    talk = Conversation()
    message_id = talk.submits("Hello")
    message = talk.centre.store.get(message_id)
    assert message is not None
    message.text = "Good bye"
    assert receipt_of(message).short_message.endswith(b"text:Good bye")
