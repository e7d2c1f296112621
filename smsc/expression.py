"""Regular expressions that users write."""

import re


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression; raises ValueError, which says what is wrong with it."""
    try:
        return re.compile(pattern)
    except (re.error, OverflowError) as wrong:  # the latter for too large a number of repetitions
        raise ValueError(str(wrong)) from None
    except RecursionError:
        raise ValueError("too many parentheses within each other") from None
