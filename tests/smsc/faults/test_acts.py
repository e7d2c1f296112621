"""A fault is an event like all else that outsiders do: it is told in the words of ladders, and read back from them."""

import pytest

from pdu import ladder
from smsc.faults import acts
from smsc.faults.rule import Rule
from smsc.trace.trace import Record
from tests.smsc.smpp.centre import Centre

RULES = [
    Rule(stage="smpp", command_status="ESME_RTHROTTLED", pdu="submit_sm", every=3),
    Rule(stage="smpp", account="bank", text='^a "code"', delay=1.5, jitter=0.25),
    Rule(stage="hlr", error="absentSubscriberSM", destination="447700900123", probability=0.5),
    Rule(stage="receipt", before_response=True, times=1),
    Rule(stage="ms", silence=True),
    Rule(stage="smpp", tlv="source_port=9200", split=7),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.effect)
def test_what_is_said_of_a_rule_reads_back_as_the_rule(rule: Rule) -> None:
    line = ladder.parse(str(acts.said(rule, wrong=True)))
    assert acts.read(rule.stage, line) == rule


def test_whoever_looks_is_told_of_every_fault_that_comes_and_goes() -> None:
    centre, records = Centre(), list[Record]()
    centre.world.trace.follow(records.append)
    faults = centre.world.faults
    throttled, silent = faults.add(RULES[0]), faults.add(RULES[4])
    faults.change(silent.number, Rule(stage="ms", loss=True))
    faults.remove(throttled.number)
    faults.reset()
    assert [str(record).split(maxsplit=1) for record in records] == [
        ["smpp", "goes wrong pdu=submit_sm every=3 command_status=ESME_RTHROTTLED"],
        ["ms", "goes wrong silence=true"],
        ["ms", "goes right silence=true"],
        ["ms", "goes wrong loss=true"],
        ["smpp", "goes right pdu=submit_sm every=3 command_status=ESME_RTHROTTLED"],
        ["ms", "goes right loss=true"],
    ]
    assert all(record.person for record in records)


def test_where_a_stage_goes_right_keys_say_which_fault_is_over() -> None:
    faults = Centre().world.faults
    for rule in RULES:
        faults.add(rule)
    acts.obey(faults, "smpp", acts.said(RULES[1], wrong=False))
    assert [fault.rule for fault in faults] == [RULES[0], *RULES[2:]]
    with pytest.raises(acts.Mistaken, match=r"^expected a fault of stage smpp that says just this, found none$"):
        acts.obey(faults, "smpp", acts.said(RULES[1], wrong=False))
    acts.obey(faults, "smpp", ladder.parse("goes right"))
    assert [fault.rule for fault in faults] == RULES[2:5]


def test_of_faults_that_say_the_same_one_is_over_at_a_time() -> None:
    faults = Centre().world.faults
    first, second = faults.add(RULES[0]), faults.add(RULES[0])
    acts.obey(faults, "smpp", acts.said(RULES[0], wrong=False))
    assert [fault.number for fault in faults] == [second.number] != [first.number]
    acts.obey(faults, "smpp", acts.said(RULES[0], wrong=False))
    assert not list(faults)


def test_what_a_rule_leaves_open_is_not_said_of_it() -> None:
    rule = Rule(stage="smpp", loss=True, account=None, times=None)
    assert str(acts.said(rule, wrong=True)) == "goes wrong loss=true"


def test_a_stage_can_not_be_said_to_be_another() -> None:
    with pytest.raises(acts.Mistaken, match=r"^stage: expected no other, as this is of smpp$"):
        acts.read("smpp", ladder.parse("goes wrong stage=sc message_state=REJECTED"))


def test_a_fault_that_is_changed_to_strike_elsewhere_is_looked_for_there() -> None:
    faults, told = Centre().world.faults, list[bool]()
    faults.stand_at(RULES[4].place, told.append)
    changed = faults.add(RULES[2])
    faults.change(changed.number, RULES[4])
    faults.change(changed.number, RULES[2])
    assert told == [False, False, True, False]
