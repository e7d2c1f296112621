"""``smsc run --webhook``."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import esme
from tests.smsc.command import running, smsc
from tests.smsc.webhook.receiver import PATIENCE, receiver

README = Path(__file__).parents[3] / "README.md"


async def test_a_program_is_called_as_the_readme_shows() -> None:
    [shown] = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", README.read_text("utf-8"), re.DOTALL)]
    async with receiver() as there, running("--quiet", "--no-api", "--webhook", there.url) as simulator:
        assert f"Webhook: message.state, phone.inbox to 127.0.0.1:{there.port}.\n" in simulator.out
        assert "key=hush" not in simulator.out
        async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret") as bank:
            text, sender = shown["data"]["text"], shown["data"]["sender"]
            message_id = await bank.submit(text, to="+447700900123", source=sender)
        said: dict[str, Any] = {}
        while said.get("type") != "phone.inbox":
            said = json.loads((await there.next()).body)
    at = said["timestamp"]
    assert said == shown | {"timestamp": at, "data": shown["data"] | {"at": at, "message_id": message_id}}


async def test_a_simulator_whose_program_is_not_there_runs_and_ends() -> None:
    async with receiver() as there:
        url = there.url
    async with running("--no-api", "--webhook", url) as simulator:
        async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret") as bank:
            await bank.submit("Hello", to="+447700900123")
        assert simulator.process.stderr is not None
        said = ""
        while "webhook" not in said:
            said = (await asyncio.wait_for(simulator.process.stderr.readline(), PATIENCE)).decode()
        assert json.loads(said)["event"] == "webhook: a call fails, and is made again"
        assert (await simulator.ends()).code == 0


def test_a_webhook_that_makes_no_sense_is_one_sentence() -> None:
    ended = smsc("run", "--store", "memory", "--webhook", "localhost:8000")
    said = "smsc: --webhook: url: expected http://host:port/path, or https://\n"
    assert (ended.code, ended.out, ended.err) == (2, "", said)
