"""The ports that a running simulator has, in a file, for whoever has to find it."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path


class NotServed(Exception):
    """What was to be served can't be: in one sentence."""


@contextmanager
def published(path: Path | None, ports: Mapping[str, object]) -> Iterator[None]:
    """Write the file, whole at once, and remove it at the end; raises NotServed."""
    if path is None:
        yield
        return
    new = path.parent / f"{path.name}.{os.getpid()}"
    try:
        if path.exists() and not path.is_file():  # a device, say, which would be no more
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
