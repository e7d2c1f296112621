"""Deleting messages, and beginning anew."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import esme
from pdu.lists import SmeAddress
from pdu.operations.alert_notification import AlertNotification
from pdu.operations.data_sm import DataSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.values import InterfaceVersion, MessageState
from smsc.api.app import create
from smsc.api.as_it_was import FACTS
from smsc.api.desk import Desk
from smsc.config import load, parse
from smsc.network.acts import ShowsBroadcast, SwitchesOn
from smsc.network.hlr.subscribers import TELESERVICES
from smsc.simulator import Simulator
from tests.smsc.api.conftest import API, NOW, Served, client_of, problem, serves
from tests.smsc.worlds import DEFAULT

REFUSED = {"stage": "smpp", "command_status": "ESME_RSYSERR", "pdu": "submit_sm"}
FAULT = {"stage": "smpp", "command_status": "ESME_RTHROTTLED", "account": "nobody"}


@pytest.fixture(params=["memory", "sqlite"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Served]:
    world = load().model_copy(update={"latency": {}}).on_port(0)
    world = world.kept_in("memory") if request.param == "memory" else world.kept_in("sqlite", tmp_path / "messages")
    async with Simulator(world, now=NOW, ladders=frozenset()) as simulator:
        desk = Desk(simulator)
        async with client_of(create(desk)) as client:
            yield Served(simulator, desk, client)
        desk.close()


async def messages(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await served.client.get(f"{API}/messages")).json()["messages"]
    return found


def bound(served: Served, **more: Any) -> esme.connect:
    server = served.simulator.server
    return esme.connect(server.host, server.port, system_id="bank", password="secret", **more)


async def act(served: Served, subject: str, what: str) -> None:
    answer = await served.client.post(f"{API}/acts", json={"subject": subject, "act": what})
    assert answer.status_code == 202, answer.text
    await served.simulator.rest()


async def test_what_is_done_with_is_deleted_and_what_is_not_is_kept(kept: Served) -> None:
    await act(kept, "ms2", "loses power")
    async with bound(kept) as bank:
        done, other = [await bank.submit("Hello", to="+447700900123") for _ in range(2)]
        waits = await bank.submit("Hello", to="+447700900124")
        await kept.simulator.rest()
        assert (await kept.client.delete(f"{API}/messages/{done}")).status_code == 204
        assert problem(await kept.client.delete(f"{API}/messages/{done}")) == (404, f"there is no message '{done}'")
        refused = problem(await kept.client.delete(f"{API}/messages/{waits}"))
        assert refused == (409, f"message {waits} is not done with: its state is ENROUTE")
        assert [one["message_id"] for one in await messages(kept)] == [waits, other]
        assert (await kept.client.delete(f"{API}/messages")).status_code == 204
        assert [one["message_id"] for one in await messages(kept)] == [waits]


async def test_a_submission_of_which_a_message_waits_is_not_deleted(kept: Served) -> None:
    await act(kept, "ms2", "loses power")
    async with bound(kept) as bank:
        both = tuple(SmeAddress(1, 1, number) for number in ("447700900123", "447700900124"))
        submitted = await bank.send(SubmitMulti(dest_address=both, short_message=b"Hello"))
        await kept.simulator.rest()
        done = submitted.message_id
        waits, _ = [one["message_id"] for one in await messages(kept)]
        refused = problem(await kept.client.delete(f"{API}/messages/{done}"))
        assert refused == (409, f"message {done} is not done with: {waits} of the same submission is not")
        assert (await kept.client.delete(f"{API}/messages")).status_code == 204
        assert (await bank.query(done)).message_state == MessageState.ENROUTE


async def test_a_message_that_owes_its_receipt_is_not_deleted(kept: Served) -> None:
    async with bound(kept, bind="transmitter") as bank:
        message_id = await bank.submit("Hello", to="+447700900124", receipt=True)
    await kept.simulator.rest()
    refused = problem(await kept.client.delete(f"{API}/messages/{message_id}"))
    assert refused == (409, f"message {message_id} is not done with: its receipt has not been taken")


async def test_after_a_reset_all_is_as_it_was_but_sessions_stay(kept: Served) -> None:
    before = (await kept.client.get(f"{API}/phones")).json()
    for subject, what in (
        ("ms1", "moves to cell=cell3"),
        ("ms1", "fills memory"),
        ("ms2", "loses power"),
        ("hlr", "swaps sim msisdn=447700900125 imsi=234150000000004"),
        ("hlr", "bars msisdn=447700900123"),
        ("sc-hlr", "takes seconds=3"),
        ("msc2", "goes down"),
        ("sc-hlr", "breaks"),
    ):
        await act(kept, subject, what)
    await kept.client.post(f"{API}/faults", json=FAULT)
    async with bound(kept) as bank:
        await bank.submit("waits", to="+447700900124", receipt=True)
        assert kept.desk.world.centre.waiting["bank"] == 1
        assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
        assert await messages(kept) == []
        assert kept.desk.world.centre.waiting["bank"] == 0
        assert (await kept.client.get(f"{API}/faults")).json() == []
        assert (await kept.client.get(f"{API}/phones")).json() == before
        assert not kept.desk.world.network.troubles
        for phone in before:
            message = await bank.submit("Hello", to=phone["number"], receipt=True)
            assert (await message.delivered(timeout=20)).message_state == 2
        [inbox] = (await kept.client.get(f"{API}/phones/ms1/inbox")).json()
        assert inbox["text"] == "Hello"


async def test_after_a_reset_nobody_is_told_of_what_was_before(kept: Served) -> None:
    await act(kept, "ms1", "loses power")
    async with bound(kept, bind="transmitter") as bank:
        await bank.submit("waits", to="+447700900123", receipt=True)
        await bank.submit("arrives", to="+447700900124", receipt=True)
    await kept.simulator.rest()
    assert len(kept.desk.world.centre.mailboxes) == 1  # the receipt, which nobody takes
    assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
    assert await messages(kept) == []
    async with bound(kept) as bank:
        await bank.submit("Hello", to="+447700900123")
        await kept.simulator.rest()
        assert not [one for one, _ in kept.desk.journal.records if "deliver_sm" in str(one)]


async def test_after_a_reset_no_broadcast_goes_on(kept: Served) -> None:
    every_minute = b"\x09\x00\x01"
    async with bound(kept, interface_version=InterfaceVersion.V5_0) as bank:
        flood = partial(bank.broadcast, "Flood", areas=[b"\0cell1"], content_type=b"\0\0\0", repetitions=60)
        under_way = await flood(frequency_interval=every_minute)
        scheduled = await flood(frequency_interval=every_minute, schedule="000000003000000R")
        await kept.simulator.rest()
        assert [record for record, _ in kept.desk.journal.records if isinstance(record.message, ShowsBroadcast)]
        assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
        await kept.simulator.clock.advance(3600)
        for broadcast in (under_way, scheduled):
            with pytest.raises(esme.Refused, match="ESME_RINVMSGID"):
                await bank.query_broadcast(broadcast.message_id)
    assert not [record for record, _ in kept.desk.journal.records if isinstance(record.message, ShowsBroadcast)]
    assert list(kept.desk.world.centre.store.notes("broadcast")) == []


@pytest.mark.parametrize("bind", ["transceiver", "transmitter"])
async def test_after_a_reset_nobody_is_alerted_of_what_was_before(kept: Served, bind: str) -> None:
    await act(kept, "ms1", "switches off")
    async with bound(kept, bind=bind) as bank:
        await bank.send(DataSm(destination_addr="447700900123", dest_addr_ton=1, message_payload=b"Hello", set_dpf=1))
        await kept.simulator.rest()
        await kept.desk.kept.written()
        assert list(kept.desk.world.centre.store.notes("dpf"))
        if bind == "transmitter":  # the alert waits for somebody to take it
            await act(kept, "ms1", "switches on")
            await kept.desk.kept.written()
        assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
    async with bound(kept) as bank:
        await bank.enquire_link()
        await kept.simulator.rest()
    assert not [record for record, _ in kept.desk.journal.records if isinstance(record.message, AlertNotification)]
    assert [*kept.desk.world.centre.store.notes("dpf"), *kept.desk.world.centre.store.notes("alert")] == []


async def test_after_a_reset_chance_takes_the_same_course(kept: Served) -> None:
    courses: list[list[bool]] = []
    async with bound(kept) as bank:
        for _ in range(2):
            cells, network = kept.desk.world.cells, kept.desk.world.network
            assert (await kept.client.post(f"{API}/faults", json={**REFUSED, "probability": 0.5})).status_code == 201
            course = [await refused(bank) for _ in range(16)]
            courses.append([*course, cells["cell1"].air.chance.random() < 0.5, network.random.random() < 0.5])
            assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
    assert courses[0] == courses[1]
    assert set(courses[0]) == {False, True}


async def refused(bank: esme.Esme) -> bool:
    try:
        await bank.submit("Hello", to="+447700900123")
    except esme.Refused:
        return True
    return False


async def test_a_reset_finds_what_faults_have_lost_or_doubled(kept: Served) -> None:
    async with bound(kept) as bank:
        for rule in ({"stage": "sc", "loss": True, "times": 1}, {"stage": "sc", "duplicate": True, "times": 1}):
            assert (await kept.client.post(f"{API}/faults", json=rule)).status_code == 201
        for _ in range(2):
            await bank.submit("Hello", to="+447700900123")
        await kept.simulator.rest()
        await kept.desk.kept.written()
        assert sorted(one["state"] for one in await messages(kept)) == ["DELIVERED", "DELIVERED", "ENROUTE"]
        assert (await kept.client.post(f"{API}/reset")).json() == {"under_way": 0}
        assert await messages(kept) == []


async def test_the_faults_of_the_world_s_file_are_there_again(tmp_path: Path) -> None:
    path = tmp_path / "world.toml"
    path.write_text(f'{DEFAULT}\n[[fault]]\nstage = "smpp"\nsilence = true\naccount = "nobody"\n', "utf-8")
    async with Simulator(load(path).on_port(0).kept_in("memory"), now=NOW) as simulator:
        desk = Desk(simulator)
        async with client_of(create(desk)) as client:
            await client.delete(f"{API}/faults")
            await client.post(f"{API}/reset")
            [fault] = (await client.get(f"{API}/faults")).json()
        desk.close()
    assert (fault["rule"]["account"], fault["seen"]) == ("nobody", 0)


async def test_whom_a_fault_of_the_world_s_file_has_had_absent_is_back() -> None:
    absence = '[[fault]]\nstage = "hlr"\nerror = "absentSubscriberSM"\nabsence = 3600.0\ntimes = 1\n'
    async with serves(parse(absence, "world.toml")) as own:
        for _ in range(2):  # that it strikes the second as well is seen only if it is not the first that goes on
            await own.client.post(f"{API}/reset")
            await own.client.post(f"{API}/phones/ms2/messages", json={"text": "Hello", "to": "+447700900123"})
            await own.simulator.rest()
            [fault] = (await own.client.get(f"{API}/faults")).json()
            assert (fault["seen"], fault["struck"]) == (1, 1)


WORLD = """
[[operator]]
name = "alpha"
plmn = ["234-15"]
numbers = ["44770090", "1202555", "4479110"]
srf = "srf"
[[operator]]
name = "beta"
plmn = ["234-20"]
numbers = ["44780090"]
[[sc]]
name = "sc2"
number = "447800900900"
operator = "beta"
[[hlr]]
name = "hlr2"
number = "447800900910"
operator = "beta"
[[msc]]
name = "msc3"
number = "447800900921"
bss = "bss3"
operator = "beta"
[[cell]]
name = "cell5"
bss = "bss3"
cgi = "234-20-1-101"
[[phone]]
name = "ms8"
imsi = "234200000000001"
cell = "cell5"
on = false
[[phone]]
name = "ms9"
imsi = "234200000000002"
cell = "cell5"
on = false
[[phone]]
name = "ms10"
imsi = "234200000000003"
msisdn = "447800900123"
cell = "cell5"
on = false
[[phones]]
name = "p"
count = 1000
msisdn = "447911000000"
imsi = "234151000000000"
cells = ["cell1", "cell3"]
[[stranger]]
name = "mallory"
number = "99900000001"
"""
CHANGES = (
    ("hlr", "bars msisdn=447700900123"),
    ("hlr", "bars msisdn=447700900124 by=subscriber"),
    ("hlr", "provisions msisdn=447700900125 teleservice_list=0x21"),
    ("hlr", "provisions msisdn=447700900126 teleservice_list=0x22"),
    ("hlr", "withdraws msisdn=447911000001"),
    ("hlr", "bars msisdn=447911000002"),
    ("hlr", "subscribes msisdn=447700900777 imsi=234150000000777"),
    ("hlr2", "ports in msisdn=12025550123 imsi=234200000000001"),
    ("ms8", "switches on"),
    ("hlr2", "subscribes msisdn=447800900555 imsi=234200000000002"),
    ("mallory", "claims imsi=234150000000002"),
    ("msc1", "refuses subscriber imsi=234150000000003"),
    ("msc2", "supports sms supported=0"),
    ("p3", "loses power"),
    ("p4", "moves to cell=cell2"),
    ("p5", "fills memory"),
    ("p6", "loses coverage"),
    ("p7", "connects terminal"),
    ("p8", "sends text text=hello to=447911000008"),
)


@pytest.fixture
async def several(tmp_path: Path) -> AsyncIterator[Served]:
    path = tmp_path / "world.toml"
    world = DEFAULT.replace("[sc]", "[[sc]]", 1).replace("[hlr]", "[[hlr]]", 1)
    path.write_text(world + WORLD, "utf-8")
    async with serves(load(path)) as one:
        yield one


def facts(served: Served) -> dict[str, list[Any]]:
    """Return what registers and handsets hold, including the [[phones]] that have been met so far."""
    world = served.desk.world
    subscribers = [one for hlr in world.hlrs.values() for one in hlr.subscribers.values()]
    visitors = [(msc.name, one) for msc in world.mscs.values() for one in msc.vlr.visitors.values()]
    return {
        "HLRs": sorted(f"{one.imsi} {FACTS(one)}" for one in subscribers),
        "VLRs": sorted(
            f"{msc} {one.imsi} {one.msisdn} {one.teleservice_list or TELESERVICES} {one.attached}"
            for msc, one in visitors
        ),
        "handsets": [
            f"{phone.name} {ms.on} {ms.registered} {ms.covered} {ms.cell.name} {ms.inbox.filled} {ms.inbox.terminal}"
            for phone, ms in world.handsets()
        ],
        "refused": [dict(msc.vlr.refused) for msc in world.mscs.values()],
        "supports SMS": [msc.supports_short_messages for msc in world.mscs.values()],
    }


async def test_after_a_reset_every_subscription_and_every_handset_is_as_it_was(several: Served) -> None:
    for number in range(1, 10):  # those who had no part in anything are as they were
        several.simulator.act(f"p{number}", SwitchesOn())
    await several.simulator.rest()
    before = facts(several)
    for subject, what in CHANGES:
        await act(several, subject, what)
    changed = facts(several)
    assert [name for name in before if before[name] == changed[name]] == []
    assert (await several.client.post(f"{API}/reset")).json() == {"under_way": 0}
    assert facts(several) == before


async def test_a_reset_leaves_alone_what_is_as_it_was(several: Served) -> None:
    await act(several, "p1", "switches on")
    happened: list[str] = []
    several.desk.world.trace.follow(lambda record: happened.append(str(record)))
    assert (await several.client.post(f"{API}/reset")).json() == {"under_way": 0}
    assert happened == []


async def test_after_a_reset_the_clock_goes_as_it_did(several: Served) -> None:
    await several.client.patch(f"{API}/clock", json={"speed": 0})
    await several.client.post(f"{API}/reset")
    assert (await several.client.get(f"{API}/clock")).json()["speed"] == 1


@pytest.mark.parametrize("number", ["447700900123", "447700900124", "447700900125", "12025550123", "447911000001"])
async def test_after_a_reset_everybody_receives_and_sends(several: Served, number: str) -> None:
    for subject, what in CHANGES:
        await act(several, subject, what)
    await several.client.post(f"{API}/reset")
    async with bound(several) as bank:
        message = await bank.submit("Hello", to=f"+{number}", receipt=True)
        assert (await message.delivered(timeout=20)).message_state == 2
    [phone] = [phone for phone, _ in several.desk.world.handsets() if phone.msisdn == number]
    await act(several, phone.name, "sends text text=Hi to=7000")
    assert [one["text"] for one in await messages(several)][:1] == ["Hi"]


async def test_an_account_that_was_opened_is_reached_from_other_service_centres_before_a_reset_and_after(
    several: Served,
) -> None:
    club = {"system_id": "club", "password": "secret", "addresses": ["447800900777"], "sc": "sc2"}
    assert (await several.client.post(f"{API}/accounts", json=club)).status_code == 201
    for _ in range(2):
        await several.client.post(f"{API}/phones/ms1/messages", json={"text": "hello", "to": "+447800900777"})
        await several.simulator.rest()
        assert len(several.desk.world.centres["sc2"].mailboxes) == 1
        assert (await several.client.post(f"{API}/reset")).json() == {"under_way": 0}


async def test_the_clock_says_when_all_began_and_after_a_reset_that_it_began_then() -> None:
    async with serves(parse(f"{DEFAULT}\n[clock]\nspeed = 0\n", "world.toml")) as served:
        began = (await served.client.get(f"{API}/clock")).json()["began"]
        assert began == "2026-01-01T00:00:00.000Z"
        later = (await served.client.post(f"{API}/clock/advance", json={"by": "1h"})).json()
        assert later["began"] == began
        assert (await served.client.post(f"{API}/reset")).status_code == 200
        assert (await served.client.get(f"{API}/clock")).json()["began"] == later["now"]
