"""The load: sessions that submit as fast as their window lets them, and cost far less than whoever they load.

The octets of every submit_sm are laid out beforehand but for the sequence_number, and of what comes back only headers
are read: the load generator has one core of two, and must never be what is measured.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from struct import Struct

from pdu.codec import decode
from pdu.command_id import CommandId
from pdu.operations.bind import BindTransceiver
from pdu.operations.submit_sm import SubmitSm
from pdu.operations.unbind import Unbind
from pdu.values import InterfaceVersion, Npi, Ton

SYSTEM_ID = "bench"
PASSWORD = "secret"
PATIENCE = 60.0  # seconds for what is still on its way when the time is over

_HEADER = Struct(">IIII")
_NUMBER = Struct(">I")
_SUBMIT_SM_RESP = int(CommandId.submit_sm_resp)
_DELIVER_SM = int(CommandId.deliver_sm)
_DELIVER_SM_RESP = int(CommandId.deliver_sm_resp)
_ENQUIRE_LINK = int(CommandId.enquire_link)
_ENQUIRE_LINK_RESP = int(CommandId.enquire_link_resp)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be submitted: by how many sessions with which window, for so many seconds or so many messages."""

    window: int
    sessions: int
    seconds: float = 0.0
    messages: int = 0
    receipts: bool = False
    destinations: Sequence[str] = ("447700900001",)
    text: bytes = b"Your parcel is on its way and will be with you between 10 and 12."


@dataclass(slots=True)
class Outcome:
    """What came of it. Times are in seconds; ``latencies`` are from submit_sm to its response."""

    submitted: int = 0
    refused: int = 0
    receipts: int = 0
    submitting: float = 0.0
    receiving: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        """The latency below which this share of all messages stays."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def load(host: str, port: int, task: Task) -> Outcome:
    """Bind all sessions, then submit; returns when everything is answered and, where asked for, every receipt is here.

    Raises ConnectionError where a bind is refused or a session lost, TimeoutError for answers that do not come.
    """
    loop = asyncio.get_running_loop()
    shapes = [_shape(destination, task) for destination in task.destinations]
    sessions: list[_Session] = []
    for number in range(task.sessions):
        start = number * len(shapes) // task.sessions
        made = await loop.create_connection(lambda at=start: _Session(task, shapes[at:] + shapes[:at]), host, port)  # type: ignore[misc]  # a lambda's default has no annotation
        sessions.append(made[1])
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(session.bound for session in sessions))
    began = time.perf_counter()
    for number, session in enumerate(sessions):
        share = (task.messages + number) // task.sessions if task.messages else None
        session.start(began + task.seconds if task.seconds else float("inf"), share)
    async with asyncio.timeout(task.seconds + PATIENCE):
        await asyncio.gather(*(session.answered for session in sessions))
    outcome = Outcome(
        submitted=sum(len(session.latencies) for session in sessions),
        refused=sum(session.refused for session in sessions),
        submitting=max(session.last_response for session in sessions) - began,
        latencies=[latency for session in sessions for latency in session.latencies],
    )
    if task.receipts:
        account = _Account(outcome.submitted - outcome.refused, sessions)
        async with asyncio.timeout(PATIENCE):
            await account.complete.wait()
        outcome.receipts = sum(session.receipts for session in sessions)
        outcome.receiving = max(session.last_receipt for session in sessions) - began
    for session in sessions:
        session.leave()
    return outcome


class _Account:
    """Receipts of an account go to any of its sessions, so they are counted together."""

    def __init__(self, expected: int, sessions: list["_Session"]) -> None:
        self.complete = asyncio.Event()
        self._expected = expected
        self._sessions = sessions
        for session in sessions:
            session.received = self.count
        self.count()

    def count(self) -> None:
        """See whether all have come."""
        if sum(session.receipts for session in self._sessions) >= self._expected:
            self.complete.set()


def _shape(destination: str, task: Task) -> tuple[bytes, bytes]:
    """A submit_sm as its octets before and behind the sequence_number."""
    octets = SubmitSm(
        source_addr_ton=Ton.ALPHANUMERIC,
        source_addr="BENCH",
        dest_addr_ton=Ton.INTERNATIONAL,
        dest_addr_npi=Npi.ISDN,
        destination_addr=destination,
        registered_delivery=int(task.receipts),
        short_message=task.text,
    ).encode()
    return octets[:12], octets[16:]


class _Session(asyncio.Protocol):
    """One session: octets out, headers in."""

    def __init__(self, task: Task, shapes: list[tuple[bytes, bytes]]) -> None:
        loop = asyncio.get_running_loop()
        self.bound: asyncio.Future[None] = loop.create_future()
        self.answered: asyncio.Future[None] = loop.create_future()
        self.latencies: list[float] = []
        self.received: Callable[[], None] = lambda: None
        self.refused = self.receipts = 0
        self.last_response = self.last_receipt = 0.0
        self._task = task
        self._shapes = cycle(shapes)
        self._rest = b""
        self._sent_at: list[float] = []  # by sequence_number; those of one write share a time
        self._until = 0.0
        self._left: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        bind = BindTransceiver(
            system_id=SYSTEM_ID, password=PASSWORD, interface_version=InterfaceVersion.V3_4, sequence_number=1
        )
        transport.write(bind.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        for waiting in (self.bound, self.answered):
            if not waiting.done():
                waiting.set_exception(ConnectionError(f"the message centre has closed the connection: {exc}"))

    def start(self, until: float, left: int | None) -> None:
        """Fill the window, and keep it full until the time or the messages are used up."""
        self._until, self._left = until, left
        self._submit(self._task.window)

    def leave(self) -> None:
        """Unbind; nobody waits for the answer."""
        self._transport.write(Unbind(sequence_number=len(self._sent_at) + 1).encode())
        self._transport.close()

    def _submit(self, count: int) -> None:
        if self._left is not None:
            count = min(count, self._left)
            self._left -= count
        if not count:
            return
        number, pack = len(self._sent_at), _NUMBER.pack
        pieces: list[bytes] = []
        for (head, tail), _ in zip(self._shapes, range(count), strict=False):
            number += 1
            pieces += (head, pack(number), tail)
        self._sent_at += [time.perf_counter()] * count
        self._transport.write(b"".join(pieces))

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if not self.bound.done():
            self._bind_resp(data)
            return
        if self._rest:
            data = self._rest + data
        at, size, unpack, answered = 0, len(data), _HEADER.unpack_from, 0
        replies: list[bytes] = []
        while size - at >= 16:
            length, command_id, status, number = unpack(data, at)
            if size - at < length:
                break
            if command_id == _SUBMIT_SM_RESP:
                answered += 1
                self.refused += status != 0
                self.latencies.append(now - self._sent_at[number - 1])
            elif command_id == _DELIVER_SM:
                self.receipts += 1
                self.last_receipt = now
                replies.append(_HEADER.pack(17, _DELIVER_SM_RESP, 0, number) + b"\0")
            elif command_id == _ENQUIRE_LINK:
                replies.append(_HEADER.pack(16, _ENQUIRE_LINK_RESP, 0, number))
            at += length
        self._rest = data[at:]
        if replies:
            self._transport.write(b"".join(replies))
            self.received()
        if answered:
            self._responses(answered, now)

    def _responses(self, answered: int, now: float) -> None:
        self.last_response = now
        if now < self._until:
            self._submit(answered)
        if len(self.latencies) == len(self._sent_at) and not self.answered.done():
            self.answered.set_result(None)

    def _bind_resp(self, data: bytes) -> None:
        response = decode(data)
        if response.command_status:
            self.bound.set_exception(ConnectionError(f"the bind was refused: 0x{response.command_status:08X}"))
        else:
            self.bound.set_result(None)
