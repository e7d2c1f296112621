"""A TCP connection to a message centre that can send any octets, and records everything that is said.

Unlike a client, it keeps to no rules itself, and trusts nothing: what it can't read is a departure. What the message
centre asks for meanwhile (enquire_link, messages that wait for this account) is answered.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from ssl import SSLError
from types import TracebackType
from typing import Final, Self

from esme.message import Delivered
from esme.probe.target import Target
from pdu import ladder
from pdu.codec import FrameError, Frames, decode
from pdu.command_id import RESPONSE
from pdu.header import Pdu, named
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED, SessionState, Side, allowed
from pdu.operations.data_sm import DataSm, DataSmResp
from pdu.operations.deliver_sm import DeliverSm, DeliverSmResp
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.reach import certificate_name, reach
from pdu.verdict import Departs, NotJudged, Said
from pdu.why import why

CONNECTING: Final = 10.0  # seconds to open a connection
PARTING: Final = 1.0  # seconds for the message centre to let us go
_CHUNK: Final = 1 << 16
_MAY_ASK: Final = frozenset[int]().union(*(allowed(Side.MC, state) for state in SessionState))
_ACKNOWLEDGED: Final = {DeliverSm: DeliverSmResp, DataSm: DataSmResp, EnquireLink: EnquireLinkResp}


class Closed(Departs):
    """The message centre closed the connection instead of answering."""


class Silent(Departs):
    """The message centre said nothing in time."""


class Line:
    """``async with Line(target) as line``: a connection, closed at the end; raises OSError if it can't be opened.

    ``said`` is the conversation so far, without the password. ``delivered`` are the messages and receipts that came,
    in order.
    """

    def __init__(self, target: Target, said: list[Said] | None = None) -> None:
        self.target = target
        self.said = [] if said is None else said
        self.delivered: list[Delivered] = []
        self.bound = False
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._frames = Frames()
        self._whole: deque[bytes] = deque()
        self._broken: tuple[FrameError, bytes] | None = None  # why it is no longer SMPP, and what came from there on
        self._asked: set[int] = set()  # the sequence_numbers of requests that wait for an answer
        self._answers: dict[int, Pdu] = {}
        self._number = 0

    async def __aenter__(self) -> Self:
        target = self.target
        async with asyncio.timeout(CONNECTING):
            self._reader, self._writer = await asyncio.open_connection(
                sock=await reach(target.host, target.port),
                ssl=target.tls,
                server_hostname=certificate_name(target.host, target.tls, target.tls_server_name),
            )
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            with suppress(OSError, TimeoutError, Departs, NotJudged):
                if self.bound and not self._writer.is_closing() and not self._reader.at_eof():
                    await self._part()
        finally:
            self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    # Sending

    def number(self) -> int:
        """Return the next sequence_number."""
        self._number += 1
        return self._number

    async def says(self, *what: Pdu | bytes, how: str = "", pieces: int = 0) -> None:
        """Send PDUs or octets, in one write, or in writes of ``pieces`` octets each; ``how`` is for the record."""
        try:
            octets = b"".join(one if isinstance(one, bytes) else one.encode() for one in what)
        except Malformed as malformed:  # by a message_id from the message centre, for example
            raise NotJudged(f"what we wanted to say can't be said: {malformed}") from None
        self.said.append(Said("esme", self._discreet(octets), how))
        try:
            for at in range(0, len(octets), pieces or max(len(octets), 1)):
                self._writer.write(octets[at : at + (pieces or len(octets))])
                await self._writer.drain()
        except OSError as error:  # TLS errors too
            raise Closed(f"the connection was closed while we spoke: {why(error)}") from error

    async def asks(self, request: Pdu, *, how: str = "", pieces: int = 0) -> Pdu:
        """Send a request, numbered if it has no number, and return its answer."""
        await self.says(self.asked(request), how=how, pieces=pieces)
        return await self.answer(request)

    def asked(self, request: Pdu) -> Pdu:
        """Number a request, and expect its answer."""
        if not request.sequence_number:
            request.sequence_number = self.number()
        self._asked.add(request.sequence_number)
        return request

    def hangs_up(self) -> None:
        """Close the connection abruptly, with a reset if something is unread."""
        self._writer.transport.abort()

    # Receiving

    async def answer(self, request: Pdu) -> Pdu:
        """Wait for the answer to a request that was sent; raises Departs if none comes in time."""
        number, patience = request.sequence_number, self.target.patience
        try:
            async with asyncio.timeout(patience):
                while number not in self._answers:
                    await self._take(await self.hears())
        except TimeoutError:
            raise Silent(f"{named(request.command_id)} was not answered within {patience:g} s") from None
        return self._answers.pop(number)

    async def delivery(self, wanted: Callable[[Delivered], bool]) -> Delivered | None:
        """Return a message or receipt that is ``wanted``: one that came, or the next; None if none comes in time."""
        try:
            async with asyncio.timeout(self.target.receipts_within):
                while not (found := list(filter(wanted, self.delivered))):
                    await self._take(await self.hears())
        except TimeoutError:
            return None
        return found[0]

    async def hears(self) -> Pdu:
        """Read the next PDU, whatever it is, without answering; raises Departs at the end, or if it can't be read."""
        while not self._whole:
            if self._broken is not None:
                broken, garbage = self._broken
                self.bound = False
                self.said.append(Said("smsc", garbage))
                raise Departs(f"what came is no SMPP: {broken}")
            try:
                octets = await self._reader.read(_CHUNK)
            except ConnectionError:
                octets = b""
            except SSLError as wrong:
                raise Closed(f"the connection was closed: {why(wrong)}") from wrong
            if not octets:
                inside = f" after {len(self._frames)} octets of a PDU" if len(self._frames) else ""
                raise Closed(f"the connection was closed{inside}")
            held = len(self._frames)
            whole, error = self._frames.cut(octets)
            self._whole += whole
            if error is not None:
                self._broken = (error, octets[max(sum(map(len, whole)) - held, 0) :])
        octets = self._whole.popleft()
        self.said.append(Said("smsc", octets))
        try:
            return decode(octets)
        except Malformed as malformed:
            name = named(int.from_bytes(octets[4:8], "big"))
            raise Departs(f"{name} can't be read: {malformed}") from None

    async def reply(self) -> Pdu:
        """Wait for the next response, whatever it answers; raises Closed at the end, Silent if none comes in time."""
        try:
            async with asyncio.timeout(self.target.patience):
                while not (pdu := await self.hears()).command_id & RESPONSE:
                    await self._take(pdu)
        except TimeoutError:
            raise Silent(f"nothing came within {self.target.patience:g} s") from None
        return pdu

    async def _take(self, pdu: Pdu) -> None:
        """Keep an answer for its request, and answer what is asked of us."""
        if pdu.command_id & RESPONSE:
            if pdu.sequence_number not in self._asked:
                name = named(pdu.command_id)
                raise Departs(f"{name} answers sequence_number {pdu.sequence_number}, which nothing waits for")
            self._asked.remove(pdu.sequence_number)
            self._answers[pdu.sequence_number] = pdu
            return
        if isinstance(pdu, DeliverSm | DataSm):
            self.delivered.append(pdu)
        if isinstance(pdu, Unbind):
            self.bound = False
            await self.says(UnbindResp(sequence_number=pdu.sequence_number))
            raise NotJudged("the message centre unbound")
        if pdu.command_id in UNANSWERED:
            return
        if pdu.command_id not in _MAY_ASK:
            raise Departs(f"{ladder.line(pdu)} may not come from a message centre")
        response = _ACKNOWLEDGED[type(pdu)]()  # all that may come and is not handled above
        response.sequence_number = pdu.sequence_number
        await self.says(response)

    async def _part(self) -> None:
        """Unbind, and give the message centre a short time to end the connection; this is not judged."""
        async with asyncio.timeout(PARTING):
            unbind = self.asked(Unbind())
            await self.says(unbind)
            if self._writer.can_write_eof():  # not over TLS
                self._writer.write_eof()
                while True:  # to the end, without answering what it still asks
                    await self.hears()
            while unbind.sequence_number not in self._answers:
                await self._take(await self.hears())

    def _discreet(self, octets: bytes) -> bytes:
        system_id, password = (
            text.encode("latin-1", "replace") for text in (self.target.system_id, self.target.password)
        )
        return octets.replace(system_id + b"\0" + password + b"\0", system_id + b"\0" + b"*" * len(password) + b"\0")
