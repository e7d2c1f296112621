"""A capture in a file, block by block as things are said: a reader finds whole packets at any moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import TypeAlias

from smsc.capture import CaptureError
from smsc.capture.capture import Capture
from smsc.capture.places import of_world
from smsc.log import get_logger
from smsc.trace.trace import Follower
from smsc.world.world import World

Begin: TypeAlias = Callable[[World], Follower]

log = get_logger(__name__)


@contextmanager
def capturing(path: Path) -> Iterator[Begin]:
    """Open a file, making its folder; yields what makes the follower of a world's trace. Raises CaptureError."""
    try:
        with suppress(FileExistsError):  # if a file is where a folder should be, opening says so
            path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb", buffering=0)
    except OSError as wrong:
        raise CaptureError(f"{path}: can't be written: {wrong.strerror}") from wrong
    with file:
        yield lambda world: Capture(of_world(world), _Writer(path, file).write).add


class _Writer:
    """Writes until it can't: a full disk ends the capture, but nothing else."""

    def __init__(self, path: Path, file: RawIOBase) -> None:
        self._path = path
        self._file: RawIOBase | None = file

    def write(self, octets: bytes) -> None:
        if self._file is None:
            return
        rest = memoryview(octets)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as wrong:
            log.warning("capture ended", file=str(self._path), why=wrong.strerror)
            self._file = None
