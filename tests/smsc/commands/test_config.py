"""``smsc config show``: every value, and where it comes from."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smsc.commands.app import app
from tests.smsc.worlds import DEFAULT


def rows(*words: str, **environment: str) -> dict[str, tuple[object, str]]:
    result = CliRunner().invoke(app, ["config", "show", "--json", *words], env=environment)
    assert result.exit_code == 0, result.output
    found = [json.loads(row) for row in result.stdout.splitlines()]
    return {row["key"]: (row["value"], row["origin"]) for row in found}


def test_each_value_says_whether_it_is_of_a_flag_the_environment_the_file_or_nobody(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(DEFAULT, "utf-8")
    found = rows(
        *("--config", str(world), "--port", "1234", "--store", "memory", "--mqtt", "mqtt://lab:opensesame@broker"),
        SMSC_API_PORT="99",
        SMSC_PORT="5",
    )
    assert found["smpp.port"] == (1234, "flag --port")
    assert found["api.port"] == (99, "environment SMSC_API_PORT")
    assert found["api.host"] == ("127.0.0.1", "default")
    assert found["smpp.host"] == ("127.0.0.1", str(world))
    assert found["phone[0].msisdn"] == ("447700900123", str(world))
    assert found["store.kind"] == ("memory", "flag --store")
    assert found["mqtt.host"] == ("broker", "flag --mqtt")
    assert rows()["phone[0].msisdn"] == ("447700900123", "built in")
    assert rows()["store.kind"] == ("sqlite", "default")
    assert rows("--speed", "60")["clock.speed"] == (60, "flag --speed")
    assert rows("--anybody")["anybody.cells"] == ([], "flag --anybody")
    assert rows("--no-api")["api.enabled"] == (False, "flag --no-api")


def test_webhooks_of_the_command_line_stand_beside_those_of_the_file(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text('[[webhook]]\nurl = "http://one"\nof = ["event"]\n', "utf-8")
    urls = ("--webhook", "http://one", "--webhook", "http://two/sms?key=hush")
    found = rows("--config", str(world), *urls)
    assert found["webhook[0].url"] == ("http://one/", str(world))
    assert found["webhook[0].of"] == (["event"], str(world))
    assert found["webhook[1].url"] == ("http://two/***", "flag --webhook")  # whoever knows the rest may call it
    assert found["webhook[1].of"] == (["message.state", "phone.inbox"], "default")
    world.write_text('[[webhook]]\nurl = "http://one"\nof = ["event"]\n' * 2, "utf-8")
    assert "webhook[2].url" in rows("--config", str(world), *urls)


def test_a_file_without_a_network_changes_the_built_in_world(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text('[[account]]\nsystem_id = "me"\npassword = "x"\n[[account]]\nsystem_id = "bank"\nwindow = 2\n')
    found = rows("--config", str(world))
    assert found["sc[0].name"] == ("sc", "built in")
    assert found["account[0].window"] == (2, str(world))
    assert found["account[0].addresses"] == (["7000"], "built in")
    assert found["account[3].system_id"] == ("me", str(world))


def test_accounts_are_opened_on_the_command_line_or_by_the_environment() -> None:
    found = rows("--account", "me:mine", "--account", "you:yours:447700900555", "--account", "bank:other")
    assert found["account[3].system_id"] == ("me", "flag --account")
    assert found["account[3].addresses"] == (["7003"], "flag --account")
    assert found["account[4].addresses"] == (["447700900555"], "flag --account")
    assert found["account[0].password"] == ("***", "flag --account")
    assert found["account[0].addresses"] == (["7000"], "built in")
    assert rows(SMSC_ACCOUNT="me:mine you:yours")["account[4].system_id"] == ("you", "environment SMSC_ACCOUNT")


def test_anybody_is_whom_the_file_means_or_else_everybody_or_else_nobody(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[anybody]\nnumbers = ["^49"]\n')
    assert rows("--config", str(file), "--anybody")["anybody.numbers"][0] == ["^49"]
    assert rows("--anybody")["anybody.numbers"][0] == []
    assert "anybody.numbers" not in rows()


def test_a_simulator_in_a_container_is_told_where_to_listen() -> None:
    found = rows("--host", "192.0.2.1", SMSC_API_HOST="192.0.2.1", SMSC_API_TOKEN="opensesame")
    assert found["smpp.host"] == ("192.0.2.1", "flag --host")
    assert found["api.host"] == ("192.0.2.1", "environment SMSC_API_HOST")
    assert found["api.token"] == ("***", "environment SMSC_API_TOKEN")


@pytest.mark.parametrize("kind", ["", 'kind = "sqlite"\n'])
@pytest.mark.parametrize("words", [(), ("--store", "sqlite")])
def test_the_file_that_a_world_names_is_the_store_s(tmp_path: Path, kind: str, words: tuple[str, ...]) -> None:
    world, data = tmp_path / "world.toml", str(tmp_path / "messages.sqlite")
    world.write_text(f'{DEFAULT}\n[store]\n{kind}path = "{data}"\n', "utf-8")
    found = rows("--config", str(world), *words)
    assert (found["store.kind"][0], found["store.path"]) == ("sqlite", (data, str(world)))
    other = str(tmp_path / "other.sqlite")
    assert rows("--config", str(world), "--data", other)["store.path"] == (other, "flag --data")


def test_no_secret_is_shown(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text(f'{DEFAULT}\n[api]\ntoken = "opensesame"\n', "utf-8")
    words = ["config", "show", "--config", str(world), "--mqtt", "mqtt://lab:s3same@broker"]
    for more in ([], ["--json"]):
        result = CliRunner().invoke(app, [*words, *more], env={"COLUMNS": "200"})
        assert result.exit_code == 0
        for secret in ('"secret"', "opensesame", "s3same"):
            assert secret not in result.stdout
    assert rows(*words[2:])["account[0].password"] == ("***", str(world))


def test_what_a_world_says_is_no_markup(tmp_path: Path) -> None:
    world = tmp_path / "[" / "b]" / "world.toml"
    world.parent.mkdir(parents=True)
    world.write_text(DEFAULT, "utf-8")
    result = CliRunner().invoke(app, ["config", "show", "--config", str(world)])
    assert result.exit_code == 0, result.output
    assert "phone[0].msisdn" in result.stdout


def test_a_person_is_shown_a_table() -> None:
    result = CliRunner().invoke(app, ["config", "show"], env={"COLUMNS": "200"})
    shown = [re.findall(r"[^\s│┃]+(?: [^\s│┃]+)*", row) for row in result.stdout.splitlines()]
    assert shown[1] == ["key", "value", "origin"]
    assert ["smpp.port", "2775", "built in"] in shown
    found = rows()
    assert (found["api.token"], found["latency.sc-hlr"][1]) == (("", "default"), "built in")
    assert isinstance(found["retry.busy"][0], list)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    data = tmp_path / "nowhere" / "messages"
    assert rows("--data", str(data))["store.path"] == (str(data), "flag --data")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--speed", "inf"), "smsc: --speed: expected a number from 0 to 1,000,000, found inf\n"),
        (("--speed", "1e300"), "smsc: --speed: expected a number from 0 to 1,000,000, found 1e+300\n"),
        (("--store", "memory", "--data", "x"), "smsc: --data: goes with --store sqlite, found --store memory\n"),
        (
            ("--api-host", "192.0.2.1"),
            "smsc: --api-host: expected --api-token or SMSC_API_TOKEN as well, as 192.0.2.1 is no loopback address\n",
        ),
        (("--api-token", "x" * 1001), "smsc: --api-token: expected at most 1000 characters\n"),
        *(
            ((option, ""), f"smsc: {option}: expected a value, found nothing\n")
            for option in ("--host", "--api-host", "--api-token", "--mqtt")
        ),
        (("--account", "me"), "smsc: --account: expected system_id:password, or system_id:password:number\n"),
        (
            ("--account", "me:toolongaword"),
            "smsc: --account: me: password: expected at most 8 characters, or a hash as `smsc password` prints it\n",
        ),
        (
            ("--account", "me:mine:7001"),
            (
                "smsc: --account: me: account[3].addresses[0]: expected a number of its own, found '7001', "
                "which account[1].addresses[0] is already\n"
            ),
        ),
        (("--account", "me:a", "--account", "me:b"), "smsc: --account: me: expected once\n"),
        *(
            (
                (option, value, "--no-api"),
                (
                    f"smsc: {option}: expected a control API, "
                    "found none: it is switched off by --no-api, SMSC_NO_API or the world\n"
                ),
            )
            for option, value in (("--api-host", "127.0.0.1"), ("--api-port", "0"), ("--api-token", "t"))
        ),
        (("--mqtt", "broker"), "smsc: --mqtt: expected mqtt://user:password@host:1883, or mqtts:// for TLS\n"),
    ],
)
def test_what_smsc_run_would_refuse_is_refused(words: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["config", "show", *words])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_where_the_control_api_would_be_may_be_known_though_there_is_none(tmp_path: Path) -> None:
    assert rows("--no-api", SMSC_API_PORT="2781", SMSC_API_TOKEN="t")["api.enabled"] == (False, "flag --no-api")
    world = tmp_path / "world.toml"
    world.write_text("[api]\nenabled = false\nport = 2781\n", "utf-8")
    assert rows("--config", str(world))["api.port"] == (2781, str(world))
    refused = CliRunner().invoke(app, ["config", "show", "--config", str(world), "--api-port", "2782"])
    assert refused.stderr.startswith("smsc: --api-port: expected a control API, found none")
