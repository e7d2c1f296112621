"""Flags win over the environment, and that over a file; a password given nowhere is asked for."""

import asyncio
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from esme.__main__ import app
from esme.commands.config import read
from pdu import Malformed, QuerySmResp, SubmitSm
from tests.esme.commands.conversation import end, run, start
from tests.esme.message_centre import MessageCentre

NOTHING = {"ESME_SYSTEM_ID": "", "ESME_PASSWORD": ""}


def bind(sc: MessageCentre) -> str:
    return sc.ladder[0].removeprefix("bank -> sc  ")


async def test_a_file_says_what_nobody_else_does(tmp_path: Path) -> None:
    file = tmp_path / "esme.toml"
    async with MessageCentre() as sc:
        told = f'host = "127.0.0.1"\nport = {sc.port}\nsystem_id = "shop"\npassword = "opensesa"\nfrom = "Shop"\n'
        file.write_text(told, "utf-8")
        send = ("send", "--to", "60300", "--text", "Hello", "--config", str(file))
        assert (await run(*send, **NOTHING)).status == 0
        assert bind(sc) == "bind_transmitter system_id=shop password=opensesa"
        assert sc.ladder[2] == (
            "bank -> sc  submit_sm source_addr_ton=ALPHANUMERIC source_addr=Shop dest_addr_npi=ISDN "
            'destination_addr=60300 short_message="Hello"'
        )
        sc.ladder.clear()
        assert (await run(*send, "--system-id", "bank", ESME_SYSTEM_ID="other", ESME_PASSWORD="env")).status == 0
        assert bind(sc) == "bind_transmitter system_id=bank password=env"
        sc.ladder.clear()
        assert (await run(*send[:-2], ESME_CONFIG=str(file), **NOTHING, ESME_FROM="60300")).status == 0
        assert bind(sc) == "bind_transmitter system_id=shop password=opensesa"
        assert "source_addr=60300" in sc.ladder[2]


async def test_a_file_says_what_alphabet_an_account_has(tmp_path: Path) -> None:
    file = tmp_path / "esme.toml"
    file.write_text('default_alphabet = "ascii"\n', "utf-8")
    send = ("send", "--to", "60300", "--text", "@", "--config", str(file))
    async with MessageCentre() as sc:
        assert (await run(*send, "--port", str(sc.port))).status == 0
        request = await sc.hears("submit_sm")
    assert isinstance(request, SubmitSm)
    assert request.short_message == b"@"
    file.write_text('default_alphabet = "utf-8"\n', "utf-8")
    ended = await run(*send)
    assert ended.status == 2
    assert "'utf-8' is not one of 'gsm7', 'gsm7-packed', 'ascii', 'latin-1'" in ended.err


async def test_a_command_reads_the_file_at_its_place(tmp_path: Path) -> None:
    place = tmp_path / "mini-smsc" / "esme.toml"
    place.parent.mkdir()
    async with MessageCentre(query_sm=lambda _: [QuerySmResp(message_id="7")]) as sc:
        place.write_text(f'port = {sc.port}\nsystem_id = "shop"\n', "utf-8-sig")  # as some editors write
        assert (await run("query", "7", XDG_CONFIG_HOME=str(tmp_path), **NOTHING)).status == 0
        assert bind(sc) == "bind_transmitter system_id=shop"


@pytest.mark.parametrize("command", ["send", "listen", "query", "cancel", "replace", "bench"])
def test_every_command_has_a_file_and_json(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    assert "--config" in told
    assert "--json" in told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ('sytem_id = "bank"', "sytem_id: expected one of the keys host, port, "),
        ('sytem_id = "bank"', "found another; perhaps system_id is meant"),
        ("port = '2775'", "port: expected a number from 1 to 65535, found '2775'"),
        ("port = 70000", "port: expected a number from 1 to 65535, found 70000"),
        ("password = 7", "password: expected a text, found something else, not shown here"),
        ("port 2775", "esme.toml: expected TOML, found what is none: "),
        (f"port = {'[' * 5_000}{']' * 5_000}", "esme.toml: expected TOML, found what is none: "),
        ("[bank]", "bank: expected one of the keys "),
    ],
)
@pytest.mark.usefixtures("shallow")
def test_a_mistake_in_the_file_is_told_with_its_key(told: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "esme.toml"
    file.write_text(told, "utf-8")
    with pytest.raises(Malformed) as raised:
        read(file)
    assert sentence in str(raised.value)
    assert str(raised.value).startswith(str(file))


async def test_a_file_that_is_not_there_is_one_sentence() -> None:
    ended = await run("listen", "--config", "/nowhere.toml")
    sentence = "--config: expected a file that can be read, found /nowhere.toml: No such file or directory"
    assert ended == (2, "", f"esme: {sentence}\n")


# The password


async def test_a_person_is_asked_for_the_password_and_it_is_not_shown() -> None:
    terminal, stdin = os.openpty()
    try:
        async with MessageCentre() as sc:
            sending = await start(
                *("send", "--to", "60300", "--text", "Hello", "--port", str(sc.port)),
                stdin=stdin,
                environment={"ESME_PASSWORD": ""},
            )
            assert sending.stderr is not None
            assert await sending.stderr.readexactly(10) == b"Password: "
            os.write(terminal, b"s3cret\n")
            ended = await end(sending)
            assert bind(sc) == "bind_transmitter system_id=bank password=s3cret"
        assert ended.status == 0
        os.set_blocking(terminal, False)
        with pytest.raises(BlockingIOError):
            os.read(terminal, 1)
    finally:
        os.close(terminal)
        os.close(stdin)


async def test_a_program_is_not_asked_and_one_who_has_given_the_password_neither() -> None:
    async with MessageCentre() as sc:
        arguments = ("send", "--to", "60300", "--text", "Hello", "--port", str(sc.port))
        assert (await run(*arguments, ESME_PASSWORD="")).err == ""
        assert bind(sc) == "bind_transmitter system_id=bank"
        terminal, stdin = os.openpty()
        try:
            async with asyncio.timeout(20):
                given = await end(await start(*arguments, "--password", "flag", stdin=stdin))
        finally:
            os.close(terminal)
            os.close(stdin)
    assert (given.status, given.err) == (0, "")
