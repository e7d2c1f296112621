"""What a request carries is read as it was meant, or refused: RFC 8259 for bodies, RFC 3986 for queries."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.types import Message

from smsc.api.app import create
from tests.smsc.api.conftest import API, Served, problem

JSON = {"content-type": "application/json"}
DEEP = 100_000


def operations(served: Served, *, with_body: bool) -> Iterator[tuple[str, str]]:
    """Give the method and the path of each operation that takes a body, or of each that takes none."""
    for path, methods in create(served.desk).openapi()["paths"].items():
        for method, operation in methods.items():
            if ("requestBody" in operation) is with_body and method != "head":
                yield method.upper(), path


# Bodies


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"speed": 2, "speed": 3}', "body: expected each name of an object once, found 'speed' again"),
        (b'{"speed": {"a": 1, "a": 1}}', "body: expected each name of an object once, found 'a' again"),
        (b'{"speed": "\xff"}', "body: expected JSON in UTF-8, which ends at octet 11"),
        (b'{"speed": "\xed\xa0\x80"}', "body: expected JSON in UTF-8, which ends at octet 11"),
        (b'{"speed": "\\ud83d."}', "body: expected whole characters, found \\ud83d alone"),
        (b'{"\\uDE00": 1}', "body: expected whole characters, found \\ude00 alone"),
        (b"[" * DEEP + b"]" * DEEP, "body: expected JSON with fewer arrays or objects in each other"),
        (b'{"speed": ' + b"1" * 5000 + b"}", "body: expected integers of at most 4,300 digits"),
    ],
)
async def test_a_body_that_can_not_be_read_as_it_was_meant_is_refused(served: Served, body: bytes, said: str) -> None:
    assert problem(await served.client.patch(f"{API}/clock", content=body, headers=JSON)) == (400, said)
    assert served.simulator.clock.speed == 1
    answer = await served.client.post("/sim-swap/v2/check", content=body, headers=JSON)
    assert (answer.status_code, answer.json()) == (
        400,
        {"status": 400, "code": "INVALID_ARGUMENT", "message": said},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
async def test_a_body_in_any_encoding_that_json_ever_had_is_read(served: Served, encoding: str) -> None:
    text = json.dumps({"text": "\N{GRINNING FACE} é", "to": "+447700900124"}, ensure_ascii="16" not in encoding)
    answer = await served.client.post(f"{API}/phones/ms1/messages", content=text.encode(encoding), headers=JSON)
    assert answer.status_code == 202
    shown = await served.client.get(f"{API}/messages/wait", params={"timeout": 20})
    assert shown.json()["text"] == "\N{GRINNING FACE} é"


async def test_no_operation_reads_a_body_in_which_a_name_is_there_twice(served: Served) -> None:
    asked = list(operations(served, with_body=True))
    assert len(asked) >= 10
    for method, path in asked:
        answer = await served.client.request(method, path, content=b'{"a": 1, "a": 2}', headers=JSON)
        assert answer.status_code == 400, path
        assert "found 'a' again" in answer.text, path


async def test_no_operation_ignores_a_body(served: Served) -> None:
    added = await served.client.post(f"{API}/faults", json={"stage": "smpp", "silence": True})
    asked = list(operations(served, with_body=False))
    assert len(asked) >= 20
    for method, path in asked:
        answer = await served.client.request(method, path, json={"number": added.json()["number"]})
        assert problem(answer) == (400, "body: expected none"), path
    assert len(list(served.desk.world.faults)) == 1


async def test_a_body_that_says_nothing_is_none(served: Served) -> None:
    assert (await served.client.post(f"{API}/reset", json={})).status_code == 200
    assert (await served.client.request("DELETE", f"{API}/faults", content=b"")).status_code == 204


@pytest.mark.parametrize("path", ["/clock/advance", "/reset"])
async def test_a_body_of_which_the_end_does_not_come_has_no_effect(served: Served, path: str) -> None:
    told: list[Message] = [
        {"type": "http.request", "body": b'{"by": "1h"}', "more_body": True},
        {"type": "http.disconnect"},
    ]
    said: list[Any] = []

    async def receive() -> Message:
        return told.pop(0)

    async def send(message: Message) -> None:
        said.append(message)

    began = served.desk.began
    scope = {"type": "http", "method": "POST", "path": API + path, "query_string": b"", "raw_path": b""}
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    await create(served.desk)({**scope, "headers": headers, "http_version": "1.1"}, receive, send)
    assert said[0]["status"] == 400
    assert served.simulator.clock.now < began + 3600
    assert served.desk.began == began


async def test_a_body_that_is_too_large_is_refused_as_camara_refuses(served: Served) -> None:
    answer = await served.client.post("/sim-swap/v2/check", content=b" " * (9 << 20), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_ENTITY_TOO_LARGE")

    async def pieces() -> Any:
        for _ in range(9):
            yield b" " * (1 << 20)

    answer = await served.client.post("/sim-swap/v2/check", content=pieces(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_ENTITY_TOO_LARGE")


async def test_of_very_many_mistakes_the_first_are_told_and_the_others_counted(served: Served) -> None:
    wrong = await served.client.post(f"{API}/faults", json={f"stage_{number}": 1 for number in range(999)})
    listed = wrong.json()["errors"]
    assert [one["field"] for one in listed] == ["body.stage", *(f"body.stage_{number}" for number in range(19)), "body"]
    assert problem(wrong)[1].endswith("; body: expected less that is wrong: 980 more mistakes")


# Queries and paths


async def test_an_account_whose_name_has_a_slash_is_handed_what_others_are(served: Served) -> None:
    await served.client.post(f"{API}/accounts", json={"system_id": "bank/2", "password": "x"})
    answer = await served.client.post(f"{API}/accounts/bank%2F2/deliveries", json={"text": "Hello"})
    assert problem(answer) == (409, "no session of bank/2 receives, so that deliver_sm can't be sent")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("limit=1&limit=2", 400, "query.limit: expected one value, found 2"),
        (
            "state=DELIVERED&x=1&state=ENROUTE",
            400,
            "query.state: expected one value, found 2; query.x: expected one of",
        ),
        ("text=%E9", 400, "query: expected UTF-8 in what is written with %"),
        ("%ff=1", 400, "query: expected UTF-8 in what is written with %"),
        (
            "to=+447700900124",
            422,
            "query.to: expected a number or a name, which begins with no space (in a query, + is",
        ),
        ("source=%2B", 422, "query.source: expected a number or a name, which begins with no space"),
    ],
)
async def test_a_query_that_would_not_be_read_as_it_was_meant_is_refused(
    served: Served, query: str, status: int, said: str
) -> None:
    found, detail = problem(await served.client.get(f"{API}/messages?{query}"))
    assert (found, detail[: len(said)]) == (status, said)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "GET"])
async def test_a_path_whose_last_name_is_missing_is_not_taken_for_a_shorter_one(served: Served, method: str) -> None:
    await served.client.post(f"{API}/faults", json={"stage": "smpp", "silence": True})
    answer = await served.client.request(method, f"{API}/faults/", follow_redirects=True)
    assert problem(answer) == (
        404,
        "there is nothing at /api/v1/faults/; /api/v1/openapi.json says what there is",
    )
    assert len(list(served.desk.world.faults)) == 1


async def test_as_many_as_anybody_asks_for_are_all_that_there_are(served: Served) -> None:
    await served.client.post(f"{API}/phones/ms1/messages", json={"text": "Hello", "to": "+447700900124"})
    await served.client.get(f"{API}/messages/wait", params={"timeout": 20})
    inbox = await served.client.get(f"{API}/phones/ms2/inbox", params={"limit": 10**30})
    assert [one["text"] for one in inbox.json()] == ["Hello"]
    told: list[str] = []
    for query in ("follow=false", f"follow=false&remembered={10**30}"):
        events = await served.client.get(f"{API}/events?{query}", headers={"last-event-id": "0"})
        told.append(events.text)
    assert "shows" in told[0]
    assert told[0] == told[1]


@pytest.mark.parametrize("path", ["/", "/livez", "/readyz", "/page/page.css"])
async def test_who_only_wants_to_know_whether_it_is_there_asks_with_head(served: Served, path: str) -> None:
    wanted: httpx.Response = await served.client.get(path)
    answer = await served.client.head(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, wanted.headers["content-type"])


# What is described


async def test_every_refusal_is_described_as_it_is_answered(served: Served) -> None:
    described = create(served.desk).openapi()
    for path, operations in described["paths"].items():
        form = "ErrorInfo" if path.startswith("/sim-swap/") else "Problem"
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status >= "500" or (status >= "400" and form == "Problem"):
                    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
                    assert answer["content"] == {"application/problem+json": schema}, (path, status)
                elif status >= "400":
                    assert list(answer["content"]) == ["application/json"], (path, status)
            assert {"400", "421", "500", "503"} <= set(operation["responses"]), path
