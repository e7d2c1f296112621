"""The messages that have come and that nobody has taken yet: a bounded queue which ends with the session."""

import asyncio
from collections import deque

from esme.errors import Disconnected
from esme.message import Message
from pdu.session import Closed


class Inbox:
    """At most ``size`` messages, first come first served."""

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError(f"inbox: expected at least 1, found {size}")
        self.size = size
        self._messages: deque[Message] = deque()
        self._end: Closed | None = None
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._messages)

    def put(self, message: Message) -> bool:
        """Take a message in; False if there is no room for it."""
        if len(self._messages) >= self.size:
            return False
        self._messages.append(message)
        self._news.set()
        return True

    async def take(self) -> Message:
        """Wait for the next message. At the end: StopAsyncIteration after a clean one, else Disconnected."""
        while not self._messages:
            if self._end is not None:
                if self._end.clean:
                    raise StopAsyncIteration
                raise Disconnected(self._end.reason)
            self._news.clear()
            await self._news.wait()
        return self._messages.popleft()

    def end(self, closed: Closed) -> None:
        """Nothing more will come; what is here can still be taken."""
        self._end = closed
        self._news.set()
