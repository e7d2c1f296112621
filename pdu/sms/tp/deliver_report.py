"""TS 23.040 clause 9.2.2.1a: SMS-DELIVER-REPORT."""

from dataclasses import dataclass
from typing import ClassVar, Self

from pdu.sms.direction import Direction
from pdu.sms.octets import unused_bits
from pdu.sms.tp import parameter_indicator as pi
from pdu.sms.tp.first_octet import DELIVER_REPORT, UDHI, first_octet, flags
from pdu.sms.tp.user_data import UserData

_UNUSED = 0xBC


@dataclass(slots=True, kw_only=True)
class SmsDeliverReport(UserData):
    """The MS's answer to an SMS-DELIVER or SMS-STATUS-REPORT; with tp_fcs it stands in an RP-ERROR."""

    words: ClassVar[tuple[str, ...]] = ("SMS-DELIVER-REPORT",)
    direction: ClassVar[Direction] = Direction.MS_TO_SC

    tp_fcs: int | None = None
    tp_pi: int | None = None  # only where it says more than which parameters are present
    tp_pid: int | None = None
    tp_dcs: int | None = None
    tp_udh: bytes = b""
    tp_ud: bytes | None = None
    unused: int = 0
    fill: int = 0
    rest: bytes = b""

    def encode(self) -> bytes:
        """The octets; Malformed names the parameter that does not fit."""
        first = DELIVER_REPORT | unused_bits(self.unused, _UNUSED) | flags((self.tp_udhi, UDHI))
        fcs = pi.encode_fcs(self.tp_fcs)
        return pi.within(bytes((first,)) + fcs + pi.encode_pi(self) + pi.encode_optional(self))

    @classmethod
    def decode(cls, octets: bytes, rp_error: bool | None = None) -> Self:
        """The reverse of encode(); ``rp_error`` says whether it came in an RP-ERROR, which alone has TP-FCS.

        None leaves it to the octet: TP-FCS has its highest bit set, and so far no TP-PI has. Malformed says where
        the octets depart from the table.
        """
        first = first_octet(octets, DELIVER_REPORT)
        tp_fcs, offset = pi.decode_fcs(octets, rp_error)
        indicator = pi.decode_pi(octets, offset)
        announced = pi.decode_optional(indicator, bool(first & UDHI), octets, offset + len(indicator))
        return cls(
            tp_fcs=tp_fcs,
            tp_pi=pi.kept(indicator, announced),
            tp_pid=announced.tp_pid,
            tp_dcs=announced.tp_dcs,
            tp_udh=announced.tp_udh,
            tp_ud=announced.tp_ud,
            unused=first & _UNUSED,
            fill=announced.fill,
            rest=announced.rest,
        )
