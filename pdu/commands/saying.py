"""What happens to what a command can't print: characters that an output can't encode, or anything on a full disk."""

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

from pdu.terminal import harmless
from pdu.why import why

FAILED = 2  # the exit status of every command after an error
_NOBODY_READS = 1  # and when nobody reads the output any more, as of other programs
_LONGEST = 10_000  # characters
_ESCAPED = "as JSON escapes it"
# How an output fails. The system's other errors are about something else, such as too many open files.
_OF_OUTPUTS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EAGAIN, errno.EPIPE}


@contextmanager
def saying(command: str) -> Iterator[None]:
    """Run a command that handles its own OSErrors; any other, of its output or the system, becomes one sentence."""
    # a stream is None where it was closed: nobody speaks, or nobody is to hear anything
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
            _give_up(sys.stdout)
            if isinstance(error, BrokenPipeError):
                sys.exit(_NOBODY_READS)
            sentence = f"what there is to say can't be written: {why(error)}"
        complain(f"{command}: {sentence}")
        sys.exit(FAILED)


def complain(sentence: str) -> None:
    """Say on stderr what is wrong (of a very long sentence, both ends); else the exit status says it."""
    more = len(sentence) - _LONGEST
    if more > 0:  # somebody's whole file may be found where something short was expected
        sentence = f"{sentence[: _LONGEST // 2]} ... {more:,} more characters ... {sentence[-_LONGEST // 2 :]}"
    try:
        print(harmless(sentence), file=sys.stderr, flush=True)  # noqa: T201 - a command's own voice
    except OSError:
        _give_up(sys.stderr)


def _give_up(stream: TextIO) -> None:
    """Let nothing more be written there: Python would try again on exit, with an exit status of its own."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Escape what an output can't encode, as JSON does, so that JSON stays JSON."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - these streams only write
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_ESCAPED, _escaped)


def _nowhere(mode: Literal["r", "w"] = "w") -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")
