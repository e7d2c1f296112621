"""What strangers write, shown on a terminal: a text, and even a system_id, may contain escape sequences."""

import re
from typing import Final

_STEERS: Final = re.compile(r"[\0-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]")


def shortened(text: str, most: int) -> str:
    """Return a text, or the beginning of a longer one and how much of it is left out."""
    more = len(text) - most
    return text if more <= 0 else f"{text[:most]}... {more:,} more characters"


def harmless(text: str) -> str:
    """Escape what would steer a terminal: control characters but tabs and line feeds, and those of text direction."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
