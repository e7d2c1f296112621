"""What can be checked in a scenario before it is played: whom it names, what they do, and what is said."""

import re
from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from inspect import getmembers, isclass
from typing import Final

from pdu import tlv
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus, by_name
from pdu.gsm.rr import PagingRequest
from pdu.malformed import Malformed
from pdu.matrix import ALLOWED, ALLOWED_V3_4, Side
from pdu.table import CLASSES, parameters
from scenarios import cast, vocabulary
from scenarios.cast import Cast
from scenarios.script import TIME, Script, ScriptError, Step, lines
from smsc.faults import acts as faults
from smsc.network import acts as people
from smsc.world import acts

_SEEN: Final = {  # what people do, and what they see, with its keys
    " ".join(words): frozenset(field.name for field in fields(one))
    for _, one in getmembers(people, isclass)
    if is_dataclass(one) and (words := getattr(one, "words", None))
}
_ARROWS: Final = ("-", "→", "⇒")  # what may be typed for one
_CALL: Final = " ".join(PagingRequest.words)  # which goes to nobody where its handset is elsewhere
_IS_NO_TIME: Final = re.compile(r"[+-]?\.?\d")
_OF_CENTRES: Final = sorted(  # what they may send in any state, in any version
    {
        CommandId(one).name
        for told in (ALLOWED, ALLOWED_V3_4)
        for (side, _), ids in told.items()
        if side is Side.MC
        for one in ids
    }
)
_OF_EVERY_PDU: Final = ("sequence_number", "command_id", "body", "default_alphabet", "lost")


def check(script: Script, esmes: Cast, elements: Iterable[str], centres: Collection[str]) -> None:
    """Check that all parties and all that they say exist; raises ScriptError. ESMEs talk only to ``centres``."""
    if not script.steps:
        last = max(1, len(lines(script.text)))
        raise ScriptError(script.file, last, 1, "expected a line that is played, found none")
    known = tuple(dict.fromkeys((*esmes.names, *elements)))
    for step in script.steps:
        if step.destination is None:
            if step.origin not in known and _IS_NO_TIME.match(step.origin) and not esmes.account(step.origin):
                raise script.error(step, step.origin, f"expected {TIME}, or a name, found {step.origin!r}")
            if step.line.words[0] in (*_ARROWS, *known):
                raise script.error(step, step.line.words[0], f"expected ->, and a name, found {step.words!r}")
            _act(script, step, esmes)
            continue
        for name in (step.origin, step.destination):
            if name not in known and not esmes.account(name):
                raise _error(script, step, name, "somebody of this world", name, known)
        for one, other in ((step.origin, step.destination), (step.destination, step.origin)):
            if esmes.account(one) and other not in centres:
                raise _error(script, step, other, "a service centre", other, centres)
        if esmes.account(step.origin) or esmes.account(step.destination):
            _pdu(script, step, of_centre=step.origin in centres)
        else:
            _message(script, step)


def _act(script: Script, step: Step, esmes: Cast) -> None:
    if faults.is_act(step.line):
        if not any(value.startswith("$") for _, value in step.line.fields):
            _fault(script, step)
    elif esmes.account(step.origin):
        _alone(script, step, esmes)
    elif step.words == _CALL:
        _message(script, step)
    elif step.words not in _SEEN and step.words not in acts.ACTS:
        known = sorted({*_SEEN, *acts.ACTS, *faults.ACTS})
        raise _error(script, step, "", "an act, or what a handset shows", step.words, known)
    elif step.words in acts.ACTS:
        _done(script, step)
    else:
        for key, _ in step.line.fields:
            if key not in _SEEN[step.words]:
                expected = f"a key of what is behind `{step.words}`"
                raise _error(script, step, key, expected, key, sorted(_SEEN[step.words]))


def _alone(script: Script, step: Step, esmes: Cast) -> None:
    """Check that an ESME can do by itself what is written."""
    if step.words == cast.IS_CUT_OFF:
        return
    if not esmes.is_act(step):
        raise _error(script, step, "", "what an ESME does by itself", step.words, cast.ACTS)
    if step.words == cast.HANGS_UP:
        return
    try:
        cast.answer(step.words)
    except Malformed as wrong:
        sentence = f"expected {wrong.expected}, found {wrong.found!r}"
        raise script.error(step, step.line.words[-1], sentence) from None


def _done(script: Script, step: Step) -> None:
    """Check that an act has the keys that it needs; values that are names are not known yet."""
    if any(value.startswith("$") for _, value in step.line.fields):
        return
    try:
        acts.parse(step.line)
    except Malformed as wrong:
        sentence = f"expected {wrong.expected}, found {wrong.field} {wrong.found}"
        raise script.error(step, wrong.field, sentence) from None


def _fault(script: Script, step: Step) -> None:
    """Check that something can go wrong as it is written."""
    try:
        faults.read(step.origin, step.line)
    except faults.Mistaken as wrong:
        raise script.error(step, wrong.key, str(wrong)) from None


def _pdu(script: Script, step: Step, *, of_centre: bool) -> None:
    """Check that a PDU has the name, the command_status and the keys that are written, and can come at all."""
    name, *status = step.line.words
    pdus = [one.words[0] for one in CLASSES.values()]
    if name not in (*pdus, "unknown"):
        raise _error(script, step, name, "the name of a PDU", name, pdus)
    if name == "unknown":
        return
    if of_centre and name not in _OF_CENTRES:
        raise _error(script, step, name, "what a service centre says", name, _OF_CENTRES)
    for one in status[:1]:
        if by_name(one) is None:
            raise _error(script, step, one, "a command_status", one, CommandStatus.__members__)
    own = [row.name for row in parameters(CLASSES[CommandId[name]])]
    for key, _ in step.line.fields:
        if key not in own and key not in _OF_EVERY_PDU and tlv.by_name(key) is None:
            raise _error(script, step, key, f"a parameter of {name}, or a TLV", key, own)


def _message(script: Script, step: Step) -> None:
    """Check that the words and the keys of what the network is expected to say exist."""
    for word in step.words.split():
        if word not in vocabulary.all_words():
            raise _error(script, step, word, "a message of the network", word, sorted(vocabulary.all_words()))
    for key, _ in step.line.fields:
        if key not in vocabulary.all_keys():
            raise _error(script, step, key, "a key of the network's messages", key, sorted(vocabulary.all_keys()))


def _error(script: Script, step: Step, where: str, expected: str, found: str, known: Collection[str]) -> ScriptError:
    """Say what could stand there: what was perhaps meant, else all that there is."""
    near = get_close_matches(found, known, 2, 0.7)
    perhaps = f"perhaps {' or '.join(near)}" if near else f"one of: {', '.join(known)}"
    return script.error(step, where, f"expected {expected}, {perhaps}, found {found!r}")
