"""What has been said in a simulator, for tests that wait for it: no polling, no sleeping."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

from pdu.timeout import checked
from smsc.network.acts import Shows
from smsc.trace.stories import OCTETS, Stories, Story
from smsc.trace.trace import Record, Trace

T = TypeVar("T")
Told = tuple[Record, Story | None]
Listener = Callable[[Record, Story | None], None]
KEPT: Final = 100_000  # records; what is older is forgotten


class Journal:
    """The last records of a trace with their stories, and the tasks waiting for more. It belongs to one event loop.

    There are fewer of them if their PDUs are so long that they would take too much memory.
    """

    def __init__(self, trace: Trace, stories: Stories) -> None:
        self.records: deque[Told] = deque()
        self.forgotten = 0  # records since the beginning, all before those that are kept
        self._octets: deque[int] = deque()  # how many each record's PDU holds
        self._held = 0  # the sum of these
        self.shown: deque[Told] = deque()  # those of them in which a handset shows a text
        self.stories = stories
        self._waiting: set[asyncio.Event] = set()
        self._listeners: list[Listener] = []
        self._readers: defaultdict[str, list[Listener]] = defaultdict(list)  # by handset; "" stands for all
        self.close = trace.follow(self._add)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call a listener with every record, before waiting tasks look again; the function returned ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def read(self, phone: str, reader: Listener) -> Callable[[], None]:
        """Call a reader with every text that a handset, or any (``""``), shows; the function returned ends it.

        However many readers there are, those of other handsets cost a record nothing.
        """
        self._readers[phone].append(reader)
        return lambda: self._readers[phone].remove(reader)

    def forget(self) -> None:
        """Forget all that has been said, and begin anew."""
        self.records.clear()
        self.shown.clear()
        self._octets.clear()
        self.forgotten = self._held = 0

    def _add(self, record: Record) -> None:
        story = self.stories.add(record)
        self.records.append((record, story))
        octets = record.held
        self._octets.append(octets)
        self._held += octets
        while len(self.records) > KEPT or (self._held > OCTETS and len(self.records) > 1):
            self.records.popleft()
            self._held -= self._octets.popleft()
            self.forgotten += 1
        for listener in tuple(self._listeners):
            listener(record, story)
        if isinstance(record.message, Shows):
            self.shown.append((record, story))
            for reader in (*self._readers.get(record.origin, ()), *self._readers.get("", ())):
                reader(record, story)
        while self.shown and self.shown[0][0].serial < self.records[0][0].serial:
            self.shown.popleft()
        for event in self._waiting:
            event.set()

    async def until(self, look: Callable[[], T | None], timeout: float) -> T | None:  # noqa: ASYNC109 - None is the answer
        """Call ``look`` now and after what is said until it finds something; returns None after ``timeout`` seconds."""
        checked(timeout)
        found = look()
        if found is not None:
            return found
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    while True:
                        await event.wait()
                        event.clear()
                        found = look()
                        if found is not None:
                            return found
        finally:
            self._waiting.discard(event)
        return look()

    async def next(self, look: Callable[[Record, Story | None], T | None], timeout: float) -> T | None:  # noqa: ASYNC109
        """Call ``look`` once with each new record until it finds something; returns None after ``timeout`` seconds.

        Raises what ``look`` raises.
        """
        checked(timeout)
        found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def see(record: Record, story: Story | None) -> None:
            if found.done():
                return
            try:
                seen = look(record, story)
            except Exception as wrong:  # a test wrote ``look``: its error goes to that test, and not to the session
                found.set_exception(wrong)
            else:
                if seen is not None:
                    found.set_result(seen)

        stop = self.listen(see)
        try:
            async with asyncio.timeout(timeout):
                return await found
        except TimeoutError:
            return None
        finally:
            stop()
