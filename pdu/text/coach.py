"""The segment coach: why a text costs as many short messages as it does, and what would make it cheaper."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pdu.text import gsm7, national
from pdu.text.dcs import Alphabet
from pdu.text.encoding import GSM7, UCS2, Encoding, messages, shifted, units
from pdu.text.replacements import replacement
from pdu.text.segmentation import Carriage, place_of, segments
from pdu.text.udh import Concatenation

_UNITS = {Alphabet.GSM7: "septets", Alphabet.OCTETS: "octets", Alphabet.UCS2: "UTF-16 code units"}


@dataclass(frozen=True, slots=True)
class PartCount:
    """One part as it goes over the air: ``units`` of ``capacity`` used, ``room`` left."""

    sequence: int
    text: str
    units: int
    capacity: int
    room: int


@dataclass(frozen=True, slots=True)
class CharacterCost:
    """A character that costs more than one septet: where it stands, and what could stand there instead.

    ``replacement`` is None when nothing resembles it, and empty when the character may simply be left out.
    """

    character: str
    code_point: str
    name: str
    indexes: tuple[int, ...]
    replacement: str | None


@dataclass(frozen=True, slots=True)
class ShiftTable:
    """National shift tables that would need fewer parts: ``tables`` is "single", "locking" or "both" of a language."""

    language: str
    identifier: int
    tables: str
    parts: int
    saves: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """The text after all replacements: ``encoding`` is GSM 7 bit again unless some character has no replacement."""

    text: str
    encoding: str
    parts: int
    saves: int


@dataclass(frozen=True, slots=True)
class Coaching:
    """All that can be said about a text, as plain values: ``dataclasses.asdict`` makes it ready for JSON.

    ``not_gsm7`` are the characters that the default alphabet does not hold, ``escaped`` those that take two septets in
    it. ``cost`` is how many parts one septet in place of each character of ``not_gsm7`` would save, 0 where it would
    save none. ``shift_tables`` are those that would need fewer parts, the best first, and ``replaced`` is the text in
    plain characters.
    """

    text: str
    encoding: str
    data_coding: int
    locking: int
    single: int
    why: str
    unit: str
    units: int
    part_count: int
    parts: tuple[PartCount, ...]
    not_gsm7: tuple[CharacterCost, ...]
    cost: int
    escaped: tuple[CharacterCost, ...]
    shift_tables: tuple[ShiftTable, ...]
    replaced: Replaced | None


def explain(
    text: str, *, carriage: Carriage = Carriage.UDH_8, languages: Iterable[int] = (), encoding: Encoding | None = None
) -> Coaching:
    """Explain what a text costs when ``segments`` cuts it with the same arguments; raises Malformed as it does.

    A message_payload is explained as the parts into which the message centre cuts it.
    """
    carriage = Carriage.UDH_8 if carriage is Carriage.MESSAGE_PAYLOAD else carriage
    cut = segments(text, carriage=carriage, languages=languages, encoding=encoding)
    chosen, count = cut.encoding, len(cut.parts)
    foreign = _costs(text, 0)
    place = place_of(carriage)
    return Coaching(
        text=text,
        encoding=chosen.title,
        data_coding=chosen.data_coding.value,
        locking=chosen.locking,
        single=chosen.single,
        why=_why(text, chosen, foreign, place, given=encoding is not None),
        unit=_UNITS[chosen.alphabet],
        units=sum(part.units for part in cut.parts),
        part_count=count,
        parts=tuple(PartCount(p.sequence, p.text, p.units, p.capacity, p.room) for p in cut.parts),
        not_gsm7=foreign,
        cost=max(0, count - _messages(_substituted(text, foreign), GSM7, place)) if foreign else 0,
        escaped=_costs(text, 2) if chosen == GSM7 else (),
        shift_tables=_shift_tables(text, count, place),
        replaced=_replaced(text, foreign, count, place),
    )


def _costs(text: str, septets: int) -> tuple[CharacterCost, ...]:
    """The characters that take this many septets of the default alphabet, 0 for those that it does not hold."""
    indexes: dict[str, list[int]] = {}
    for index, character in enumerate(text):
        indexes.setdefault(character, []).append(index)
    return tuple(
        CharacterCost(
            character,
            f"U+{ord(character):04X}",
            unicodedata.name(character, "unnamed"),
            tuple(where),
            replacement(character),
        )
        for character, where in indexes.items()
        if gsm7.holds(character) == septets
    )


def _why(
    text: str, encoding: Encoding, foreign: tuple[CharacterCost, ...], place: Concatenation, *, given: bool
) -> str:
    if given:
        return f"{encoding.title}, as asked for"
    if encoding == GSM7:
        return "the GSM 7 bit default alphabet holds every character"
    if not foreign:
        return "the shift tables hold every character, in fewer parts than the GSM 7 bit default alphabet"
    names = ", ".join(f"{cost.code_point} {cost.name}" for cost in foreign[:3])
    more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
    lacks = f"the GSM 7 bit default alphabet does not hold {names}{more}"
    if encoding == UCS2:
        return f"{lacks}; UCS-2 holds everything"
    fewer = _messages(text, encoding, place) < _messages(text, UCS2, place)
    return f"{lacks}; the shift tables do, in {'fewer' if fewer else 'no more'} parts than UCS-2"


def _substituted(text: str, foreign: tuple[CharacterCost, ...]) -> str:
    return text.translate({ord(cost.character): "?" for cost in foreign})


def _shift_tables(text: str, parts: int, place: Concatenation) -> tuple[ShiftTable, ...]:
    found: list[ShiftTable] = []
    for language in national.SINGLE[1:]:
        for encoding in shifted((language,)):
            needed = messages(text, encoding, (), place)
            if needed is not None and needed < parts:
                tables = "both" if encoding.locking and encoding.single else "single" if encoding.single else "locking"
                found.append(ShiftTable(national.name(language), language, tables, needed, parts - needed))
    return tuple(sorted(found, key=lambda table: (table.parts, table.tables == "both")))


def _replaced(text: str, foreign: tuple[CharacterCost, ...], parts: int, place: Concatenation) -> Replaced | None:
    """The text in plain characters; None if nothing can be replaced, or if it takes more parts (in UCS-2: as many)."""
    plain = {ord(cost.character): cost.replacement for cost in foreign if cost.replacement is not None}
    if not plain:
        return None
    replaced = text.translate(plain)
    encoding = UCS2 if units(replaced, GSM7) is None else GSM7
    needed = _messages(replaced, encoding, place)
    if needed > parts or (encoding is UCS2 and needed == parts):
        return None
    return Replaced(replaced, encoding.title, needed, parts - needed)


def _messages(text: str, encoding: Encoding, place: Concatenation) -> int:
    return messages(text, encoding, (), place) or 0
