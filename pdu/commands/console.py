"""Rich's console, as all commands use it."""

import os
import shutil

from rich.console import Console


def console(*, stderr: bool = False, soft_wrap: bool = False, markup: bool = True) -> Console:
    """Make a console as wide as its terminal, or as COLUMNS says, where that is a number above 0.

    Rich would fail at others that Unicode calls digits, and with 0, which some programs set, print empty tables.
    """
    size = shutil.get_terminal_size()
    said = "COLUMNS" in os.environ or "LINES" in os.environ  # else it may change while we run
    return Console(
        stderr=stderr,
        soft_wrap=soft_wrap,
        markup=markup,
        highlight=False,
        width=size.columns if said else None,
        height=size.lines if said else None,
    )
