"""SMPP v5.0 chapter 2: a session, as a value. No clock, no socket: octets and times go in, events and octets come out.

One class for both ends. ``send`` numbers a request and puts it on the way, ``receive_data`` reads what came and gives
events, ``handle_timer`` is called when ``next_timer`` says so, and ``data_to_send`` hands over, once, all that one
round of this has to write. What a rule of the protocol answers by itself (enquire_link, unbind, a PDU in the wrong
state, garbage) is answered here, and told as an event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from pdu.codec import DEFAULT_LIMIT, FrameError, Frames, decode
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import HEADER, Pdu, Request, Response, Unknown, named, response_id
from pdu.malformed import Malformed
from pdu.matrix import ALLOWED, BINDS, UNANSWERED, SessionState, Side
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import Unbind, UnbindResp
from pdu.table import CLASSES

SEQUENCE_NUMBERS = 0x7FFFFFFF
FOREVER = float("inf")


class LocalProtocolError(Exception):
    """We were about to break the rules: nothing was sent."""


class RequestReceived(NamedTuple):
    """The peer asks; the answer is ours to send."""

    pdu: Pdu


class ResponseReceived(NamedTuple):
    """The peer answers a request of ours, perhaps with generic_nack."""

    request: Pdu
    response: Pdu


class Unanswered(NamedTuple):
    """No response will come: response_timer ran out, or the session ended first."""

    request: Pdu
    reason: str


class Answered(NamedTuple):
    """The session itself has answered what the peer sent; ``why`` says so where it was a refusal."""

    request: Pdu
    response: Pdu
    why: str


class Unexpected(NamedTuple):
    """A response to nothing we asked, or a generic_nack for a number unknown: it changes nothing."""

    pdu: Pdu


class Closed(NamedTuple):
    """Nothing more will be read: the connection is to be closed once the octets are written."""

    reason: str
    clean: bool


Event = RequestReceived | ResponseReceived | Unanswered | Answered | Unexpected | Closed


@dataclass(frozen=True, slots=True)
class Timers:
    """SMPP v5.0 section 2.7: the four timers, in seconds; infinity switches one off."""

    session_init_timer: float = 30.0
    enquire_link_timer: float = 60.0
    inactivity_timer: float = FOREVER
    response_timer: float = 30.0


Witness = Callable[[bool, Pdu], None]  # told of every PDU: True if we sent it


class Session:
    """One end of a session. ``state`` is named from the ESME's side at both ends."""

    def __init__(
        self,
        side: Side,
        now: float,
        *,
        timers: Timers | None = None,
        limit: int = DEFAULT_LIMIT,
        witness: Witness | None = None,
    ) -> None:
        self.side = side
        self.state = SessionState.OPEN
        self.timers = timers or Timers()
        self.witness = witness
        self.outstanding: dict[int, tuple[Request, float]] = {}  # by sequence_number: the request and its deadline
        self._frames = Frames(limit)
        self._outgoing: list[bytes] = []
        self._sequence_number = 0
        self._opened = self._heard = self._asked = self._active = now
        self._bind: int | None = None  # the bind request that waits for its response
        self._may_send = ALLOWED[side, SessionState.OPEN]
        self._may_receive = ALLOWED[side.peer, SessionState.OPEN]

    # What we say

    def send(self, pdu: Pdu, now: float) -> int:
        """Put a PDU on its way; a request is numbered here, and its number returned.

        Raises LocalProtocolError for a PDU that this side may not send in this state, Malformed for one that
        can't be laid out; in both cases nothing is sent.
        """
        command_id = pdu.command_id
        if command_id & RESPONSE:
            self._outgoing.append(pdu.encode())
            self._responded(command_id, pdu.command_status)
        else:
            self._request(pdu, command_id, now)
        if self.witness is not None:
            self.witness(True, pdu)
        return pdu.sequence_number

    def data_to_send(self) -> bytes:
        """Hand over all octets to be written, once."""
        octets = b"".join(self._outgoing)
        self._outgoing.clear()
        return octets

    def close(self, reason: str = "closed by us") -> list[Event]:
        """End the session without a word, as when its connection is gone; what is outstanding is reported."""
        return self._close(reason, clean=False)

    # What we hear

    def receive_data(self, octets: bytes, now: float) -> list[Event]:
        """Read what came. Whatever it is, nothing is raised: it becomes events and answers."""
        if self.state is SessionState.CLOSED:
            return []
        self._heard = now
        events: list[Event] = []
        whole, broken = self._frames.cut(octets)
        for one in whole:
            self._receive(one, now, events)
            if self.state is SessionState.CLOSED:
                return events
        if broken is not None:
            self._distrust(broken, now, events)
        return events

    def receive_eof(self) -> list[Event]:
        """The peer has closed its side of the connection."""
        if self.state is SessionState.CLOSED:
            return []
        clean = self.state in (SessionState.UNBOUND, SessionState.OPEN) and not len(self._frames)
        inside = f" inside a PDU, after {len(self._frames)} octets of it" if len(self._frames) else ""
        return self._close(f"the peer closed the connection{inside}", clean=clean)

    # Time

    def next_timer(self) -> float:
        """When ``handle_timer`` is to be called next; infinity if nothing is due ever."""
        if self.state is SessionState.CLOSED:
            return FOREVER
        return min(self._deadline(), self._due_enquire_link(), self._due_session_init(), self._due_inactivity())

    def handle_timer(self, now: float) -> list[Event]:
        """Do what is due by now."""
        events: list[Event] = []
        if self.state is SessionState.CLOSED:
            return events
        while self.outstanding and self._deadline() <= now:
            number = next(iter(self.outstanding))
            request, _ = self.outstanding.pop(number)
            events.append(Unanswered(request, f"no response within {self.timers.response_timer:g} s"))
            if isinstance(request, EnquireLink | Unbind) or request.command_id in BINDS:
                return events + self._close(f"{named(request.command_id)} was not answered", clean=False)
        if self._due_session_init() <= now:
            return events + self._close("session_init_timer: no bind came", clean=False)
        if self._due_inactivity() <= now:
            return events + self._close("inactivity_timer: no message came or went", clean=False)
        if self._due_enquire_link() <= now:
            self._asked = now
            self.send(EnquireLink(), now)
        return events

    def _deadline(self) -> float:
        """Requests are asked in the order of time with one response_timer, so the first is the first due."""
        for _, deadline in self.outstanding.values():
            return deadline
        return FOREVER

    def _due_session_init(self) -> float:
        waits = self.state in (SessionState.OPEN, SessionState.OUTBOUND)
        return self._opened + self.timers.session_init_timer if waits else FOREVER

    def _due_inactivity(self) -> float:
        return self._active + self.timers.inactivity_timer if self.state.bound else FOREVER

    def _due_enquire_link(self) -> float:
        return max(self._heard, self._asked) + self.timers.enquire_link_timer if self.state.bound else FOREVER

    # Sending

    def _request(self, pdu: Pdu, command_id: int, now: float) -> None:
        if command_id not in self._may_send:
            raise LocalProtocolError(
                f"{named(command_id)} may not be sent by the {self.side.name} in state {self.state.name}"
            )
        if not isinstance(pdu, Request):
            raise LocalProtocolError(f"{type(pdu).__name__} is no request")
        number = self._sequence_number = self._sequence_number % SEQUENCE_NUMBERS + 1
        while number in self.outstanding:
            number = self._sequence_number = self._sequence_number % SEQUENCE_NUMBERS + 1
        pdu.sequence_number = number
        self._outgoing.append(pdu.encode())
        if command_id in BINDS:
            self._bind = command_id
        if command_id not in UNANSWERED:
            self.outstanding[number] = (pdu, now + self.timers.response_timer)
        if command_id not in _LINK:
            self._active = now
        if command_id == CommandId.outbind:
            self._enter(SessionState.OUTBOUND)

    def _responded(self, command_id: int, command_status: int) -> None:
        request = command_id & ~RESPONSE
        if request in BINDS and request == self._bind:
            self._bind = None
            if command_status == CommandStatus.ESME_ROK:
                self._enter(BINDS[request])
        elif request == CommandId.unbind and command_status == CommandStatus.ESME_ROK:
            self._enter(SessionState.UNBOUND)

    # Receiving

    def _receive(self, octets: bytes, now: float, events: list[Event]) -> None:
        try:
            pdu = decode(octets)
        except Malformed as malformed:
            self._refuse(octets, malformed, now, events)
            return
        if self.witness is not None:
            self.witness(False, pdu)
        command_id = pdu.command_id
        if command_id & RESPONSE:
            self._response(pdu, command_id, events)
        elif command_id in self._may_receive:
            if command_id not in _LINK:
                self._active = now
                if command_id in BINDS:
                    self._bind = command_id
                elif command_id == CommandId.outbind:
                    self._enter(SessionState.OUTBOUND)
                events.append(RequestReceived(pdu))
            elif command_id == CommandId.enquire_link:
                self._answer(pdu, EnquireLinkResp(), "", now, events)
            else:
                self._answer(pdu, UnbindResp(), "", now, events)
                events += self._close("the peer unbound", clean=True)
        else:
            self._out_of_place(pdu, now, events)

    def _response(self, pdu: Pdu, command_id: int, events: list[Event]) -> None:
        asked = self.outstanding.get(pdu.sequence_number)
        if asked is None or command_id not in (response_id(asked[0].command_id), CommandId.generic_nack):
            events.append(Unexpected(pdu))
            return
        request = self.outstanding.pop(pdu.sequence_number)[0]
        self._responded(command_id, pdu.command_status)
        events.append(ResponseReceived(request, pdu))
        if self.state is SessionState.UNBOUND:
            events += self._close("we unbound", clean=True)

    def _out_of_place(self, pdu: Pdu, now: float, events: list[Event]) -> None:
        """Refuse a PDU that exists, or does not, but may not come now."""
        if isinstance(pdu, Unknown):
            nack = GenericNack(command_status=CommandStatus.ESME_RINVCMDID)
            self._answer(pdu, nack, f"command_id 0x{pdu.command_id:08X} is unknown", now, events)
            return
        rebind = pdu.command_id in BINDS and (self.state.bound or self._bind is not None)
        status = CommandStatus.ESME_RALYBND if rebind else CommandStatus.ESME_RINVBNDSTS
        why = f"{named(pdu.command_id)} may not come from the {self.side.peer.name} in state {self.state.name}"
        self._answer(pdu, refusal(pdu.command_id, status), why, now, events)

    def _refuse(self, octets: bytes, malformed: Malformed, now: float, events: list[Event]) -> None:
        """Answer a PDU whose body can't be read with the status its fault has; a bad response is only told."""
        _, command_id, command_status, number = HEADER.unpack_from(octets)
        unread = Unknown(
            command_id=command_id,
            command_status=command_status,
            sequence_number=number,
            body=octets[HEADER.size :],
        )
        if self.witness is not None:
            self.witness(False, unread)
        if command_id & RESPONSE:
            events.append(Unexpected(unread))
        else:
            self._answer(unread, refusal(command_id, malformed.command_status), str(malformed), now, events)

    def _distrust(self, broken: FrameError, now: float, events: list[Event]) -> None:
        """Say that the stream is broken, and end it: there is no telling where the next PDU begins."""
        unread = Unknown(command_id=0, sequence_number=broken.sequence_number)
        nack = GenericNack(command_status=broken.command_status)
        self._answer(unread, nack, str(broken), now, events)
        events += self._close(f"the stream can't be trusted: {broken}", clean=False)

    def _answer(self, request: Pdu, response: Response, why: str, now: float, events: list[Event]) -> None:
        response.sequence_number = request.sequence_number
        self.send(response, now)
        events.append(Answered(request, response, why))

    def _enter(self, state: SessionState) -> None:
        self.state = state
        self._may_send = ALLOWED[self.side, state]
        self._may_receive = ALLOWED[self.side.peer, state]

    def _close(self, reason: str, *, clean: bool) -> list[Event]:
        if self.state is SessionState.CLOSED:
            return []
        self._enter(SessionState.CLOSED)
        lost: list[Event] = [Unanswered(request, reason) for request, _ in self.outstanding.values()]
        self.outstanding.clear()
        return [*lost, Closed(reason, clean)]


_LINK = frozenset({int(CommandId.enquire_link), int(CommandId.unbind)})  # what is about the link and no message


def refusal(command_id: int, command_status: int) -> Response:
    """Make the response that refuses a request: its own, or generic_nack where it has none."""
    cls = CLASSES.get(response_id(command_id), GenericNack)
    response = cls(command_status=command_status)
    assert isinstance(response, Response)  # noqa: S101 - what CLASSES holds under a response's id
    return response
