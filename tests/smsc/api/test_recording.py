"""What has happened in a simulator with real sessions, as a scenario."""

import httpx
import pytest

import esme
from pdu.header import SECRETS
from scenarios.player import play
from scenarios.script import parse
from smsc.lab import journal
from smsc.trace.trace import TEXTS
from tests.smsc.api.conftest import API, Served, problem

PATH = f"{API}/events/scenario"


async def test_what_a_program_and_a_person_did_goes_the_same_way_again(
    served: Served, client: httpx.AsyncClient
) -> None:
    server = served.simulator.server
    async with esme.connect(server.host, server.port, system_id="bank", password="secret") as program:
        await client.post(f"{API}/acts", json={"subject": "ms1", "act": "switches off"})
        message = await program.submit("Hello", to="+447700900123", receipt=True)
        await client.post(f"{API}/clock/advance", json={"by": "1h"})
        await program.query(message.message_ids[0], source="")
        await client.post(f"{API}/acts", json={"subject": "ms1", "act": "switches on"})
        await message.delivered(timeout=30)
    await served.simulator.rest()
    said = [str(record).split("source_addr_ton")[0] for record, _ in served.desk.journal.records]
    answer = await client.get(PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    played = play(parse(answer.text))
    assert [str(rung).split()[:4] for rung in played.rungs] == [line.split()[:4] for line in said]
    assert "query_sm message_id=$id1" in answer.text
    assert message.message_ids[0] not in answer.text


async def test_who_was_added_is_there_again_and_what_was_before_a_reset_is_not(
    served: Served, client: httpx.AsyncClient
) -> None:
    await client.post(f"{API}/acts", json={"subject": "ms1", "act": "switches off"})
    new = {"name": "ms6", "msisdn": "447700900130", "imsi": "234150000000030", "cell": "cell2"}
    assert (await client.post(f"{API}/phones", json=new)).status_code == 201
    program = {"system_id": "post", "password": "private", "addresses": ["7009"]}
    assert (await client.post(f"{API}/accounts", json=program)).status_code == 201
    server = served.simulator.server
    async with esme.connect(server.host, server.port, system_id="post", password="private") as post:
        await client.post(f"{API}/reset")
        await post.submit("Hello", to="+447700900130")
        await served.simulator.rest()
        text = (await client.get(PATH)).text
    assert "switches off" not in text
    assert "private" not in text
    assert "ms6           shows text=Hello" in text
    play(parse(text))


async def test_who_was_bound_before_a_reset_is_bound_in_the_same_way_again(
    served: Served, client: httpx.AsyncClient
) -> None:
    server = served.simulator.server
    opening = esme.connect(server.host, server.port, system_id="bank", password="secret", bind="transmitter")
    async with opening as program:
        await client.post(f"{API}/reset")
        await program.submit("Hello", to="+447700900123")
        text = (await client.get(PATH)).text
    [bind] = (row.split() for row in text.splitlines() if " bind_" in row and "_resp" not in row)
    assert bind[:5] == ["0s", "bank", "->", "sc", "bind_transmitter"]
    play(parse(text))


async def test_what_can_not_be_recorded_is_told_why(
    served: Served, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert problem(await client.get(PATH)) == (422, "nothing has been done yet that a scenario could do again")
    await client.post(f"{API}/acts", json={"subject": "ms1", "act": "switches off"})
    await served.simulator.rest()
    kept = len(served.desk.journal.records)
    monkeypatch.setattr(journal, "KEPT", kept)
    await client.post(f"{API}/acts", json={"subject": "ms1", "act": "switches on"})
    status, said = problem(await client.get(PATH))
    assert (status, said) == (
        409,
        f"the beginning is forgotten, as the last {kept:,} events are remembered; a reset begins anew",
    )
    served.desk.hidden = SECRETS | TEXTS
    status, said = problem(await client.get(PATH))
    assert (status, said) == (409, "texts are hidden (--redact), and a scenario would show them")
