"""Regular expressions that somebody else has written."""

import re


def compiled(pattern: str) -> re.Pattern[str]:
    """Make an expression of what is written; raises ValueError, which says what is wrong with it."""
    try:
        return re.compile(pattern)
    except (re.error, OverflowError) as wrong:  # the latter of a repetition beyond all bounds
        raise ValueError(str(wrong)) from None
    except RecursionError:
        raise ValueError("too many parentheses within each other") from None
