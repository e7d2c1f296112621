"""A peer that sends whatever octets it is told to, and a neighbour that keeps to the rules."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Final, NamedTuple, Self

import esme
from pdu.command_id import CommandId
from pdu.command_status import CommandStatus
from tests.interop.centre import PATIENCE, Centre, service_centre

RESET: Final = b"\1\0\0\0\0\0\0\0"  # SO_LINGER for no time: closing sends a reset

BIND: Final = {
    "system_id": b"bank\0",
    "password": b"secret\0",
    "system_type": b"\0",
    "interface_version": b"\x34",
    "addr_ton": b"\x00",
    "addr_npi": b"\x00",
    "address_range": b"\0",
}
SUBMIT_SM: Final = {
    "service_type": b"\0",
    "source_addr_ton": b"\x00",
    "source_addr_npi": b"\x00",
    "source_addr": b"7000\0",
    "dest_addr_ton": b"\x01",
    "dest_addr_npi": b"\x01",
    "destination_addr": b"447700900123\0",
    "esm_class": b"\x00",
    "protocol_id": b"\x00",
    "priority_flag": b"\x00",
    "schedule_delivery_time": b"\0",
    "validity_period": b"\0",
    "registered_delivery": b"\x00",
    "replace_if_present_flag": b"\x00",
    "data_coding": b"\x00",
    "sm_default_msg_id": b"\x00",
    "sm_length": b"\x05",
    "short_message": b"Hello",
}
BODIES: Final[Mapping[str, Mapping[str, bytes]]] = {
    "bind_receiver": BIND,
    "bind_transmitter": BIND,
    "bind_transceiver": BIND,
    "submit_sm": SUBMIT_SM,
}


def pdu(name: str, sequence_number: int, **fields: bytes) -> bytes:
    """Encode a PDU, with some of its fields other than usual."""
    return request(CommandId[name], sequence_number, b"".join({**BODIES.get(name, {}), **fields}.values()))


def request(command_id: int, sequence_number: int, body: bytes = b"", command_length: int | None = None) -> bytes:
    """Encode a PDU: command_length, command_id, command_status, sequence_number, body."""
    length = 16 + len(body) if command_length is None else command_length
    return b"".join(number.to_bytes(4, "big") for number in (length, command_id, 0, sequence_number)) + body


class Heard(NamedTuple):
    """A PDU that came: its name, the name of its status, its number, its body."""

    name: str
    command_status: str
    sequence_number: int
    body: bytes = b""


_BODIES = {
    "bind_transceiver_resp": b"\0",
    "deliver_sm_resp": b"\0",
    "data_sm_resp": b"\0",
    "query_sm_resp": b"\0\0\7\0",
}


def refused(name: str, command_status: str, sequence_number: int) -> Heard:
    """Make a response with an error status, and a body unless v3.4 returns none then, or the operation has none."""
    return Heard(name, command_status, sequence_number, _BODIES.get(name, b""))


class Peer:
    """``async with Peer(centre) as peer``: a TCP connection, closed at the end."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._centre.host, self._centre.port)
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._writer.close()

    def says(self, *octets: bytes) -> None:
        """Send all these octets in one write."""
        self._writer.write(b"".join(octets))

    async def binds(self, how: str = "bind_transceiver") -> None:
        """Bind as the bank does."""
        self.says(pdu(how, 1))
        heard = await self.hears()
        assert heard[:3] == (f"{how}_resp", "ESME_ROK", 1)

    async def hears(self) -> Heard:
        """Read the next PDU."""
        async with asyncio.timeout(PATIENCE):
            length = int.from_bytes(await self._reader.readexactly(4), "big")
            rest = await self._reader.readexactly(length - 4)
        command_id, command_status, sequence_number = (int.from_bytes(rest[at : at + 4], "big") for at in (0, 4, 8))
        return Heard(CommandId(command_id).name, CommandStatus(command_status).name, sequence_number, rest[12:])

    async def hears_the_end(self) -> None:
        """Read the end of the stream, and nothing before it; it may be a reset, if we had more to say."""
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(self._reader.read(), PATIENCE) == b""

    async def is_served(self) -> None:
        """See that the session is alive: the next thing that comes is the answer to enquire_link."""
        self.says(pdu("enquire_link", 0x7FFFFFFF))
        assert await self.hears() == Heard("enquire_link_resp", "ESME_ROK", 0x7FFFFFFF)

    def hangs_up(self) -> None:
        """End our side of the stream, and go on listening."""
        self._writer.write_eof()

    def dies(self) -> None:
        """End the connection with a reset."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._writer.transport.abort()


@asynccontextmanager
async def neighbourhood(
    *, smpp: dict[str, float] | None = None, retry: dict[str, tuple[float, ...]] | None = None
) -> AsyncIterator[Centre]:
    """Run a service centre with an ESME that keeps to the rules, and is still bound and served at the end."""
    async with (
        service_centre(smpp=smpp, retry=retry) as centre,
        esme.connect(centre.host, centre.port, system_id="shop", password="opensesa") as shop,
    ):
        yield centre
        message_id = await shop.submit("Your parcel has arrived", to="+447700900125", receipt=True)
        receipt = (await shop.receipt_of(message_id, PATIENCE)).receipt
        assert receipt is not None
        assert receipt.stat == "DELIVRD"
