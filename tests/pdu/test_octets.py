"""The types of section 3.1: how a value is laid out, and which octets each refuses."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import CommandStatus, Malformed
from pdu.octets import COctetString, Integer, Place, SizedOctetString, WireType

PLACE = Place("source_addr", CommandStatus.ESME_RINVSRCADR)


def refused(wire: WireType, octets: bytes, at: int = 0) -> Malformed:
    with pytest.raises(Malformed) as error:
        wire.decode(octets, at, PLACE)
    return error.value


def not_laid_out(wire: WireType, value: Any) -> Malformed:
    with pytest.raises(Malformed) as error:
        wire.encode(value, PLACE)
    return error.value


# Integer


@pytest.mark.parametrize(
    ("size", "value", "octets"),
    [
        (1, 0, "00"),
        (1, 255, "ff"),
        (2, 258, "0102"),
        (4, 0x01020304, "01020304"),
        (4, 0xFFFFFFFF, "ffffffff"),
    ],
)
def test_an_integer_has_its_most_significant_octet_first(size: int, value: int, octets: str) -> None:
    assert Integer(size).encode(value, PLACE).hex() == octets
    assert Integer(size).decode(bytes.fromhex(octets), 0, PLACE) == (value, size)


@pytest.mark.parametrize("value", [-1, 256, "5", b"5", 1.0, None])
def test_an_octet_is_a_number_from_0_to_255(value: Any) -> None:
    assert not_laid_out(Integer(1), value).expected == "a number from 0 to 255"


def test_an_integer_ends_with_the_pdu() -> None:
    error = refused(Integer(4), bytes.fromhex("00 010203"), at=1)
    assert (error.offset, error.found) == (1, "the end of the PDU")
    assert error.command_status == CommandStatus.ESME_RINVCMDLEN


# C-Octet String


def test_the_size_of_a_c_octet_string_includes_its_nul() -> None:
    assert COctetString(5).encode("1234", PLACE) == b"1234\0"
    assert not_laid_out(COctetString(5), "12345").found == "6 octets"
    assert COctetString(5).decode(b"1234\0", 0, PLACE) == ("1234", 5)
    error = refused(COctetString(5), b"12345\0")
    assert (error.field, error.offset) == ("source_addr", 0)
    assert error.expected == "C-Octet String, at most 5 octets with its NUL"
    assert error.found == "no NUL within 5 octets"
    assert error.command_status == CommandStatus.ESME_RINVSRCADR


def test_an_empty_c_octet_string_is_one_nul() -> None:
    assert COctetString(21).encode("", PLACE) == b"\0"
    assert COctetString(21).decode(b"\0\0", 0, PLACE) == ("", 1)


def test_a_c_octet_string_without_a_nul_ends_with_the_pdu() -> None:
    assert refused(COctetString(21), b"4477").command_status == CommandStatus.ESME_RINVCMDLEN


def test_octets_above_127_are_kept_as_latin_1() -> None:
    assert COctetString(21).decode(b"M\xfcller\0", 0, PLACE) == ("Müller", 7)
    assert COctetString(21).encode("Müller", PLACE) == b"M\xfcller\0"


@pytest.mark.parametrize(
    ("value", "found"),
    [("a\0b", "one at index 1"), ("a€", "'€'"), (b"abc", "b'abc'"), (4477, "4477"), (["a"], "['a']"), (None, "None")],
)
def test_what_no_c_octet_string_can_hold_is_refused(value: Any, found: str) -> None:
    assert not_laid_out(COctetString(21), value).found == found


@pytest.mark.parametrize(("text", "fits"), [("", True), ("0" * 16, True), ("0" * 15, False), ("0" * 17, False)])
def test_a_time_has_1_or_17_octets(text: str, fits: bool) -> None:
    time = COctetString(17, fixed=True)
    octets = text.encode() + b"\0"
    if fits:
        assert time.encode(text, PLACE) == octets
        assert time.decode(octets, 0, PLACE) == (text, len(octets))
    else:
        assert not_laid_out(time, text).expected == "C-Octet String, 1 or 17 octets with its NUL"
        assert refused(time, octets).expected == "C-Octet String, 1 or 17 octets with its NUL"


# Octet String behind sm_length


def test_sm_length_counts_the_octets_behind_it() -> None:
    assert SizedOctetString().encode(b"Hello", PLACE) == b"\x05Hello"
    assert SizedOctetString().decode(b"\x05Hello!", 0, PLACE) == (b"Hello", 6)


def test_a_short_message_has_at_most_255_octets() -> None:
    longest = bytes(255)
    assert SizedOctetString().decode(b"\xff" + longest, 0, PLACE) == (longest, 256)
    assert not_laid_out(SizedOctetString(), bytes(256)).found == "256 octets"


def test_an_sm_length_past_the_end_is_refused() -> None:
    assert str(refused(SizedOctetString(), b"\x06Hello")) == (
        "source_addr at octet 0: expected sm_length of at most 5, found 6"
    )
    assert refused(SizedOctetString(), b"").command_status == CommandStatus.ESME_RINVCMDLEN


@pytest.mark.parametrize("value", ["Hello", bytearray(b"Hello"), None, [72]])
def test_user_data_are_bytes(value: Any) -> None:
    assert not_laid_out(SizedOctetString(), value).expected == "octets"


# All of them

WIRES = st.sampled_from([Integer(1), Integer(2), Integer(4), COctetString(9), COctetString(17, fixed=True)])


@settings(deadline=None)
@given(WIRES | st.just(SizedOctetString()), st.binary(max_size=20), st.integers(0, 3))
def test_octets_are_read_and_laid_out_alike_or_malformed(wire: WireType, octets: bytes, at: int) -> None:
    try:
        value, end = wire.decode(octets, at, PLACE)
    except Malformed:
        return
    assert wire.encode(value, PLACE) == octets[at:end]
