"""How this process reports: structlog, readable on a terminal, one JSON object a line elsewhere, always on stderr."""

import logging
import sys

import structlog
from structlog.typing import EventDict

from smsc.trace import TEXTS


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


def configure(level: str = "info", *, redact: bool = False) -> None:
    """Set the process's log up, once, by the command that owns it."""
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *([redacted] if redact else []),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if terminal else "iso", utc=not terminal),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
