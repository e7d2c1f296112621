"""The service centres of a world seen as one: message_ids and conversations are numbered once for all of them."""

from collections.abc import Iterator
from heapq import merge

from smsc.centre.message import Message
from smsc.centre.store import Sought
from smsc.store.sqlite import SqliteStore
from smsc.trace.stories import Stories
from smsc.world.world import World


class EveryCentre:
    """What all service centres of a world keep and do."""

    def __init__(self, world: World) -> None:
        self._world = world

    def stories(self) -> Stories:
        """Make what finds which message each record is about, whichever service centre has it."""
        return Stories(frozenset(self._world.centres), self._subject)

    def _subject(self, esme: str, conversation: int) -> Message | None:
        """The message under way in a conversation, with an ESME or with the network."""
        for name, centre in self._world.centres.items():
            if not esme or esme in self._world.faces[name]:
                message = centre.subject(esme, conversation)
                if message is not None:
                    return message
        return None

    def get(self, message_id: str) -> Message | None:
        """Find a message; None if no service centre keeps one of this id. Raises Unreadable."""
        for centre in self._world.centres.values():
            message = centre.store.get(message_id)
            if message is not None:
                return message
        return None

    def waits(self, message: Message) -> str | None:
        """Say what a message, or its receipt, waits for; None if for nothing."""
        keeps = (centre for centre in self._world.centres.values() if centre.store.get(message.message_id) is message)
        return next((centre.waits(message) or None for centre in keeps), None)

    def newest(self, before: str = "", sought: Sought | None = None) -> Iterator[Message]:
        """Iterate over the messages, newest first; if ``before`` is given, those with a lower message_id.

        If only some are ``sought``, others may be left out. Raises Unreadable.
        """
        kept = (centre.store.newest(before, sought) for centre in self._world.centres.values())
        return merge(*kept, key=lambda message: message.message_id, reverse=True)

    def messages(self) -> Iterator[Message]:
        """Iterate over the messages, one service centre's after another's."""
        return (message for centre in self._world.centres.values() for message in centre.store.messages())

    def forget(self, message_id: str = "") -> None:
        """Forget a message; without an id, all that are done with."""
        for centre in self._world.centres.values():
            centre.store.forget(message_id)

    def ladder(self, message_id: str) -> list[tuple[float, str]]:
        """Read what was said of a message, and when, from the store on disk that has kept it."""
        kept = (store.ladder(message_id) for store in self._on_disk())
        return next(filter(None, kept), [])

    async def written(self) -> None:
        """Wait until everything up to now is on disk."""
        for store in self._on_disk():
            await store.written()

    def _on_disk(self) -> Iterator[SqliteStore]:
        stores = (centre.store for centre in self._world.centres.values())
        return (store for store in stores if isinstance(store, SqliteStore))
