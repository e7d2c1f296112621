"""TS 23.040 clause 9.2.3.27: TP-PI, and the optional parameters TP-PID, TP-DCS, TP-UDL and TP-UD that it announces."""

from typing import NamedTuple, Protocol

from pdu.malformed import Malformed
from pdu.sms.octets import end, octet, take_octet
from pdu.sms.tp import user_data

_PID, _DCS, _UDL = 0x01, 0x02, 0x04
_RESERVED = 0x78  # more information follows TP-UD, for a later edition of the specification
_EXTENSION = 0x80  # another octet of TP-PI follows

LARGEST_TPDU = 164  # octets; in a report TP-UD may take what the other parameters leave of them


class _Report(Protocol):
    """A report's ``tp_pi`` is None when it says no more than which parameters are present."""

    @property
    def tp_pi(self) -> int | None: ...
    @property
    def tp_pid(self) -> int | None: ...
    @property
    def tp_dcs(self) -> int | None: ...
    @property
    def tp_udh(self) -> bytes: ...
    @property
    def tp_ud(self) -> bytes | None: ...
    @property
    def fill(self) -> int: ...
    @property
    def rest(self) -> bytes: ...


class Announced(NamedTuple):
    """The parameters behind TP-PI, as they were found."""

    tp_pid: int | None = None
    tp_dcs: int | None = None
    tp_udh: bytes = b""
    tp_ud: bytes | None = None
    fill: int = 0
    rest: bytes = b""

    @property
    def present(self) -> int:
        """The bits of TP-PI that announce them."""
        return _present(self.tp_pid, self.tp_dcs, self.tp_ud)


def _present(tp_pid: int | None, tp_dcs: int | None, tp_ud: bytes | None) -> int:
    return (tp_pid is not None and _PID) | (tp_dcs is not None and _DCS) | (tp_ud is not None and _UDL)


def encode_fcs(tp_fcs: int | None) -> bytes:
    """TP-FCS, where there is one."""
    return b"" if tp_fcs is None else bytes((octet("tp_fcs", tp_fcs),))


def decode_fcs(octets: bytes, rp_error: bool | None) -> tuple[int | None, int]:
    """TP-FCS behind the first octet, or None, and the offset of TP-PI; Malformed when the message ends too soon."""
    tp_fcs = take_octet("tp_fcs" if rp_error else "tp_pi", octets, 1)
    if rp_error or (rp_error is None and tp_fcs & 0x80):
        return tp_fcs, 2
    return None, 1


def encode_pi(report: _Report) -> bytes:
    """TP-PI, computed from what is present or as ``tp_pi`` has it; Malformed when the two disagree."""
    present = _present(report.tp_pid, report.tp_dcs, report.tp_ud)
    if report.tp_pi is None:
        indicator = bytes((present,))
    else:
        if report.tp_pi < 0:
            raise Malformed("tp_pi", None, "an integer of 0 or more", str(report.tp_pi))
        indicator = report.tp_pi.to_bytes(max(1, (report.tp_pi.bit_length() + 7) // 8), "big")
    *extended, last = indicator
    if indicator[0] & 7 != present or last & _EXTENSION or not all(more & _EXTENSION for more in extended):
        raise Malformed("tp_pi", None, f"0b{present:03b} below, and an end", indicator.hex())
    if report.rest and not indicator[0] & (_RESERVED | _EXTENSION):
        raise Malformed("rest", None, "nothing, as TP-PI has no reserved bit", report.rest.hex())
    return indicator


def decode_pi(octets: bytes, offset: int) -> bytes:
    """The octets of TP-PI at ``offset``; Malformed when the message ends too soon."""
    size = 1
    while take_octet("tp_pi", octets, offset + size - 1) & _EXTENSION:
        size += 1
    return octets[offset : offset + size]


def encode_optional(report: _Report) -> bytes:
    """TP-PID, TP-DCS, TP-UDL and TP-UD, as many as are present."""
    octets = b""
    if report.tp_pid is not None:
        octets += bytes((octet("tp_pid", report.tp_pid),))
    if report.tp_dcs is not None:
        octets += bytes((octet("tp_dcs", report.tp_dcs),))
    if report.tp_ud is not None:
        octets += user_data.encode(report.tp_dcs or 0, report.tp_udh, report.tp_ud, report.fill, LARGEST_TPDU)
    elif report.tp_udh or report.fill:
        raise Malformed("tp_ud", None, "user data for the header and the fill bits", "None")
    return octets + report.rest


def decode_optional(indicator: bytes, tp_udhi: bool, octets: bytes, offset: int) -> Announced:
    """What the TP-PI announces, from ``offset`` to the end; Malformed when some of it is missing, or more follows."""
    tp_pid = tp_dcs = tp_ud = None
    tp_udh, fill = b"", 0
    if indicator[0] & _PID:
        tp_pid = take_octet("tp_pid", octets, offset)
        offset += 1
    if indicator[0] & _DCS:
        tp_dcs = take_octet("tp_dcs", octets, offset)
        offset += 1
    if indicator[0] & _UDL:
        tp_udh, tp_ud, fill, offset = user_data.decode(tp_dcs or 0, tp_udhi, octets, offset, LARGEST_TPDU)
    elif tp_udhi:
        raise Malformed("tp_udhi", 0, "0, as there are no user data", "1")
    if not indicator[0] & (_RESERVED | _EXTENSION):
        end(octets, offset)
    return Announced(tp_pid, tp_dcs, tp_udh, tp_ud, fill, octets[offset:])


def kept(indicator: bytes, announced: Announced) -> int | None:
    """The ``tp_pi`` of a report: None when TP-PI is what the parameters alone would make it."""
    return None if indicator == bytes((announced.present,)) else int.from_bytes(indicator, "big")


def within(octets: bytes, offset: int | None = None) -> bytes:
    """The TPDU itself; Malformed when it is longer than any TPDU may be. ``offset`` is where it was read."""
    if len(octets) > LARGEST_TPDU:
        raise Malformed("tpdu", offset, f"{LARGEST_TPDU} octets at most", str(len(octets)))
    return octets
