"""The TLS options, which all commands share, against message centres that speak TLS in every way."""

import asyncio
import os
import ssl
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from typer.testing import CliRunner, Result

import esme
import pdu
from esme.__main__ import app
from pdu import QuerySmResp
from tests.esme.commands.conversation import run
from tests.esme.message_centre import MessageCentre, message
from tests.esme.probe.wrong_centre import WrongCentre

COMMANDS = ["send", "listen", "query", "cancel", "replace", "bench", "probe"]
SEND = ("send", "--to", "60300", "--text", "Hello")


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def files(ca: trustme.CA, tmp_path: Path) -> Path:
    """Make a folder with the CA, a certificate of the bank's, and one from a CA that nobody knows."""
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name, signs in (("bank", ca), ("stranger", trustme.CA())):
        issued = signs.issue_cert(f"{name}@example.org")
        issued.private_key_pem.write_to_path(tmp_path / f"{name}-key.pem")
        issued.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
    return tmp_path


def speaks(ca: trustme.CA, name: str = "127.0.0.1", *, mutual: bool = False) -> ssl.SSLContext:
    """Make the context of a message centre with this name; if ``mutual``, it asks for a certificate too."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(name).configure_cert(made)
    ca.configure_trust(made)
    made.verify_mode = ssl.CERT_REQUIRED if mutual else ssl.CERT_NONE
    made.maximum_version = ssl.TLSVersion.TLSv1_2 if mutual else ssl.TLSVersion.TLSv1_3  # 1.2 refuses at once
    return made


def bank(files: Path) -> tuple[str, ...]:
    """Return all the options that mutual TLS takes."""
    return tuple(
        f"--tls-{key}={files / name}.pem" for key, name in (("ca", "ca"), ("cert", "bank"), ("key", "bank-key"))
    )


async def told(*arguments: str, **environment: str) -> Result:
    """Run a command in a thread of this process, which is quicker than in another process."""
    inherited = {"ESME_SYSTEM_ID": "bank", "ESME_CONFIG": os.devnull, **environment}
    return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=inherited)


async def test_every_command_speaks_tls_with_a_certificate_of_its_own(ca: trustme.CA, files: Path) -> None:
    centre = MessageCentre(
        bind_receiver=lambda _: [pdu.BindReceiverResp(), message("Hello")],
        query_sm=lambda _: [QuerySmResp(message_id="7")],
        cancel_sm=lambda _: [pdu.CancelSmResp()],
        replace_sm=lambda _: [pdu.ReplaceSmResp()],
    )
    async with centre.over(speaks(ca, mutual=True)) as sc:
        for command in (SEND, ("query", "7"), ("cancel", "7"), ("replace", "7", "--text", "Bye")):
            assert (await told(*command, *bank(files), "--port", str(sc.port))).exit_code == 0, command
        for process in (("listen", "--count", "1"), ("bench", "--to", "60300", "--count", "5")):
            assert (await run(*process, *bank(files), "--port", str(sc.port))).status == 0, process
    assert sc.said()["unbind_resp"] == 6


async def test_a_message_centre_is_probed_over_tls(ca: trustme.CA, files: Path) -> None:
    async with WrongCentre().over(speaks(ca, mutual=True)) as sc:
        ended = await run("probe", "127.0.0.1", str(sc.port), "--only", "framing", *bank(files))
    assert ended.status == 0
    assert ended.out.splitlines()[-1] == "9 checks: 9 holds, 0 departs, 0 not supported, 0 could not be judged"


async def test_a_certificate_may_be_for_another_name_than_the_host(ca: trustme.CA, files: Path) -> None:
    async with MessageCentre().over(speaks(ca, "smsc.example.org")) as sc:
        command = (*SEND, "--tls-ca", str(files / "ca.pem"), "--port", str(sc.port))
        assert str((await told(*command)).exception).endswith("certificate is not valid for '127.0.0.1'")
        assert (await told(*command, "--tls-server-name", "smsc.example.org")).exit_code == 0


async def test_flags_come_before_the_environment_and_that_before_a_file(ca: trustme.CA, files: Path) -> None:
    config = files / "esme.toml"
    config.write_text('tls = true\ntls_ca = "ca.pem"\ntls_server_name = "smsc.example.org"\n', "utf-8")
    wrong = {"ESME_CONFIG": str(config), "ESME_TLS_CA": str(files / "stranger.pem")}
    async with MessageCentre().over(speaks(ca, "smsc.example.org")) as sc:
        command = (*SEND, "--port", str(sc.port))
        assert (await told(*command, ESME_CONFIG=str(config))).exit_code == 0
        assert "its certificate is not trusted" in str((await told(*command, **wrong)).exception)
        assert (await told(*command, "--tls-ca", str(files / "ca.pem"), **wrong)).exit_code == 0
    async with MessageCentre() as plain:
        assert (await told(*SEND, "--no-tls", "--port", str(plain.port), ESME_CONFIG=str(config))).exit_code == 0
        assert (await told(*SEND, "--no-tls", "--port", str(plain.port), **wrong)).exit_code == 0


def test_nobody_who_asks_for_tls_speaks_without_it() -> None:
    ended = CliRunner().invoke(app, [*SEND, "--tls-ca", "ca.pem"], env={"ESME_TLS": "0", "ESME_SYSTEM_ID": "bank"})
    assert str(ended.exception) == "--tls-ca: expected TLS, found that it is switched off"


async def test_what_does_not_fit_the_message_centre_is_one_sentence(ca: trustme.CA, files: Path) -> None:
    async with MessageCentre().over(speaks(ca)) as sc:
        ended = await run(*SEND, "--tls", "--port", str(sc.port))
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"esme: 127.0.0.1:{sc.port} can't be reached: its certificate is not trusted: ")
    async with MessageCentre() as plain:
        spoken = await told(*SEND, "--tls", "--port", str(plain.port))
    assert isinstance(spoken.exception, esme.Unreachable)
    assert spoken.exception.why == "TLS fails: it does not speak TLS"
    async with MessageCentre().over(speaks(ca, mutual=True)) as sc:
        shown = await told(*SEND, "--tls-ca", str(files / "ca.pem"), "--port", str(sc.port))
    assert isinstance(shown.exception, esme.Unreachable)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--tls-ca", "nowhere"), "--tls-ca: expected a file that can be read, found nowhere: No such file"),
        (("--tls-ca", "bank-key.pem"), "--tls-ca: expected certificates in PEM, found none in bank-key.pem"),
        (("--tls-cert", "nowhere"), "--tls-cert: expected a file that can be read, found nowhere: No such file"),
        (
            ("--tls-cert", "bank.pem", "--tls-key", "nowhere"),
            "--tls-key: expected a file that can be read, found nowhere",
        ),
        (
            ("--tls-cert", "bank.pem", "--tls-key", "stranger-key.pem"),
            "--tls-key: expected the key of the certificate in bank.pem, found another in stranger-key.pem",
        ),
        (
            ("--tls-cert", "bank.pem"),
            "--tls-cert: expected a certificate in bank.pem, and its key in bank.pem, both in PEM",
        ),
        (("--tls-key", "bank-key.pem"), "--tls-key: expected a --tls-cert beside it, found none"),
        (("--tls-ca", "ca.pem", "--no-tls"), "--tls-ca: expected TLS, found that it is switched off"),
        (("--no-tls", "--tls-server-name", "sc"), "--tls-server-name: expected TLS, found that it is switched off"),
        (
            ("--tls-cert", "bank.pem", "--tls-key", "locked-key.pem"),
            "--tls-key: expected a key without a passphrase, where nobody can be asked, found locked-key.pem",
        ),
    ],
)
def test_a_mistake_is_told_with_its_option_before_anybody_is_bothered(
    arguments: tuple[str, ...], sentence: str, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = serialization.load_pem_private_key((files / "bank-key.pem").read_bytes(), None)
    locked = serialization.BestAvailableEncryption(b"passphrase")
    forms = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (files / "locked-key.pem").write_bytes(key.private_bytes(*forms, locked))
    monkeypatch.chdir(files)
    ended = CliRunner().invoke(app, [*SEND, *arguments, "--system-id", "bank", "--config", "/dev/null"])
    assert isinstance(ended.exception, pdu.Malformed)
    assert str(ended.exception).startswith(sentence)


@pytest.mark.parametrize("command", COMMANDS)
def test_all_commands_have_the_same_options(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    for option in ("--tls ", "--no-tls", "--tls-ca", "--tls-cert", "--tls-key", "--tls-server-name"):
        assert option in told
