"""The table of effects: it is what is offered, each effect of it is done, and what goes beside one is what is told."""

import re
from itertools import combinations
from typing import Any, Final

import pytest
from pydantic import ValidationError

from pdu.operations.bind import BindReceiver
from smsc.faults import effects
from smsc.faults.effects import ABSENT, BESIDE, EFFECTS, ERRORS, NAMES, STAGES, Stage
from smsc.faults.malformed import KINDS
from smsc.faults.rule import Rule
from tests.smsc.faults.story import LONG
from tests.smsc.faults.writes import Writes
from tests.smsc.smpp.centre import Centre, to_phone

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


def rule(stage: Stage, effect: str) -> Rule:
    """Make a rule with an effect."""
    said = {**VALUES, "error": ERRORS.get(stage, ("",))[0]}
    return Rule.model_validate({"stage": stage, effect: said[effect]})


def test_every_effect_of_every_stage_has_a_rule() -> None:
    for stage, may in EFFECTS.items():
        for effect, place in may.items():
            one = rule(stage, effect)
            assert (one.effect, one.place) == (effect, place)


def test_the_table_of_effects_is_what_the_stages_have() -> None:
    rows = [line.strip("| ").split("|") for line in (effects.__doc__ or "").splitlines() if line.startswith("| ")]
    [_, *stages], *table = [[cell.strip() for cell in row] for row in rows]
    found = {
        stage: {name for effect, *cells in table if cells[column : column + 1] == ["x"] for name in named(effect)}
        for column, stage in enumerate(stages)
    }
    assert found == {stage: set(may) for stage, may in EFFECTS.items()}


def named(effect: str) -> list[str]:
    """Find the effects that a row of the table is about; other keys of a rule, such as jitter, go beside one."""
    keys = re.findall("``(.+?)``", effect.partition(":")[0])
    return [key for key in keys if key in effects.NAMES or key not in Rule.model_fields]


@pytest.mark.parametrize("stage", EFFECTS)
def test_every_effect_of_a_stage_does_something_of_its_own(stage: Stage) -> None:
    told: dict[object, list[str]] = {what_happens(None): ["nothing"]}
    for effect in EFFECTS[stage]:
        told.setdefault(what_happens(rule(stage, effect)), []).append(effect)
    assert [alike for alike in told.values() if len(alike) > 1] == [], "these do the same, or nothing"


def what_happens(rule: Rule | None) -> object:
    """Tell all that becomes of two messages with receipts: rungs with their times, and octets write by write."""
    centre = Centre()
    peer, _ = Writes(centre), centre.bound(BindReceiver("bank", "secret"))
    if rule is not None:
        centre.world.faults.add(rule)
    rungs: list[tuple[float, str]] = []
    centre.world.trace.follow(lambda record: rungs.append((record.at, str(record))))
    for seconds in (4, 4, LONG):  # the second message goes when the first has arrived, if nothing goes wrong
        if not peer.session.closed:
            peer.asks(to_phone(registered_delivery=1))
        peer.waits(seconds)
    return tuple(rungs), tuple(peer.writes)


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
