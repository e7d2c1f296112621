"""TS 48.008: the connections of an MSC with handsets, from COMPLETE LAYER 3 INFORMATION to CLEAR COMPLETE."""

from collections.abc import Iterable
from typing import Final

from pdu.gsm.bssmap import (
    CALL_CONTROL,
    RADIO_INTERFACE_FAILURE,
    ClearCommand,
    ClearComplete,
    ClearRequest,
    SapiNReject,
)
from pdu.sms.cp import CpAck, CpData, CpError
from smsc.network.hop import Hop, Send, Services
from smsc.network.msc.visitor import Procedure, Visitor
from smsc.network.timers import CLEAR, CP_RETRANSMISSIONS, SILENCE, TC1N, Timer

ENDED: Final = ClearCommand(CALL_CONTROL)
FAILED: Final = ClearCommand(RADIO_INTERFACE_FAILURE)


class Connections:
    """All connections: one procedure at a time has a handset's; another one may wait for it to end."""

    def __init__(self, node: str) -> None:
        self.procedures: dict[int, Procedure] = {}
        self.silence = Timer(node, SILENCE, self.fail)
        self._clear_timer = Timer(node, CLEAR, self._close)
        self._tc1n = Timer(node, TC1N, self._not_acknowledged)
        self.services: Services = {
            CpData: self.cp_data,
            CpAck: self.cp_ack,
            CpError: self.failed,
            SapiNReject: self.failed,
            ClearRequest: self.clear_request,
            ClearComplete: self.clear_complete,
        }

    def open(self, procedure: Procedure, visitor: Visitor, now: float) -> Iterable[Send]:
        """Give a procedure the connection of a visitor's handset: a call can wait; an earlier connection is lost."""
        self.procedures[procedure.connection] = procedure
        former, visitor.procedure = visitor.procedure, procedure
        if former is None or former is procedure:
            return ()
        if former.connection:
            return self.fail(former, now)
        former.postpone()
        visitor.waiting = former
        return ()

    def clear(self, procedure: Procedure, now: float, command: ClearCommand = ENDED) -> tuple[Send, ...]:
        """Clear the connection of a procedure that has ended."""
        if procedure.sent is not None:
            procedure.sent = None
            self._tc1n.stop(procedure)
        return self._clear_timer.start(procedure, now, (Send(procedure.bss, command, procedure.connection),))

    def fail(self, procedure: Procedure, now: float) -> Iterable[Send]:
        """Clear a connection before its procedure has ended."""
        self.silence.stop(procedure)
        procedure.lost()
        return self.clear(procedure, now, FAILED)

    def restart(self) -> None:
        """Forget every connection."""
        self.procedures.clear()
        for timer in (self.silence, self._clear_timer, self._tc1n):
            timer.stop_all()

    def lost(self, now: float) -> Iterable[Send]:
        """Close all connections, as the BSS has lost them; procedures fail, and those that waited begin."""
        for procedure in tuple(self.procedures.values()):
            procedure.sent = None
            for timer in (self.silence, self._clear_timer, self._tc1n):
                timer.stop(procedure)
            procedure.lost()
            yield from self._close(procedure, now)

    def failed(self, _: object, hop: Hop) -> Iterable[Send]:
        """Clear a connection on which the handset or the BSS can't go on."""
        procedure = self.procedures.get(hop.conversation)
        return self.fail(procedure, hop.at) if procedure else ()

    def clear_request(self, _: ClearRequest, hop: Hop) -> Iterable[Send]:
        """Clear a connection whose handset the BSS has lost."""
        if hop.conversation in self.procedures:
            return self.failed(_, hop)
        return (Send(hop.origin, FAILED, hop.conversation),)

    def cp_data(self, message: CpData, hop: Hop) -> Iterable[Send]:
        """Pass a message of the relay layer to the procedure that has the connection."""
        procedure = self.procedures.get(hop.conversation)
        return procedure.relayed(message.ti, message.cp_user_data, hop) if procedure else ()

    def cp_ack(self, message: CpAck, hop: Hop) -> Iterable[Send]:
        """Note that the handset has what it was sent."""
        procedure = self.procedures.get(hop.conversation)
        if procedure is None or procedure.sent is None or procedure.sent.ti ^ 8 != message.ti:
            return ()
        procedure.sent = None
        self._tc1n.stop(procedure)
        return procedure.acknowledged(hop.at)

    def transmit(self, procedure: Procedure, data: CpData, now: float) -> tuple[Send, ...]:
        """Send a message of the relay layer, repeated if the handset does not acknowledge it (TS 24.011 clause 5.3)."""
        procedure.sent = data
        procedure.retransmissions = CP_RETRANSMISSIONS
        return self._tc1n.start(procedure, now, (Send(procedure.bss, data, procedure.connection),))

    def _not_acknowledged(self, procedure: Procedure, now: float) -> Iterable[Send]:
        """Send the message again, or give up, as TC1N has expired."""
        if not procedure.retransmissions:
            return self.fail(procedure, now)
        procedure.retransmissions -= 1
        return self._tc1n.start(procedure, now, (Send(procedure.bss, procedure.sent, procedure.connection),))

    def clear_complete(self, _: ClearComplete, hop: Hop) -> Iterable[Send]:
        """End a procedure whose channel is free; one that waited begins."""
        procedure = self.procedures.pop(hop.conversation, None)
        if procedure is None:
            return ()
        self._clear_timer.stop(procedure)
        return self._closed(procedure, hop.at)

    def _close(self, procedure: Procedure, now: float) -> Iterable[Send]:
        """End a procedure without a CLEAR COMPLETE: the BSS did not send it, or has lost the connection."""
        self.procedures.pop(procedure.connection, None)
        return self._closed(procedure, now)

    def _closed(self, procedure: Procedure, now: float) -> Iterable[Send]:
        visitor = procedure.visitor
        if visitor is None or visitor.procedure is not procedure:
            return procedure.closed()
        visitor.procedure = None
        waiting, visitor.waiting = visitor.waiting, None
        if waiting is None:
            return procedure.closed()
        return (*procedure.closed(), *waiting.begin(now))
