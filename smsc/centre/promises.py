"""A response with ESME_ROK is a promise: it is not given before the store has what it is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.session import refusal
from smsc.centre.answers import answer
from smsc.centre.message import Message
from smsc.centre.store import Kept, Store
from smsc.network.network import Hop, Send, Services

Taken = Callable[[Iterable[Message], float], list[Send]]


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed to whoever asked for a change: ``kept`` as soon as the store has it, else ``lost``.

    ``messages`` are those that are new.
    """

    messages: Sequence[Message]
    kept: tuple[Send, ...]
    lost: Callable[[], tuple[Send, ...]]


class Promises:
    """Sees to it that nothing is answered, and nothing done with new messages (``taken``), before that is safe."""

    def __init__(self, store: Store, taken: Taken) -> None:
        self._store = store
        self._taken = taken
        self.services: Services = {Kept: self.kept}

    def respond(
        self,
        response: Response,
        request: Pdu,
        hop: Hop,
        *,
        messages: Sequence[Message] = (),
        then: tuple[Send, ...] = (),
    ) -> Iterable[Send]:
        """Answer a request once the store has all that has changed, or with ESME_RSYSERR; ``then`` follows either."""
        kept = (answer(response, request, hop), *then) if then else (answer(response, request, hop),)
        return self.give(Promise(messages, kept, partial(_lost, request, hop, then)), hop.at)

    def give(self, promise: Promise, now: float) -> Iterable[Send]:
        """The same for whoever is not to be answered so."""
        store = self._store
        for message in promise.messages:
            store.add(message)
        if store.safe:
            return self._settled(promise, now)
        store.sync(promise)
        return ()

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """The store has it, or says why it can't."""
        for promise in told.tokens:
            assert isinstance(promise, Promise)  # noqa: S101 - nothing else is given to sync
            yield from promise.lost() if told.why else self._settled(promise, hop.at)

    def _settled(self, promise: Promise, now: float) -> Iterable[Send]:
        return (*promise.kept, *self._taken(promise.messages, now)) if promise.messages else promise.kept


def _lost(request: Pdu, hop: Hop, then: tuple[Send, ...] = ()) -> tuple[Send, ...]:
    return (answer(refusal(request.command_id, CommandStatus.ESME_RSYSERR), request, hop), *then)


def withheld(messages: tuple[Message, ...], request: Pdu, hop: Hop) -> Promise:
    """Promise to keep messages of which the sender is told later, and at once if that can't be."""
    return Promise(messages, (), partial(_lost, request, hop))
