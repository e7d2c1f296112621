"""The log of this process: structlog, readable on a terminal, one JSON object a line elsewhere, always on stderr.

Within somebody else's program or test, that program decides where the log goes: to structlog if it has set that up,
else to the standard library's ``logging``, under the names of the modules. By itself nothing goes to stdout.
"""

import asyncio
import logging
import sys
from contextlib import suppress
from typing import Any, Final, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger

from pdu.terminal import harmless
from pdu.why import why
from smsc.trace.trace import TEXTS

_TRIED_AGAIN: Final = 1.0  # seconds after which asyncio tries again to accept connections


class _Log:
    """The log of a module; each entry goes where the process wants logs at that moment."""

    def __init__(self, name: str) -> None:
        self._of_structlog = structlog.get_logger(name)
        self._of_logging = structlog.wrap_logger(
            logging.getLogger(name),
            processors=[
                structlog.stdlib.filter_by_level,
                structlog.contextvars.merge_contextvars,
                _in_one_line,
            ],
            wrapper_class=structlog.stdlib.BoundLogger,
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._of_structlog if structlog.is_configured() else self._of_logging, name)


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the log of a module."""
    return cast("FilteringBoundLogger", _Log(name))


def _in_one_line(_: object, __: str, event: EventDict) -> str:
    said = event.pop("event")
    row = " ".join((said, *(f"{key}={value}" for key, value in event.items())))
    return harmless(row).replace("\n", r"\n")


def _harmless(_: object, __: str, event: EventDict) -> EventDict:
    return {key: harmless(value) if isinstance(value, str) else value for key, value in event.items()}


def redacted(_: object, __: str, event: EventDict) -> EventDict:
    """Hide the content of a text that can't be read; where it was and what was expected may be seen."""
    why = event.get("why")
    if isinstance(why, str) and why.split(" ")[0].rstrip(":") in TEXTS:
        event["why"] = why.partition(", found ")[0] + ", found ***"
    return event


_NAMED: Final = ("message_id", "source_addr", "destination_addr")


def about(pdu: object) -> dict[str, str]:
    """Return what a request names of its message, for the log: the message_id and the addresses, if it has them."""
    return {name: value for name in _NAMED if (value := getattr(pdu, name, ""))}


class _Stderr:
    """Writes lines to stderr. Those that can't be written, the disk being full or the terminal gone, are just lost."""

    def write(self, text: str) -> None:
        """Write lines to what is stderr at this moment."""
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()

    def flush(self) -> None:
        """Do nothing: what is written has been flushed."""


def left_out(lines: int, why: str) -> str:
    """Return the line that stands for others that are left out."""
    log = structlog.wrap_logger(structlog.ReturnLogger(), wrapper_class=structlog.BoundLogger)
    return f"{log.warning('lines are left out here', lines=lines, why=why)}\n"


class _Libraries(logging.Handler):
    """Logs what libraries say through ``logging`` like everything else; only a mistake of ours has a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        log, said = structlog.get_logger(record.name), record.getMessage()
        wrong = record.exc_info[1] if record.exc_info else None
        if isinstance(wrong, UnicodeDecodeError):  # caused by what a stranger sent
            log.log(record.levelno, said, why=str(wrong))
        else:
            log.log(record.levelno, said, exc_info=wrong)


# With locals a traceback would show secrets.
_FOR_EYES: Final = (_harmless, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
_FOR_PROGRAMS: Final = (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())


def configure(level: str = "info", *, redact: bool = False) -> None:
    """Set up the log of this process; the command that owns it calls this once."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *([redacted] if redact else []),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if terminal else "iso", utc=not terminal),
            *(_FOR_EYES if terminal else _FOR_PROGRAMS),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", _Stderr())),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=logging.WARNING)


class LoopLog:
    """Logs the errors nobody handles in an event loop; while connections can't be accepted, that is one line."""

    def __init__(self) -> None:
        self._told_until = 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Act as the loop's exception handler."""
        wrong = context.get("exception")
        if "socket" not in context or not isinstance(wrong, OSError):
            loop.default_exception_handler(context)
            return
        if loop.time() > self._told_until:
            get_logger(__name__).error("connections can't be taken", why=why(wrong))
        self._told_until = loop.time() + 2 * _TRIED_AGAIN
