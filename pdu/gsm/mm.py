"""TS 24.008 clause 9.2: the messages for mobility management, between the mobile station and the MSC."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, TypeAlias

from pdu.gsm.elements import half_octets, identity_lv, lv, take_half_octets, take_identity, take_lv
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import LocationAreaIdentification
from pdu.malformed import Malformed
from pdu.sms.octets import octet, take_octet

PROTOCOL_DISCRIMINATOR: Final = 5

SHORT_MESSAGE_SERVICE: Final = 4  # CM service type

NORMAL_LOCATION_UPDATING: Final = 0  # location updating type; 8 more is a follow-on request
PERIODIC_UPDATING: Final = 1
IMSI_ATTACH: Final = 2

IMSI_UNKNOWN_IN_HLR: Final = 2  # reject cause
ILLEGAL_MS: Final = 3
IMSI_UNKNOWN_IN_VLR: Final = 4
ILLEGAL_ME: Final = 6
PLMN_NOT_ALLOWED: Final = 11
LOCATION_AREA_NOT_ALLOWED: Final = 12
ROAMING_NOT_ALLOWED: Final = 13
NETWORK_FAILURE: Final = 17
CONGESTION: Final = 22
SERVICE_OPTION_NOT_SUPPORTED: Final = 32

_MOBILE_IDENTITY: Final = 0x17  # the element's identifier, where it is optional
NO_KEY: Final = 7  # ciphering key sequence number
CLASSMARK_1: Final = 0x33  # phase 2, early classmark sending, A5/1, power class 4
CLASSMARK_2: Final = b"\x33\x18\x00"  # the same, and mobile terminated short messages supported


@dataclass(slots=True)
class Message:
    """What every message has: ``n_sd``, the two bits above its type that count what the station sends, 0 from the MSC.

    ``rest`` is the optional elements that the table here lacks, as they stand.
    """

    words: ClassVar[tuple[str, ...]]
    message_type: ClassVar[int]

    n_sd: int = field(default=0, kw_only=True)
    rest: bytes = field(default=b"", kw_only=True)

    def _frame(self, *elements: bytes) -> bytes:
        message_type = octet("n_sd", self.n_sd, 3) << 6 | self.message_type
        return b"".join((bytes((PROTOCOL_DISCRIMINATOR, message_type)), *elements, self.rest))


@dataclass(slots=True)
class CMServiceRequest(Message):
    """9.2.9  The mobile station wants a connection, here for short messages."""

    words = ("CM SERVICE REQUEST",)
    message_type = 0x24

    cm_service_type: int
    ciphering_key_sequence_number: int = field(default=NO_KEY, kw_only=True)
    mobile_station_classmark_2: bytes = field(default=CLASSMARK_2, kw_only=True)
    mobile_identity: MobileIdentity

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(
            half_octets(
                "ciphering_key_sequence_number",
                self.ciphering_key_sequence_number,
                "cm_service_type",
                self.cm_service_type,
            ),
            lv("mobile_station_classmark_2", self.mobile_station_classmark_2),
            identity_lv("mobile_identity", self.mobile_identity),
        )


@dataclass(slots=True)
class CMServiceAccept(Message):
    """9.2.5"""

    words = ("CM SERVICE ACCEPT",)
    message_type = 0x21

    def encode(self) -> bytes:
        """The octets."""
        return self._frame()


@dataclass(slots=True)
class CMServiceReject(Message):
    """9.2.6"""

    words = ("CM SERVICE REJECT",)
    message_type = 0x22

    reject_cause: int

    def encode(self) -> bytes:
        """The octets; Malformed when the cause does not fit."""
        return self._frame(bytes((octet("reject_cause", self.reject_cause),)))


@dataclass(slots=True)
class LocationUpdatingRequest(Message):
    """9.2.15  The mobile station is here now; the location area is the one where it was before."""

    words = ("LOCATION UPDATING REQUEST",)
    message_type = 0x08

    location_updating_type: int
    ciphering_key_sequence_number: int = field(default=NO_KEY, kw_only=True)
    location_area_identification: LocationAreaIdentification
    mobile_station_classmark_1: int = field(default=CLASSMARK_1, kw_only=True)
    mobile_identity: MobileIdentity

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(
            half_octets(
                "ciphering_key_sequence_number",
                self.ciphering_key_sequence_number,
                "location_updating_type",
                self.location_updating_type,
            ),
            self.location_area_identification.encode("location_area_identification"),
            bytes((octet("mobile_station_classmark_1", self.mobile_station_classmark_1),)),
            identity_lv("mobile_identity", self.mobile_identity),
        )


@dataclass(slots=True)
class LocationUpdatingAccept(Message):
    """9.2.13  The network knows where the station is; a TMSI is its name there from now on."""

    words = ("LOCATION UPDATING ACCEPT",)
    message_type = 0x02

    location_area_identification: LocationAreaIdentification
    mobile_identity: MobileIdentity | None = None

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        lai = self.location_area_identification.encode("location_area_identification")
        if self.mobile_identity is None:
            return self._frame(lai)
        return self._frame(lai, bytes((_MOBILE_IDENTITY,)), identity_lv("mobile_identity", self.mobile_identity))


@dataclass(slots=True)
class LocationUpdatingReject(Message):
    """9.2.14"""

    words = ("LOCATION UPDATING REJECT",)
    message_type = 0x04

    reject_cause: int

    def encode(self) -> bytes:
        """The octets; Malformed when the cause does not fit."""
        return self._frame(bytes((octet("reject_cause", self.reject_cause),)))


@dataclass(slots=True)
class IMSIDetachIndication(Message):
    """9.2.12  The mobile station is about to be switched off."""

    words = ("IMSI DETACH INDICATION",)
    message_type = 0x01

    mobile_station_classmark_1: int = field(default=CLASSMARK_1, kw_only=True)
    mobile_identity: MobileIdentity

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(
            bytes((octet("mobile_station_classmark_1", self.mobile_station_classmark_1),)),
            identity_lv("mobile_identity", self.mobile_identity),
        )


@dataclass(slots=True)
class IdentityRequest(Message):
    """9.2.10  Who is it? ``identity_type`` is what is asked for, as the type of an identity."""

    words = ("IDENTITY REQUEST",)
    message_type = 0x18

    identity_type: int

    def encode(self) -> bytes:
        """The octets; Malformed when the type does not fit."""
        return self._frame(bytes((octet("identity_type", self.identity_type, 7),)))


@dataclass(slots=True)
class IdentityResponse(Message):
    """9.2.11  The station says who it is."""

    words = ("IDENTITY RESPONSE",)
    message_type = 0x19

    mobile_identity: MobileIdentity

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(identity_lv("mobile_identity", self.mobile_identity))


@dataclass(slots=True)
class TMSIReallocationComplete(Message):
    """9.2.18  The station answers to its new TMSI."""

    words = ("TMSI REALLOCATION COMPLETE",)
    message_type = 0x1B

    def encode(self) -> bytes:
        """The octets."""
        return self._frame()


MmMessage: TypeAlias = (
    CMServiceRequest
    | CMServiceAccept
    | CMServiceReject
    | LocationUpdatingRequest
    | LocationUpdatingAccept
    | LocationUpdatingReject
    | IMSIDetachIndication
    | IdentityRequest
    | IdentityResponse
    | TMSIReallocationComplete
)


def decode(octets: bytes) -> MmMessage:
    """The message in ``octets``; Malformed says where they depart from the table, or that it has no such message."""
    first = take_octet("protocol_discriminator", octets, 0)
    if first != PROTOCOL_DISCRIMINATOR:
        raise Malformed("protocol_discriminator", 0, f"{PROTOCOL_DISCRIMINATOR}, skip indicator 0", hex(first))
    message_type = take_octet("message_type", octets, 1)
    n_sd = message_type >> 6
    match message_type & 0x3F:
        case CMServiceRequest.message_type:
            cksn, service = take_half_octets("cm_service_type", octets)
            classmark, at = take_lv("mobile_station_classmark_2", octets, 3)
            identity, at = take_identity("mobile_identity", octets, at)
            return CMServiceRequest(
                service,
                identity,
                ciphering_key_sequence_number=cksn,
                mobile_station_classmark_2=classmark,
                n_sd=n_sd,
                rest=octets[at:],
            )
        case CMServiceAccept.message_type:
            return CMServiceAccept(n_sd=n_sd, rest=octets[2:])
        case CMServiceReject.message_type:
            return CMServiceReject(take_octet("reject_cause", octets, 2), n_sd=n_sd, rest=octets[3:])
        case LocationUpdatingRequest.message_type:
            return _location_updating_request(octets, n_sd)
        case LocationUpdatingAccept.message_type:
            lai = LocationAreaIdentification.decode("location_area_identification", octets, 2)
            if octets[7:8] != bytes((_MOBILE_IDENTITY,)):
                return LocationUpdatingAccept(lai, n_sd=n_sd, rest=octets[7:])
            identity, at = take_identity("mobile_identity", octets, 8)
            return LocationUpdatingAccept(lai, identity, n_sd=n_sd, rest=octets[at:])
        case LocationUpdatingReject.message_type:
            return LocationUpdatingReject(take_octet("reject_cause", octets, 2), n_sd=n_sd, rest=octets[3:])
        case IMSIDetachIndication.message_type:
            classmark_1 = take_octet("mobile_station_classmark_1", octets, 2)
            identity, at = take_identity("mobile_identity", octets, 3)
            return IMSIDetachIndication(identity, mobile_station_classmark_1=classmark_1, n_sd=n_sd, rest=octets[at:])
        case IdentityRequest.message_type:
            identity_type = take_octet("identity_type", octets, 2)
            if identity_type > 7:
                raise Malformed("identity_type", 2, "0 to 7", hex(identity_type))
            return IdentityRequest(identity_type, n_sd=n_sd, rest=octets[3:])
        case IdentityResponse.message_type:
            identity, at = take_identity("mobile_identity", octets, 2)
            return IdentityResponse(identity, n_sd=n_sd, rest=octets[at:])
        case TMSIReallocationComplete.message_type:
            return TMSIReallocationComplete(n_sd=n_sd, rest=octets[2:])
    raise Malformed("message_type", 1, "a message of the table", hex(message_type))


def _location_updating_request(octets: bytes, n_sd: int) -> LocationUpdatingRequest:
    cksn, updating_type = take_half_octets("location_updating_type", octets)
    lai = LocationAreaIdentification.decode("location_area_identification", octets, 3)
    classmark_1 = take_octet("mobile_station_classmark_1", octets, 8)
    identity, at = take_identity("mobile_identity", octets, 9)
    return LocationUpdatingRequest(
        updating_type,
        lai,
        identity,
        ciphering_key_sequence_number=cksn,
        mobile_station_classmark_1=classmark_1,
        n_sd=n_sd,
        rest=octets[at:],
    )
