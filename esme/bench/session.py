"""One session of the load: octets out, headers in, and each response matched to its request."""

import asyncio
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, cycle, islice
from struct import Struct
from typing import cast

from esme.answer import fail
from esme.bench.ledger import Ledger, settled
from esme.bench.mix import Shape
from esme.bench.supply import Supply
from esme.errors import BindRefused, Disconnected, Interrupted
from esme.message import Delivered
from pdu.codec import DEFAULT_LIMIT, FrameError, decode
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import HEADER, HEADER_LENGTH, Response, named, response_id
from pdu.malformed import Malformed
from pdu.matrix import UNANSWERED
from pdu.operations.bind import Bind
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import Unbind
from pdu.outstanding import SEQUENCE_NUMBERS
from pdu.why import why

_NUMBER = Struct(">I")
_GENERIC_NACK = int(CommandId.generic_nack)
_SUBMIT_SM_RESP = int(CommandId.submit_sm_resp)
_DELIVERIES = frozenset({int(CommandId.deliver_sm), int(CommandId.data_sm)})
_ENQUIRE_LINK = int(CommandId.enquire_link)
_UNBIND = int(CommandId.unbind)
_UNBIND_RESP = int(CommandId.unbind_resp)
_TAKEN = int(CommandStatus.ESME_ROK)
_NOT_OURS = int(CommandStatus.ESME_RX_T_APPN)
_UNKNOWN = int(CommandStatus.ESME_RINVCMDID)

Sent = tuple[float, bool]  # when it was due, and whether a receipt is expected for it


class Session(asyncio.Protocol):
    """A bound session that keeps its window full for as long as there is a supply.

    ``latencies`` are in seconds, in the order of the responses. ``unexpected`` counts responses to no unanswered
    request, ``unreadable`` PDUs that can't be read, ``others`` requests that a load has no use for, and messages other
    than final receipts, which are left to the message centre. ``end`` is why the session has ended.
    """

    def __init__(self, bind: Bind, window: int, messages: Sequence[Sequence[Shape]], supply: Supply, ledger: Ledger):
        loop = asyncio.get_running_loop()
        self.bound: asyncio.Future[None] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self.unanswered: dict[int, Sent] = {}
        self.latencies = array("d")
        self.statuses: Counter[int] = Counter()
        self.submitted = self.given_up = self.unexpected = self.unreadable = self.others = 0
        self.last_response = self.last_receipt = 0.0
        self.end: str | None = None
        self.bind = bind
        self._window = window
        self._shapes: Iterator[Shape] = cycle(chain.from_iterable(messages))
        self._supply = supply
        self._ledger = ledger
        self._rest = b""
        self._number = 1  # the sequence_number of the bind
        self._leaving = False
        self._transport: asyncio.Transport

    def fill(self, most: int, now: float) -> None:
        """Submit what may go now, up to ``most``, and up to the room in the window."""
        room = min(self._window - len(self.unanswered), most)
        if room > 0 and self.end is None:
            for since, number in self._supply.take(room, now):
                self._submit(since, number)

    def give_up(self, before: float) -> None:
        """Expect no more responses to what was due before then; its places in the window are free again."""
        for number, (since, _) in list(islice(self.unanswered.items(), self._window)):
            if since > before:
                break
            del self.unanswered[number]
            self.given_up += 1

    def leave(self) -> None:
        """Unbind; ``gone`` is done when the message centre has closed the connection, or answered."""
        self._leaving = True
        if self.end is None:
            self._transport.write(Unbind(sequence_number=self._number % SEQUENCE_NUMBERS + 1).encode())

    def abort(self) -> None:
        """Drop the connection, if it is not gone yet."""
        self._leaving = True
        if not self.gone.done():  # one that closed behind a full buffer would raise
            self._transport.abort()

    def _submit(self, since: float, count: int) -> None:
        number, pack, unanswered = self._number, _NUMBER.pack, self.unanswered
        if number + count > SEQUENCE_NUMBERS:
            number = 0  # they start again: nothing is unanswered any more that has one of the first
        plain, asking = (since, False), (since, True)
        pieces: list[bytes] = []
        for head, tail, receipt in islice(self._shapes, count):
            number += 1
            pieces += (head, pack(number), tail)
            unanswered[number] = asking if receipt else plain
        self._number = number
        self.submitted += count
        self._transport.write(b"".join(pieces))

    # Called by asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # those of other loops only behave like one
        self.bind.sequence_number = 1
        self._transport.write(self.bind.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended(f"the connection broke: {why(exc)}" if exc is not None else "the connection is gone")
        self.gone.set_result(None)

    def eof_received(self) -> None:
        self._ended("the message centre closed the connection")

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if self._rest:
            data = self._rest + data
        at, size, unpack, replies = 0, len(data), HEADER.unpack_from, []
        before = len(self.latencies)
        while size - at >= HEADER_LENGTH:
            length, command_id, status, number = unpack(data, at)
            if not HEADER_LENGTH <= length <= DEFAULT_LIMIT:
                self._ended(str(FrameError(length, DEFAULT_LIMIT, 0)))
                self._transport.abort()
                return
            if size - at < length:
                break
            if command_id == _SUBMIT_SM_RESP:
                self._response(number, status, data, at, length, now)
            else:
                reply = self._other(command_id, status, number, data[at : at + length], now)
                if reply:
                    replies.append(reply)
            at += length
        self._rest = data[at:]
        if replies:
            self._transport.write(b"".join(replies))
        if len(self.latencies) != before:
            self.last_response = now
            self.fill(self._window, now)

    # From the message centre

    def _response(self, number: int, status: int, data: bytes, at: int, length: int, now: float) -> None:
        sent = self.unanswered.pop(number, None)
        if sent is None:
            self.unexpected += 1
            return
        since, receipt = sent
        self.latencies.append(now - since)
        if status:
            self.statuses[status] += 1
            return
        end = data.find(0, at + HEADER_LENGTH, at + length)
        if end < 0:
            self.unreadable += 1  # ESME_ROK without a message_id that ends where it should
        elif receipt:
            self._ledger.taken(data[at + HEADER_LENGTH : end].decode("latin-1"), since)

    def _other(self, command_id: int, status: int, number: int, octets: bytes, now: float) -> bytes:
        """Handle a PDU other than submit_sm_resp, and return the answer to it."""
        if command_id in _DELIVERIES:
            answer = HEADER.pack(HEADER_LENGTH + 1, command_id | RESPONSE, self._delivered(octets, now), number)
            return answer + b"\0"
        if command_id == _ENQUIRE_LINK:
            return HEADER.pack(HEADER_LENGTH, command_id | RESPONSE, _TAKEN, number)
        if command_id == _UNBIND:
            self._ended("the message centre unbound")
            return HEADER.pack(HEADER_LENGTH, command_id | RESPONSE, _TAKEN, number)
        if not self.bound.done():
            self._bind_resp(command_id, octets)
        elif command_id == _UNBIND_RESP and self._leaving:
            self._transport.close()
        elif command_id == _GENERIC_NACK and number in self.unanswered:
            self.latencies.append(now - self.unanswered.pop(number)[0])
            self.statuses[status] += 1
        elif command_id & RESPONSE:
            self.unexpected += 1
        else:
            self.others += 1
            if command_id not in UNANSWERED:
                return HEADER.pack(HEADER_LENGTH, _GENERIC_NACK, _UNKNOWN, number)
        return b""

    def _delivered(self, octets: bytes, now: float) -> int:
        """Take a receipt; return the command_status to answer."""
        try:
            delivered = decode(octets)
        except Malformed as malformed:
            self.unreadable += 1
            return malformed.command_status
        receipt = settled(cast("Delivered", delivered), self._ledger.spelled)  # a Delivered by its command_id
        if receipt is None:
            self.others += 1
            return _NOT_OURS
        message_id, state = receipt
        self.last_receipt = now
        self._ledger.states[state] += 1
        self._ledger.receipt(message_id, now)
        return _TAKEN

    def _bind_resp(self, command_id: int, octets: bytes) -> None:
        status = HEADER.unpack_from(octets)[2]
        if command_id not in (response_id(self.bind.command_id), _GENERIC_NACK):
            self.bound.set_exception(Disconnected(f"the bind was answered by {named(command_id)}"))
        elif status or command_id == _GENERIC_NACK:
            self.bound.set_exception(BindRefused(_refusal(octets, status), self.bind))
        else:
            self.bound.set_result(None)

    def _ended(self, reason: str) -> None:
        if self.end is None:
            self.end = reason
        if not self.bound.done():
            fail(self.bound, Interrupted(reason, self.bind))


def _refusal(octets: bytes, status: int) -> Response:
    """Decode the PDU that refuses a bind; if it can't be read, make one with its status."""
    try:
        refusal = decode(octets)
    except Malformed:
        return GenericNack(command_status=status)
    assert isinstance(refusal, Response)  # noqa: S101 - a bind_resp, or generic_nack
    return refusal
