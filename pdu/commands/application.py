"""How Typer is set up for every command, and for every group of commands."""

import typer


def application(help: str, name: str | None = None) -> typer.Typer:  # noqa: A002 - as Typer names it
    """Make a Typer application; it has no commands yet."""
    return typer.Typer(
        name=name,
        help=help,
        no_args_is_help=True,
        rich_markup_mode=None,  # its tables cut off words that are too long for a column, such as a path
        add_completion=False,
        pretty_exceptions_enable=False,  # it would print local variables, and passwords are among them
    )
