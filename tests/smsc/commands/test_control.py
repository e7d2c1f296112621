"""The commands on a running simulator, as a person types them, against one that runs in a thread."""

import errno
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pdu.pcap import is_capture, packets
from scenarios.stage import Stage
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.api.serving import Serving, free
from smsc.commands.app import app
from smsc.commands.remote import LATE, Remote, RemoteError
from smsc.config import load
from smsc.lab.loop import Thread
from smsc.simulator import Simulator

TOKEN = "opensesame"
INTERRUPTED = 130


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    thread, stack = Thread(), AsyncExitStack()

    async def start() -> str:
        world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
        simulator = await stack.enter_async_context(Simulator(world, now=1_767_225_600.0))
        served = create(Desk(simulator), token=TOKEN, stage=Stage())
        serving = await stack.enter_async_context(Serving(served, host="127.0.0.1", port=0))
        return f"http://127.0.0.1:{serving.port}"

    yield thread.call(start())
    thread.call(stack.aclose())
    thread.stop()


@pytest.fixture(autouse=True)
def _asks_the_simulator(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSC_API", url)
    monkeypatch.setenv("SMSC_API_TOKEN", TOKEN)
    monkeypatch.setenv("COLUMNS", "200")


def smsc(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def said(*words: str) -> str:
    result = smsc(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in said(*words, "--json").splitlines()]


def refused(*words: str, status: int = 2) -> str:
    result = smsc(*words)
    assert (result.exit_code, result.stdout) == (status, ""), result.output
    [sentence] = result.stderr.splitlines()
    return sentence


def test_a_text_is_sent_and_waited_for() -> None:
    assert said("phone", "send", "ms1", "+447700900124", "Your code is 4930") == ""
    assert said("wait", "--to", "+447700900124", "--text", "code", "--timeout", "30") == "Your code is 4930\n"
    assert rows("wait", "--to", "ms2", "--text", "code")[0]["code"] == "4930"
    assert [row["text"] for row in rows("phone", "inbox", "ms2")] == ["Your code is 4930"]


def test_the_way_of_a_message_is_shown_in_every_form(tmp_path: Path) -> None:
    said("phone", "send", "ms2", "+447700900123", "of another message")
    said("wait", "--to", "ms1", "--text", "of another", "--timeout", "30")
    said("phone", "send", "ms2", "+447700900123", "Where are you?")
    [shown] = rows("wait", "--to", "ms1", "--text", "Where", "--timeout", "30")
    message_id = shown["message_id"]
    assert 'sends text text="Where are you?"' in said("trace", message_id).splitlines()[0]
    assert said("trace", message_id, "--mermaid").startswith("sequenceDiagram\n    participant ms2\n")
    assert rows("trace", message_id)[0]["fields"]["text"] == '"Where are you?"'
    file = tmp_path / "message.pcapng"
    assert said("trace", message_id, "--pcapng", str(file)) == ""
    assert len(list(packets(file.read_bytes()))) > 30
    everything = tmp_path / "all.pcapng"
    said("capture", str(everything), "--past")
    assert everything.stat().st_size > file.stat().st_size
    assert is_capture(smsc("capture", "-", "--past").stdout_bytes)


def test_what_has_happened_is_kept_as_a_scenario_that_can_be_played(tmp_path: Path) -> None:
    said("reset")
    said("phone", "send", "ms2", "+447700900123", "How did it go?")
    said("wait", "--to", "ms1", "--text", "How did", "--timeout", "30")
    file = tmp_path / "story.ladder"
    assert said("record", str(file)) == ""
    assert 'ms2           sends text text="How did it go?" to=447700900123' in file.read_text("utf-8")
    assert said("play", str(file)).startswith(f"{file}: as written, ")
    nowhere = tmp_path / "no folder" / "story.ladder"
    assert refused("record", str(nowhere)) == f"smsc: {nowhere}: can't be written: No such file or directory"


def test_what_can_not_be_traced_or_captured_is_told_in_one_sentence(tmp_path: Path, url: str) -> None:
    assert refused("trace", "none", "--api", url) == "smsc: there is no message 'none'"
    assert refused("trace", "1", "--mermaid", "--json").startswith(
        "smsc: trace: expected one of --mermaid, --plantuml, "
    )
    assert refused("trace", "none", "--pcapng", str(tmp_path / "a")) == "smsc: there is no message 'none'"
    assert not list(tmp_path.iterdir())
    found = refused("trace", "1", "--pcapng", "a", "--data", "b")
    assert found.startswith("smsc: --pcapng: needs a running simulator; b has only the ladder of a message")
    assert "`smsc run --capture FILE`" in found
    nowhere = tmp_path / "no folder" / "a.pcapng"
    assert refused("capture", str(nowhere), "--past") == f"smsc: {nowhere}: can't be written: No such file or directory"
    assert refused("capture", str(nowhere)) == f"smsc: {nowhere}: can't be written: No such file or directory"
    assert refused("run", "--redact", "--capture", "a").startswith("smsc: --redact: goes without --capture")
    (tmp_path / "file").touch()
    run = refused("run", "--capture", str(tmp_path / "file" / "a"), "--store", "memory", "--port", "0", "--no-api")
    assert run == f"smsc: {tmp_path / 'file' / 'a'}: can't be written: Not a directory"


def test_a_capture_ends_with_its_simulator(tmp_path: Path) -> None:
    file = tmp_path / "a.pcapng"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_and_go() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-pcapng\r\n")
                line.sendall(b"Transfer-Encoding: chunked\r\n\r\n6\r\nblocks\r\n")

        ends = threading.Thread(target=answer_and_go)
        ends.start()
        where = f"http://127.0.0.1:{server.getsockname()[1]}"
        result = smsc("capture", str(file), "--api", where)
        ends.join()
    assert (result.exit_code, file.read_bytes()) == (0, b"blocks")
    assert result.stderr.splitlines()[-1] == f"smsc: the simulator at {where} has ended, or cut its answer off"


@contextmanager
def another_server(status: int, body: bytes, media_type: str = "text/html") -> Iterator[str]:
    """Serve HTTP as anything but a simulator might: the same answer to every request."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - as http.server has it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize(
    ("status", "body", "media_type"),
    [(200, b"<html>Welcome", "text/html"), (200, b"", "application/json"), (302, b"", "text/html")]
    + [(404, body, "application/json") for body in (b"<html>", b"[]", b"{}")],
)
def test_what_is_no_simulator_is_told_in_one_sentence(
    status: int, body: bytes, media_type: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with another_server(status, body, media_type) as url:
        for words in ("phone list", "reset", "messages", "events", "capture a.pcapng", "record a.ladder"):
            found = refused(*words.split(), "--api", url)
            assert found.startswith(f"smsc: {url}/api/v1/")
            assert found.endswith(f" answers {status} {media_type}, which is no simulator's word")
    assert not list(tmp_path.iterdir())


def test_who_does_not_answer_in_time_is_told_of_with_exit_status_124() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Remote(where) as remote, pytest.raises(RemoteError, match=f"^{where} does not answer in time$") as wrong:
            remote.get("/clock", timeout=0.01)
    assert wrong.value.status == LATE


def test_what_does_not_come_is_exit_status_124() -> None:
    assert refused("wait", "--to", "ms3", "--timeout", "0", status=124) == "smsc: no such message was shown within 0 s"


def test_handsets_are_listed_added_switched_and_carried_about() -> None:
    [listed] = [row for row in said("phone", "list").splitlines() if "+447700900123" in row]
    assert "yes" in listed.split()  # it is on
    said("phone", "add", "ms7", "+447700900137", "234150000000037", "cell1")
    said("phone", "off", "ms7")
    said("phone", "move", "ms7", "cell2")
    said("phone", "on", "ms7")
    [phone] = [row for row in rows("phone", "list") if row["name"] == "ms7"]
    assert (phone["number"], phone["cell"]) == ("+447700900137", "cell2")
    assert refused("phone", "inbox", "ms?7#").startswith("smsc: there is no handset 'ms?7#'")


def test_a_number_moves_to_another_sim() -> None:
    said("phone", "add", "ms8", "+447700900138", "234150000000038", "cell1")
    said("phone", "add", "ms9", "+447700900139", "234150000000039", "cell1")
    said("phone", "swap-sim", "ms8", "ms9")
    said("phone", "off", "ms9")
    said("phone", "on", "ms9")
    [phone] = [row for row in rows("phone", "list") if row["name"] == "ms9"]
    assert phone["number"] == "+447700900138"
    assert refused("phone", "swap-sim", "ms8", "1") == "smsc: imsi: expected 14 or 15 digits"
    assert refused("phone", "swap-sim", "ms8", "234150000000001") == "smsc: ms8 has no number that could be moved"


def test_messages_are_those_of_the_simulator_that_runs() -> None:
    said("phone", "send", "ms3", "+447700900126", "listed")
    said("wait", "--to", "ms4", "--text", "listed", "--timeout", "30")
    [message] = rows("messages", "--to", "+447700900126")
    assert (message["text"], message["source"]) == ("listed", "447700900125")
    assert "listed" in said("messages", "--limit", "1")
    assert rows("messages", "--from", "+447700900125", "--text", "liste") == [message]
    assert said("messages", "--from", "+447700900125", "--text", "lists") == "No message is there.\n"
    assert said("messages", "--state", "rejected") == "No message is there.\n"
    assert rows("show", message["message_id"])[0]["ladder"][0] == "ms3           sends text text=listed to=447700900126"
    assert "sends text" in said("show", message["message_id"])
    assert "None" not in said("show", message["message_id"]) + said("phone", "inbox", "ms4")
    assert refused("show", "nope") == "smsc: there is no message 'nope'"
    assert refused("show", "no?pe") == "smsc: there is no message 'no?pe'"
    assert refused("messages", "--state", "lost").startswith("smsc: --state: expected one of SCHEDULED")


def test_where_no_simulator_runs_messages_are_those_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with free("127.0.0.1", 0) as nobody:
        nowhere = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    monkeypatch.delenv("SMSC_API")
    monkeypatch.setattr("smsc.commands.remote.DEFAULT", nowhere)
    monkeypatch.setattr("smsc.commands.messages.DATA", tmp_path / "nothing")
    assert refused("messages") == f"smsc: {tmp_path}/nothing: there is no such file; `smsc run` makes it"
    assert refused("messages", "--api", nowhere).startswith(f"smsc: no simulator can be asked at {nowhere}: ")
    (tmp_path / "ports").write_text(json.dumps({"api": nowhere}))
    monkeypatch.setenv("SMSC_PORTS_FILE", str(tmp_path / "ports"))  # who names a simulator means no store
    assert refused("messages").startswith(f"smsc: no simulator can be asked at {nowhere}: ")


def test_that_nothing_comes_can_be_expected() -> None:
    assert said("wait", "--to", "ms5", "--none", "--timeout", "0") == ""
    said("phone", "send", "ms3", "+12025550123", "unexpected")
    said("wait", "--to", "ms5", "--timeout", "30")
    assert refused("wait", "--to", "ms5", "--none", status=1) == "smsc: ms5 shows 'unexpected', and none was expected"


def test_a_simulator_begins_anew() -> None:
    said("phone", "send", "ms3", "+447700900126", "over")
    said("wait", "--to", "ms4", "--text", "over", "--timeout", "30")
    assert rows("reset") == [{"under_way": 0}]
    assert (rows("messages"), rows("phone", "inbox", "ms4")) == ([], [])
    assert said("reset") == ""


def test_nodes_are_acted_on_in_the_words_of_ladders() -> None:
    said("act", "hlr", "goes down")
    said("act", "hlr", "comes up")
    assert refused("act", "sc", "flies about").startswith("smsc: act: expected one of: goes down, comes up, found")
    assert refused("act", "sc", "switches off") == "smsc: sc: expected one of: goes down, comes up, found switches off"
    assert refused("act", "ms1", "moves to cell=nowhere").startswith("smsc: cell: expected one of: cell1")


def test_what_is_interrupted_has_not_succeeded(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("smsc.commands.remote.Remote._call", interrupted)
    monkeypatch.setattr("smsc.commands.remote.Remote.events", interrupted)
    assert smsc("wait", "--to", "ms1").exit_code == INTERRUPTED
    assert smsc("clock", "advance", "48h").exit_code == INTERRUPTED
    assert smsc("events").exit_code == 0  # that is how it ends


def test_that_events_were_missed_is_said_as_everything_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"id": 7, "line": "bank -> sc    enquire_link"}
    monkeypatch.setattr("smsc.commands.remote.Remote.events", lambda *_: iter([{"missed": 5}, told]))
    assert smsc("events").stdout.splitlines() == ["... 5 were missed", "bank -> sc    enquire_link"]
    assert [json.loads(row) for row in smsc("events", "--json").stdout.splitlines()] == [{"missed": 5}, told]


def test_time_is_told_advanced_and_stopped() -> None:
    before = rows("clock")[0]["now"]
    assert before.startswith("2026-01-")
    after = rows("clock", "advance", "48h")[0]["now"]
    assert after > before
    assert "at 0 times the wall's pace" in said("clock", "stop")
    assert "at 10 times the wall's pace" in said("clock", "speed", "10")
    assert "at 1,000,000 times the wall's pace" in said("clock", "speed", "1000000")
    said("clock", "speed", "1")
    assert smsc("clock", "speed", "inf").exit_code == 2
    said_of_it = "smsc: by: expected a duration such as 48h, 1h30m or 90s, found '2x'"
    assert refused("clock", "advance", "2x") == said_of_it


def test_what_may_go_wrong_is_shown_without_a_simulator() -> None:
    stages = {row["stage"]: row for row in rows("fault", "stages")}
    assert list(stages) == ["smpp", "sc", "hlr", "msc", "bss", "ms", "receipt"]
    assert stages["bss"]["what it may do"] == "error, delay, loss"
    assert stages["bss"]["which it may name"] == "pdu, source, destination, text"
    assert stages["bss"]["errors"] == "radioInterfaceFailure, sapiNReject"
    assert "bss\n  what it may do: error, delay, loss\n" in "\n".join(
        map(str.rstrip, said("fault", "stages").splitlines())
    )


def test_faults_are_added_listed_and_removed() -> None:
    assert said("fault", "list") == "There is no fault.\n"
    number = said("fault", "add", "stage=smpp", "command_status=ESME_RTHROTTLED", "times=3").strip()
    assert "stage=smpp times=3 command_status=ESME_RTHROTTLED" in said("fault", "list")
    assert said("fault", "list").split()[:4] == ["number", "rule", "seen", "struck"]
    assert rows("fault", "list")[0]["rule"]["times"] == 3
    said("fault", "remove", number)
    assert refused("fault", "remove", number) == f"smsc: there is no fault '{number}'"
    said("fault", "add", "stage=hlr", "error=callBarred")
    said("fault", "add", "stage=receipt", "before_response=true")
    assert "stage=receipt before_response=true" in said("fault", "list")
    said("fault", "reset")
    assert rows("fault", "list") == []
    assert refused("fault", "add", "stage") == "smsc: expected key=value, found 'stage'"
    assert refused("fault", "add", "stage=smpp", "=hlr") == "smsc: expected key=value, found '=hlr'"
    assert refused("fault", "add", "stage=smpp", "silence=true", "stage=hlr") == "smsc: stage: expected once"
    misspelt = "smsc: status: expected no such field; perhaps command_status is meant"
    assert refused("fault", "add", "stage=smpp", "status=1") == misspelt
    assert refused("fault", "add", "stage=smpp").startswith("smsc: expected one of command_status, delay,")


def test_sessions_are_listed() -> None:
    assert said("sessions") == "There is no session.\n"
    assert refused("sessions", "--end", "99") == "smsc: there is no session '99'"


@pytest.mark.skipif(not hasattr(socket, "TCP_KEEPIDLE"), reason="this system calls it otherwise")
def test_who_follows_events_notices_within_a_minute_that_the_other_machine_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[socket.socket] = []
    connect = socket.create_connection

    def noted(*how: Any, **more: Any) -> socket.socket:
        made.append(connect(*how, **more))
        return made[-1]

    monkeypatch.setattr(socket, "create_connection", noted)
    with Remote() as remote:
        remote.post("/acts", {"subject": "ms1", "act": "switches off"})
        with closing(remote.events(after=0)) as events:
            next(events)
            *_, one = made
            terms = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
            idle, interval, times = (one.getsockopt(socket.IPPROTO_TCP, term) for term in terms)
            assert one.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            assert idle + interval * times <= 60


def test_whether_a_simulator_runs_can_be_told(tmp_path: Path, url: str) -> None:
    assert said("ready") == ""
    with free("127.0.0.1", 0) as nobody:
        port = nobody.getsockname()[1]
    nowhere = f"http://127.0.0.1:{port}"
    asked = f"smsc: no simulator can be asked at {nowhere}: "
    assert refused("ready", "--api", nowhere).startswith(f"{asked}{os.strerror(errno.ECONNREFUSED)}; ")
    ports = tmp_path / "ports.json"
    nobody_yet = f"smsc: {ports}: no simulator has written its ports there; `smsc run --ports-file` does"
    assert refused("ready", "--ports-file", str(ports)) == nobody_yet
    assert refused("ready", "--ports-file", str(tmp_path)).startswith(f"smsc: {tmp_path}: can't be read as the ports")
    for written, why in (
        ("{", "Expecting "),
        ("[]", "expected a table with api, as `smsc run --ports-file` writes it"),
        ('{"smpp": 2775}', "expected a table with api, as `smsc run --ports-file` writes it"),
    ):
        ports.write_text(written, "utf-8")
        unread = f"smsc: {ports}: can't be read as the ports of a simulator: {why}"
        assert refused("ready", "--ports-file", str(ports)).startswith(unread)
    ports.write_text(json.dumps({"api": None}), "utf-8")
    none = f"smsc: {ports}: is of a simulator that serves no control API"
    assert refused("ready", "--ports-file", str(ports)) == none
    assert refused("ready", "--timeout", "5", "--ports-file", str(ports)) == none  # it would wait in vain
    ports.write_text(json.dumps({"api": url}), "utf-8")
    assert said("ready", "--ports-file", str(ports)) == ""


def test_a_flag_goes_before_the_environment(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ports = tmp_path / "ports.json"
    ports.write_text(json.dumps({"api": url}), "utf-8")
    monkeypatch.setenv("SMSC_API", "http://a..b")
    monkeypatch.setenv("SMSC_PORTS_FILE", str(tmp_path / "none"))
    assert said("ready", "--ports-file", str(ports)) == said("ready", "--api", url) == ""
    assert "a..b" in refused("ready")
    monkeypatch.delenv("SMSC_API")
    assert str(tmp_path / "none") in refused("ready")


def test_a_wrong_token_or_address_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused("ready", "--api", "http://[").startswith("smsc: no simulator can be asked at http://[: ")
    nowhere = "smsc: no simulator can be asked at http://a..b: no such host is known; "
    assert refused("ready", "--api", "http://a..b").startswith(nowhere)
    monkeypatch.setenv("SMSC_API_TOKEN", "wr\u00f6ng")
    assert refused("phone", "list") == "smsc: Authorization: expected Bearer and the token of this simulator"
    monkeypatch.setenv("SMSC_API_TOKEN", "wrong")
    for words in (("phone", "list"), ("events",), ("ready", "--timeout", "5")):
        assert refused(*words) == "smsc: Authorization: expected Bearer and the token of this simulator"


@pytest.mark.parametrize("token", ["geheim\n", " geheim", "geheim\x7f", "geheim\udcff"])
def test_a_token_that_no_header_can_bear_is_told_and_not_shown(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSC_API_TOKEN", token)
    said = "smsc: SMSC_API_TOKEN: expected visible characters with no space around them, found others, not shown here"
    assert refused("phone", "list") == said


def test_the_password_in_an_address_is_not_repeated() -> None:
    with free("127.0.0.1", 0) as nobody:
        port = nobody.getsockname()[1]
    sentence = refused("sessions", "--api", f"http://somebody:geheim@127.0.0.1:{port}")
    assert sentence.startswith(f"smsc: no simulator can be asked at http://***@127.0.0.1:{port}: ")


def test_one_option_says_whom_to_ask(tmp_path: Path, url: str) -> None:
    ports = tmp_path / "ports.json"
    ports.write_text(json.dumps({"api": url}), "utf-8")
    both = "--api", url, "--ports-file", str(ports)
    assert refused("ready", *both) == "smsc: --ports-file: expected without --api, found both"
    store = "--data", str(tmp_path / "none.sqlite")
    assert refused("messages", *store, *both[:2]) == "smsc: --api: expected without --data, found both"
    assert refused("trace", "1", *both[2:], *store) == "smsc: --data: expected without --ports-file, found both"


@pytest.mark.parametrize("option", [("--api", "http://127.0.0.1:1"), ("--ports-file", "none"), ("--json",)])
def test_what_a_command_of_the_clock_is_told_stands_behind_it(option: tuple[str, ...]) -> None:
    assert refused("clock", *option, "advance", "1s") == f"smsc: {option[0]}: expected behind advance, found before it"


@pytest.mark.parametrize(
    "words", [("phone", "send", "ms1", "7000", "\udce9"), ("wait", "--text", "\udce9"), ("show", "\udce9")]
)
def test_octets_that_are_no_text_are_told(words: tuple[str, ...]) -> None:
    assert refused(*words) == "smsc: expected text in UTF-8, found the octets e9"


def test_words_that_are_too_long_for_a_url_are_told() -> None:
    said = "smsc: expected shorter words: all together are too long for a URL"
    assert refused("messages", "--text", "x" * 70_000) == refused("show", "1" * 70_000) == said


@pytest.mark.parametrize("name", [".", ".."])
def test_a_name_of_dots_is_a_name(name: str) -> None:
    assert refused("show", name) == f"smsc: there is no message {name!r}"
    assert name in refused("phone", "inbox", name)


def test_as_many_messages_as_there_are_can_be_listed() -> None:
    assert rows("messages", "--limit", "9" * 30) == rows("messages", "--limit", "1000000")


def test_an_address_that_is_nothing_is_not_the_default_one() -> None:
    assert refused("sessions", "--api", "") == "smsc: --api: expected a value, found nothing"
