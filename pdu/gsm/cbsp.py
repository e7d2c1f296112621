"""TS 23.041 clause 9.2: what a cell broadcast centre and a BSS say to each other, laid out as in TS 48.049.

Time is in seconds; octets count it in broadcast periods of 1.883 s, rounded up. Messages are only written, not read.
"""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from pdu.gsm.cbs import CONTENT, MOST_PAGES
from pdu.gsm.location import CellGlobalIdentification
from pdu.malformed import Malformed

PERIOD = 1.883  # seconds: a cell broadcasts a message no more often than this
PORT: Final = 48049  # of TCP

_MESSAGE_CONTENT: Final = 0x01  # information element identifiers
_CELL_LIST: Final = 0x04
_REPETITION_PERIOD: Final = 0x06
_NUMBER_OF_BROADCASTS_COMPLETED_LIST: Final = 0x08
_NUMBERS: Final = {  # identifiers of elements that are numbers, and their sizes in octets
    "old_serial_number": (0x02, 2),
    "new_serial_number": (0x03, 2),
    "category": (0x05, 1),
    "number_of_broadcasts_requested": (0x07, 2),
    "data_coding_scheme": (0x0C, 1),
    "recovery_indication": (0x0D, 1),
    "message_identifier": (0x0E, 2),
    "channel_indicator": (0x12, 1),
    "number_of_pages": (0x13, 1),
    "broadcast_message_type": (0x16, 1),
}

_WHOLE_CGI: Final = 0  # cell identification discriminator
_ALL_CELLS: Final = 6
_NORMAL: Final = 2  # category
_BASIC_CHANNEL: Final = 0
_CBS: Final = 0  # broadcast message type: no emergency message
_DATA_LOST: Final = 1  # recovery indication
_MOST_PERIODS: Final = 4095
_MOST_BROADCASTS: Final = 0xFFFF


@dataclass(slots=True)
class WriteReplace:
    """Broadcast this in these cells, so many times (0: until it is killed), at this period."""

    words: ClassVar[tuple[str, ...]] = ("WRITE-REPLACE",)
    message_type: ClassVar[int] = 0x01

    message_identifier: int
    new_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]
    repetition_period: float
    number_of_broadcasts_requested: int
    data_coding_scheme: int
    message_content: tuple[bytes, ...]

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        if not 1 <= len(self.message_content) <= MOST_PAGES:
            raise Malformed("message_content", None, f"1 to {MOST_PAGES} pages", str(len(self.message_content)))
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("new_serial_number", self.new_serial_number),
            _cells(self.cell_list),
            _number("channel_indicator", _BASIC_CHANNEL),
            _number("category", _NORMAL),
            _period(self.repetition_period),
            _number("number_of_broadcasts_requested", self.number_of_broadcasts_requested),
            _number("number_of_pages", len(self.message_content)),
            _number("data_coding_scheme", self.data_coding_scheme),
            *map(_page, self.message_content),
        )


@dataclass(slots=True)
class WriteReplaceComplete:
    """These cells broadcast it."""

    words: ClassVar[tuple[str, ...]] = ("WRITE-REPLACE COMPLETE",)
    message_type: ClassVar[int] = 0x02

    message_identifier: int
    new_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("new_serial_number", self.new_serial_number),
            _cells(self.cell_list),
            _number("channel_indicator", _BASIC_CHANNEL),
        )


@dataclass(slots=True)
class MessageStatusQuery:
    """How often has this been broadcast?"""

    words: ClassVar[tuple[str, ...]] = ("MESSAGE STATUS QUERY",)
    message_type: ClassVar[int] = 0x0A

    message_identifier: int
    old_serial_number: int

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("old_serial_number", self.old_serial_number),
            _number("channel_indicator", _BASIC_CHANNEL),
        )


@dataclass(slots=True)
class MessageStatusQueryComplete:
    """So many times: ``number_of_broadcasts_completed_list`` has a number for each cell of ``cell_list``."""

    words: ClassVar[tuple[str, ...]] = ("MESSAGE STATUS QUERY COMPLETE",)
    message_type: ClassVar[int] = 0x0B

    message_identifier: int
    old_serial_number: int
    cell_list: tuple[CellGlobalIdentification, ...]
    number_of_broadcasts_completed_list: tuple[int, ...]

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("old_serial_number", self.old_serial_number),
            _completed(self.cell_list, self.number_of_broadcasts_completed_list),
            _number("channel_indicator", _BASIC_CHANNEL),
        )


@dataclass(slots=True)
class Kill:
    """Broadcast this no longer."""

    words: ClassVar[tuple[str, ...]] = ("KILL",)
    message_type: ClassVar[int] = 0x04

    message_identifier: int
    old_serial_number: int

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("old_serial_number", self.old_serial_number),
            _sized(_CELL_LIST, bytes((_ALL_CELLS,))),
            _number("channel_indicator", _BASIC_CHANNEL),
        )


@dataclass(slots=True)
class KillComplete:
    """It is no longer broadcast."""

    words: ClassVar[tuple[str, ...]] = ("KILL COMPLETE",)
    message_type: ClassVar[int] = 0x05

    message_identifier: int
    old_serial_number: int

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _framed(
            self.message_type,
            _number("message_identifier", self.message_identifier),
            _number("old_serial_number", self.old_serial_number),
            _number("channel_indicator", _BASIC_CHANNEL),
        )


@dataclass(slots=True)
class Restart:
    """All cells begin anew, and have lost all that was to be broadcast."""

    words: ClassVar[tuple[str, ...]] = ("RESTART",)
    message_type: ClassVar[int] = 0x13

    def encode(self) -> bytes:
        """The octets."""
        return _framed(
            self.message_type,
            _sized(_CELL_LIST, bytes((_ALL_CELLS,))),
            _number("broadcast_message_type", _CBS),
            _number("recovery_indication", _DATA_LOST),
        )


CbspMessage = (
    WriteReplace
    | WriteReplaceComplete
    | MessageStatusQuery
    | MessageStatusQueryComplete
    | Kill
    | KillComplete
    | Restart
)


def _framed(message_type: int, *elements: bytes) -> bytes:
    body = b"".join(elements)
    return bytes((message_type,)) + len(body).to_bytes(3, "big") + body


def _number(name: str, value: int) -> bytes:
    identifier, size = _NUMBERS[name]
    if not 0 <= value < 1 << 8 * size:
        raise Malformed(name, None, f"0 to {(1 << 8 * size) - 1}", str(value))
    return bytes((identifier,)) + value.to_bytes(size, "big")


def _sized(identifier: int, value: bytes) -> bytes:
    return bytes((identifier,)) + len(value).to_bytes(2, "big") + value


def _cells(cells: tuple[CellGlobalIdentification, ...]) -> bytes:
    return _sized(_CELL_LIST, bytes((_WHOLE_CGI,)) + b"".join(cell.encode("cell_list") for cell in cells))


def _completed(cells: tuple[CellGlobalIdentification, ...], numbers: tuple[int, ...]) -> bytes:
    """How often in which cell; the octet behind a number says whether it was too large to fit."""
    items = b"".join(
        cell.encode("cell_list")
        + min(number, _MOST_BROADCASTS).to_bytes(2, "big")
        + bytes((number > _MOST_BROADCASTS,))
        for cell, number in zip(cells, numbers, strict=True)
    )
    return _sized(_NUMBER_OF_BROADCASTS_COMPLETED_LIST, bytes((_WHOLE_CGI,)) + items)


def _period(seconds: float) -> bytes:
    """12 bits: eight, and four in the low half of the next octet."""
    periods = max(1, ceil(seconds / PERIOD))
    if periods > _MOST_PERIODS:
        raise Malformed("repetition_period", None, f"{_MOST_PERIODS * PERIOD:g} s at most", f"{seconds:g} s")
    return bytes((_REPETITION_PERIOD, periods >> 4, periods & 0x0F))


def _page(content: bytes) -> bytes:
    if len(content) != CONTENT:
        raise Malformed("message_content", None, f"{CONTENT} octets", str(len(content)))
    return bytes((_MESSAGE_CONTENT, CONTENT)) + content
