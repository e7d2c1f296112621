"""Memory of a fixed size, for what is learned from a trace that goes on for ever."""

from collections import OrderedDict
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST: Final = 10_000


class Bounded(OrderedDict[K, V]):
    """A dictionary of bounded size: a new key displaces the one that was set longest ago."""

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > _MOST:
            self.popitem(last=False)
