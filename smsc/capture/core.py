"""The interfaces C, D and E: MAP in the dialogues of TCAP, between service centres, HLRs and MSCs.

The network knows dialogues by a number. The TCAP message for each of its messages follows from what was said before in
the same dialogue: the first invoke begins it, the last answer ends it, and everything between continues it.

Each operation is in the newest version of its application context. No node refuses that, and so none falls back to an
older one: an ESME could not tell, and with an older version's errors the network would only have less to tell it.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from pdu.ss7 import sccp, tcap
from pdu.ss7.map import Argument, MtForwardSM, Result, UpdateLocation
from pdu.ss7.map.errors import ErrorParameter
from pdu.ss7.map.operations import OPERATIONS, Operation
from pdu.ss7.party_address import HLR, ISDN_MOBILE, MSC, VLR, GlobalTitle, PartyAddress
from pdu.ss7.tcap import AARE, AARQ, Begin, Component, Continue, End, Invoke, ReturnError, ReturnResultLast
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.capture.sigtran import Sigtran
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

_OPERATION: Final = {row.argument: row for row in OPERATIONS}
INTERFACE: Final = {  # by the number of the application context
    1: "D",  # networkLocUp
    2: "D",  # locationCancellation
    16: "D",  # subscriberDataMngt
    20: "C",  # shortMsgGateway
    21: "E",  # shortMsgMO-Relay
    23: "C",  # shortMsgAlert
    24: "D",  # mwdMngt
    25: "E",  # shortMsgMT-Relay
    27: "D",  # msPurging
}
_MOST: Final = 255  # octets of a TCAP message in a UDT
_RESPONDER: Final = 0x80000000  # in a transaction identifier: it is the responder's


class Pending(NamedTuple):
    """An operation that has not been answered."""

    invoke_id: int
    operation: Operation
    invoker: str


class Dialogue:
    """What is known of a dialogue: its first operation, who began it with what, and what is unanswered in it."""

    __slots__ = ("answered", "first", "initiator", "invokes", "more", "operation", "pending")

    def __init__(self, operation: Operation, first: object, initiator: str) -> None:
        self.operation = operation
        self.first = first
        self.initiator = initiator
        self.pending: list[Pending] = []
        self.invokes = 0
        self.answered = False  # the responder has said something
        self.more = False  # further messages are announced

    def invoke(self, argument: Argument, invoker: str) -> Invoke:
        """Invoke an operation; no answer is expected to one without a result."""
        operation = _OPERATION[type(argument)]
        self.invokes += 1
        if operation.result is not None:
            self.pending.append(Pending(self.invokes, operation, invoker))
        self.more = isinstance(argument, MtForwardSM) and argument.more_messages_to_send
        return Invoke(self.invokes, argument)

    def answer(self, answer: Result | ErrorParameter, sender: str) -> int:
        """Find which invoke this answers, the latest that can be meant, and return its identifier."""
        for pending in reversed(self.pending):
            meant = isinstance(answer, ErrorParameter) or pending.operation.result is type(answer)
            if pending.invoker != sender and meant:
                self.pending.remove(pending)
                return pending.invoke_id
        return 1


class Core:
    """The dialogues of a capture."""

    def __init__(self, places: Places, sigtran: Sigtran) -> None:
        self._places = places
        self._sigtran = sigtran
        self._dialogues: Bounded[int, Dialogue] = Bounded()

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packets of an invoke, a result or an error in its dialogue."""
        said = record.message
        dialogue = self._dialogues.get(record.conversation)
        if isinstance(said, Argument):
            return self._asked(record, said, dialogue)
        assert isinstance(said, Result | ErrorParameter)  # noqa: S101 - by the table of links
        return self._answered(record, said, dialogue)

    def _asked(self, record: Record, argument: Argument, dialogue: Dialogue | None) -> Iterator[Layered]:
        own = _transaction(record, responder=False)
        if dialogue is None or argument is dialogue.first:  # the latter: an SRF or an HLR only passes it on
            initiator = record.origin if dialogue is None else dialogue.initiator
            dialogue = Dialogue(_OPERATION[type(argument)], argument, initiator)
            self._dialogues[record.conversation] = dialogue
            dialogue_portion = AARQ(dialogue.operation.application_context)
            invoke = dialogue.invoke(argument, initiator)
            begin = Begin(own, dialogue_portion, (invoke,))
            if len(begin.encode()) <= _MOST:
                yield self._layered(record, dialogue, begin)
            else:
                yield from self._segmented(record, dialogue, dialogue_portion, invoke)
            return
        component = dialogue.invoke(argument, record.origin)
        yield self._layered(record, dialogue, self._continued(record, dialogue, component))

    def _segmented(self, record: Record, dialogue: Dialogue, aarq: AARQ, invoke: Invoke) -> Iterator[Layered]:
        """TS 29.002 clause 23: what has no room beside the dialogue portion follows it."""
        own, other = _transaction(record, responder=False), _transaction(record, responder=True)
        yield self._layered(
            record, dialogue, Begin(own, aarq), "a dialogue begins: its first invoke is too long for this"
        )
        dialogue.answered = True
        granted = Continue(other, own, AARE(dialogue.operation.application_context))
        back = record._replace(origin=record.destination, destination=record.origin)
        yield self._layered(back, dialogue, granted, "the dialogue is granted")
        yield self._layered(record, dialogue, Continue(own, other, None, (invoke,)))

    def _answered(
        self, record: Record, answer: Result | ErrorParameter, dialogue: Dialogue | None
    ) -> Iterator[Layered]:
        invoke_id = 1 if dialogue is None else dialogue.answer(answer, record.origin)
        component: Component = (
            ReturnError(invoke_id, answer)
            if isinstance(answer, ErrorParameter)
            else ReturnResultLast(invoke_id, answer)
        )
        if dialogue is None:  # it was begun before the capture
            yield self._layered(record, None, End(_transaction(record, responder=False), None, (component,)))
        elif dialogue.pending or (dialogue.more and not isinstance(answer, ErrorParameter)):
            yield self._layered(record, dialogue, self._continued(record, dialogue, component))
        else:
            del self._dialogues[record.conversation]
            other = _transaction(record, responder=record.origin == dialogue.initiator)
            yield self._layered(record, dialogue, End(other, self._granted(record, dialogue), (component,)))

    def _continued(self, record: Record, dialogue: Dialogue, component: Component) -> Continue:
        responder = record.origin != dialogue.initiator
        ids = _transaction(record, responder=responder), _transaction(record, responder=not responder)
        return Continue(*ids, self._granted(record, dialogue), (component,))

    def _granted(self, record: Record, dialogue: Dialogue) -> AARE | None:
        """Grant the application context, in the first thing that the responder says; None in others."""
        if dialogue.answered or record.origin == dialogue.initiator:
            return None
        dialogue.answered = True
        return AARE(dialogue.operation.application_context)

    # SCCP

    def _layered(self, record: Record, dialogue: Dialogue | None, message: tcap.Message, comment: str = "") -> Layered:
        interface = self._interface(record, dialogue)
        calling = record.origin
        if dialogue is not None and record.message is dialogue.first and record.destination != dialogue.initiator:
            calling = dialogue.initiator  # a node that passes something on does not become the one to answer
        unitdata = sccp.UDT(
            called_party_address=self._called(record, interface),
            calling_party_address=self._party(calling, interface),
            data=message,
        )
        packet = self._sigtran.packet(record.origin, record.destination, unitdata, record.conversation)
        return Layered(interface, packet, comment)

    def _interface(self, record: Record, dialogue: Dialogue | None) -> str:
        if dialogue is not None:
            return INTERFACE[dialogue.operation.context]
        said = type(record.message)
        return next(INTERFACE[row.context] for row in OPERATIONS if said is row.result or said in row.errors)

    def _called(self, record: Record, interface: str) -> PartyAddress:
        """Address a question about a number to that number, and what a VLR has only an IMSI for to its E.214 title.

        Both are translated on the way (Q.714). The HLR's answer has its own number (TS 29.002 clause 6.1.3.3).
        """
        if isinstance(record.message, UpdateLocation):
            title = self._places.mobile_global_title(record.message.imsi)
            if title:
                return PartyAddress(GlobalTitle(title, numbering_plan=ISDN_MOBILE), HLR)
        msisdn = getattr(record.message, "msisdn", None)
        if interface == "C" and msisdn is not None and self._places.kind(record.destination) != "sc":
            return PartyAddress(GlobalTitle(msisdn.value), HLR)
        return self._party(record.destination, interface)

    def _party(self, name: str, interface: str) -> PartyAddress:
        kind = self._places.kind(name)
        if kind in ("hlr", "srf"):
            return self._places.party(name, HLR)
        return self._places.party(name, VLR if interface == "D" else MSC)


def _transaction(record: Record, *, responder: bool) -> bytes:
    """Return the identifier by which one of the two knows the dialogue."""
    number = record.conversation & (_RESPONDER - 1) | (_RESPONDER if responder else 0)
    return number.to_bytes(4, "big")
