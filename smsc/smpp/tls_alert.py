"""RFC 8446 section 6.2: a peer whose handshake fails is told why, by an alert, before its connection ends.

asyncio drops the connection with the alert unsent (python/cpython#98078, mended in releases after those we support). It
does send what there is when a handshake wants to hear more, so one that has failed wants to.
"""

import ssl
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

_READS: Final = 4  # that a peer may go on with, 256 KiB at most each: what it has sent before it has heard the alert

# Who hears that the handshake of this task has failed: asyncio makes the object of each, and knows nothing of ours.
# Where another loop makes it outside the task (uvloop does), nobody hears, and the connection is dropped as ever.
hears: ContextVar[Callable[[ssl.SSLError], None] | None] = ContextVar("hears", default=None)


class Telling(ssl.SSLObject):
    """A connection over TLS, to be made by an SSLContext whose ``sslobject_class`` it is."""

    _hears: Callable[[ssl.SSLError], None] | None = None
    _failed: ssl.SSLError | None = None
    _reads = 0

    def do_handshake(self) -> None:
        """Go on with the handshake; if it fails, say so where ``hears`` was set, and have the alert sent."""
        if self._failed is None:
            self._hears = self._hears or hears.get()  # it is set at the first time only: the next come from the loop
            try:
                return super().do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                raise
            except ssl.SSLError as failed:
                if self._hears is None:
                    raise
                self._failed = failed.with_traceback(None)  # which has our frame, and so us
                self._hears(failed)
        self._reads += 1
        if self._reads > _READS:
            raise self._failed
        raise ssl.SSLWantReadError
