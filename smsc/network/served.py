"""The services of an element as one table, which also says what to do with a message without a service."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from smsc.network.hop import Send

AnyService = TypeVar("AnyService", bound=Callable[..., Iterable[Send]])


def unanswered(*_: object) -> Iterable[Send]:
    """Do nothing."""
    return ()


class Served(dict[type, AnyService]):
    """The service for each type of message; ``other`` serves all other types."""

    __slots__ = ("_other",)

    def __init__(self, services: Mapping[type, AnyService], other: AnyService) -> None:
        super().__init__(services)
        self._other = other

    def __missing__(self, _: type) -> AnyService:
        return self._other
