"""From the user data of SMPP to those of TPDUs, and back: alphabets, headers, and parts that fit.

A message too long for one TPDU goes out in parts, each with a concatenation header (8-bit reference), unless its own
header has one, or names national tables. That header counts to 255, which limits a message for a handset to
39,015 septets or 17,085 UCS-2 characters (34,170 octets). Between ESMEs, message_payload carries 65,535 octets.
"""

from collections.abc import Iterator
from typing import Final

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.sms.tp.user_data import LARGEST, SEPTETS
from pdu.text import Carriage, Segmentation, dcs, octet_segments, segments, udh
from pdu.text import data_coding as codings
from pdu.text import user_data as text_of
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.dcs import Alphabet, MessageClass
from pdu.text.default_alphabet import lacks
from pdu.text.encoding import GSM7, OCTETS, UCS2, Encoding, units
from smsc.centre.message import UserData

_UDHI: Final = int(values.EsmClass.UDHI)
_GSM7, _SEPTETS, _ESCAPE = 0x00, 160, 0x1B
_TP_DCS: Final = {Alphabet.GSM7: 0x00, Alphabet.OCTETS: 0x04, Alphabet.UCS2: 0x08}
_UNCLASSED: Final = frozenset(_TP_DCS.values())
_ENCODINGS: Final = {Alphabet.GSM7: GSM7, Alphabet.OCTETS: OCTETS, Alphabet.UCS2: UCS2}
_PIECE: Final = 255  # octets, the most that a part as kept can have
_OF_PARTS: Final = (
    udh.Concatenation8,
    udh.Concatenation16,
    udh.NationalLanguageSingleShift,
    udh.NationalLanguageLockingShift,
)
_CLASSED: Final = 0x10  # TS 23.038 clause 4, general data coding: bits 1 and 0 are a message class
_DATA_CODING: Final[dict[int, int]] = {
    0x00: DataCoding.DEFAULT,
    0x04: DataCoding.OCTETS_4,
    0x08: DataCoding.UCS2,
    **{_CLASSED | one: 0xF0 | one for one in MessageClass},
    **{_CLASSED | 0x04 | one: 0xF4 | one for one in MessageClass},
    **{_CLASSED | 0x08 | one: DataCoding.UCS2 for one in MessageClass},  # SMPP's message class control has no UCS-2
}
_CLASS_OF: Final[dict[int | None, MessageClass]] = {
    values.AddrSubunit.MS_DISPLAY: MessageClass.IMMEDIATE_DISPLAY,
    values.AddrSubunit.MOBILE_EQUIPMENT: MessageClass.ME_SPECIFIC,
    values.AddrSubunit.SMART_CARD_1: MessageClass.SIM_SPECIFIC,
    values.AddrSubunit.EXTERNAL_UNIT_1: MessageClass.TE_SPECIFIC,
}


def parts(
    octets: bytes,
    esm_class: int,
    data_coding: int,
    reference: int,
    elements: tuple[udh.InformationElement, ...] = (),
) -> tuple[UserData, ...]:
    """Turn the user data of a submit_sm into those of one or more TPDUs, with ``elements`` in the header of each.

    Raises Malformed: ESME_RINVDCS for octets that are not what data_coding says, ESME_RINVMSGLEN for too many of them,
    ESME_RINVESMCLASS where UDHI promises a header that is not there.
    """
    if not (data_coding or elements or esm_class & _UDHI) and fits(octets):
        return (UserData(_GSM7, b"", octets),)  # almost every message is so, and needs no more work
    header = b""
    if esm_class & _UDHI:
        header, octets = _split(octets)
        elements = (*_elements(header), *elements) if elements else ()
    if elements:
        header = udh.encode(elements)
    if header or codings.is_tp_dcs(data_coding):
        try:
            return (_with_header(header, octets, data_coding),)
        except Malformed as wrong:
            elements = _elements(header)
            whole = udh.concatenation(elements) is not None or udh.shifts(elements) != (0, 0)
            if wrong.command_status != CommandStatus.ESME_RINVMSGLEN or whole:
                raise
    cut = _cut(octets, data_coding, reference, elements)
    tp_dcs = data_coding if codings.is_tp_dcs(data_coding) else _TP_DCS[cut.encoding.alphabet]
    return tuple(UserData(tp_dcs, part.header, part.octets) for part in cut.parts)


def for_subunit(cut: tuple[UserData, ...], dest_addr_subunit: int | None) -> tuple[UserData, ...]:
    """Give parts the message class of a subunit of the handset, unless data_coding has set more of their TP-DCS."""
    message_class = _CLASS_OF.get(dest_addr_subunit)
    if message_class is None:
        return cut
    return tuple(
        UserData(_CLASSED | part.tp_dcs | message_class, part.tp_udh, part.tp_ud) if part.tp_dcs in _UNCLASSED else part
        for part in cut
    )


def parts_for_esme(
    octets: bytes,
    esm_class: int,
    data_coding: int,
    reference: int,
    elements: tuple[udh.InformationElement, ...] = (),
) -> tuple[UserData, ...]:
    """Do as ``parts``, but keep user data too long for any number of parts as they came, in pieces without headers."""
    try:
        return parts(octets, esm_class, data_coding, reference, elements)
    except Malformed as wrong:
        if wrong.command_status != CommandStatus.ESME_RINVMSGLEN or len(octets) <= _PIECE:
            raise
    return tuple(UserData(data_coding, b"", octets[at : at + _PIECE]) for at in range(0, len(octets), _PIECE))


def fits(octets: bytes) -> bool:
    """Whether octets of the default alphabet are septets that fit one TPDU, none of them an escape."""
    return len(octets) <= _SEPTETS and octets.isascii() and _ESCAPE not in octets


def short_message(part: UserData) -> tuple[int, int, bytes]:
    """Turn the user data of a TPDU into esm_class, data_coding and octets for deliver_sm."""
    esm_class = _UDHI if part.tp_udh else 0
    return esm_class, int(_DATA_CODING.get(part.tp_dcs, part.tp_dcs)), part.tp_udh + part.tp_ud


def legible(parts: tuple[UserData, ...], default: DefaultAlphabet, references: Iterator[int]) -> tuple[UserData, ...]:
    """Turn the parts of a message into UCS-2 if an account's alphabet lacks a character of its text.

    They are cut anew, as a sender would have cut UCS-2. A part that comes without the others stays as it is.
    """
    if any(part.tp_dcs != _GSM7 for part in parts):
        return parts
    header = parts[0].tp_udh
    try:
        elements = udh.decode(header) if header else ()
        alone = len(parts) == 1 and udh.concatenation(elements) is not None
        text = text_of.joined((part.tp_udh + part.tp_ud for part in parts), _GSM7, udhi=bool(header))
        if alone or not lacks(default, text):
            return parts
        others = tuple(one for one in elements if not isinstance(one, _OF_PARTS))
        cut = segments(text, reference=next(references), carriage=Carriage.UDH_8, encoding=UCS2, elements=others)
    except Malformed:
        return parts  # octets that are not text, or too many to be cut
    return tuple(UserData(_TP_DCS[Alphabet.UCS2], part.header, part.octets) for part in cut.parts)


def _cut(
    octets: bytes,
    data_coding: int,
    reference: int,
    elements: tuple[udh.InformationElement, ...] = (),
    tables: tuple[int, int] = (0, 0),
) -> Segmentation:
    """Cut user data into parts: UCS-2 stays UCS-2, other text goes in the best alphabet, everything else as octets.

    ``tables`` are the locking and single shift tables of the septets, as their own header names them.
    """
    try:
        text = codings.decode(octets, data_coding) if codings.is_text(data_coding) else None
    except Malformed as wrong:
        raise _refused(wrong, CommandStatus.ESME_RINVDCS) from wrong
    try:
        if text is None:
            return octet_segments(octets, reference=reference, carriage=Carriage.UDH_8, elements=elements)
        encoding = _ENCODINGS[dcs.decode(data_coding).alphabet] if codings.is_tp_dcs(data_coding) else None
        encoding = UCS2 if data_coding == DataCoding.UCS2 else encoding
        if tables != (0, 0) and encoding is None:
            shifted = Encoding(Alphabet.GSM7, *tables)
            encoding = UCS2 if units(text, shifted) is None else shifted
        return segments(text, reference=reference, carriage=Carriage.UDH_8, encoding=encoding, elements=elements)
    except Malformed as wrong:
        raise _refused(wrong, CommandStatus.ESME_RINVMSGLEN) from wrong


def _split(octets: bytes) -> tuple[bytes, bytes]:
    try:
        return udh.split(octets)
    except Malformed as wrong:
        raise _refused(wrong, CommandStatus.ESME_RINVESMCLASS) from wrong


def _elements(header: bytes) -> tuple[udh.InformationElement, ...]:
    try:
        return udh.decode(header) if header else ()
    except Malformed as wrong:
        raise _refused(wrong, CommandStatus.ESME_RINVESMCLASS) from wrong


def _tables(header: bytes) -> tuple[int, int]:
    """Give the tables that a header names; one that can't be read names none."""
    try:
        return text_of.tables(header) if header else (0, 0)
    except Malformed:
        return 0, 0


def _with_header(header: bytes, data: bytes, data_coding: int) -> UserData:
    if codings.is_tp_dcs(data_coding):
        return _fitting(UserData(data_coding, header, data))
    if data_coding == DataCoding.DEFAULT:
        return _fitting(UserData(_TP_DCS[Alphabet.GSM7], header, data))
    if data_coding == DataCoding.UCS2:
        return _fitting(UserData(_TP_DCS[Alphabet.UCS2], header, data))
    if not codings.is_text(data_coding):
        return _fitting(UserData(_TP_DCS[Alphabet.OCTETS], header, data))
    whole = _cut(data, data_coding, 0, tables=_tables(header))
    only, *others = whole.parts
    if others:
        raise Malformed("short_message", None, "one TPDU", f"{len(whole.parts)}", CommandStatus.ESME_RINVMSGLEN)
    return _fitting(UserData(_TP_DCS[whole.encoding.alphabet], header, only.octets))


def _fitting(part: UserData) -> UserData:
    """Check user data that go into a TPDU as they came: septets must be septets, and fit; raises Malformed."""
    header, data = len(part.tp_udh), part.tp_ud
    if SEPTETS[part.tp_dcs] and not data.isascii():
        expected = "septets of the GSM 7 bit default alphabet, 0x00 to 0x7F, one in each octet"
        found = f"0x{max(data):02X}"
        raise Malformed("short_message", None, expected, found, CommandStatus.ESME_RINVDCS)
    room = LARGEST * 8 // 7 - udh.septets(header) if SEPTETS[part.tp_dcs] else LARGEST - header
    if len(data) > room:
        expected, found = f"at most {room} behind a header of {header} octets", f"{len(data)}"
        raise Malformed("short_message", None, expected, found, CommandStatus.ESME_RINVMSGLEN)
    return part


def _refused(wrong: Malformed, command_status: int) -> Malformed:
    return Malformed("short_message", wrong.offset, wrong.expected, wrong.found, command_status)
