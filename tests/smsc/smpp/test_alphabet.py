"""What data_coding 0 means to an account: its texts are the same for everybody, whoever sends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.header import Pdu
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.replace_sm import ReplaceSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.text import data_coding as codings
from pdu.text import gsm7, udh
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import EsmClass
from smsc.smpp.alphabet import heard, said
from tests.smsc.alphabets import ASCII, IN_SEPTETS, LATIN_1, PACKED, text

PART_2_OF_3 = bytes.fromhex("05 00 03 A7 03 02")


# What an ESME says


@pytest.mark.parametrize(
    ("default", "octets", "data_coding"),
    [(LATIN_1, "ça @_{".encode("latin-1"), 3), (ASCII, b"a @_{`", 1)],
)
def test_0_is_heard_as_the_value_by_which_everybody_knows_that_alphabet(
    default: DefaultAlphabet, octets: bytes, data_coding: int
) -> None:
    for pdu in (
        SubmitSm(short_message=octets),
        SubmitMulti(short_message=octets),
        DataSm(message_payload=octets),
        BroadcastSm(message_payload=octets),
    ):
        told = heard(pdu, default)
        assert (told["message_payload"] or getattr(told, "short_message", None)) == octets
        assert (told.data_coding, pdu.data_coding) == (data_coding, 0)  # type: ignore[attr-defined]


def test_septets_that_are_packed_are_laid_out_also_behind_a_header_and_of_a_message_class() -> None:
    assert heard(SubmitSm(short_message=gsm7.pack(b"Hello")), PACKED) == SubmitSm(short_message=b"Hello")
    part = SubmitSm(esm_class=EsmClass.UDHI, data_coding=0xF0, short_message=PART_2_OF_3 + gsm7.pack(b"Hello", 1))
    told = heard(part, PACKED)
    assert isinstance(told, SubmitSm)
    assert (told.data_coding, told.short_message) == (0xF0, PART_2_OF_3 + b"Hello")


def test_septets_that_are_more_than_a_short_message_has_room_for_go_into_message_payload() -> None:
    told = heard(SubmitSm(short_message=gsm7.pack(b"x" * 288)), PACKED)
    assert isinstance(told, SubmitSm)
    assert (told.short_message, told.message_payload) == (b"", b"x" * 288)


@pytest.mark.parametrize("default", DefaultAlphabet)
@pytest.mark.parametrize(
    "pdu",
    [
        SubmitSm(data_coding=8, short_message="ç".encode("utf-16-be")),
        SubmitSm(data_coding=4, short_message=bytes(range(140))),
        SubmitSm(data_coding=0xF5, short_message=b"\xff"),
        ReplaceSm(short_message=b"\xff"),
        EnquireLink(),
        DataSm(data_coding=8),
    ],
)
def test_what_needs_no_alphabet_is_heard_as_it_is_said(default: DefaultAlphabet, pdu: Pdu) -> None:
    assert heard(pdu, default) == pdu


def test_a_header_that_is_none_and_a_text_that_is_there_twice_are_left_for_others_to_refuse() -> None:
    no_header = SubmitSm(esm_class=EsmClass.UDHI, short_message=b"\xff\x00")
    assert heard(no_header, PACKED) == no_header
    twice = heard(SubmitSm(short_message=b"a", message_payload=b"b"), LATIN_1)
    assert isinstance(twice, SubmitSm)
    assert (twice.short_message, twice.message_payload) == (b"a", b"b")


def test_a_data_sm_without_a_text_has_none_in_another_alphabet_either() -> None:
    assert heard(DataSm(), LATIN_1) == DataSm(data_coding=3)


# What an ESME is told


@pytest.mark.parametrize("default", DefaultAlphabet)
@pytest.mark.parametrize(
    "pdu",
    [
        DeliverSm(data_coding=8, short_message="a".encode("utf-16-be")),
        DeliverSm(data_coding=4, short_message=bytes(range(128))),
    ],
)
def test_what_needs_no_alphabet_is_told_as_it_is(default: DefaultAlphabet, pdu: DeliverSm) -> None:
    assert said(pdu, default) == pdu


def test_what_the_alphabet_holds_is_said_in_it_and_anything_else_in_ucs_2() -> None:
    def told(text: str, default: DefaultAlphabet) -> tuple[int, bytes]:
        pdu = said(DeliverSm(short_message=gsm7.encode(text)), default)
        assert isinstance(pdu, DeliverSm)
        return pdu.data_coding, pdu.short_message

    assert told("é@_{", LATIN_1) == (0, b"\xe9@_{")
    assert told("@_{", ASCII) == (0, b"@_{")
    assert told("é@_{", ASCII) == (8, "é@_{".encode("utf-16-be"))
    assert told("Δ", LATIN_1) == (8, "Δ".encode("utf-16-be"))
    assert told("10 €", LATIN_1) == (8, "10 €".encode("utf-16-be"))
    assert told("é@_{Δ€", PACKED) == (0, gsm7.pack(gsm7.encode("é@_{Δ€")))


def test_a_header_stays_before_the_text() -> None:
    part = DeliverSm(esm_class=EsmClass.UDHI, short_message=PART_2_OF_3 + gsm7.encode("é{"))
    assert said(part, LATIN_1).short_message == PART_2_OF_3 + b"\xe9{"  # type: ignore[attr-defined]
    packed = said(part, PACKED).short_message  # type: ignore[attr-defined]
    assert packed == PACKED_PART
    assert said(part, ASCII).short_message == PART_2_OF_3 + "é{".encode("utf-16-be")  # type: ignore[attr-defined]


PACKED_PART = PART_2_OF_3 + gsm7.pack(gsm7.encode("é{"), udh.fill_bits(len(PART_2_OF_3)))


def test_a_text_is_read_by_the_national_tables_of_its_header() -> None:
    header = bytes.fromhex("03 24 01 01")  # Turkish single shift
    part = DeliverSm(esm_class=EsmClass.UDHI, short_message=header + gsm7.encode("ş", single=1))
    assert text(said(part, LATIN_1), LATIN_1) == "ş"


def test_what_has_not_the_header_that_it_should_have_goes_as_it_came() -> None:
    for default in DefaultAlphabet:
        no_header = DeliverSm(esm_class=EsmClass.UDHI, short_message=b"\x7f\x00")
        assert said(no_header, default) == no_header


def test_ucs_2_that_a_short_message_has_no_room_for_goes_into_message_payload() -> None:
    septets = gsm7.encode("Δ" + "x" * 126)
    assert said(DeliverSm(short_message=septets), LATIN_1)["message_payload"] is None
    told = said(DeliverSm(short_message=septets + b"x"), LATIN_1)
    assert told == DeliverSm(data_coding=8, message_payload=("Δ" + "x" * 127).encode("utf-16-be"))


def test_a_receipt_that_is_written_in_the_alphabet_of_its_account_is_said_to_be_of_it() -> None:
    assert said(DeliverSm(data_coding=3, short_message=b"\xe7a"), LATIN_1) == DeliverSm(short_message=b"\xe7a")
    assert said(DeliverSm(data_coding=3, short_message=b"\xe7a"), ASCII).data_coding == 3  # type: ignore[attr-defined]


@given(st.text(st.sampled_from(IN_SEPTETS), max_size=160), st.sampled_from(DefaultAlphabet), st.booleans())
def test_an_esme_reads_what_it_is_told(written: str, default: DefaultAlphabet, headed: bool) -> None:
    header, esm_class = (PART_2_OF_3, EsmClass.UDHI) if headed else (b"", EsmClass.DEFAULT)
    for pdu in (
        DeliverSm(esm_class=esm_class, short_message=header + gsm7.encode(written)),
        DataSm(esm_class=esm_class, message_payload=header + gsm7.encode(written)),
    ):
        assert text(said(pdu, default), default) == text(pdu)


@given(st.data(), st.sampled_from(DefaultAlphabet), st.booleans())
def test_what_an_esme_says_is_heard(data: st.DataObject, default: DefaultAlphabet, headed: bool) -> None:
    characters = {ASCII: map(chr, range(128)), LATIN_1: map(chr, range(256))}.get(default, IN_SEPTETS)
    written = data.draw(st.text(st.sampled_from([*characters]), max_size=150))
    header, esm_class = (PART_2_OF_3, EsmClass.UDHI) if headed else (b"", EsmClass.DEFAULT)
    octets = header + codings.encode(written, 0, default, fill_bits=udh.fill_bits(len(header)))
    pdu = SubmitSm(esm_class=esm_class, short_message=octets)
    assert text(heard(pdu, default)) == text(pdu, default)
