"""TS 48.008 clause 3.2.1: the BSSMAP messages between MSC and BSS."""

from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple, TypeAlias

from pdu.gsm import mm, rr
from pdu.gsm.elements import lv, take_lv
from pdu.gsm.identity import IMSI, MobileIdentity
from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from pdu.gsm.mm import CMServiceRequest, IMSIDetachIndication, LocationUpdatingRequest
from pdu.gsm.rr import PagingResponse
from pdu.malformed import Malformed
from pdu.sms.octets import octet, take_octet

RADIO_INTERFACE_MESSAGE_FAILURE: Final = 0x00  # cause
RADIO_INTERFACE_FAILURE: Final = 0x01
CALL_CONTROL: Final = 0x09
EQUIPMENT_FAILURE: Final = 0x20

_CAUSE: Final = 0x04  # information element identifiers, 3.2.2
_CELL_IDENTIFIER: Final = 0x05
_LAYER_3_HEADER_INFORMATION: Final = 0x07
_IMSI: Final = 0x08
_TMSI: Final = 0x09
_LAYER_3_INFORMATION: Final = 0x17
_DLCI: Final = 0x18
_CELL_IDENTIFIER_LIST: Final = 0x1A

_WHOLE_CGI: Final = 0  # cell identification discriminator
_LAI: Final = 4

InitialMessage: TypeAlias = PagingResponse | CMServiceRequest | LocationUpdatingRequest | IMSIDetachIndication


class OtherCells(NamedTuple):
    """Cells named in another way: the octet of the discriminator, and what follows it."""

    discriminator: int
    octets: bytes

    def __str__(self) -> str:
        return f"{self.discriminator:02x}:{self.octets.hex()}"


CellIdentifierList: TypeAlias = (
    tuple[LocationAreaIdentification, ...] | tuple[CellGlobalIdentification, ...] | OtherCells
)


@dataclass(slots=True)
class Message:
    """What every message has: ``rest`` is the optional elements that the table here lacks, as they stand."""

    words: ClassVar[tuple[str, ...]]
    message_type: ClassVar[int]

    rest: bytes = field(default=b"", kw_only=True)

    def _frame(self, *elements: bytes) -> bytes:
        return b"".join((bytes((self.message_type,)), *elements, self.rest))


@dataclass(slots=True)
class Paging(Message):
    """3.2.1.19  A mobile station is to be called in these location areas."""

    words = ("PAGING",)
    message_type = 0x52

    imsi: str
    tmsi: bytes | None = field(default=None, kw_only=True)
    cell_identifier_list: CellIdentifierList

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(
            bytes((_IMSI,)) + lv("imsi", MobileIdentity(self.imsi).encode("imsi")),
            b"" if self.tmsi is None else bytes((_TMSI,)) + lv("tmsi", self.tmsi),
            bytes((_CELL_IDENTIFIER_LIST,)) + lv("cell_identifier_list", _encode_cells(self.cell_identifier_list)),
        )


@dataclass(slots=True)
class CompleteLayer3Information(Message):
    """3.2.1.32  The first message of a mobile station on its new channel, and the cell where it was heard."""

    words = ("COMPLETE LAYER 3 INFORMATION",)
    message_type = 0x57

    cell_identifier: CellGlobalIdentification | OtherCells
    layer_3_information: InitialMessage | bytes

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        cell, layer_3 = self.cell_identifier, self.layer_3_information
        return self._frame(
            bytes((_CELL_IDENTIFIER,))
            + lv("cell_identifier", _encode_cells(cell if isinstance(cell, OtherCells) else (cell,))),
            bytes((_LAYER_3_INFORMATION,))
            + lv("layer_3_information", layer_3 if isinstance(layer_3, bytes) else layer_3.encode()),
        )


@dataclass(slots=True)
class ClearRequest(Message):
    """3.2.1.20  The BSS asks the MSC to release the channel."""

    words = ("CLEAR REQUEST",)
    message_type = 0x22

    cause: int

    def encode(self) -> bytes:
        """The octets; Malformed when the cause does not fit."""
        return self._frame(_encode_cause(self.cause))


@dataclass(slots=True)
class ClearCommand(Message):
    """3.2.1.21"""

    words = ("CLEAR COMMAND",)
    message_type = 0x20

    layer_3_header_information: bytes | None = field(default=None, kw_only=True)
    cause: int = CALL_CONTROL

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        header = self.layer_3_header_information
        return self._frame(
            b"" if header is None else bytes((_LAYER_3_HEADER_INFORMATION,)) + lv("layer_3_header_information", header),
            _encode_cause(self.cause),
        )


@dataclass(slots=True)
class ClearComplete(Message):
    """3.2.1.22"""

    words = ("CLEAR COMPLETE",)
    message_type = 0x21

    def encode(self) -> bytes:
        """The octets."""
        return self._frame()


@dataclass(slots=True)
class SapiNReject(Message):
    """3.2.1.34  SAPI "n" REJECT: the data link for short messages could not be set up."""

    words = ("SAPI N REJECT",)
    message_type = 0x25

    dlci: int
    cause: int

    def encode(self) -> bytes:
        """The octets; Malformed names the element that does not fit."""
        return self._frame(bytes((_DLCI, octet("dlci", self.dlci))), _encode_cause(self.cause))


@dataclass(slots=True)
class Reset(Message):
    """3.2.1.23  The sender has lost all that it knew of the connections between the two."""

    words = ("RESET",)
    message_type = 0x30

    cause: int

    def encode(self) -> bytes:
        """The octets; Malformed when the cause does not fit."""
        return self._frame(_encode_cause(self.cause))


@dataclass(slots=True)
class ResetAcknowledge(Message):
    """3.2.1.24  The receiver of a RESET has discarded all that it knew of them, too."""

    words = ("RESET ACKNOWLEDGE",)
    message_type = 0x31

    def encode(self) -> bytes:
        """The octets."""
        return self._frame()


BssmapMessage: TypeAlias = (
    Paging
    | CompleteLayer3Information
    | ClearRequest
    | ClearCommand
    | ClearComplete
    | SapiNReject
    | Reset
    | ResetAcknowledge
)
CONNECTIONLESS: Final = (Paging, Reset, ResetAcknowledge)


def decode(octets: bytes) -> BssmapMessage:
    """The message in ``octets``; Malformed says where they depart from the table, or that it has no such message."""
    match take_octet("message_type", octets, 0):
        case Paging.message_type:
            value, at = _take_tlv("imsi", _IMSI, octets, 1)
            identity = MobileIdentity.decode("imsi", value, 3)
            if identity.type_of_identity != IMSI:
                raise Malformed("imsi", 3, "an IMSI", str(identity))
            tmsi = None
            if octets[at : at + 1] == bytes((_TMSI,)):
                tmsi, at = _take_tlv("tmsi", _TMSI, octets, at)
            value, end = _take_tlv("cell_identifier_list", _CELL_IDENTIFIER_LIST, octets, at)
            cells = _decode_cells("cell_identifier_list", value, at + 2)
            return Paging(identity.digits, cells, tmsi=tmsi, rest=octets[end:])
        case CompleteLayer3Information.message_type:
            value, at = _take_tlv("cell_identifier", _CELL_IDENTIFIER, octets, 1)
            cells = _decode_cells("cell_identifier", value, 3)
            if isinstance(cells, OtherCells):
                cell: CellGlobalIdentification | OtherCells = cells
            elif len(cells) == 1 and isinstance(cells[0], CellGlobalIdentification):
                cell = cells[0]
            else:
                raise Malformed("cell_identifier", 3, "one cell", value.hex())
            layer_3, end = _take_tlv("layer_3_information", _LAYER_3_INFORMATION, octets, at)
            return CompleteLayer3Information(cell, _decode_layer_3(layer_3), rest=octets[end:])
        case ClearRequest.message_type:
            cause, at = _take_cause(octets, 1)
            return ClearRequest(cause, rest=octets[at:])
        case ClearCommand.message_type:
            header, at = None, 1
            if octets[1:2] == bytes((_LAYER_3_HEADER_INFORMATION,)):
                header, at = _take_tlv("layer_3_header_information", _LAYER_3_HEADER_INFORMATION, octets, 1)
            cause, at = _take_cause(octets, at)
            return ClearCommand(cause, layer_3_header_information=header, rest=octets[at:])
        case ClearComplete.message_type:
            return ClearComplete(rest=octets[1:])
        case SapiNReject.message_type:
            _element("dlci", _DLCI, octets, 1)
            dlci = take_octet("dlci", octets, 2)
            cause, at = _take_cause(octets, 3)
            return SapiNReject(dlci, cause, rest=octets[at:])
        case Reset.message_type:
            cause, at = _take_cause(octets, 1)
            return Reset(cause, rest=octets[at:])
        case ResetAcknowledge.message_type:
            return ResetAcknowledge(rest=octets[1:])
        case other:
            raise Malformed("message_type", 0, "a message of the table", hex(other))


def _element(name: str, identifier: int, octets: bytes, offset: int) -> None:
    found = take_octet(name, octets, offset)
    if found != identifier:
        raise Malformed(name, offset, f"the identifier {identifier:#04x}", f"{found:#04x}")


def _take_tlv(name: str, identifier: int, octets: bytes, offset: int) -> tuple[bytes, int]:
    _element(name, identifier, octets, offset)
    return take_lv(name, octets, offset + 1)


def _encode_cause(cause: int) -> bytes:
    # A cause of 0x80 or more announces a second octet.
    octets = octet("cause", cause, 0xFFFF).to_bytes(1 if cause < 0x100 else 2, "big")
    if (octets[0] >> 7) + 1 != len(octets):
        raise Malformed("cause", None, "0 to 0x7f, or 0x8000 to 0xffff", hex(cause))
    return bytes((_CAUSE,)) + lv("cause", octets)


def _take_cause(octets: bytes, offset: int) -> tuple[int, int]:
    value, end = _take_tlv("cause", _CAUSE, octets, offset)
    if not value or (value[0] >> 7) + 1 != len(value):
        raise Malformed("cause", offset + 2, "one octet, or two after an extension bit", value.hex() or "no octet")
    return int.from_bytes(value, "big"), end


def _encode_cells(cells: CellIdentifierList) -> bytes:
    if isinstance(cells, OtherCells):
        return bytes((octet("discriminator", cells.discriminator),)) + cells.octets
    if not cells:
        raise Malformed("cell_identifier_list", None, "a cell or location area", "none")
    discriminator = _WHOLE_CGI if isinstance(cells[0], CellGlobalIdentification) else _LAI
    return bytes((discriminator,)) + b"".join(cell.encode("cell_identifier_list") for cell in cells)


def _decode_cells(name: str, octets: bytes, offset: int) -> CellIdentifierList:
    if not octets:
        raise Malformed(name, offset, "a discriminator", "no octet")
    discriminator = octets[0]
    if discriminator not in (_WHOLE_CGI, _LAI):
        return OtherCells(discriminator, octets[1:])
    size = 7 if discriminator == _WHOLE_CGI else 5
    if len(octets) == 1 or len(octets) % size != 1:
        raise Malformed(name, offset, f"identifications of {size} octets", octets.hex())
    starts = range(1, len(octets), size)
    if discriminator == _WHOLE_CGI:
        return tuple(CellGlobalIdentification.decode(name, octets, at) for at in starts)
    return tuple(LocationAreaIdentification.decode(name, octets, at) for at in starts)


def _decode_layer_3(octets: bytes) -> InitialMessage | bytes:
    try:
        message = rr.decode(octets) if octets[:1] == bytes((rr.PROTOCOL_DISCRIMINATOR,)) else mm.decode(octets)
    except Malformed:
        return octets  # the layer above refuses it, in its own words
    return message if isinstance(message, InitialMessage) else octets
