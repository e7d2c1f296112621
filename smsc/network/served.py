"""The services of an element as one table, which knows as well what is done with a message that no service is for."""

from collections.abc import Iterable

from smsc.network.network import Hop, Send, Service, Services


def unanswered(_: object, __: Hop) -> Iterable[Send]:
    """Do nothing."""
    return ()


class Served(dict[type, Service]):
    """What is done with which message; ``other`` serves those that no service is there for."""

    __slots__ = ("_other",)

    def __init__(self, services: Services, other: Service = unanswered) -> None:
        super().__init__(services)
        self._other = other

    def __missing__(self, _: type) -> Service:
        return self._other
