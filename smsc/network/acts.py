"""What people do with their handsets, and what a handset shows its owner: the two ends of every ladder."""

from dataclasses import dataclass
from typing import ClassVar

from pdu.sms.address import Address
from pdu.text.dcs import MessageClass


@dataclass(slots=True)
class SwitchesOn:
    """The handset is switched on, and tells the network."""

    words: ClassVar[tuple[str, ...]] = ("switches on",)


@dataclass(slots=True)
class SwitchesOff:
    """The handset tells the network, and then switches off."""

    words: ClassVar[tuple[str, ...]] = ("switches off",)


@dataclass(slots=True)
class LosesPower:
    """The battery is removed: the handset is off at once, and nobody is told."""

    words: ClassVar[tuple[str, ...]] = ("loses power",)


@dataclass(slots=True)
class MovesTo:
    """The handset is carried into another cell, which is given by its name."""

    words: ClassVar[tuple[str, ...]] = ("moves to",)

    cell: str


@dataclass(slots=True)
class LosesCoverage:
    """The handset is carried out of range of every cell, until it moves to one."""

    words: ClassVar[tuple[str, ...]] = ("loses coverage",)


@dataclass(slots=True)
class SendsText:
    """Its owner sends a text, of up to 255 parts; ``report`` asks the service centre what becomes of it."""

    words: ClassVar[tuple[str, ...]] = ("sends text",)

    text: str
    to: Address
    report: bool = False


@dataclass(slots=True)
class Replies:
    """Its owner answers the latest message."""

    words: ClassVar[tuple[str, ...]] = ("replies",)

    text: str
    report: bool = False


@dataclass(slots=True)
class ReadsMessages:
    """Its owner looks through the messages stored on the handset and on the SIM."""

    words: ClassVar[tuple[str, ...]] = ("reads messages",)


@dataclass(slots=True)
class DeletesMessages:
    """Its owner deletes all messages on the handset and on the SIM."""

    words: ClassVar[tuple[str, ...]] = ("deletes messages",)


@dataclass(slots=True)
class FillsMemory:
    """The handset's memory is filled with something else: it has no room for messages."""

    words: ClassVar[tuple[str, ...]] = ("fills memory",)


@dataclass(slots=True)
class FreesMemory:
    """What filled the memory is removed; the messages stay."""

    words: ClassVar[tuple[str, ...]] = ("frees memory",)


@dataclass(slots=True)
class ConnectsTerminal:
    """Its owner connects terminal equipment to the handset, such as a computer, which gets the messages of class 3."""

    words: ClassVar[tuple[str, ...]] = ("connects terminal",)


@dataclass(slots=True)
class DisconnectsTerminal:
    """The terminal equipment is disconnected."""

    words: ClassVar[tuple[str, ...]] = ("disconnects terminal",)


@dataclass(slots=True)
class Shows:
    """A message has been received, with all its parts; ``replaces`` is the text that it has replaced."""

    words: ClassVar[tuple[str, ...]] = ("shows",)

    text: str
    sender: Address
    message_class: MessageClass | None = None
    replaces: str | None = None


@dataclass(slots=True)
class PassesOn(Shows):
    """A message of class 3 has been passed on to the terminal equipment; the handset keeps none of it."""

    words: ClassVar[tuple[str, ...]] = ("passes on",)


@dataclass(slots=True)
class Holds:
    """A stored message, as its owner finds it when he looks through them."""

    words: ClassVar[tuple[str, ...]] = ("holds",)

    text: str
    sender: Address
    message_class: MessageClass | None = None


@dataclass(slots=True)
class ShowsBroadcast:
    """A cell broadcast message has been received, with all its pages; each message is shown once."""

    words: ClassVar[tuple[str, ...]] = ("shows broadcast",)

    text: str
    message_identifier: int


@dataclass(slots=True)
class ShowsReport:
    """What became of a message that the handset sent: its reference, TP-ST, and the text, if still known."""

    words: ClassVar[tuple[str, ...]] = ("shows report",)

    recipient: Address
    tp_mr: int
    tp_st: int
    text: str | None = None


@dataclass(slots=True)
class CannotSend:
    """A text was given up; ``rp_cause`` is the network's cause (TS 24.011 table 8.4), None if the network gave none."""

    words: ClassVar[tuple[str, ...]] = ("cannot send",)

    text: str
    to: Address
    rp_cause: int | None = None
