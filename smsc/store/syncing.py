"""A file that is synced to disk while Python goes on, by POSIX aio_fsync.

A thread of ours would need Python's lock to begin and to end, and would get it only when the event loop has nothing to
do, which is when the sync should be over.
"""

import ctypes
import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final


class _Timespec(ctypes.Structure):
    _fields_ = (("tv_sec", ctypes.c_long), ("tv_nsec", ctypes.c_long))


class _Aiocb(ctypes.Structure):
    """The control block, as glibc and musl have it; the rest is theirs."""

    _fields_ = (
        ("aio_fildes", ctypes.c_int),
        ("aio_lio_opcode", ctypes.c_int),
        ("aio_reqprio", ctypes.c_int),
        ("aio_buf", ctypes.c_void_p),
        ("aio_nbytes", ctypes.c_size_t),
        ("sigev_value", ctypes.c_void_p),
        ("sigev_signo", ctypes.c_int),
        ("sigev_notify", ctypes.c_int),
        ("_rest", ctypes.c_char * 256),
    )


_SIGEV_NONE: Final = 1
PIECE: Final = 1 << 20  # octets written again at once


def available() -> bool:
    """Whether files can be synced so: on Linux, if its C library says so.

    On macOS, aio_fsync leaves data in the disk's own cache.
    """
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "aio_fsync")


class Syncing:
    """Syncs the data of one file, as often as it is asked to, one time after the other."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises OSError."""
        library = ctypes.CDLL(None, use_errno=True)
        self._fsync, self._error, self._return = library.aio_fsync, library.aio_error, library.aio_return
        self._suspend = library.aio_suspend
        self._file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        self._block = _Aiocb(aio_fildes=self._file, sigev_notify=_SIGEV_NONE)
        self._there = ctypes.byref(self._block)
        self._blocks = (ctypes.c_void_p * 1)(ctypes.addressof(self._block))
        self._under_way = False

    def start(self) -> None:
        """Begin to sync all that has been written by now; the sync before must be over. Raises OSError."""
        self._under_way = not self._fsync(os.O_DSYNC, self._there)
        if not self._under_way:  # the C library may have no threads left
            os.fdatasync(self._file)

    def over(self, patience: float | None = 0.0) -> bool:
        """Whether the sync is over, for which this waits so many seconds at the most (None: for ever).

        Raises OSError if it failed.
        """
        if not self._under_way:
            return True
        wrong = self._error(self._there)
        if wrong == errno.EINPROGRESS and patience != 0:
            limit = None if patience is None else ctypes.byref(_Timespec(int(patience), int(patience % 1 * 1e9)))
            while self._suspend(self._blocks, 1, limit) and ctypes.get_errno() == errno.EINTR:
                pass
            wrong = self._error(self._there)
        if wrong == errno.EINPROGRESS:
            return False
        self._under_way = False
        self._return(self._there)
        if wrong:
            raise OSError(wrong, os.strerror(wrong))
        return True

    def write_again(self) -> None:
        """Write all that is in the file once more; nobody else may write meanwhile. Raises OSError.

        After a sync that failed, Linux may hold for written what it has not written, and so leave it out of the next.
        """
        at = 0
        while octets := os.pread(self._file, PIECE, at):
            at += os.pwrite(self._file, octets, at)

    def close(self) -> None:
        """Close the file, once no sync is under way."""
        with suppress(OSError):
            self.over(None)
        os.close(self._file)
