"""The ladder on a terminal."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from pdu.header import Pdu
from pdu.why import why
from smsc.log import get_logger
from smsc.trace import SECRETS, Record

log = get_logger(__name__)


class Ladder:
    """Prints records as they come, with the seconds since the first: people, SMPP and the network told apart.

    ``hidden`` are the keys whose values nobody can read. ``unread`` is called when nobody reads any more, as
    when the ladder went into ``head``. One that ``waits`` prints nothing before ``begin``, and then what has come.
    """

    def __init__(
        self,
        out: Console,
        *,
        hidden: frozenset[str] = SECRETS,
        unread: Callable[[], None] = lambda: None,
        waits: bool = False,
    ) -> None:
        self._out = out
        self._early: list[Record] | None = [] if waits else None
        self._unread = unread
        self._hidden = hidden
        self._start: float | None = None
        self._failing = False

    def begin(self) -> None:
        """Wait no longer."""
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
        style = "green" if isinstance(record.message, Pdu) else ""
        if record.person:
            style = "bold cyan"
        try:
            with self._out.capture() as rung:  # what rich can't write itself, it keeps, and tries again each time
                self._out.print(Text(f"{record.at - self._start:8.3f}s  {record.shown(self._hidden)}", style=style))
            self._out.file.write(rung.get())
            self._out.file.flush()
        except (BrokenPipeError, SystemExit):  # the latter is how rich tells of it, having silenced itself
            self._unread()
        except OSError as wrong:
            if not self._failing:
                log.warning("the ladder can't be written", why=why(wrong))
            self._failing = True
        else:
            if self._failing:
                log.info("the ladder can be written again")
            self._failing = False
