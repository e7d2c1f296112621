"""A response with ESME_ROK is a promise: it is not given before the store has what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smsc.centre.message import Message
from smsc.centre.store import Kept, Store
from smsc.network.network import Hop, Send, Services


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed to whoever handed messages over: ``kept`` as soon as the store has them all, else ``lost``."""

    messages: tuple[Message, ...]
    kept: tuple[Send, ...]
    lost: Callable[[], tuple[Send, ...]]
    missing: int = 0  # messages of which the store has not told yet
    broken: bool = False


class Promises:
    """Keeps messages; nothing is answered, and nothing done with them (``taken``), before that is safe."""

    def __init__(self, store: Store, taken: Callable[[Message, float], Iterable[Send]]) -> None:
        self._store = store
        self._taken = taken
        self._promises: dict[str, Promise] = {}  # by message_id
        self.services: Services = {Kept: self.kept}

    def give(self, promise: Promise, now: float) -> Iterable[Send]:
        """Have the store keep messages, and answer once it does."""
        for message in promise.messages:
            if not self._store.add(message):
                promise.missing += 1
                self._promises[message.message_id] = promise
        return () if promise.missing else self._settled(promise, now)

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """The store has these now, or says why it can't."""
        for message in told.messages:
            promise = self._promises.pop(message.message_id)
            promise.missing -= 1
            promise.broken = promise.broken or bool(told.why)
            if not promise.missing:
                yield from self._settled(promise, hop.at)

    def _settled(self, promise: Promise, now: float) -> Iterable[Send]:
        if promise.broken:
            yield from promise.lost()
            return
        yield from promise.kept
        for message in promise.messages:
            yield from self._taken(message, now)
