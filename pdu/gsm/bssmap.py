"""TS 48.008 clause 3.2.1: the BSSMAP messages between the MSC and the BSS, and the frame of what passes through (DTAP)."""

from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.mm import CMServiceRequest, IMSIDetachIndication, LocationUpdatingRequest
from pdu.gsm.rr import PagingResponse

RADIO_INTERFACE_FAILURE: Final = 0x01  # cause
CALL_CONTROL: Final = 0x09

InitialMessage: TypeAlias = PagingResponse | CMServiceRequest | LocationUpdatingRequest | IMSIDetachIndication


@dataclass(slots=True)
class Paging:
    """3.2.1.19  A mobile station is to be called in these location areas."""

    words: ClassVar[tuple[str, ...]] = ("PAGING",)

    imsi: str
    cell_identifier_list: tuple[LocationAreaIdentification, ...]


@dataclass(slots=True)
class CompleteLayer3Information:
    """3.2.1.32  The first message of a mobile station on its new channel, and the cell where it was heard."""

    words: ClassVar[tuple[str, ...]] = ("COMPLETE LAYER 3 INFORMATION",)

    cell_identifier: CellGlobalIdentification
    layer_3_information: InitialMessage | bytes


@dataclass(slots=True)
class ClearRequest:
    """3.2.1.20  The BSS asks the MSC to give the channel up."""

    words: ClassVar[tuple[str, ...]] = ("CLEAR REQUEST",)

    cause: int


@dataclass(slots=True)
class ClearCommand:
    """3.2.1.21"""

    words: ClassVar[tuple[str, ...]] = ("CLEAR COMMAND",)

    cause: int = CALL_CONTROL


@dataclass(slots=True)
class ClearComplete:
    """3.2.1.22"""

    words: ClassVar[tuple[str, ...]] = ("CLEAR COMPLETE",)


@dataclass(slots=True)
class SapiNReject:
    """3.2.1.34  SAPI "n" REJECT: the data link for short messages could not be had."""

    words: ClassVar[tuple[str, ...]] = ("SAPI N REJECT",)

    dlci: int
    cause: int
