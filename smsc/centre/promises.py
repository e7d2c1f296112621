"""A response with ESME_ROK is a promise: it is not given before the store has what it is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.session import refusal
from smsc.centre.answers import answer
from smsc.centre.message import Message
from smsc.centre.store import Kept, Store
from smsc.network.network import Hop, Send, Services

Taken = Callable[[Sequence[Message], float], list[Send]]
About = TypeVarTuple("About")


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed to whoever asked for a change: ``kept`` as soon as the store has it, else what ``lost`` makes.

    ``messages`` are those that are new; ``about`` is what ``lost`` has to know, which is seldom asked.
    """

    messages: Sequence[Message]
    kept: tuple[Send, ...]
    lost: Callable[..., tuple[Send, ...]]
    about: tuple[Any, ...]


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
        return self.give(messages, kept, hop.at, lost, request, hop, then)

    def give(
        self,
        messages: Sequence[Message],
        kept: tuple[Send, ...],
        now: float,
        lost: Callable[[*About], tuple[Send, ...]],
        *about: *About,
    ) -> Iterable[Send]:
        """The same for whoever is not to be answered so; see Promise."""
        store = self._store
        store.add(*messages)
        if store.safe:
            return self._settled(messages, kept, now)
        store.sync(Promise(messages, kept, lost, about))
        return ()

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """The store has it, or says why it can't."""
        for promise in told.tokens:
            assert isinstance(promise, Promise)  # noqa: S101 - nothing else is given to sync
            yield from (
                promise.lost(*promise.about) if told.why else self._settled(promise.messages, promise.kept, hop.at)
            )

    def _settled(self, messages: Sequence[Message], kept: tuple[Send, ...], now: float) -> Iterable[Send]:
        return (*kept, *self._taken(messages, now)) if messages else kept


def lost(request: Pdu, hop: Hop, then: tuple[Send, ...] = ()) -> tuple[Send, ...]:
    """Refuse what could not be kept."""
    return (answer(refusal(request.command_id, CommandStatus.ESME_RSYSERR), request, hop), *then)
