"""Octets to PDUs: one whole PDU (decode), or a stream cut into PDUs (Frames)."""

from struct import error

from pdu.command_status import CommandStatus
from pdu.header import HEADER, HEADER_LENGTH, Pdu
from pdu.malformed import Malformed
from pdu.table import DECODERS

DEFAULT_LIMIT = 0x11000  # octets of a PDU: 64 KiB of message_payload, and 4 KiB for all the rest

_read_header = HEADER.unpack_from


def decode(octets: bytes | bytearray | memoryview) -> Pdu:
    """Read one whole PDU; an unknown command_id gives Unknown. Raises Malformed, and for octets nothing else."""
    if not isinstance(octets, bytes):
        if not isinstance(octets, bytearray | memoryview):  # of a number, Python makes so many zeros
            raise TypeError(f"decode: expected octets, found {octets!r}")
        octets = bytes(octets)  # values are sliced from it, and must be bytes
    try:
        command_length, command_id, command_status, sequence_number = _read_header(octets)
    except error:
        expected = f"a header of {HEADER_LENGTH} octets"
        raise Malformed("header", 0, expected, f"{len(octets)} octets", CommandStatus.ESME_RINVCMDLEN) from None
    if command_length != len(octets):
        raise Malformed("command_length", 0, str(len(octets)), str(command_length), CommandStatus.ESME_RINVCMDLEN)
    return DECODERS[command_id](octets, command_status, sequence_number)


# How other protocols begin: at a port that was taken for an SMPP port, or from a peer that took ours for theirs.
_OTHERS = {b"\x15\x03": "TLS", b"\x16\x03": "TLS", b"HTTP": "HTTP", b"GET ": "HTTP", b"POST": "HTTP", b"SSH-": "SSH"}


class FrameError(Malformed):
    """An impossible command_length: from here on the stream can't be trusted."""

    def __init__(self, command_length: int, limit: int, sequence_number: int) -> None:
        octets = command_length.to_bytes(4)
        other = _OTHERS.get(octets) or _OTHERS.get(octets[:2])
        expected, found = f"from {HEADER_LENGTH} to {limit} octets", f"{command_length}"
        if other is not None:
            found += f", as {other} begins"
        super().__init__("command_length", 0, expected, found, CommandStatus.ESME_RINVCMDLEN)
        self.sequence_number = sequence_number


Frame = tuple[bytes, int, int, int]  # a whole PDU; its command_id, command_status and sequence_number


class Frames:
    """A stream of octets cut into PDUs, whatever the pieces it comes in."""

    __slots__ = ("_rest", "limit")

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self.limit = limit
        self._rest = b""

    def __len__(self) -> int:
        """How many octets of an unfinished PDU are held."""
        return len(self._rest)

    def cut(self, octets: bytes) -> tuple[list[bytes], FrameError | None]:
        """Take what was read; give the PDUs that are now whole, and the error behind them if there is one."""
        frames, broken = self.read(octets)
        return [frame[0] for frame in frames], broken

    def read(self, octets: bytes) -> tuple[list[Frame], FrameError | None]:
        """Do the same, and give each PDU with the numbers of its header: ``DECODERS`` need no more."""
        data = self._rest + octets if self._rest else octets
        frames: list[Frame] = []
        at, size, limit = 0, len(data), self.limit
        while size - at >= HEADER_LENGTH:
            length, command_id, command_status, sequence_number = _read_header(data, at)
            if not HEADER_LENGTH <= length <= limit:
                self._rest = b""
                return frames, FrameError(length, limit, sequence_number)
            end = at + length
            if end > size:
                break
            frames.append((data[at:end], command_id, command_status, sequence_number))
            at = end
        self._rest = data[at:] if at else data
        length = int.from_bytes(self._rest[:4], "big") if len(self._rest) >= 4 else limit
        if HEADER_LENGTH <= length <= limit:
            return frames, None
        self._rest = b""
        return frames, FrameError(length, limit, 0)
