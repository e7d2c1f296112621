"""What goes wrong, said as an act: ``smpp  goes wrong loss=true times=1``, and ``smpp  goes right``.

The stage stands where otherwise the name of a handset or a node does; the keys are those of ``[[fault]]``.
"""

from typing import Final

from pydantic import ValidationError

from pdu.ladder import Line, unquoted
from smsc.faults.effects import STAGES
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule
from smsc.mistakes import sentence

GOES_WRONG: Final = "goes wrong"
GOES_RIGHT: Final = "goes right"
ACTS: Final = (GOES_WRONG, GOES_RIGHT)


class Mistaken(ValueError):
    """An act that can't be: why, in one sentence, and the ``key`` that it is about, "" for none."""

    def __init__(self, sentence: str, key: str) -> None:
        super().__init__(sentence)
        self.key = key


def is_act(line: Line) -> bool:
    """Whether a line says that something goes wrong, or no longer does."""
    return " ".join(line.words) in ACTS


def read(stage: str, line: Line) -> Rule | None:
    """Read the rule for a stage; None where nothing is to go wrong there any more. Raises Mistaken."""
    if stage not in STAGES:
        raise Mistaken(f"expected one of {', '.join(STAGES)}, found {stage!r}", stage)
    if " ".join(line.words) == GOES_RIGHT:
        for key, _ in line.fields:
            raise Mistaken(f"{key}: expected nothing behind {GOES_RIGHT}, found {key}=...", key)
        return None
    written = {"stage": stage, **{key: unquoted(value) for key, value in line.fields}}
    try:
        return Rule.model_validate(written)
    except ValidationError as wrong:
        said = sentence(wrong, written, Rule)
        key = str(next(iter(wrong.errors()[0]["loc"]), ""))
        raise Mistaken(said if key else f"expected {said}", key) from None


def obey(faults: Faults, stage: str, line: Line) -> None:
    """Have something go wrong at a stage from now on, or nothing any more; raises Mistaken."""
    rule = read(stage, line)
    if rule is not None:
        faults.add(rule)
        return
    for fault in faults:
        if fault.rule.stage == stage:
            faults.remove(fault.number)
