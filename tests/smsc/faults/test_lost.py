"""What gets lost on its way is in the ladder all the same, which says that it did not arrive."""

import pytest

from pdu import ladder
from pdu.header import SECRETS, Pdu
from pdu.operations.submit_sm import SubmitSmResp
from pdu.values import MessageState
from smsc.capture.capture import Capture
from smsc.capture.places import of_world
from smsc.network.acts import SendsText, SwitchesOff
from smsc.network.troubles import Breaks, ComesUp, GoesDown, IsMended
from smsc.numbering import dialled
from smsc.trace.ladders import Ladders
from smsc.trace.stories import Stories
from smsc.trace.trace import Record
from tests.smsc.faults.story import LONG, goes_wrong, heard, submit
from tests.smsc.smpp.centre import Centre

ANSWERS = {
    "hlr": "hlr -> sc: returnResultLast sendRoutingInfoForSM",
    "msc": "msc1 -> sc: returnResultLast mt-ForwardSM SMS-DELIVER-REPORT",
    "bss": "bss1 -> ms1: PAGING REQUEST",
    "ms": "ms1 -> bss1: CP-DATA RP-ACK SMS-DELIVER-REPORT",
    "smpp": "sc -> bank: submit_sm_resp ESME_ROK",
    "receipt": "sc -> bank: deliver_sm",
}


def told(record: Record) -> str:
    return f"{record.origin} -> {record.destination}: {' '.join(ladder.line(record.message).words)}"


def lost(centre: Centre) -> list[Record]:
    """Follow what gets lost from now on."""
    records: list[Record] = []
    centre.world.trace.follow(lambda record: records.append(record) if record.lost else None)
    return records


@pytest.mark.parametrize("stage", ANSWERS)
def test_an_answer_that_a_fault_loses_is_seen_and_is_of_its_message(stage: str) -> None:
    centre = Centre()
    line, records = centre.bound(), lost(centre)
    stories = Stories("sc", centre.world.centre.subject)
    centre.world.trace.follow(Ladders(stories, lambda *_: None, SECRETS).add)
    goes_wrong(centre, stage, loss=True, times=1)
    submit(line)
    centre.wait(LONG)
    assert told(records[0]) == ANSWERS[stage]
    [message] = centre.world.store.messages()
    assert records[0] in stories[message.known_as].records
    assert str(records[0]).endswith(" lost=true")


def test_a_response_that_comes_when_its_line_has_gone_half_open_is_seen_as_lost() -> None:
    centre = Centre()
    line, records = centre.bound(), list[Record]()
    goes_wrong(centre, "smpp", delay=100, times=1)
    submit(line)
    centre.rest()
    goes_wrong(centre, "smpp", disconnect="half-open", times=1)
    submit(line)
    centre.world.trace.follow(records.append)
    centre.wait(LONG)
    responses = [record for record in records if isinstance(record.message, SubmitSmResp)]
    assert [(told(record), record.lost) for record in responses] == [(ANSWERS["smpp"], True)]


def test_what_is_lost_is_seen_when_it_would_have_arrived() -> None:
    centre = Centre()
    line, records = centre.bound(), list[Record]()
    centre.world.trace.follow(records.append)
    centre.world.network.set_latency(("hlr", "sc"), 2.5)
    goes_wrong(centre, "hlr", loss=True, times=1)
    submit(line)
    centre.wait(10)
    [asked] = [record for record in records if record.origin == "sc" and record.destination == "hlr"]
    [answered] = [record for record in records if record.lost]
    assert answered.at - asked.at == pytest.approx(2.5)


@pytest.mark.parametrize("what", ["a text", "a response"])
def test_what_the_link_to_an_esme_loses_is_seen_once(what: str) -> None:
    centre = Centre()
    line, records = centre.bound(), list[Record]()
    centre.world.trace.follow(records.append)
    if what == "a text":
        centre.world.act("sc-bank", Breaks())
        centre.world.act("ms1", SendsText("Hi", dialled("7000")))
        centre.rest()
    else:
        centre.world.network.set_latency(("sc", "esme"), 0.1)
        submit(line)
        centre.world.act("sc-bank", Breaks(), after=0.05)
        centre.wait(1)
    sent = [record for record in records if isinstance(record.message, Pdu) and record.origin == "sc"]
    assert [told(record) for record in sent] == [
        "sc -> bank: deliver_sm" if what == "a text" else "sc -> bank: submit_sm_resp ESME_ROK"
    ]
    assert sent[0].lost


def test_a_text_that_the_link_to_an_esme_loses_comes_again_after_the_response_timer() -> None:
    centre = Centre()
    line = centre.bound()
    centre.world.act("sc-bank", Breaks())
    centre.world.act("ms1", SendsText("Hi", dialled("7000")))
    centre.wait(10)
    centre.world.act("sc-bank", IsMended())
    centre.wait(20)
    assert heard(line) == []
    centre.wait(10)
    assert heard(line) == ["Hi"]


def test_a_text_whose_response_the_link_loses_comes_again_after_the_response_timer() -> None:
    centre = Centre()
    line = centre.bound()
    centre.world.network.set_latency(("esme", "sc"), 2.0)
    centre.world.act("ms1", SendsText("Hi", dialled("7000")))
    centre.wait(2)
    assert heard(line) == ["Hi"]
    centre.world.act("sc-bank", Breaks())
    centre.wait(10)
    centre.world.act("sc-bank", IsMended())
    centre.wait(60)
    assert heard(line) == ["Hi", "Hi"]
    [message] = centre.world.store.messages()
    assert message.state is MessageState.DELIVERED


def test_a_receipt_that_falls_due_while_the_service_centre_is_down_comes_once_it_is_up_again() -> None:
    centre = Centre()
    line = centre.bound()
    centre.world.act("ms1", SwitchesOff())
    centre.rest()
    submit(line, validity_period="000000000200000R")
    centre.wait(1)
    centre.world.act("sc", GoesDown())
    centre.wait(180)
    centre.world.act("sc", ComesUp())
    centre.wait(1)
    assert heard(line) == ["2 ESME_ROK"]
    centre.wait(60)
    assert heard(line) == ["2 ESME_ROK", "stat:EXPIRED err:006"]


@pytest.mark.parametrize("way", ["bank-sc", "sc-bank"])
def test_what_the_link_to_an_esme_loses_has_no_place_in_the_window(way: str) -> None:
    centre = Centre(window=1, queue=1)
    line = centre.bound()
    if way == "sc-bank":
        centre.world.network.set_latency(("sc", "esme"), 0.1)
    centre.world.act("sc-bank", Breaks(), after=0 if way == "bank-sc" else 0.05)
    submit(line)
    centre.wait(60)
    centre.world.act("sc-bank", IsMended())
    centre.wait(10)
    submit(line)
    centre.wait(1)
    assert "3 ESME_ROK" in heard(line)


def test_a_capture_has_what_no_session_has_sent_as_a_comment() -> None:
    centre = Centre()
    centre.bound()
    octets = list[bytes]()
    centre.world.trace.follow(Capture(of_world(centre.world), octets.append).add)
    centre.world.act("sc-bank", Breaks())
    centre.world.act("ms1", SendsText("Hi", dialled("7000")))
    centre.rest()
    written = b"".join(octets)
    assert b"deliver_sm source_addr_ton" in written
    assert b"lost=true" in written


def test_a_text_that_a_service_centre_would_hand_over_again_while_it_is_down_comes_when_it_is_up() -> None:
    centre = Centre()
    line = centre.bound()
    line.answer = lambda _: None
    centre.world.act("ms1", SendsText("Hi", dialled("7000")))
    centre.rest()
    centre.world.act("sc", GoesDown())
    line.close()
    line = centre.bound()
    centre.wait(60)
    centre.world.act("sc", ComesUp())
    centre.wait(60)
    assert heard(line) == ["Hi"]
