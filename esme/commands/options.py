"""The options that the verbs share: where the message centre is, and who we are there."""

import getpass
import re
import sys
from datetime import datetime, timedelta
from typing import Annotated

import typer

from esme.receipts import PART_RECEIPTS
from esme.times import Time
from pdu.dialects import MESSAGE_IDS
from pdu.malformed import Malformed
from pdu.text.data_coding import DefaultAlphabet

Host = Annotated[str, typer.Option(envvar="ESME_HOST", help="The message centre.")]
Port = Annotated[int, typer.Option(envvar="ESME_PORT", min=1, max=65535, help="Its SMPP port.")]
SystemId = Annotated[str, typer.Option(envvar="ESME_SYSTEM_ID", help="The system_id to bind with.")]


def _asked(context: typer.Context, password: str) -> str:
    """Ask for the password on a terminal, if it is given neither on the command line nor elsewhere."""
    source = context.get_parameter_source("password")
    if source is not None and source.name == "DEFAULT" and sys.stdin.isatty():
        return getpass.getpass("Password: ", sys.stderr)
    return password


def _dialect(receipt_ids: str) -> str:
    if receipt_ids not in MESSAGE_IDS:
        raise Malformed("--receipt-ids", None, f"one of {', '.join(MESSAGE_IDS)}", repr(receipt_ids))
    return receipt_ids


def _segments(part_receipts: str) -> str:
    if part_receipts not in PART_RECEIPTS:
        raise Malformed("--part-receipts", None, f"one of {', '.join(PART_RECEIPTS)}", repr(part_receipts))
    return part_receipts


Password = Annotated[
    str,
    typer.Option(
        envvar="ESME_PASSWORD",
        show_default=False,
        callback=_asked,
        help="Its password. Others can see it here: better use the environment or a file, or be asked for it.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object per line.")]
MessageId = Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="The message_id that submit_sm_resp gave.")]
Source = Annotated[
    str,
    typer.Option(
        "--from",
        envvar="ESME_FROM",
        help="The sender it was submitted with: a number, or a name.",
        show_default=False,
    ),
]
From = Annotated[
    str,
    typer.Option("--from", envvar="ESME_FROM", help="The sender: a number, or a name.", show_default=False),
]
ReceiptIds = Annotated[
    str,
    typer.Option(help=f"How receipts write a message_id: {', '.join(MESSAGE_IDS)}.", callback=_dialect),
]
PartReceipts = Annotated[
    str,
    typer.Option(
        help=f"For which segments of a long text receipts come: {', '.join(PART_RECEIPTS)}.", callback=_segments
    ),
]
InAlphabet = Annotated[
    DefaultAlphabet,
    typer.Option(
        "--default-alphabet", envvar="ESME_DEFAULT_ALPHABET", help="What data_coding 0 means to this account."
    ),
]
_TIMES = "a delay such as 90s, 30m, 12h or 2d, or a date and time such as 2030-01-31T08:00+01:00 (UTC without a zone)"
Schedule = Annotated[str, typer.Option(show_default=False, help=f"When to deliver it: {_TIMES}.")]
Validity = Annotated[str, typer.Option(show_default=False, help=f"How long to try: {_TIMES}.")]

_DELAY = re.compile(r"([0-9]{1,9})([smhd])")
_LENGTH = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)([smhd]?)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def time(text: str, option: str) -> Time:
    """Read a time as a person writes it, empty if there is none; raises Malformed."""
    delay = _DELAY.fullmatch(text)
    if delay is not None:
        return timedelta(**{_UNITS[delay[2]]: int(delay[1])})
    try:
        return datetime.fromisoformat(text) if text else ""
    except ValueError:
        raise Malformed(option, None, _TIMES, repr(text)) from None


def seconds(text: str, option: str) -> float:
    """Read how long something lasts, in seconds unless a unit follows; raises Malformed."""
    length = _LENGTH.fullmatch(text)
    if length is None or float(length[1]) == 0:
        raise Malformed(option, None, "how long, such as 30s, 5m or 1h", repr(text))
    return timedelta(**{_UNITS[length[2] or "s"]: float(length[1])}).total_seconds()
