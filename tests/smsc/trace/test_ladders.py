"""The ladder of each message is kept in the store on disk, and shown by ``smsc show``."""

import asyncio
import json
import time
from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

import esme
from pdu.header import SECRETS
from pdu.lists import SmeAddress
from pdu.operations.submit_multi import SubmitMulti, SubmitMultiResp
from pdu.operations.submit_sm import SubmitSm
from smsc.commands.app import app
from smsc.config import Retry, WorldConfig, load
from smsc.network.acts import SendsText, Shows, SwitchesOff
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace import ladders
from smsc.trace.trace import TEXTS, Record
from tests.smsc.told import MS1, MS2, Told


class Kept(Told):
    """A world, and the lines kept for each message."""

    def __init__(self, hidden: frozenset[str] = SECRETS) -> None:
        super().__init__()
        self.lines: dict[str, list[str]] = defaultdict(list)
        self._ladders = ladders.Ladders(self.stories, self._tell, hidden)
        self.world.trace.follow(self._ladders.add)

    def _add(self, _: object) -> None:
        """Do nothing: the ladders add to the stories themselves."""

    def _tell(self, message_id: str, _: float, line: str) -> None:
        self.lines[message_id].append(line)


def submit_sm(to: str = MS1) -> SubmitSm:
    return SubmitSm(destination_addr=to, registered_delivery=1, short_message=b"Hello")


def test_a_message_is_told_from_its_submission_to_the_answer_to_its_receipt() -> None:
    kept = Kept()
    kept.says(submit_sm())
    [lines] = kept.lines.values()
    assert lines[0].startswith("bank -> sc    submit_sm")
    assert "ms1           shows text=Hello sender=0.1:7000" in lines
    assert "bank -> sc    deliver_sm_resp ESME_ROK" in lines
    assert len(lines) == len(set(lines))


def test_what_takes_the_place_of_a_message_is_told_with_it() -> None:
    kept = Kept()
    kept.does("ms1", SwitchesOff())
    kept.says(submit_sm())
    kept.says(SubmitSm(destination_addr=MS1, short_message=b"Instead", replace_if_present_flag=1))
    [lines] = kept.lines.values()
    assert [" ".join(line.split()[:4]) for line in lines[-2:]] == ["bank -> sc submit_sm", "sc -> bank submit_sm_resp"]
    assert "Instead" in lines[-2]
    assert sum("submit_sm " in line for line in lines) == 2


def test_messages_under_way_together_are_told_apart() -> None:
    kept = Kept()
    kept.says(submit_sm(MS1), submit_sm(MS2))
    first, second = kept.lines.values()
    assert [line.split()[0] for line in (*first, *second) if " shows " in line] == ["ms1", "ms2"]


def test_all_parts_of_a_handset_s_text_have_the_whole_ladder() -> None:
    kept = Kept()
    kept.does("ms1", SendsText("a" * 200, dialled("7000")))
    first, second = kept.lines.values()
    assert first == second
    assert [line.split()[3] for line in first if line.startswith("bank")] == ["deliver_sm_resp"] * 2


def test_a_message_that_is_tried_for_ever_is_not_told_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladders, "MOST", 20)
    kept = Kept()
    kept.does("ms1", SwitchesOff())
    kept.says(submit_sm())
    kept.rest(24 * 3600)
    [lines] = kept.lines.values()
    assert len(lines) == 20


def test_what_is_hidden_is_not_kept() -> None:
    kept = Kept(SECRETS | TEXTS)
    kept.says(submit_sm())
    assert "Hello" not in str(kept.lines)


# In the file


def config(path: Path) -> WorldConfig:
    changes = {"latency": {}, "retry": Retry(absent=(0.01,))}
    return load().model_copy(update=changes).on_port(0).kept_in("sqlite", path)


def shown(path: Path, message_id: str, *options: str) -> str:
    result = CliRunner().invoke(app, ("show", message_id, "--data", str(path), *options))
    assert result.exit_code == 0
    return result.output


def told(path: Path, message_id: str) -> list[str]:
    return [rung["line"] for rung in json.loads(shown(path, message_id, "--json"))["ladder"]]


async def test_show_tells_the_ladder_of_a_message_over_two_lives(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with (
        Simulator(config(path), now=time.time(), ladders=SECRETS) as centre,
        esme.connect("127.0.0.1", centre.server.port, system_id="bank", password="secret") as bank,
    ):
        centre.act("ms1", SwitchesOff())
        message_id = await bank.submit("Hello", to=f"+{MS1}")
        await centre.rest()
    first = told(path, message_id)
    assert first[0].startswith("bank -> sc    submit_sm")
    shows = asyncio.Event()

    def look(record: Record) -> None:
        if isinstance(record.message, Shows):
            shows.set()

    async with Simulator(config(path), now=time.time(), ladders=SECRETS, follower=look):
        await asyncio.wait_for(shows.wait(), 10)
    both = told(path, message_id)
    assert both[: len(first)] == first
    assert [line for line in both if " shows " in line] == ["ms1           shows text=Hello sender=0.1:7000"]
    printed = shown(path, message_id).splitlines()
    assert "   0.000s  bank -> sc    submit_sm" in "\n".join(printed)


async def test_the_messages_of_a_submit_multi_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with (
        Simulator(config(path), now=time.time(), ladders=SECRETS) as centre,
        esme.connect("127.0.0.1", centre.server.port, system_id="bank", password="secret") as bank,
    ):
        both = (SmeAddress(1, 1, MS1), SmeAddress(1, 1, MS2))
        resp = await bank.send(SubmitMulti(dest_address=both, short_message=b"Hello"))
        assert isinstance(resp, SubmitMultiResp)
        await centre.rest()
    copy = f"{int(resp.message_id, 16) + 1:08X}"
    assert told(path, resp.message_id) == told(path, copy)
    assert sum(" shows " in line for line in told(path, copy)) == 2


async def test_without_anybody_who_follows_no_ladder_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with (
        Simulator(config(path), now=time.time()) as centre,
        esme.connect("127.0.0.1", centre.server.port, system_id="bank", password="secret") as bank,
    ):
        message_id = await bank.submit("Hello", to=f"+{MS1}")
    assert told(path, message_id) == []
    assert "ladder" not in shown(path, message_id)
