"""The files that a command writes: each is its own, as one that is read or written besides would be lost."""

import os
from collections.abc import Iterable
from itertools import chain, combinations, product
from pathlib import Path

from pdu.malformed import Malformed

Named = tuple[str, Path | None]
"""A file, None for none, and the option that names it."""


def each_its_own(written: Iterable[Named], read: Iterable[Named] = ()) -> None:
    """Raise Malformed if a file that is written is also another one."""
    outputs = list(written)
    for (name, file), (other, taken) in chain(product(outputs, read), combinations(outputs, 2)):
        if file is not None and taken is not None and _are_one(file, taken):
            raise Malformed(name, None, "a file of its own", f"that of {other}")


def _are_one(one: Path, other: Path) -> bool:
    """Whether they are one file; a device or a pipe may be written twice."""
    try:
        if one.exists():
            return one.is_file() and one.samefile(other)
        return os.path.realpath(one) == os.path.realpath(other)
    except OSError:  # whoever opens it will say why it can't be
        return False
