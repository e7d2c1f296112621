"""TS 44.006: LAPDm, the data link of a dedicated channel: its frames, and how a message is sent in them.

On an SDCCH a frame is a block of 23 octets: address, control and length (formats A and B), 20 octets of a message or
fewer, and padding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Final, NamedTuple

from pdu.malformed import Malformed

BLOCK: Final = 23  # octets
N201: Final = 20  # octets of a message in a frame
MODULUS: Final = 8  # of N(S) and N(R)

SABM, UA, DISC = 0x3F, 0x73, 0x53  # control fields, with P or F set
_PADDING: Final = 0x2B
_ADDRESS_ENDS, _LENGTH_ENDS = 0x01, 0x01  # EA, EL


class Side(Enum):
    """Who speaks."""

    NETWORK = "network"
    MOBILE = "mobile station"

    @property
    def other(self) -> "Side":
        return Side.MOBILE if self is Side.NETWORK else Side.NETWORK


@dataclass(slots=True)
class Frame:
    """One frame: of which data link (``sapi``), command or response by its bit C/R, and what it carries."""

    words: ClassVar[tuple[str, ...]] = ("LAPDm",)

    sapi: int
    c_r: bool
    control: int
    information: bytes = b""
    more: bool = field(default=False, kw_only=True)  # M: the message goes on in the next frame

    def encode(self) -> bytes:
        """A block; Malformed names what does not fit."""
        if not 0 <= self.sapi <= 7:
            raise Malformed("sapi", None, "0 to 7", str(self.sapi))
        if not 0 <= self.control <= 255:
            raise Malformed("control", None, "0 to 255", str(self.control))
        if len(self.information) > N201:
            raise Malformed("information", None, f"{N201} octets at most", str(len(self.information)))
        address = self.sapi << 2 | self.c_r << 1 | _ADDRESS_ENDS
        length = len(self.information) << 2 | self.more << 1 | _LENGTH_ENDS
        return (bytes((address, self.control, length)) + self.information).ljust(BLOCK, bytes((_PADDING,)))


def decode(octets: bytes) -> Frame:
    """The frame in a block; raises Malformed."""
    if len(octets) != BLOCK:
        raise Malformed("block", 0, f"{BLOCK} octets", str(len(octets)))
    address, control, length = octets[:3]
    if address & 0xE1 != _ADDRESS_ENDS:
        raise Malformed("address", 0, "one octet, of a link of GSM", f"{address:#04x}")
    if not length & _LENGTH_ENDS or length >> 2 > N201:
        raise Malformed("length", 2, f"one octet, 0 to {N201}", f"{length:#04x}")
    end = 3 + (length >> 2)
    if octets[end:].strip(bytes((_PADDING,))):
        raise Malformed("padding", end, "octets of 0x2b", octets[end:].hex())
    return Frame(address >> 2 & 7, bool(address & 2), control, octets[3:end], more=bool(length & 2))


def command(side: Side, sapi: int, control: int, information: bytes = b"", *, more: bool = False) -> Frame:
    """A command: its bit C/R is 1 from the network, 0 from a mobile station."""
    return Frame(sapi, side is Side.NETWORK, control, information, more=more)


def response(side: Side, sapi: int, control: int, information: bytes = b"") -> Frame:
    """A response: its bit C/R is the same as in a command of the other side."""
    return Frame(sapi, side is Side.MOBILE, control, information)


def information(n_s: int, n_r: int) -> int:
    """The control field of an I frame."""
    return n_r << 5 | n_s << 1


def receive_ready(n_r: int) -> int:
    """The control field of RR."""
    return n_r << 5 | 0x01


class Sent(NamedTuple):
    """A frame, and who sends it."""

    side: Side
    frame: Frame


@dataclass(slots=True)
class DataLink:
    """One data link in a capture, on which nothing gets lost: what both sides send, and their numbers.

    ``last`` is the N(S) of each side's last I frame.
    """

    sapi: int
    last: dict[Side, int] = field(default_factory=dict)
    established: bool = False

    def establish(self, side: Side, message: bytes = b"") -> Iterator[Sent]:
        """SABM and its UA, which repeats the message: if two handsets sent one, the other knows it is not meant."""
        self.established = True
        self.last.clear()
        yield Sent(side, command(side, self.sapi, SABM, message))
        yield Sent(side.other, response(side.other, self.sapi, UA, message))

    def send(self, side: Side, message: bytes, unlike: int | None = None) -> Iterator[Sent]:
        """A message in I frames, each of them acknowledged by an RR before the next one goes (k is 1).

        The first frame has the next number, or, where that equals ``unlike``, the one after it.
        """
        pieces = [message[at : at + N201] for at in range(0, len(message), N201)]
        for number, piece in enumerate(pieces, 1):
            n_s = self._next(side)
            if number == 1 and n_s == unlike:
                n_s = (n_s + 1) % MODULUS
            self.last[side] = n_s
            more = number < len(pieces)
            yield Sent(side, command(side, self.sapi, information(n_s, self._next(side.other)), piece, more=more))
            yield Sent(side.other, response(side.other, self.sapi, receive_ready(self._next(side))))

    def release(self, side: Side) -> Iterator[Sent]:
        """DISC and its UA."""
        self.established = False
        yield Sent(side, command(side, self.sapi, DISC))
        yield Sent(side.other, response(side.other, self.sapi, UA))

    def _next(self, side: Side) -> int:
        return (self.last[side] + 1) % MODULUS if side in self.last else 0
