"""SMPP 4.7.7 data_coding: which characters the octets of a short message or message payload are."""

from enum import Enum, IntEnum
from typing import NamedTuple

from pdu.malformed import Malformed
from pdu.text import dcs, gsm7


class DataCoding(IntEnum):
    """The assigned values below 0xC0; those of ``is_tp_dcs`` are read by dcs.py, and all others are reserved."""

    DEFAULT = 0x00
    IA5 = 0x01
    OCTETS = 0x02
    LATIN_1 = 0x03
    OCTETS_4 = 0x04
    JIS = 0x05
    CYRILLIC = 0x06
    HEBREW = 0x07
    UCS2 = 0x08
    PICTOGRAM = 0x09
    MUSIC = 0x0A
    EXTENDED_KANJI = 0x0D
    KS_C_5601 = 0x0E


class DefaultAlphabet(Enum):
    """What data_coding 0 means to an account; every message centre decides that for itself."""

    GSM7_UNPACKED = "gsm7"
    GSM7_PACKED = "gsm7-packed"
    ASCII = "ascii"
    LATIN_1 = "latin-1"

    @property
    def data_coding(self) -> DataCoding:
        """The value that means to everybody what 0 means to such an account; for GSM 7 bit it is 0 itself."""
        return _ASSIGNED.get(self, DataCoding.DEFAULT)


class Reading(NamedTuple):
    """One way to read octets: the text, or None and why it is impossible.

    ``data_coding`` is the value that asks for this reading, None for one that senders use although no value means it.
    """

    alphabet: str
    data_coding: int | None
    text: str | None
    problem: str = ""


# The document names character sets, not encodings. JIS is taken as ISO-2022-JP, as in Japanese mail, KS C 5601 as
# EUC-KR, and UCS-2 as UTF-16BE with surrogate pairs: every handset sends them, and UCS-2 proper has no emoji.
_ASCII = ("IA5 (CCITT T.50)/ASCII (ANSI X3.4)", "ascii")
_LATIN_1 = ("Latin 1 (ISO-8859-1)", "latin-1")
_UCS2 = ("UCS2 (ISO/IEC-10646), as UTF-16BE", "utf-16-be")
_CODECS: dict[int, tuple[str, str]] = {
    DataCoding.IA5: _ASCII,
    DataCoding.LATIN_1: _LATIN_1,
    DataCoding.JIS: ("JIS (X 0208-1990)", "iso2022_jp"),
    DataCoding.CYRILLIC: ("Cyrillic (ISO-8859-5)", "iso8859_5"),
    DataCoding.HEBREW: ("Latin/Hebrew (ISO-8859-8)", "iso8859_8"),
    DataCoding.UCS2: _UCS2,
    DataCoding.MUSIC: ("ISO-2022-JP (Music Codes)", "iso2022_jp"),
    DataCoding.EXTENDED_KANJI: ("Extended Kanji JIS (X 0212-1990)", "iso2022_jp_1"),
    DataCoding.KS_C_5601: ("KS C 5601", "euc_kr"),
}
_NOT_TEXT: dict[int, str] = {
    DataCoding.OCTETS: "Octet unspecified (8-bit binary)",
    DataCoding.OCTETS_4: "Octet unspecified (8-bit binary)",
    DataCoding.PICTOGRAM: "Pictogram Encoding",
}
_GSM7, _PACKED = ("GSM 7 bit default alphabet", "gsm7"), ("GSM 7 bit default alphabet, packed", "gsm7-packed")
_DEFAULTS = {
    DefaultAlphabet.GSM7_UNPACKED: _GSM7,
    DefaultAlphabet.GSM7_PACKED: _PACKED,
    DefaultAlphabet.ASCII: _ASCII,
    DefaultAlphabet.LATIN_1: _LATIN_1,
}
_ASSIGNED = {DefaultAlphabet.ASCII: DataCoding.IA5, DefaultAlphabet.LATIN_1: DataCoding.LATIN_1}
_UNASKED = (("UTF-8", "utf-8"), ("UTF-16LE", "utf-16-le"), ("Shift JIS", "shift_jis"))


def encode(
    text: str,
    data_coding: int,
    default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
    *,
    locking: int = 0,
    single: int = 0,
    fill_bits: int = 0,
) -> bytes:
    """The octets of a text. Malformed names the first character the alphabet does not hold.

    Malformed as well when ``data_coding`` is not one of text. For GSM 7 bit text, ``locking`` and ``single`` are the
    national languages and ``fill_bits`` the bits after a user data header, which count only when it is packed.
    """
    title, codec = _codec(data_coding, default)
    if codec == "gsm7":
        return gsm7.encode(text, locking, single)
    if codec == "gsm7-packed":
        return gsm7.pack_uncounted(gsm7.encode(text, locking, single), fill_bits)
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        raise Malformed("text", None, f"characters of {title}", gsm7.named(text, error.start)) from None


def decode(
    octets: bytes,
    data_coding: int,
    default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED,
    *,
    locking: int = 0,
    single: int = 0,
    fill_bits: int = 0,
) -> str:
    """The text of octets which hold no user data header; the arguments are those of ``encode``.

    Malformed where the octets are not of that alphabet, half a surrogate pair included, and for a ``data_coding``
    which is not one of text.
    """
    title, codec = _codec(data_coding, default)
    if codec == "gsm7":
        return gsm7.decode(octets, locking, single)
    if codec == "gsm7-packed":
        return gsm7.decode(gsm7.unpack_uncounted(octets, fill_bits), locking, single)
    return _decode(octets, title, codec)


def alphabet(data_coding: int, default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> str:
    """What the octets are, in the words of the table; never fails, a reserved value is "reserved"."""
    return _codec(data_coding, default)[0] if is_text(data_coding) else _not_text(data_coding)


def is_tp_dcs(data_coding: int) -> bool:
    """Whether the value is a TP-DCS: 0xC0 and more and, although the document reserves them, 0x10 to 0x1F.

    With those, Kannel and many others send flash messages: TS 23.038 has message classes there, also for UCS2.
    """
    return data_coding >= 0xC0 or 0x10 <= data_coding < 0x20


def is_text(data_coding: int) -> bool:
    """Whether ``encode`` and ``decode`` know the characters of this value."""
    if is_tp_dcs(data_coding):
        return dcs.decode(data_coding).alphabet is not dcs.Alphabet.OCTETS
    return data_coding == DataCoding.DEFAULT or data_coding in _CODECS


def is_gsm7(data_coding: int, default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> bool:
    """Whether the octets hold septets, packed or not, so that national shift tables apply to them."""
    return is_text(data_coding) and _codec(data_coding, default) in (_GSM7, _PACKED)


def is_default(data_coding: int, default: DefaultAlphabet) -> bool:
    """Whether the default alphabet decides what these octets are, or, for GSM 7 bit, that they are packed."""
    return data_coding == DataCoding.DEFAULT or (default is DefaultAlphabet.GSM7_PACKED and is_gsm7(data_coding))


def readings(octets: bytes) -> tuple[Reading, ...]:
    """Every reading that octets without a user data header may have, in the order of the table; all are tried."""
    ways = [(0, *_GSM7), (0, *_PACKED), *((value, *codec) for value, codec in _CODECS.items())]
    return tuple(_reading(octets, *way) for way in (*ways, *((None, *codec) for codec in _UNASKED)))


def _codec(data_coding: int, default: DefaultAlphabet) -> tuple[str, str]:
    if data_coding == DataCoding.DEFAULT:
        return _DEFAULTS[default]
    if data_coding in _CODECS:
        return _CODECS[data_coding]
    if is_tp_dcs(data_coding):
        kind = dcs.decode(data_coding).alphabet
        if kind is dcs.Alphabet.UCS2:
            return _UCS2
        if kind is dcs.Alphabet.GSM7:
            return _PACKED if default is DefaultAlphabet.GSM7_PACKED else _GSM7
    raise Malformed("data_coding", None, "a coding of text", f"0x{data_coding:02X} ({_not_text(data_coding)})")


def _not_text(data_coding: int) -> str:
    return _NOT_TEXT.get(data_coding, "8 bit data" if is_tp_dcs(data_coding) else "reserved")


def _decode(octets: bytes, title: str, codec: str) -> str:
    try:
        return octets.decode(codec)
    except UnicodeDecodeError as error:
        found = f"0x{octets[error.start : error.end].hex()} ({error.reason})"
        raise Malformed("octets", error.start, title, found) from None


def _reading(octets: bytes, data_coding: int | None, title: str, codec: str) -> Reading:
    try:
        if codec == "gsm7":
            text = gsm7.decode(octets)
        elif codec == "gsm7-packed":
            text = gsm7.decode(gsm7.unpack_uncounted(octets))
        else:
            text = _decode(octets, title, codec)
    except Malformed as malformed:
        return Reading(title, data_coding, None, str(malformed))
    return Reading(title, data_coding, text)
