"""What the trace tells, counted. It follows the trace, and so costs nothing until somebody asks for metrics."""

from collections import defaultdict
from typing import Any, Final

from pdu.command_id import RESPONSE, CommandId
from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.receipt import STATS, decode
from pdu.ss7.map import SendRoutingInfoForSM
from pdu.text import data_coding as codings
from pdu.text.data_coding import DefaultAlphabet
from pdu.values import MESSAGE_TYPE, EsmClass, MessageState
from smsc.centre.message import Message
from smsc.distribution import Distribution
from smsc.trace.stories import BEGINS
from smsc.trace.trace import Record
from smsc.world.world import World

OTHER: Final = "other"  # for what is not in a closed set: what a stranger writes makes no new label
OPEN: Final = 100_000  # requests, dialogues and retries remembered; beyond that all are forgotten
_COMMANDS: Final[dict[int, str]] = {command: command.name for command in CommandId}
_STATUSES: Final[dict[int, str]] = {status: status.name for status in CommandStatus}


class Counts:
    """PDUs, times (the network's, in seconds), receipts and retries since it began to follow a world's trace."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._centres = frozenset(world.centres)
        self.since = world.network.now
        self.pdus: defaultdict[tuple[str, str, str], int] = defaultdict(int)  # by command, direction and status
        self.submits: defaultdict[str, Distribution] = defaultdict(Distribution)  # the time until we answer, by command
        self.deliveries: defaultdict[str, Distribution] = defaultdict(Distribution)  # until ESMEs answer, by command
        self.hops: defaultdict[tuple[str, str], Distribution] = defaultdict(Distribution)  # by the kinds of both ends
        self.receipts: defaultdict[str, int] = defaultdict(int)  # by stat
        self.retries = {"handset": 0, "esme": 0}
        self._submitted: dict[tuple[int, int], tuple[float, str]] = {}  # by session and sequence_number
        self._delivered: dict[tuple[int, int], tuple[float, str]] = {}
        self._dialogues: dict[int, float] = {}  # when something was last said in them
        self._retried: dict[str, int] = {}  # the attempt that has been counted, by message_id
        self.close = world.trace.follow(self._add)

    def _add(self, record: Record) -> None:
        message = record.message
        if isinstance(message, Pdu):
            self._pdu(record, message)
            return
        conversation = record.conversation
        if not conversation or record.person:
            return
        before = self._dialogues.get(conversation)
        if before is not None:
            self.hops[self._kind(record.origin), self._kind(record.destination)].add(record.at - before)
        _keep(self._dialogues, conversation, record.at)
        if type(message) is SendRoutingInfoForSM:
            self._attempt(record, "handset", "", conversation)

    def _kind(self, name: str) -> str:
        """Return the kind of an element, or ``OTHER``: what goes to a global title that is nobody's is seen as well."""
        network = self._world.network
        return network.kind(name) or OTHER

    def _pdu(self, record: Record, pdu: Pdu) -> None:
        ours = record.origin in self._centres
        command = _COMMANDS.get(pdu.command_id, OTHER)
        status = _STATUSES.get(pdu.command_status, OTHER)
        self.pdus[command, "sent" if ours else "received", status] += 1
        key = record.conversation, pdu.sequence_number
        if pdu.command_id & RESPONSE:
            open_requests, times = (self._submitted, self.submits) if ours else (self._delivered, self.deliveries)
            asked = open_requests.pop(key, None)
            if asked is not None:
                times[asked[1]].add(record.at - asked[0])
        elif not ours:
            if type(pdu) in BEGINS:
                _keep(self._submitted, key, (record.at, command))
        elif isinstance(pdu, DeliverSm | DataSm):
            _keep(self._delivered, key, (record.at, command))
            if pdu.esm_class & MESSAGE_TYPE == EsmClass.MC_DELIVERY_RECEIPT:
                self.receipts[_stat(pdu, record.default_alphabet)] += 1
            elif record.dialogue:
                self._attempt(record, "esme", record.destination, record.dialogue)

    def _attempt(self, record: Record, towards: str, esme: str, conversation: int) -> None:
        """Count an attempt that is not the first; one that asks twice where a handset is counts once."""
        centre = self._world.centres.get(record.origin)
        message: Message | None = centre.subject(esme, conversation) if centre is not None else None
        if message is None or message.attempts < 2 or self._retried.get(message.message_id) == message.attempts:
            return
        _keep(self._retried, message.message_id, message.attempts)
        self.retries[towards] += 1


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= OPEN:
        kept.clear()
    kept[key] = value


def _stat(pdu: DeliverSm | DataSm, default: DefaultAlphabet) -> str:
    """Return the stat of a receipt, by its message_state or its text, as appendix B abbreviates it."""
    try:
        state = pdu.message_state
    except Malformed:
        state = None
    if state in STATS:
        return STATS[MessageState(state)]
    octets = pdu.short_message if isinstance(pdu, DeliverSm) else b""
    try:
        read = decode(codings.decode(octets, pdu.data_coding, default))
    except Malformed:
        return OTHER
    found = read.message_state if read is not None else None
    return STATS.get(found, OTHER) if found is not None else OTHER
