"""Lengths of time as people write them: ``48h``, ``1h30m``, ``90s``, ``2d``; in seconds if no unit is given."""

import re
from math import fsum
from typing import Final

_UNITS: Final = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0}
_FORM: Final = re.compile("".join(rf"(?:(\d+(?:\.\d+)?){unit})?" for unit in _UNITS), re.ASCII)
_BARE: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)


def seconds(text: str) -> float:
    """Read a duration; raises ValueError, which says how one is written."""
    written = text.strip().lower()
    if _BARE.fullmatch(written):
        return float(written)
    found = _FORM.fullmatch(written)
    if not written or found is None:
        raise ValueError(f"expected a duration such as 48h, 1h30m or 90s, found {text!r}")
    given = zip(found.groups(), _UNITS.values(), strict=True)
    return fsum(float(number) * unit for number, unit in given if number)  # sum() rounds otherwise in each Python
