"""A store that has nothing on disk until it says so, or says why not."""

from smsc.centre.promises import Promise
from smsc.centre.store import Kept
from smsc.store.memory import MemoryStore


class SlowStore(MemoryStore):
    """A store that has nothing on disk until it says so, or says why not."""

    def __init__(self) -> None:
        super().__init__()
        self.safe = True
        self._tokens: list[Promise] = []

    def sync(self, token: object) -> None:
        assert isinstance(token, Promise)
        self._tokens.append(token)

    def tells(self, why: str = "") -> Kept:
        tokens, self._tokens = self._tokens, []
        for message in [message for promise in tokens for message in promise.messages if why]:
            del self._messages[message.message_id]
        return Kept([*tokens], why)
