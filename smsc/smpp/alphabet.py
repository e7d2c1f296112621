"""SMPP v5.0 section 4.7.7, data_coding: accounts for which 0 means another alphabet than for the service centre.

To the service centre 0 is GSM 7 bit, one septet in each octet. What such an account sends is turned on arrival into
what everybody understands: with the data_coding of its alphabet, or unpacked. So it is kept and passed on. What the
account is sent is turned into its own alphabet on the way out.
"""

from copy import copy
from typing import Final, Protocol, TypeVar

from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.broadcast_sm import BroadcastSm
from pdu.operations.data_sm import DataSm
from pdu.operations.deliver_sm import DeliverSm
from pdu.operations.submit_multi import SubmitMulti
from pdu.operations.submit_sm import SubmitSm
from pdu.text import data_coding as codings
from pdu.text import udh
from pdu.text import user_data as text_of
from pdu.text.data_coding import DataCoding, DefaultAlphabet
from pdu.text.default_alphabet import lacks
from pdu.tlv import MESSAGE_PAYLOAD
from pdu.values import EsmClass

P = TypeVar("P", bound=SubmitSm | SubmitMulti | DataSm | BroadcastSm | DeliverSm)

USUAL: Final = DefaultAlphabet.GSM7_UNPACKED
_PACKED: Final = DefaultAlphabet.GSM7_PACKED
_SHORT_MESSAGE: Final = 254  # octets, in every version


class _Way(Protocol):
    def __call__(self, octets: bytes, *, udhi: bool) -> bytes: ...


def heard(pdu: Pdu, default: DefaultAlphabet) -> Pdu:
    """Give a PDU from an ESME with a data_coding, or octets, in which everybody reads the same text.

    A replace_sm stays as it is, since the message it is about says what its octets are.
    """
    if not isinstance(pdu, SubmitSm | SubmitMulti | DataSm | BroadcastSm):
        return pdu
    if not codings.is_default(pdu.data_coding, default):
        return pdu
    if default is _PACKED:
        return _in_another_way(pdu, text_of.unpacked)
    return _with(pdu, default.data_coding, _octets(pdu))


def said(pdu: Pdu, default: DefaultAlphabet) -> Pdu:
    """Give a PDU for an ESME in its own alphabet, or in UCS-2 if that lacks a character."""
    if not isinstance(pdu, DeliverSm | DataSm):
        return pdu
    if default is _PACKED:
        return _in_another_way(pdu, text_of.packed) if codings.is_gsm7(pdu.data_coding) else pdu
    octets = _octets(pdu)
    if pdu.data_coding == default.data_coding:
        return _with(pdu, DataCoding.DEFAULT, octets)
    if pdu.data_coding != DataCoding.DEFAULT:
        return pdu
    try:
        header = udh.split(octets)[0] if _has_header(pdu) else b""
        text = text_of.text(octets, pdu.data_coding, udhi=_has_header(pdu))
    except Malformed:
        return pdu  # user data that can't be read go as they came
    data_coding = DataCoding.UCS2 if lacks(default, text) else DataCoding.DEFAULT
    return _with(pdu, data_coding, header + codings.encode(text, data_coding, default))


def _in_another_way(pdu: P, way: _Way) -> P:
    """Pack or unpack user data; a PDU without the header it should have is refused elsewhere."""
    try:
        octets = way(_octets(pdu), udhi=_has_header(pdu))
    except Malformed:
        return pdu
    return _with(pdu, pdu.data_coding, octets)


def _has_header(pdu: Pdu) -> bool:
    return bool(getattr(pdu, "esm_class", 0) & EsmClass.UDHI)


def _octets(pdu: Pdu) -> bytes:
    """Give the user data, from short_message or message_payload."""
    payload: bytes | None = pdu["message_payload"]
    return getattr(pdu, "short_message", b"") if payload is None else payload


def _with(pdu: P, data_coding: int, octets: bytes) -> P:
    """Give a PDU with another data_coding and other user data, which go into message_payload if they are too long.

    User data too long even for that can't be encoded, and are refused elsewhere.
    """
    told = copy(pdu)
    told.data_coding = data_coding
    in_payload = pdu["message_payload"] is not None
    if not in_payload and not isinstance(told, DataSm | BroadcastSm):
        in_payload = len(octets) > _SHORT_MESSAGE
        told.short_message = b"" if in_payload else octets
    if in_payload:
        others = [tlv for tlv in pdu.tlvs if tlv[0] != MESSAGE_PAYLOAD]
        told.tlvs = (*others, (MESSAGE_PAYLOAD, octets))
    return told
