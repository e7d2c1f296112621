"""Stdout and stderr of a service centre, which a slow reader does not hold up."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from io import TextIOWrapper
from typing import TextIO

from smsc.log import left_out
from smsc.outlet import Gap, Notice, Outlet


@contextmanager
def outlets(notice: Notice) -> Iterator[None]:
    """Have all output go through outlets; ``notice`` is told whether that of stdout can write."""
    with ExitStack() as stack:
        out = stack.enter_context(_over(sys.stdout, _left_out, notice))
        # One for both if they are one pipe: two outlets would write amid each other's lines.
        one = _are_one(sys.stdout, sys.stderr)
        err = out if one else stack.enter_context(_over(sys.stderr, left_out, lambda _, __: None))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        yield


def _over(stream: TextIO, gap: Gap, notice: Notice) -> TextIOWrapper:
    outlet = Outlet(getattr(stream.buffer, "raw", stream.buffer), gap, notice)
    return TextIOWrapper(outlet, stream.encoding, stream.errors, write_through=True)


def _left_out(lines: int, why: str) -> str:
    return f"# {lines} lines are left out here: {why}\n"


def _are_one(one: TextIO, other: TextIO) -> bool:
    try:
        return os.path.sameopenfile(one.fileno(), other.fileno())
    except OSError:  # one is no file, but something within this process
        return False
