"""Bounds on connections and binds that hold before a peer has identified itself."""

from collections.abc import Iterator
from ipaddress import IPv6Address
from typing import Final

from pdu.connection import Connection
from smsc.smpp.limits import Bucket
from smsc.smpp.terms import Strangers

_REMEMBERED: Final = 10_000  # addresses
_SUBNET: Final = 8  # octets of an IPv6 address: by RFC 4291 2.5.4 the other eight are its owner's to choose


class RefusedBinds:
    """Counts the refused binds of each address, so that one that guesses passwords is no longer listened to.

    The addresses of an IPv6 subnet count as one: whoever has one of them has them all.

    Binds that succeed cost nothing, however many there are.
    """

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._buckets: dict[str, Bucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def exceeded(self, host: str, now: float) -> bool:
        """Whether so many binds were refused that the next is refused unread; never without an address."""
        bucket = self._buckets.get(_owned(host))
        return bucket is not None and bucket.level(now) < 1

    def count(self, host: str, now: float) -> None:
        """Count a refused bind; sessions without an address are ours, and not counted."""
        if not host:
            return
        owned = _owned(host)
        bucket = self._buckets.pop(owned, None) or Bucket(self._a_minute / 60, self._a_minute, now)
        bucket.take(1, now)
        self._buckets[owned] = bucket  # last, as the one refused most recently
        if len(self._buckets) > _REMEMBERED:
            del self._buckets[next(iter(self._buckets))]


def _owned(host: str) -> str:
    """Return the addresses that are this one's owner's, as they are told apart."""
    if ":" not in host:
        return host
    try:
        address = IPv6Address(host)
    except ValueError:
        return host
    mapped = address.ipv4_mapped
    return str(mapped) if mapped is not None else address.packed[:_SUBNET].hex()


class Callers:
    """All connections, and which of them to drop if there are too many: the oldest that has not bound.

    So a peer that opens connections and says nothing is in its own way, and not in that of others that come to bind.
    """

    def __init__(self, strangers: Strangers) -> None:
        self._strangers = strangers
        self._connections: dict[Connection, None] = {}
        self._unbound: dict[Connection, None] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._connections))

    def came(self, connection: Connection) -> tuple[Connection, str] | None:
        """Add a connection, and return the one to drop for it, perhaps itself, and why; None if there is room."""
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
        """Remove a connection that is gone or is being dropped."""
        self._connections.pop(connection, None)
        self._unbound.pop(connection, None)

    def _forget_the_bound(self) -> None:
        self._unbound = {one: None for one in self._unbound if not one.session.state.bound}
