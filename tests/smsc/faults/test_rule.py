"""What a fault may say, and whom it strikes."""

from random import Random
from typing import Any

import pytest

from smsc.config import ConfigError, parse
from smsc.faults.faults import Faults
from smsc.faults.rule import Fault, Rule, Seen
from tests.smsc.test_config import DEFAULT

HELLO = Seen("bank", "submit_sm", "7000", "447700900123", "Hello")


def rule(**values: Any) -> Rule:
    return Rule.model_validate({"stage": "smpp", "command_status": "ESME_RTHROTTLED", **values})


def strikes(fault: Rule, *seen: Seen) -> list[bool]:
    one, chance = Fault(1, fault), Random(1)  # noqa: S311 - as the world's chance is
    return [one.strikes(each, chance) for each in seen]


@pytest.mark.parametrize(
    ("values", "struck"),
    [
        ({}, True),
        ({"account": "bank"}, True),
        ({"account": "shop"}, False),
        ({"pdu": "submit_sm"}, True),
        ({"pdu": "data_sm"}, False),
        ({"source": "7000"}, True),
        ({"source": "^70"}, True),
        ({"source": "7001"}, False),
        ({"destination": "447700900123"}, True),
        ({"destination": "^4477"}, True),
        ({"destination": "4477"}, False),
        ({"text": "ell"}, True),
        ({"text": "^ell"}, False),
        ({"account": "bank", "text": "bye"}, False),
    ],
)
def test_a_fault_strikes_what_fits_all_that_it_says(values: dict[str, Any], struck: bool) -> None:
    assert strikes(rule(**values), HELLO) == [struck]


def test_a_fault_strikes_every_so_many_and_so_often() -> None:
    assert strikes(rule(every=3), *[HELLO] * 7) == [False, False, True, False, False, True, False]
    assert strikes(rule(times=2), *[HELLO] * 4) == [True, True, False, False]
    assert strikes(rule(every=2, times=1), *[HELLO] * 4) == [False, True, False, False]


def test_chance_strikes_the_same_ones_with_the_same_seed() -> None:
    struck = strikes(rule(probability=0.5), *[HELLO] * 100)
    assert struck == strikes(rule(probability=0.5), *[HELLO] * 100)
    assert 30 < sum(struck) < 70


def test_of_several_faults_the_first_that_fits_strikes_until_it_is_removed() -> None:
    faults, told = Faults(), list[bool]()
    faults.stand_before("smpp", told.append)
    first, second = faults.add(rule(account="shop")), faults.add(rule())
    assert faults.struck_by("smpp", HELLO) is second.rule
    assert faults.struck_by("msc", HELLO) is None
    changed = faults.change(first.number, rule(account="bank"))
    assert faults.struck_by("smpp", HELLO) is changed.rule
    assert [(fault.number, fault.seen, fault.struck) for fault in faults] == [(1, 1, 1), (2, 1, 1)]
    faults.remove(first.number)
    assert faults.struck_by("smpp", HELLO) is second.rule
    with pytest.raises(KeyError):
        faults.remove(first.number)
    faults.reset()
    assert list(faults) == []
    assert (told[0], told[-1]) == (False, False)
    assert True in told


ONE_OF = "expected one of command_status, error, delay, silence, disconnect, found"
MISTAKES = {
    'stage = "radio"': "fault[0].stage: expected 'smpp', 'hlr' or 'msc', found 'radio'",
    'stage = "smpp"': f"fault[0]: {ONE_OF} none",
    'stage = "smpp"\nsilence = true\ndelay = 1': f"fault[0]: {ONE_OF} delay and silence",
    'stage = "smpp"\nerror = "callBarred"': "fault[0]: expected one of command_status, delay, silence, disconnect at",
    'stage = "hlr"\nerror = "memoryCapacityExceeded"': "fault[0]: expected an error of stage hlr: systemFailure",
    'stage = "msc"\naccount = "bank"\nsilence = true': "fault[0]: expected neither account nor pdu at stage msc",
    'stage = "smpp"\ncommand_status = "ESME_ROK"': "fault[0].command_status: expected the name of an error",
    'stage = "smpp"\nsilence = true\npdu = "enquire_link"': "fault[0].pdu: expected one of bind_transmitter",
    'stage = "smpp"\ndelay = 1\npdu = "bind_receiver"': "fault[0]: expected command_status, silence or",
    'stage = "smpp"\nsilence = true\ntext = "("': "fault[0].text: expected a regular expression",
    'stage = "smpp"\nsilence = true\nprobability = 0': "fault[0].probability: expected a number greater than 0",
    'stage = "smpp"\nsilence = true\ntime = 3': "fault[0].time: there is no such key; perhaps times is meant",
}


@pytest.mark.parametrize(("written", "said"), MISTAKES.items())
def test_a_mistake_in_a_fault_is_told_in_one_sentence(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"{DEFAULT}\n[[fault]]\n{written}\n", "world")
    assert str(wrong.value).startswith(f"world: {said}")
