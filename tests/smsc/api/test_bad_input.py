"""What strangers send, and mistakes, over real sockets: the answer says what is wrong, and nothing is left behind."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import websockets

from pdu.operations.submit_sm import SubmitSm
from smsc.api import streams
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from tests.smsc.api.conftest import NOW, TOKEN, Served

JSON = {**TOKEN, "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "said"),
    [
        ("POST", "/acts", JSON, b'{"subject"', 422, "body: expected JSON, which ends at octet 10: "),
        ("POST", "/acts", JSON, b"[1]", 422, "body: expected "),
        ("GET", "/phones/ms99", TOKEN, b"", 404, "there is no handset 'ms99'; there are ms1"),
        ("POST", "/phones/ms99/sim", JSON, b'{"imsi": "234150000000002"}', 404, "there is no handset 'ms99'"),
        ("GET", "/phones", {}, b"", 401, "Authorization: expected Bearer and the token"),
        ("GET", "/phones", {"Authorization": "Bearer opensesam"}, b"", 401, "Authorization: expected Bearer"),
        ("GET", "/phones", {**TOKEN, "Origin": "https://example.com"}, b"", 403, "Origin: expected a page of this"),
        ("POST", "/reset", {**TOKEN, "Origin": "null"}, b"", 403, "Origin: expected a page of this server"),
        ("GET", "/phones", {**TOKEN, "Host": "example.com"}, b"", 421, "Host: expected one of 127.0.0.1"),
        ("POST", "/faults", JSON, b'{"stage": "smpp", "comand_status": "x"}', 422, "body.comand_status: expected no"),
        ("POST", "/faults", JSON, b'{"stage": "smsc", "silence": true}', 422, "body.stage: expected 'smpp', 'sc'"),
        ("GET", "/messages?acount=bank", TOKEN, b"", 400, "query.acount: expected one of to, source, state, text, "),
        ("DELETE", "/messages?to=7000", TOKEN, b"", 400, "query.to: expected no parameter"),
        ("GET", "/phones?a&b=1", TOKEN, b"", 400, "query.a: expected no parameter; query.b: expected no parameter"),
        ("DELETE", "/messages/nope", TOKEN, b"", 404, "there is no message 'nope'"),
    ],
)
async def test_what_is_wrong_is_told_and_leaves_nothing_behind(
    served: Served, url: str, method: str, path: str, headers: dict[str, str], body: bytes, status: int, said: str
) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.request(method, f"http://{url}/api/v1{path}", headers=headers, content=body)
        assert answer.headers["content-type"] == "application/problem+json"
        problem: dict[str, Any] = answer.json()
        assert (answer.status_code, problem["detail"][: len(said)]) == (status, said)
        for secret in ("opensesame", "Traceback"):
            assert secret not in answer.text
        assert list(served.desk.world.faults) == []
        assert (await client.get(f"http://{url}/api/v1/sessions", headers=TOKEN)).json() == []
        served.simulator.act("ms1", SendsText("still here", dialled("+447700900124")))
        shown = await client.get(f"http://{url}/api/v1/messages/wait", params={"timeout": 20}, headers=TOKEN)
        assert shown.json()["text"] == "still here"


async def test_a_websocket_that_asks_for_what_there_is_not_is_told_why(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(f"ws://{url}/api/v1/events/ws?after=x", additional_headers=TOKEN)
    answer = refused.value.response
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert json.loads(answer.body)["detail"].startswith("query.after: expected a valid integer")
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(f"ws://{url}/api/v1/events/ws?after=-1", additional_headers=TOKEN)
    answer = refused.value.response
    assert json.loads(answer.body)["detail"] == "query.after: expected greater than or equal to 0"
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(f"ws://{url}/api/v1/events/ws?aftr=1", additional_headers=TOKEN)
    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body)["detail"] == "query.aftr: expected one of after"
    assert "Traceback" not in caplog.text


async def test_a_websocket_that_is_never_read_stops_nobody_and_is_told_what_it_missed(
    served: Served, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BUFFER", 20)
    large, trace = SubmitSm(message_payload=b"x" * 50_000), served.simulator.world.trace
    async with (
        httpx.AsyncClient(headers=TOKEN) as client,
        websockets.connect(f"ws://{url}/api/v1/events/ws", additional_headers=TOKEN, compression=None) as told,
    ):
        told.transport.pause_reading()
        [listener] = served.desk.journal._listeners
        reader = listener.__self__  # type: ignore[attr-defined]  # the one of this socket
        async with asyncio.timeout(60):
            while not reader._missed:  # first the system's own buffers fill
                for _ in range(15):
                    trace.smpp(NOW, "bank", "sc", large)
                assert (await client.get(f"http://{url}/api/v1/clock")).status_code == 200
        assert len(reader._waiting) == 20
        told.transport.resume_reading()
        came: list[dict[str, Any]] = []
        while not came or "missed" not in came[-1]:
            came.append(json.loads(await told.recv()))
        assert came[-1]["missed"] > 0
    gone = served.desk.journal.until(lambda: served.desk.journal._listeners == [] or None, 20)
    served.simulator.act("ms1", SendsText("still here", dialled("+447700900124")))
    assert await gone
