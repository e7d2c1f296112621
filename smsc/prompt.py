"""The prompt at which a person at a running simulator's terminal says what happens: ``ms1  switches off``."""

import asyncio
import os
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from typing import Final, TextIO

from pdu import ladder
from pdu.malformed import Malformed
from smsc.faults.acts import GOES_RIGHT, GOES_WRONG, Mistaken
from smsc.faults.effects import EFFECTS, STAGES
from smsc.simulator import Simulator
from smsc.world import acts

HELP: Final = """Type what a handset does, or what happens to it or to a node, for example:
  ms1 switches off      ms1 switches on      ms1 loses power      ms1 moves to cell=cell2
  ms1 sends text text="BALANCE" to=7000       ms1 replies text="Yes"
  ms1 loses coverage
  ms1 fills memory      ms1 frees memory      ms1 reads messages    ms1 deletes messages
  hlr bars msisdn=447700900123                hlr goes down         sc-hlr breaks
  smpp goes wrong command_status=ESME_RTHROTTLED times=3            smpp goes right
Type a name alone to see all that can happen to it, or help to see this again."""
PATIENCE: Final = 1.0  # seconds until a terminal from which others read is tried again


class Prompt:
    """Reads acts from a terminal; an input that is not a terminal is left alone.

    While others read from it, such as a shell that started us with ``&``, nothing is read: that would get us stopped.
    """

    def __init__(self, centre: Simulator, say: Callable[[str], None], stdin: TextIO | None = None) -> None:
        self._centre = centre
        self._say = say
        self._stdin = stdin or sys.stdin  # None in a process that has none
        self._reading = False
        self._again: asyncio.TimerHandle | None = None
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._unread = ""  # a line that has not ended yet

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Explain, and start to listen, if there is a terminal."""
        reading = getattr(signal, "SIGTTIN", None)  # others have the terminal; none on Windows, nor loop readers
        if reading is not None and self._stdin is not None and self._stdin.isatty():
            self._say(HELP)
            signal.signal(reading, signal.SIG_IGN)  # so that reading fails, and does not stop the process
            self._listen(loop)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.add_reader(self._stdin, self._read, loop)
        self._reading = True

    def stop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop listening."""
        if self._again is not None:
            self._again.cancel()
        if self._reading:
            loop.remove_reader(self._stdin)
            self._reading = False

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read what there is: one line as it is typed, or many that were pasted."""
        try:
            octets = os.read(self._stdin.fileno(), 4096)
        except OSError:  # others read there, or it is gone
            self.stop(loop)
            self._again = loop.call_later(PATIENCE, self._listen, loop)
            return
        if not octets:
            self.stop(loop)
            return
        *rows, self._unread = (self._unread + self._decode(octets)).split("\n")
        for row in filter(None, map(str.strip, rows)):
            if answer := self.obey(row):
                self._say(answer)

    def _what_can_happen(self, name: str) -> Iterator[str]:
        """List all that can happen to somebody or something; raises Malformed for an unknown name."""
        if name in STAGES:
            yield f"{GOES_WRONG} {'=... or '.join(EFFECTS[name])}=..."
            yield GOES_RIGHT
        if name not in STAGES or self._centre.world.has_name(name):
            yield from map(acts.form, acts.ACTS_OF[self._centre.world.kind(name)])

    def obey(self, row: str) -> str:
        """Do what a line says; returns the answer: help, what can happen to a name, why it can't be, or nothing."""
        if row in ("help", "?"):
            return HELP
        try:
            if len(row.split()) == 1:
                return "\n".join(f"  {row} {what}" for what in self._what_can_happen(row))
            self._centre.obey(row)
        except (ladder.Unreadable, Malformed, Mistaken) as wrong:
            return str(wrong)
        return ""
