"""How this process reports: structlog, readable on a terminal, one JSON object a line elsewhere, always on stderr.

Within somebody else's program or test it is theirs to say where a log goes. If they have set structlog up, it goes
there; else to the standard library's ``logging``, under the names of the modules. By itself nothing goes to stdout.
"""

import asyncio
import logging
import sys
from contextlib import suppress
from typing import Any, Final, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger

from pdu.why import why
from smsc.terminal import harmless
from smsc.trace import TEXTS

_TRIED_AGAIN: Final = 1.0  # seconds after which asyncio takes connections again, after it could not


class _Log:
    """The log of a module, which goes where the process wants it at the time."""

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
    """Give the log of a module."""
    return cast("FilteringBoundLogger", _Log(name))


def _in_one_line(_: object, __: str, event: EventDict) -> str:
    said = event.pop("event")
    row = " ".join((said, *(f"{key}={value}" for key, value in event.items())))
    return harmless(row).replace("\n", r"\n")


def _harmless(_: object, __: str, event: EventDict) -> EventDict:
    return {key: harmless(value) if isinstance(value, str) else value for key, value in event.items()}


def redacted(_: object, __: str, event: EventDict) -> EventDict:
    """Hide what stood in a text that can't be read; where it was, and what was expected, may be known."""
    why = event.get("why")
    if isinstance(why, str) and why.split(" ")[0].rstrip(":") in TEXTS:
        event["why"] = why.partition(", found ")[0] + ", found ***"
    return event


def about(pdu: object) -> dict[str, str]:
    """Give the message_id that a request names, for the log; nothing for one that names none."""
    message_id = getattr(pdu, "message_id", "")
    return {"message_id": message_id} if message_id else {}


class _Stderr:
    """Where lines go. What does not, to a full disk or to a terminal that is gone, is lost, and nothing else is."""

    def write(self, text: str) -> None:
        """Take lines, for what is stderr at the time."""
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()

    def flush(self) -> None:
        """All is written, or lost."""


def left_out(lines: int, why: str) -> str:
    """Give the line that stands for others, which are left out."""
    log = structlog.wrap_logger(structlog.ReturnLogger(), wrapper_class=structlog.BoundLogger)
    return f"{log.warning('lines are left out here', lines=lines, why=why)}\n"


class _Libraries(logging.Handler):
    """What libraries say by ``logging`` is told as all else is: a traceback is that of a mistake of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        log, said = structlog.get_logger(record.name), record.getMessage()
        wrong = record.exc_info[1] if record.exc_info else None
        if isinstance(wrong, UnicodeDecodeError):  # which is what a stranger has sent
            log.log(record.levelno, said, why=str(wrong))
        else:
            log.log(record.levelno, said, exc_info=wrong)


# With locals a traceback would show secrets.
_FOR_EYES: Final = (_harmless, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback))
_FOR_PROGRAMS: Final = (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())


def configure(level: str = "info", *, redact: bool = False) -> None:
    """Set the process's log up, once, by the command that owns it."""
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
    """What an event loop has nobody to tell of. Connections that it can't take are one line, as long as that lasts."""

    def __init__(self) -> None:
        self._told_until = 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Be the loop's exception handler."""
        wrong = context.get("exception")
        if "socket" not in context or not isinstance(wrong, OSError):
            loop.default_exception_handler(context)
            return
        if loop.time() > self._told_until:
            get_logger(__name__).error("connections can't be taken", why=why(wrong))
        self._told_until = loop.time() + 2 * _TRIED_AGAIN
