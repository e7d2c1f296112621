"""SMPP v3.4 appendix B as it is spoken: named ways to write the text of a delivery receipt, the wrong ones included.

A dialect is data: the pieces of the text in their order, as ``str.format`` takes them, and how the message_id is
written. The issue threads that they come from are named beside them.
"""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final

TEXT_LENGTH: Final = 20  # characters of a message that its receipt repeats
_LONGEST: Final = 64  # characters of a message_id; a longer one is not taken for a number


def _value(message_id: str, base: int) -> int | None:
    digits = string.hexdigits if base == 16 else string.digits
    is_number = 0 < len(message_id) <= _LONGEST and set(message_id) <= set(digits)
    return int(message_id, base) if is_number else None


def as_decimal(message_id: str) -> str:
    """Write a hexadecimal message_id as a decimal number; what is no number stays as it is, here and below."""
    value = _value(message_id, 16)
    return message_id if value is None else str(value)


def as_hexadecimal(message_id: str) -> str:
    """Write a decimal message_id as a hexadecimal number, in capitals."""
    value = _value(message_id, 10)
    return message_id if value is None else f"{value:X}"


def zero_stripped(message_id: str) -> str:
    """Leave out the zeros that a message_id begins with."""
    return message_id.lstrip("0") or message_id


def zero_padded(message_id: str) -> str:
    """Bring a message_id to the ten characters of appendix B."""
    return message_id.zfill(10)


MESSAGE_IDS: Final[dict[str, Callable[[str], str]]] = {
    "as-is": str,
    "decimal": as_decimal,
    "hexadecimal": as_hexadecimal,
    "zero-stripped": zero_stripped,
    "zero-padded": zero_padded,
    "upper-case": str.upper,
    "lower-case": str.lower,
}

_WIDTHS: Final = (8, 10, 16, 20, 32)  # to which message centres pad their ids


def candidates(message_id: str) -> tuple[str, ...]:
    """Give the message_ids that a receipt may mean, the likeliest first: as it is, then in another form.

    The other forms are without or with zeros in front, in another case, and hexadecimal for decimal or the reverse.
    """
    forms = [message_id]
    for value in (_value(message_id, 10), _value(message_id, 16)):
        if value is not None:
            forms += [f"{value:X}", f"{value}"]
    bare = [stripped for form in forms for stripped in (form, zero_stripped(form))]
    padded = [form.zfill(width) for form in bare for width in _WIDTHS]
    cased = [cased for form in (*bare, *padded) for cased in (form, form.upper(), form.lower())]
    return tuple(dict.fromkeys(cased))


Form = tuple[tuple[str, str, str], ...]  # text, and what is still to follow it: the field's name and format


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """How one message centre writes its receipts.

    ``pieces`` each hold one field of a Receipt; a piece whose field is None is left out. ``message_id`` are the keys of
    MESSAGE_IDS that make the id what it is, one after the other. ``tlvs`` are those that a deliver_sm with such a
    receipt carries as well.
    """

    pieces: tuple[str, ...]
    separator: str = " "
    message_id: tuple[str, ...] = ()
    tlvs: tuple[str, ...] = ("receipted_message_id", "message_state", "network_error_code")

    def write(self, fields: Mapping[str, Any]) -> str:
        """Write the text of a receipt from its fields by name."""
        return self.fill(self.form(fields), fields.get("id") or "", fields.get("text") or "")

    def form(self, fields: Mapping[str, Any]) -> Form:
        """Write what many receipts have in common; the id and the text, which differ, are left open for ``fill``."""
        there = tuple(name for name, value in fields.items() if value is not None)
        form: list[tuple[str, str, str]] = []
        before = ""
        for literal, name, spec in _compiled(self.pieces, self.separator, there):
            before += literal
            if name in _LEFT_OPEN:
                form.append((before, name, spec))
                before = ""
            elif name:
                before += _WRITES.get(name, format)(fields[name], spec)
        return (*form, (before, "", ""))

    def fill(self, form: Form, message_id: str, text: str) -> str:
        """Write the id and the text into a form."""
        values = {"id": self.identify(message_id), "text": text[:TEXT_LENGTH], "": ""}
        return "".join([before + format(values[name], spec) for before, name, spec in form])

    def identify(self, message_id: str) -> str:
        """Write a message_id as this message centre does."""
        for form in self.message_id:
            message_id = MESSAGE_IDS[form](message_id)
        return message_id

    def without(self, *fields: str) -> "Dialect":
        """Make the same dialect without the pieces of some fields."""
        return replace(self, pieces=tuple(piece for piece in self.pieces if _field(piece) not in fields))


@lru_cache(1 << 12)
def _date(date: datetime, _zone: tuple[tzinfo | None, timedelta | None], form: str) -> str:
    """Write a date, once for all of one second; ``_zone`` tells apart equal moments that zones write differently."""
    return format(date, form)


@lru_cache
def _code(code: str, form: str) -> str:
    """Write an error code: a number as the dialect writes numbers, a word as it is."""
    return format(int(code), form) if code.isascii() and code.isdigit() else code


_LEFT_OPEN: Final = frozenset({"id", "text"})
_WRITES: Final[dict[str, Callable[[Any, str], str]]] = {
    "submit_date": lambda value, form: _date(value, (value.tzinfo, value.utcoffset()), form),
    "done_date": lambda value, form: _date(value, (value.tzinfo, value.utcoffset()), form),
    "err": _code,
}


@lru_cache
def _compiled(pieces: tuple[str, ...], separator: str, names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Put together the pieces whose fields are there: each with what stands before it, and its format."""
    parsed = [tuple(string.Formatter().parse(piece)) for piece in pieces if _field(piece) in names]
    compiled: list[tuple[str, str, str]] = []
    for place, piece in enumerate(parsed):
        before = separator if place else ""
        for literal, name, form, _ in piece:
            compiled.append((before + literal, name or "", form or ""))
            before = ""
    return tuple(compiled)


def _field(piece: str) -> str:
    return next(name for _, name, _, _ in string.Formatter().parse(piece) if name is not None)


_FIELDS: Final = ("id", "sub", "dlvrd", "submit date", "done date", "stat", "err", "text")


def _dialect(
    number: str = "03", date: str = "%y%m%d%H%M", err: str = "03", space: str = "", separator: str = " "
) -> Dialect:
    """Make a dialect with all the fields of appendix B, given how numbers, dates and errors are written."""
    forms = {"sub": number, "dlvrd": number, "submit date": date, "done date": date, "err": err}
    pieces = (f"{name}:{space}{{{name.replace(' ', '_')}:{forms.get(name, '')}}}" for name in _FIELDS)
    return Dialect(tuple(pieces), separator)


def _renamed(dialect: Dialect, **pieces: str) -> Dialect:
    """Make the same dialect with other pieces for some fields."""
    return replace(dialect, pieces=tuple(pieces.get(_field(piece), piece) for piece in dialect.pieces))


APPENDIX_B: Final = _dialect()

DIALECTS: Final[dict[str, Dialect]] = {
    "appendix-b": APPENDIX_B,
    "capital-text": _renamed(APPENDIX_B, text="Text:{text}"),  # as it is printed
    "no-sub-dlvrd": APPENDIX_B.without("sub", "dlvrd"),  # jsmpp#62, cloudhopper-smpp#105
    "no-text": APPENDIX_B.without("sub", "dlvrd", "text"),  # uudashr/jsmpp#67
    "seconds": _dialect(date="%y%m%d%H%M%S"),  # jasmin#70
    "century": _dialect(date="%Y%m%d%H%M%S"),
    "bare-numbers": _renamed(_dialect(number="", err=""), text="text: {text}"),  # gosmpp#124
    "extra-spaces": _dialect(space=" ", separator="  "),  # php-smpp#29
    "long-err": _dialect(err="04"),  # php-smpp#70
    "hex-err": _dialect(err="03X"),
    "no-stat-key": _renamed(APPENDIX_B, stat="{stat}"),  # ksmppd#108
    "decimal-id": replace(APPENDIX_B, message_id=("decimal",)),  # jasmin#586, jsmpp#56
    "hexadecimal-id": replace(APPENDIX_B, message_id=("hexadecimal",)),  # telenordigital/sms-smpp#153
    "zero-stripped-id": replace(APPENDIX_B, message_id=("zero-stripped",)),
    "zero-padded-id": replace(APPENDIX_B, message_id=("zero-padded",)),
    "upper-case-id": replace(APPENDIX_B, message_id=("upper-case",)),
    "lower-case-id": replace(APPENDIX_B, message_id=("lower-case",)),
    "text-only": replace(APPENDIX_B, tlvs=()),  # as v3.3 had it
    "tlvs-only": replace(APPENDIX_B, pieces=()),
}


@lru_cache
def dialect(written: str) -> Dialect:
    """Find a dialect by its name, or make one of several: ``decimal-id+text-only``. Raises ValueError.

    Each says what is other than in appendix B, and no two may say it of the same thing. But what one leaves out is left
    out, and the forms of a message_id follow one another (``decimal-id+zero-padded-id``: jsmpp#56, jasmin#1034).
    """
    names = written.split("+")
    unknown = [name for name in names if name not in DIALECTS]
    if unknown:
        raise ValueError(f"one of {', '.join(DIALECTS)}, or several with + between them")
    if len(set(names)) < len(names):
        raise ValueError("each dialect once")
    found = DIALECTS[names[0]]
    for name in names[1:]:
        found = _together(found, DIALECTS[name], name)
    if not found.pieces and not found.tlvs:
        raise ValueError("dialects that leave a text or TLVs")
    return found


def _together(one: Dialect, other: Dialect, name: str) -> Dialect:
    def either(of_one: Any, of_other: Any, usual: Any, what: str) -> Any:
        if usual not in (of_one, of_other) and of_one != of_other:
            raise ValueError(f"dialects that agree; {name} and another one before it each have their own {what}")
        return of_other if of_one == usual else of_one

    of_one, of_other = ({_field(piece): piece for piece in each.pieces} for each in (one, other))
    usual = {_field(piece): piece for piece in APPENDIX_B.pieces}
    pieces = [
        either(of_one[field], of_other[field], piece, field.replace("_", " "))
        for field, piece in usual.items()
        if field in of_one and field in of_other
    ]
    return Dialect(
        pieces=tuple(pieces),
        separator=either(one.separator, other.separator, APPENDIX_B.separator, "separator"),
        message_id=one.message_id + other.message_id,
        tlvs=either(one.tlvs, other.tlvs, APPENDIX_B.tlvs, "TLVs"),
    )
