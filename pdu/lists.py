"""SMPP v5.0 section 4.2.3: the parameters that are lists, dest_address and unsuccess_sme, behind an octet that counts.

On a ladder line the items of a list are separated by commas and the parts of an item by colons:
``dest_address=1:1:447700900123,447700900124,dl:friends``. TON and NPI may be left out where both are 0, and any
character but a letter, a digit or one of ``+*#_.@-`` is written as ``%`` and two hexadecimal digits.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from pdu import command_status
from pdu.command_status import CommandStatus
from pdu.octets import COctetString, Integer, Place, WireType
from pdu.values import DestFlag


class SmeAddress(NamedTuple):
    """A destination: the address of one SME."""

    dest_addr_ton: int
    dest_addr_npi: int
    destination_addr: str


class DistributionList(NamedTuple):
    """A destination: a list of addresses which the message centre keeps under a name."""

    dl_name: str


class UnsuccessSme(NamedTuple):
    """An SME which a message could not be sent to, and the command_status that says why."""

    dest_addr_ton: int
    dest_addr_npi: int
    destination_addr: str
    error_status_code: int


DestAddress = SmeAddress | DistributionList


class Item(Protocol):
    """What a list is made of. ``name`` and ``example`` are for the errors."""

    @property
    def name(self) -> str: ...

    @property
    def example(self) -> str: ...

    def encode(self, value: Any, place: Place) -> bytes: ...

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[Any, int]: ...

    def to_line(self, value: Any) -> str: ...

    def from_line(self, text: str) -> Any:
        """Read what ``to_line`` writes; raises ValueError."""
        ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A list of ``smallest`` to 255 items behind their count, whose name is ``count.name``."""

    count: Place
    smallest: int
    item: Item

    @property
    def label(self) -> str:
        return f"{self.smallest} to 255 {self.item.name}, behind {self.count.name} (Integer, 1 octet)"

    def encode(self, value: Any, place: Place) -> bytes:
        if not isinstance(value, tuple | list):
            raise place.malformed(None, self.label, repr(value))
        if not self.smallest <= len(value) <= 255:
            raise self.count.malformed(None, self.label, f"{len(value)}")
        return bytes((len(value),)) + b"".join(self.item.encode(one, place) for one in value)

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[tuple[Any, ...], int]:
        if at >= len(octets):
            raise self.count.ends(at, self.label)
        count = octets[at]
        if count < self.smallest:
            raise self.count.malformed(at, self.label, f"{count}")
        at += 1
        items: list[Any] = []
        for _ in range(count):
            one, at = self.item.decode(octets, at, place)
            items.append(one)
        return tuple(items), at

    def to_line(self, value: Any) -> str:
        """Write the list as the value of a key of a ladder line."""
        return ",".join(map(self.item.to_line, value))

    def from_line(self, text: str, place: Place) -> tuple[Any, ...]:
        """Read a list from a ladder line; raises Malformed."""
        items: list[Any] = []
        for one in text.split(",") if text else ():
            try:
                items.append(self.item.from_line(one))
            except ValueError:
                raise place.malformed(None, f"{self.item.name} such as {self.item.example}", one) from None
        return tuple(items)


# The items

_E = CommandStatus
_Rows = tuple[tuple[Place, WireType], ...]

_OCTET, _SME, _LIST = Integer(1), int(DestFlag.SME_ADDRESS), int(DestFlag.DISTRIBUTION_LIST)
_DEST_FLAG = Place("dest_flag", _E.ESME_RINVDESTFLAG)
_SME_ADDRESS: _Rows = (
    (Place("dest_addr_ton", _E.ESME_RINVDSTTON), _OCTET),
    (Place("dest_addr_npi", _E.ESME_RINVDSTNPI), _OCTET),
    (Place("destination_addr", _E.ESME_RINVDSTADR), COctetString(21)),
)
_DISTRIBUTION_LIST: _Rows = ((Place("dl_name", _E.ESME_RINVDLNAME), COctetString(21)),)
_UNSUCCESS_SME: _Rows = (*_SME_ADDRESS, (Place("error_status_code"), Integer(4)))
_MESSAGE_ID = COctetString(65)


def _encode(rows: _Rows, values: tuple[Any, ...]) -> bytes:
    return b"".join(wire.encode(value, place) for (place, wire), value in zip(rows, values, strict=True))


def _decode(rows: _Rows, octets: bytes, at: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    for place, wire in rows:
        value, at = wire.decode(octets, at, place)
        values.append(value)
    return values, at


class DestAddressItem:
    """dest_flag and what it announces: the address of an SME, or the name of a distribution list."""

    name = "destinations"
    example = "1:1:447700900123 or dl:friends"

    def encode(self, value: Any, place: Place) -> bytes:
        if isinstance(value, SmeAddress):
            return bytes((_SME,)) + _encode(_SME_ADDRESS, value)
        if isinstance(value, DistributionList):
            return bytes((_LIST,)) + _encode(_DISTRIBUTION_LIST, value)
        raise place.malformed(None, "SmeAddress or DistributionList", repr(value))

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[DestAddress, int]:  # noqa: ARG002 - the rows have places of their own
        flag, after = _OCTET.decode(octets, at, _DEST_FLAG)
        if flag == _SME:
            values, after = _decode(_SME_ADDRESS, octets, after)
            return SmeAddress(*values), after
        if flag == _LIST:
            values, after = _decode(_DISTRIBUTION_LIST, octets, after)
            return DistributionList(*values), after
        raise _DEST_FLAG.malformed(at, "1 (SME address) or 2 (distribution list)", f"{flag}")

    def to_line(self, value: DestAddress) -> str:
        if isinstance(value, DistributionList):
            return f"dl:{_escaped(value.dl_name)}"
        return _address_to_line(value.dest_addr_ton, value.dest_addr_npi, value.destination_addr)

    def from_line(self, text: str) -> DestAddress:
        parts = text.split(":")
        if len(parts) == 2 and parts[0] == "dl":
            return DistributionList(_unescaped(parts[1]))
        return SmeAddress(*_address_from_line(parts))


class UnsuccessSmeItem:
    """The address of an SME, and the status of its failure."""

    name = "unsuccessful SMEs"
    example = "1:1:447700900123:ESME_RINVDSTADR"

    def encode(self, value: Any, place: Place) -> bytes:
        if not isinstance(value, UnsuccessSme):
            raise place.malformed(None, "UnsuccessSme", repr(value))
        return _encode(_UNSUCCESS_SME, value)

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[UnsuccessSme, int]:  # noqa: ARG002 - the rows have places of their own
        values, after = _decode(_UNSUCCESS_SME, octets, at)
        return UnsuccessSme(*values), after

    def to_line(self, value: UnsuccessSme) -> str:
        address = _address_to_line(value.dest_addr_ton, value.dest_addr_npi, value.destination_addr)
        return f"{address}:{command_status.named(value.error_status_code)}"

    def from_line(self, text: str) -> UnsuccessSme:
        *address, status = text.split(":")
        known = CommandStatus.__members__.get(status)
        return UnsuccessSme(*_address_from_line(address), int(status, 0) if known is None else int(known))


class MessageIdItem:
    """A message_id, as query_last_msgs_resp lists them."""

    name = "message ids"
    example = "0A1B2C3D"

    def encode(self, value: Any, place: Place) -> bytes:
        return _MESSAGE_ID.encode(value, place)

    def decode(self, octets: bytes, at: int, place: Place) -> tuple[str, int]:
        return _MESSAGE_ID.decode(octets, at, place)

    def to_line(self, value: str) -> str:
        return _escaped(value)

    def from_line(self, text: str) -> str:
        return _unescaped(text)


# The text of an item


def _address_to_line(ton: int, npi: int, address: str) -> str:
    return f"{int(ton)}:{int(npi)}:{_escaped(address)}" if ton or npi else _escaped(address)


def _address_from_line(parts: list[str]) -> tuple[int, int, str]:
    ton, npi, address = parts if len(parts) == 3 else ("0", "0", *parts)
    return int(ton), int(npi), _unescaped(address)


def _escaped(text: str) -> str:
    """Write a text so that it holds no space, comma, colon or quote; a ``%`` alone is the empty text."""
    return re.sub(r"[^A-Za-z0-9+*#_.@\-\u0100-\U0010ffff]", lambda found: f"%{ord(found[0]):02X}", text) or "%"


def _unescaped(text: str) -> str:
    return "" if text == "%" else re.sub(r"%(..)?", lambda found: chr(int(found[1] or "", 16)), text)
