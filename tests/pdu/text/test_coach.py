"""The segment coach."""

import dataclasses
import json

import pytest

from pdu.malformed import Malformed
from pdu.text.coach import CharacterCost, Coaching, PartCount, Replaced, ShiftTable, explain
from pdu.text.encoding import UCS2
from pdu.text.segmentation import Carriage


def test_plain_text_needs_no_advice() -> None:
    assert explain("Hello") == Coaching(
        text="Hello",
        encoding="GSM 7 bit default alphabet",
        data_coding=0,
        locking=0,
        single=0,
        why="the GSM 7 bit default alphabet holds every character",
        unit="septets",
        units=5,
        part_count=1,
        parts=(PartCount(sequence=1, text="Hello", units=5, capacity=160, room=155),),
        not_gsm7=(),
        cost=0,
        escaped=(),
        shift_tables=(),
        replaced=None,
    )


def test_characters_that_force_ucs2_are_named_with_their_places() -> None:
    coaching = explain("It\u2019s \u201cfine\u201d, it\u2019s 😀")
    assert coaching.encoding == "UCS2"
    assert coaching.unit == "UTF-16 code units"
    assert coaching.why == (
        "the GSM 7 bit default alphabet does not hold U+2019 RIGHT SINGLE QUOTATION MARK, "
        "U+201C LEFT DOUBLE QUOTATION MARK, U+201D RIGHT DOUBLE QUOTATION MARK and 1 more; UCS-2 holds everything"
    )
    assert coaching.not_gsm7[0] == CharacterCost("\u2019", "U+2019", "RIGHT SINGLE QUOTATION MARK", (2, 15), "'")
    assert coaching.not_gsm7[3] == CharacterCost("😀", "U+1F600", "GRINNING FACE", (18,), None)


def test_one_typographic_quote_costs_a_part() -> None:
    coaching = explain("It\u2019s " + "a" * 100)
    assert coaching.part_count == 2
    assert coaching.cost == 1
    assert coaching.replaced == Replaced("It's " + "a" * 100, "GSM 7 bit default alphabet", 1, 1)


def test_a_replacement_is_offered_even_when_it_saves_no_part() -> None:
    assert explain("\u2026").replaced == Replaced("...", "GSM 7 bit default alphabet", 1, 0)


def test_a_replacement_that_changes_nothing_is_not_offered() -> None:
    assert explain("\u2026" * 70).replaced is None  # 210 characters
    assert explain("\u2019😀").replaced is None
    assert explain("😀").replaced is None


def test_part_counts_say_what_is_left() -> None:
    assert [(part.units, part.room) for part in explain("a" * 152 + "€").parts] == [(154, 6)]
    assert [(part.units, part.room) for part in explain("a" * 152 + "€" * 5).parts] == [(152, 1), (10, 143)]


def test_characters_of_two_septets_are_listed() -> None:
    coaching = explain("5 € [net]")
    assert [(cost.character, cost.indexes) for cost in coaching.escaped] == [("€", (2,)), ("[", (4,)), ("]", (8,))]
    assert coaching.units == 12


def test_shift_tables_that_save_a_part_are_named() -> None:
    coaching = explain("ş" + "a" * 100)
    assert coaching.part_count == 2
    assert coaching.shift_tables == (
        ShiftTable("Turkish", 1, "single", 1, 1),
        ShiftTable("Turkish", 1, "locking", 1, 1),
        ShiftTable("Turkish", 1, "both", 1, 1),
    )
    assert explain("ş").shift_tables == ()


def test_an_allowed_shift_table_is_explained() -> None:
    coaching = explain("ş" + "a" * 100, languages=[1])
    assert (coaching.locking, coaching.single, coaching.part_count) == (1, 0, 1)
    assert coaching.why.endswith("; the shift tables do, in fewer parts than UCS-2")
    assert coaching.escaped == ()
    assert explain("ş", languages=[1]).why.endswith("; the shift tables do, in no more parts than UCS-2")


def test_who_allows_the_language_that_saves_parts_has_them_saved() -> None:
    text = "€" * 81
    turkish = next(table for table in explain(text).shift_tables if table.language == "Turkish")
    assert (turkish.parts, turkish.saves) == (1, 1)
    assert [(table.language, table.tables) for table in explain(text).shift_tables] == [
        *(("Turkish", "locking"), ("Portuguese", "locking")),
        *(("Turkish", "both"), ("Portuguese", "both")),  # which handsets have to know more of
    ]
    coaching = explain(text, languages=[turkish.identifier])
    assert (coaching.part_count, coaching.locking) == (1, 1)
    assert coaching.why == "the shift tables hold every character, in fewer parts than the GSM 7 bit default alphabet"


def test_characters_cost_no_part_where_their_shift_table_makes_others_cheaper() -> None:
    coaching = explain("ê" + "\\" * 80, languages=[3])  # an escape pair each, but a septet in Portuguese
    assert [character.character for character in coaching.not_gsm7] == ["ê"]
    assert (coaching.locking, coaching.part_count, coaching.cost) == (3, 1, 0)


def test_an_encoding_that_was_asked_for_is_not_argued_with() -> None:
    assert explain("Hello", encoding=UCS2).why == "UCS2, as asked for"


def test_a_message_payload_is_explained_as_the_messages_it_becomes() -> None:
    assert explain("a" * 161, carriage=Carriage.MESSAGE_PAYLOAD).part_count == 2
    assert explain("a" * 161, carriage=Carriage.UDH_16).parts[0].capacity == 152


def test_advice_counts_with_the_references_of_the_carriage() -> None:
    text = "\u2019" + "a" * 304
    assert explain(text, carriage=Carriage.UDH_8).cost == 5 - 2
    assert explain(text, carriage=Carriage.UDH_16).cost == 5 - 3


def test_advice_is_json() -> None:
    coaching = dataclasses.asdict(explain("It\u2019s ş" * 30, languages=[1]))
    assert json.loads(json.dumps(coaching))["not_gsm7"][0]["replacement"] == "'"


def test_what_cannot_be_sent_cannot_be_explained() -> None:
    with pytest.raises(Malformed, match="255 parts at most"):
        explain("a" * 40000)
