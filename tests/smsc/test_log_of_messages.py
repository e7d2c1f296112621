"""All that the log says about a message can be found by its message_id."""

from dataclasses import replace
from typing import Any

import pytest

from pdu import ladder
from pdu.command_status import CommandStatus as S
from pdu.header import Pdu, Response
from pdu.operations.deliver_sm import DeliverSmResp
from pdu.operations.generic_nack import GenericNack
from scenarios.esme import MemoryLine
from smsc.faults.rule import Rule
from tests.smsc.conftest import Reported
from tests.smsc.smpp.centre import PHONE, Centre, said, to_phone


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
    told = reported[-1]
    assert (told["event"], told["message_id"], told["system_id"]) == ("a fault strikes", message_id, "bank")
    assert (told["fault"], told["stage"], told["effect"]) == (1, "smpp", "command_status")
    assert told["session"] == centre.world.face.visits[0].number


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ({"stage": "sc", "loss": True}, {"system_id": "bank"}),
        ({"stage": "hlr", "error": "callBarred"}, {}),
        ({"stage": "msc", "silence": True}, {"source_addr": "7000"}),
        ({"stage": "bss", "pdu": "PAGING", "loss": True}, {"pdu": "PAGING"}),
        ({"stage": "ms", "error": "ERROR_IN_MS"}, {"source_addr": "7000"}),
        ({"stage": "receipt", "loss": True}, {"system_id": "bank"}),
        ({"stage": "receipt", "disconnect": "after"}, {"system_id": "bank"}),
    ],
)
def test_a_fault_is_told_wherever_it_strikes_with_the_number_of_the_handset(
    reported: Reported, rule: dict[str, Any], named: dict[str, str]
) -> None:
    centre = Centre()
    centre.world.faults.add(Rule.model_validate(rule))
    message_id = taken(centre, centre.bound())
    centre.rest()
    told = next(entry for entry in reported if entry["event"] == "a fault strikes")
    assert (told["fault"], told["stage"], told["destination_addr"]) == (1, rule["stage"], PHONE)
    assert told.items() >= named.items()
    assert told.get("message_id", message_id) == message_id
    assert ("message_id" in told) == (rule["stage"] in ("sc", "receipt"))
    assert centre.world.faults.strikes[rule["stage"]] > 0


@pytest.mark.parametrize(
    ("answer", "event", "status"),
    [
        (GenericNack(command_status=S.ESME_RINVCMDID), "refused by the ESME", "ESME_RINVCMDID"),
        (DeliverSmResp(command_status=S.ESME_RX_T_APPN), "refused by the ESME", "ESME_RX_T_APPN"),
        (DeliverSmResp(command_status=S.ESME_RX_R_APPN), "refused by the ESME", "ESME_RX_R_APPN"),
        (None, "no response", None),
    ],
)
def test_a_receipt_that_is_not_taken_is_told_with_its_message_and_session(
    reported: Reported, answer: Response | None, event: str, status: str | None
) -> None:
    centre = Centre()
    line = centre.bound()
    line.session.timers = replace(line.session.timers, response_timer=5)
    message_id = taken(centre, line)
    line.answer = lambda _: answer
    centre.wait(15)
    told = reported[-1]
    assert (told["event"], told["pdu"], told["message_id"]) == (event, "deliver_sm", message_id)
    assert (told["system_id"], told.get("status")) == ("bank", status)
    assert told["session"] == centre.world.face.visits[0].number
