"""From the user data of SMPP to those of TPDUs, and back: alphabets, headers, and parts that fit.

TS 23.040 gives a TPDU 140 octets. A message without a header of its own that is longer goes out in parts, with
a concatenation header (8-bit reference) in each.
"""

from collections.abc import Iterator
from typing import Final

from pdu import values
from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.sms.tp.user_data import LARGEST, SEPTETS
from pdu.text import data_coding as codings
from pdu.text import dcs, gsm7, udh
from pdu.text.data_coding import DataCoding
from smsc.centre.message import UserData

_GSM7: Final = 0x00
_EIGHT_BIT: Final = 0x04
_UCS2: Final = 0x08
_ESCAPE: Final = 0x1B
_OCTETS_OF_HEADER: Final = 6  # UDHL and the concatenation element


def parts(octets: bytes, esm_class: int, data_coding: int, reference: int) -> tuple[UserData, ...]:
    """Turn the user data of submit_sm into those of one TPDU or several.

    Raises Malformed: ESME_RINVDCS for octets that are not what data_coding says, ESME_RINVMSGLEN for too many of them.
    """
    header = b""
    if esm_class & values.EsmClass.UDHI:
        header, octets = _split_header(octets)
    tp_dcs, data = _coded(octets, data_coding)
    room = _room(tp_dcs, len(header))
    if len(data) <= room:
        return (UserData(tp_dcs, header, data),)
    if header:
        found = f"{len(data)} behind a header of {len(header)} octets"
        raise Malformed(
            "short_message", None, f"at most {room} septets or octets", found, CommandStatus.ESME_RINVMSGLEN
        )
    pieces = list(_cut(data, tp_dcs, _room(tp_dcs, _OCTETS_OF_HEADER)))
    if len(pieces) > 255:
        raise Malformed("short_message", None, "at most 255 parts", f"{len(pieces)}", CommandStatus.ESME_RINVMSGLEN)
    return tuple(
        UserData(tp_dcs, udh.encode((udh.Concatenation8(reference & 0xFF, len(pieces), number),)), piece)
        for number, piece in enumerate(pieces, 1)
    )


def short_message(tp_dcs: int, tp_udh: bytes, tp_ud: bytes) -> tuple[int, int, bytes]:
    """Turn the user data of a TPDU into esm_class, data_coding and octets for deliver_sm."""
    esm_class = int(values.EsmClass.UDHI) if tp_udh else 0
    plain = {_GSM7: DataCoding.DEFAULT, _EIGHT_BIT: DataCoding.OCTETS_4, _UCS2: DataCoding.UCS2}
    return esm_class, int(plain.get(tp_dcs, tp_dcs)), tp_udh + tp_ud


def _split_header(octets: bytes) -> tuple[bytes, bytes]:
    try:
        return udh.split(octets)
    except Malformed as wrong:
        wrong.command_status = int(CommandStatus.ESME_RINVESMCLASS)  # UDHI is set, and there is no header
        raise


def _coded(octets: bytes, data_coding: int) -> tuple[int, bytes]:
    """Give TP-DCS and the data as a TPDU holds them: septets one to an octet, or octets."""
    if data_coding >= 0xC0:
        return data_coding, octets if not SEPTETS[data_coding] else _septets(octets)
    if data_coding == DataCoding.DEFAULT:
        return _GSM7, _septets(octets)
    if not codings.is_text(data_coding):
        return _EIGHT_BIT, octets
    try:
        text = codings.decode(octets, data_coding)
    except Malformed as wrong:
        wrong.command_status = int(CommandStatus.ESME_RINVDCS)
        raise
    if data_coding != DataCoding.UCS2:
        try:
            return _GSM7, gsm7.encode(text)
        except Malformed:
            pass  # a character that only UCS-2 has
    return _UCS2, text.encode("utf-16-be")


def _septets(octets: bytes) -> bytes:
    if octets.isascii():
        return octets
    at = next(index for index, octet in enumerate(octets) if octet > 0x7F)
    expected, found = "septets of the GSM 7 bit default alphabet, 0x00 to 0x7F", f"0x{octets[at]:02X}"
    raise Malformed("short_message", at, expected, found, CommandStatus.ESME_RINVDCS)


def _room(tp_dcs: int, header: int) -> int:
    """How many septets or octets a TPDU has room for behind a header."""
    return LARGEST * 8 // 7 - (header * 8 + 6) // 7 if SEPTETS[tp_dcs] else LARGEST - header


def _cut(data: bytes, tp_dcs: int, room: int) -> Iterator[bytes]:
    """Cut into pieces, never inside an escape or surrogate pair."""
    wide = dcs.decode(tp_dcs).alphabet is dcs.Alphabet.UCS2
    at = 0
    while at < len(data):
        end = at + (room & ~1 if wide else room)
        if end < len(data):
            if wide and 0xD8 <= data[end - 2] <= 0xDB:
                end -= 2
            elif SEPTETS[tp_dcs] and data[end - 1] == _ESCAPE:
                end -= 1
        yield data[at:end]
        at = end
