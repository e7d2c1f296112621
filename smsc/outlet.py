"""Output that holds nobody up: it is written by a thread of its own, which alone waits for a slow reader."""

import io
from collections.abc import Callable
from threading import Condition, Event, Thread
from typing import Any, Final

from pdu.why import why

ROOM: Final = 1 << 22  # octets that may wait for the reader; what follows them is left out
_TOGETHER: Final = 0.02  # seconds whose output is written at once: this thread takes turns with those that serve
_AGAIN: Final = 1.0  # seconds until a write that failed is tried again
_PATIENCE: Final = 1.0  # seconds to write what still waits at the end

Gap = Callable[[int, str], str]
Notice = Callable[["Outlet", OSError | None], object]


class Outlet(io.RawIOBase):
    """Takes octets at once and never fails; a thread writes them to the file ``below``.

    Once ``ROOM`` is full, lines are left out until all that waits is written; in their place stands what ``gap``
    returns for how many they are, and why. ``notice`` is called in that thread, with the error when writing begins to
    fail, and with None when it works again.
    """

    def __init__(self, below: Any, gap: Gap, notice: Notice) -> None:
        self.name = "outlet"
        self._below = below
        self._gap = gap
        self._notice = notice
        self._changed = Condition()
        self._waiting = bytearray()
        self._left_out = 0
        self._why_left_out = ""
        self._wrong: OSError | None = None
        self._closing = Event()
        self.taken = 0  # octets written
        # A daemon, as Python does not wait for those to exit: a thread whose pipe is full would never let it.
        self._thread = Thread(target=self._write_all, name=self.name, daemon=True)
        self._thread.start()

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return whether ``below`` is a terminal."""
        return bool(self._below.isatty())

    def write(self, octets: Any) -> int:
        """Take octets to be written: all, or none of them."""
        said = bytes(octets)
        with self._changed:
            if self._left_out or len(self._waiting) > ROOM:
                self._left_out += said.count(b"\n")
                self._why_left_out = why(self._wrong) if self._wrong else "nobody reads"
            else:
                self._waiting += said
            self._changed.notify()
        return len(said)

    def close(self) -> None:
        """Wait until all is written, but not for long: there may be no reader."""
        if not self.closed:
            with self._changed:
                self._closing.set()
                self._changed.notify()
            self._thread.join(_PATIENCE)
        super().close()

    def _write_all(self) -> None:
        while octets := self._next():
            try:
                taken = self._below.write(octets)
            except OSError as wrong:
                self._can_write(wrong)
                if self._closing.is_set():
                    return
                self._closing.wait(_AGAIN)
            else:
                self._can_write(None)
                self._has_taken(taken or 0)  # None from a non-blocking file that can't take any now

    def _next(self) -> bytes:
        """Wait for octets to write, and return them; none when it is closed and all is written."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing.is_set())
        self._closing.wait(_TOGETHER)
        with self._changed:
            return bytes(self._waiting)

    def _has_taken(self, octets: int) -> None:
        self.taken += octets
        with self._changed:
            del self._waiting[:octets]
            if self._left_out and not self._waiting:
                self._waiting += self._gap(self._left_out, self._why_left_out).encode()
                self._left_out = 0

    def _can_write(self, wrong: OSError | None) -> None:
        changed = (wrong is None) != (self._wrong is None)
        self._wrong = wrong
        if changed and not self._closing.is_set():
            self._notice(self, wrong)
