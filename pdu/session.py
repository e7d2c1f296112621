"""SMPP v5.0 chapter 2: a session, as a value. No clock, no socket: octets and times go in, events and octets come out.

One class serves both ends. ``send`` numbers a request and queues it, ``receive_data`` reads octets and gives events,
``handle_timer`` is called when ``next_timer`` says so, and ``data_to_send`` hands over, once, all that is to be
written. What a rule of the protocol answers by itself (enquire_link, unbind, a PDU in the wrong state, garbage) is
answered here, and reported as an event.
"""

from typing import Final

from pdu import walk
from pdu.codec import DEFAULT_LIMIT, FrameError, Frames
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.events import (
    FOREVER,
    Answered,
    Closed,
    Event,
    Late,
    LocalProtocolError,
    RequestReceived,
    ResponseReceived,
    Timers,
    Unanswered,
    Unexpected,
    Witness,
)
from pdu.header import HEADER, Pdu, Response, Unknown, named
from pdu.malformed import Malformed
from pdu.matrix import BINDS, LINK, STEERING, SessionState, Side
from pdu.operations.bind import Bind
from pdu.operations.enquire_link import EnquireLink, EnquireLinkResp
from pdu.operations.generic_nack import GenericNack
from pdu.operations.unbind import UnbindResp
from pdu.outstanding import answered
from pdu.refusals import out_of_place, refusal, unread, unreadable
from pdu.sending import Sending
from pdu.table import CLASSES, DECODERS
from pdu.values import InterfaceVersion
from pdu.versions import lengths, spoken

__all__ = [
    "FOREVER",
    "Answered",
    "Closed",
    "Event",
    "Late",
    "LocalProtocolError",
    "RequestReceived",
    "ResponseReceived",
    "Session",
    "SessionState",
    "Side",
    "Timers",
    "Unanswered",
    "Unexpected",
    "Witness",
    "refusal",
]

MOST_BEFORE_BOUND: Final = 1_000  # PDUs of somebody who may be anybody: one read can bring 16,000, each to be answered
_CLOSED, _UNBOUND = SessionState.CLOSED, SessionState.UNBOUND  # looking up a member of an enumeration is slow
_GENERIC_NACK = int(CommandId.generic_nack)
_ENQUIRE_LINK = int(CommandId.enquire_link)
_UNBIND = int(CommandId.unbind)
_event = tuple.__new__  # calling the class of an event takes one step more


class Session(Sending):
    """One end of a session. ``state`` is named from the ESME's side at both ends.

    ``outstanding`` is the window: our requests that await a response, by sequence_number, each with its deadline.
    ``interface_version`` is the lower of the two ends' versions, known once bound. The owner sets ``owes`` when the
    session has ended but earlier requests are still to be answered: those answers go before the last word
    (unbind_resp). ``gone`` means that nothing more can be sent.
    """

    def __init__(
        self,
        side: Side,
        now: float,
        *,
        timers: Timers | None = None,
        limit: int = DEFAULT_LIMIT,
        witness: Witness | None = None,
    ) -> None:
        super().__init__(side, now, timers, witness)
        self._frames = Frames(limit)
        self._heard = self._asked = now
        self._before_bound = 0  # PDUs heard until then
        self._untold: list[Event] = []  # since the witness has raised something

    def close(self, reason: str = "closed by us", *, by_peer: bool = False) -> list[Event]:
        """End the session without sending anything, as when its connection is gone; report what is outstanding."""
        self.gone, self.owes = True, False
        untold, self._untold = self._untold, []
        return untold + self._close(reason, clean=False, by_peer=by_peer)

    # What we hear

    def receive_data(self, octets: bytes, now: float) -> list[Event]:
        """Read octets from the peer. Nothing is raised: whatever they are, they become events and answers.

        A peer that is not bound after MOST_BEFORE_BOUND PDUs is no longer heard: the session ends.
        Only a witness may raise something: what was heard before is then told by ``close``.
        """
        if self.closed:
            return []
        self._heard = now
        events: list[Event] = []
        frames, broken = self._frames.read(octets)
        may_ask, outstanding = self._may_ask, self.outstanding
        try:
            for whole, command_id, command_status, number in frames:
                try:
                    pdu: Pdu | None = DECODERS[command_id](whole, command_status, number)
                except Malformed as malformed:
                    pdu = self._passing_over(whole, malformed)
                    if pdu is None:
                        self._unreadable(whole, malformed, now, events)
                if pdu is not None:
                    if self.witness is not None:
                        self.witness(False, pdu)
                    if command_id in may_ask:  # this case and the next are the usual ones, and change no state
                        self._active = now
                        events.append(_event(RequestReceived, (pdu, whole)))
                        continue
                    asked = outstanding.get(number)
                    if asked is not None and asked[2] == command_id:
                        del outstanding[number]
                        self._active = now
                        events.append(_event(ResponseReceived, (asked[0], pdu, "")))
                        continue
                    if command_id & RESPONSE:
                        self._response(pdu, command_id, now, events)
                    else:
                        self._about_the_session(pdu, command_id, now, events)
                if self.state is _CLOSED:
                    return events
                if not self.state.bound:
                    self._before_bound += 1
                    if self._before_bound > MOST_BEFORE_BOUND:
                        reason = f"more than {MOST_BEFORE_BOUND:,} PDUs came before it was bound"
                        return events + self._close(reason, clean=False)
                may_ask = self._may_ask
        except Exception:  # of the witness
            self._untold = [one for one in events if not isinstance(one, RequestReceived)]  # those can't be answered
            raise
        if broken is not None:
            self._distrust(broken, events)
        return events

    def receive_eof(self) -> list[Event]:
        """End the session: the peer has closed its side of the connection."""
        inside = len(self._frames)
        clean = not self.state.bound and not inside
        where = f" inside a PDU, after {inside} octets of it" if inside else ""
        return self._close(f"the peer closed the connection{where}", clean=clean, by_peer=True)

    # Time

    def next_timer(self) -> float:
        """Say when ``handle_timer`` is to be called next; infinity if nothing will ever be due."""
        if self.closed:
            return FOREVER
        return min(self.outstanding.due(), self._due_enquire_link(), self._due_session_init(), self._due_inactivity())

    def handle_timer(self, now: float) -> list[Event]:
        """Do what is due by now."""
        events: list[Event] = []
        while (due := self.outstanding.due()) <= now:
            request = self.outstanding.give_up()
            events.append(Unanswered(request, f"no response within {self.timers.response_timer:g} s"))
            if self._is_vital(request, due):
                return events + self._close(f"{named(request.command_id)} was not answered", clean=False)
        if self._due_session_init() <= now:
            return events + self._close("session_init_timer: no bind came", clean=False)
        if self._due_inactivity() <= now:
            return events + self._close("inactivity_timer: no message came or went", clean=False)
        if self._due_enquire_link() <= now and not self.closed:
            self._asked = now
            self._untold = events  # until the witness, which may raise something, has seen it
            self.send(EnquireLink(), now)
            self._untold = []
        return events

    # The timers of table 2-2, and the states in which each of them runs

    def _due_session_init(self) -> float:
        waits = self.state in (SessionState.OPEN, SessionState.OUTBOUND) and self._bind is None
        return self._opened + self.timers.session_init_timer if waits else FOREVER

    def _due_enquire_link(self) -> float:
        return max(self._heard, self._asked) + self.timers.enquire_link_timer

    def _due_inactivity(self) -> float:
        return self._active + self.timers.inactivity_timer if self.state.bound else FOREVER

    def _is_vital(self, request: Pdu, due: float) -> bool:
        """Whether a session can't go on without this answer; any PDU since then answers an enquire_link (4.1.2)."""
        if request.command_id == _ENQUIRE_LINK:
            return self._heard + self.timers.response_timer <= due
        return request.command_id == _UNBIND or request.command_id in BINDS

    # Receiving

    def _about_the_session(self, pdu: Pdu, command_id: int, now: float, events: list[Event]) -> None:
        """Take a request that is answered here, changes the state, or may not come in this state."""
        if command_id not in self._may_receive or (self._bind is not None and command_id in BINDS):
            self._out_of_place(pdu, now, events)
        elif command_id == _ENQUIRE_LINK:
            self._answer(pdu, EnquireLinkResp(), "", now, events)
        elif command_id == _UNBIND:
            self._part(pdu, UnbindResp(), "", events)
            events += self._close("the peer unbound", clean=True, by_peer=True)
        else:
            self._active = now
            self._open(pdu, now)
            self._speak(spoken(pdu.interface_version) if isinstance(pdu, Bind) else None)
            events.append(RequestReceived(pdu))  # type: ignore[arg-type]  # the matrix has only requests here

    def _response(self, pdu: Pdu, command_id: int, now: float, events: list[Event], why: str = "") -> None:
        number = pdu.sequence_number
        request = answered(self.outstanding, number, command_id)
        if request is None:
            late = answered(self.outstanding.given_up, number, command_id)
            events.append(Unexpected(pdu, why) if late is None else _event(Late, (late, pdu, why)))
            return
        if request.command_id not in LINK:
            self._active = now
        if command_id in STEERING and (command_id != _GENERIC_NACK or request is self._bind):
            self._steer(command_id, pdu)
        events.append(_event(ResponseReceived, (request, pdu, why)))
        if self.state is _UNBOUND:
            events += self._close("we unbound", clean=True)

    def _out_of_place(self, pdu: Pdu, now: float, events: list[Event]) -> None:
        """Refuse a PDU that is unknown or may not come now."""
        response, why = out_of_place(pdu.command_id, self.side, self.state, binding=self._bind is not None)
        self._answer(pdu, response, why, now, events)

    def _passing_over(self, octets: bytes, malformed: Malformed) -> Pdu | None:
        """As an ESME, read again with TLVs of later versions of any length: message centres write them as they like."""
        version = self._speaks
        if self.side is not Side.ESME or version is None or malformed.command_status != CommandStatus.ESME_RINVTLVLEN:
            return None
        _, command_id, command_status, sequence_number = HEADER.unpack_from(octets)
        try:
            return walk.decode(CLASSES[command_id], octets, command_status, sequence_number, lengths(version))
        except Malformed:
            return None

    def _unreadable(self, octets: bytes, malformed: Malformed, now: float, events: list[Event]) -> None:
        """Refuse a request whose body can't be read, with the status of its fault; a response keeps it as octets."""
        pdu, why = unread(octets), str(malformed)
        command_id = pdu.command_id
        if self.witness is not None:
            self.witness(False, pdu)
        if command_id & RESPONSE:
            self._response(pdu, command_id, now, events, why)
        elif command_id in self._may_receive:
            response, why = unreadable(command_id, malformed, self._speaks or InterfaceVersion.V5_0)
            self._answer(pdu, response, why, now, events)
        else:
            self._out_of_place(pdu, now, events)

    def _distrust(self, broken: FrameError, events: list[Event]) -> None:
        """Say that the stream is broken, and end the session: nobody can tell where the next PDU begins."""
        garbage = Unknown(command_id=0, sequence_number=broken.sequence_number)
        nack = GenericNack(command_status=broken.command_status)
        self._part(garbage, nack, str(broken), events)
        events += self._close(f"the stream can't be trusted: {broken}", clean=False)

    def _answer(self, request: Pdu, response: Response, why: str, now: float, events: list[Event]) -> None:
        response.sequence_number = request.sequence_number
        self.send(response, now)
        events.append(Answered(request, response, why))

    def _part(self, request: Pdu, response: Response, why: str, events: list[Event]) -> None:
        """Prepare the last answer, which goes behind those that the owner may still give to this batch."""
        response.sequence_number = request.sequence_number
        self._last_word = response
        events.append(Answered(request, response, why))

    def _close(self, reason: str, *, clean: bool, by_peer: bool = False) -> list[Event]:
        if self.closed:
            return []
        self._enter(SessionState.CLOSED)
        lost: list[Event] = [Unanswered(request, reason) for request, _, _ in self.outstanding.values()]
        self.outstanding.clear()
        return [*lost, Closed(reason, clean, by_peer)]
