"""A capture: records of the trace as a pcapng file that Wireshark reads, each packet with what it means.

There is one interface for each kind of link. Wireshark can give IP addresses names, but not point codes: the comment of
the file tells those. The comment of a packet is the rung of the ladder; what people do and see in between is also a
comment, on the packet that follows.
"""

from collections.abc import Callable
from typing import Any, Final

from pdu.capture import LinkType, enhanced_packet, interface_description, name_resolution, section_header
from pdu.gsm import bssmap, cbsp, mm, rr
from pdu.gsm.cbs import CbsPage
from pdu.header import SECRETS, Pdu
from pdu.malformed import Malformed
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.ss7.map import Argument, Result
from pdu.ss7.map.errors import ErrorParameter
from smsc.capture.a import A
from smsc.capture.broadcast import Broadcast
from smsc.capture.core import Core
from smsc.capture.layers import Link
from smsc.capture.places import Places
from smsc.capture.sigtran import Sigtran
from smsc.capture.smpp import Smpp
from smsc.capture.um import Um
from smsc.trace.trace import Record

INTERFACES: Final = {
    "SMPP": "ESMEs and service centres: SMPP over TCP",
    "C": "service centres and HLRs: MAP over TCAP, SCCP, M3UA, SCTP",
    "D": "MSCs (their VLRs) and HLRs: MAP",
    "E": "service centres and MSCs: MAP",
    "A": "MSCs and BSSs: BSSMAP and DTAP over SCCP",
    "Um": "BSSs and handsets: the radio, LAPDm in GSMTAP",
    "CBSP": "service centres and BSSs: cell broadcast",
}
_LONGEST: Final = 4_000  # characters of a comment, which may cut a message_payload short: the packet has it in full
_NUMBERS: Final = {name: number for number, name in enumerate(INTERFACES)}
_THROUGH_BSS: Final = (mm.Message, CpData, CpAck, CpError)  # which a BSS passes on
_ON_THE_AIR: Final = (
    rr.ChannelRequest,
    rr.ImmediateAssignment,
    rr.ImmediateAssignmentReject,
    rr.PagingRequest,
    rr.PagingResponse,
    rr.ChannelRelease,
    CbsPage,
)


class Capture:
    """Follows a trace, and writes what it sees; ``write`` is given whole blocks of the file, its beginning first."""

    def __init__(self, places: Places, write: Callable[[bytes], object], hidden: frozenset[str] = SECRETS) -> None:
        self._places = places
        self._write = write
        self._hidden = hidden
        self._said: list[str] = []  # comments that wait for a packet
        sigtran = Sigtran(places)
        self._smpp, self._core, self._a = Smpp(places), Core(places, sigtran), A(places, sigtran)
        self._um, self._broadcast = Um(places), Broadcast(places)
        codes = ", ".join(f"{code} {name}" for name, code in places.point_codes.items())
        write(
            section_header(comment=f"Point codes: {codes}"[:_LONGEST] if codes else "", application="mini-smsc")
            + b"".join(
                interface_description(LinkType.RAW, name=name, description=description)
                for name, description in INTERFACES.items()
            )
        )

    def add(self, record: Record) -> None:
        """Take the next record."""
        rung = record.shown(self._hidden)
        link = self._link(record)
        if link is None:
            self._said.append(rung)
            return
        at = round(record.at * 1e6) * 1000
        blocks: list[bytes] = []
        try:
            for interface, packet, comment in link.packets(record):
                comments = [said[:_LONGEST] for said in (*self._said, comment or rung)]
                self._said = []
                blocks.append(enhanced_packet(_NUMBERS[interface], at, packet.encode(), comments=comments))
        except Malformed as wrong:
            self._said.append(f"{rung} (is no packet: {wrong})")
        if names := self._places.new():
            blocks.insert(0, name_resolution(names))
        if blocks:
            self._write(b"".join(blocks))

    def note(self, comment: str) -> None:
        """Add a comment to the packet that follows."""
        self._said.append(comment)

    def _link(self, record: Record) -> Link | None:
        """Find the link on which something is said; None for what people and operators do and see."""
        message: Any = record.message
        if isinstance(message, Pdu):
            return self._smpp if record.conversation else None  # what is lost before it has a session is in no packet
        if isinstance(message, Argument | Result | ErrorParameter):
            return self._core
        if isinstance(message, bssmap.Message):
            return self._a
        if isinstance(message, _THROUGH_BSS):
            return self._a if "msc" in map(self._places.kind, (record.origin, record.destination)) else self._um
        if isinstance(message, _ON_THE_AIR):
            return self._um
        return self._broadcast if isinstance(message, cbsp.CbspMessage) else None
