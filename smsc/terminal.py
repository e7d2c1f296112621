"""What strangers write, on somebody's terminal: a text, and a system_id too, may have escape sequences in it."""

import re
from typing import Final

_STEERS: Final = re.compile(r"[\0-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]")


def harmless(text: str) -> str:
    """Show what would steer a terminal as ladders do: control characters but line breaks, and those of direction."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
