"""The ladder on a terminal."""

from contextlib import suppress
from typing import Final

from rich.console import Console

from pdu.header import SECRETS, Pdu
from pdu.ladder import Line
from pdu.terminal import shortened
from smsc.trace.trace import Record

_PERSON: Final = "bold cyan"
_SMPP: Final = "green"
_NETWORK: Final = "none"
_LONGEST: Final = 4_000  # characters of a line: strangers, who need not even bind, could have very many more written
_VALUE: Final = 2_000  # characters of one value in a line that is longer


class Ladder:
    """Prints records as they come, with the seconds since the first: people, SMPP and the network told apart.

    ``hidden`` are the keys whose values are not shown. One that ``waits`` prints nothing before ``begin``, and then
    what has come by then. If it can't be written, it is passed over. Of a very long line it says how much is left out.
    """

    def __init__(self, out: Console, *, hidden: frozenset[str] = SECRETS, waits: bool = False) -> None:
        self._out = out
        self._early: list[Record] | None = [] if waits else None
        self._hidden = hidden
        self._start: float | None = None
        self._styled = {style: _styled(out, style) for style in (_PERSON, _SMPP, _NETWORK)}

    def begin(self) -> None:
        """Print what has come, and wait no longer."""
        early, self._early = self._early, None
        for record in early or ():
            self.show(record)

    def show(self, record: Record) -> None:
        """Print one record."""
        if self._early is not None:
            self._early.append(record)
            return
        if self._start is None:
            self._start = record.at
        style = _PERSON if record.person else _SMPP if isinstance(record.message, Pdu) else _NETWORK
        before, behind = self._styled[style]
        shown = record.shown(self._hidden)
        if len(shown) > _LONGEST:
            shown = _shortened(record, self._hidden)
        with suppress(OSError):
            self._out.file.write(f"{before}{record.at - self._start:8.3f}s  {shown}{behind}\n")
            self._out.file.flush()


def _shortened(record: Record, hidden: frozenset[str]) -> str:
    """Return the rung with the beginnings of long values, and only the first of many parameters."""
    words, fields = record._replace(lost=False).said(hidden)
    said, room = [*words], _LONGEST
    for place, (key, value) in enumerate(fields):
        if room < 0:
            said.append(f"... {len(fields) - place:,} more parameters")
            break
        said.append(f"{key}={shortened(value, _VALUE)}")
        room -= len(said[-1]) + 1
    return record._replace(message=Line(tuple(said), ())).shown(hidden)


def _styled(out: Console, style: str) -> tuple[str, str]:
    """Return what stands before and after a rung of a style: to have rich write each takes longer than all the rest."""
    with out.capture() as rung:
        out.print("rung", style=style, end="")
    before, _, behind = rung.get().partition("rung")
    return before, behind
