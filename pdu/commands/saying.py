"""What becomes of a command that can't print what it has to say, such as onto a disk that is full."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

from pdu.why import why

_NOBODY_READS = 1  # the exit status, as of other programs whose output nobody reads any more
_FAILED = 2


@contextmanager
def saying(command: str) -> Iterator[None]:
    """Run a command whose own OSErrors are dealt with; one of its output is one sentence on stderr, and ends it."""
    # None where it was closed: nobody speaks, or nobody is to hear anything
    sys.stdin, sys.stdout, sys.stderr = sys.stdin or _nowhere("r"), sys.stdout or _nowhere(), sys.stderr or _nowhere()
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try again at its end
        if isinstance(error, BrokenPipeError):
            sys.exit(_NOBODY_READS)
        print(f"{command}: what there is to say can't be written: {why(error)}", file=sys.stderr)  # noqa: T201 - its own voice
        sys.exit(_FAILED)


def _nowhere(mode: Literal["r", "w"] = "w") -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")
