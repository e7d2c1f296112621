"""What to write instead of a character that the GSM 7 bit default alphabet does not hold."""

import unicodedata

from pdu.text import gsm7

# each plain form, with what word processors and telephones put in its place
_PLAIN = {
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u300c\u300d\u300e\u300f",
    "'": "\u2018\u2019\u201a\u201b\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u2032\u2035\uff07",
    "<": "\u2039\u2329\u27e8",
    ">": "\u203a\u232a\u27e9",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u00ad",
    "*": "\u2022\u2023\u25cf\u25e6\u00b7\u2219\u22c5",
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "": "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff",
    "\n": "\u0085\u2028\u2029\v",
    "...": "\u2026",
    "/": "\u2044\u2215\u00f7",
    "x": "\u00d7",
    ":": "\u2236",
    "+-": "\u00b1",
    "deg": "\u00b0",
    "(C)": "\u00a9",
    "(R)": "\u00ae",
    "(TM)": "\u2122",
    "^": "\u02c6",
    "~": "\u02dc\u223c",
    "D": "\u0110\u00d0",
    "d": "\u0111\u00f0",
    "L": "\u0141",
    "l": "\u0142",
    "i": "\u0131",
    "OE": "\u0152",
    "oe": "\u0153",
    "Th": "\u00de",
    "th": "\u00fe",
    "SS": "\u1e9e",
    "c": "\u00a2",
    "a": "\u00aa",
    "o": "\u00ba",
    "|": "\u00a6",
}

# Greek capitals are in the alphabet only where no Latin one looks the same; Cyrillic ones slip into Latin text
_LOOK_ALIKES = {
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7": "ABEZHIKMNOPTYX",
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408": "ABEKMHOPCTXSIJ",
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458": "aeopcyxsij",
    "\u2126\u2206": "\u03a9\u0394",
}

_BY_CHARACTER = {character: plain for plain, characters in _PLAIN.items() for character in characters} | {
    character: plain
    for characters, letters in _LOOK_ALIKES.items()
    for character, plain in zip(characters, letters, strict=True)
}


def replacement(character: str) -> str | None:
    """What to write instead, in the default alphabet: the plain form, else the letter without its marks, else None.

    An empty string stands for characters that are not seen, such as a zero width space.
    """
    plain = _BY_CHARACTER.get(character)
    if plain is not None:
        return plain
    # compatibility forms first (a full width letter, a ligature), then the letter below the accent
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    base = "".join(_BY_CHARACTER.get(c, c) for c in base)
    if base == character or not base:
        return "" if not base else None
    return base if all(gsm7.holds(c) for c in base) else None
