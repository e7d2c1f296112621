"""Who may knock, and how often: bounds that hold before anybody has said who he is."""

from collections.abc import Iterator
from typing import Final

from pdu.connection import Connection
from smsc.smpp.limits import Bucket
from smsc.smpp.terms import Strangers

_REMEMBERED: Final = 10_000  # addresses


class RefusedBinds:
    """How often binds from an address have been refused lately; one that guesses passwords is not listened to any more.

    Binds that succeed cost nothing, however many there are.
    """

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._buckets: dict[str, Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def exceeded(self, host: str, now: float) -> bool:
        """Whether there have been so many that the next is refused unread; a session without an address is ours."""
        bucket = self._buckets.get(host)
        return bucket is not None and bucket.level(now) < 1

    def count(self, host: str, now: float) -> None:
        """Another one has been refused."""
        if not host:
            return
        bucket = self._buckets.pop(host, None) or Bucket(self._a_minute / 60, self._a_minute, now)
        bucket.take(1, now)
        self._buckets[host] = bucket  # the last that was heard of comes last
        if len(self._buckets) > _REMEMBERED:
            del self._buckets[next(iter(self._buckets))]


class Callers:
    """All connections there are, and which of them goes when there are too many: the oldest that has not bound.

    So whoever opens connections and says nothing is in the way of his own, and not of those who come to bind.
    """

    def __init__(self, strangers: Strangers) -> None:
        self._strangers = strangers
        self._connections: dict[Connection, None] = {}
        self._unbound: dict[Connection, None] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._connections))

    def came(self, connection: Connection) -> tuple[Connection, str] | None:
        """Another connection: give the one that has to go for it, perhaps itself, and why."""
        self._connections[connection] = self._unbound[connection] = None
        many, unbound = len(self._connections), self._strangers.unbound
        if many > self._strangers.connections:
            self._forget_the_bound()
            return next(iter(self._unbound)), f"more than {self._strangers.connections} connections"
        if len(self._unbound) > unbound:
            self._forget_the_bound()
            if len(self._unbound) > unbound:
                return next(iter(self._unbound)), f"more than {unbound} sessions that have not bound"
        return None

    def went(self, connection: Connection) -> None:
        """A connection is gone, or has to go."""
        self._connections.pop(connection, None)
        self._unbound.pop(connection, None)

    def _forget_the_bound(self) -> None:
        self._unbound = {one: None for one in self._unbound if not one.session.state.bound}
