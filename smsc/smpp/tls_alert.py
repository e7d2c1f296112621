"""RFC 8446 section 6.2: a peer whose handshake fails is sent an alert that says why, before its connection ends.

asyncio drops the connection with the alert unsent (python/cpython#98078, mended in releases after those we support). It
does send pending data when a handshake wants to read more, so a failed one pretends to want that.
"""

import ssl
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

_READS: Final = 4  # allowed after the failure, 256 KiB at most each: what the peer sent before it read the alert

# Called when the handshake of this task fails: a context variable, as asyncio makes the SSLObject by itself.
# If another loop makes it outside the task (as uvloop does), nothing is called, and the connection is simply dropped.
hears: ContextVar[Callable[[ssl.SSLError], None] | None] = ContextVar("hears", default=None)


class Telling(ssl.SSLObject):
    """A connection over TLS, made by an SSLContext that has this as its ``sslobject_class``."""

    _hears: Callable[[ssl.SSLError], None] | None = None
    _failed: ssl.SSLError | None = None
    _reads = 0

    def do_handshake(self) -> None:
        """Continue the handshake; if it fails, call ``hears``, if it is set, and have the alert sent."""
        if self._failed is None:
            self._hears = self._hears or hears.get()  # set at the first call only: later ones come from the loop
            try:
                return super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise
            except ssl.SSLError as failed:
                if self._hears is None:
                    raise
                self._failed = failed.with_traceback(None)  # the traceback holds our frame, and so us
                self._hears(failed)
        self._reads += 1
        if self._reads > _READS:
            raise self._failed
        raise ssl.SSLWantReadError
