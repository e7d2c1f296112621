"""outbind: an ESME that is not bound is called when something waits for it, and binds over that connection."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError

import esme
from pdu.codec import decode
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.header import Pdu
from pdu.matrix import Side
from pdu.operations.bind import BindReceiver, BindReceiverResp, BindTransceiver, BindTransceiverResp
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.outbind import Outbind
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.session import Event, RequestReceived, ResponseReceived
from smsc.account_section import AccountConfig
from smsc.config import load
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from smsc.simulator import Simulator
from smsc.smpp.terms import Strangers
from tests.cancelling import Moment, cancelled_wherever_it_waits

Heard = asyncio.Queue[Pdu]


class Listener:
    """An ESME that waits to be called, binds as a receiver if ``answers``, and takes what it is handed."""

    def __init__(self, *, answers: bool = True) -> None:
        self.heard: Heard = asyncio.Queue()
        self.calls = 0
        self.port = 0
        self._answers = answers

    def connection(self) -> Connection:
        self.calls += 1
        self.last = Connection(Side.ESME, self._events)
        return self.last

    def _events(self, connection: Connection, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, RequestReceived):
                self.heard.put_nowait(event.pdu)
                if isinstance(event.pdu, Outbind) and self._answers:
                    connection.send(BindReceiver("bank", "secret"))
                elif isinstance(event.pdu, DeliverSm):
                    connection.send(DeliverSmResp(sequence_number=event.pdu.sequence_number))
            elif isinstance(event, ResponseReceived):
                self.heard.put_nowait(event.response)

    async def hears(self, cls: type[Pdu]) -> Pdu:
        pdu = await asyncio.wait_for(self.heard.get(), 5)
        assert isinstance(pdu, cls)
        return pdu


@asynccontextmanager
async def listening(listener: Listener) -> AsyncIterator[Listener]:
    server = await asyncio.get_running_loop().create_server(listener.connection, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    yield listener
    server.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(server.wait_closed(), 1)


def centre(
    port: int, *, host: str = "127.0.0.1", store: Path | None = None, limits: Strangers | None = None
) -> Simulator:
    world = load().on_port(0)
    if store is not None:
        world = world.kept_in("sqlite", store)
    smpp = world.smpp.model_copy(update={"limits": limits or Strangers()})
    bank = AccountConfig.model_validate(
        {
            "system_id": "bank",
            "password": "secret",
            "addresses": ("7000",),
            "outbind": f"{host}:{port}",
            "outbind_password": "hello",
        }
    )
    retry = world.retry.model_copy(update={"esme": (0.05,)})
    changes = {"account": (bank,), "retry": retry, "latency": {}, "smpp": smpp}
    return Simulator(world.model_copy(update=changes), now=time.time())


async def heard(reader: asyncio.StreamReader) -> Pdu:
    header = await reader.readexactly(4)
    return decode(header + await reader.readexactly(int.from_bytes(header) - 4))


def writes(running: Simulator, text: str) -> None:
    running.act("ms1", SendsText(text, dialled("7000")))


async def test_an_esme_is_called_binds_and_is_handed_what_waited() -> None:
    async with listening(Listener()) as bank, centre(bank.port) as running:
        writes(running, "BALANCE")
        assert await bank.hears(Outbind) == Outbind("mini-smsc", "hello", sequence_number=1)
        assert (await bank.hears(BindReceiverResp)).command_status == 0
        handed = await bank.hears(DeliverSm)
        assert isinstance(handed, DeliverSm)
        assert handed.short_message == b"BALANCE"


async def test_a_service_centre_calls_by_its_own_system_id() -> None:
    async with listening(Listener()) as bank:
        world = load().on_port(0)
        outbind = f"127.0.0.1:{bank.port}"
        account = {"system_id": "bank", "password": "secret", "addresses": ("7000",), "outbind": outbind}
        changes = {
            "account": (AccountConfig.model_validate(account),),
            "sc": (world.sc[0].model_copy(update={"system_id": "carrier"}),),
            "latency": {},
        }
        async with Simulator(world.model_copy(update=changes), now=time.time()) as running:
            writes(running, "BALANCE")
            assert await bank.hears(Outbind) == Outbind("carrier", "", sequence_number=1)


async def test_an_account_that_is_opened_later_is_called_as_well() -> None:
    world = load().model_copy(update={"account": (), "latency": {}}).on_port(0)
    async with listening(Listener()) as bank, Simulator(world, now=time.time()) as running:
        outbind = f"127.0.0.1:{bank.port}"
        given = {"system_id": "bank", "password": "secret", "addresses": ("7000",), "outbind": outbind}
        running.world.add_account(AccountConfig.model_validate(given))
        writes(running, "BALANCE")
        for cls in (Outbind, BindReceiverResp, DeliverSm):
            await bank.hears(cls)


async def test_an_esme_that_is_bound_is_not_called_again() -> None:
    async with listening(Listener()) as bank, centre(bank.port) as running:
        for text in ("one", "two"):
            writes(running, text)
        for cls in (Outbind, BindReceiverResp, DeliverSm, DeliverSm):
            await bank.hears(cls)
        assert bank.calls == 1


async def test_our_own_client_is_called_and_reads_a_long_message_as_one() -> None:
    text = "All the world's a stage, and all the men and women merely players. " * 4
    listening = esme.serve_outbind(system_id="bank", password="secret", mc_system_id="mini-smsc", mc_password="hello")
    async with listening as bank:
        async with centre(bank.address[1]) as running:
            writes(running, text)
            read = await asyncio.wait_for(anext(bank), 30)
        assert (read.text, read.source, read.destination) == (text, "+447700900123", "7000")


async def test_who_was_called_and_says_no_more_is_answered_what_he_has_asked(tmp_path: Path) -> None:
    calls: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    server = await asyncio.start_server(lambda *streams: calls.put_nowait(streams), "127.0.0.1", 0)
    running = centre(server.sockets[0].getsockname()[1], store=tmp_path / "messages.sqlite")
    async with server, running, asyncio.timeout(10):
        writes(running, "BALANCE")
        reader, writer = await calls.get()
        assert isinstance(await heard(reader), Outbind)
        writer.write(BindTransceiver("bank", "secret", sequence_number=1).encode())
        assert isinstance(await heard(reader), BindTransceiverResp)
        assert isinstance(await heard(reader), DeliverSm)
        for number in (2, 3):
            writer.write(SubmitSm(destination_addr="447700900124", sequence_number=number).encode())
        writer.write_eof()
        answers = [await heard(reader) for _ in range(2)]
        assert [(type(one), one.command_status) for one in answers] == [(SubmitSmResp, 0), (SubmitSmResp, 0)]
        assert await reader.read() == b""
        writer.close()


async def test_who_was_called_may_send_no_longer_pdus_than_who_calls() -> None:
    async with listening(Listener()) as bank, centre(bank.port, limits=Strangers(pdu_size=1024)) as running:
        writes(running, "BALANCE")
        for cls in (Outbind, BindReceiverResp, DeliverSm):
            await bank.hears(cls)
        bank.last.send(DataSm(message_payload=bytes(1024)))
        refused = await bank.hears(GenericNack)
        assert refused.command_status == CommandStatus.ESME_RINVCMDLEN


async def test_an_esme_that_can_not_be_reached_is_called_until_it_can() -> None:
    async with listening(Listener()) as gone:
        port = gone.port
    async with centre(port) as running:
        writes(running, "BALANCE")
        await running.rest()
        bank = Listener()
        server = await asyncio.get_running_loop().create_server(bank.connection, "127.0.0.1", port)
        for cls in (Outbind, BindReceiverResp, DeliverSm):
            await bank.hears(cls)
        server.close()


async def test_an_esme_that_says_nothing_is_not_called_twice_at_once_and_does_not_stop_the_end() -> None:
    async with listening(Listener(answers=False)) as bank, centre(bank.port) as running:
        writes(running, "BALANCE")
        await bank.hears(Outbind)
        writes(running, "BALANCE")
        await running.clock.advance(1)  # as often as it would be called again
        assert [task.get_name() for task in asyncio.all_tasks()].count("outbind") == 1
        assert bank.calls == 1


@pytest.mark.parametrize("moment", Moment)
async def test_a_service_centre_that_is_cancelled_wherever_it_waits_leaves_no_call(moment: Moment) -> None:
    async with listening(Listener()) as bank:

        async def work() -> None:
            async with centre(bank.port) as running:
                writes(running, "BALANCE")

        async def then() -> None:
            bank.heard = asyncio.Queue()

        assert await cancelled_wherever_it_waits(work, moment, then) > 4


async def test_an_esme_at_a_host_that_no_host_is_called_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    told: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    log = SimpleNamespace(warning=lambda event, **how: told.put_nowait({"event": event, **how}))
    monkeypatch.setattr("smsc.smpp.outbinds.log", log)
    async with centre(2775, host="a..b") as running:
        writes(running, "BALANCE")
        said = await asyncio.wait_for(told.get(), 5)
    where = {"system_id": "bank", "peer": "a..b:2775"}
    assert said == {"event": "outbind failed", **where, "why": "no such host is known"}


@pytest.mark.parametrize("outbind", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "a b:1", 2775])
def test_where_to_call_is_a_host_and_a_port(outbind: object) -> None:
    with pytest.raises(ValidationError, match="host:port"):
        AccountConfig.model_validate({"system_id": "bank", "password": "secret", "outbind": outbind})
