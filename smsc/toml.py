"""TOML, as worlds are written: whatever ``tomllib`` stumbles on is a mistake in the file."""

import tomllib
from typing import Any


def read(text: str) -> dict[str, Any]:
    """Read TOML; raises ValueError, whose sentence may end with the place of the mistake."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("Too many arrays or tables within each other") from None
    except ValueError:  # int() takes no more than some thousands of digits
        raise ValueError("A number of too many digits") from None
