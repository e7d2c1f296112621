"""Calls, judged by a receiver of plain sockets and by the library of Standard Webhooks."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from socket import AF_INET, AF_INET6, SOCK_STREAM
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier
from trustme import CA

import esme
from pdu.header import SECRETS
from smsc.api import views
from smsc.api.desk import Desk
from smsc.config import load
from smsc.metrics.metrics import Metrics
from smsc.mistakes import section
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.trace.trace import TEXTS
from smsc.webhook import caller as caller_module
from smsc.webhook.caller import AN_HOUR, ATTEMPTS, Caller, calling
from smsc.webhook.terms import Webhook
from tests.smsc.conftest import Reported
from tests.smsc.webhook.receiver import NO_CONTENT, PATIENCE, Call, receiver

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVERYTHING = ("message.state", "phone.inbox", "event")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    world = load().model_copy(update={"latency": {}}).on_port(0).kept_in("memory")
    async with Simulator(world, now=1_767_225_600.0) as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a call that has failed again at once."""
    monkeypatch.setattr(caller_module, "FIRST", 0.001)


@asynccontextmanager
async def called(
    simulator: Simulator, url: str, hidden: frozenset[str] = SECRETS, **terms: Any
) -> AsyncIterator[Caller]:
    with closing(Desk(simulator, hidden)) as desk:
        async with calling((section(Webhook, {"url": url, **terms}),), desk) as [caller]:
            yield caller


def sends(simulator: Simulator, text: str = "Hello") -> None:
    simulator.act("ms1", SendsText(text, dialled("+447700900124")))


def refusing(status: int, times: int) -> Any:
    """Answer a status so often, and then take all calls."""
    left = [status] * times
    return lambda _: f"HTTP/1.1 {left.pop()} No\r\nContent-Length: 0\r\n\r\n".encode() if left else NO_CONTENT


async def test_states_and_texts_are_told_in_order_over_one_connection(simulator: Simulator) -> None:
    server = simulator.server
    async with receiver() as there, called(simulator, there.url):
        async with esme.connect(server.host, server.port, system_id="bank", password="secret") as bank:
            message_id = await bank.submit("Your code is 4930", to="+447700900123")
        calls = [await there.next() for _ in range(3)]
        assert there.connections == 1
    assert {call.line for call in calls} == {"POST /hooks/sms?key=hush HTTP/1.1"}
    assert {call.headers["content-type"] for call in calls} == {"application/json"}
    said = [json.loads(call.body) for call in calls]
    assert [one["type"] for one in said] == ["message.state", "phone.inbox", "message.state"]
    assert all(one["timestamp"].startswith("2026-01-01T00:0") for one in said)  # in the network's time
    before, after = (views.Message.model_validate(said[place]["data"]) for place in (0, 2))
    assert (before.message_id, before.state, after.state) == (message_id, "ENROUTE", "DELIVERED")
    assert views.Received.model_validate(said[1]["data"]).code == "4930"
    assert not any("webhook-signature" in call.headers for call in calls)


async def test_every_event_is_told_if_that_is_asked_for(simulator: Simulator) -> None:
    async with receiver() as there, called(simulator, there.url, of=EVERYTHING):
        sends(simulator)
        events: list[views.Event] = []
        last: dict[str, Any] = {}
        while last.get("data", {}).get("state") != "DELIVERED":
            last = json.loads((await there.next()).body)
            if last["type"] == "event":
                events.append(views.Event.model_validate(last["data"]))
                assert last["timestamp"] == events[-1].at
    assert {"CHANNEL REQUEST", "sendRoutingInfoForSM"} <= {event.message for event in events}
    assert len({event.id for event in events}) == len(events)


async def test_calls_are_signed_as_standard_webhooks_says(simulator: Simulator) -> None:
    async with receiver() as there, called(simulator, there.url, secret=SECRET):
        sends(simulator, "Größe €")
        calls = [await there.next() for _ in range(3)]
    for call in calls:
        assert Verifier(SECRET).verify(call.body, call.headers) == json.loads(call.body)
    assert len({call.headers["webhook-id"] for call in calls}) == 3


async def test_who_is_called_over_tls_is_trusted_as_openssl_is_told(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reported: Reported
) -> None:
    tls, ca = SSLContext(PROTOCOL_TLS_SERVER), CA()
    ca.issue_cert("127.0.0.1").configure_cert(tls)
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    async with receiver(tls=tls) as there:
        url = there.url.replace("http:", "https:")
        async with asyncio.timeout(PATIENCE), called(simulator, url) as caller:
            sends(simulator)
            await caller.failing.wait()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        async with called(simulator, url):
            sends(simulator)
            assert json.loads((await there.next()).body)["type"] == "message.state"
    why = "its certificate is not trusted: unable to get local issuer certificate"
    assert [one["why"] for one in reported if "webhook" in one and "why" in one] == [why]


async def test_texts_are_hidden_if_that_is_asked_for(simulator: Simulator) -> None:
    async with receiver() as there, called(simulator, there.url, SECRETS | TEXTS, of=EVERYTHING):
        sends(simulator, "hush hush")
        bodies = [(await there.next()).body for _ in range(20)]
    assert b'"text":"***"' in b"".join(bodies).replace(b": ", b":")
    assert not any(b"hush hush" in body for body in bodies)


async def test_a_program_that_is_not_there_yet_misses_nothing(simulator: Simulator, reported: Reported) -> None:
    async with receiver() as there:
        url, port = there.url, there.port
    async with called(simulator, url) as caller:
        sends(simulator)
        async with asyncio.timeout(PATIENCE):
            await caller.failing.wait()
        await simulator.rest()
        assert caller.outbox.events == 2  # besides the one that is made again and again
        async with receiver(port=port) as there:
            types = [json.loads((await there.next()).body)["type"] for _ in range(3)]
    assert types == ["message.state", "phone.inbox", "message.state"]
    told = [(one["event"], one.get("webhook"), one.get("why")) for one in reported if "webhook" in one["event"]]
    where = f"127.0.0.1:{port}"
    assert told == [
        ("webhook: a call fails, and is made again", where, "nothing listens there"),
        ("webhook: calls are answered again", where, None),
    ]


@pytest.mark.parametrize("status", [408, 429, 500, 503, 521, 599])
async def test_an_error_that_may_pass_is_no_refusal(simulator: Simulator, status: int) -> None:
    async with receiver(refusing(status, ATTEMPTS - 1)) as there, called(simulator, there.url) as caller:
        sends(simulator)
        ids = [(await there.next()).headers["webhook-id"] for _ in range(ATTEMPTS + 2)]
    assert [ids.count(one) for one in dict.fromkeys(ids)] == [ATTEMPTS, 1, 1]
    assert (caller.taken, caller.refused) == (3, 0)


@pytest.mark.parametrize(("status", "times"), [(404, 1), (300, 1), (500, ATTEMPTS)])
async def test_a_call_that_is_refused_is_not_made_again_and_the_next_one_is_made(
    simulator: Simulator, reported: Reported, status: int, times: int
) -> None:
    async with receiver(refusing(status, times)) as there:
        async with called(simulator, there.url) as caller:
            sends(simulator)
            calls = [await there.next() for _ in range(times + 2)]
        assert there.calls.empty()
    assert [json.loads(call.body)["type"] for call in calls][-2:] == ["phone.inbox", "message.state"]
    assert (caller.taken, caller.refused) == (2, 1)
    told = [one for one in reported if one["event"].startswith("webhook") and one["log_level"] == "warning"][-2:]
    assert [one["event"] for one in told] == [
        "webhook: a call is refused, and not made again",
        "webhook: calls were not taken",
    ]
    assert (told[0]["status"], told[1]["refused"]) == (status, 1)
    assert "hush" not in str(reported)


async def test_a_program_that_is_gone_is_called_no_more(simulator: Simulator, reported: Reported) -> None:
    async with receiver(refusing(410, 1)) as there:
        async with called(simulator, there.url) as caller:
            sends(simulator)
            await there.next()
            await simulator.rest()
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait((caller._task,))
            waiting = caller.outbox.events
            sends(simulator)
            await simulator.rest()
            assert caller.outbox.events == waiting
        assert there.calls.empty()
    told = [one for one in reported if one["event"].startswith("webhook")]
    assert [one["event"] for one in told] == [
        "webhook: it is gone, and not called any more",
        "webhook: calls were not taken",
    ]
    assert (told[0]["status"], told[1]["refused"], told[1]["left"]) == (410, 1, waiting)


async def test_a_program_that_is_gone_when_it_is_told_what_it_missed_is_called_no_more(simulator: Simulator) -> None:
    async with receiver(lambda call: b"HTTP/1.1 410 Gone\r\n\r\n" if b'"missed"' in call.body else b"") as there:
        async with called(simulator, there.url, buffer=1) as caller:
            caller.outbox.untold = 1
            sends(simulator)
            await there.next()
            await simulator.rest()
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait((caller._task,))
        assert there.calls.empty()
    assert (caller.taken, caller.refused) == (0, 1)


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Have calls made again at once, and keep after how many seconds they would have been."""
    monkeypatch.setattr(caller_module, "FIRST", 1.0)
    monkeypatch.setattr(caller_module, "LONGEST", 3.0)
    sleep, delays = asyncio.sleep, list[float]()

    async def at_once(delay: float) -> None:
        if delay:
            delays.append(delay)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", at_once)
    return delays


async def test_a_call_is_made_again_later_and_later(simulator: Simulator, delays: list[float]) -> None:
    async with receiver(refusing(503, ATTEMPTS - 1)) as there, called(simulator, there.url):
        sends(simulator)
        for _ in range(ATTEMPTS):
            await there.next()
    assert delays == [1.0, 2.0, 3.0, 3.0]


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("7", 7.0),
        ("0", 1.0),
        (format_datetime(datetime(2026, 1, 1, 0, 2, tzinfo=UTC), usegmt=True), 120.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1.0),
        ("9" * 400, AN_HOUR),
        ("Fri, 31 Dec 9999 23:59:59 GMT", AN_HOUR),
        ("soon", 1.0),
        ("-1", 1.0),
        ("Mon, 01 Jan 0001 00:00:00 -0000", 1.0),
    ],
)
async def test_a_program_may_say_when_it_is_to_be_called_again(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, delays: list[float], retry_after: str, pause: float
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_767_225_600.0)
    busy = f"HTTP/1.1 503 No\r\nRetry-After: {retry_after}\r\nContent-Length: 0\r\n\r\n".encode()
    answers = iter((busy,))
    async with receiver(lambda _: next(answers, NO_CONTENT)) as there, called(simulator, there.url):
        sends(simulator)
        ids = [(await there.next()).headers["webhook-id"] for _ in range(2)]
    assert (ids[0], delays) == (ids[1], [pause])


async def test_an_error_that_stays_is_told_once(simulator: Simulator, reported: Reported) -> None:
    async with receiver(refusing(503, 2 * ATTEMPTS)) as there, called(simulator, there.url) as caller:
        sends(simulator)
        for _ in range(2 * ATTEMPTS + 1):
            await there.next()
        sends(simulator)
        await there.next()  # which is called once the call before has been answered
    assert (caller.taken, caller.refused) == (4, 2)
    assert [one["event"] for one in reported if one["event"].startswith("webhook")] == [
        "webhook: a call fails, and is made again",
        "webhook: a call is refused, and not made again",
        "webhook: calls are answered again",
        "webhook: calls were not taken",
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",  # as of Python's http.server without a Content-Length
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nyes",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
    ],
)
async def test_an_answer_counts_though_the_rest_of_it_never_comes(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported, answer: bytes
) -> None:
    monkeypatch.setattr(caller_module, "A_WHILE", 0.001)
    async with receiver(lambda _: answer) as there, called(simulator, there.url) as caller:
        sends(simulator)
        ids = [(await there.next()).headers["webhook-id"] for _ in range(3)]
    assert (len(set(ids)), caller.taken) == (3, 3)
    assert not any(one["event"].startswith("webhook") for one in reported)


async def test_no_cookies_are_kept(simulator: Simulator) -> None:
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: one=two\r\nContent-Length: 0\r\n\r\n"
    async with receiver(lambda _: answer) as there, called(simulator, there.url):
        sends(simulator)
        calls = [await there.next() for _ in range(3)]
    assert not any("cookie" in call.headers for call in calls)


async def test_why_nobody_is_there_is_told_also_if_the_host_has_several_addresses(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    async with receiver() as there:
        port = there.port

    async def both(*_: object, **__: object) -> list[Any]:
        return [
            (family, SOCK_STREAM, 0, "", (host, port)) for family, host in ((AF_INET6, "::1"), (AF_INET, "127.0.0.1"))
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    async with asyncio.timeout(PATIENCE), called(simulator, f"http://both.example:{port}") as caller:
        sends(simulator)
        await caller.failing.wait()
    assert [one["why"] for one in reported if "why" in one and "webhook" in one] == ["nothing listens there"]


async def test_who_does_not_speak_http_has_nothing_of_what_it_says_in_the_log(
    simulator: Simulator, reported: Reported
) -> None:
    def echo(call: Call) -> bytes:
        return f"{call.line}\r\n\r\n".encode()

    async with asyncio.timeout(PATIENCE), receiver(echo) as there, called(simulator, there.url) as caller:
        sends(simulator)
        await caller.failing.wait()
    assert "it gave no answer of HTTP" in [one.get("why") for one in reported]
    assert "hush" not in str(reported)


async def test_a_connection_that_is_closed_without_an_answer_is_made_again(simulator: Simulator) -> None:
    answers = iter([None])
    async with receiver(lambda _: next(answers, NO_CONTENT)) as there, called(simulator, there.url):
        sends(simulator)
        ids = [(await there.next()).headers["webhook-id"] for _ in range(4)]
    assert ids[0] == ids[1]


async def test_an_answer_without_end_is_not_read(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller_module, "A_WHILE", 2 * PATIENCE)

    def talks(_: Call) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + bytes(1 << 20)

    async with receiver(talks) as there, called(simulator, there.url) as caller:
        sends(simulator)
        for _ in range(3):
            await there.next()
        assert there.connections == 3
    assert caller.taken >= 2


async def test_who_never_answers_is_given_up_for_a_new_try(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    monkeypatch.setattr(caller_module, "PATIENCE", 0.01)
    answers = iter([b"HTTP/1.1 200 OK\r\n"])
    async with receiver(lambda _: next(answers, NO_CONTENT)) as there, called(simulator, there.url):
        sends(simulator)
        assert (await there.next()).headers["webhook-id"] == (await there.next()).headers["webhook-id"]
    assert "no answer" in [one.get("why") for one in reported]


async def test_what_finds_no_room_is_counted_and_told(simulator: Simulator) -> None:
    async with receiver() as there:
        url, port = there.url, there.port
    async with called(simulator, url, buffer=3) as caller:
        sends(simulator)
        async with asyncio.timeout(PATIENCE):
            await caller.failing.wait()
        for _ in range(3):
            sends(simulator)
        await simulator.rest()
        async with receiver(port=port) as there:
            said = [json.loads((await there.next()).body) for _ in range(5)]
    assert [one["type"] for one in said].index("missed") == 1  # after the call that failed meanwhile
    assert [one["data"] for one in said if one["type"] == "missed"] == [{"missed": caller.outbox.dropped}]


async def test_at_the_end_it_is_told_what_was_dropped_and_nobody_was_told_of(
    simulator: Simulator, reported: Reported
) -> None:
    async with receiver() as there:
        url = there.url
    async with called(simulator, url, buffer=2):
        for _ in range(4):
            sends(simulator)
        await simulator.rest()
    [told] = [one for one in reported if one["event"] == "webhook: calls were not taken"]
    assert (told["left"], told["missed"]) == (2, 10)


async def test_none_of_several_webhooks_waits_for_another_at_the_end(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_module, "GRACE", 100 * PATIENCE)
    async with receiver(lambda _: b"") as there, asyncio.timeout(PATIENCE):
        with closing(Desk(simulator)) as desk, suppress(asyncio.CancelledError):
            context = calling([section(Webhook, {"url": there.url})] * 2, desk)
            callers = await context.__aenter__()
            sends(simulator)
            await there.next()
            await there.next()
            end = asyncio.create_task(context.__aexit__(None, None, None))
            for caller in callers:
                await caller.outbox.closed.wait()
            end.cancel()
            await end
        left = [caller.outbox.events for caller in callers]
        sends(simulator)
        await simulator.rest()
        assert [caller.outbox.events for caller in callers] == left


async def test_a_simulator_that_ends_tells_the_rest_and_does_not_wait_for_who_is_not_there(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    monkeypatch.setattr(caller_module, "GRACE", 2 * PATIENCE)
    async with receiver() as there:
        async with called(simulator, there.url):
            sends(simulator)
            await simulator.rest()
        assert there.calls.qsize() == 3
        url = there.url
    assert not any("not taken" in one["event"] for one in reported)
    async with asyncio.timeout(PATIENCE), called(simulator, url) as caller:
        sends(simulator)
        await caller.failing.wait()
        await simulator.rest()
    [told] = [one for one in reported if one["event"] == "webhook: calls were not taken"]
    assert (told["refused"], told["left"]) == (0, 3)


async def test_a_mistake_of_the_simulator_does_not_end_the_calls(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, reported: Reported
) -> None:
    post = Caller._post

    async def fails(*_: object) -> int:
        monkeypatch.setattr(Caller, "_post", post)
        raise RuntimeError("a mistake")

    monkeypatch.setattr(Caller, "_post", fails)
    async with receiver() as there, called(simulator, there.url):
        sends(simulator)
        said = [json.loads((await there.next()).body)["type"] for _ in range(2)]
    assert said == ["phone.inbox", "message.state"]
    assert [one["why"] for one in reported if one["event"] == "webhook: failed, and goes on"] == [
        "RuntimeError('a mistake')"
    ]


async def test_metrics_say_what_became_of_the_calls(simulator: Simulator) -> None:
    async with receiver(refusing(404, 1)) as there, called(simulator, there.url) as caller:
        sends(simulator)
        for _ in range(3):
            await there.next()
    with closing(Metrics(simulator.world)) as metrics:
        metrics.webhooks.append(caller)
        page, _ = await metrics.page("")
    rows = [row for row in page.decode().splitlines() if row.startswith("smsc_webhook")]
    assert rows == [
        'smsc_webhook_waiting{webhook="0"} 0.0',
        'smsc_webhook_calls_total{end="taken",webhook="0"} 2.0',
        'smsc_webhook_calls_total{end="refused",webhook="0"} 1.0',
        'smsc_webhook_calls_total{end="dropped",webhook="0"} 0.0',
    ]
