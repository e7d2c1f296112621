"""A short message as the service centre keeps it, from submission to its final state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pdu.operations.submit_sm import SubmitSm
from pdu.sms.address import Address
from pdu.tlv import Tlv
from pdu.values import FINAL_RECEIPT, MESSAGING_MODE, EsmClass, MessageState, RegisteredDelivery
from smsc.network.hop import Send

FINAL: Final = frozenset(
    {
        MessageState.DELIVERED,
        MessageState.EXPIRED,
        MessageState.DELETED,
        MessageState.UNDELIVERABLE,
        MessageState.REJECTED,
        MessageState.SKIPPED,
    }
)

# Plain numbers, as every message passes here: looking up an enumeration member takes as long as all the rest.
_DELIVERED: Final = MessageState.DELIVERED
_RECEIPT: Final = int(RegisteredDelivery.MC_DELIVERY_RECEIPT)
_ON_SUCCESS: Final = int(RegisteredDelivery.MC_DELIVERY_RECEIPT_ON_SUCCESS)
_ON_FAILURE: Final = int(RegisteredDelivery.MC_DELIVERY_RECEIPT_ON_FAILURE)
_FORWARD: Final = int(EsmClass.FORWARD)
_ONCE: Final = frozenset({int(EsmClass.DATAGRAM), _FORWARD})


@dataclass(slots=True)
class UserData:
    """The content of one TPDU for a handset: TP-DCS, header and data (the data as pdu.sms.tp holds them)."""

    tp_dcs: int
    tp_udh: bytes
    tp_ud: bytes


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A status report that a handset asked for: its reference; in the report itself also the status and its time."""

    tp_mr: int
    tp_st: int | None = None
    tp_dt: float = 0.0


class Late:
    """A field that is read, each time it is asked for, from the PDU that brought the message, until it is written.

    The written value is in the attribute ``_name``, which is None until then.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name
        self._written = f"_{name}"

    def __get__(self, message: "Said | None", owner: type) -> Any:
        """Read the field; raises AttributeError if no PDU has brought it."""
        if message is None:
            raise AttributeError(f"{owner.__name__} has no {self._name}")
        written = getattr(message, self._written)
        if written is not None:
            return written
        if message.read is None:
            raise AttributeError(f"{message.message_id}: nothing has brought its {self._name}")
        return message.read(message, self._name)

    def __set__(self, message: "Said", value: Any) -> None:
        setattr(message, self._written, value)


class Said:
    """The fields read only when asked for: accepting a message must cost little, and most are never asked.

    ``pdu`` brought the message, and ``read`` reads these fields from it. ``octets`` are that PDU as received, until a
    store has the message, if they say all of it; ``arrival`` is then where the store has them, 0 for nowhere.
    """

    message_id: str
    pdu: SubmitSm | None = None
    read: Callable[[Any, str], Any] | None = None
    octets: bytes = b""
    arrival: int = 0

    @property
    def text_as_brought(self) -> bool:
        """Whether its text is still that of the PDU that brought it."""
        return self.pdu is not None and self._text is None

    if TYPE_CHECKING:  # type checkers know every field as an ordinary one
        _text: str | None
    else:
        parts, _parts = Late(), None
        text, _text = Late(), None
        asked_as, _asked_as = Late(), None


@dataclass(eq=False, kw_only=True)
class Message(Said):
    """A message with its progress. Times are the network's, in seconds since the epoch.

    ``account`` is the system_id of the ESME that submitted it, empty for a handset's. ``next_part`` counts the parts
    that have been delivered; ``next_attempt`` is when it is tried next; ``error`` is the code of the last MAP error, 0
    for none.
    """

    message_id: str
    account: str
    source: Address
    destination: Address
    submitted: float
    expires: float
    parts: tuple[UserData, ...]
    text: str = field(default_factory=str)
    service_type: str = ""
    protocol_id: int = 0
    priority: int = 0
    data_coding: int = 0
    registered_delivery: int = 0
    state: MessageState = MessageState.ENROUTE
    next_part: int = 0
    attempts: int = 0
    next_attempt: float = 0.0
    error: int = 0
    done: float | None = None
    receipted: bool = False  # its sender has accepted the receipt, or refused it for good
    asked_as: tuple[Address, Address] = field(
        default_factory=lambda: (Address(""), Address(""))
    )  # source and destination as the ESME wrote them
    esm_class: int = 0
    tlvs: tuple[Tlv, ...] = ()  # those passed on with the message or its receipt
    set_dpf: bool = False  # whether the sender wants an alert_notification if the handset is absent
    dpf_is_set: bool = False  # whether one will come
    session: int = 0  # in which it was submitted; for a handset's message, the dialogue
    submission: str = ""  # the message_id by which its ESME knows it, if that is not its own (submit_multi)
    copies: tuple[str, ...] = ()  # the message_ids of the other messages of its submission
    status_report: StatusReport | None = None  # asked for by a handset; with a tp_st, the message is the report

    def finish(self, state: MessageState, now: float) -> None:
        """Enter a final state, which is never left again."""
        self.state = state
        self.done = now

    @property
    def once(self) -> bool:
        """Whether it is tried once and never kept for later: datagram and transaction mode."""
        return self.esm_class & MESSAGING_MODE in _ONCE

    @property
    def in_transaction(self) -> bool:
        """Whether its sender waits for its outcome."""
        return self.esm_class & MESSAGING_MODE == _FORWARD

    @property
    def known_as(self) -> str:
        """The message_id given in the response to its ESME."""
        return self.submission or self.message_id

    @property
    def uncut(self) -> bool:
        """Whether its parts are only pieces of user data that an ESME gets as they came (see parts_for_esme)."""
        return len(self.parts) > 1 and not self.parts[0].tp_udh

    @property
    def owes_receipt(self) -> bool:
        """Whether its sender asked to be told of the final state it has reached, and is still to be told."""
        asked = self.registered_delivery & FINAL_RECEIPT
        if not asked or self.receipted or not self.account or self.state not in FINAL:
            return False
        if self.esm_class and self.in_transaction:
            return False  # the response has told it; datagram mode promises no receipt, but one asked for is sent
        return asked == _RECEIPT or asked == (_ON_SUCCESS if self.state is _DELIVERED else _ON_FAILURE)


_LAYOUT: Final = (
    "message_id", "account", "source", "destination", "submitted", "expires", "next_attempt", "esm_class", "priority",
    "registered_delivery", "service_type", "protocol_id", "data_coding", "pdu", "read", "session", "octets", "arrival",
    "_parts", "tlvs", "attempts", "next_part", "error", "state", "done", "receipted",
)  # fmt: skip


End = Callable[[Message, MessageState, float], tuple[Send, ...]]  # finishes a message, and tells whoever asked


def _lay_out() -> None:
    """Make the first message, with all the attributes that one from a submit_sm usually gets.

    CPython lays out all messages like the first ones it sees. A message given more attributes later, as all are once
    they are delivered, would get a dict of its own, four times as large.
    """
    first = Message.__new__(Message)
    for name in _LAYOUT:
        setattr(first, name, None)


_lay_out()
