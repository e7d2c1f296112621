"""``--help`` of every command, on a terminal of 80 columns."""

from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

import esme.__main__
import pdu.__main__
import smsc.commands.app

APPS = {"smsc": smsc.commands.app.app, "esme": esme.__main__.app, "pdu": pdu.__main__.app}


def commands(command: object, *words: str) -> Iterator[tuple[str, ...]]:
    """A command and all below it, as they are typed."""
    yield words
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, *words, name)


TYPED = [words for name, app in APPS.items() for words in commands(typer.main.get_command(app), name)]


@pytest.mark.parametrize("words", TYPED, ids=" ".join)
def test_help_fits_the_terminal_and_names_each_command_in_a_whole_sentence(words: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(APPS[words[0]], [*words[1:], "--help"], env={"COLUMNS": "80"}, prog_name=words[0])
    assert ended.exit_code == 0
    rows = ended.stdout.splitlines()
    assert max(map(len, rows)) <= 80
    assert "..." not in ended.stdout.partition("Commands:")[2]
    assert "\u2026" not in ended.stdout
    for row in rows[rows.index("Commands:") + 1 :] if "Commands:" in rows else ():
        assert row.endswith("."), row
