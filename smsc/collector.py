"""The garbage collector of a process that holds many messages.

Messages live long and form no cycles: going through all of them again and again costs time and finds nothing. PyPy's
collector goes through young objects only, and has no such settings.
"""

import gc
from typing import Final

_CAN_BE_TOLD: Final = hasattr(gc, "freeze")


def slow_down() -> None:
    """Have it run rarely."""
    if _CAN_BE_TOLD:
        gc.set_threshold(100_000, 20, 1_000_000)


def spare() -> None:
    """Have it never again go through the objects that exist now, and rarely through others."""
    gc.collect()
    leave()
    slow_down()


def leave() -> None:
    """Have it leave alone the objects that exist now, as they end with the process."""
    if _CAN_BE_TOLD:
        gc.freeze()
