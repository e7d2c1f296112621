"""What a message centre delivers, as a person reads it: texts, receipts, and what is neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esme import DefaultAlphabet, Message
from pdu import DataSm, DeliverSm, EsmClass, MessageState
from pdu.receipt import Receipt

RECEIPT = EsmClass.MC_DELIVERY_RECEIPT


def test_a_message_is_read_by_its_data_coding() -> None:
    assert Message(DeliverSm(short_message=b"10 \x1b\x65")).text == "10 €"
    assert Message(DeliverSm(data_coding=8, short_message="🙂".encode("utf-16-be"))).text == "🙂"
    assert Message(DeliverSm(short_message=b"a@b"), DefaultAlphabet.LATIN_1).text == "a@b"


def test_a_message_may_come_as_message_payload() -> None:
    assert Message(DeliverSm(message_payload=b"Hello")).text == "Hello"
    assert Message(DataSm(message_payload=b"Hello")).text == "Hello"
    assert Message(DataSm()).text == ""
    assert Message(DeliverSm(short_message=b"Hi", message_payload=b"Hello")).text == "Hello"  # v5.0 4.3.1.1: supersedes


def test_a_segment_is_read_without_its_header() -> None:
    segment = Message(DeliverSm(esm_class=EsmClass.UDHI, short_message=bytes((5, 0, 3, 1, 2, 1)) + b"Hello"))
    assert segment.text == "Hello"
    assert segment.octets[:1] == b"\x05"


@pytest.mark.parametrize(
    "pdu",
    [
        DeliverSm(data_coding=4, short_message=b"\x00\xff"),
        DeliverSm(short_message=b"\xff"),
        DeliverSm(data_coding=8, short_message=b"odd"),
        DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\x05\x00"),
    ],
)
def test_octets_that_are_no_text_have_none(pdu: DeliverSm) -> None:
    assert Message(pdu).text is None
    assert Message(pdu).octets == pdu.short_message


@given(
    esm_class=st.integers(0, 255),
    data_coding=st.integers(0, 255),
    octets=st.binary(max_size=255) | st.from_regex(rb"id:[0-9]+ (sub|done date):[0-9 ]* stat:[A-Z]{7}", fullmatch=True),
    tlvs=st.lists(st.tuples(st.sampled_from((0x001E, 0x0424, 0x0427, 0x1400)), st.binary(max_size=66))),
)
def test_whatever_comes_is_a_message(
    esm_class: int, data_coding: int, octets: bytes, tlvs: list[tuple[int, bytes]]
) -> None:
    message = Message(
        DeliverSm(esm_class=esm_class, data_coding=data_coding, short_message=octets[:255], tlvs=tuple(tlvs))
    )
    assert message.text is None or isinstance(message.text, str)
    assert message.final in (True, False)


def test_a_number_is_shown_as_a_person_writes_it() -> None:
    pdu = DeliverSm(source_addr_ton=5, source_addr="Bank", dest_addr_ton=1, destination_addr="447700900123")
    assert (Message(pdu).source, Message(pdu).destination) == ("Bank", "+447700900123")


# Receipts


def test_a_message_that_somebody_wrote_is_no_receipt() -> None:
    message = Message(DeliverSm(short_message=b"id:1 stat:DELIVRD"))
    assert message.receipt is None
    assert message.message_id is None
    assert message.message_state is None
    assert not message.final


@pytest.mark.parametrize("kind", [EsmClass.SME_DELIVERY_ACKNOWLEDGEMENT, EsmClass.SME_MANUAL_ACKNOWLEDGEMENT])
def test_an_acknowledgement_of_the_other_sme_is_no_receipt(kind: EsmClass) -> None:
    assert Message(DeliverSm(esm_class=kind, short_message=b"id:1 stat:DELIVRD")).receipt is None


def test_a_receipt_is_read_from_its_text() -> None:
    message = Message(
        DeliverSm(esm_class=RECEIPT, short_message=b"id:7 sub:001 dlvrd:000 stat:UNDELIV err:042 text:Hi")
    )
    assert message.receipt == Receipt(id="7", sub=1, dlvrd=0, stat="UNDELIV", err="042", text="Hi")
    assert (message.message_id, message.message_state) == ("7", MessageState.UNDELIVERABLE)
    assert message.final


def test_a_receipt_goes_by_its_tlvs_where_it_has_them() -> None:
    message = Message(
        DeliverSm(
            esm_class=RECEIPT,
            short_message=b"id:0123 stat:DELIVRD err:000",
            receipted_message_id="7B",
            message_state=MessageState.EXPIRED,
        )
    )
    assert message.receipt == Receipt(id="7B", stat="EXPIRED", err="000")
    assert message.message_state is MessageState.EXPIRED
    assert message.text == "id:0123 stat:DELIVRD err:000"


@pytest.mark.parametrize("esm_class", [0, RECEIPT])
def test_a_receipt_may_have_no_text(esm_class: int) -> None:
    pdu = DeliverSm(esm_class=esm_class, receipted_message_id="7B", message_state=MessageState.DELIVERED)
    assert Message(pdu).receipt == Receipt(id="7B", stat="DELIVRD")


def test_a_receipt_may_come_by_data_sm() -> None:
    pdu = DataSm(esm_class=RECEIPT, receipted_message_id="7B", message_state=MessageState.DELIVERED)
    assert Message(pdu).message_state is MessageState.DELIVERED


def test_a_state_that_is_in_no_table_is_not_guessed() -> None:
    message = Message(DeliverSm(esm_class=RECEIPT, receipted_message_id="7B", message_state=77))
    assert message.receipt == Receipt(id="7B", stat="")
    assert message.message_state is None
    message = Message(DeliverSm(esm_class=RECEIPT, short_message=b"id:7 stat:DELIVRD", message_state=77))
    assert message.message_state is MessageState.DELIVERED


def test_a_receipt_that_quotes_octets_of_another_alphabet_is_read_all_the_same() -> None:
    message = Message(DeliverSm(esm_class=RECEIPT, short_message=b"id:7 stat:DELIVRD text:\xff\xfe"))
    assert message.text is None
    assert message.message_id == "7"


def test_a_receipt_without_id_is_shown_as_it_came() -> None:
    message = Message(DeliverSm(esm_class=RECEIPT, short_message=b"delivered"))
    assert message.receipt is None
    assert message.text == "delivered"


@pytest.mark.parametrize(
    ("esm_class", "stat", "final"),
    [
        (RECEIPT, "DELIVRD", True),
        (RECEIPT, "REJECTD", True),
        (RECEIPT, "ENROUTE", False),
        (RECEIPT, "SCHEDUL", False),
        (RECEIPT, "ACCEPTD", False),
        (EsmClass.INTERMEDIATE_DELIVERY_NOTIFICATION, "UNDELIV", False),
    ],
)
def test_a_receipt_is_final_or_not(esm_class: int, stat: str, final: bool) -> None:
    assert Message(DeliverSm(esm_class=esm_class, short_message=f"id:7 stat:{stat}".encode("ascii"))).final is final
