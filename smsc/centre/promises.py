"""A response with ESME_ROK is a promise: it is not given before the store has what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.session import refusal
from smsc.centre.answers import answer
from smsc.centre.message import Message
from smsc.centre.store import Kept, Store
from smsc.network.network import Hop, Send, Services


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed to whoever asked for a change: ``kept`` as soon as the store has it, else ``lost``.

    ``messages`` are those that are new.
    """

    messages: tuple[Message, ...]
    kept: tuple[Send, ...]
    lost: Callable[[], tuple[Send, ...]]


def promise(
    response: Response, request: Pdu, hop: Hop, *, messages: tuple[Message, ...] = (), then: tuple[Send, ...] = ()
) -> Promise:
    """Owe a response to a request, or ESME_RSYSERR; ``then`` follows either."""

    def lost() -> tuple[Send, ...]:
        return (answer(refusal(request.command_id, CommandStatus.ESME_RSYSERR), request, hop), *then)

    return Promise(messages, (answer(response, request, hop), *then), lost)


class Promises:
    """Sees to it that nothing is answered, and nothing done with new messages (``taken``), before that is safe."""

    def __init__(self, store: Store, taken: Callable[[Message, float], Iterable[Send]]) -> None:
        self._store = store
        self._taken = taken
        self.services: Services = {Kept: self.kept}

    def give(self, promise: Promise, now: float) -> Iterable[Send]:
        """Have the store keep the new messages, and all else that has changed, and answer once it does."""
        for message in promise.messages:
            self._store.add(message)
        return self._settled(promise, now) if self._store.sync(promise) else ()

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """The store has it, or says why it can't."""
        for promise in told.tokens:
            assert isinstance(promise, Promise)  # noqa: S101 - nothing else is given to sync
            yield from promise.lost() if told.why else self._settled(promise, hop.at)

    def _settled(self, promise: Promise, now: float) -> Iterable[Send]:
        yield from promise.kept
        for message in promise.messages:
            yield from self._taken(message, now)
