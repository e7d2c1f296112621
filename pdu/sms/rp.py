"""TS 24.011 clause 8.2: the messages of the relay layer, between the MS and the MSC."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import ClassVar, Final, TypeAlias

from pdu.malformed import Malformed
from pdu.sms import tp
from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.octets import octet, take, take_octet
from pdu.sms.tp import SmsDeliverReport, SmsSubmitReport, Tpdu

_USER_DATA_IEI: Final = 0x41
_MS_TO_SC: Final = Direction.MS_TO_SC
_SC_TO_MS: Final = Direction.SC_TO_MS


class RpMti(IntEnum):
    """8.2.2  Message type indicator, from the MS; the type to the MS is one higher."""

    RP_DATA = 0
    RP_ACK = 2
    RP_ERROR = 4
    RP_SMMA = 6


class RpCause(IntEnum):
    """8.2.5.4  Cause; a message holds the octet as int."""

    UNASSIGNED_NUMBER = 1
    OPERATOR_DETERMINED_BARRING = 8
    CALL_BARRED = 10
    SHORT_MESSAGE_TRANSFER_REJECTED = 21
    MEMORY_CAPACITY_EXCEEDED = 22
    DESTINATION_OUT_OF_ORDER = 27
    UNIDENTIFIED_SUBSCRIBER = 28
    FACILITY_REJECTED = 29
    UNKNOWN_SUBSCRIBER = 30
    NETWORK_OUT_OF_ORDER = 38
    TEMPORARY_FAILURE = 41
    CONGESTION = 42
    RESOURCES_UNAVAILABLE_UNSPECIFIED = 47
    REQUESTED_FACILITY_NOT_SUBSCRIBED = 50
    REQUESTED_FACILITY_NOT_IMPLEMENTED = 69
    INVALID_SHORT_MESSAGE_TRANSFER_REFERENCE_VALUE = 81
    SEMANTICALLY_INCORRECT_MESSAGE = 95
    INVALID_MANDATORY_INFORMATION = 96
    MESSAGE_TYPE_NON_EXISTENT_OR_NOT_IMPLEMENTED = 97
    MESSAGE_NOT_COMPATIBLE_WITH_SHORT_MESSAGE_PROTOCOL_STATE = 98
    INFORMATION_ELEMENT_NON_EXISTENT_OR_NOT_IMPLEMENTED = 99
    PROTOCOL_ERROR_UNSPECIFIED = 111
    INTERWORKING_UNSPECIFIED = 127


# The message type tells the direction, too. encode() takes it from addresses or user data where there are any; an
# RP-ACK or RP-ERROR without them must be given it. A ladder's arrow shows it, so it is not compared.


@dataclass(slots=True)
class RpData:
    """A TPDU on its way: to the MS with rp_oa (the SC's number), from the MS with rp_da (the SC's number)."""

    words: ClassVar[tuple[str, ...]] = ("RP-DATA",)

    rp_mr: int
    rp_oa: Address | None
    rp_da: Address | None
    rp_user_data: Tpdu | bytes  # octets where they are no TPDU
    rest: bytes = b""  # information elements of a later edition
    direction: Direction | None = field(default=None, compare=False, kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        direction = self.direction
        if direction is None and (self.rp_oa is None) != (self.rp_da is None):
            direction = _MS_TO_SC if self.rp_oa is None else _SC_TO_MS
        direction, payload = _payload(direction, self.rp_user_data, rp_error=False)
        return b"".join(
            (
                _head(RpMti.RP_DATA, direction, self.rp_mr),
                _encode_address("rp_oa", self.rp_oa),
                _encode_address("rp_da", self.rp_da),
                bytes((_length(payload, 233),)),
                payload,
                self.rest,
            )
        )


@dataclass(slots=True)
class RpAck:
    """The RP-DATA (or RP-SMMA) with the same rp_mr has arrived."""

    words: ClassVar[tuple[str, ...]] = ("RP-ACK",)

    rp_mr: int
    rp_user_data: Tpdu | bytes | None = None
    rest: bytes = b""
    direction: Direction | None = field(default=None, compare=False, kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        direction, payload = _payload(self.direction, self.rp_user_data, rp_error=False)
        return _head(RpMti.RP_ACK, direction, self.rp_mr) + _user_data_element(self.rp_user_data, payload) + self.rest


@dataclass(slots=True)
class RpError:
    """The RP-DATA (or RP-SMMA) with the same rp_mr has failed."""

    words: ClassVar[tuple[str, ...]] = ("RP-ERROR",)

    rp_mr: int
    rp_cause: int
    rp_user_data: Tpdu | bytes | None = None
    diagnostic: int | None = None  # behind the cause, in the same element
    rest: bytes = b""
    direction: Direction | None = field(default=None, compare=False, kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        direction, payload = _payload(self.direction, self.rp_user_data, rp_error=True)
        cause = bytes((octet("rp_cause", self.rp_cause),))
        if self.diagnostic is not None:
            cause += bytes((octet("diagnostic", self.diagnostic),))
        head = _head(RpMti.RP_ERROR, direction, self.rp_mr) + bytes((len(cause),)) + cause
        return head + _user_data_element(self.rp_user_data, payload) + self.rest


@dataclass(slots=True)
class RpSmma:
    """The MS has memory again."""

    words: ClassVar[tuple[str, ...]] = ("RP-SMMA",)
    direction: ClassVar[Direction] = _MS_TO_SC

    rp_mr: int
    rest: bytes = b""

    def encode(self) -> bytes:
        """The octets; Malformed when rp_mr is no octet."""
        return _head(RpMti.RP_SMMA, _MS_TO_SC, self.rp_mr) + self.rest


RpMessage: TypeAlias = RpData | RpAck | RpError | RpSmma


def decode(octets: bytes) -> RpMessage:
    """The RP message in ``octets``; its type tells the direction. Malformed for anything else.

    User data which are no TPDU stay octets.
    """
    message_type = take_octet("rp_mti", octets, 0)
    rp_mr = take_octet("rp_mr", octets, 1)
    direction = _SC_TO_MS if message_type & 1 else _MS_TO_SC
    match message_type & ~1:
        case RpMti.RP_DATA:
            rp_oa, offset = _decode_address("rp_oa", octets, 2)
            rp_da, offset = _decode_address("rp_da", octets, offset)
            payload, offset = _decode_user_data(octets, offset, 233)
            tpdu = _tpdu(payload, direction, rp_error=False)
            return RpData(rp_mr, rp_oa, rp_da, tpdu, octets[offset:], direction=direction)
        case RpMti.RP_ACK:
            user_data, offset = _decode_user_data_element(octets, 2, direction, rp_error=False)
            return RpAck(rp_mr, user_data, octets[offset:], direction=direction)
        case RpMti.RP_ERROR:
            length = take_octet("rp_cause", octets, 2)
            if length not in (1, 2):
                raise Malformed("rp_cause", 2, "1 or 2 octets", str(length))
            cause, *diagnostic = take("rp_cause", octets, 3, length)
            user_data, offset = _decode_user_data_element(octets, 3 + length, direction, rp_error=True)
            rest = octets[offset:]
            return RpError(rp_mr, cause, user_data, diagnostic[0] if diagnostic else None, rest, direction=direction)
        case RpMti.RP_SMMA if direction is _MS_TO_SC:
            return RpSmma(rp_mr, octets[2:])
    raise Malformed("rp_mti", 0, "0 to 6", str(message_type))


def _head(rp_mti: RpMti, direction: Direction, rp_mr: int) -> bytes:
    return bytes((rp_mti + (direction is _SC_TO_MS), octet("rp_mr", rp_mr)))


def _payload(direction: Direction | None, user_data: Tpdu | bytes | None, *, rp_error: bool) -> tuple[Direction, bytes]:
    if user_data is None or isinstance(user_data, bytes):
        octets = user_data or b""
    else:
        if direction is None:
            direction = user_data.direction
        if user_data.direction is not direction:
            raise Malformed("rp_user_data", None, f"a TPDU from {direction.value}", user_data.words[0])
        if isinstance(user_data, SmsDeliverReport | SmsSubmitReport) and rp_error is (user_data.tp_fcs is None):
            raise Malformed("tp_fcs", None, "TP-FCS in RP-ERROR, and nowhere else", str(user_data.tp_fcs))
        octets = user_data.encode()
    if direction is None:
        raise Malformed("direction", None, "MS_TO_SC or SC_TO_MS, as nothing else tells it", "None")
    return direction, octets


def _length(payload: bytes, largest: int) -> int:
    if len(payload) > largest:
        raise Malformed("rp_user_data", None, f"{largest} octets at most", str(len(payload)))
    return len(payload)


def _user_data_element(user_data: Tpdu | bytes | None, payload: bytes) -> bytes:
    return b"" if user_data is None else bytes((_USER_DATA_IEI, _length(payload, 232))) + payload


def _encode_address(name: str, address: Address | None) -> bytes:
    if address is None:
        return b"\0"
    octets = address.encode_rp(name)
    if len(octets) > 11:
        raise Malformed(name, None, "20 digits at most", address.value)
    return bytes((len(octets),)) + octets


def _decode_address(name: str, octets: bytes, offset: int) -> tuple[Address | None, int]:
    length = take_octet(name, octets, offset)
    if not length:
        return None, offset + 1
    if length > 11:
        raise Malformed(name, offset, "11 octets at most", str(length))
    return Address.decode_rp(name, take(name, octets, offset + 1, length), offset + 1), offset + 1 + length


def _decode_user_data(octets: bytes, offset: int, largest: int) -> tuple[bytes, int]:
    length = take_octet("rp_user_data", octets, offset)
    if length > largest:
        raise Malformed("rp_user_data", offset, f"{largest} octets at most", str(length))
    return take("rp_user_data", octets, offset + 1, length), offset + 1 + length


def _decode_user_data_element(
    octets: bytes, offset: int, direction: Direction, *, rp_error: bool
) -> tuple[Tpdu | bytes | None, int]:
    if octets[offset : offset + 1] != bytes((_USER_DATA_IEI,)):
        return None, offset
    payload, offset = _decode_user_data(octets, offset + 1, 232)
    return _tpdu(payload, direction, rp_error=rp_error), offset


def _tpdu(payload: bytes, direction: Direction, *, rp_error: bool) -> Tpdu | bytes:
    try:
        return tp.decode(payload, direction, rp_error)
    except Malformed:
        return payload  # the layer above refuses it, in its own words
