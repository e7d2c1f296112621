"""``smsc messages``, ``show`` and ``purge``, as a person types them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pdu.sms.status import TpSt
from pdu.values import MessageState
from smsc.centre.message import StatusReport
from smsc.commands.app import app
from smsc.store.layout import VERSION
from smsc.store.sqlite import SqliteStore
from tests.smsc.store.coming import came, deliver, kept
from tests.smsc.store.notes import Notes, a_message, add


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """Make a store with a message that waits, one that is delivered, and one that is delivered and receipted."""
    path = tmp_path / "messages"
    notes = Notes()
    store = SqliteStore(path, notes)
    waiting, delivered, done = (a_message(f"0000000{number}") for number in (1, 2, 3))
    for message in (waiting, delivered, done):
        add(store, message)
    for at in (1000.0, 1000.5):
        store.tell("00000002", at, "bank -> sc    enquire_link")
    await notes.until(3)
    for message in (delivered, done):
        message.finish(MessageState.DELIVERED, 1001.0)
        store.update(message)
    done.receipted = True
    await store.close()
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


def test_messages_are_listed_the_newest_first(data: Path) -> None:
    code, printed = run("messages", "--data", str(data), "--json")
    assert code == 0
    found = [json.loads(row) for row in printed.splitlines()]
    assert [(message["message_id"], message["state"]) for message in found] == [
        ("00000003", "DELIVERED"),
        ("00000002", "DELIVERED"),
        ("00000001", "ENROUTE"),
    ]


async def test_messages_are_found_by_sender_account_and_text(tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    store = SqliteStore(path, notes)
    for number, text in enumerate(("Your code is 493021", "Hello")):
        message = a_message(f"0000000{number}")
        message.text = text
        add(store, message)
    await notes.until(2)
    await store.close()
    for sought, count in (
        (("--from", "bank"), 2),
        (("--from", "7000"), 2),
        (("--text", "code"), 1),
        (("--from", "bank", "--text", "CODE"), 1),
        (("--from", "bank", "--text", "codes"), 0),
        (("--from", "shop"), 0),
    ):
        assert len(run("messages", "--data", str(path), "--json", *sought)[1].splitlines()) == count


async def test_the_text_of_a_submit_sm_is_found_whether_its_message_has_a_row_or_is_in_an_arrival(
    tmp_path: Path,
) -> None:
    path = tmp_path / "messages"
    store = SqliteStore(path, Notes())
    old = came(range(1, 4))
    await kept(store, old)
    await deliver(store, old)
    await kept(store, came(range(4, 7)))
    await store.close()
    for text, found in (("no. 2", ["2"]), ("NO. 5", ["5"]), ("No.", ["6", "5", "4", "3", "2", "1"]), ("Nos", [])):
        code, printed = run("messages", "--data", str(path), "--json", "--text", text)
        assert (code, [json.loads(row)["message_id"][-1] for row in printed.splitlines()]) == (0, found)
    _, printed = run("messages", "--data", str(path), "--json", "--text", "no.", "--limit", "2")
    assert [json.loads(row)["text"] for row in printed.splitlines()] == ["No. 6", "No. 5"]


async def test_a_handsets_message_is_listed_with_the_status_report_that_it_asks_for(tmp_path: Path) -> None:
    path, notes = tmp_path / "messages", Notes()
    store = SqliteStore(path, notes)
    asks, tells = a_message("00000001"), a_message("00000002")
    asks.status_report = StatusReport(7)
    tells.status_report = StatusReport(7, TpSt.RECEIVED_BY_THE_SME, 1001.0)
    add(store, asks)
    add(store, tells)
    await notes.until(2)
    await store.close()
    _, printed = run("messages", "--data", str(path), "--json")
    assert [json.loads(row)["status_report"] for row in printed.splitlines()] == [
        {"tp_mr": 7, "tp_st": 0, "tp_dt": "1970-01-01T00:16:41+00:00"},
        {"tp_mr": 7, "tp_st": None, "tp_dt": None},
    ]


def test_messages_are_found_by_state_and_number(data: Path) -> None:
    _, printed = run("messages", "--data", str(data), "--json", "--state", "enroute", "--to", "+447700900123")
    assert [json.loads(row)["message_id"] for row in printed.splitlines()] == ["00000001"]
    for nobody in ("+447700900999", "4477%", "_"):
        _, printed = run("messages", "--data", str(data), "--to", nobody)
        assert printed == "No message is there.\n"


def test_one_message_is_shown_whole(data: Path) -> None:
    code, printed = run("show", "00000001", "--data", str(data), "--json")
    assert code == 0
    told = json.loads(printed)
    assert told["parts"] == [{"tp_dcs": 0, "tp_udh": "", "tp_ud": b"Hello".hex()}]
    assert (told["source"], told["destination"]) == ("0.1:7000", "447700900123")


def test_one_message_is_shown_to_a_person_field_by_field_with_its_ladder(data: Path) -> None:
    code, printed = run("show", "00000002", "--data", str(data))
    fields, said = printed.split("\n\n")
    assert code == 0
    assert {f"{'message_id':<20} 00000002", f"{'state':<20} DELIVERED"} <= {*fields.splitlines()}
    assert said.splitlines() == [
        "Its ladder, in seconds from 1970-01-01T00:16:40+00:00:",
        "   0.000s  bank -> sc    enquire_link",
        "   0.500s  bank -> sc    enquire_link",
    ]
    _, printed = run("show", "00000001", "--data", str(data))
    assert "ladder" not in printed


def test_the_way_of_a_message_is_traced(data: Path) -> None:
    code, printed = run("trace", "00000002", "--data", str(data))
    assert (code, printed.splitlines()[1]) == (0, "   0.500s  bank -> sc    enquire_link")
    code, printed = run("trace", "00000001", "--data", str(data))
    hint = "`smsc run` without --quiet keeps them"
    assert (code, printed) == (2, f"smsc: there is no ladder of a message 00000001 in {data}; {hint}\n")


def test_a_message_that_is_not_there_is_said_in_one_sentence(data: Path) -> None:
    code, printed = run("show", "0000000F", "--data", str(data))
    assert (code, printed) == (2, f"smsc: there is no message 0000000F in {data}\n")
    code, printed = run("trace", "0000000F", "--data", str(data))
    assert (code, printed.partition("; ")[0]) == (2, f"smsc: there is no ladder of a message 0000000F in {data}")


def test_a_store_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    code, printed = run("messages", "--data", str(tmp_path / "nothing"))
    assert (code, printed) == (2, f"smsc: {tmp_path}/nothing: there is no such file; `smsc run` makes it\n")


def test_purging_keeps_what_is_under_way_or_owes_a_receipt(data: Path) -> None:
    assert run("purge", "--older-than", "1", "--data", str(data)) == (0, "1 messages deleted\n")
    _, printed = run("messages", "--data", str(data), "--json")
    assert [json.loads(row)["message_id"] for row in printed.splitlines()] == ["00000002", "00000001"]


async def test_after_purging_no_message_id_is_given_twice(data: Path) -> None:
    run("purge", "--older-than", "1", "--data", str(data))
    again = SqliteStore(data, Notes())
    assert again.next_message_id() == 4
    await again.close()


def test_purging_goes_by_the_clock_of_the_network_if_that_is_ahead(data: Path) -> None:
    with closing(sqlite3.connect(data)) as db, db:
        db.execute("UPDATE message SET done = 1e11 WHERE done IS NOT NULL")
    assert run("purge", "--older-than", "1", "--data", str(data)) == (0, "0 messages deleted\n")
    assert run("purge", "--older-than", "0", "--data", str(data)) == (0, "1 messages deleted\n")


def test_a_store_whose_messages_are_gone_is_not_purged(data: Path) -> None:
    with closing(sqlite3.connect(data)) as db, db:
        db.execute("DROP TABLE message")
    code, printed = run("purge", "--data", str(data))
    assert (code, printed) == (2, f"smsc: {data}: can't be purged as a store: no such table: message\n")


def test_a_store_of_an_earlier_version_is_not_guessed_at(data: Path) -> None:
    with closing(sqlite3.connect(data)) as db:
        db.execute("PRAGMA user_version=1")
    code, printed = run("messages", "--data", str(data))
    said = f"is of version 1, and this smsc knows {VERSION}; `smsc run` brings it up to date"
    assert (code, printed) == (2, f"smsc: {data}: {said}\n")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    for command in (("messages",), ("purge",), ("show", "00000001")):
        code, printed = run(*command, "--data", str(tmp_path))
        assert (code, printed) == (2, f"smsc: {tmp_path}: there is no such file; `smsc run` makes it\n")


@pytest.mark.parametrize("command", [("messages",), ("show", "00000001"), ("trace", "00000001")])
def test_a_message_that_can_not_be_read_is_said_in_one_sentence(data: Path, command: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(data)) as db, db:
        db.execute("UPDATE message SET state = 77 WHERE message_id = '00000001'")
    code, printed = run(*command, "--data", str(data))
    why = "message 00000001 can't be read: 77 is not a valid MessageState"
    assert (code, printed) == (2, f"smsc: {data}: can't be read as a store: {why}\n")
