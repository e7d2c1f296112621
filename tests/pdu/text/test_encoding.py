"""Which encoding needs the fewest short messages."""

import pytest

from pdu.malformed import Malformed
from pdu.text.dcs import Alphabet
from pdu.text.encoding import (
    GSM7,
    OCTETS,
    UCS2,
    Encoding,
    best_encoding,
    capacity_alone,
    capacity_of_several,
    messages,
    shifted,
    units,
)
from pdu.text.udh import ApplicationPort16, Concatenation16, UnknownElement

TURKISH = Encoding(Alphabet.GSM7, 1, 0)
TURKISH_SINGLE = Encoding(Alphabet.GSM7, 0, 1)
TURKISH_BOTH = Encoding(Alphabet.GSM7, 1, 1)


@pytest.mark.parametrize(
    ("encoding", "header_octets", "capacity"),
    [
        (GSM7, 0, 160),
        (GSM7, 6, 153),
        (GSM7, 7, 152),
        (OCTETS, 0, 140),
        (OCTETS, 6, 134),
        (OCTETS, 7, 133),
        (UCS2, 0, 70),
        (UCS2, 6, 67),
        (UCS2, 7, 66),
        (TURKISH, 4, 155),
        (TURKISH_BOTH, 7, 152),
        (TURKISH_BOTH, 12, 146),
    ],
)
def test_a_header_takes_room_from_the_text(encoding: Encoding, header_octets: int, capacity: int) -> None:
    assert encoding.capacity(header_octets) == capacity


def test_headers_of_shift_tables_and_ports_are_counted() -> None:
    ports = (ApplicationPort16(1, 2),)
    assert (capacity_alone(GSM7), capacity_of_several(GSM7)) == (160, 153)
    assert capacity_of_several(GSM7, (), Concatenation16(0, 0, 0)) == 152
    assert (capacity_alone(TURKISH), capacity_of_several(TURKISH)) == (155, 149)
    assert (capacity_alone(TURKISH_BOTH), capacity_of_several(TURKISH_BOTH)) == (152, 146)
    assert (capacity_alone(GSM7, ports), capacity_of_several(GSM7, ports)) == (152, 146)
    with pytest.raises(Malformed, match="a header that leaves room for text"):
        capacity_of_several(UCS2, (UnknownElement(0x70, bytes(130)),))


def test_units_are_septets_or_utf16_code_units() -> None:
    assert list(units("a€b", GSM7) or ()) == [0, 1, 3, 4]
    assert list(units("a😀b", UCS2) or ()) == [0, 1, 3, 4]
    assert list(units("ab", GSM7) or ()) == [0, 1, 2]
    assert units("aş", GSM7) is None
    assert list(units("aş", TURKISH_SINGLE) or ()) == [0, 1, 3]
    assert list(units("aş", TURKISH) or ()) == [0, 1, 2]
    assert list(units("", UCS2) or ()) == [0]


def test_what_the_default_alphabet_holds_is_sent_in_it() -> None:
    assert best_encoding("Grüße für 5 €", languages=range(1, 14)) == GSM7
    assert best_encoding("€" * 80, languages=[1]) == GSM7
    assert best_encoding("€" * 81) == GSM7


def test_a_language_that_is_allowed_is_used_where_it_needs_fewer_messages_than_the_default_alphabet() -> None:
    assert best_encoding("€" * 81, languages=[1]) == TURKISH  # one septet each, and not two
    assert best_encoding("€" * 81, languages=[2]) == GSM7  # Spanish has a single shift table only


def test_a_language_is_used_only_when_allowed() -> None:
    assert best_encoding("aş") == UCS2
    assert best_encoding("aş", languages=[2, 13]) == UCS2
    assert best_encoding("aş", languages=[1]) == TURKISH


def test_on_equal_parts_fewer_tables_win_and_then_fewer_septets() -> None:
    assert best_encoding("ş" + "a" * 10, [1]) == TURKISH  # one septet against two
    assert best_encoding("ç" + "a" * 10, [2]) == Encoding(Alphabet.GSM7, 0, 2)
    assert best_encoding("\u0915A", [6]) == Encoding(Alphabet.GSM7, 6, 6)  # neither table alone holds it


def test_two_languages_may_go_together() -> None:
    assert best_encoding("ışá", [1, 2]) == Encoding(Alphabet.GSM7, 1, 2)


def test_ucs2_is_taken_when_shift_tables_need_more_messages() -> None:
    digits = "\u0967" * 10  # each takes two septets of the single shift table
    assert best_encoding(digits, [6]) == Encoding(Alphabet.GSM7, 0, 6)
    most_of_the_room = [UnknownElement(0x70, bytes(117))]  # 20 octets are left, or 17 beside the shift table
    assert messages(digits, UCS2, most_of_the_room) == 1
    assert messages(digits, Encoding(Alphabet.GSM7, 0, 6), most_of_the_room) == 2
    assert best_encoding(digits, [6], most_of_the_room) == UCS2


def test_shifted_lists_every_pair() -> None:
    assert shifted([1]) == [TURKISH_SINGLE, TURKISH, TURKISH_BOTH]
    assert shifted([2]) == [Encoding(Alphabet.GSM7, 0, 2)]
    assert shifted([]) == []
    assert shifted([99]) == []  # no language has this identifier


@pytest.mark.parametrize(("letters", "count"), [(0, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_messages_are_counted_without_cutting(letters: int, count: int) -> None:
    assert messages("a" * letters, GSM7) == count


def test_encodings_have_titles() -> None:
    assert GSM7.title == "GSM 7 bit default alphabet"
    assert TURKISH_BOTH.title == "GSM 7 bit default alphabet with Turkish single shift and Turkish locking shift"
    assert UCS2.title == "UCS2"
    assert [encoding.data_coding for encoding in (GSM7, OCTETS, UCS2)] == [0, 4, 8]
