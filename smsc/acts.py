"""What people do, as it is written in scenarios and at the prompt: ``ms1  sends text text="Hello" to=7000``."""

from dataclasses import fields as fields_of
from typing import Final

from pdu.ladder import Line, unquoted
from pdu.malformed import Malformed
from smsc.network.acts import LosesPower, MovesTo, SendsText, SwitchesOff, SwitchesOn
from smsc.numbering import dialled

Act = SwitchesOn | SwitchesOff | LosesPower | MovesTo | SendsText

ACTS: Final[dict[str, type[Act]]] = {
    " ".join(act.words): act for act in (SwitchesOn, SwitchesOff, LosesPower, MovesTo, SendsText)
}


def parse(line: Line) -> Act:
    """Read an act; raises Malformed, which says what is missing or too much."""
    words = " ".join(line.words)
    fields = {key: unquoted(value) for key, value in line.fields}
    cls = ACTS.get(words)
    if cls is None:
        raise Malformed("act", None, f"one of: {', '.join(ACTS)}", words)
    needed = tuple(field.name for field in fields_of(cls))
    if set(fields) != set(needed):
        expected = " ".join(f"{name}=..." for name in needed) or "nothing more"
        raise Malformed(words, None, expected, " ".join(f"{key}=..." for key in fields) or "nothing")
    if cls is MovesTo:
        return MovesTo(fields["cell"])
    if cls is SendsText:
        return SendsText(fields["text"], dialled(fields["to"]))
    return cls()  # type: ignore[call-arg]  # the others have no fields
