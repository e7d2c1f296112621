"""TS 23.040 clause 9.2.2.4: SMS-COMMAND."""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.octets import end, octet, take, take_octet, unused_bits
from pdu.sms.tp.first_octet import COMMAND, SRR, UDHI, first_octet, flags
from pdu.sms.tp.parameter_indicator import within

_UNUSED = 0x9C


class TpCt(IntEnum):
    """9.2.3.19  TP-Command-Type; the TPDU holds the octet as int."""

    ENQUIRY = 0
    CANCEL_STATUS_REPORT_REQUEST = 1
    DELETE = 2
    ENABLE_STATUS_REPORT_REQUEST = 3


@dataclass(slots=True, kw_only=True)
class SmsCommand:
    """The MS asks the SC to do something with a message submitted before."""

    words: ClassVar[tuple[str, ...]] = ("SMS-COMMAND",)
    direction: ClassVar[Direction] = Direction.MS_TO_SC

    tp_udhi: bool = False  # the header is within tp_cd
    tp_srr: bool = False
    tp_mr: int = 0
    tp_pid: int = 0
    tp_ct: int
    tp_mn: int = 0
    tp_da: Address
    tp_cd: bytes = b""
    unused: int = 0

    @property
    def tp_cdl(self) -> int:
        """TP-Command-Data-Length, in octets."""
        return len(self.tp_cd)

    def encode(self) -> bytes:
        """The octets; Malformed names the parameter that does not fit."""
        first = COMMAND | unused_bits(self.unused, _UNUSED) | flags((self.tp_srr, SRR), (self.tp_udhi, UDHI))
        row = (first, octet("tp_mr", self.tp_mr), octet("tp_pid", self.tp_pid), octet("tp_ct", self.tp_ct))
        head = bytes((*row, octet("tp_mn", self.tp_mn))) + self.tp_da.encode_tp("tp_da")
        return within(head + bytes((octet("tp_cdl", self.tp_cdl),)) + self.tp_cd)

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """The reverse of encode(); Malformed says where the octets depart from the table."""
        first = first_octet(octets, COMMAND)
        tp_mr, tp_pid, tp_ct, tp_mn = take("tp_mr", octets, 1, 4)
        tp_da, offset = Address.decode_tp("tp_da", octets, 5)
        tp_cdl = take_octet("tp_cdl", octets, offset)
        tp_cd = take("tp_cd", octets, offset + 1, tp_cdl)
        end(octets, offset + 1 + tp_cdl)
        return cls(
            tp_udhi=bool(first & UDHI),
            tp_srr=bool(first & SRR),
            tp_mr=tp_mr,
            tp_pid=tp_pid,
            tp_ct=tp_ct,
            tp_mn=tp_mn,
            tp_da=tp_da,
            tp_cd=tp_cd,
            unused=first & _UNUSED,
        )
