"""How patiently a client is judged, and what was agreed with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """``patience``: seconds that each answer may take. ``pause``: seconds for which a client that is throttled has to
    be silent, and after which one that says nothing has nothing more to say. ``wait``: seconds for a session to be
    opened, and opened again. ``window``: requests that the client may have unanswered at a time.
    """

    patience: float = 5.0
    pause: float = 1.0
    wait: float = 30.0
    window: int = 10
