"""What ``smsc play`` does with one file."""

from pathlib import Path

from rich.console import Console

from scenarios.player import Mismatch
from scenarios.player import play as played
from scenarios.script import read
from scenarios.update import updated


def play(file: Path, out: Console, *, update: bool) -> bool:
    """Play a file and say how it went; with ``update`` write down what came. Raises ScriptError and OSError."""
    script = read(file)
    if update:
        text = updated(script)
        if text != script.text:
            file.write_text(text, "utf-8")
            out.print(f"{file}: written anew")
            return True
    try:
        ladder = played(script)
    except Mismatch as mismatch:
        out.print(f"{file}: goes otherwise\n{mismatch}")
        return False
    out.print(f"{file}: as written, {len(ladder.rungs)} messages in {ladder.rungs[-1].at if ladder.rungs else 0:g} s")
    return True
