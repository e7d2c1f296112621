"""The table of effects: it is what is offered, and each effect of it is done."""

import re

import pytest

from pdu.operations.bind import BindReceiver
from smsc.faults import effects
from smsc.faults.effects import EFFECTS, ERRORS, Stage
from smsc.faults.rule import Rule
from tests.smsc.faults.story import LONG
from tests.smsc.faults.writes import Writes
from tests.smsc.smpp.centre import Centre, to_phone


def rule(stage: Stage, effect: str) -> Rule:
    """Make a rule with an effect."""
    values = {
        "command_status": "ESME_RSYSERR", "message_state": "REJECTED", "delay": 1, "disconnect": "after", "split": 1,
        "malformed": "no_nul", "stat": "FAILED", "error": ERRORS.get(stage, ("",))[0],
    }  # fmt: skip
    return Rule.model_validate({"stage": stage, effect: values.get(effect, True)})


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
