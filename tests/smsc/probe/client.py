"""A client that keeps to the rules, except for what a test wants it to do wrong."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from pdu.codec import Frames, decode
from pdu.command_status import CommandStatus as S
from pdu.header import HEADER, Pdu, Response, Unknown, response_id
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED
from pdu.operations.bind import Bind, BindResp, BindTransceiver
from pdu.operations.enquire_link import EnquireLink
from pdu.operations.generic_nack import GenericNack
from pdu.operations.submit_sm import SubmitSm, SubmitSmResp
from pdu.operations.unbind import Unbind
from pdu.session import refusal
from pdu.table import CLASSES

Answers = Iterable[Pdu | bytes]
Answer = Callable[["Client", Any], Answers]

THROTTLED = (S.ESME_RTHROTTLED, S.ESME_RMSGQFUL)


class Client:
    """``async with Client(port, enquire_link=lambda client, request: [...])``: it answers so, and otherwise correctly.

    It binds, submits one message after the other, and comes back at once whenever it loses its session, but not after a
    refused bind. ``at_first`` is what it says when it is connected; ``window`` is how many messages may be unanswered.
    Once it is bound, it reads at most ``most`` octets at a time, and takes them for a whole PDU. ``times`` is how often
    it connects, ``tls`` how, if over TLS.
    """

    def __init__(
        self,
        port: int,
        *,
        bind: Bind | None = None,
        window: int = 1,
        tls: ssl.SSLContext | None = None,
        most: int = 0,
        times: int = 0,
        **script: Answer,
    ) -> None:
        self.port = port
        self.script = script
        self.window = window
        self.heard: Counter[str] = Counter()
        self.numbers: list[int] = []  # the sequence_numbers of messages that wait for an answer
        self._tls = tls
        self._bind = bind or BindTransceiver("tester", "secret")
        self._most, self._times = most, times
        self._number = 0
        self._silent = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._live())
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._task.cancel()
        await asyncio.wait((self._task,))
        if not self._task.cancelled():
            self._task.result()

    async def gone(self) -> None:
        """Wait until it no longer comes back."""
        await asyncio.wait((self._task,))

    def number(self) -> int:
        self._number += 1
        return self._number

    def message(self, **fields: Any) -> SubmitSm:
        """Make the next message."""
        number = self.number()
        self.numbers.append(number)
        return SubmitSm(destination_addr="447700900123", short_message=b"Hello", sequence_number=number, **fields)

    def hangs_up(self) -> None:
        """End the connection."""
        self._writer.transport.abort()

    async def _live(self) -> None:
        while True:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                await self._session()
            self._times -= 1
            if not self._times:
                return

    async def _session(self) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port, ssl=self._tls)
        self.heard.clear()
        self.numbers.clear()
        self._number, self._silent = 0, False
        try:
            self._say(self.script.get("at_first", binds)(self, self._bind))
            await self._listen(reader)
        finally:
            self.hangs_up()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        length = await reader.readexactly(4)
        self._hear(length + await reader.readexactly(int.from_bytes(length, "big") - 4))
        frames, trusted = Frames(), True
        while octets := await reader.read(self._most or 1 << 16):
            if not trusted:
                continue
            whole, broken = frames.cut(octets)
            if self._most and not whole:
                return
            for one in whole:
                self._hear(one)
            if broken is not None:
                trusted = False
                self._say(self.script.get("broken", leaves)(self, None))

    def _hear(self, octets: bytes) -> None:
        try:
            pdu = decode(octets)
        except Malformed as malformed:
            _, command_id, _, number = HEADER.unpack_from(octets)
            pdu = refusal(command_id, malformed.command_status)
            pdu.sequence_number = number
            refused: Answer = lambda *_: [pdu]  # noqa: E731 - no name would say more
            self._say(self.script.get("unreadable", refused)(self, pdu))
            return
        self.heard[pdu.words[0]] += 1
        answer: Answer = self.script.get(pdu.words[0], right)
        self._say(answer(self, pdu))
        if isinstance(pdu, Unbind):
            self._writer.close()

    def _say(self, answers: Answers) -> None:
        for answer in answers:
            self._writer.write(answer if isinstance(answer, bytes) else answer.encode())


def binds(client: Client, bind: Bind) -> Answers:
    """Send a bind."""
    bind.sequence_number = client.number()
    return [bind]


def leaves(client: Client, _: object) -> Answers:
    """End the session."""
    client.hangs_up()
    return ()


def right(client: Client, pdu: Pdu) -> Answers:
    """Answer correctly."""
    if isinstance(pdu, BindResp | SubmitSmResp | GenericNack):
        yield from goes_on(client, pdu)
    elif isinstance(pdu, Response) or pdu.command_id in UNANSWERED:
        return
    elif isinstance(pdu, Unknown):
        yield GenericNack(command_status=S.ESME_RINVCMDID, sequence_number=pdu.sequence_number)
    else:
        if isinstance(pdu, EnquireLink) and client._silent:
            client._silent = False
            yield client.message()
        yield CLASSES[response_id(pdu.command_id)](sequence_number=pdu.sequence_number)


def goes_on(client: Client, pdu: Pdu) -> Answers:
    """Submit as much as the window allows, but nothing after ESME_RTHROTTLED until there is an enquire_link."""
    if isinstance(pdu, BindResp) and pdu.command_status:
        return
    if pdu.sequence_number in client.numbers:
        client.numbers.remove(pdu.sequence_number)
    if pdu.command_status in THROTTLED:
        client._silent = True
        return
    while len(client.numbers) < client.window:
        yield client.message()
