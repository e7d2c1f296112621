"""``esme bench``, as people type it."""

import asyncio
import io
import json
import os
import signal
from array import array
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

import pdu
from esme.__main__ import app
from esme.bench.load import Task
from esme.bench.outcome import Outcome, Sample
from esme.commands.bench_screen import Progress, tables
from pdu import Malformed
from tests.esme.commands.conversation import end, run, start
from tests.esme.conversation import nothing
from tests.esme.message_centre import PATIENCE, MessageCentre

TIMES = array("d", [0.001, 0.002])
TO = ("bench", "--to", "+447700900123")


async def test_bench_prints_what_it_measured() -> None:
    async with MessageCentre() as sc:
        ended = await run(*TO, "--count", "100", "--sessions", "2", "--port", str(sc.port))
        assert sc.said()["submit_sm"] == 100
    assert (ended.status, ended.err) == (0, "")
    assert "Nothing was lost, and nothing came twice." in ended.out
    row = next(line for line in ended.out.splitlines() if "submit_sm" in line)
    assert "100" in row


async def test_bench_writes_in_the_alphabet_of_the_account() -> None:
    async with MessageCentre() as sc:
        texts = ("--text", "é @_{", "--text", "€")
        told = ("--count", "2", "--default-alphabet", "latin-1", "--port", str(sc.port))
        assert (await run(*TO, *texts, *told)).status == 0
        heard = [await sc.hears("submit_sm") for _ in range(2)]
    assert [(one.data_coding, one.short_message) for one in heard if isinstance(one, pdu.SubmitSm)] == [
        (0, b"\xe9 @_{"),
        (8, "€".encode("utf-16-be")),
    ]


async def test_bench_prints_json_for_programs_and_writes_a_page(tmp_path: Path) -> None:
    page = tmp_path / "load.html"
    async with MessageCentre() as sc:
        told = ("--count", "60", "--mix", "gsm:20,ucs2:90", "--json", "--html", str(page), "--port", str(sc.port))
        ended = await run(*TO, *told)
        assert sc.said()["submit_sm"] == 60
    record = json.loads(ended.out)
    assert (record["submitted"], record["answered"], record["lost_responses"], record["refused"]) == (60, 60, 0, {})
    assert set(record["latency_ms"]) == {"p50", "p90", "p99", "p99.9", "max"}
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "secret" not in page.read_text("utf-8")


async def test_a_load_that_never_began_leaves_the_page_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "load.html"
    page.write_text("of the one before", "utf-8")
    async with MessageCentre() as sc:
        port = sc.port
    ended = await run(*TO, "--html", str(page), "--port", str(port))
    assert (ended.status, ended.out) == (2, "")
    assert page.read_text("utf-8") == "of the one before"


async def test_bench_ends_with_1_when_something_is_lost() -> None:
    async with MessageCentre(submit_sm=lambda _: [pdu.Unbind()]) as sc:
        ended = await run(*TO, "--count", "5", "--port", str(sc.port))
    assert ended.status == 1
    assert "responses lost" in ended.out
    assert "1 of the sessions ended: the message centre unbound" in ended.out


async def test_bench_that_is_interrupted_says_what_it_has() -> None:
    async with MessageCentre() as sc:
        loading = await start(*TO, "--duration", "1h", "--json", "--port", str(sc.port))
        await sc.hears("submit_sm")
        loading.send_signal(signal.SIGINT)
        ended = await end(loading)
        assert sc.ladder[-1] == "sc -> bank  unbind_resp ESME_ROK"
    assert ended.status == 0
    assert json.loads(ended.out)["answered"] >= 1


async def test_bench_that_is_interrupted_while_it_waits_for_a_session_ends() -> None:
    async with MessageCentre(bind_transceiver=nothing) as sc:
        loading = await start(*TO, "--patience", "3600", "--port", str(sc.port))
        await sc.hears("bind_transceiver")
        loading.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(end(loading), PATIENCE) == (130, "", "")


async def test_a_narrow_terminal_cuts_no_figures_off() -> None:
    async with MessageCentre() as sc:
        ended = await run(*TO, "--count", "100", "--port", str(sc.port), COLUMNS="40")
    assert (ended.status, ended.err) == (0, "")
    assert "Nothing was lost" in ended.out
    assert "…" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--mix", "latin:70"), "--mix: expected kinds such as gsm:70, "),
        (("--mix", "gsm:70", "--text", "Hello"), "--text: expected either texts or a --mix, found both"),
        (("--rate", "inf"), "--rate: expected submit_sm per second, or nothing for as fast as can be, found inf"),
        (("--duration", "soon"), "--duration: expected how long, such as 30s, 5m or 1h, found 'soon'"),
        (("--receipt-ids", "octal"), "--receipt-ids: expected one of as-is, decimal, "),
        (("--part-receipts", "none"), "--part-receipts: expected one of each, first, last, found 'none'"),
        (("--receipt-ids", "decimal"), "--receipt-ids: expected --receipts beside it, found none"),
        (("--part-receipts", "last", "--receipts", "0"), "--part-receipts: expected --receipts beside it, found none"),
        (
            ("--html", "/nowhere/at/all.html"),
            "--html: expected a file that can be written, found /nowhere/",
        ),
        (("--html", "numbers.txt", "--to-file", "./numbers.txt"), "--html: expected a file of its own, found that of"),
        (("--to", "Bank"), "destination_addr: expected digits, "),
        (("--text", "x" * 40_000), "text: expected "),
    ],
)
def test_what_cannot_be_measured_is_told_before_anything_is_sent(arguments: tuple[str, ...], sentence: str) -> None:
    ended = CliRunner().invoke(app, [*TO, *arguments, "--system-id", "bank", "--config", os.devnull])
    assert isinstance(ended.exception, Malformed)
    assert str(ended.exception).startswith(sentence)


@pytest.mark.parametrize(
    ("option", "number", "limit"), [("--window", "2147483648", "2147483647"), ("--count", "0", "1")]
)
def test_a_number_beyond_what_can_be_is_refused(option: str, number: str, limit: str) -> None:
    ended = CliRunner().invoke(app, [*TO, option, number, "--system-id", "bank"])
    assert ended.exit_code == 2
    assert option in ended.stderr
    assert limit in ended.stderr


def test_a_row_of_long_latencies_fits_a_terminal_of_80_columns() -> None:
    long = array("d", [199.2833] * 10_000)
    values: dict[str, Any] = {field.name: 0 for field in fields(Outcome)}
    values |= {"latencies": long, "receipt_latencies": long, "receipts": 10_000, "submitting": 0.5, "receiving": 0.5}
    outcome = Outcome(**values | {"refused": {}, "receipt_states": {}, "ended": (), "samples": ()})
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(*tables(outcome))
    text = console.export_text()
    assert text.count("199,283") == 10
    assert "…" not in text


async def test_a_closed_port_is_one_sentence() -> None:
    async with MessageCentre() as sc:
        port = sc.port
    ended = await run(*TO, "--port", str(port))
    assert ended == (2, "", f"esme: 127.0.0.1:{port} can't be reached: nothing listens there\n")


def test_the_line_says_how_fast_it_is_now_and_how_far() -> None:
    progress = Progress(Task(count=1000, window=10, sessions=2))
    assert progress.line(Sample(1.0, 120, 100, 0, 0, 20, TIMES)) == (
        "1.0 s  120 submitted of 1,000  100 submit/s  20 of 20 unanswered  p99 2.0 ms"
    )
    assert progress.line(Sample(1.5, 220, 200, 25, 3, 20, TIMES)) == (
        "1.5 s  220 submitted of 1,000  200 submit/s  50 receipts/s  20 of 20 unanswered  p99 2.0 ms  3 refused"
    )
