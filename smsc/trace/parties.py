"""Who takes part in a ladder, in the order of a message's way (3GPP TS 23.040 clause 4): from ESME to handset."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

_WAY: Final = ("esme", "sc", "router", "srf", "hlr", "stranger", "msc", "bss", "ms")


def parties(lines: Iterable[str], kind: Callable[[str], str]) -> list[str]:
    """Return the names in a ladder's rungs; ``kind`` gives the kind of each, "" if unknown, which comes last."""

    def place(name: str) -> int:
        what = kind(name)
        return _WAY.index(what) if what in _WAY else len(_WAY)

    return sorted(dict.fromkeys(name for line in lines for name in _named(line)), key=place)


def _named(line: str) -> Iterator[str]:
    origin, arrow, destination, *_ = (*line.split(maxsplit=3), "", "")
    yield origin
    if arrow == "->":
        yield destination
