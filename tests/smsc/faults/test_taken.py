"""Faults at stage sc: what becomes of messages that the service centre has accepted."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from pdu.operations.submit_sm import SubmitSm
from pdu.values import MessageState
from smsc.centre.submission import VALIDITY
from smsc.config import load
from smsc.faults.rule import Rule
from smsc.simulator import Simulator
from smsc.world.acts import read
from tests.interop.centre import PATIENCE
from tests.interop.centre import Centre as Served
from tests.smsc.faults.story import LONG, goes_wrong, heard, shown, submit
from tests.smsc.smpp.centre import PHONE, Centre
from tests.smsc.smpp.peer import Peer, pdu

OK = "ESME_ROK"


def states(centre: Centre) -> list[MessageState]:
    return [message.state for message in centre.world.store.messages()]


@pytest.mark.parametrize(
    ("message_state", "stat"),
    [
        ("DELIVERED", "stat:DELIVRD err:000"),
        ("EXPIRED", "stat:EXPIRED err:000"),
        ("DELETED", "stat:DELETED err:000"),
        ("UNDELIVERABLE", "stat:UNDELIV err:000"),
        ("REJECTED", "stat:REJECTD err:000"),
        ("SKIPPED", "stat:SKIPPED err:000"),
    ],
)
def test_a_message_has_the_final_state_that_is_chosen_and_its_receipt_tells_so(message_state: str, stat: str) -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", message_state=message_state, account="bank")
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", stat]
    assert texts == []
    assert states(centre) == [MessageState[message_state]]


def test_a_message_for_an_esme_is_struck_as_one_for_a_handset() -> None:
    centre = Centre()
    line = centre.bound()
    goes_wrong(centre, "sc", message_state="REJECTED", destination="7000", times=1)
    submit(line, number="7000", source_addr="7000")
    submit(line, number="7000", source_addr="7000")
    centre.wait(LONG)
    assert heard(line).count("stat:REJECTD err:000") == 1
    assert heard(line).count("stat:DELIVRD err:000") == 1


def test_a_message_from_a_handset_is_struck_as_well() -> None:
    centre = Centre()
    line = centre.bound()
    fault = goes_wrong(centre, "sc", loss=True, source="447700900123", text="^Hi$", times=1)
    for text in ("Hi", "Hi again"):
        centre.world.act(*read(f'ms1 sends text text="{text}" to=7000'))
        centre.rest()
    assert fault.struck == 1
    assert [pdu.short_message for pdu in line.heard if hasattr(pdu, "short_message")] == [b"Hi again"]


def test_a_message_sets_off_late_and_those_behind_it_do_not_wait() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", delay=100, text="^Hello$")
    submit(line)
    line.say(SubmitSm(destination_addr=PHONE, short_message=b"Bye"))
    centre.wait(90)
    assert texts == ["Bye"]
    centre.wait(30)
    assert texts == ["Bye", "Hello"]
    assert heard(line)[-1] == "stat:DELIVRD err:000"


def test_a_message_that_sets_off_when_it_is_no_longer_valid_has_expired() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", delay=100)
    submit(line, validity_period="000000000100000R")
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", "stat:EXPIRED err:000"]
    assert texts == []


def test_a_message_that_is_late_expires_at_its_time() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", delay=3600)
    submit(line, validity_period="000000000100000R")
    centre.wait(59)
    assert heard(line) == [f"2 {OK}"]
    centre.wait(1)
    assert heard(line) == [f"2 {OK}", "stat:EXPIRED err:000"]
    centre.wait(LONG)
    assert texts == []


def test_a_message_is_lost_and_nobody_hears_of_it_again() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", loss=True)
    submit(line)
    centre.wait(VALIDITY - 1)
    assert (states(centre), centre.world.centre.waiting["bank"]) == ([MessageState.ENROUTE], 1)
    centre.wait(LONG)
    assert (heard(line), texts) == ([f"2 {OK}"], [])
    assert (states(centre), centre.world.centre.waiting["bank"]) == ([MessageState.EXPIRED], 0)


def test_a_message_is_delivered_twice_and_receipted_once() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", duplicate=True)
    submit(line)
    centre.wait(LONG)
    assert heard(line) == [f"2 {OK}", "stat:DELIVRD err:000"]
    assert texts == ["Hello", "Hello"]
    assert centre.world.centre.waiting["bank"] == 0


async def test_a_message_on_disk_is_delivered_twice_and_the_store_goes_on(tmp_path: Path) -> None:
    rule = Rule.model_validate({"stage": "sc", "duplicate": True, "times": 1})
    world = load().on_port(0).kept_in("sqlite", tmp_path / "messages").model_copy(update={"latency": {}})
    running = Simulator(world.model_copy(update={"fault": (rule,)}), now=time.time())
    async with asyncio.timeout(PATIENCE), running, Peer(Served(running)) as peer:
        await peer.binds()
        peer.says(pdu("submit_sm", 2), pdu("submit_sm", 3))
        assert [(await peer.hears())[:3] for _ in range(2)] == [("submit_sm_resp", OK, number) for number in (2, 3)]
        await running.rest()
    with closing(sqlite3.connect(tmp_path / "messages")) as db:
        assert db.execute("SELECT state FROM message").fetchall() == [(MessageState.DELIVERED,)] * 3
        assert db.execute("SELECT count(*) FROM arrival").fetchone() == (0,)


def test_when_there_are_no_such_faults_any_more_all_is_as_it_was() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    kinds = type(centre.world.centre.queues), type(centre.world.centre.mailboxes)
    goes_wrong(centre, "sc", loss=True)
    assert kinds != (type(centre.world.centre.queues), type(centre.world.centre.mailboxes))
    centre.world.faults.reset()
    assert kinds == (type(centre.world.centre.queues), type(centre.world.centre.mailboxes))
    submit(line)
    centre.wait(LONG)
    assert texts == ["Hello"]


def test_what_is_held_is_given_up_and_nobody_is_told_of_it() -> None:
    centre = Centre()
    line, texts = centre.bound(), shown(centre)
    goes_wrong(centre, "sc", loss=True, times=1)
    goes_wrong(centre, "sc", delay=600, times=1)
    goes_wrong(centre, "receipt", delay=600)
    for _ in range(3):
        submit(line)
    centre.wait(60)
    assert texts == ["Hello"]
    centre.world.let_go()
    centre.wait(LONG)
    assert texts == ["Hello"]
    assert heard(line) == [f"{number} {OK}" for number in (2, 3, 4)]
    assert sorted(state.name for state in states(centre)) == ["DELETED", "DELETED", "DELIVERED"]
    assert centre.world.centre.waiting["bank"] == 0
