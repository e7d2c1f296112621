"""SMPP v5.0 section 4.8: the TLVs (v3.4 calls them optional parameters), by tag, with type and length rule.

A PDU keeps its TLVs as ``(tag, octets)`` pairs exactly as they came: unknown ones, repeated ones, in order. A name
(``pdu.message_state``) is a view of the first pair with its tag.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import Any

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed

Tlv = tuple[int, bytes]

VENDOR_TAGS = range(0x1400, 0x4000)  # 4.8.1: reserved for vendors of message centres

_HEADER = Struct(">HH")


@dataclass(frozen=True, slots=True)
class TlvInteger:
    """An unsigned integer whose size is one of ``sizes`` octets (the first that holds the value is written)."""

    sizes: tuple[int, ...]
    values: type[IntEnum] | None = None

    @property
    def lengths(self) -> range:
        return range(min(self.sizes), max(self.sizes) + 1)

    @property
    def label(self) -> str:
        return f"Integer, {' or '.join(map(str, self.sizes))} octet{'' if self.sizes == (1,) else 's'}"

    def to_octets(self, value: Any) -> bytes | None:
        if isinstance(value, int):
            for size in self.sizes:
                if 0 <= value < 1 << 8 * size:
                    return int(value).to_bytes(size, "big")
        return None

    def to_value(self, octets: bytes) -> int:
        return int.from_bytes(octets, "big")


@dataclass(frozen=True, slots=True)
class TlvOctetString:
    """Octets, from ``smallest`` to ``largest`` of them."""

    smallest: int
    largest: int = 0xFFFF
    values: None = None

    @property
    def lengths(self) -> range:
        return range(self.smallest, self.largest + 1)

    @property
    def label(self) -> str:
        if self.smallest == self.largest:
            return f"Octet String, {self.smallest} octet{'s' if self.smallest > 1 else ''}"
        return f"Octet String, {self.smallest} to {self.largest} octets"

    def to_octets(self, value: Any) -> bytes | None:
        return value if isinstance(value, bytes) and len(value) in self.lengths else None

    def to_value(self, octets: bytes) -> bytes:
        return octets


@dataclass(frozen=True, slots=True)
class TlvCOctetString:
    """Text with its NUL. The length already says where it ends, so a peer that leaves the NUL out is understood."""

    smallest: int
    largest: int
    values: None = None

    @property
    def lengths(self) -> range:
        return range(self.smallest, self.largest + 1)

    @property
    def label(self) -> str:
        return f"C-Octet String, {self.smallest} to {self.largest} octets with its NUL"

    def to_octets(self, value: Any) -> bytes | None:
        if not isinstance(value, str) or len(value) + 1 not in self.lengths or "\0" in value:
            return None
        return value.encode("latin-1") + b"\0" if max(value, default="") <= "\xff" else None

    def to_value(self, octets: bytes) -> str:
        return octets.removesuffix(b"\0").decode("latin-1")


@dataclass(frozen=True, slots=True)
class TlvFlag:
    """Present or not; v5.0 gives it one octet, v3.4 none."""

    values: None = None

    @property
    def lengths(self) -> range:
        return range(2)

    @property
    def label(self) -> str:
        return "no value (v3.4), or Integer, 1 octet (v5.0)"

    def to_octets(self, value: Any) -> bytes | None:
        if value is True:
            return b""
        return bytes((value,)) if isinstance(value, int) and 0 <= value <= 255 else None

    def to_value(self, octets: bytes) -> int:
        return octets[0] if octets else True


TlvType = TlvInteger | TlvOctetString | TlvCOctetString | TlvFlag


@dataclass(frozen=True, slots=True)
class TlvDefinition:
    """A row of table 4.8: tag, name, type with length rule; ``repeats`` if a PDU may carry several."""

    tag: int
    name: str
    type: TlvType
    repeats: bool = False
    since: int = values.InterfaceVersion.V3_4


_OCTET = TlvInteger((1,))
_TWO = TlvInteger((2,))
_FOUR = TlvInteger((4,))
_V5 = int(values.InterfaceVersion.V5_0)

TLVS: dict[int, TlvDefinition] = {
    row.tag: row
    for row in (
        TlvDefinition(0x0005, "dest_addr_subunit", _OCTET),
        TlvDefinition(0x0006, "dest_network_type", _OCTET),
        TlvDefinition(0x0007, "dest_bearer_type", _OCTET),
        TlvDefinition(0x0008, "dest_telematics_id", _TWO),
        TlvDefinition(0x000D, "source_addr_subunit", _OCTET),
        TlvDefinition(0x000E, "source_network_type", _OCTET),
        TlvDefinition(0x000F, "source_bearer_type", _OCTET),
        TlvDefinition(0x0010, "source_telematics_id", TlvInteger((1, 2))),
        TlvDefinition(0x0017, "qos_time_to_live", _FOUR),
        TlvDefinition(0x0019, "payload_type", _OCTET),
        TlvDefinition(0x001D, "additional_status_info_text", TlvCOctetString(1, 256)),
        TlvDefinition(0x001E, "receipted_message_id", TlvCOctetString(1, 65)),
        TlvDefinition(0x0030, "ms_msg_wait_facilities", _OCTET),
        TlvDefinition(0x0201, "privacy_indicator", _OCTET),
        TlvDefinition(0x0202, "source_subaddress", TlvOctetString(2, 23)),
        TlvDefinition(0x0203, "dest_subaddress", TlvOctetString(2, 23)),
        TlvDefinition(0x0204, "user_message_reference", _TWO),
        TlvDefinition(0x0205, "user_response_code", _OCTET),
        TlvDefinition(0x020A, "source_port", _TWO),
        TlvDefinition(0x020B, "dest_port", _TWO),
        TlvDefinition(0x020C, "sar_msg_ref_num", _TWO),
        TlvDefinition(0x020D, "language_indicator", _OCTET),
        TlvDefinition(0x020E, "sar_total_segments", _OCTET),
        TlvDefinition(0x020F, "sar_segment_seqnum", _OCTET),
        TlvDefinition(0x0210, "sc_interface_version", TlvInteger((1,), values.InterfaceVersion)),
        TlvDefinition(0x0302, "callback_num_pres_ind", _OCTET, repeats=True),
        TlvDefinition(0x0303, "callback_num_atag", TlvOctetString(0, 65), repeats=True),
        TlvDefinition(0x0304, "number_of_messages", _OCTET),
        TlvDefinition(0x0381, "callback_num", TlvOctetString(4, 19), repeats=True),
        TlvDefinition(0x0420, "dpf_result", TlvInteger((1,), values.DpfResult)),
        TlvDefinition(0x0421, "set_dpf", _OCTET),
        TlvDefinition(0x0422, "ms_availability_status", TlvInteger((1,), values.MsAvailabilityStatus)),
        TlvDefinition(0x0423, "network_error_code", TlvOctetString(3, 3)),
        TlvDefinition(0x0424, "message_payload", TlvOctetString(0)),
        TlvDefinition(0x0425, "delivery_failure_reason", TlvInteger((1,), values.DeliveryFailureReason)),
        TlvDefinition(0x0426, "more_messages_to_send", _OCTET),
        TlvDefinition(0x0427, "message_state", TlvInteger((1,), values.MessageState)),
        TlvDefinition(0x0428, "congestion_state", _OCTET, since=_V5),
        TlvDefinition(0x0501, "ussd_service_op", _OCTET),
        TlvDefinition(0x0600, "broadcast_channel_indicator", _OCTET, since=_V5),
        TlvDefinition(0x0601, "broadcast_content_type", TlvOctetString(3, 3), since=_V5),
        TlvDefinition(0x0602, "broadcast_content_type_info", TlvOctetString(1, 255), since=_V5),
        TlvDefinition(0x0603, "broadcast_message_class", _OCTET, since=_V5),
        TlvDefinition(0x0604, "broadcast_rep_num", _TWO, since=_V5),
        TlvDefinition(0x0605, "broadcast_frequency_interval", TlvOctetString(3, 3), since=_V5),
        TlvDefinition(0x0606, "broadcast_area_identifier", TlvOctetString(1), repeats=True, since=_V5),
        TlvDefinition(0x0607, "broadcast_error_status", _FOUR, repeats=True, since=_V5),
        TlvDefinition(0x0608, "broadcast_area_success", _OCTET, repeats=True, since=_V5),
        TlvDefinition(0x0609, "broadcast_end_time", TlvCOctetString(1, 17), since=_V5),
        TlvDefinition(0x060A, "broadcast_service_group", TlvOctetString(1, 255), since=_V5),
        TlvDefinition(0x060B, "billing_identification", TlvOctetString(1, 1024), since=_V5),
        TlvDefinition(0x060D, "source_network_id", TlvCOctetString(7, 65), since=_V5),
        TlvDefinition(0x060E, "dest_network_id", TlvCOctetString(7, 65), since=_V5),
        TlvDefinition(0x060F, "source_node_id", TlvOctetString(6, 6), since=_V5),
        TlvDefinition(0x0610, "dest_node_id", TlvOctetString(6, 6), since=_V5),
        TlvDefinition(0x0611, "dest_addr_np_resolution", _OCTET, since=_V5),
        TlvDefinition(0x0612, "dest_addr_np_information", TlvOctetString(10, 10), since=_V5),
        TlvDefinition(0x0613, "dest_addr_np_country", TlvOctetString(1, 5), since=_V5),
        TlvDefinition(0x1201, "display_time", _OCTET),
        TlvDefinition(0x1203, "sms_signal", _TWO),
        TlvDefinition(0x1204, "ms_validity", TlvInteger((1, 4))),
        TlvDefinition(0x130C, "alert_on_message_delivery", TlvFlag()),
        TlvDefinition(0x1380, "its_reply_type", _OCTET),
        TlvDefinition(0x1383, "its_session_info", TlvOctetString(2, 2)),
    )
}

_BY_NAME: dict[str, TlvDefinition] = {row.name: row for row in TLVS.values()}
_LENGTHS: dict[int, range | tuple[int, ...]] = {}


def register(tag: int, name: str, type: TlvType, *, repeats: bool = False) -> TlvDefinition:  # noqa: A002 - the column's name
    """Give a vendor's tag (0x1400 to 0x3FFF) a name and a type, for reading, ladder lines and explanations.

    Raises ValueError for a tag outside the vendors' range, a tag or a name that is taken by another definition.
    """
    if tag not in VENDOR_TAGS:
        raise ValueError(f"tag 0x{tag:04X}: vendors have 0x1400 to 0x3FFF")
    row = TlvDefinition(tag, name, type, repeats)
    for taken in (TLVS.get(tag), _BY_NAME.get(name)):
        if taken is not None and taken != row:
            raise ValueError(f"tag 0x{tag:04X} {name}: 0x{taken.tag:04X} is {taken.name} already")
    _enter(row)
    return row


def _enter(row: TlvDefinition) -> None:
    TLVS[row.tag] = row
    _BY_NAME[row.name] = row
    _LENGTHS[row.tag] = row.type.sizes if isinstance(row.type, TlvInteger) else row.type.lengths


for _row in tuple(TLVS.values()):
    _enter(_row)


def by_name(name: str) -> TlvDefinition | None:
    """Find a definition by the name the specification prints."""
    return _BY_NAME.get(name)


def encode_value(row: TlvDefinition, value: Any) -> bytes:
    """Lay out one value by its definition; raises Malformed (ESME_RINVTLVVAL)."""
    octets = row.type.to_octets(value)
    if octets is None:
        raise Malformed(row.name, None, row.type.label, repr(value), CommandStatus.ESME_RINVTLVVAL)
    return octets


def encode(tlvs: tuple[Tlv, ...]) -> bytes:
    """Lay out TLVs in their order; raises Malformed."""
    pieces: list[bytes] = []
    for tag, octets in tlvs:
        if not 0 <= tag <= 0xFFFF or len(octets) > 0xFFFF:
            expected = "a tag of 2 octets and at most 65535 octets of value"
            raise Malformed(f"TLV 0x{tag:04X}", None, expected, f"{len(octets)} octets", CommandStatus.ESME_RINVTLVLEN)
        pieces.append(_HEADER.pack(tag, len(octets)))
        pieces.append(octets)
    return b"".join(pieces)


def decode(octets: bytes, at: int) -> tuple[Tlv, ...]:
    """Read TLVs from an offset to the end; raises Malformed (ESME_RINVTLVSTREAM, ESME_RINVTLVLEN)."""
    tlvs: list[Tlv] = []
    size = len(octets)
    while at < size:
        if size - at < 4:
            expected, found = "a tag and a length (4 octets) or the end", f"{size - at} octets"
            raise Malformed("TLV", at, expected, found, CommandStatus.ESME_RINVTLVSTREAM)
        tag, length = _HEADER.unpack_from(octets, at)
        start = at + 4
        at = start + length
        if at > size:
            found = f"length {length}"
            raise Malformed(
                name_of(tag),
                start - 4,
                f"at most {size - start} octets",
                found,
                CommandStatus.ESME_RINVTLVSTREAM,
            )
        if tag in _LENGTHS and length not in _LENGTHS[tag]:
            label = TLVS[tag].type.label
            raise Malformed(name_of(tag), start, label, f"{length} octets", CommandStatus.ESME_RINVTLVLEN)
        tlvs.append((tag, octets[start:at]))
    return tuple(tlvs)


def name_of(tag: int) -> str:
    """Give a tag its printed name, or ``tlv_0x1401`` where nobody has named it."""
    row = TLVS.get(tag)
    return row.name if row is not None else f"tlv_0x{tag:04X}"


def occurrences(tlvs: tuple[Tlv, ...], tag: int) -> Iterator[bytes]:
    """Go through the values of every TLV with a tag, in their order."""
    return (octets for t, octets in tlvs if t == tag)
