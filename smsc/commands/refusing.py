"""What a command says when it can't do as it was told."""

import typer

from pdu.commands.saying import complain


def refused(sentence: str, status: int = 2) -> typer.Exit:
    """Say what is wrong, in one sentence on stderr; returns the exception that ends the command with a status."""
    complain(f"smsc: {sentence}")
    return typer.Exit(status)
