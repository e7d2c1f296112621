"""All that the log says about a message can be found by its message_id."""

from dataclasses import replace

import pytest

from pdu import ladder
from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.operations.generic_nack import GenericNack
from scenarios.esme import MemoryLine
from smsc.faults.rule import Rule
from tests.smsc.conftest import Reported
from tests.smsc.smpp.centre import Centre, said, to_phone


def asked(text: str) -> Pdu:
    return ladder.to_pdu(ladder.parse(text))


def taken(centre: Centre, line: MemoryLine) -> str:
    """Have a message accepted, and return its message_id."""
    assert said(centre, line, to_phone(registered_delivery=1)) == ["ESME_ROK"]
    [message] = centre.world.store.messages()
    return message.message_id


@pytest.mark.parametrize("request_", ["query_sm message_id={}", "cancel_sm message_id={}", "replace_sm message_id={}"])
def test_a_refusal_tells_of_which_message_something_was_asked(reported: Reported, request_: str) -> None:
    centre = Centre()
    line = centre.bound()
    message_id = taken(centre, line)
    said(centre, line, asked(f"{request_.format(message_id)} source_addr=7001"))
    assert reported[-1]["event"] == "refused"
    assert reported[-1]["message_id"] == message_id


def test_a_fault_that_strikes_a_question_about_a_message_tells_of_which(reported: Reported) -> None:
    centre = Centre()
    line = centre.bound()
    message_id = taken(centre, line)
    centre.world.faults.add(Rule(stage="smpp", pdu="query_sm", command_status="ESME_RSYSERR"))
    said(centre, line, asked(f"query_sm message_id={message_id}"))
    assert reported[-1]["event"] == "a fault strikes"
    assert reported[-1]["message_id"] == message_id


@pytest.mark.parametrize("answer", [GenericNack(command_status=CommandStatus.ESME_RINVCMDID), None])
def test_a_receipt_that_is_not_taken_is_told_with_its_message(reported: Reported, answer: Response | None) -> None:
    centre = Centre()
    line = centre.bound()
    line.session.timers = replace(line.session.timers, response_timer=5)
    message_id = taken(centre, line)
    line.answer = lambda _: answer
    centre.wait(15)
    assert (reported[-1]["event"], reported[-1]["message_id"]) == (
        "no response" if answer is None else "deliver_sm refused",
        message_id,
    )
