"""What is remembered of a trace, which goes on for ever."""

from collections import OrderedDict
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST: Final = 10_000


class Bounded(OrderedDict[K, V]):
    """What is remembered by a key; the oldest is forgotten for the newest."""

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        if len(self) > _MOST:
            self.popitem(last=False)
