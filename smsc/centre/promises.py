"""A response with ESME_ROK is a promise: it is given only once the store has what it is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVarTuple

from pdu.command_status import CommandStatus
from pdu.header import Pdu, Response
from pdu.session import refusal
from smsc.centre.answers import answer
from smsc.centre.message import Message
from smsc.centre.store import Kept, Store
from smsc.network.hop import Hop, Send, Services

Taken = Callable[[Sequence[Message], float], list[Send]]
About = TypeVarTuple("About")

# Messages that agree in these may replace each other (SMPP v5.0 section 4.7.22: replace_if_present_flag).
likeness = attrgetter("account", "source", "destination", "service_type")


@dataclass(slots=True, eq=False)
class Promise:
    """What is owed for a change: ``kept`` once the store has it, or what ``lost`` makes if it can't be kept.

    ``messages`` are new, ``of`` are older ones that were changed; if one of these is lost, the promise is ``void``.
    ``about`` are the arguments of ``lost``, which is seldom called.
    """

    messages: Sequence[Message]
    of: Sequence[Message]
    kept: tuple[Send, ...]
    lost: Callable[..., tuple[Send, ...]]
    about: tuple[Any, ...]
    void: bool = False


class Promises:
    """Holds back responses, and what is done with new messages (``taken``), until the store has what they need."""

    def __init__(self, store: Store, taken: Taken) -> None:
        self._store = store
        self._taken = taken
        self._owed: list[Promise] = []
        self._first_like: dict[object, Message] = {}  # by likeness, from the promises before _looked
        self._looked = 0
        self.services: Services = {Kept: self.kept}

    def respond(
        self,
        response: Response,
        request: Pdu,
        hop: Hop,
        *,
        messages: Sequence[Message] = (),
        of: Sequence[Message] = (),
        then: tuple[Send, ...] = (),
    ) -> Iterable[Send]:
        """Answer a request once the store has all that changed, or with ESME_RSYSERR; ``then`` follows either.

        Timers in ``then`` start now: what has changed must be in time, however long the disk takes.
        """
        answered = answer(response, request, hop)
        if not then:
            return self.give(messages, (answered,), hop.at, lost, request, hop, of=of)
        timers = tuple(send for send in then if send.to == hop.destination)
        told = tuple(send for send in then if send.to != hop.destination)
        return (*self.give(messages, (answered, *told), hop.at, lost, request, hop, told, of=of), *timers)

    def give(
        self,
        messages: Sequence[Message],
        kept: tuple[Send, ...],
        now: float,
        lost: Callable[[*About], tuple[Send, ...]],
        *about: *About,
        of: Sequence[Message] = (),
    ) -> Iterable[Send]:
        """Promise something else than a response; see Promise for the arguments."""
        store = self._store
        store.add(*messages)
        if store.safe:
            return (*kept, *self._taken(messages, now)) if messages else kept
        promise = Promise(messages, of, kept, lost, about)
        self._owed.append(promise)
        store.sync(promise)
        return ()

    def first_like(self, message: Message) -> Message | None:
        """Find the oldest message like this one, not in transaction mode, among those the store does not have yet."""
        for promise in islice(self._owed, self._looked, None):
            for one in promise.messages:
                if not one.in_transaction:
                    self._first_like.setdefault(likeness(one), one)
        self._looked = len(self._owed)
        return self._first_like.get(likeness(message))

    def kept(self, told: Kept, hop: Hop) -> Iterable[Send]:
        """Settle the promises whose changes the store has, or can't keep."""
        del self._owed[: len(told.tokens)]
        self._first_like.clear()
        self._looked = 0
        kept: list[Sequence[Message]] = []
        for promise in told.tokens:
            assert isinstance(promise, Promise)  # noqa: S101 - nothing else is given to sync
            if told.why or promise.void:
                self._void(promise.messages)
                yield from promise.lost(*promise.about)
            else:
                yield from promise.kept
                if promise.messages:
                    kept.append(promise.messages)
        for messages in kept:  # after all responses: a message may be known by the id in a later one
            yield from self._taken(messages, hop.at)

    def _void(self, lost: Sequence[Message]) -> None:
        """Void the promises about changes to messages that are lost."""
        for promise in self._owed:
            if not promise.void and promise.of:
                promise.void = any(one in lost for one in promise.of)


def lost(request: Pdu, hop: Hop, then: tuple[Send, ...] = ()) -> tuple[Send, ...]:
    """Refuse a request whose changes could not be kept."""
    return (answer(refusal(request.command_id, CommandStatus.ESME_RSYSERR), request, hop), *then)
