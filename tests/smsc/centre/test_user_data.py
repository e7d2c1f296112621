"""The user data for an ESME whose alphabet lacks a character of the text: every part is in UCS-2."""

from itertools import count

import pytest

from pdu.text import gsm7, udh, user_data
from pdu.text.data_coding import DefaultAlphabet
from smsc.centre.message import UserData
from smsc.centre.user_data import legible

LATIN_1 = DefaultAlphabet.LATIN_1
PART_1, PART_2 = (udh.encode((udh.Concatenation8(7, 2, number),)) for number in (1, 2))


def in_septets(text: str, header: bytes = b"") -> UserData:
    return UserData(0, header, gsm7.encode(text))


def read(parts: tuple[UserData, ...]) -> str:
    """Read parts, checking that all are UCS-2 and fit into TPDUs."""
    assert {part.tp_dcs for part in parts} == {8}
    assert max(len(part.tp_udh + part.tp_ud) for part in parts) <= 140
    return user_data.joined((part.tp_udh + part.tp_ud for part in parts), 8, udhi=bool(parts[0].tp_udh))


def headers(parts: tuple[UserData, ...]) -> list[tuple[udh.InformationElement, ...]]:
    return [udh.decode(part.tp_udh) for part in parts]


def test_one_part_becomes_as_many_as_it_needs_and_each_message_has_a_reference_of_its_own() -> None:
    references = count(5)
    assert read(legible((in_septets("10 €"),), LATIN_1, references)) == "10 €"
    for reference in (6, 7):
        parts = legible((in_septets("Δ" * 100),), LATIN_1, references)
        assert read(parts) == "Δ" * 100
        assert headers(parts) == [(udh.Concatenation8(reference, 2, number),) for number in (1, 2)]


def test_all_parts_of_a_message_are_cut_anew() -> None:
    parts = legible((in_septets("x" * 153, PART_1), in_septets("€", PART_2)), LATIN_1, count(9))
    assert read(parts) == "x" * 153 + "€"
    assert headers(parts) == [(udh.Concatenation8(9, 3, number),) for number in (1, 2, 3)]


def test_an_escape_pair_that_was_cut_in_two_is_one_character() -> None:
    halves = (UserData(0, PART_1, b"10 \x1b"), UserData(0, PART_2, b"e"))
    assert read(legible(halves, LATIN_1, count())) == "10 €"


def test_ports_stay_and_national_tables_have_been_read() -> None:
    ports, turkish = udh.ApplicationPort16(9200, 0), udh.NationalLanguageSingleShift(1)
    part = UserData(0, udh.encode((ports, turkish)), gsm7.encode("ş", single=1))
    [one] = parts = legible((part,), LATIN_1, count())
    assert (read(parts), udh.decode(one.tp_udh)) == ("ş", (ports,))


@pytest.mark.parametrize(
    "parts",
    [
        (in_septets("é {"),),
        (in_septets("€", PART_1),),
        (UserData(8, b"", "€".encode("utf-16-be")),),
        (UserData(4, b"", b"\xff"),),
        (UserData(0, b"\x09", gsm7.encode("€")),),
        tuple(in_septets("€" * 100) for _ in range(256)),
    ],
    ids=["held", "alone", "UCS-2", "octets", "no header", "too long"],
)
def test_what_needs_not_be_or_can_not_be_stays_as_it_is(parts: tuple[UserData, ...]) -> None:
    assert legible(parts, LATIN_1, count()) is parts


def test_septets_that_are_packed_lack_nothing() -> None:
    parts = (in_septets("10 €"),)
    assert legible(parts, DefaultAlphabet.GSM7_PACKED, count()) is parts
