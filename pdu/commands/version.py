"""``--version`` of each command: name and version from the metadata of the installed package."""

from typing import Annotated

import typer

from pdu.commands.saying import FAILED, complain

_PACKAGE = "mini-smsc"


def _say(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version  # here, as it takes time to import

    try:
        typer.echo(f"{_PACKAGE} {version(_PACKAGE)}")
    except PackageNotFoundError:
        complain(f"--version: {_PACKAGE} is not installed here, and only what is installed has a version")
        raise typer.Exit(FAILED) from None
    raise typer.Exit


Version = Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_say)]
