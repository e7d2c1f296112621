"""What a command says when it can't do as it was told."""

import sys
from contextlib import suppress

import typer


def refused(sentence: str, status: int = 2) -> typer.Exit:
    """Say what is wrong, in one sentence on stderr; give what ends the command with an exit status."""
    with suppress(OSError):  # who can't be told has the exit status
        print(f"smsc: {sentence}", file=sys.stderr)  # noqa: T201 - the command's own voice
    return typer.Exit(status)
