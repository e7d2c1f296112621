"""Regular expressions that users write."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression; raises ValueError, which says what is wrong with it."""
    try:
        return re.compile(pattern)
    except (re.error, OverflowError) as wrong:  # the latter for too large a number of repetitions
        raise ValueError(str(wrong)) from None
    except RecursionError:
        raise ValueError("too many parentheses within each other") from None


def _checked(pattern: str) -> str:
    try:
        compiled(pattern)
    except ValueError as wrong:
        raise ValueError(f"a regular expression ({wrong})") from None
    return pattern


Expression = Annotated[str, Field(max_length=1000), AfterValidator(_checked)]  # in a section of a world
