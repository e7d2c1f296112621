"""Which receipts have come and which have not: messages that asked for one are matched to receipts by message_id."""

from array import array
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from esme.message import ON_THE_WAY, Delivered, Message
from esme.receipts import named, plain
from pdu.dialects import MESSAGE_IDS
from pdu.malformed import Malformed
from pdu.values import MESSAGE_TYPE, EsmClass, MessageState


class Ledger:
    """The receipts of all sessions together, since a message centre may send them over any session of an account.

    ``receipt_ids`` is a key of ``pdu.dialects.MESSAGE_IDS``. ``latencies`` are in seconds, from submit_sm to receipt.
    """

    def __init__(self, receipt_ids: str = "as-is") -> None:
        self.latencies = array("d")
        self.states: Counter[str] = Counter()
        self.duplicates = 0
        self.same_ids = 0  # messages accepted under an id that another one has
        self.spelled: Callable[[str], str] | None = MESSAGE_IDS[receipt_ids] if receipt_ids != "as-is" else None
        self._waiting: dict[str, float] = {}
        self._early: dict[str, float] = {}
        self._settled: set[str] = set()

    def taken(self, message_id: str, submitted: float) -> None:
        """Note that a message that asked for a receipt was accepted under this id."""
        key = plain(message_id if self.spelled is None else self.spelled(message_id))
        came = self._early.pop(key, None)
        if came is not None:
            self._settle(key, came - submitted)
        elif key in self._waiting or key in self._settled:
            self.same_ids += 1
        else:
            self._waiting[key] = submitted

    def receipt(self, message_id: str, now: float) -> None:
        """Note that a final receipt has come, perhaps before the response."""
        key = plain(message_id)
        submitted = self._waiting.pop(key, None)
        if submitted is not None:
            self._settle(key, now - submitted)
        elif key in self._settled or key in self._early:
            self.duplicates += 1
        else:
            self._early[key] = now

    def _settle(self, key: str, latency: float) -> None:
        self._settled.add(key)
        self.latencies.append(latency)

    @property
    def missing(self) -> int:
        """How many messages wait for their receipt."""
        return len(self._waiting)

    @property
    def strangers(self) -> int:
        """How many receipts belong to none of our messages."""
        return len(self._early)


def settled(pdu: Delivered, spelled: Callable[[str], str] | None = None) -> tuple[str, str] | None:
    """Return the message_id, spelled as texts have it, and the state of a final receipt; None for anything else."""
    if pdu.esm_class & MESSAGE_TYPE == EsmClass.MC_DELIVERY_RECEIPT:
        # most message centres say it twice: in the TLVs it is read in a fraction of the time
        message_id, state = pdu.receipted_message_id, pdu.message_state
        if message_id and state is not None and state not in ON_THE_WAY:
            with suppress(ValueError):
                return message_id if spelled is None else named(pdu, message_id, spelled), MessageState(state).name
    try:
        message = Message(pdu)
    except Malformed:
        return None
    if not message.final or message.receipt is None or not message.receipt.id:
        return None
    state = message.message_state
    message_id = message.receipt.id if spelled is None else named(pdu, message.receipt.id, spelled)
    return message_id, state.name if state is not None else message.receipt.stat
