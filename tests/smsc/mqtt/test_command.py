"""``smsc run --mqtt``."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from smsc.commands.app import app
from tests.smsc.command import running
from tests.smsc.mqtt.mosquitto import PATIENCE, free_port, mosquitto, subscribed, until

NOBODY_ANSWERS = """
import asyncio, os, signal, socket, threading
from rich.console import Console
from smsc.commands import run
from smsc.config import load
from smsc.mqtt.terms import Mqtt

def getaddrinfo(host, *more, **also):
    if host == "nobody.example":
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait()
    return asked(host, *more, **also)

asked, socket.getaddrinfo = socket.getaddrinfo, getaddrinfo
world = load().on_port(0).with_api(enabled=False).kept_in("memory")
world = world.model_copy(update={"mqtt": Mqtt(host="nobody.example")})
asyncio.run(run.run(world, Console(), quiet=True))
"""


async def test_a_simulator_that_dies_is_offline_all_the_same(tmp_path: Path) -> None:
    port = free_port()
    async with (
        mosquitto(tmp_path, port),
        subscribed(port, "smsc/lab/online") as client,
        running("--quiet", "--api-port", "0", "--mqtt", f"mqtt://127.0.0.1:{port}?name=lab") as simulator,
    ):
        assert f"MQTT: smsc/lab/# at 127.0.0.1:{port}." in simulator.out
        assert await until(client, "#") == [("smsc/lab/online", "true")]
        simulator.process.kill()
        assert await until(client, "#") == [("smsc/lab/online", "false")]


async def test_a_simulator_without_its_broker_runs_and_ends() -> None:
    async with running("--no-api", "--mqtt", f"mqtt://127.0.0.1:{free_port()}") as simulator:
        assert simulator.process.stderr is not None
        said = json.loads(await asyncio.wait_for(simulator.process.stderr.readline(), PATIENCE))
        assert said["event"] == "MQTT: the broker can't be reached"
        assert (await simulator.ends()).code == 0


def test_a_name_server_that_does_not_answer_holds_up_no_end() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", NOBODY_ANSWERS], capture_output=True, text=True, check=False, timeout=100
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_broker_that_makes_no_sense_is_one_sentence() -> None:
    result = CliRunner().invoke(app, ["run", "--store", "memory", "--mqtt", "broker:1883"])
    said = "smsc: --mqtt: expected mqtt://user:password@host:1883, or mqtts:// for TLS\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)
