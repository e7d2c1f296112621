"""TS 24.011 clause 8.1: the messages of the connection layer (CM sublayer) of the short message service."""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final, TypeAlias

from pdu.malformed import Malformed
from pdu.sms import rp
from pdu.sms.octets import octet, take, take_octet
from pdu.sms.rp import RpMessage

PROTOCOL_DISCRIMINATOR: Final = 9  # SMS messages, TS 24.007
TRANSACTIONS: Final = 7  # that a side can have at a time

_LARGEST_USER_DATA: Final = 248


class CpMessageType(IntEnum):
    """8.1.3  Message type."""

    CP_DATA = 0x01
    CP_ACK = 0x04
    CP_ERROR = 0x10


class CpCause(IntEnum):
    """8.1.4.2  CP-Cause; a message holds the octet as int."""

    NETWORK_FAILURE = 17
    CONGESTION = 22
    INVALID_TRANSACTION_IDENTIFIER_VALUE = 81
    SEMANTICALLY_INCORRECT_MESSAGE = 95
    INVALID_MANDATORY_INFORMATION = 96
    MESSAGE_TYPE_NON_EXISTENT_OR_NOT_IMPLEMENTED = 97
    MESSAGE_NOT_COMPATIBLE_WITH_THE_SHORT_MESSAGE_PROTOCOL_STATE = 98
    INFORMATION_ELEMENT_NON_EXISTENT_OR_NOT_IMPLEMENTED = 99
    PROTOCOL_ERROR_UNSPECIFIED = 111


@dataclass(slots=True)
class CpData:
    """An RP message on its way.

    ``ti`` is the transaction identifier, 0 to 6, plus 8 (its flag) from the side that did not open it.
    """

    words: ClassVar[tuple[str, ...]] = ("CP-DATA",)

    ti: int
    cp_user_data: RpMessage | bytes  # octets where they are no RP message
    rest: bytes = b""  # information elements of a later edition

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        payload = self.cp_user_data if isinstance(self.cp_user_data, bytes) else self.cp_user_data.encode()
        if len(payload) > _LARGEST_USER_DATA:
            raise Malformed("cp_user_data", None, f"{_LARGEST_USER_DATA} octets at most", str(len(payload)))
        return _head(self.ti, CpMessageType.CP_DATA) + bytes((len(payload),)) + payload + self.rest


@dataclass(slots=True)
class CpAck:
    """The CP-DATA of this transaction has arrived."""

    words: ClassVar[tuple[str, ...]] = ("CP-ACK",)

    ti: int
    rest: bytes = b""

    def encode(self) -> bytes:
        """The octets; Malformed when ti does not fit."""
        return _head(self.ti, CpMessageType.CP_ACK) + self.rest


@dataclass(slots=True)
class CpError:
    """The transaction has failed."""

    words: ClassVar[tuple[str, ...]] = ("CP-ERROR",)

    ti: int
    cp_cause: int
    rest: bytes = b""

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return _head(self.ti, CpMessageType.CP_ERROR) + bytes((octet("cp_cause", self.cp_cause),)) + self.rest


CpMessage: TypeAlias = CpData | CpAck | CpError


def decode(octets: bytes) -> CpMessage:
    """The CP message in ``octets``; Malformed for anything else. User data which are no RP message stay octets."""
    first = take_octet("protocol_discriminator", octets, 0)
    if first & 15 != PROTOCOL_DISCRIMINATOR:
        raise Malformed("protocol_discriminator", 0, str(PROTOCOL_DISCRIMINATOR), str(first & 15))
    ti = _transaction_identifier(first >> 4, 0)
    match take_octet("message_type", octets, 1):
        case CpMessageType.CP_DATA:
            length = take_octet("cp_user_data", octets, 2)
            if length > _LARGEST_USER_DATA:
                raise Malformed("cp_user_data", 2, f"{_LARGEST_USER_DATA} octets at most", str(length))
            return CpData(ti, _rp_message(take("cp_user_data", octets, 3, length)), octets[3 + length :])
        case CpMessageType.CP_ACK:
            return CpAck(ti, octets[2:])
        case CpMessageType.CP_ERROR:
            return CpError(ti, take_octet("cp_cause", octets, 2), octets[3:])
        case message_type:
            raise Malformed("message_type", 1, "CP-DATA, CP-ACK or CP-ERROR", hex(message_type))


def _head(ti: int, message_type: int) -> bytes:
    return bytes((_transaction_identifier(ti, None) << 4 | PROTOCOL_DISCRIMINATOR, message_type))


def _transaction_identifier(ti: int, offset: int | None) -> int:
    # TIO 7 would move the number into another octet (TS 24.007), which short messages do not use.
    if not 0 <= ti <= 14 or ti & 7 == 7:
        raise Malformed("ti", offset, "0 to 6, or 8 to 14 with the flag", str(ti))
    return ti


def _rp_message(payload: bytes) -> RpMessage | bytes:
    try:
        return rp.decode(payload)
    except Malformed:
        return payload  # the layer above refuses it, in its own words
