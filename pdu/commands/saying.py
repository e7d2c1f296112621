"""What becomes of what a command can't print: characters that an output has no octets for, or all, on a full disk."""

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TextIO

from pdu.why import why

_NOBODY_READS = 1  # the exit status, as of other programs whose output nobody reads any more
_FAILED = 2
_ESCAPED = "as JSON escapes it"
# How an output fails. All else that the system says is of something else: that too many files are open, say.
_OF_OUTPUTS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EAGAIN, errno.EPIPE}


@contextmanager
def saying(command: str) -> Iterator[None]:
    """Run a command whose own OSErrors are dealt with; one of its output, or the system's, is one sentence."""
    # None where it was closed: nobody speaks, or nobody is to hear anything
    sys.stdin, sys.stdout, sys.stderr = sys.stdin or _nowhere("r"), sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _OF_OUTPUTS:
            sentence = why(error) if error.filename is None else f"{error.filename}: {why(error)}"
        else:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try again at its end
            if isinstance(error, BrokenPipeError):
                sys.exit(_NOBODY_READS)
            sentence = f"what there is to say can't be written: {why(error)}"
        with suppress(OSError):  # who can't be told has the exit status
            print(f"{command}: {sentence}", file=sys.stderr)  # noqa: T201 - its own voice
        sys.exit(_FAILED)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What an output has no octets for, so that JSON stays JSON."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - these streams only write
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


def _nowhere(mode: Literal["r", "w"] = "w") -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")
