"""GSMTAP version 2, as libosmocore defines it: a block of the radio interface in a UDP datagram, for Wireshark."""

from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct
from struct import error as StructError  # noqa: N812 - as a class
from typing import ClassVar, Final

from pdu.malformed import Malformed

PORT: Final = 4729  # of UDP

_HEADER = Struct(">BBBBHbbIBBBx")
_VERSION, _WORDS, _UM = 2, 4, 1
_UPLINK: Final = 0x4000  # of the ARFCN
_ARFCN: Final = 0x3FF


class Channel(IntEnum):
    """Which logical channel a block belongs to."""

    RACH = 3
    AGCH = 4
    PCH = 5
    SDCCH_8 = 8
    CBCH = 15  # as subchannel 2 of an SDCCH/4, beside the common channels


@dataclass(slots=True)
class Block:
    """One block: on which channel and frequency, in which timeslot and TDMA frame, up or down."""

    words: ClassVar[tuple[str, ...]] = ("GSMTAP",)

    channel: int
    uplink: bool
    data: bytes
    arfcn: int = field(default=0, kw_only=True)
    timeslot: int = field(default=0, kw_only=True)
    subchannel: int = field(default=0, kw_only=True)
    frame_number: int = field(default=0, kw_only=True)

    def encode(self) -> bytes:
        """The header and the block; Malformed when a number has too many bits."""
        if not 0 <= self.arfcn <= _ARFCN:
            raise Malformed("arfcn", None, f"0 to {_ARFCN}", str(self.arfcn))
        arfcn = self.arfcn | (_UPLINK if self.uplink else 0)
        try:
            header = _HEADER.pack(
                _VERSION, _WORDS, _UM, self.timeslot, arfcn, 0, 0, self.frame_number, self.channel, 0, self.subchannel
            )
        except StructError as error:
            raise Malformed("GSMTAP header", None, "numbers within their bits", str(error)) from None
        return header + self.data


def decode(octets: bytes) -> Block:
    """The block that ``octets`` are; raises Malformed, also for other versions and interfaces."""
    if len(octets) < _HEADER.size:
        raise Malformed("GSMTAP header", 0, f"{_HEADER.size} octets", str(len(octets)))
    version, words, kind, timeslot, arfcn, _, _, frame, channel, _, subchannel = _HEADER.unpack_from(octets)
    if (version, words, kind) != (_VERSION, _WORDS, _UM):
        raise Malformed("GSMTAP header", 0, "version 2, four words, Um", octets[:3].hex())
    return Block(
        channel,
        bool(arfcn & _UPLINK),
        octets[_HEADER.size :],
        arfcn=arfcn & _ARFCN,
        timeslot=timeslot,
        subchannel=subchannel,
        frame_number=frame,
    )
