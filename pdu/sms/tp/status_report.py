"""TS 23.040 clause 9.2.2.3: SMS-STATUS-REPORT."""

from dataclasses import dataclass
from typing import ClassVar, Self

from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.octets import octet, take_octet, unused_bits
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import parameter_indicator as pi
from pdu.sms.tp.first_octet import LP, MMS, SRQ, STATUS_REPORT, UDHI, first_octet, flags
from pdu.sms.tp.user_data import UserData

_UNUSED = 0x90


@dataclass(slots=True, kw_only=True)
class SmsStatusReport(UserData):
    """What became of a message (or command) that the MS had submitted."""

    words: ClassVar[tuple[str, ...]] = ("SMS-STATUS-REPORT",)
    direction: ClassVar[Direction] = Direction.SC_TO_MS

    tp_mms: bool = True  # the bit: True says that no more messages are waiting
    tp_lp: bool = False
    tp_srq: bool = False
    tp_mr: int = 0
    tp_ra: Address
    tp_scts: Timestamp
    tp_dt: Timestamp
    tp_st: int = 0
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
        first = STATUS_REPORT | unused_bits(self.unused, _UNUSED)
        first |= flags((self.tp_mms, MMS), (self.tp_lp, LP), (self.tp_srq, SRQ), (self.tp_udhi, UDHI))
        # Only here is TP-PI optional: it is left out when there are no parameters for it to announce.
        optional = pi.encode_pi(self) + pi.encode_optional(self)
        return pi.within(
            b"".join(
                (
                    bytes((first, octet("tp_mr", self.tp_mr))),
                    self.tp_ra.encode_tp("tp_ra"),
                    self.tp_scts.encode("tp_scts"),
                    self.tp_dt.encode("tp_dt"),
                    bytes((octet("tp_st", self.tp_st),)),
                    b"" if optional == b"\0" and self.tp_pi is None else optional,
                )
            )
        )

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """The reverse of encode(); Malformed says where the octets depart from the table."""
        first = first_octet(octets, STATUS_REPORT)
        tp_mr = take_octet("tp_mr", octets, 1)
        tp_ra, offset = Address.decode_tp("tp_ra", octets, 2)
        tp_scts = Timestamp.decode("tp_scts", octets, offset)
        tp_dt = Timestamp.decode("tp_dt", octets, offset + 7)
        tp_st = take_octet("tp_st", octets, offset + 14)
        offset += 15
        indicator = pi.decode_pi(octets, offset) if offset < len(octets) else b"\0"
        announced = pi.decode_optional(indicator, bool(first & UDHI), octets, offset + len(indicator))
        return cls(
            tp_mms=bool(first & MMS),
            tp_lp=bool(first & LP),
            tp_srq=bool(first & SRQ),
            tp_mr=tp_mr,
            tp_ra=tp_ra,
            tp_scts=tp_scts,
            tp_dt=tp_dt,
            tp_st=tp_st,
            tp_pi=0 if octets[offset:] == b"\0" else pi.kept(indicator, announced),
            tp_pid=announced.tp_pid,
            tp_dcs=announced.tp_dcs,
            tp_udh=announced.tp_udh,
            tp_ud=announced.tp_ud,
            unused=first & _UNUSED,
            fill=announced.fill,
            rest=announced.rest,
        )
