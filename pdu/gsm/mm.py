"""TS 24.008 clause 9.2: the messages for mobility management, between the mobile station and the MSC."""

from dataclasses import dataclass
from typing import ClassVar, Final

from pdu.gsm.identity import MobileIdentity
from pdu.gsm.location import LocationAreaIdentification

SHORT_MESSAGE_SERVICE: Final = 4  # CM service type

NORMAL_LOCATION_UPDATING: Final = 0  # location updating type
PERIODIC_UPDATING: Final = 1
IMSI_ATTACH: Final = 2

IMSI_UNKNOWN_IN_HLR: Final = 2  # reject cause
IMSI_UNKNOWN_IN_VLR: Final = 4
ROAMING_NOT_ALLOWED: Final = 13
NETWORK_FAILURE: Final = 17
CONGESTION: Final = 22


@dataclass(slots=True)
class CMServiceRequest:
    """9.2.9  The mobile station wants a connection, here for short messages."""

    words: ClassVar[tuple[str, ...]] = ("CM SERVICE REQUEST",)

    cm_service_type: int
    mobile_identity: MobileIdentity


@dataclass(slots=True)
class CMServiceAccept:
    """9.2.5"""

    words: ClassVar[tuple[str, ...]] = ("CM SERVICE ACCEPT",)


@dataclass(slots=True)
class CMServiceReject:
    """9.2.6"""

    words: ClassVar[tuple[str, ...]] = ("CM SERVICE REJECT",)

    reject_cause: int


@dataclass(slots=True)
class LocationUpdatingRequest:
    """9.2.15  The mobile station is here now; the location area is the one where it was before."""

    words: ClassVar[tuple[str, ...]] = ("LOCATION UPDATING REQUEST",)

    location_updating_type: int
    location_area_identification: LocationAreaIdentification
    mobile_identity: MobileIdentity


@dataclass(slots=True)
class LocationUpdatingAccept:
    """9.2.13"""

    words: ClassVar[tuple[str, ...]] = ("LOCATION UPDATING ACCEPT",)

    location_area_identification: LocationAreaIdentification


@dataclass(slots=True)
class LocationUpdatingReject:
    """9.2.14"""

    words: ClassVar[tuple[str, ...]] = ("LOCATION UPDATING REJECT",)

    reject_cause: int


@dataclass(slots=True)
class IMSIDetachIndication:
    """9.2.12  The mobile station is about to be switched off."""

    words: ClassVar[tuple[str, ...]] = ("IMSI DETACH INDICATION",)

    mobile_identity: MobileIdentity
