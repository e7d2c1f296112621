"""TS 23.038 6.1.2 and 6.2.1: text <-> septets, with national shift tables, and septets <-> packed octets."""

import unicodedata
from codecs import charmap_decode, charmap_encode
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from pdu.malformed import Malformed
from pdu.text import national

# in C, the fastest way through a table; the stubs allow neither a string as table to read by nor octets to write by
_write: Callable[[str, str, dict[int, bytes]], tuple[bytes, int]] = charmap_encode  # pyright: ignore[reportAssignmentType]
_read: Callable[[bytes, str, str], tuple[str, int]] = charmap_decode  # pyright: ignore[reportAssignmentType]

ESCAPE = 0x1B
"""The septet that takes the next one from the single shift table."""

_UNPACKED = "septets, 0x00 to 0x7F, one in each octet"


def encode(text: str, locking: int = 0, single: int = 0) -> bytes:
    """Text as septets, one per octet, a character of the single shift table as two.

    ``locking`` and ``single`` are national language identifiers (0: the default alphabet, its extension).
    Malformed names the first character that neither table holds, and an identifier that has no table.
    """
    if not locking and not single:
        try:
            septets = text.encode("latin-1").translate(_FROM_LATIN_1)
        except UnicodeEncodeError:  # Greek capitals, the euro sign, or a character of no table: the long way
            pass
        else:
            if septets.isascii():
                return septets
    try:
        return _write(text, "strict", _alphabet(locking, single).writing)[0]
    except UnicodeEncodeError as error:
        at = error.start
        raise Malformed("text", None, f"characters of the {title(locking, single)}", named(text, at)) from None


def decode(septets: bytes, locking: int = 0, single: int = 0) -> str:
    """Septets, one per octet, as text; Malformed for an octet above 0x7F and an identifier without table.

    What a table leaves open is read as a handset displays it: an escaped septet which the single shift table
    does not hold as the unescaped character, an escape before another or at the end as a space, and an empty
    cell of a locking shift table as a space.
    """
    alphabet = _alphabet(locking, single)
    try:
        if ESCAPE not in septets:
            return _read(septets, "strict", alphabet.reading)[0]
        return _decode_escaped(septets, alphabet)
    except UnicodeDecodeError:
        at = next(at for at, octet in enumerate(septets) if octet > 0x7F)
        raise Malformed("septets", at, _UNPACKED, f"0x{septets[at]:02X}") from None


def holds(character: str, locking: int = 0, single: int = 0) -> int:
    """How many septets one character takes: 1, 2 through an escape, or 0 when neither table holds it."""
    return costs(locking, single).get(character, 0)


@cache
def costs(locking: int = 0, single: int = 0) -> dict[str, int]:
    """Every character that the tables hold, with the septets that it takes."""
    return {chr(code): len(septets) for code, septets in _alphabet(locking, single).writing.items()}


def pack(septets: bytes, fill_bits: int = 0) -> bytes:
    """Eight septets into seven octets, least significant bit first, after ``fill_bits`` (0 to 6) zero bits.

    Under a user data header the fill bits bring the first septet to a septet boundary; see ``udh.fill_bits``.
    Malformed for an octet above 0x7F.
    """
    if not septets.isascii():
        at = next(at for at, octet in enumerate(septets) if octet > 0x7F)
        raise Malformed("septets", at, _UNPACKED, f"0x{septets[at]:02X}")
    count = len(septets)
    groups = (count + 7) // 8
    pairs, quads, eights = _masks(groups)
    # every step closes the gaps of all groups at once: 7 of 8 bits, then 14 of 16, 28 of 32, 56 of 64
    bits = int.from_bytes(septets, "little")
    bits = bits & pairs | (bits & pairs << 8) >> 1
    bits = bits & quads | (bits & quads << 16) >> 2
    bits = bits & eights | (bits & eights << 32) >> 4
    octets = bytearray(bits.to_bytes(8 * groups, "little"))
    del octets[7::8]
    if not fill_bits:
        return bytes(octets[: (7 * count + 7) // 8])
    return (int.from_bytes(octets, "little") << fill_bits).to_bytes(7 * groups + 1, "little")[
        : (7 * count + fill_bits + 7) // 8
    ]


def unpack(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    """The first ``count`` septets, one per octet, of packed octets; Malformed when there are fewer."""
    if (7 * count + fill_bits + 7) // 8 > len(octets):
        found = f"{len(octets)} octets"
        raise Malformed("user data", len(octets), f"{count} septets after {fill_bits} fill bits", found)
    groups = (count + 7) // 8
    if fill_bits:
        octets = (int.from_bytes(octets, "little") >> fill_bits).to_bytes(len(octets), "little")
    octets = octets[: 7 * groups].ljust(7 * groups, b"\0")
    spread = bytearray(8 * groups)
    for place in range(7):
        spread[place::8] = octets[place::7]
    pairs, quads, eights = _masks(groups)
    bits = int.from_bytes(spread, "little")
    bits = bits & eights | bits << 4 & eights << 32
    bits = bits & quads | bits << 2 & quads << 16
    bits = bits & pairs | bits << 1 & pairs << 8
    return bits.to_bytes(8 * groups, "little")[:count]


def pack_uncounted(septets: bytes, fill_bits: int = 0) -> bytes:
    """Pack where nothing counts the septets: seven spare bits at the end are a carriage return (6.1.2.3.1).

    A text that itself ends in a carriage return on an octet boundary gets another one and is read with both.
    """
    spare_bits = -(7 * len(septets) + fill_bits) % 8
    if spare_bits == 7 or (spare_bits == 0 and septets.endswith(b"\r")):
        septets += b"\r"
    return pack(septets, fill_bits)


def unpack_uncounted(octets: bytes, fill_bits: int = 0) -> bytes:
    """All septets of packed octets, without a carriage return that ends on the last octet boundary."""
    bits = max(0, 8 * len(octets) - fill_bits)
    septets = unpack(octets, bits // 7, fill_bits) if bits else b""
    return septets[:-1] if bits % 7 == 0 and septets.endswith(b"\r") else septets


def title(locking: int = 0, single: int = 0) -> str:
    """The alphabet in words: "GSM 7 bit default alphabet with Spanish single shift"."""
    shifts = [f"{national.name(single)} single shift"] if single else []
    shifts += [f"{national.name(locking)} locking shift"] if locking else []
    return "GSM 7 bit default alphabet" + (" with " + " and ".join(shifts) if shifts else "")


def named(text: str, at: int) -> str:
    """One character of a text, for a person to find: "U+00E7 LATIN SMALL LETTER C WITH ... at index 3"."""
    return f"U+{ord(text[at]):04X} {unicodedata.name(text[at], 'unnamed')} at index {at}"


class _Alphabet(NamedTuple):
    reading: str
    escaped: str
    writing: dict[int, bytes]


@cache
def _alphabet(locking: int, single: int) -> _Alphabet:
    main, shift = national.locking(locking), national.single(single)
    writing = {ord(c): bytes((ESCAPE, septet)) for septet, c in reversed([*enumerate(shift)]) if c is not None}
    writing |= {ord(c): bytes((septet,)) for septet, c in enumerate(main) if c is not None}
    reading = "".join(c or " " for c in main)
    escaped = "".join(shift[septet] or reading[septet] for septet in range(128))
    return _Alphabet(reading, escaped, writing)


def _decode_escaped(septets: bytes, alphabet: _Alphabet) -> str:
    start, *runs = septets.split(b"\x1b")
    text = [_read(start, "strict", alphabet.reading)[0]]
    after_escape = True
    for run in runs:
        if not after_escape:  # the second of two escapes was itself the escaped septet
            text.append(_read(run, "strict", alphabet.reading)[0])
            after_escape = True
        elif run:
            text.append(_read(run[:1], "strict", alphabet.escaped)[0])
            text.append(_read(run[1:], "strict", alphabet.reading)[0])
        else:
            text.append(" ")
            after_escape = False
    return "".join(text)


_FROM_LATIN_1 = bytes(
    code[0] if len(code := _alphabet(0, 0).writing.get(octet, b"")) == 1 else 0xFF for octet in range(256)
)
"""Latin-1 to septets for the characters that take one; 0xFF asks for the long way."""


@lru_cache(maxsize=256)
def _masks(groups: int) -> tuple[int, int, int]:
    return (
        int.from_bytes(b"\x7f\x00" * (4 * groups), "little"),
        int.from_bytes(b"\xff\x3f\x00\x00" * (2 * groups), "little"),
        int.from_bytes(b"\xff\xff\xff\x0f\x00\x00\x00\x00" * groups, "little"),
    )
