"""A message centre that does as a test tells it, over a real socket, and writes the ladder of what was said."""

import asyncio
import ssl
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self

from pdu import (
    AlertNotification,
    BindReceiverResp,
    BindTransceiverResp,
    BindTransmitterResp,
    DeliverSm,
    Pdu,
    Response,
    SubmitSmResp,
    ladder,
)
from pdu.connection import Connection
from pdu.matrix import Side
from pdu.session import Event, RequestReceived
from pdu.values import EsmClass, MessageState

Answer = Callable[[Any], Iterable[Pdu]]

PATIENCE = 30.0  # seconds for what is awaited, which may be a program that has yet to start on a busy machine


class MessageCentre:
    """``MessageCentre(submit_sm=lambda request: [...])`` answers with these PDUs; a response gets the right number.

    By default it accepts binds, and takes messages under the message_ids 1, 2, 3 and so on.
    """

    def __init__(self, **script: Answer) -> None:
        self.script = script
        self.tls: ssl.SSLContext | None = None
        self.ladder: list[str] = []
        self.connections: list[Connection] = []
        self.sessions: list[list[str]] = []  # the names of the requests that came, one list for each connection
        self.session = -1  # over which the request that the script is asked about came
        self.reads = 0
        self.taken = 0
        self.heard: defaultdict[str, asyncio.Queue[Any]] = defaultdict(asyncio.Queue)

    async def __aenter__(self) -> Self:
        self.server = await asyncio.get_running_loop().create_server(self.connection, "127.0.0.1", 0, ssl=self.tls)
        self.port: int = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.server.close()
        for connection in self.connections:
            connection.abort()
            await connection.lost

    def over(self, tls: ssl.SSLContext) -> Self:
        """Speak TLS."""
        self.tls = tls
        return self

    def says(self, *pdus: Pdu, session: int = -1) -> None:
        """Send these PDUs to the ESME that came last, or over another session, in one write."""
        connection = self.connections[session]
        for pdu in pdus:
            connection.session.send(pdu, asyncio.get_running_loop().time())
        connection.flush()

    async def hears(self, name: str) -> Any:
        """Wait for the next PDU of this name."""
        return await asyncio.wait_for(self.heard[name].get(), PATIENCE)

    def hang_up(self, session: int = -1) -> None:
        """Close the connection of the ESME that came last, or another, without a word."""
        self.connections[session].close()

    async def gone(self) -> None:
        """Wait until the connection of the ESME that came last is gone."""
        await asyncio.wait_for(asyncio.shield(self.connections[-1].lost), PATIENCE)

    def said(self) -> Counter[str]:
        """Count how often each PDU was said, by either side."""
        return Counter(line.split("  ")[1].split()[0] for line in self.ladder)

    def connection(self) -> Connection:
        """Make the protocol of a connection with an ESME."""
        centre = self

        class Counted(Connection):
            def data_received(self, data: bytes) -> None:
                centre.reads += 1
                super().data_received(data)

        return Counted(Side.MC, self._deal, witness=self._witness, made=self._made)

    def _made(self, connection: Connection) -> None:
        self.connections.append(connection)
        self.sessions.append([])

    def _witness(self, ours: bool, pdu: Pdu) -> None:
        self.ladder.append(f"{'sc -> bank' if ours else 'bank -> sc'}  {ladder.line(pdu)}")
        if not ours:
            self.heard[pdu.words[0]].put_nowait(pdu)

    def _deal(self, connection: Connection, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, RequestReceived):
                name = event.pdu.words[0]
                self.session = self.connections.index(connection)
                self.sessions[self.session].append(name)
                for answer in self.script.get(name, getattr(self, name, _nothing))(event.pdu):
                    if isinstance(answer, Response) and not answer.sequence_number:
                        answer.sequence_number = event.pdu.sequence_number
                    connection.send(answer)

    # What it does by itself

    def bind_transceiver(self, _: Pdu) -> list[Pdu]:
        return [BindTransceiverResp(system_id="sc")]

    def bind_transmitter(self, _: Pdu) -> list[Pdu]:
        return [BindTransmitterResp(system_id="sc")]

    def bind_receiver(self, _: Pdu) -> list[Pdu]:
        return [BindReceiverResp(system_id="sc")]

    def submit_sm(self, _: Pdu) -> list[Pdu]:
        self.taken += 1
        return [SubmitSmResp(message_id=str(self.taken))]


def _nothing(_: Pdu) -> list[Pdu]:
    return []


def message(text: str) -> DeliverSm:
    """Make a message from a handset."""
    return DeliverSm(
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr="447700900123",
        destination_addr="60300",
        short_message=text.encode("ascii"),
    )


def alert() -> AlertNotification:
    """Make an alert: a handset can be reached again."""
    return AlertNotification(
        source_addr_ton=1, source_addr_npi=1, source_addr="447700900123", esme_addr_npi=1, esme_addr="60300"
    )


def receipt(message_id: str, stat: str = "DELIVRD", state: MessageState | None = MessageState.DELIVERED) -> DeliverSm:
    """Make a delivery receipt, in the words of appendix B."""
    return DeliverSm(
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        source_addr="447700900123",
        short_message=f"id:{message_id} stat:{stat} err:000".encode("ascii"),
        receipted_message_id=message_id,
        message_state=state,
    )
