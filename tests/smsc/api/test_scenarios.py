"""Scenarios through the API: which there are, and how they go."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from scenarios.stage import Stage
from smsc.api.desk import Desk
from smsc.api.scenarios import scenarios
from smsc.api.views import Played
from smsc.config import load
from tests.smsc.api.conftest import API, Served, client_of, problem, serves


async def test_scenarios_are_listed_with_what_they_teach(client: httpx.AsyncClient) -> None:
    listed = (await client.get(f"{API}/scenarios")).json()
    [flash] = [one for one in listed if one["name"] == "flash"]
    assert flash["teaches"]
    text = (await client.get(f"{API}/scenarios/flash")).json()["text"]
    assert "submit_sm" in text


async def test_a_scenario_is_played_in_a_world_of_its_own(client: httpx.AsyncClient, served: Served) -> None:
    played = (await client.post(f"{API}/scenarios/submit_and_receipt/play", json={})).json()
    assert (played["outcome"], played["difference"]) == ("as written", None)
    assert "bank -> sc    submit_sm" in played["ladder"][0]
    assert served.desk.journal.records == type(served.desk.journal.records)()
    assert list(served.desk.world.store.messages()) == []


async def test_chance_takes_the_course_of_the_seed(client: httpx.AsyncClient) -> None:
    submit = "bank -> sc  submit_sm destination_addr=447700900123 short_message=Hello\n...\n"

    async def ladder(seed: int) -> list[str]:
        asked = {"text": f"sc-hlr  loses share=0.5\n...\n{10 * submit}", "seed": seed}
        played = (await client.post(f"{API}/scenarios/play", json=asked)).json()
        assert played["outcome"] == "as written"
        return list(played["ladder"])

    once, again, otherwise = await ladder(1), await ladder(1), await ladder(2)
    assert once == again
    assert once != otherwise


async def test_who_has_part_in_a_scenario_stands_in_the_order_of_the_way(client: httpx.AsyncClient) -> None:
    played = (await client.post(f"{API}/scenarios/receipt_elsewhere/play", json={})).json()
    assert played["parties"] == ["bank", "bank.2", "sc", "hlr", "msc1", "bss1", "ms1"]


async def test_what_goes_otherwise_is_told_with_the_difference(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{API}/scenarios/submit_and_receipt")).json()["text"]
    text = text.replace("message_state=DELIVERED", "message_state=EXPIRED")
    played = (await client.post(f"{API}/scenarios/play", json={"text": text, "seed": 2})).json()
    assert played["outcome"] == "otherwise"
    assert "message_state: EXPIRED is written, DELIVERED came" in played["difference"]


def nothing_at(path: str) -> str:
    return f"there is nothing at {API}{path}; {API}/openapi.json says what there is"


async def test_what_can_t_be_played_is_told_by_line_and_column(client: httpx.AsyncClient) -> None:
    wrong = problem(await client.post(f"{API}/scenarios/play", json={"text": "bank -> sc  sbmit_sm\n"}))
    said = "scenario:1:13: expected the name of a PDU, perhaps submit_sm"
    assert (wrong[0], wrong[1][: len(said)]) == (422, said)
    assert problem(await client.post(f"{API}/scenarios/nope/play", json={})) == (404, "there is no scenario 'nope'")
    assert problem(await client.get(f"{API}/scenarios/..%2Fnope")) == (404, nothing_at("/scenarios/../nope"))


async def test_where_nobody_plays_there_are_none(served: Served) -> None:
    assert problem(await served.client.get(f"{API}/scenarios")) == (404, nothing_at("/scenarios"))


class Slow(Stage):
    """A stage that plays only once it is allowed to."""

    def __init__(self) -> None:
        self.begun, self.may, self.goes_on = threading.Event(), threading.Event(), threading.Event()

    def play(self, name: str, text: str, seed: int | None) -> Played:
        self.begun.set()
        self.may.wait(20)
        self.goes_on.set()
        return super().play(name, text, seed)


@asynccontextmanager
async def on(stage: Stage, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the scenarios of a stage."""
    app = FastAPI()
    app.include_router(scenarios(stage, desk))
    async with client_of(app) as client:
        yield client


def test_a_scenario_that_is_still_played_at_the_end_holds_it_up_no_longer() -> None:
    stage = Slow()

    async def ends_meanwhile() -> None:
        async with serves(load()) as served, on(stage, served.desk) as client:
            asked = asyncio.create_task(client.post("/scenarios/flash/play", json={}))
            assert await asyncio.to_thread(stage.begun.wait, 20)
            asked.cancel()

    asyncio.run(ends_meanwhile())
    assert not stage.goes_on.is_set()
    stage.may.set()
    assert stage.goes_on.wait(20)


async def test_who_goes_while_a_scenario_is_played_leaves_the_stage_to_the_next(served: Served) -> None:
    stage, failed = Slow(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, what: failed.append(what))
    async with on(stage, served.desk) as client:
        gone = asyncio.create_task(client.post("/scenarios/flash/play", json={}))
        assert await asyncio.to_thread(stage.begun.wait, 20)
        gone.cancel()
        asked = asyncio.create_task(client.post("/scenarios/flash/play", json={}))
        stage.may.set()
        assert (await asked).json()["outcome"] == "as written"
    assert failed == []
