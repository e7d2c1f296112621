"""What the verbs are given to read: words, a file, or standard input."""

import sys
from pathlib import Path

from pdu import hexadecimal, pcap
from pdu.malformed import Malformed

STDIN = "-"


class Unusable(Exception):
    """Input that can't be used, in one sentence."""


def octets(words: list[str]) -> tuple[bytes, str]:
    """Give octets, and what to call them: from words in hexadecimal, or from a file or standard input.

    A file is a capture, octets in hexadecimal, or octets as they are. Raises Unusable.
    """
    name = words[0]
    if not any(word.strip() for word in words):
        raise Unusable("no octets are given")
    if len(words) > 1 or not (name == STDIN or _is_file(name)):
        return _from_words(words), "the octets"
    content, name = _read(name)
    if not content:
        raise Unusable(f"{name} is empty")
    written = None if pcap.is_capture(content) else _text(content)
    if written is None:
        return content, name
    return _digits(written, f"{name}: "), name


def text(words: list[str]) -> str:
    """Give text: the words, or what standard input says; raises Unusable."""
    if words != [STDIN]:
        return " ".join(words)
    content, name = _read(STDIN)
    try:
        return content.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as wrong:
        raise Unusable(f"{name} is not UTF-8 at octet {wrong.start}") from wrong


def _from_words(words: list[str]) -> bytes:
    text = " ".join(words)
    if len(words) == 1 and ("/" in text or Path(text).suffix):
        raise Unusable(f"there is no file {text}")
    return _digits(text, "")


def _digits(text: str, of: str) -> bytes:
    try:
        return hexadecimal.read(text)
    except Malformed as malformed:
        raise Unusable(f"{of}{malformed}") from malformed


def _read(name: str) -> tuple[bytes, str]:
    if name == STDIN:
        return sys.stdin.buffer.read(), "standard input"
    try:
        return Path(name).read_bytes(), name
    except OSError as wrong:
        raise Unusable(f"{name} can't be read: {wrong.strerror}") from wrong


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # too long for a name, say
        return False


def _text(content: bytes) -> str | None:
    """Give the text of a file in UTF-8, with a BOM or without; None for octets as they are."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if all(sign.isprintable() or sign.isspace() for sign in text) else None
