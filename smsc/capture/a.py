"""The A interface: BSSMAP and DTAP between an MSC and a BSS, in connections of SCCP.

Paging and resets go without a connection; one begins with COMPLETE LAYER 3 INFORMATION and ends after CLEAR COMPLETE.
What SCCP says by itself for that (CC, RLSD, RLC) is not in the ladder.
"""

from collections.abc import Iterator
from typing import Any, Final

from pdu.gsm import bssap, bssmap
from pdu.gsm.bssap import SAPI_0, SAPI_3, Dtap
from pdu.gsm.bssmap import CONNECTIONLESS, ClearComplete, CompleteLayer3Information
from pdu.sms.cp import CpAck, CpData, CpError
from pdu.ss7 import sccp
from pdu.ss7.party_address import BSSAP
from smsc.capture.layers import Layered
from smsc.capture.places import Places
from smsc.capture.sigtran import Sigtran
from smsc.trace.bounded import Bounded
from smsc.trace.trace import Record

_OF_MSC: Final = 0x800000  # in a local reference: it is the MSC's


class A:
    """The connections of a capture."""

    def __init__(self, places: Places, sigtran: Sigtran) -> None:
        self._places = places
        self._sigtran = sigtran
        self._requested: Bounded[int, str] = Bounded()  # the MSC, by connection that it has not confirmed yet

    def packets(self, record: Record) -> Iterator[Layered]:
        """Make the packets of a BSSMAP message, or of one that only passes through the BSS."""
        message: Any = record.message
        passed_on = not isinstance(message, bssmap.BssmapMessage)
        said = bssap.encode(Dtap(_dlci(message), message.encode()) if passed_on else message)
        if isinstance(message, CONNECTIONLESS):
            called, calling = (self._places.node(name, BSSAP) for name in (record.destination, record.origin))
            yield self._layered(record, sccp.UDT(called_party_address=called, calling_party_address=calling, data=said))
            return
        bss_reference = record.conversation & (_OF_MSC - 1)
        msc_reference = bss_reference | _OF_MSC
        by_bss = self._places.kind(record.origin) == "bss"
        if isinstance(message, CompleteLayer3Information):
            self._requested[record.conversation] = record.destination
            called = self._places.node(record.destination, BSSAP)
            yield self._layered(record, sccp.CR(bss_reference, called, said))
            return
        msc = record.destination if by_bss else record.origin
        bss = record.origin if by_bss else record.destination
        confirms = record._replace(origin=msc, destination=bss)
        arrives = not (by_bss and record.lost)
        if arrives and self._requested.pop(record.conversation, None) is not None:
            yield self._layered(confirms, sccp.CC(bss_reference, msc_reference), f"{msc} confirms the connection")
        yield self._layered(record, sccp.DT1(msc_reference if by_bss else bss_reference, said))
        if isinstance(message, ClearComplete) and not record.lost:
            released = sccp.RLSD(bss_reference, msc_reference)
            yield self._layered(confirms, released, f"{msc} releases the connection")
            yield self._layered(record, sccp.RLC(msc_reference, bss_reference), "the connection is released")

    def _layered(self, record: Record, message: sccp.Message, comment: str = "") -> Layered:
        packet = self._sigtran.packet(record.origin, record.destination, message, record.conversation)
        return Layered("A", packet, comment)


def _dlci(message: object) -> int:
    """Return the data link on the radio to which a message belongs."""
    return SAPI_3 if isinstance(message, CpData | CpAck | CpError) else SAPI_0
