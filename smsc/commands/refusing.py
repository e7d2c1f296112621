"""What a command says when it can't do as it was told."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from pdu.commands.saying import complain


def refused(sentence: str, status: int = 2) -> typer.Exit:
    """Say what is wrong, in one sentence on stderr; returns the exception that ends the command with a status."""
    complain(f"smsc: {sentence}")
    return typer.Exit(status)


@contextmanager
def refusing(*wrong: type[Exception]) -> Iterator[None]:
    """Refuse what is wrong in one of these ways, which each say it in one sentence."""
    try:
        yield
    except wrong as error:
        raise refused(str(error)) from error
