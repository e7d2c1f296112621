"""What people do, as it is written in scenarios and at the prompt: ``ms1  sends text text="Hello" to=7000``."""

from dataclasses import MISSING
from dataclasses import fields as fields_of
from typing import Any, Final

from pdu.ladder import Line, unquoted
from pdu.malformed import Malformed
from smsc.network.acts import (
    DeletesMessages,
    FillsMemory,
    FreesMemory,
    LosesPower,
    MovesTo,
    ReadsMessages,
    Replies,
    SendsText,
    SwitchesOff,
    SwitchesOn,
)
from smsc.numbering import dialled

Act = (
    SwitchesOn
    | SwitchesOff
    | LosesPower
    | MovesTo
    | SendsText
    | Replies
    | ReadsMessages
    | DeletesMessages
    | FillsMemory
    | FreesMemory
)

ACTS: Final[dict[str, type[Act]]] = {" ".join(act.words): act for act in Act.__args__}


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise Malformed("flag", None, "0 or 1", text)
    return text == "1"


READERS: Final[dict[str, Any]] = {"to": dialled, "report": _flag}  # by the field's name; all others are text


def parse(line: Line) -> Act:
    """Read an act; raises Malformed, which says what is missing or too much."""
    words = " ".join(line.words)
    written = {key: unquoted(value) for key, value in line.fields}
    cls = ACTS.get(words)
    if cls is None:
        raise Malformed("act", None, f"one of: {', '.join(ACTS)}", words)
    needed = [field.name for field in fields_of(cls) if field.default is MISSING]
    optional = [field.name for field in fields_of(cls) if field.default is not MISSING]
    if not set(needed) <= set(written) <= {*needed, *optional}:
        expected = " ".join(f"{name}=..." for name in needed) or "nothing more"
        perhaps = "".join(f", perhaps {name}=..." for name in optional)
        raise Malformed(words, None, expected + perhaps, " ".join(f"{key}=..." for key in written) or "nothing")
    return cls(**{key: READERS.get(key, str)(value) for key, value in written.items()})
