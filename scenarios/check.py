"""What can be told of a scenario before it is played: who it speaks of, what they do, and what is said."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from inspect import getmembers, isclass
from typing import Final

from pdu import tlv
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from pdu.table import CLASSES, parameters
from scenarios import cast
from scenarios.cast import Cast
from scenarios.script import Script, ScriptError, Step
from smsc import acts
from smsc.faults import acts as faults
from smsc.network import acts as people

_SEEN: Final = frozenset(  # what people do, and what they see
    " ".join(words) for _, one in getmembers(people, isclass) if (words := getattr(one, "words", None))
)
_OF_EVERY_PDU: Final = ("sequence_number", "command_id", "body", "lost")


def check(script: Script, esmes: Cast, elements: Iterable[str]) -> None:
    """See that everybody is somebody and that what they say exists; raises ScriptError."""
    known = tuple(dict.fromkeys((*esmes.names, *elements)))
    for step in script.steps:
        if step.destination is None:
            _act(script, step, esmes)
            continue
        for name in (step.origin, step.destination):
            if name not in known and not esmes.account(name):
                raise _error(script, step, name, "somebody of this world", name, known)
        if esmes.account(step.origin) or esmes.account(step.destination):
            _pdu(script, step)


def _act(script: Script, step: Step, esmes: Cast) -> None:
    if faults.is_act(step.line):
        if not any(value.startswith("$") for _, value in step.line.fields):
            _fault(script, step)
    elif esmes.account(step.origin):
        if not esmes.is_act(step):
            raise _error(script, step, "", "what an ESME does by itself", step.words, cast.ACTS)
    elif step.words not in _SEEN and step.words not in acts.ACTS:
        known = sorted({*_SEEN, *acts.ACTS, *faults.ACTS})
        raise _error(script, step, "", "an act, or what a handset shows", step.words, known)


def _fault(script: Script, step: Step) -> None:
    """See that something can go wrong as it is written."""
    try:
        faults.read(step.origin, step.line)
    except faults.Mistaken as wrong:
        raise ScriptError.of(script.file, step.number, step.column(wrong.key), str(wrong)) from None


def _pdu(script: Script, step: Step) -> None:
    """See that a PDU has the name, the command_status and the keys that are written."""
    name, *status = step.line.words
    pdus = [one.words[0] for one in CLASSES.values()]
    if name not in (*pdus, "unknown"):
        raise _error(script, step, name, "the name of a PDU", name, pdus)
    if name == "unknown":
        return
    for one in status[:1]:
        if one not in CommandStatus.__members__ and not one[0].isdigit():
            raise _error(script, step, one, "a command_status", one, CommandStatus.__members__)
    own = [row.name for row in parameters(CLASSES[CommandId[name]])]
    for key, _ in step.line.fields:
        if key not in own and key not in _OF_EVERY_PDU and not key.startswith("tlv_0x") and tlv.by_name(key) is None:
            raise _error(script, step, key, f"a parameter of {name}, or a TLV", key, own)


def _error(script: Script, step: Step, where: str, expected: str, found: str, known: Collection[str]) -> ScriptError:
    """Say what could stand there: what was perhaps meant, else all that there is."""
    near = get_close_matches(found, known, 2, 0.7)
    perhaps = f"perhaps {' or '.join(near)}" if near else f"one of: {', '.join(known)}"
    return ScriptError(script.file, step.number, step.column(where), f"{expected}, {perhaps}", repr(found))
