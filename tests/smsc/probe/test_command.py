"""``smsc probe``, as people and programs use it: its reports, its exit status, and what it can't judge."""

import asyncio
import json
import signal
import ssl
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme
from typer.testing import CliRunner

from smsc.commands.app import app
from smsc.probe.table import choose
from smsc.probe.watch import RULES
from tests.smsc.probe.client import Answers, Client
from tests.smsc.probe.wrongs import WRONGS

PATIENCE = 100.0  # seconds for the command, so that no test hangs, however busy the machine


class Command:
    """``smsc probe`` once started: where it listens, and how it ended."""

    port: int
    status: int | None
    out: str
    err: str

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process


@asynccontextmanager
async def probe(*arguments: str) -> AsyncIterator[Command]:
    """Start the command, and wait for its end after the block."""
    command = (sys.executable, "-m", "smsc", "probe", *arguments)
    one = Command(await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE))
    async with asyncio.timeout(PATIENCE):
        assert one.process.stderr is not None
        said = (await one.process.stderr.readline()).decode()
        assert said.startswith("smsc: listening on 127.0.0.1:")
        one.port = int(said.rpartition(":")[2])
        yield one
        out, err = await one.process.communicate()
    one.status, one.out, one.err = one.process.returncode, out.decode(), err.decode()


async def test_a_client_that_holds_everywhere_ends_the_command_with_0() -> None:
    async with probe("--port", "0", "--only", "link") as command, Client(command.port):
        await command.process.wait()
    assert (command.status, command.err) == (0, "")
    rows = command.out.splitlines()
    assert rows[0] == f"The client that binds to 127.0.0.1:{command.port}"
    assert rows[3] == "  holds                enquire_link"
    assert rows[-1] == "18 checks: 18 holds, 0 departs, 0 not supported, 0 could not be judged"


async def test_what_departs_is_told_with_its_octets_and_ends_the_command_with_1() -> None:
    only = ("--only", "unused_message_id")
    async with probe("--port", "0", *only) as command, WRONGS["unused_message_id"](command.port):
        await command.process.wait()
    assert command.status == 1
    rows = command.out.splitlines()
    assert rows[3] == "  departs              unused_message_id        message_id is '1'"
    assert rows[4] == "      the rule: The message_id of deliver_sm_resp is empty, as it is not used [SMPP v5.0 4.3.1]"
    assert any("deliver_sm_resp ESME_ROK sequence_number=1 message_id=1" in row for row in rows)


async def test_a_report_is_one_json_object_for_programs_and_ctrl_c_ends_it_early() -> None:
    asked = asyncio.Event()

    def silent(_: Client, __: object) -> Answers:
        asked.set()
        return ()

    async with probe("--port", "0", "--json") as command, Client(command.port, enquire_link=silent):
        await asked.wait()
        command.process.send_signal(signal.SIGINT)
        await command.process.wait()
    told = json.loads(command.out)
    assert command.status == 3
    assert len(told["checks"]) == len(choose()) + len(RULES)
    assert told["checks"][0] | {"said": []} == {
        "family": "link",
        "check": "enquire_link",
        "rule": "enquire_link is answered by enquire_link_resp ESME_ROK under its sequence_number",
        "clause": "4.1.2",
        "verdict": "could not be judged",
        "told": "it was broken off",
        "said": [],
    }


async def test_what_cannot_be_judged_is_one_sentence_and_ends_with_2() -> None:
    async with probe("--port", "0", "--wait", "0.05") as nobody:
        pass
    assert (nobody.status, nobody.out.count("\n")) == (2, 1)
    assert nobody.err == f"smsc: no client has bound to 127.0.0.1:{nobody.port} within 0.05 s\n"
    wrong = CliRunner().invoke(app, ["probe", "--only", "nonsense"])
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert wrong.stderr.startswith("smsc: --only: expected link, ")
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        taken = await asyncio.to_thread(CliRunner().invoke, app, ["probe", "--port", str(port)])
    assert taken.exit_code == 2
    assert taken.stderr.startswith(f"smsc: can't listen on 127.0.0.1:{port}: ")
    nowhere = await asyncio.to_thread(CliRunner().invoke, app, ["probe", "--host", "a..b"])
    assert (nowhere.exit_code, nowhere.stderr) == (2, "smsc: can't listen on a..b:2775: no such host is known\n")


async def test_a_client_is_judged_over_tls_and_who_is_not_let_in_is_told(tmp_path: Path) -> None:
    ca = trustme.CA()
    issued = ca.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "smsc.pem")
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    bare, mutual = ssl.create_default_context(), ssl.create_default_context()
    for context in (bare, mutual):
        ca.configure_trust(context)
    ca.issue_cert("bank@example.org").configure_cert(mutual)
    tls = ("--tls-cert", str(tmp_path / "smsc.pem"), "--tls-ca", str(tmp_path / "ca.pem"))
    async with probe("--port", "0", "--only", "enquire_link", *tls) as command:
        async with Client(command.port, tls=bare, times=1) as stranger:
            await stranger.gone()
        async with Client(command.port, times=1) as plain:
            await plain.gone()
        async with Client(command.port, tls=mutual):
            await command.process.wait()
    assert command.status == 0
    assert "  holds                enquire_link" in command.out
    told = [line.partition(" failed: ") for line in command.err.splitlines()]
    assert [why for _, _, why in told] == [
        "it shows no certificate, and client_ca asks for one",
        "it does not speak TLS; plain SMPP has a port of its own",
    ]
    assert all(who.startswith("smsc: the TLS handshake with 127.0.0.1:") for who, _, _ in told)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tls-key", "key.pem"), "smsc: --tls-key: expected a --tls-cert beside it, found none"),
        (("--tls-ca", "ca.pem"), "smsc: --tls-ca: expected a --tls-cert beside it, found none"),
        (
            ("--tls-cert", "nowhere"),
            "smsc: --tls-cert: nowhere is no certificate with its key: No such file or directory",
        ),
        (
            ("--tls-cert", "nowhere", "--tls-key", "key.pem"),
            "smsc: --tls-cert: nowhere and key.pem are no certificate with its key: No such file or directory",
        ),
    ],
)
def test_a_mistake_of_tls_is_told_with_its_option(arguments: tuple[str, ...], sentence: str) -> None:
    ended = CliRunner().invoke(app, ["probe", "--port", "0", *arguments])
    assert (ended.exit_code, ended.stderr) == (2, f"{sentence}\n")


def test_it_does_not_listen_on_all_addresses_where_none_is_named() -> None:
    ended = CliRunner().invoke(app, ["probe", "--port", "0", "--wait", "0.01", "--host", ""])
    assert (ended.exit_code, ended.stderr) == (2, "smsc: --host: expected an address to listen on, found nothing\n")


def test_a_window_is_as_large_as_there_are_sequence_numbers_at_most() -> None:
    ended = CliRunner().invoke(app, ["probe", "--port", "0", "--wait", "0.01", "--window", "2147483648"])
    assert ended.exit_code == 2
    assert "2147483647" in ended.stderr


def test_all_checks_can_be_listed() -> None:
    listed = CliRunner().invoke(app, ["probe", "--list"], env={"COLUMNS": "300"})
    assert listed.exit_code == 0
    assert len(listed.stdout.splitlines()) == 1 + len(RULES) + len(choose(hostile=True))
    for_programs = CliRunner().invoke(app, ["probe", "--list", "--json"])
    assert len(json.loads(for_programs.stdout)["checks"]) == len(RULES) + len(choose(hostile=True))
