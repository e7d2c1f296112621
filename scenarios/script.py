"""A scenario as text: comments, lines with an optional time, and ``...`` for whatever happens in between.

# An absent handset: the HLR remembers, the service centre waits for the alert.
      ms1  switches off
1s    bank -> sc    submit_sm destination_addr=447700900123 short_message="Hello"
      sc -> bank    submit_sm_resp ESME_ROK message_id=$id
      ...
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pdu import ladder
from pdu.ladder import Line

_TIME: Final = re.compile(r"(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?=\s)")
_PARTIES: Final = re.compile(r"\s*(?P<origin>[\w.-]+)(?:\s+->\s+(?P<destination>[\w.-]+))?\s+(?!\s|->)")
SKIP: Final = "..."


class ScriptError(ValueError):
    """A line that can't be read: file, line, column, and what could stand there."""

    def __init__(self, file: str, number: int, column: int, expected: str, found: str) -> None:
        super().__init__(f"{file}:{number}:{column}: expected {expected}, found {found}")


@dataclass(frozen=True, slots=True)
class Step:
    """One line: when (seconds from the start; None: as it comes), who, to whom (None: a person's), and what."""

    number: int
    at: float | None
    origin: str
    destination: str | None
    line: Line
    skips: bool  # "..." stands before it

    @property
    def words(self) -> str:
        return " ".join(self.line.words)


@dataclass(frozen=True, slots=True)
class Script:
    """A scenario: what it teaches (the comment it opens with), its steps, and whether anything may follow the last."""

    file: str
    text: str
    intro: str
    steps: tuple[Step, ...]
    open_end: bool


def read(path: Path) -> Script:
    """Read a scenario; raises ScriptError, and OSError where there is no such file."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as wrong:
        number = wrong.object.count(b"\n", 0, wrong.start) + 1
        found = f"the octet 0x{wrong.object[wrong.start]:02X}"
        raise ScriptError(str(path), number, 1, "text in UTF-8", found) from wrong
    return parse(text, str(path))


def parse(text: str, file: str = "scenario") -> Script:
    """Read a scenario from its text; raises ScriptError."""
    steps: list[Step] = []
    intro: list[str] = []
    skips = False
    for number, row in enumerate(text.splitlines(), 1):
        written = row.strip()
        if written.startswith("#"):
            if not steps:
                intro.append(written.lstrip("# "))
        elif written == SKIP:
            skips = True
        elif written:
            steps.append(_step(file, number, row.rstrip(), skips))
            skips = False
    return Script(file, text, " ".join(intro).strip(), tuple(steps), skips)


def _step(file: str, number: int, row: str, skips: bool) -> Step:
    at = None
    start = len(row) - len(row.lstrip())
    time = _TIME.match(row, start)
    if time is not None and time[0]:
        hours, minutes, seconds = (float(part or 0) for part in time.groups())
        at = 3600 * hours + 60 * minutes + seconds
        start = time.end()
    parties = _PARTIES.match(row, start)
    if parties is None:
        expected = "a name, perhaps with -> and another name, and what is said"
        raise ScriptError(file, number, start + 1, expected, repr(row[start:].strip()))
    try:
        line = ladder.parse(row[parties.end() :])
    except ladder.Unreadable as wrong:
        column = parties.end() + wrong.column
        raise ScriptError(file, number, column, wrong.expected, wrong.found) from wrong
    if not line.words:
        raise ScriptError(
            file, number, parties.end() + 1, "the name of a message, or an act", repr(row[parties.end() :])
        )
    return Step(number, at, parties["origin"], parties["destination"], line, skips)
