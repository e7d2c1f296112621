"""A service centre in real time, on a real port."""

import asyncio
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

import esme
from pdu.command_status import CommandStatus
from pdu.operations.enquire_link import EnquireLink
from pdu.values import MessageState
from smsc.config import load
from smsc.network.acts import SendsText, Shows, SwitchesOff, SwitchesOn
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.store.layout import StoreError
from smsc.store.memory import MemoryStore
from smsc.store.sqlite import SqliteStore
from tests.cancelling import Moment, cancelled_wherever_it_waits
from tests.smsc.network.country import config as country
from tests.smsc.store.notes import a_message


def running() -> Simulator:
    return Simulator(load().on_port(0), now=time.time())


async def test_the_port_is_chosen_by_the_system_and_told() -> None:
    async with running() as centre:
        assert centre.server.port > 0
        _, writer = await asyncio.open_connection(centre.server.host, centre.server.port)
        writer.close()
        await writer.wait_closed()


async def test_the_port_is_free_again_afterwards() -> None:
    async with running() as centre:
        port = centre.server.port
    async with Simulator(load().on_port(port), now=time.time()) as again:
        assert again.server.port == port


async def test_a_port_that_is_taken_is_an_oserror_and_leaves_nothing_behind() -> None:
    async with running() as centre:
        with pytest.raises(OSError, match="in use"):
            async with Simulator(load().on_port(centre.server.port), now=time.time()):
                pass
        assert len(asyncio.all_tasks()) == 1


async def test_bound_sessions_are_unbound_when_it_ends() -> None:
    async with running() as centre:
        bank = await esme.connect(centre.server.host, centre.server.port, system_id="bank", password="secret")
        said = centre.world.trace.follow(lambda record: ladder.append(str(record)))
        ladder: list[str] = []
    said()
    assert ladder == ["sc   -> bank  unbind", "bank -> sc    unbind_resp ESME_ROK"]
    with pytest.raises(esme.EsmeError):
        await bank.submit("Hello", to="+447700900123")


@pytest.mark.parametrize("moment", Moment)
async def test_one_that_is_cancelled_wherever_it_waits_leaves_nothing_behind(moment: Moment) -> None:
    world = load().on_port(0)

    async def work() -> None:
        async with Simulator(world, now=time.time()) as centre:
            bank = await esme.connect(centre.server.host, centre.server.port, system_id="bank", password="secret")
            try:
                await bank.submit("Hello", to="+447700900123")
            finally:
                await bank.unbind()

    assert await cancelled_wherever_it_waits(work, moment) > 10


async def test_one_that_is_cancelled_while_a_session_does_not_answer_drops_it() -> None:
    async def ends() -> None:
        async with running() as centre:
            streams.set_result(await asyncio.open_connection(centre.server.host, centre.server.port))
            await leave.wait()

    streams: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Future()
    leave, task = asyncio.Event(), asyncio.create_task(ends())
    reader, writer = await streams
    writer.write(bytes.fromhex("00000021 00000009 00000000 00000001 62616E6B00 73656372657400 00 34 00 00 00"))
    await reader.readexactly(16)
    leave.set()
    await reader.readuntil(bytes.fromhex("00000010 00000006"))  # unbind
    task.cancel()
    await asyncio.wait((task,))
    assert task.cancelled()
    with suppress(ConnectionResetError):
        await asyncio.wait_for(reader.read(), 5)
    writer.close()


async def test_what_is_written_at_the_end_of_the_store_begins_nothing_new(tmp_path: Path) -> None:
    world = load().on_port(0).kept_in("sqlite", tmp_path / "messages.sqlite").model_copy(update={"latency": {}})
    async with Simulator(world, now=time.time()) as centre:
        centre.act("ms1", SendsText("BALANCE", dialled("7000")))
    assert centre.clock._timer is None


async def test_it_ends_though_a_session_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.smpp.connections.GOODBYE", 0.05)
    async with running() as centre:
        reader, writer = await asyncio.open_connection(centre.server.host, centre.server.port)
        writer.write(bytes.fromhex("00000021 00000009 00000000 00000001 62616E6B00 73656372657400 00 34 00 00 00"))
        await reader.readexactly(16)
    writer.close()


async def test_what_goes_wrong_does_so_from_this_moment_of_the_network_on() -> None:
    async with running() as centre:
        centre.clock.speed = 1_000_000
        before = centre.world.network.now
        assert centre.faults is centre.world.faults
        assert centre.world.network.now > before


async def test_a_service_centre_that_is_down_leaves_requests_unanswered_and_its_face_goes_on() -> None:
    async with running() as centre:
        centre.obey("sc goes down")
        async with esme.connect(centre.server.host, centre.server.port, system_id="bank", password="secret") as bank:
            lost = asyncio.create_task(bank.submit("Hello", to="+447700900123"))
            await asyncio.sleep(0)  # it goes first
            assert (await bank.send(EnquireLink())).command_status == CommandStatus.ESME_ROK
            centre.obey("sc comes up")
            assert await bank.submit("Hello", to="+447700900123")
            assert not lost.done()
            lost.cancel()


async def test_rest_ends_when_nothing_is_under_way() -> None:
    async with running() as centre:
        centre.act("ms1", SwitchesOff())
        await asyncio.wait_for(centre.rest(), 5)
        assert not centre.world.phones["ms1"].on
        centre.act("ms1", SwitchesOn())
        await asyncio.wait_for(centre.rest(), 5)
        assert centre.world.phones["ms1"].registered
        await asyncio.wait_for(centre.rest(), 5)


async def test_what_has_been_kept_for_long_enough_goes_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    store = SqliteStore(path, lambda _tokens, _why: None)
    done, owes_receipt = a_message("00000001"), a_message("00000002")
    done.registered_delivery = 0
    for message in (done, owes_receipt):
        message.finish(MessageState.DELIVERED, 1_001.0)
        store.add(message)
    await store.close()
    async with Simulator(load().on_port(0).kept_in("sqlite", path), now=time.time()):
        pass
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT message_id FROM message").fetchall() == [("00000002",)]


async def test_a_store_in_memory_makes_no_file_though_one_is_named(tmp_path: Path) -> None:
    config = load().on_port(0).kept_in("memory", tmp_path / "messages")
    async with Simulator(config, now=1e9) as centre:
        assert isinstance(centre.world.store, MemoryStore)


async def test_an_advance_waits_for_the_disk(tmp_path: Path) -> None:
    config = load().on_port(0).kept_in("sqlite", tmp_path / "messages")
    shown: list[float] = []
    async with Simulator(config.at_speed(0), now=1e9) as centre:
        centre.world.trace.follow(lambda record: shown.append(record.at) if isinstance(record.message, Shows) else None)
        for _ in range(5):
            centre.act("ms1", SendsText("Hello", dialled("447700900124")))
            await centre.clock.advance(3600)
        assert [round(at - 1e9) // 3600 for at in shown] == list(range(5))
        assert all((at - 1e9) % 3600 < 10 for at in shown)


async def test_an_advance_waits_for_the_disk_though_an_earlier_one_did_not_any_longer(tmp_path: Path) -> None:
    config = load().on_port(0).kept_in("sqlite", tmp_path / "messages")
    shown: list[float] = []
    async with Simulator(config.at_speed(0), now=1e9) as centre:
        text = SendsText("Hello", dialled("447700900124"))
        centre.act("ms1", text)
        await centre.clock.advance(3600, patience=0)
        store = centre.world.store
        assert isinstance(store, SqliteStore)
        await store.written()
        await centre.rest()
        centre.world.trace.follow(lambda record: shown.append(record.at) if isinstance(record.message, Shows) else None)
        began = centre.clock.now
        for _ in range(3):
            centre.act("ms1", text)
            await centre.clock.advance(3600)
        assert len(shown) == 3
        assert all((at - began) % 3600 < 10 for at in shown)


async def left_behind(path: Path, *, now: float, hours: float = 0) -> float:
    """Run once, with ms1 off and the clock still except for advances, and return when the run began."""
    async with Simulator(load().on_port(0).at_speed(0).kept_in("sqlite", path), now=now) as centre:
        began = centre.clock.now
        centre.act("ms1", SwitchesOff())
        await centre.clock.advance(hours * 3600)
        if hours:
            centre.act("ms2", SendsText("Hello", dialled("447700900123")))
            await centre.clock.advance(3600)
    return began


async def test_the_time_of_what_waits_does_not_go_back_at_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    assert await left_behind(path, now=1e9, hours=48) == 1e9
    assert await left_behind(path, now=1e9 + 100) == pytest.approx(1e9 + 100 + 49 * 3600, abs=60)
    async with Simulator(load().on_port(0).at_speed(0).kept_in("sqlite", path), now=1e9 + 200) as centre:
        await centre.clock.advance(2 * 3600)  # the next attempt is not two days away
        assert [one.state for one in centre.world.store.messages()] == [MessageState.DELIVERED]
    assert await left_behind(path, now=1e9 + 300) == 1e9 + 300  # nothing waits any more
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT value FROM note").fetchall() == [("0.000",)]


async def test_how_far_the_clock_was_advanced_is_on_disk_before_the_end_as_that_may_be_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    async with Simulator(load().on_port(0).at_speed(0).kept_in("sqlite", path), now=1e9) as centre:
        await centre.clock.advance(48 * 3600)
        assert isinstance(centre.world.store, SqliteStore)
        await centre.world.store.written()
        with closing(sqlite3.connect(path)) as db:
            [(ahead,)] = db.execute("SELECT value FROM note WHERE kind = 'clock'").fetchall()
    assert float(ahead) == pytest.approx(48 * 3600, abs=60)


async def test_a_clock_that_can_not_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    await left_behind(path, now=1e9, hours=48)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE note SET value = 'nan' WHERE kind = 'clock'")
    with pytest.raises(StoreError, match="messages: can't be used as a store: its clock can't be read: "):
        await left_behind(path, now=1e9)


async def test_a_clock_that_goes_fast_is_kept_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "messages"
    await left_behind(path, now=1e9, hours=48)
    async with Simulator(load().on_port(0).at_speed(0).kept_in("sqlite", path), now=1e9) as centre:
        centre.act("ms1", SwitchesOff())  # before the next attempt, however busy the machine is
        centre.clock.speed = 100_000
        while centre.clock.now < 1e9 + 50 * 3600:
            await centre.clock.step()
        centre.clock.stop()
        ended = centre.clock.now
    assert await left_behind(path, now=1e9) == pytest.approx(ended, abs=60)


async def test_it_rests_though_time_stands_still() -> None:
    async with Simulator(load().on_port(0).at_speed(0), now=1e9) as centre:
        centre.act("ms1", SwitchesOff())
        await asyncio.wait_for(centre.rest(), 20)
        assert not centre.world.phones["ms1"].on
        assert 1e9 < centre.clock.now < 1e9 + 10


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def test_every_service_centre_with_a_port_is_bound_to_there(tmp_path: Path) -> None:
    config = country("").kept_in("sqlite", tmp_path / "messages.db").on_port(0)
    centres = (*config.sc[:1], config.sc[1].model_copy(update={"port": 0, "system_id": "two"}), config.sc[2])
    config = config.model_copy(update={"sc": centres})
    async with Simulator(config, now=time.time()) as centre:
        assert sorted(centre.servers) == ["sc", "sc2"]
        one, two = centre.server, centre.servers["sc2"]
        async with (
            esme.connect(one.host, one.port, system_id="bank", password="secret") as bank,
            esme.connect(two.host, two.port, system_id="shop", password="opensesa") as shop,
        ):
            message_id = await bank.submit("Hello", to="7001", receipt=True)
            message = await anext(aiter(shop))
            assert (message.text, message.source) == ("Hello", "7000")
            assert (await bank.receipt_of(message_id, timeout=10)).message_state is MessageState.DELIVERED
    assert {"messages.db", "messages.sc2.db", "messages.sc3.db"} <= names(tmp_path)
