"""What a fault may say, and what it affects."""

from random import Random
from typing import Any

import pytest

from smsc.config import ConfigError, parse
from smsc.faults.faults import Faults
from smsc.faults.rule import Fault, Rule, Seen
from tests.smsc.worlds import DEFAULT

PORT = (0x020A, bytes.fromhex("23f0"))  # source_port 9200
VENDORS = (0x1401, b"\1")
HELLO = Seen("bank", "submit_sm", "7000", "447700900123", "Hello", (PORT, VENDORS))


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
        ({"tlv": "source_port"}, True),
        ({"tlv": "source_port=9200"}, True),
        ({"tlv": "source_port=9201"}, False),
        ({"tlv": "dest_port"}, False),
        ({"tlv": "tlv_0x1401"}, True),
        ({"tlv": "tlv_0x1401=0x01"}, True),
        ({"tlv": "tlv_0x1401=0x02"}, False),
    ],
)
def test_a_fault_strikes_what_fits_all_that_it_says(values: dict[str, Any], struck: bool) -> None:
    assert strikes(rule(**values), HELLO) == [struck]


def test_a_fault_strikes_every_so_many_and_so_often() -> None:
    assert strikes(rule(every=3), *[HELLO] * 7) == [False, False, True, False, False, True, False]
    assert strikes(rule(times=2), *[HELLO] * 4) == [True, True, False, False]
    assert strikes(rule(every=2, times=1), *[HELLO] * 4) == [False, True, False, False]


def test_chance_strikes_the_same_ones_with_the_same_seed() -> None:
    struck = strikes(rule(probability=0.1), *[HELLO] * 1000)
    assert struck == strikes(rule(probability=0.1), *[HELLO] * 1000)
    assert 60 < sum(struck) < 140


def test_of_several_faults_the_first_that_fits_strikes_until_it_is_removed() -> None:
    faults, told = Faults(), list[bool]()
    faults.stand_at("request", told.append)
    first, second = faults.add(rule(account="shop")), faults.add(rule())
    assert faults.struck_by("request", HELLO) is second.rule
    assert faults.struck_by("msc", HELLO) is None
    changed = faults.change(first.number, rule(account="bank"))
    assert faults.struck_by("request", HELLO) is changed.rule
    assert [(fault.number, fault.seen, fault.struck) for fault in faults] == [(1, 1, 1), (2, 1, 1)]
    faults.remove(first.number)
    assert faults.struck_by("request", HELLO) is second.rule
    with pytest.raises(KeyError):
        faults.remove(first.number)
    faults.reset()
    assert list(faults) == []
    assert (told[0], told[-1]) == (False, False)
    assert True in told


AT_SMPP = "command_status, delay, silence, loss, duplicate, disconnect, swap, split, glue, malformed"
MISTAKES = {
    'stage = "radio"': "fault[0].stage: expected 'smpp', 'sc', 'hlr', 'msc', 'bss', 'ms' or 'receipt', found 'radio'",
    'stage = "smpp"': f"fault[0]: expected one of {AT_SMPP}, found none",
    'stage = "smpp"\nsilence = true\ndelay = 1': f"fault[0]: expected one of {AT_SMPP}, found delay and silence",
    'stage = "smpp"\nerror = "callBarred"': f"fault[0]: expected one of {AT_SMPP} at stage smpp, found error",
    'stage = "smpp"\nanother_bind = true': f"fault[0]: expected one of {AT_SMPP} at stage smpp, found another_bind",
    'stage = "sc"\ncommand_status = "ESME_RSYSERR"': (
        "fault[0]: expected one of message_state, delay, loss, duplicate at stage sc, found command_status"
    ),
    'stage = "hlr"\nsplit = 3': "fault[0]: expected one of error, delay, silence, loss at stage hlr, found split",
    'stage = "bss"\nsilence = true': "fault[0]: expected one of error, delay, loss at stage bss, found silence",
    'stage = "ms"\nduplicate = true': "fault[0]: expected one of error, delay, silence, loss at stage ms, found dup",
    'stage = "receipt"\nswap = true': (
        "fault[0]: expected one of message_state, stat, delay, loss, duplicate, before_response, another_bind,"
        " disconnect, split, glue, malformed at stage receipt, found swap"
    ),
    'stage = "receipt"\nstat = "NOT DELIVERED"': (
        "fault[0].stat: expected 1 to 20 letters, digits, hyphens and dots, such as FAILED, found 'NOT DELIVERED'"
    ),
    'stage = "hlr"\njitter = 1\nloss = true': "fault[0]: expected one of error, delay, silence, loss, found loss and j",
    'stage = "hlr"\nerror = "memoryCapacityExceeded"': "fault[0].error: expected one of systemFailure, dataMissing,",
    'stage = "ms"\nerror = "ERROR_IN_MS"\nabsence = 60': (
        "fault[0]: expected error absentSubscriberSM at stage hlr or msc for an absence, found ERROR_IN_MS at stage ms"
    ),
    'stage = "sc"\nduplicate = true\nmessage_state = "REJECTED"': (
        "fault[0]: expected one of message_state, delay, loss, duplicate, found duplicate and message_state"
    ),
    'stage = "hlr"\nloss = true\nabsence = 60': (
        "fault[0]: expected error absentSubscriberSM at stage hlr or msc for an absence, found loss at stage hlr"
    ),
    'stage = "smpp"\nsilence = true\nmessage_id = "0A00"': (
        "fault[0]: expected command_status beside message_id, found silence"
    ),
    'stage = "ms"\nerror = "callBarred"': "fault[0].error: expected one of TELEMATIC_INTERWORKING_NOT_SUPPORTED,",
    'stage = "bss"\nerror = "callBarred"': "fault[0].error: expected one of radioInterfaceFailure, sapiNReject, found",
    'stage = "bss"\nerror = "sapiNReject"\npdu = "PAGING"': "fault[0]: expected pdu CP-DATA for an error at stage bss,",
    'stage = "bss"\nloss = true\npdu = "submit_sm"': "fault[0].pdu: expected one of PAGING, CP-DATA, found 'submit_sm'",
    'stage = "msc"\naccount = "bank"\nsilence = true': (
        "fault[0]: expected one of source, destination, text at stage msc, found account"
    ),
    'stage = "hlr"\ntext = "code"\nloss = true': "fault[0]: expected one of destination at stage hlr, found text",
    'stage = "sc"\npdu = "submit_sm"\nloss = true': "fault[0]: expected one of account, source, destination, text, tlv",
    'stage = "smpp"\ncommand_status = "ESME_ROK"': "fault[0].command_status: expected the name or number of an error",
    'stage = "sc"\nmessage_state = "ENROUTE"': "fault[0].message_state: expected one of DELIVERED, EXPIRED, DELETED,",
    'stage = "smpp"\nmalformed = "badly"': "fault[0].malformed: expected one of command_length_15, command_",
    'stage = "smpp"\nsplit = 0': "fault[0].split: expected a number greater than or equal to 1",
    'stage = "smpp"\nsilence = true\npdu = "unbind"': "fault[0].pdu: expected one of bind_transmitter",
    'stage = "smpp"\nloss = true\npdu = "enquire_link"': "fault[0]: expected silence for enquire_link, found loss",
    'stage = "smpp"\ndelay = 1\npdu = "bind_receiver"': "fault[0]: expected command_status, silence, duplicate, split,",
    'stage = "smpp"\nsilence = true\ntext = "("': "fault[0].text: expected a regular expression",
    'stage = "smpp"\nsilence = true\ntext = "x{4294967295}"': "fault[0].text: expected a regular expression (the repet",
    f'stage = "smpp"\nsilence = true\ntext = "{"(" * 500}{")" * 500}"': (
        "fault[0].text: expected a regular expression (too many parentheses within each other), found"
    ),
    'stage = "smpp"\nsilence = true\ntlv = "colour"': "fault[0].tlv: expected a TLV, such as source_port or tlv_0x1401",
    'stage = "smpp"\nsilence = true\ntlv = "source_port=x"': "fault[0].tlv: expected source_port=a number, found",
    'stage = "smpp"\nsilence = true\nprobability = 0': "fault[0].probability: expected a number greater than 0",
    'stage = "smpp"\nsilence = true\ntime = 3': "fault[0].time: there is no such key; perhaps times is meant",
}


@pytest.mark.parametrize(("written", "said"), MISTAKES.items())
@pytest.mark.usefixtures("shallow")
def test_a_mistake_in_a_fault_is_told_in_one_sentence(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        parse(f"{DEFAULT}\n[[fault]]\n{written}\n", "world")
    assert str(wrong.value).startswith(f"world: {said}")


def test_a_delay_is_longer_by_up_to_its_jitter_and_by_as_much_with_the_same_seed() -> None:
    def seconds(**values: Any) -> list[float]:
        late, chance = Rule.model_validate({"stage": "hlr", **values}), Random(1)  # noqa: S311 - as above
        return [late.seconds(chance) for _ in range(100)]

    assert set(seconds(delay=2)) == {2}
    assert seconds(delay=2, jitter=1) == seconds(delay=2, jitter=1)
    assert 2 <= min(seconds(delay=2, jitter=1)) < 2.1 < 2.9 < max(seconds(delay=2, jitter=1)) < 3
    assert 0 <= min(seconds(jitter=1)) < 0.1 < 0.9 < max(seconds(jitter=1)) < 1


def test_a_fault_writes_itself_as_it_can_be_typed() -> None:
    fault = Rule.model_validate({"stage": "msc", "text": "two words", "silence": True})
    assert repr(Fault(1, fault)) == "<fault stage=msc 'text=two words' silence=true, struck 0 of 0>"
