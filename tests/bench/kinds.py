"""What each kind of message costs the client, sent or received, beside one of 20 characters of the default alphabet.

Nothing is sent over a connection: measured is the way from a text to octets, and from octets to what a program reads.
All kinds are measured in turn within one run, and the ratios count: a kind that few send must not be a trap.
"""

from collections.abc import Callable, Iterator
from itertools import count
from math import inf
from typing import Final

from rich.console import Console
from rich.table import Table

from esme import submission
from esme.message import Message
from pdu import DataSm, DeliverSm, EsmClass, MessageState, decode
from tests.bench.codec import timed
from tests.bench.options import Options

SENT: Final = {
    "default alphabet": "Your code is {:06}.",
    "escapes": "Costs {:06} \u20ac [ok]",
    "UCS-2": "\u0412\u0430\u0448 \u043a\u043e\u0434 {:06} \u2014 \u043e\u043a",
    "2 parts": "{:06} " + "Hello world " * 20,
    "10 parts": "{:06} " + "Hello world " * 125,
    "10 parts of UCS-2": "{:06} " + "\u041f\u0440\u0438\u0432\u0435\u0442! " * 80,
}
RECEIPT: Final = (
    b"id:0A1B2C3D sub:001 dlvrd:001 submit date:2411210930 done date:2411210931 stat:DELIVRD err:000 text:Hello"
)
RECEIVED: Final = {
    "default alphabet": DeliverSm(source_addr="447700900123", short_message=b"Your code is 493021."),
    "escapes": DeliverSm(source_addr="447700900123", short_message=b"Costs \x1be [493021]"),
    "UCS-2": DeliverSm(source_addr="447700900123", data_coding=8, short_message="Код 493021".encode("utf-16-be")),
    "data_sm": DataSm(source_addr="447700900123", message_payload=b"Your code is 493021."),
    "receipt": DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=RECEIPT),
    "receipt with TLVs": DeliverSm(
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        short_message=RECEIPT,
        receipted_message_id="0A1B2C3D",
        message_state=MessageState.DELIVERED,
    ),
}
PLAIN: Final = "default alphabet"

Do = Callable[[], object]


def main(options: Options) -> None:
    """Measure, and print a table."""
    table = Table(title="a message in the client, by its kind", title_justify="left")
    for column in ("", "", "us", "times the plain one"):
        table.add_column(column, justify="right" if column else "left")
    rounds, repeats = (2, 20) if options.quick else (200, 50)
    for way, kinds in (("sent", sent()), ("received", received())):
        found = measured(kinds, rounds, repeats)
        for name, took in found.items():
            table.add_row(way, name, f"{took:.2f}", f"{took / found[PLAIN]:.1f}")
    Console(highlight=False, width=120).print(table)


def sent() -> dict[str, Do]:
    """Make functions that go from a text, not sent before, to octets."""
    return {name: _sending(text.format, count()) for name, text in SENT.items()}


def received() -> dict[str, Do]:
    """Make functions that go from octets to a message whose text, or receipt, has been read."""
    return {name: _receiving(pdu.encode()) for name, pdu in RECEIVED.items()}


def measured(kinds: dict[str, Do], rounds: int, repeats: int) -> dict[str, float]:
    """Return how many microseconds each takes: all of them in turn, in the round that was disturbed least."""
    took = dict.fromkeys(kinds, inf)
    for _ in range(rounds):
        for name, do in kinds.items():
            took[name] = min(took[name], timed(do, repeats))
    return took


def _sending(text: Callable[[int], str], numbers: Iterator[int]) -> Do:
    def send() -> object:
        requests = submission.requests(text(next(numbers)), to="+447700900123", source="BENCH")
        return [request.encode() for request in requests]

    return send


def _receiving(octets: bytes) -> Do:
    def receive() -> object:
        message = Message(decode(octets))  # type: ignore[arg-type]  # one of those above
        return message.receipt or message.text

    return receive
