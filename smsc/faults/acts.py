"""Faults as acts: ``smpp  goes wrong loss=true times=1``, and ``smpp  goes right``.

The stage stands in the place of a handset's or a node's name; the keys are those of ``[[fault]]``. When a stage goes
right, keys say which of its faults ends; without keys, all end. If several faults have just these keys, one ends.
"""

import json
from typing import Any, Final

from pydantic import ValidationError

from pdu.ladder import Line, quoted, unquoted
from smsc.faults.effects import STAGES
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule
from smsc.mistakes import sentence

GOES_WRONG: Final = "goes wrong"
GOES_RIGHT: Final = "goes right"
ACTS: Final = (GOES_WRONG, GOES_RIGHT)


class Mistaken(ValueError):
    """An invalid act: why, in one sentence, and the ``key`` that is wrong, "" for none."""

    def __init__(self, sentence: str, key: str) -> None:
        super().__init__(sentence)
        self.key = key


def is_act(line: Line) -> bool:
    """Whether a line says that a stage goes wrong or right."""
    return " ".join(line.words) in ACTS


def said(rule: Rule, *, wrong: bool) -> Line:
    """Write the act that a rule strikes from now on, or no longer does."""
    written = rule.model_dump(exclude_unset=True, exclude_none=True, exclude={"stage"})
    words = GOES_WRONG if wrong else GOES_RIGHT
    return Line(tuple(words.split()), tuple((key, _written(value)) for key, value in written.items()))


def _written(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def read(stage: str, line: Line) -> Rule | None:
    """Read the rule for a stage; None if all of its faults are to end. Raises Mistaken."""
    if stage not in STAGES:
        raise Mistaken(f"expected one of {', '.join(STAGES)}, found {stage!r}", stage)
    if not is_act(line):
        raise Mistaken(f"expected {GOES_WRONG} or {GOES_RIGHT}, found {' '.join(line.words) or 'nothing'}", "")
    if " ".join(line.words) == GOES_RIGHT and not line.fields:
        return None
    fields = {key: unquoted(value) for key, value in line.fields}
    if "stage" in fields:
        raise Mistaken(f"stage: expected no other, as this is of {stage}", "stage")
    written = {"stage": stage, **fields}
    try:
        return Rule.model_validate(written)
    except ValidationError as wrong:
        mistake = sentence(wrong, written, Rule)
        key = str(next(iter(wrong.errors()[0]["loc"]), ""))
        raise Mistaken(mistake if key else f"expected {mistake}", key) from None


def obey(faults: Faults, stage: str, line: Line) -> None:
    """Begin or end faults at a stage, as an act says; raises Mistaken."""
    rule = read(stage, line)
    if rule is not None and " ".join(line.words) == GOES_WRONG:
        faults.add(rule)
        return
    over = [fault for fault in faults if fault.rule.stage == stage and rule in (None, fault.rule)]
    if rule is not None and not over:
        raise Mistaken(f"expected a fault of stage {stage} that says just this, found none", "")
    for fault in over if rule is None else over[:1]:  # of those that say the same, the oldest
        faults.remove(fault.number)
