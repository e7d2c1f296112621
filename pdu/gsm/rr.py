"""TS 44.018 clause 9.1: the messages for radio resources management, between the mobile station and the BSS."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple, TypeAlias

from pdu.gsm.elements import half_octets, identity_lv, lv, take_half_octets, take_identity, take_lv
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.mm import CLASSMARK_2, NO_KEY
from pdu.malformed import Malformed
from pdu.sms.octets import octet, take, take_octet

PROTOCOL_DISCRIMINATOR: Final = 6

ANSWER_TO_PAGING: Final = 0b100  # establishment cause
ORIGINATING: Final = 0b111  # and whatever else an SDCCH can carry, where the cell broadcasts NECI = 0
LOCATION_UPDATING: Final = 0b000

NORMAL_EVENT: Final = 0  # RR cause
ABNORMAL_RELEASE: Final = 1

SDCCH_8: Final = 0b01000  # channel type; the low three bits are the subchannel

FRAMES: Final = 42432  # TDMA frames of 120/26 ms after which starting times and request references repeat
_BLOCK: Final = 23  # octets of a message on the CCCH
_PADDING: Final = 0x2B
_REJECTED: Final = 4  # requests that one IMMEDIATE ASSIGNMENT REJECT answers
_NO_EXTENDED_RA: Final = bytes((_PADDING & 0x0F, _PADDING, _PADDING))  # 10.5.2.17: a 0 for each, and padding


class ChannelDescription(NamedTuple):
    """10.5.2.5  Which channel: its type with subchannel, timeslot, training sequence, and frequency.

    ``frequency`` is the ARFCN or, when the channel hops, MAIO and HSN: the last 12 bits as they stand.
    """

    channel_type: int = SDCCH_8
    timeslot: int = 1
    training_sequence_code: int = 0
    hopping: bool = False
    frequency: int = 1

    def __str__(self) -> str:
        return f"{self.channel_type:05b}/{self.timeslot}/{self.training_sequence_code}/{self.frequency}"

    def encode(self, field: str) -> bytes:
        """Three octets; Malformed names ``field`` when a part does not fit."""
        first = octet(f"{field} channel_type", self.channel_type, 31) << 3 | octet(
            f"{field} timeslot", self.timeslot, 7
        )
        second = octet(f"{field} training_sequence_code", self.training_sequence_code, 7) << 5 | self.hopping << 4
        frequency = octet(f"{field} frequency", self.frequency, 0xFFF)
        return bytes((first, second | frequency >> 8, frequency & 255))

    @classmethod
    def decode(cls, field: str, octets: bytes, offset: int) -> "ChannelDescription":
        """The channel in the three octets at ``offset``."""
        first, second, third = take(field, octets, offset, 3)
        return cls(first >> 3, first & 7, second >> 5, bool(second & 0x10), (second & 15) << 8 | third)


@dataclass(slots=True)
class ChannelRequest:
    """9.1.8  The one octet with which a mobile station asks for a channel."""

    words: ClassVar[tuple[str, ...]] = ("CHANNEL REQUEST",)

    establishment_cause: int
    random_reference: int

    def encode(self) -> bytes:
        """One octet; Malformed names the part that does not fit."""
        return bytes((_request(self.establishment_cause, self.random_reference),))


@dataclass(slots=True)
class ImmediateAssignment:
    """9.1.18  The channel, and which request it answers: what was asked, and in which TDMA frame (0 to 42431)."""

    words: ClassVar[tuple[str, ...]] = ("IMMEDIATE ASSIGNMENT",)
    message_type: ClassVar[int] = 0x3F

    page_mode: int = field(default=0, kw_only=True)
    dedicated_mode_or_tbf: int = field(default=0, kw_only=True)
    channel_description: ChannelDescription
    establishment_cause: int
    random_reference: int
    frame_number: int
    timing_advance: int = field(default=0, kw_only=True)
    mobile_allocation: bytes = field(default=b"", kw_only=True)
    ia_rest_octets: bytes = field(default=11 * bytes((_PADDING,)), kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        request_reference = _reference(self.establishment_cause, self.random_reference, self.frame_number)
        message = b"".join(
            (
                bytes((PROTOCOL_DISCRIMINATOR, self.message_type)),
                half_octets("dedicated_mode_or_tbf", self.dedicated_mode_or_tbf, "page_mode", self.page_mode),
                self.channel_description.encode("channel_description"),
                request_reference,
                bytes((octet("timing_advance", self.timing_advance),)),
                lv("mobile_allocation", self.mobile_allocation),
            )
        )
        return _pseudo_length(message) + self.ia_rest_octets

    @classmethod
    def _decode(cls, message: bytes, rest: bytes) -> "ImmediateAssignment":
        dedicated_mode_or_tbf, page_mode = take_half_octets("page_mode", message)
        channel = ChannelDescription.decode("channel_description", message, 3)
        establishment_cause, random_reference, frame_number = _take_reference(message, 6)
        timing_advance = take_octet("timing_advance", message, 9)
        mobile_allocation, at = take_lv("mobile_allocation", message, 10)
        _ends(message, at)
        return cls(
            channel,
            establishment_cause,
            random_reference,
            frame_number,
            page_mode=page_mode,
            dedicated_mode_or_tbf=dedicated_mode_or_tbf,
            timing_advance=timing_advance,
            mobile_allocation=mobile_allocation,
            ia_rest_octets=rest,
        )


class Rejected(NamedTuple):
    """A request that is refused: what was asked, when, and for how many seconds it may not be asked again."""

    establishment_cause: int
    random_reference: int
    frame_number: int
    wait_indication: int

    def __str__(self) -> str:
        return "/".join(map(str, self))


@dataclass(slots=True)
class ImmediateAssignmentReject:
    """9.1.20  There is no channel: for this request, and for up to three ``others``.

    The message always has four; where there are fewer, the last one is repeated.
    """

    words: ClassVar[tuple[str, ...]] = ("IMMEDIATE ASSIGNMENT REJECT",)
    message_type: ClassVar[int] = 0x3A

    page_mode: int = field(default=0, kw_only=True)
    feature_indicator: int = field(default=0, kw_only=True)
    establishment_cause: int
    random_reference: int
    frame_number: int
    wait_indication: int
    others: tuple[Rejected, ...] = ()
    iar_rest_octets: bytes = field(default=_NO_EXTENDED_RA, kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        own = (self.establishment_cause, self.random_reference, self.frame_number, self.wait_indication)
        rejected = (Rejected(*own), *self.others)
        if len(rejected) > _REJECTED:
            raise Malformed("others", None, f"{_REJECTED - 1} at most", str(len(self.others)))
        message = b"".join(
            (
                bytes((PROTOCOL_DISCRIMINATOR, self.message_type)),
                half_octets("feature_indicator", self.feature_indicator, "page_mode", self.page_mode),
                *(
                    _reference(*one[:3]) + bytes((octet("wait_indication", one.wait_indication),))
                    for one in rejected + rejected[-1:] * (_REJECTED - len(rejected))
                ),
            )
        )
        return _pseudo_length(message) + self.iar_rest_octets

    @classmethod
    def _decode(cls, message: bytes, rest: bytes) -> "ImmediateAssignmentReject":
        feature_indicator, page_mode = take_half_octets("page_mode", message)
        rejected = []
        for at in range(3, 3 + 4 * _REJECTED, 4):
            reference = _take_reference(message, at)
            rejected.append(Rejected(*reference, take_octet("wait_indication", message, at + 3)))
        _ends(message, 3 + 4 * _REJECTED)
        while rejected[-2:-1] == rejected[-1:]:
            rejected.pop()
        first, *others = rejected
        return cls(
            first.establishment_cause,
            first.random_reference,
            first.frame_number,
            first.wait_indication,
            tuple(others),
            page_mode=page_mode,
            feature_indicator=feature_indicator,
            iar_rest_octets=rest,
        )


@dataclass(slots=True)
class PagingRequest:
    """9.1.22  PAGING REQUEST TYPE 1: one mobile station is called, or two.

    ``p1_rest_octets`` None stands for as much padding as fills the block of 23 octets.
    """

    words: ClassVar[tuple[str, ...]] = ("PAGING REQUEST",)
    message_type: ClassVar[int] = 0x21

    page_mode: int = field(default=0, kw_only=True)
    channels_needed: int = field(default=0, kw_only=True)
    mobile_identity_1: MobileIdentity
    mobile_identity_2: MobileIdentity | None = None
    p1_rest_octets: bytes | None = field(default=None, kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        message = b"".join(
            (
                bytes((PROTOCOL_DISCRIMINATOR, self.message_type)),
                half_octets("channels_needed", self.channels_needed, "page_mode", self.page_mode),
                identity_lv("mobile_identity_1", self.mobile_identity_1),
            )
        )
        if self.mobile_identity_2 is not None:
            message += bytes((0x17,)) + identity_lv("mobile_identity_2", self.mobile_identity_2)
        octets = _pseudo_length(message)
        return octets + (_padding(octets) if self.p1_rest_octets is None else self.p1_rest_octets)

    @classmethod
    def _decode(cls, message: bytes, rest: bytes) -> "PagingRequest":
        channels_needed, page_mode = take_half_octets("page_mode", message)
        first, at = take_identity("mobile_identity_1", message, 3)
        second = None
        if message[at : at + 1] == b"\x17":
            second, at = take_identity("mobile_identity_2", message, at + 1)
        _ends(message, at)
        return cls(
            first,
            second,
            page_mode=page_mode,
            channels_needed=channels_needed,
            p1_rest_octets=None if rest == _padding(b"\0" + message) else rest,
        )


@dataclass(slots=True)
class PagingResponse:
    """9.1.25  Here I am."""

    words: ClassVar[tuple[str, ...]] = ("PAGING RESPONSE",)
    message_type: ClassVar[int] = 0x27

    ciphering_key_sequence_number: int = field(default=NO_KEY, kw_only=True)
    mobile_station_classmark_2: bytes = field(default=CLASSMARK_2, kw_only=True)
    mobile_identity: MobileIdentity
    rest: bytes = field(default=b"", kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        cksn = octet("ciphering_key_sequence_number", self.ciphering_key_sequence_number, 15)
        return b"".join(
            (
                bytes((PROTOCOL_DISCRIMINATOR, self.message_type, cksn)),
                lv("mobile_station_classmark_2", self.mobile_station_classmark_2),
                identity_lv("mobile_identity", self.mobile_identity),
                self.rest,
            )
        )


@dataclass(slots=True)
class ChannelRelease:
    """9.1.7  The dedicated channel is released."""

    words: ClassVar[tuple[str, ...]] = ("CHANNEL RELEASE",)
    message_type: ClassVar[int] = 0x0D

    rr_cause: int = NORMAL_EVENT
    rest: bytes = field(default=b"", kw_only=True)

    def encode(self) -> bytes:
        """The octets; Malformed when the cause does not fit."""
        return bytes((PROTOCOL_DISCRIMINATOR, self.message_type, octet("rr_cause", self.rr_cause))) + self.rest


RrMessage: TypeAlias = (
    ChannelRequest | ImmediateAssignment | ImmediateAssignmentReject | PagingRequest | PagingResponse | ChannelRelease
)


def decode(octets: bytes) -> RrMessage:
    """The message in ``octets``; Malformed says where they depart from the table, or that it has no such message.

    The channel they came on need not be given: CHANNEL REQUEST is the only one of one octet, and those of the CCCH
    begin with the pseudo length of layer 2, whose last two bits no protocol discriminator has.
    """
    first = take_octet("protocol_discriminator", octets, 0)
    if len(octets) == 1:
        return ChannelRequest(first >> 5, first & 31)
    if first & 3 == 1:
        message = take("l2_pseudo_length", octets, 1, first >> 2)
        _is_rr(message, 1)
        match take_octet("message_type", message, 1):
            case ImmediateAssignment.message_type:
                return ImmediateAssignment._decode(message, octets[1 + len(message) :])
            case ImmediateAssignmentReject.message_type:
                return ImmediateAssignmentReject._decode(message, octets[1 + len(message) :])
            case PagingRequest.message_type:
                return PagingRequest._decode(message, octets[1 + len(message) :])
            case other:
                raise Malformed("message_type", 2, "a message of the CCCH", hex(other))
    _is_rr(octets, 0)
    match take_octet("message_type", octets, 1):
        case PagingResponse.message_type:
            cksn = take_octet("ciphering_key_sequence_number", octets, 2)
            if cksn > 15:
                raise Malformed("spare half octet", 2, "0", hex(cksn))
            classmark, at = take_lv("mobile_station_classmark_2", octets, 3)
            identity, at = take_identity("mobile_identity", octets, at)
            return PagingResponse(
                identity,
                ciphering_key_sequence_number=cksn,
                mobile_station_classmark_2=classmark,
                rest=octets[at:],
            )
        case ChannelRelease.message_type:
            return ChannelRelease(take_octet("rr_cause", octets, 2), rest=octets[3:])
        case other:
            raise Malformed("message_type", 1, "a message of the DCCH", hex(other))


def _request(establishment_cause: int, random_reference: int) -> int:
    cause = octet("establishment_cause", establishment_cause, 7)
    return cause << 5 | octet("random_reference", random_reference, 31)


def _reference(establishment_cause: int, random_reference: int, frame_number: int) -> bytes:
    frame = octet("frame_number", frame_number, FRAMES - 1)
    t1, t2, t3 = frame // 1326 % 32, frame % 26, frame % 51
    return bytes((_request(establishment_cause, random_reference), t1 << 3 | t3 >> 3, (t3 & 7) << 5 | t2))


def _take_reference(message: bytes, offset: int) -> tuple[int, int, int]:
    request, first, second = take("request_reference", message, offset, 3)
    t1, t2, t3 = first >> 3, second & 31, (first & 7) << 3 | second >> 5
    if t2 >= 26 or t3 >= 51:
        raise Malformed("frame_number", offset + 2, "T2 below 26, T3 below 51", f"{t2}, {t3}")
    return request >> 5, request & 31, 51 * ((t3 - t2) % 26) + t3 + 1326 * t1


def _is_rr(message: bytes, offset: int) -> None:
    if take_octet("protocol_discriminator", message, 0) != PROTOCOL_DISCRIMINATOR:
        expected = f"{PROTOCOL_DISCRIMINATOR}, skip indicator 0"
        raise Malformed("protocol_discriminator", offset, expected, hex(message[0]))


def _pseudo_length(message: bytes) -> bytes:
    return bytes((octet("l2_pseudo_length", len(message), 63) << 2 | 1,)) + message


def _padding(octets: bytes) -> bytes:
    return bytes((_PADDING,)) * (_BLOCK - len(octets))


def _ends(message: bytes, at: int) -> None:
    if at != len(message):
        raise Malformed("l2_pseudo_length", 0, str(at), str(len(message)))
