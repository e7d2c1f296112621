"""The ports of a running simulator, in a file, for programs that have to find it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from smsc.api import NotServed


@contextmanager
def published(path: Path, ports: Mapping[str, object]) -> Iterator[None]:
    """Write the file, whole at once, and remove it at the end; raises NotServed."""
    new = path.parent / f"{path.name}.{os.getpid()}"
    try:
        if path.exists() and not path.is_file():  # a device, say, which would be replaced
            raise NotServed(f"--ports-file: {path} can't be written: it is no file")
        new.write_text(json.dumps({**ports, "pid": os.getpid()}, indent=2) + "\n", "utf-8")
        new.replace(path)
    except OSError as wrong:
        with suppress(OSError):
            new.unlink()
        raise NotServed(f"--ports-file: {path} can't be written: {wrong.strerror}") from wrong
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
