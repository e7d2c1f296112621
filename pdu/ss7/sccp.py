"""ITU-T Q.713 clause 4: the SCCP messages of MAP (UDT) and of the A interface's connections (CR, CC, DT1, RLSD, RLC).

``data`` holds octets, or a message of the layer above, which is encoded only in ``encode()``.
"""

from dataclasses import field
from typing import Annotated

from pdu.ss7.party_address import BSSAP, HLR, MSC, VLR, GlobalTitle, OtherGlobalTitle, PartyAddress
from pdu.ss7.payload import Encodable
from pdu.ss7.sccp_parts import F, Message, O, Parameter, V, decode, message

__all__ = [
    "BSSAP",
    "CC",
    "CR",
    "DT1",
    "HLR",
    "MSC",
    "RLC",
    "RLSD",
    "UDT",
    "VLR",
    "GlobalTitle",
    "Message",
    "OtherGlobalTitle",
    "Parameter",
    "PartyAddress",
    "decode",
]

LocalReference = Annotated[int, F(3, 0xFFFFFF)]
Octet = Annotated[int, F(1, 255)]
Data = Encodable | bytes


@message(0x01)
class CR(Message):
    """Connection request; the source local reference is the number by which the sender knows the connection."""

    source_local_reference: LocalReference
    protocol_class: Octet = field(default=2, kw_only=True)
    called_party_address: Annotated[PartyAddress, V(255)]
    calling_party_address: Annotated[PartyAddress | None, O(0x04, 255)] = field(default=None, kw_only=True)
    data: Annotated[Data | None, O(0x0F, 128)] = None


@message(0x02)
class CC(Message):
    """Connection confirm."""

    destination_local_reference: LocalReference
    source_local_reference: LocalReference
    protocol_class: Octet = field(default=2, kw_only=True)
    called_party_address: Annotated[PartyAddress | None, O(0x03, 255)] = field(default=None, kw_only=True)
    data: Annotated[Data | None, O(0x0F, 128)] = None


@message(0x04)
class RLSD(Message):
    """Released; release cause 0 is end user originated, 3 end user failure."""

    destination_local_reference: LocalReference
    source_local_reference: LocalReference
    release_cause: Octet = 0
    data: Annotated[Data | None, O(0x0F, 128)] = None


@message(0x05)
class RLC(Message):
    """Release complete."""

    destination_local_reference: LocalReference
    source_local_reference: LocalReference


@message(0x06)
class DT1(Message):
    """Data form 1: a piece of what the connection carries; segmenting 1 says that more of it follows."""

    destination_local_reference: LocalReference
    segmenting_reassembling: Annotated[int, F(1, 1)] = field(default=0, kw_only=True)
    data: Annotated[Data, V(255)]


@message(0x09)
class UDT(Message):
    """Unitdata: one message between two addresses; protocol class 0 or 1, plus 80 hex: return it on error."""

    protocol_class: Octet = field(default=0, kw_only=True)
    called_party_address: Annotated[PartyAddress, V(255)]
    calling_party_address: Annotated[PartyAddress, V(255)]
    data: Annotated[Data, V(255)]
