"""TS 23.041 clause 9.4.1: cell broadcast, one page as it is broadcast on GSM; and a message as pages.

A page holds 93 characters of the GSM 7 bit default alphabet, 41 of UCS2, or 82 octets, filled up with carriage returns
(octets with zeros, since nothing says how many there are).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Final

from pdu.malformed import Malformed
from pdu.text import gsm7
from pdu.text.dcs import Alphabet

CONTENT: Final = 82  # octets of a page
SEPTETS: Final = 93
MOST_PAGES: Final = 15

LANGUAGE_UNSPECIFIED: Final = 0x0F  # TS 23.038 clause 5: GSM 7 bit default alphabet, message handling unspecified
_GENERAL, _WITH_CLASS = 0x40, 0x10  # general data coding, of which bits 3 and 2 are the alphabet
_ALPHABETS: Final = {Alphabet.GSM7: 0x00, Alphabet.OCTETS: 0x04, Alphabet.UCS2: 0x08}
_ESCAPE, _RETURN = 0x1B, 0x0D
_BLOCK: Final = 22  # octets of a page in a block, behind the one that says which block it is
_LINK_PROTOCOL, _LAST_BLOCK = 0x20, 0x10


class Scope(IntEnum):
    """The geographical scope in a serial number: where its message code stands for one message only."""

    CELL_WIDE_IMMEDIATE = 0  # and to be displayed at once
    PLMN_WIDE = 1
    LOCATION_AREA_WIDE = 2
    CELL_WIDE = 3


def serial_number(scope: Scope, message_code: int, update_number: int = 0) -> int:
    """Give the two octets: scope (2 bits), message code (10) and update number (4)."""
    return scope << 14 | message_code << 4 | update_number


@dataclass(slots=True)
class CbsPage:
    """One page; ``page_parameter`` is which page this is (upper 4 bits) of how many (lower 4)."""

    words: ClassVar[tuple[str, ...]] = ("CBS PAGE",)

    serial_number: int
    message_identifier: int
    data_coding_scheme: int
    page_parameter: int
    content_of_message: bytes

    @property
    def scope(self) -> Scope:
        """The geographical scope in ``serial_number``."""
        return Scope(self.serial_number >> 14)

    @property
    def place(self) -> tuple[int, int]:
        """Which page of how many; 1 of 1 where ``page_parameter`` makes no sense."""
        page, total = self.page_parameter >> 4, self.page_parameter & 0x0F
        return (page, total) if 1 <= page <= total else (1, 1)

    def encode(self) -> bytes:
        """Lay the page out in 88 octets; raises Malformed."""
        numbers = {
            "serial_number": (self.serial_number, 2),
            "message_identifier": (self.message_identifier, 2),
            "data_coding_scheme": (self.data_coding_scheme, 1),
            "page_parameter": (self.page_parameter, 1),
        }
        octets = b""
        for name, (value, size) in numbers.items():
            if not 0 <= value < 1 << 8 * size:
                raise Malformed(name, None, f"0 to {(1 << 8 * size) - 1}", str(value))
            octets += value.to_bytes(size, "big")
        if len(self.content_of_message) != CONTENT:
            found = f"{len(self.content_of_message)}"
            raise Malformed("content_of_message", None, f"{CONTENT} octets", found)
        return octets + self.content_of_message


def decode(octets: bytes) -> CbsPage:
    """Read a page; raises Malformed."""
    if len(octets) != 6 + CONTENT:
        raise Malformed("page", 0, f"{6 + CONTENT} octets", str(len(octets)))
    serial_number, message_identifier = octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]
    return CbsPage(serial_number, message_identifier, octets[4], octets[5], octets[6:])


def blocks(page: bytes) -> tuple[bytes, ...]:
    """Give the four blocks of 23 octets in which a page goes on the CBCH (TS 44.012)."""
    pieces = [page[at : at + _BLOCK] for at in range(0, len(page), _BLOCK)]
    last = len(pieces) - 1
    return tuple(
        bytes((_LINK_PROTOCOL | (number == last and _LAST_BLOCK) | number,)) + piece
        for number, piece in enumerate(pieces)
    )


def data_coding_scheme(alphabet: Alphabet, message_class: int | None = None) -> int:
    """Give the octet for an alphabet, and perhaps a message class (0 to 3)."""
    if message_class is not None:
        return _GENERAL | _WITH_CLASS | _ALPHABETS[alphabet] | message_class
    return LANGUAGE_UNSPECIFIED if alphabet is Alphabet.GSM7 else _GENERAL | _ALPHABETS[alphabet]


def alphabet(data_coding_scheme: int) -> Alphabet:
    """What a page consists of; codings without a meaning here count as the GSM 7 bit default alphabet."""
    if data_coding_scheme >> 6 == 1:
        kinds = {value: alphabet for alphabet, value in _ALPHABETS.items()}
        return kinds.get(data_coding_scheme & 0x0C, Alphabet.GSM7)
    return Alphabet.GSM7


def contents(octets: bytes, alphabet: Alphabet) -> tuple[bytes, ...]:
    """Cut a message (septets one to an octet, else octets) into the contents of pages; Malformed for more than 15."""
    size = SEPTETS if alphabet is Alphabet.GSM7 else CONTENT
    pages: list[bytes] = []
    start = 0
    while start < len(octets) or not pages:
        piece = octets[start : start + size]
        if len(piece) == size and start + size < len(octets) and _is_cut(piece, alphabet):
            piece = piece[: -1 if alphabet is Alphabet.GSM7 else -2]
        start += len(piece)
        pages.append(_filled(piece, alphabet))
    if len(pages) > MOST_PAGES:
        raise Malformed("message_payload", None, f"what fits into {MOST_PAGES} pages", f"{len(pages)} pages")
    return tuple(pages)


def text(pages: tuple[CbsPage, ...]) -> str:
    """What a person reads of the pages of a message, in order; the hexadecimal digits of what is no text."""
    whole = b"".join(page.content_of_message for page in pages)
    kind = alphabet(pages[0].data_coding_scheme)
    if kind is Alphabet.OCTETS:
        return whole.hex()
    if kind is Alphabet.UCS2:
        return "".join(page.content_of_message.decode("utf-16-be", "replace").rstrip("\r") for page in pages)
    septets = b"".join(gsm7.unpack(page.content_of_message, SEPTETS).rstrip(bytes((_RETURN,))) for page in pages)
    try:
        return gsm7.decode(septets)
    except Malformed:
        return whole.hex()


def _is_cut(piece: bytes, alphabet: Alphabet) -> bool:
    """Whether a piece ends inside an escape sequence, or a surrogate pair."""
    if alphabet is Alphabet.GSM7:
        return piece[-1] == _ESCAPE
    return alphabet is Alphabet.UCS2 and 0xD8 <= piece[-2] <= 0xDB


def _filled(piece: bytes, alphabet: Alphabet) -> bytes:
    if alphabet is Alphabet.GSM7:
        return gsm7.pack(piece.ljust(SEPTETS, bytes((_RETURN,))))
    if alphabet is Alphabet.OCTETS:
        return piece.ljust(CONTENT, b"\0")
    return piece + b"\0\r" * ((CONTENT - len(piece)) // 2)
