"""TS 23.040 clause 9.2.2.2: SMS-SUBMIT."""

from dataclasses import dataclass
from typing import ClassVar, Self

from pdu.sms import validity
from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.octets import end, octet, take, take_octet
from pdu.sms.tp import user_data
from pdu.sms.tp.first_octet import RD, RP, SRR, SUBMIT, UDHI, first_octet, flags
from pdu.sms.tp.user_data import UserData
from pdu.sms.validity import Validity, Vpf


@dataclass(slots=True, kw_only=True)
class SmsSubmit(UserData):
    """A short message on its way from the MS to the SC."""

    words: ClassVar[tuple[str, ...]] = ("SMS-SUBMIT",)
    direction: ClassVar[Direction] = Direction.MS_TO_SC

    tp_rd: bool = False
    tp_rp: bool = False
    tp_srr: bool = False
    tp_mr: int = 0
    tp_da: Address
    tp_pid: int = 0
    tp_dcs: int = 0
    tp_vp: Validity = None
    tp_udh: bytes = b""
    tp_ud: bytes = b""
    fill: int = 0

    @property
    def tp_vpf(self) -> Vpf:
        """TP-Validity-Period-Format: which kind of value tp_vp is."""
        return validity.vpf(self.tp_vp)

    def encode(self) -> bytes:
        """The octets; Malformed names the parameter that does not fit."""
        first = SUBMIT | self.tp_vpf << 3
        first |= flags((self.tp_rd, RD), (self.tp_srr, SRR), (self.tp_udhi, UDHI), (self.tp_rp, RP))
        return b"".join(
            (
                bytes((first, octet("tp_mr", self.tp_mr))),
                self.tp_da.encode_tp("tp_da"),
                bytes((octet("tp_pid", self.tp_pid), octet("tp_dcs", self.tp_dcs))),
                validity.encode(self.tp_vp),
                user_data.encode(self.tp_dcs, self.tp_udh, self.tp_ud, self.fill),
            )
        )

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """The reverse of encode(); Malformed says where the octets depart from the table."""
        first = first_octet(octets, SUBMIT)
        tp_mr = take_octet("tp_mr", octets, 1)
        tp_da, offset = Address.decode_tp("tp_da", octets, 2)
        tp_pid, tp_dcs = take("tp_pid", octets, offset, 2)
        tp_vp, offset = validity.decode(first >> 3 & 3, octets, offset + 2)
        tp_udh, tp_ud, fill, offset = user_data.decode(tp_dcs, bool(first & UDHI), octets, offset)
        end(octets, offset)
        return cls(
            tp_rd=bool(first & RD),
            tp_rp=bool(first & RP),
            tp_srr=bool(first & SRR),
            tp_mr=tp_mr,
            tp_da=tp_da,
            tp_pid=tp_pid,
            tp_dcs=tp_dcs,
            tp_vp=tp_vp,
            tp_udh=tp_udh,
            tp_ud=tp_ud,
            fill=fill,
        )
