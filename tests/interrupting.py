"""Ctrl-C that comes at a chosen moment."""

import gc
import sys
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import Any, Final

LINES: Final = 120  # twice as many as a short wait has
# Who waits, and by what. Elsewhere are callbacks of the garbage collector and the like, where nothing can be raised.
_WAIT: Final = {"asyncio", "concurrent", "pdu", "queue", "threading"}


def last_moment(comes_at: Callable[[int], bool]) -> int:
    """Have Ctrl-C come before each line, of the most that a short wait has, and give the last before which it came.

    A wait that happens to be over sooner, as on a busy machine, is only one that was not interrupted there.
    """
    return max(line for line in range(1, LINES) if comes_at(line))


def ctrl_c_at(line: int, act: Callable[[], object]) -> bool:
    """Do something, in which Ctrl-C comes before its n-th line; False if it has fewer of them."""
    lines, former = count(1), sys.gettrace()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_globals["__name__"].partition(".")[0] not in _WAIT:
            return None
        if event == "line" and next(lines) == line:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    gc.disable()  # or Ctrl-C may come in the __del__ of an old event loop, and not in what is done
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(former)
        gc.enable()
    return False
