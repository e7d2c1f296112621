"""TS 23.040 clause 9.2.2.1: SMS-DELIVER."""

from dataclasses import dataclass
from typing import ClassVar, Self

from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.octets import end, octet, take, unused_bits
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import user_data
from pdu.sms.tp.first_octet import DELIVER, LP, MMS, RP, SRI, UDHI, first_octet, flags
from pdu.sms.tp.user_data import UserData

_UNUSED = 0x10


@dataclass(slots=True, kw_only=True)
class SmsDeliver(UserData):
    """A short message on its way from the SC to the MS."""

    words: ClassVar[tuple[str, ...]] = ("SMS-DELIVER",)
    direction: ClassVar[Direction] = Direction.SC_TO_MS

    tp_mms: bool = True  # the bit: True says that no more messages are waiting
    tp_lp: bool = False
    tp_rp: bool = False
    tp_sri: bool = False
    tp_oa: Address
    tp_pid: int = 0
    tp_dcs: int = 0
    tp_scts: Timestamp
    tp_udh: bytes = b""
    tp_ud: bytes = b""
    unused: int = 0
    fill: int = 0

    def encode(self) -> bytes:
        """The octets; Malformed names the parameter that does not fit."""
        first = DELIVER | unused_bits(self.unused, _UNUSED)
        first |= flags((self.tp_mms, MMS), (self.tp_lp, LP), (self.tp_sri, SRI), (self.tp_udhi, UDHI), (self.tp_rp, RP))
        return b"".join(
            (
                bytes((first,)),
                self.tp_oa.encode_tp("tp_oa"),
                bytes((octet("tp_pid", self.tp_pid), octet("tp_dcs", self.tp_dcs))),
                self.tp_scts.encode("tp_scts"),
                user_data.encode(self.tp_dcs, self.tp_udh, self.tp_ud, self.fill),
            )
        )

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """The reverse of encode(); Malformed says where the octets depart from the table."""
        first = first_octet(octets, DELIVER)
        tp_oa, offset = Address.decode_tp("tp_oa", octets, 1)
        tp_pid, tp_dcs = take("tp_pid", octets, offset, 2)
        tp_scts = Timestamp.decode("tp_scts", octets, offset + 2)
        tp_udh, tp_ud, fill, offset = user_data.decode(tp_dcs, bool(first & UDHI), octets, offset + 9)
        end(octets, offset)
        return cls(
            tp_mms=bool(first & MMS),
            tp_lp=bool(first & LP),
            tp_rp=bool(first & RP),
            tp_sri=bool(first & SRI),
            tp_oa=tp_oa,
            tp_pid=tp_pid,
            tp_dcs=tp_dcs,
            tp_scts=tp_scts,
            tp_udh=tp_udh,
            tp_ud=tp_ud,
            unused=first & _UNUSED,
            fill=fill,
        )
