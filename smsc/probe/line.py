"""One session of a client: it is let in and served properly, unless a check does otherwise; all is recorded.

Unlike a session of the service centre, it can say anything at all; what the client says is shown to a Watch.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from pdu.codec import FrameError, Frames, decode
from pdu.command_id import RESPONSE
from pdu.command_status import CommandStatus as S
from pdu.header import HEADER, Pdu, Response, Unknown, named, response_id
from pdu.malformed import Malformed
from pdu.matrix import BINDS, SessionState, Side, allowed
from pdu.operations.bind import Bind, BindResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import Unbind
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from pdu.verdict import Departs, NotJudged, Said
from pdu.versions import spoken
from smsc.probe import manners
from smsc.probe.manners import SUBMISSIONS, Submission
from smsc.probe.terms import Terms
from smsc.probe.watch import Watch

SYSTEM_ID: Final = "smsc-probe"
_CHUNK: Final = 1 << 16
_RECEIVES: Final = (SessionState.BOUND_RX, SessionState.BOUND_TRX)


class Closed(Departs):
    """The client closed the connection when that was not a valid answer."""


class Silent(Departs):
    """The client said nothing in time."""


class Left(NotJudged):
    """The client unbound."""


class Line:
    """A session that a client has opened. ``said`` is the conversation since the check began, without passwords.

    ``ids`` are those of messages: no two of a client's messages have the same, in any of its sessions.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        terms: Terms,
        watch: Watch,
        ids: Iterator[int],
    ) -> None:
        self.terms = terms
        self.said: list[Said] = []
        self.state = SessionState.OPEN
        self.version = InterfaceVersion.V3_4
        self.over = False  # nothing more may be said
        self._reader, self._writer = reader, writer
        self._watch = watch
        self._ids = ids
        self._frames = Frames()
        self._whole: deque[bytes] = deque()
        self._broken: FrameError | None = None
        self._number = 0
        self._asked: dict[int, int] = {}  # our requests that wait for an answer: number and command_id
        self._answers: dict[int, Pdu] = {}
        self._unattended: set[int] = set()  # those of them for whose answers nobody waits
        self._waiting: set[int] = set()  # numbers of the client's requests that we have not answered yet

    # What we say

    def number(self) -> int:
        """Return the next sequence_number."""
        self._number += 1
        return self._number

    async def says(self, *what: Pdu | bytes, how: str = "", pieces: int = 0) -> None:
        """Send PDUs, or octets, in one write, or in writes of ``pieces`` octets each."""
        octets = b"".join(one if isinstance(one, bytes) else one.encode() for one in what)
        self._waiting -= {one.sequence_number for one in what if isinstance(one, Response)}
        self.said.append(Said("smsc", octets, how))
        try:
            for at in range(0, len(octets), pieces or max(len(octets), 1)):
                self._writer.write(octets[at : at + (pieces or len(octets))])
                await self._writer.drain()
        except OSError as error:  # of the connection, or of TLS
            raise Closed("the connection was closed while we spoke") from error

    def asked(self, request: Pdu) -> Pdu:
        """Number a request if it has no number, and expect its answer."""
        if not request.sequence_number:
            request.sequence_number = self.number()
        self._asked[request.sequence_number] = request.command_id
        return request

    async def asks(self, request: Pdu, *, how: str = "", pieces: int = 0) -> Pdu:
        """Send a request, numbered if it has no number, and return its answer."""
        await self.says(self.asked(request), how=how, pieces=pieces)
        return await self.answer(request)

    async def admits(self, bind: Bind) -> None:
        """Let the client in, with the lower of its version and v5.0."""
        more = f"{len(self._whole)} more came with it" if self._whole else ""
        self._watch.see("bind_alone", more, [*self.said, *(Said("esme", octets) for octets in self._whole)])
        self.version = spoken(bind.interface_version)
        response = CLASSES[response_id(bind.command_id)](sequence_number=bind.sequence_number)
        assert isinstance(response, BindResp)  # noqa: S101 - what CLASSES holds under this id
        response.system_id = SYSTEM_ID
        if self.version > InterfaceVersion.V3_3:
            response.sc_interface_version = InterfaceVersion.V5_0
        self.state = BINDS[bind.command_id]
        await self.says(response)

    async def serves(self, pdu: Pdu) -> None:
        """Answer a request properly; a message that asks for a receipt gets one, if this session can receive."""
        if isinstance(pdu, SUBMISSIONS):
            await self.takes(pdu)
            return
        await self.says(*manners.answered(pdu))
        if isinstance(pdu, Unbind):
            self.over = True
            raise Left("the client unbound before it was over")

    async def takes(self, pdu: Submission, *, twice: bool = False) -> None:
        """Take a message, under an id of its own."""
        message_id = f"{next(self._ids):08X}"
        await self.says(*[manners.taken(pdu, message_id)] * (1 + twice))
        receipt = manners.receipt_of(pdu, message_id)
        if receipt is not None and self.state in _RECEIVES:
            if self.version is InterfaceVersion.V3_3:
                receipt.tlvs = ()
            self.asked(receipt)
            self._unattended.add(receipt.sequence_number)
            await self.says(receipt)

    def hangs_up(self) -> None:
        """Drop the connection without an unbind."""
        self.over = True
        self._writer.transport.abort()

    async def close(self) -> None:
        """End the connection, and the session if it is not over."""
        with suppress(Closed):
            if self.state.bound and not self.over:
                await self.says(Unbind(sequence_number=self.number()))
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    # What we hear

    async def opens(self) -> Bind:
        """Wait for a bind; raises Closed, Silent."""
        async with self._in_time("no bind came"):
            while not isinstance(pdu := await self.hears(), Bind):
                await self.deals_with(pdu)
        return pdu

    async def answer(self, request: Pdu, *, serving: bool = True) -> Pdu:
        """Wait for the answer to a request that was sent; if ``serving``, answer the client's requests meanwhile."""
        async with self._in_time(f"{named(request.command_id)} was not answered"):
            while request.sequence_number not in self._answers:
                pdu = await self.hears()
                if serving or pdu.command_id & RESPONSE:
                    await self.deals_with(pdu)
        return self._answers.pop(request.sequence_number)

    async def submission(self, within: float | None = None) -> Submission | None:
        """Wait for a message, and do not answer it; None if none comes in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within or self.terms.patience):
                while not isinstance(pdu := await self.hears(), SUBMISSIONS):
                    await self.deals_with(pdu)
                return pdu
        return None

    async def reply(self) -> Pdu:
        """Wait for a response that answers none of our requests; all else that comes meanwhile is dealt with."""
        async with self._in_time("nothing came"):
            while (pdu := await self.hears()).sequence_number in self._asked or not pdu.command_id & RESPONSE:
                await self.deals_with(pdu)
        return pdu

    async def deals_with(self, pdu: Pdu) -> None:
        """Keep an answer for the check that waits for it, or answer a request."""
        if not pdu.command_id & RESPONSE:
            await self.serves(pdu) if self._allows(pdu) else await self.says(self._refusal(pdu))
            return
        number = pdu.sequence_number
        wanted = self._asked.get(number)
        right = wanted is not None and pdu.command_id in (response_id(wanted), GenericNack.command_id)
        why = "" if right else f"{named(pdu.command_id)} {number} answers nothing that was asked"
        self._watch.see("answers", why, self.said)
        if right:
            del self._asked[number]
            if number in self._unattended:
                self._unattended.remove(number)
            else:
                self._answers[number] = pdu

    async def hears(self) -> Pdu:
        """Read the next PDU that can be decoded, and have it judged; raises Closed at the end of the stream."""
        while True:
            octets = await self._next()
            try:
                pdu = decode(octets)
            except Malformed as malformed:
                await self._unreadable(octets, malformed)
                continue
            self.said.append(Said("esme", _discreet(octets, pdu)))
            self._watch.judge(pdu, self.state, self.version, self.said)
            return pdu

    async def _next(self) -> bytes:
        while not self._whole:
            if self._broken is not None:
                raise Closed("what the client says is no SMPP any more")
            try:
                octets = await self._reader.read(_CHUNK)
            except OSError:  # likewise
                octets = b""
            if not octets:
                inside = f" after {len(self._frames)} octets of a PDU" if len(self._frames) else ""
                raise Closed(f"the connection was closed{inside}")
            whole, self._broken = self._frames.cut(octets)
            for one in whole:
                self._arrived(one)
            self._whole += whole
            if self._broken is not None:
                self._watch.see("readable", str(self._broken), [*self.said, Said("esme", octets)])
        return self._whole.popleft()

    def _arrived(self, octets: bytes) -> None:
        """Check the number of a request: no unanswered request before it may have the same."""
        _, command_id, _, number = HEADER.unpack_from(octets)
        if not command_id & RESPONSE:
            again = f"{named(command_id)} has {number}, under which another waits" if number in self._waiting else ""
            self._watch.see("numbers_differ", again, [*self.said, Said("esme", octets)] if again else self.said)
            self._waiting.add(number)

    async def _unreadable(self, octets: bytes, malformed: Malformed) -> None:
        """Refuse a PDU that can't be decoded, with the status of its fault."""
        _, command_id, _, number = HEADER.unpack_from(octets)
        secret = command_id in BINDS  # a password may be in there
        self.said.append(Said("esme", octets[: HEADER.size] if secret else octets, "the header" if secret else ""))
        self._watch.see("readable", f"{named(command_id)}: {malformed}", self.said)
        if not command_id & RESPONSE:
            request = Unknown(command_id=command_id, sequence_number=number)
            cls = CLASSES.get(command_id)
            await self.says(manners.refused(cls(sequence_number=number) if cls else request, malformed.command_status))

    # What we make of it

    def _allows(self, pdu: Pdu) -> bool:
        return pdu.command_id in allowed(Side.ESME, self.state, self.version)

    def _refusal(self, pdu: Pdu) -> Response:
        unknown = isinstance(pdu, Unknown)
        bound_again = isinstance(pdu, Bind) and self.state.bound
        status = S.ESME_RINVCMDID if unknown else S.ESME_RALYBND if bound_again else S.ESME_RINVBNDSTS
        return manners.refused(pdu, status)

    @asynccontextmanager
    async def _in_time(self, what: str) -> AsyncIterator[None]:
        patience = self.terms.patience
        try:
            async with asyncio.timeout(patience):
                yield
        except TimeoutError:
            raise Silent(f"{what} within {patience:g} s") from None


def _discreet(octets: bytes, pdu: Pdu) -> bytes:
    if not isinstance(pdu, Bind) or not pdu.password:
        return octets
    shown = pdu.system_id.encode("latin-1") + b"\0" + b"*" * len(pdu.password) + b"\0"
    return octets[: HEADER.size] + shown + octets[HEADER.size + len(shown) :]
