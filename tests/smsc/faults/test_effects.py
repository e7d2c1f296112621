"""What is said to everybody of the effects of faults, held against what a rule takes."""

from itertools import combinations
from typing import Any, Final

import pytest
from pydantic import ValidationError

from smsc.faults.effects import ABSENT, BESIDE, ERRORS, NAMES, STAGES, Stage
from smsc.faults.malformed import KINDS
from smsc.faults.rule import Rule

VALUES: Final[dict[str, Any]] = {
    "command_status": "ESME_RTHROTTLED",
    "message_id": "7",
    "message_state": "UNDELIVERABLE",
    "stat": "FAILED",
    "absence": 1,
    "delay": 1,
    "jitter": 1,
    "disconnect": "before",
    "split": 1,
    "malformed": next(iter(KINDS)),
    **dict.fromkeys(("silence", "loss", "duplicate", "swap", "before_response", "another_bind", "glue"), True),
}


def takes(stage: Stage, keys: frozenset[str]) -> bool:
    errors = ERRORS.get(stage, (ABSENT,))
    said = {**VALUES, "error": ABSENT if ABSENT in errors else errors[0]}
    try:
        Rule.model_validate({"stage": stage, **{key: said[key] for key in keys}})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_rule_may_say_together_is_what_everybody_is_told(stage: Stage) -> None:
    told = {
        frozenset((effect.removesuffix(f"={ABSENT}"), *more.removesuffix(" (told first)").split(" and ")))
        for effect, _, more in (each.partition(" with ") for each in BESIDE[stage].split(", "))
    }
    known = sorted({*VALUES, "error"})
    assert set(NAMES) <= set(known)
    taken = [keys for size in (4, 3, 2) for keys in map(frozenset, combinations(known, size)) if takes(stage, keys)]
    assert {one for one in taken if not any(one < other for other in taken)} == told
