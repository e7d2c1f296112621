"""How long to wait for a client, and what was agreed with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The times, in seconds, and the window by which a client is judged.

    ``patience``: how long each answer may take. ``pause``: how long a throttled client has to be silent, and after how
    long one that is silent has no more to say. ``wait``: how long it may take to open a session, or open one again.
    ``window``: how many requests the client may have unanswered at a time.
    """

    patience: float = 5.0
    pause: float = 1.0
    wait: float = 30.0
    window: int = 10
