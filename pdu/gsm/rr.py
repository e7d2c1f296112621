"""TS 44.018 clause 9.1: the messages for radio resources management, between the mobile station and the BSS."""

from dataclasses import dataclass
from typing import ClassVar, Final

from pdu.gsm.identity import MobileIdentity

ANSWER_TO_PAGING: Final = 0b100
ORIGINATING: Final = 0b111  # and whatever else an SDCCH can carry, where the cell broadcasts NECI = 0
LOCATION_UPDATING: Final = 0b000

NORMAL_EVENT: Final = 0  # RR cause
ABNORMAL_RELEASE: Final = 1


@dataclass(slots=True)
class ChannelRequest:
    """9.1.8  The one octet with which a mobile station asks for a channel."""

    words: ClassVar[tuple[str, ...]] = ("CHANNEL REQUEST",)

    establishment_cause: int
    random_reference: int


@dataclass(slots=True)
class ImmediateAssignment:
    """9.1.18  The channel, and what the request was that it answers."""

    words: ClassVar[tuple[str, ...]] = ("IMMEDIATE ASSIGNMENT",)

    establishment_cause: int
    random_reference: int


@dataclass(slots=True)
class PagingRequest:
    """9.1.22  PAGING REQUEST TYPE 1: called are one mobile station, or two."""

    words: ClassVar[tuple[str, ...]] = ("PAGING REQUEST",)

    mobile_identity_1: MobileIdentity
    mobile_identity_2: MobileIdentity | None = None


@dataclass(slots=True)
class PagingResponse:
    """9.1.25  Here I am."""

    words: ClassVar[tuple[str, ...]] = ("PAGING RESPONSE",)

    mobile_identity: MobileIdentity


@dataclass(slots=True)
class ChannelRelease:
    """9.1.7  The dedicated channel is given up."""

    words: ClassVar[tuple[str, ...]] = ("CHANNEL RELEASE",)

    rr_cause: int = NORMAL_EVENT
