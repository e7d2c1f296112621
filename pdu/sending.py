"""SMPP v5.0 chapter 2: what a session sends, what it may send in which state, and the state that follows."""

from collections.abc import Iterable

from pdu.accepted import Accepted
from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.events import LocalProtocolError, Timers, Witness
from pdu.header import HEADER_LENGTH, Pdu, Response, named, response_id
from pdu.matrix import BINDS, LINK, OPENING, REQUESTS, RESPONSES, STEERING, UNANSWERED, SessionState, Side, allowed
from pdu.operations.bind import Bind, BindResp
from pdu.outstanding import SEQUENCE_NUMBERS, STEERING_RESPONSE, Outstanding
from pdu.refusals import may_not_send
from pdu.values import InterfaceVersion
from pdu.versions import PLAIN, check, check_additions, spoken

_CLOSED = SessionState.CLOSED  # looking up a member of an enumeration is slow
_GENERIC_NACK = int(CommandId.generic_nack)
_UNBIND = int(CommandId.unbind)
_PLAIN_LENGTH = HEADER_LENGTH + 254  # of a PDU in which no parameter can be too long for v3.3
_NONE = frozenset[int]()


class Sending:
    """The sending half of a Session (see there): numbers requests, lays PDUs out and follows the state."""

    def __init__(self, side: Side, now: float, timers: Timers | None, witness: Witness | None) -> None:
        self.side = side
        self.interface_version: InterfaceVersion | None = None
        self._speak(None)  # the version we may send; a message centre knows it from the bind on
        self._enter(SessionState.OPEN)
        self.timers = timers or Timers()
        self.witness = witness
        self.outstanding = Outstanding()
        self._outgoing: list[bytes] = []
        self._last_word: Response | None = None  # goes out behind all other answers, and ends the session
        self.owes = False  # its owner has more answers to send: the last word waits for them
        self.gone = False  # nothing more can be sent
        self._sequence_number = 0
        self._opened = self._active = now
        self._bind: Bind | None = None  # the bind request that waits for its response

    @property
    def closed(self) -> bool:
        """Whether the session is over."""
        return self.state is _CLOSED

    # What we say

    def send(self, pdu: Pdu, now: float) -> int:
        """Queue a PDU and return its sequence_number; a request is numbered here.

        Raises LocalProtocolError for a request that this side may not send in this state and for anything once the
        session is over, Malformed for what can't be laid out or is not in the session's version; then nothing is sent.
        """
        command_id = pdu.command_id
        plain = command_id in self._plain_requests
        if not plain:
            self._permit(command_id)
        if plain or not command_id & RESPONSE:
            number = self._sequence_number + 1
            if number > SEQUENCE_NUMBERS or number in self.outstanding:
                number = self.outstanding.free_after(self._sequence_number)
            pdu.sequence_number = number
        octets = pdu.encode()
        if pdu.tlvs or pdu.command_status or len(octets) > _PLAIN_LENGTH or command_id not in self._plain:
            self._check(pdu, command_id)
        self._outgoing.append(octets)
        if plain:
            self._sequence_number = number = pdu.sequence_number
            self.outstanding[number] = (pdu, now + self.timers.response_timer, command_id | RESPONSE)  # type: ignore[assignment]  # it is a request
            self._active = now
        else:
            self._follow(pdu, command_id, now)
        if self.witness is not None:
            self.witness(True, pdu)
        return pdu.sequence_number

    def respond(self, responses: Iterable[Response], now: float) -> None:
        """Answer many requests of one read at a time: as ``send`` does for each, in fewer steps."""
        plain = self._plain_responses if self.witness is None and not self.gone else _NONE
        if plain and isinstance(responses, Accepted):
            self._outgoing += responses.encode()
            self._active = now
            return
        for response in responses:
            if response.command_id not in plain or response.command_status or response.tlvs:
                self.send(response, now)
                continue
            octets = response.encode()
            if len(octets) > _PLAIN_LENGTH:
                self._check(response, response.command_id)
            self._outgoing.append(octets)
            self._active = now

    def data_to_send(self) -> bytes:
        """Hand over all octets to be written, once."""
        outgoing = self._outgoing
        if self.closed and not self.owes:
            self.gone = True
            if self._last_word is not None:
                outgoing.append(self._last_word.encode())
                if self.witness is not None:
                    self.witness(True, self._last_word)
                self._last_word = None
        octets = outgoing[0] if len(outgoing) == 1 else b"".join(outgoing)
        outgoing.clear()
        return octets

    # What may be said, and what it leads to

    def _permit(self, command_id: int) -> None:
        """Raise LocalProtocolError for what may not be sent now."""
        if self.gone:
            raise LocalProtocolError(f"{named(command_id)} comes too late: the session is over")
        if command_id & RESPONSE:
            return
        if command_id not in self._may_send or (self._bind is not None and command_id in BINDS):
            waits = self._bind if command_id in self._may_send else None
            raise LocalProtocolError(may_not_send(command_id, self.side, self.state, waits))

    def _check(self, pdu: Pdu, command_id: int) -> None:
        """Raise Malformed for what the version of this session does not have."""
        if self._speaks is not None:
            # A peer that asks knows the answer, whatever version it claims, but perhaps not all that it may carry.
            known = command_id & RESPONSE and command_id not in self._plain
            (check_additions if known else check)(pdu, self._speaks)

    def _follow(self, pdu: Pdu, command_id: int, now: float) -> None:
        """Do what follows from a PDU that was sent, if it is more than a plain request."""
        if command_id & RESPONSE:
            ours = command_id == _GENERIC_NACK and self.side is Side.ESME  # does not answer our bind: we nack the peer
            if command_id in STEERING and not ours and not self.closed:  # answering the last batch reopens nothing
                self._steer(command_id, pdu)
        else:
            self._sequence_number = number = pdu.sequence_number
            if command_id not in UNANSWERED:
                self.outstanding[number] = (pdu, now + self.timers.response_timer, STEERING_RESPONSE)  # type: ignore[assignment]  # it is a request
            if command_id in OPENING:
                self._open(pdu, now)
        if command_id not in LINK:
            self._active = now

    def _open(self, pdu: Pdu, now: float) -> None:
        """Follow a request that opens a session, whichever side it comes from."""
        if isinstance(pdu, Bind):
            self._bind = pdu
        else:
            self._opened = now  # 2.7: session_init_timer runs from outbind to bind as well
            self._enter(SessionState.OUTBOUND)

    def _steer(self, command_id: int, response: Pdu) -> None:
        """Follow a response that changes the state, whichever side it comes from."""
        ok = response.command_status == CommandStatus.ESME_ROK
        if command_id == response_id(_UNBIND):
            if ok:
                self._enter(SessionState.UNBOUND)
            return
        bind = self._bind
        if bind is None or bind.sequence_number != response.sequence_number:
            return
        if command_id not in (response_id(bind.command_id), _GENERIC_NACK):
            return
        self._bind = None
        if ok and isinstance(response, BindResp):
            # By 2.11.2 a message centre that names no version has v3.3. Most of v3.4 name none, so we do not assume it.
            offered = response.sc_interface_version
            common = bind.interface_version if offered is None else min(bind.interface_version, offered)
            self.interface_version = spoken(common)
            self._speak(self.interface_version)
            self._enter(BINDS[bind.command_id])

    # The state

    def _speak(self, version: InterfaceVersion | None) -> None:
        self._speaks = version
        self._plain = PLAIN[version] if version is not None else _NONE
        self._plain_responses = self._plain & RESPONSES

    def _enter(self, state: SessionState) -> None:
        version = self.interface_version or InterfaceVersion.V5_0
        self.state = state
        self._may_send = allowed(self.side, state, version)
        self._may_receive = allowed(self.side.peer, state, version)
        self._may_ask = self._may_receive & REQUESTS
        self._plain_requests = (self._may_send & self._plain & REQUESTS) - UNANSWERED
