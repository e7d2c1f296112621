"""The garbage collector of a process in which messages live.

Messages live long and hold no cycles: looking through all of them again and again costs, and finds nothing. PyPy's
collector looks at what is young, and can't be told.
"""

import gc
from typing import Final

_CAN_BE_TOLD: Final = hasattr(gc, "freeze")


def slow_down() -> None:
    """Let it look rarely."""
    if _CAN_BE_TOLD:
        gc.set_threshold(100_000, 20, 1_000_000)


def spare() -> None:
    """Let it look through what there is by now never again, and rarely through anything else."""
    gc.collect()
    leave()
    slow_down()


def leave() -> None:
    """Let it look through nothing of what there is, for it ends with the process."""
    if _CAN_BE_TOLD:
        gc.freeze()
