"""Several service centres in one world, as seen from a test and through the API."""

from collections.abc import AsyncIterator

import pytest

import esme
from scenarios import FOLDER
from scenarios.script import read
from scenarios.world import world
from smsc.api.app import create
from smsc.api.desk import Desk
from smsc.lab.centre import AsyncCentre, started
from tests.smsc.api.conftest import client_of


@pytest.fixture
async def centre() -> AsyncIterator[AsyncCentre]:
    config = world(read(FOLDER / "two_service_centres.ladder"))
    async with started(config.model_copy(update={"latency": {}})) as centre:
        yield centre


async def test_an_account_of_another_service_centre_is_tested_as_those_of_the_first(centre: AsyncCentre) -> None:
    first, second, phone = await centre.account(), await centre.account(sc="sc2"), await centre.phone()
    ports = {int(account.environment["SMPP_PORT"]) for account in (first, second)}
    assert len(ports) == 2
    for account in (first, second):
        port = int(account.environment["SMPP_PORT"])
        assert account.url.endswith(f":{port}")
        async with esme.connect(centre.host, port, system_id=account.system_id, password=account.password) as bound:
            message = await bound.submit("Your code is 4930", to=phone.number, receipt=True)
            received = await phone.wait(text="Your code is 4930", timeout=20)
            assert (received.message_id, received.segments) == (message, 1)
            assert (await message.delivered(timeout=20)).message_state == 2
        await account.submitted(text="Your code is 4930", timeout=0)
        assert "shows text=" in await centre.ladder([account.system_id])


async def test_the_api_knows_the_messages_of_all(centre: AsyncCentre) -> None:
    desk = Desk(centre._simulator)
    phone = await centre.phone(on=False)
    sent = []
    for sc in ("sc", "sc2", "sc"):
        account = await centre.account(sc=sc)
        port = int(account.environment["SMPP_PORT"])
        async with esme.connect(centre.host, port, system_id=account.system_id, password=account.password) as bound:
            sent.append(await bound.submit("Hello", to=phone.number))
    await centre.rest()
    async with client_of(create(desk)) as client:
        page = (await client.get("/api/v1/messages", params={"limit": 2})).json()
        found = [message["message_id"] for message in page["messages"]]
        page = (await client.get("/api/v1/messages", params={"before": page["next"]})).json()
        assert [*found, *(message["message_id"] for message in page["messages"])] == sent[::-1]
        message = (await client.get(f"/api/v1/messages/{sent[1]}")).json()
        trace = (await client.get(f"/api/v1/messages/{sent[1]}/trace")).json()
        packets = await client.get(f"/api/v1/messages/{sent[1]}/pcapng")
    assert any(line.startswith("sc2  -> hlr   sendRoutingInfoForSM") for line in message["ladder"])
    assert [event["line"] for event in trace] == message["ladder"]
    assert packets.status_code == 200
    desk.close()
