"""TS 23.040 clauses 9.2.3.16, 9.2.3.23 and 9.2.3.24: TP-UDL, TP-UDHI and TP-UD.

A TPDU holds its user data ready to be read: ``tp_udh`` is the header as it stands on the wire (UDHL first; empty when
TP-UDHI is 0), ``tp_ud`` what follows it: one septet to an octet when TP-DCS says GSM 7 bit, else the octets. Nothing is
packed before ``encode()``: ``SmsDeliver(..., tp_ud=gsm7.encode("Hello"))``. ``fill`` holds the bits between header and
text and behind the last septet, the first ones low: normally zero, but a receiver has to accept others.
"""

from typing import Final, Protocol

from pdu.malformed import Malformed
from pdu.sms.octets import take, take_octet
from pdu.text import dcs, gsm7, udh
from pdu.text.user_data import tables

_OCTETS: Final = dcs.Alphabet.OCTETS
_UCS2: Final = dcs.Alphabet.UCS2
LARGEST: Final = 140  # octets of TP-UD in SMS-DELIVER and SMS-SUBMIT


def _in_septets(tp_dcs: int) -> bool:
    coding = dcs.decode(tp_dcs)
    return coding.alphabet is dcs.Alphabet.GSM7 and not coding.compressed


SEPTETS: Final = tuple(_in_septets(tp_dcs) for tp_dcs in range(256))  # whether TP-UDL counts septets, by TP-DCS


class _Tpdu(Protocol):
    @property
    def tp_dcs(self) -> int | None: ...
    @property
    def tp_udh(self) -> bytes: ...
    @property
    def tp_ud(self) -> bytes | None: ...


class UserData:
    """The properties of every TPDU that has user data."""

    __slots__ = ()

    @property
    def tp_udhi(self: _Tpdu) -> bool:
        """TP-User-Data-Header-Indicator: the user data begin with a header."""
        return bool(self.tp_udh)

    @property
    def tp_udl(self: _Tpdu) -> int | None:
        """TP-User-Data-Length: septets or octets, header and fill bits included; None without user data."""
        if self.tp_ud is None:
            return None
        header = len(self.tp_udh)
        return (udh.septets(header) if SEPTETS[self.tp_dcs or 0] else header) + len(self.tp_ud)

    @property
    def user_data_header(self: _Tpdu) -> tuple[udh.InformationElement, ...]:
        """The information elements of the header; Malformed when they do not fit into it."""
        return udh.decode(self.tp_udh) if self.tp_udh else ()

    @property
    def text(self: _Tpdu) -> str | None:
        """What a person reads; None without user data, and for 8 bit or compressed data."""
        return None if self.tp_ud is None else text(self.tp_dcs or 0, self.tp_udh, self.tp_ud)


def text(tp_dcs: int, tp_udh: bytes, tp_ud: bytes) -> str | None:
    """The characters of the user data, or None when the coding has none."""
    coding = dcs.decode(tp_dcs)
    if coding.compressed or coding.alphabet is _OCTETS:
        return None
    if coding.alphabet is _UCS2:
        return None if len(tp_ud) % 2 else tp_ud.decode("utf-16-be", "surrogatepass")
    return gsm7.decode(tp_ud, *_shifts(tp_udh)) if tp_udh else gsm7.decode(tp_ud)


def _shifts(tp_udh: bytes) -> tuple[int, int]:
    # A header that cannot be read leaves the default alphabet, as in a handset.
    try:
        return tables(tp_udh)
    except Malformed:
        return 0, 0


def encode(tp_dcs: int, tp_udh: bytes, tp_ud: bytes, fill: int, largest: int = LARGEST) -> bytes:
    """TP-UDL and TP-UD.

    Malformed when they take more than ``largest`` octets, a septet has eight bits, or UDHL is not the length of the
    header.
    """
    header = len(tp_udh)
    if header and tp_udh[0] != header - 1:
        raise Malformed("tp_udh", None, f"UDHL {header - 1}", str(tp_udh[0]))
    if not SEPTETS[tp_dcs]:
        if fill:
            raise Malformed("fill", None, "no fill bits around octets", hex(fill))
        if header + len(tp_ud) > largest:
            raise Malformed("tp_ud", None, f"{largest} octets at most", str(header + len(tp_ud)))
        return b"".join((bytes((header + len(tp_ud),)), tp_udh, tp_ud))
    if not tp_ud.isascii():
        raise Malformed("tp_ud", None, "septets, one to an octet", tp_ud.hex())
    before = udh.fill_bits(header)
    tp_udl = udh.septets(header) + len(tp_ud)
    size = (tp_udl * 7 + 7) // 8
    if size > largest:
        raise Malformed("tp_ud", None, f"{largest * 8 // 7} septets at most", str(tp_udl))
    packed = gsm7.pack(tp_ud, before)
    if fill:
        packed = _with_fill(packed, fill, before, size * 8 - tp_udl * 7)
    return b"".join((bytes((tp_udl,)), tp_udh, packed))


def _with_fill(packed: bytes, fill: int, before: int, behind: int) -> bytes:
    if not 0 <= fill < 1 << (before + behind):
        raise Malformed("fill", None, f"{before + behind} bits", hex(fill))
    low, high = fill & ((1 << before) - 1), fill >> before
    stream = int.from_bytes(packed, "little") | low | high << (len(packed) * 8 - behind)
    return stream.to_bytes(len(packed), "little")


def decode(
    tp_dcs: int, tp_udhi: bool, octets: bytes, offset: int, largest: int = LARGEST
) -> tuple[bytes, bytes, int, int]:
    """tp_udh, tp_ud, fill of the TP-UDL at ``offset``, and the offset behind; Malformed when they do not fit."""
    tp_udl = take_octet("tp_udl", octets, offset)
    in_septets = SEPTETS[tp_dcs]
    size = (tp_udl * 7 + 7) // 8 if in_septets else tp_udl
    if size > largest:
        raise Malformed("tp_udl", offset, f"{largest} octets at most", str(size))
    user_data = take("tp_ud", octets, offset + 1, size)
    header = 0
    if tp_udhi:
        header = take_octet("tp_udh", octets, offset + 1) + 1 if size else 1
        if header > size:
            raise Malformed("tp_udh", offset + 1, f"a header within {size} octets", f"{header} octets")
    tp_udh, tp_ud = user_data[:header], user_data[header:]
    if not in_septets:
        return tp_udh, tp_ud, 0, offset + 1 + size
    septets, before = udh.septets(header), udh.fill_bits(header)
    if septets > tp_udl:
        raise Malformed("tp_udh", offset + 1, f"a header within {tp_udl} septets", f"{septets} septets")
    fill = 0
    if tp_ud:
        behind = size * 8 - tp_udl * 7
        fill = tp_ud[0] & ((1 << before) - 1) | tp_ud[-1] >> (8 - behind) << before
    return tp_udh, gsm7.unpack(tp_ud, tp_udl - septets, before), fill, offset + 1 + size
