"""The command ``smsc`` as it meets somebody who types it for the first time."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

import esme
from pdu import codec
from pdu.pcap import pdus
from scenarios import FOLDER
from smsc.commands.app import app
from tests.smsc.command import PATIENCE, Ended, running, smsc
from tests.smsc.worlds import DEFAULT

SCENARIO = FOLDER / "submit_and_receipt.ladder"


def has_loopback_of_ipv6() -> bool:
    """Whether this machine has an IPv6 loopback address."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


# smsc run


async def test_it_introduces_itself_with_everything_that_is_needed_to_bind() -> None:
    async with running() as simulator:
        for word in ("bank", "secret", "7000", "ms1", "+447700900123", "127.0.0.1", "Ctrl-C"):
            assert word in simulator.out


@contextmanager
def hanging_up(how: signal.Handlers) -> Iterator[None]:
    """Start programs in the block with this handler of SIGHUP, which nohup sets to SIG_IGN."""
    before = signal.signal(signal.SIGHUP, how)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_a_terminal_that_is_closed_ends_it_as_ctrl_c_does(tmp_path: Path) -> None:
    ports = tmp_path / "ports.json"
    with hanging_up(signal.SIG_DFL):
        async with running("--ports-file", ports) as simulator:
            assert (await simulator.ends(signal.SIGHUP)).code == 0
    assert not ports.exists()


async def test_under_nohup_it_outlives_its_terminal() -> None:
    with hanging_up(signal.SIG_IGN):
        async with running() as simulator:
            simulator.process.send_signal(signal.SIGHUP)
            async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret"):
                pass
            assert (await simulator.ends()).code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_ends_it_and_a_bound_session_is_unbound(number: signal.Signals) -> None:
    async with running() as simulator:
        bank = await esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret")
        ended = await simulator.ends(number)
        assert ended.code == 0
        assert "Traceback" not in ended.err
        assert re.search(r"sc   -> bank  unbind\n.*bank -> sc    unbind_resp ESME_ROK\n", ended.out)
        with pytest.raises(esme.EsmeError):
            await bank.submit("Hello", to="+447700900123")


async def test_a_ladder_of_every_message_is_printed_and_a_packet_captured(tmp_path: Path) -> None:
    capture = tmp_path / "way.pcapng"
    async with running("--capture", capture) as simulator:
        async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret") as bank:
            message_id = await bank.submit("Hello", to="+447700900123", receipt=True)
            await bank.receipt_of(message_id, timeout=PATIENCE)
        ended = await simulator.ends()
    for words in (
        "submit_sm ",
        "sendRoutingInfoForSM ",
        "PAGING REQUEST ",
        "CP-DATA RP-DATA SMS-DELIVER ",
        "unbind_resp",
    ):
        assert words in ended.out
    names = [codec.decode(pdu.octets).words[0] for pdu in pdus(capture.read_bytes())]
    assert names[:3] == ["bind_transceiver", "bind_transceiver_resp", "submit_sm"]
    assert names[-1] == "unbind_resp"


async def test_quiet_is_without_a_ladder() -> None:
    async with running("--quiet") as simulator:
        async with esme.connect("127.0.0.1", simulator.port, system_id="bank", password="secret"):
            pass
        ended = await simulator.ends()
    assert "bind_transceiver" not in ended.out


async def test_what_is_no_terminal_gets_one_json_object_a_line_and_no_password() -> None:
    async with running() as simulator:
        introduced = len(simulator.out)
        async with esme.connect("127.0.0.1", simulator.port, system_id="shop", password="opensesa"):
            pass
        with pytest.raises(esme.EsmeError):
            await esme.connect("127.0.0.1", simulator.port, system_id="shop", password="sesame")
        ended = await simulator.ends()
    reports = [json.loads(line) for line in ended.err.splitlines()]
    [bound] = [report for report in reports if report["event"] == "bound"]
    [refused] = [report for report in reports if report["event"] == "bind refused"]
    assert (bound["system_id"], bound["level"]) == ("shop", "info")
    assert isinstance(bound["session"], int)
    assert (refused["system_id"], refused["level"], refused["status"]) == ("shop", "warning", "ESME_RINVPASWD")
    for password in ("opensesa", "sesame"):
        assert password not in ended.err
        assert password not in ended.out[introduced:]
    assert "opensesa" in ended.out[:introduced]


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = smsc("run", "--store", "memory", "--port", str(port))
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith(f"smsc: 127.0.0.1:{port} is taken: ")
    assert ended.err.count("\n") == 1


def test_a_port_that_is_taken_is_named_also_where_it_is_another_service_centre_s(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sc2 = f'[[sc]]\nname = "sc2"\nnumber = "447700900901"\nport = {port}\n'
        world.write_text(f"{DEFAULT.replace('[sc]', '[[sc]]')}\n{sc2}", "utf-8")
        ended = smsc("run", "--store", "memory", "--port", "0", "--config", world)
    assert ended.code == 2
    said = "choose another port in the world (0: any free one)"
    assert ended.err == f"smsc: 127.0.0.1:{port} is taken: stop what listens there, or {said}\n"


@pytest.mark.skipif(not has_loopback_of_ipv6(), reason="this machine has no IPv6")
async def test_where_it_is_at_an_address_of_ipv6_commands_find_it(tmp_path: Path) -> None:
    world, ports = tmp_path / "world.toml", tmp_path / "ports.json"
    at_ipv6 = DEFAULT.replace('host = "127.0.0.1"', 'host = "::1"')
    world.write_text(f'{at_ipv6}\n[api]\nhost = "::1"\nport = 0\n', "utf-8")
    async with running("--config", world, "--ports-file", ports) as simulator:
        api = json.loads(ports.read_text("utf-8"))["api"]
        assert f"Page and control API: {api}.\n" in simulator.out
        assert f"SMPP on [::1]:{simulator.port}." in simulator.out
        found = await asyncio.to_thread(smsc, "clock", "--ports-file", ports)
    assert (found.code, found.err) == (0, "")


async def test_a_world_in_memory_does_not_say_that_messages_are_kept_in_its_file(tmp_path: Path) -> None:
    world, file = tmp_path / "world.toml", tmp_path / "messages.sqlite"
    world.write_text(f'{DEFAULT}\n[store]\nkind = "memory"\npath = "{file}"\n', "utf-8")
    async with running("--config", world, store=()) as simulator:
        assert "Messages are kept in memory.\n" in simulator.out
    assert not file.exists()


async def test_the_ports_of_all_service_centres_are_told(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    sc2 = '[[sc]]\nname = "sc2"\nnumber = "447700900901"\nport = 0\n'
    world.write_text(f"{DEFAULT.replace('[sc]', '[[sc]]')}\n{sc2}", "utf-8")
    async with running("--config", world) as simulator:
        [port] = re.findall(r"SMPP of sc2 on 127\.0\.0\.1:(\d+)\.\n", simulator.out)
        _, writer = await asyncio.open_connection("127.0.0.1", int(port))
        writer.close()


def test_an_address_that_is_not_ours_is_one_sentence(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(DEFAULT.replace('host = "127.0.0.1"', 'host = "192.0.2.1"'), "utf-8")
    ended = smsc("run", "--store", "memory", "--config", world)
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(r"smsc: can't listen on 192\.0\.2\.1:2775: .+\n", ended.err)
    world.write_text(DEFAULT.replace('host = "127.0.0.1"', 'host = "a..b"'), "utf-8")
    ended = smsc("run", "--store", "memory", "--config", world)
    assert ended == Ended(2, "", "smsc: can't listen on a..b:2775: no such host is known\n")


def test_no_file_is_written_over_another_of_the_same_run(tmp_path: Path) -> None:
    world, store = tmp_path / "world.toml", tmp_path / "messages.sqlite"
    world.write_text("seed = 1\n", "utf-8")
    (tmp_path / "link.toml").symlink_to(world)
    for words, said in (
        (("--config", world, "--ports-file", tmp_path / "link.toml"), "--ports-file: {} --config"),
        (("--data", store, "--capture", tmp_path / "." / store.name), "--capture: {} --data"),
        (("--ports-file", store, "--capture", store), "--ports-file: {} --capture"),
    ):
        ended = smsc("run", "--port", "0", "--no-api", *words)
        assert ended == Ended(2, "", f"smsc: {said.format('expected a file of its own, found that of')}\n")
    assert world.read_text("utf-8") == "seed = 1\n"


@pytest.mark.parametrize("option", ["--junit", "--capture"])
def test_no_scenario_is_written_over(option: str, tmp_path: Path) -> None:
    file = tmp_path / "story.ladder"
    file.write_bytes(SCENARIO.read_bytes())
    ended = smsc("play", file, option, file)
    assert ended == Ended(2, "", f"smsc: {option}: expected a file of its own, found that of a scenario\n")
    assert file.read_bytes() == SCENARIO.read_bytes()


def test_an_api_or_a_file_of_ports_that_can_t_be_is_one_sentence(tmp_path: Path) -> None:
    ports = tmp_path / "nowhere" / "ports.json"
    ended = smsc("run", "--store", "memory", "--port", "0", "--api-port", "0", "--ports-file", ports)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"smsc: --ports-file: {ports} can't be written: No such file or directory\n"
    world = tmp_path / "world.toml"
    world.write_text(f'{DEFAULT}\n[api]\nhost = "192.0.2.1"\ntoken = "opensesame"\n', "utf-8")
    ended = smsc("run", "--store", "memory", "--port", "0", "--config", world)
    assert (ended.code, ended.out) == (2, "")
    said = r"smsc: the control API can't listen on 192\.0\.2\.1:2780, nor on one of the next 19 ports: .+\n"
    assert re.fullmatch(said, ended.err)


def test_a_mistake_in_the_world_is_one_sentence(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(DEFAULT.replace("port = 2775", 'port = "x"'), "utf-8")
    ended = smsc("run", "--config", world)
    assert ended == Ended(2, "", f"smsc: {world}: smpp.port: expected a whole number, found 'x'\n")


def test_a_world_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    world = tmp_path / "nowhere.toml"
    ended = smsc("run", "--config", world)
    assert ended == Ended(2, "", f"smsc: {world}: can't be read: No such file or directory\n")


async def test_it_ends_when_nobody_reads_its_ladder_any_more_and_sessions_are_unbound() -> None:
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "smsc", "run", "--port", "0", "--store", "memory"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as out:
            said = await asyncio.to_thread(lambda: next(line for line in out if "SMPP on" in line))
        port = int(said.split(":")[1].split(".")[0])
        bank = await esme.connect("127.0.0.1", port, system_id="bank", password="secret")
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    assert [json.loads(line)["event"] for line in err.splitlines()] == ["bound", "session ended"]
    with pytest.raises(esme.EsmeError):
        await bank.submit("Hello", to="+447700900123")


# The other commands


def test_help_reads_well() -> None:
    ended = smsc("--help")
    assert ended.code == 0
    for command in ("run", "demo", "play"):
        assert re.search(rf"^  {command} +[A-Z]", ended.out, re.MULTILINE)
        assert smsc(command, "--help").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--colour"), "No such option: --colour"),
        (("run", "--port", "-1"), "--port"),
        (("--log-level", "loud", "run"), "--log-level"),
        (("dance",), "No such command 'dance'"),
        (("play",), "expected files, folders or names of scenarios"),
        (("play", "flash", "--speed", "2"), "smsc: --speed: expected --live beside it, found none"),
        (("play", "flash", "--list", "--junit", "a"), "smsc: --junit: expected a scenario to play, found --list"),
    ],
)
def test_a_command_line_that_makes_no_sense_is_told_so(arguments: tuple[str, ...], said: str) -> None:
    ended = smsc(*arguments)
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_a_scenario_is_played() -> None:
    ended = smsc("play", SCENARIO)
    assert ended.code == 0
    assert re.fullmatch(rf"{re.escape(str(SCENARIO))}: as written, \d+ messages in [\d.]+ s\n", ended.out)
    assert ended.err == ""


def test_a_scenario_that_goes_otherwise_is_told_and_updated_on_request(tmp_path: Path) -> None:
    story = tmp_path / "story.ladder"
    story.write_text(SCENARIO.read_text("utf-8").replace("message_state=DELIVERED", "message_state=EXPIRED"), "utf-8")
    ended = smsc("play", SCENARIO, story)
    assert ended.code == 1
    assert f"{story}: goes otherwise" in ended.out
    assert "message_state: EXPIRED is written, DELIVERED came" in ended.out
    ended = smsc("play", "--update", story)
    assert (ended.code, ended.out) == (0, f"{story}: written anew\n")
    assert smsc("play", story).code == 0


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"[build-system]\n", r":1:1: expected a name.+"),
        (b"\x7fELF\xff", r":1:5: expected text in UTF-8, found the octet 0xFF"),
    ],
)
def test_what_is_no_scenario_is_one_sentence(tmp_path: Path, octets: bytes, said: str) -> None:
    story = tmp_path / "story.ladder"
    story.write_bytes(octets)
    ended = smsc("play", story)
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(f"smsc: {re.escape(str(story))}{said}\n", ended.err)


def test_a_scenario_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    ended = smsc("play", tmp_path / "nowhere.ladder")
    assert (ended.code, ended.err) == (
        2,
        f"smsc: {tmp_path / 'nowhere.ladder'}: can't be read: No such file or directory\n",
    )


def test_the_demonstration_plays_its_story_to_the_end() -> None:
    ended = smsc("demo")
    assert ended.code == 0, ended.err
    assert ended.out.rstrip().endswith("The bank has unbound, and the service centre has stopped.")
    for hop in (
        "ms1  -> bss1",
        "bss1 -> msc1",
        "msc1 -> sc",
        "sc   -> hlr",
        "hlr  -> sc",
        "sc   -> msc1",
        "bss1 -> ms1",
    ):
        assert hop in ended.out


def test_only_a_whole_input_is_hashed_as_a_password() -> None:
    ended = CliRunner().invoke(app, ["password"], input="secret\nword\n")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (2, "", "smsc: password: expected one line, found more\n")
