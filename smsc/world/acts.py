"""What happens from outside, as scenarios and the prompt write it: ``ms1  sends text text="Hello" to=7000``.

People act on their handsets, operators on subscriptions and nodes; nodes and links fail and are mended.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field
from dataclasses import fields as fields_of
from difflib import get_close_matches
from typing import Any, ClassVar, Final, Protocol

from pdu import ladder
from pdu.ladder import Line, unquoted
from pdu.malformed import Malformed
from pdu.sms.address import Address
from smsc.network.acts import (
    ConnectsTerminal,
    DeletesMessages,
    DisconnectsTerminal,
    FillsMemory,
    FreesMemory,
    LosesCoverage,
    LosesPower,
    MovesTo,
    ReadsMessages,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.network.operators import (
    Accepts,
    Asks,
    Bars,
    Claims,
    PortsIn,
    Provisions,
    RefusesEquipment,
    RefusesSubscriber,
    Restarts,
    Subscribes,
    SupportsSms,
    SwapsSim,
    Unbars,
    Withdraws,
)
from smsc.network.troubles import Breaks, ComesUp, GoesDown, IsMended, Loses, Takes
from smsc.numbering import dialled


class Act(Protocol):
    """A dataclass of ``ACTS_OF``: what happens, in the words of ladders; its fields say how, where or with what."""

    words: ClassVar[tuple[str, ...]]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


_PREFIXED: Final = re.compile(r"[0-7]\.([0-9]|1[0-5]):[0-9]{1,15}")
_NODE: Final = (GoesDown, ComesUp)
ACTS_OF: Final[dict[str, tuple[type[Act], ...]]] = {
    # what can happen to an element, by its kind; and to a link
    "ms": (
        SwitchesOn, SwitchesOff, LosesPower, MovesTo, LosesCoverage, SendsText, Replies, ReadsMessages, DeletesMessages,
        FillsMemory, FreesMemory, ConnectsTerminal, DisconnectsTerminal,
    ),
    "hlr": (Subscribes, Withdraws, Provisions, Bars, Unbars, SwapsSim, PortsIn, *_NODE),
    "msc": (Restarts, RefusesSubscriber, RefusesEquipment, Accepts, SupportsSms, *_NODE),
    "sc": _NODE,
    "bss": (Restarts, *_NODE),
    "srf": _NODE,
    "router": _NODE,
    "stranger": (Asks, Claims, *_NODE),
    "link": (Breaks, IsMended, Loses, Takes),
}  # fmt: skip
ACTS: Final[dict[str, type[Act]]] = {
    " ".join(act.words): act for act in dict.fromkeys(act for acts in ACTS_OF.values() for act in acts)
}


def named(kind: str) -> str:
    """List in words what can happen to an element of a kind, or to a link."""
    return ", ".join(" ".join(act.words) for act in ACTS_OF[kind])


def form(act: type[Act]) -> str:
    """Say how an act is written: ``moves to cell=...``."""
    return " ".join((*act.words, *(f"{name}=..." for name in _needed(act))))


def _needed(act: type[Act]) -> list[str]:
    return [field.name for field in fields_of(act) if field.default is MISSING]


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise Malformed("flag", None, "0 or 1", text)
    return text == "1"


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise Malformed("digits", None, "digits", text)
    return text


def _msisdn(text: str) -> Address:
    return Address(_digits(text.removeprefix("+")))


def _to(text: str) -> Address:
    """Read a number as a person dials it, or as ladders write one that is not international: ``0.1:7000``."""
    return Address.parse(text) if _PREFIXED.fullmatch(text) else dialled(text)


def _teleservices(text: str) -> tuple[bytes, ...]:
    try:
        return tuple(bytes.fromhex(code.removeprefix("0x")) for code in text.split(","))
    except ValueError:
        raise Malformed("teleservice_list", None, "codes of two digits with commas, such as 11,21,22", text) from None


def _number(most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number <= most:
            raise Malformed("number", None, f"a number from 0 to {most:g}", text)
        return number

    return read


def _by(text: str) -> str:
    if text not in ("operator", "subscriber"):
        raise Malformed("by", None, "operator or subscriber", text)
    return text


READERS: Final[dict[str, Callable[[str], Any]]] = {
    # by the field's name; all others are text
    "to": _to,
    "report": _flag,
    "supported": _flag,
    "msisdn": _msisdn,
    "imsi": _digits,
    "teleservice_list": _teleservices,
    "by": _by,
    "share": _number(1),
    "seconds": _number(86400),
}


def read(text: str, kind_of: Callable[[str], str] = lambda _: "") -> tuple[str, Act]:
    """Read a subject and what happens to it: ``ms1 switches off``; raises Malformed or ladder.Unreadable.

    ``kind_of`` gives the kind of a subject, so that an error can list what can happen to that kind.
    """
    subject, _, what = text.strip().partition(" ")
    return subject, parse(ladder.parse(what.strip()), kind_of(subject))


def parse(line: Line, kind: str = "") -> Act:
    """Read an act; raises Malformed, which says what was expected: for an unknown act, those of ``kind``, or all."""
    words = " ".join(line.words)
    written = {key: unquoted(value) for key, value in line.fields}
    cls = ACTS.get(words)
    if cls is None:
        known = [" ".join(act.words) for act in ACTS_OF[kind]] if kind else list(ACTS)
        near = get_close_matches(words, known, 2, 0.7)
        expected = f"an act, perhaps {' or '.join(near)}" if near else f"one of: {', '.join(known)}"
        raise Malformed("act", None, expected, words or "nothing")
    needed = _needed(cls)
    optional = [field.name for field in fields_of(cls) if field.default is not MISSING]
    if not set(needed) <= set(written) <= {*needed, *optional}:
        expected = " ".join(f"{name}=..." for name in needed) or "nothing more"
        perhaps = "".join(f", perhaps {name}=..." for name in optional)
        raise Malformed(words, None, expected + perhaps, " ".join(f"{key}=..." for key in written) or "nothing")
    return cls(**{key: _value(key, value) for key, value in written.items()})


def _value(key: str, text: str) -> Any:
    """Read the value of a key; raises Malformed, which names the key."""
    try:
        return READERS.get(key, str)(text)
    except Malformed as wrong:
        raise Malformed(key, None, wrong.expected, wrong.found) from wrong
