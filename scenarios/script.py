"""A scenario as text: comments, a world if it needs one of its own, lines with an optional time, and ``...``.

# An absent handset: the HLR remembers, the service centre waits for the alert.
---
seed = 7
---
      ms1  switches off
1s    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"
      sc -> bank    submit_sm_resp ESME_ROK message_id=$id
      ...
+90s  ms1  switches on

A time is counted from the beginning; one with + from the line before. ``...`` is whatever happens in between. What
stands between two lines ``---`` is TOML: see ``scenarios.world``.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pdu import ladder
from pdu.ladder import Line

_TIME: Final = re.compile(r"(?=\+?\d)(\+?)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?=\s)")
_PARTIES: Final = re.compile(r"\s*(?P<origin>[\w.@/-]+)(?:\s+->\s+(?P<destination>[\w.@/-]+))?\s+(?!\s|->)")
SKIP: Final = "..."
FENCE: Final = "---"
TIME: Final = "a time, such as 1.5s, 1h30m or +90s"
_NO_TIME: Final = re.compile(r"[+-]?[ .,]?\d")
_LONGEST: Final = 100 * 366 * 24 * 3600.0  # seconds: a scenario's dates are within a century of its beginning


class ScriptError(ValueError):
    """A line that can't be read: file, line, column, and in one sentence what is wrong with it."""

    def __init__(self, file: str, number: int, column: int, sentence: str) -> None:
        super().__init__(f"{file}:{number}:{column}: {sentence}")


@dataclass(frozen=True, slots=True)
class Step:
    """One line: when (in seconds; None: as it comes), who, to whom (None: a person's), and what."""

    number: int
    at: float | None
    origin: str
    destination: str | None
    line: Line
    skips: bool  # "..." stands before it
    row: str = ""
    relative: bool = False  # the time is counted from the line before, and not from the start

    @property
    def words(self) -> str:
        return " ".join(self.line.words)

    @property
    def time(self) -> str:
        """The time as it is written."""
        return "" if self.at is None else f"{'+' if self.relative else ''}{self.at:.12g}s"

    def column(self, text: str) -> int:
        """Find the column (from 1) of a key or a name in the line; without one, where the message begins."""
        for one in (text, self.line.words[0]):
            found = re.search(rf"(?<![\w.@/-]){re.escape(one)}(?![\w.@/-])", self.row) if one else None
            if found:
                return found.start() + 1
        return len(self.row) - len(self.row.lstrip()) + 1


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario: what it teaches (the comment it opens with), its steps, and whether anything may follow the last.

    ``world`` is what it says of its world, in TOML, and ``world_begins`` the number of the line before that.
    """

    file: str
    text: str
    intro: str
    steps: tuple[Step, ...]
    open_end: bool
    world: str = ""
    world_begins: int = 0

    def error(self, step: Step, where: str, sentence: str) -> ScriptError:
        """Make the error that says what is wrong at a key or a name of a step; "" stands for its message."""
        return ScriptError(self.file, step.number, step.column(where), sentence)


def read(path: Path) -> Script:
    """Read a scenario, perhaps behind a BOM; raises ScriptError, and OSError where there is no such file."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as wrong:
        *rows, row = wrong.object[: wrong.start].split(b"\n")
        sentence = f"expected text in UTF-8, found the octet 0x{wrong.object[wrong.start]:02X}"
        raise ScriptError(str(path), len(rows) + 1, len(row.decode()) + 1, sentence) from wrong
    return parse(text, str(path))


def lines(text: str) -> list[str]:
    """Split a text at newlines alone; Unicode's other ends of lines may stand within a message's text."""
    rows = text.split("\n")
    return rows if rows[-1] else rows[:-1]


def parse(text: str, file: str = "scenario") -> Script:
    """Read a scenario from its text; raises ScriptError."""
    steps: list[Step] = []
    intro: list[str] = []
    world: list[str] = []
    began = ended = 0  # the numbers of the lines around the world
    skips = False
    for number, row in enumerate(lines(text), 1):
        written = row.strip()
        if written == FENCE:
            if began and not ended:
                ended = number
            elif began or steps:
                sentence = f"expected one world, before the first line that is played, found {FENCE}"
                raise ScriptError(file, number, 1, sentence)
            else:
                began = number
        elif began and not ended:
            world.append(row)
        elif written.startswith("#"):
            if not steps:
                intro.append(written.lstrip("# "))
        elif written == SKIP:
            skips = True
        elif written.startswith((SKIP, "…")):
            sentence = f"expected {SKIP} alone in its line, found {written!r}"
            raise ScriptError(file, number, row.index(written) + 1, sentence)
        elif written:
            steps.append(_step(file, number, row.rstrip(), skips))
            skips = False
    if began and not ended:
        raise ScriptError(file, began, 1, f"expected {FENCE} after the world that begins here, found none")
    whole = "".join(f"{row}\n" for row in world)
    return Script(file, text, " ".join(intro).strip(), tuple(steps), skips, whole, began)


def _step(file: str, number: int, row: str, skips: bool) -> Step:
    at, relative = None, False
    start = len(row) - len(row.lstrip())
    time = _TIME.match(row, start)
    if time is not None and time[0].strip("+"):
        hours, minutes, seconds = (float(part or 0) for part in time.groups()[1:])
        at, relative = 3600 * hours + 60 * minutes + seconds, bool(time[1])
        if at > _LONGEST:
            raise ScriptError(file, number, start + 1, f"expected a time within 100 years, found {time[0]}")
        start = time.end()
    parties = _PARTIES.match(row, start)
    if parties is None:
        expected = 'a name, perhaps with " -> " and another name, and what is said'
        if _NO_TIME.match(row, start):
            expected = f"{TIME}, or {expected}"
        raise ScriptError(file, number, start + 1, f"expected {expected}, found {row[start:].strip()!r}")
    try:
        line = ladder.parse(row[parties.end() :])
    except ladder.Unreadable as wrong:
        sentence = f"expected {wrong.expected}, found {wrong.found}"
        raise ScriptError(file, number, parties.end() + wrong.column, sentence) from wrong
    if not line.words:
        sentence = f"expected the name of a message, or an act, found {row[parties.end() :]!r}"
        raise ScriptError(file, number, parties.end() + 1, sentence)
    return Step(number, at, parties["origin"], parties["destination"], line, skips, row, relative)
