"""Numbers for handsets that tests make: North American ones reserved for fiction (555-0100 to 555-0199), and IMSIs."""

from collections.abc import Iterator
from itertools import product
from typing import Final

# Area codes begin with 2 to 9 and are not N11; 555-01XX of each is reserved for fiction.
_AREAS: Final = tuple(area for area in range(200, 1000) if area % 100 != 11)
_LINES: Final = range(100)


def msisdns() -> Iterator[str]:
    """Iterate over all such numbers, without the +: almost eighty thousand, each once."""
    return (f"1{area}55501{line:02}" for line, area in product(_LINES, _AREAS))


def imsis() -> Iterator[str]:
    """Iterate over IMSIs of the test network (MCC 001, MNC 01), of 15 digits."""
    return (f"00101{number:010}" for number in range(1, 10**10))


def short_codes() -> Iterator[str]:
    """Iterate over numbers for the ESMEs of tests: six digits, which no handset has."""
    return (str(number) for number in range(600_000, 700_000))
