"""What people do with their handsets, and what a handset shows to its owner: the two ends of every ladder."""

from dataclasses import dataclass
from typing import ClassVar

from pdu.sms.address import Address


@dataclass(slots=True)
class SwitchesOn:
    """The handset starts, and tells the network so."""

    words: ClassVar[tuple[str, ...]] = ("switches on",)


@dataclass(slots=True)
class SwitchesOff:
    """The handset tells the network, and then goes off."""

    words: ClassVar[tuple[str, ...]] = ("switches off",)


@dataclass(slots=True)
class LosesPower:
    """The battery is gone: off at once, and nobody is told."""

    words: ClassVar[tuple[str, ...]] = ("loses power",)


@dataclass(slots=True)
class MovesTo:
    """The handset is carried into another cell, by the cell's name."""

    words: ClassVar[tuple[str, ...]] = ("moves to",)

    cell: str


@dataclass(slots=True)
class SendsText:
    """Its owner writes a text, of any length."""

    words: ClassVar[tuple[str, ...]] = ("sends text",)

    text: str
    to: Address


@dataclass(slots=True)
class Shows:
    """A message has been received, with all its parts."""

    words: ClassVar[tuple[str, ...]] = ("shows",)

    text: str
    sender: Address


@dataclass(slots=True)
class ShowsBroadcast:
    """A cell broadcast message has been received, with all its pages; each message is shown once."""

    words: ClassVar[tuple[str, ...]] = ("shows broadcast",)

    text: str
    message_identifier: int


@dataclass(slots=True)
class ShowsReport:
    """What became of a message that the handset had sent: its reference, and TP-ST."""

    words: ClassVar[tuple[str, ...]] = ("shows report",)

    recipient: Address
    tp_mr: int
    tp_st: int


@dataclass(slots=True)
class CannotSend:
    """A text was given up: ``rp_cause`` is the network's reason (TS 24.011 table 8.4), None if there was no answer."""

    words: ClassVar[tuple[str, ...]] = ("cannot send",)

    text: str
    to: Address
    rp_cause: int | None = None
