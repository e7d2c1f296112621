"""A message centre that says yes to everything, except what a test wants it to do wrong."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from pdu.codec import Frames, decode
from pdu.command_id import RESPONSE
from pdu.header import HEADER, Pdu, Response, Unknown, response_id
from pdu.malformed import Malformed
from pdu.operations.submit_sm import SubmitSmResp
from pdu.table import CLASSES

Answers = Iterable[Pdu | bytes]
Answer = Callable[["Session", Any], Answers]


class Session:
    """One connection: what came over it, by name, and its message centre."""

    def __init__(self, centre: "WrongCentre", writer: asyncio.StreamWriter) -> None:
        self.centre = centre
        self.index = len(centre.sessions)
        self.heard: Counter[str] = Counter()
        self.numbers: set[int] = set()
        self._writer = writer

    def says(self, *what: Pdu | bytes) -> None:
        """Write PDUs or octets."""
        for one in what:
            self._writer.write(one if isinstance(one, bytes) else one.encode())

    def hangs_up(self) -> None:
        """End the connection, if it has not ended."""
        if not self._writer.is_closing():
            self._writer.transport.abort()


class WrongCentre:
    """``WrongCentre(submit_sm=lambda session, request: [...])`` answers so; all other requests get ESME_ROK.

    A response without a number gets that of its request. ``response`` is called for responses, ``broken`` if the
    stream is not SMPP, ``cut`` if it ends within a PDU; by default these do nothing. After ``since`` PDUs it reads at
    most ``most`` octets at a time, and takes them for a whole PDU.
    """

    def __init__(self, *, most: int = 0, since: int = 0, **script: Answer) -> None:
        self.script = script
        self.sessions: list[Session] = []
        self.taken = 0
        self._most, self._since = most, since
        self._tls: ssl.SSLContext | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def over(self, tls: ssl.SSLContext) -> Self:
        """Speak TLS."""
        self._tls = tls
        return self

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.close()
        for session in self.sessions:
            session.hangs_up()
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        session = Session(self, writer)
        self.sessions.append(session)
        try:
            with suppress(ConnectionError):
                await self._listen(session, reader)
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _listen(self, session: Session, reader: asyncio.StreamReader) -> None:
        frames, trusted = Frames(), True
        while True:
            naive = self._most and session.heard.total() >= self._since
            octets = await reader.read(self._most if naive else 1 << 16)
            if not octets:
                if len(frames):
                    self._say(session, "cut", None)
                return
            if not trusted:
                continue
            whole, broken = frames.cut(octets)
            if naive and not whole:
                return
            if broken is not None:
                trusted = False
                self._say(session, "broken", broken)
            for one in whole:
                self._hear(session, one)

    def _hear(self, session: Session, octets: bytes) -> None:
        try:
            pdu = decode(octets)
        except Malformed:
            _, command_id, _, number = HEADER.unpack_from(octets)
            pdu = Unknown(command_id=command_id, sequence_number=number)
        name = "response" if pdu.command_id & RESPONSE else CLASSES.get(pdu.command_id, Unknown).words[0]
        session.heard[name] += 1
        self._say(session, name, pdu)
        session.numbers.add(pdu.sequence_number)

    def _say(self, session: Session, name: str, pdu: Any) -> None:
        default: Answer = yes if isinstance(pdu, Pdu) else nothing
        for answer in self.script.get(name, default)(session, pdu):
            if isinstance(answer, Response) and not answer.sequence_number:
                answer.sequence_number = pdu.sequence_number
            session.says(answer)


def nothing(_: Session, __: Any) -> Answers:
    """Say nothing."""
    return ()


def yes(session: Session, request: Pdu) -> Answers:
    """Say ESME_ROK, whatever it was."""
    if request.command_id & RESPONSE:
        return
    response = CLASSES.get(response_id(request.command_id))
    if response is SubmitSmResp:
        session.centre.taken += 1
        yield SubmitSmResp(message_id=str(session.centre.taken))
    elif response is not None:
        yield response()
    else:
        yield Unknown(command_id=response_id(request.command_id), sequence_number=request.sequence_number)


def once(session: Session, request: Pdu) -> Answers:
    """Answer the first request of a kind in a session, and no other."""
    return yes(session, request) if session.heard[request.words[0]] == 1 else ()


def hangs_up(session: Session, _: Any) -> Answers:
    """End the connection."""
    session.hangs_up()
    return ()
