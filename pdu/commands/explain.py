"""``pdu explain``: every field of what was sent, with offset, octets, meaning and clause."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, NamedTuple

import typer

from pdu import pcap
from pdu.codec import Frames
from pdu.commands import given, show
from pdu.commands.given import Unusable
from pdu.commands.options import in_vain
from pdu.explain import Explanation, smpp
from pdu.explain.layers import EXPLAINERS
from pdu.header import HEADER_LENGTH
from pdu.text.data_coding import DefaultAlphabet


class Layer(Enum):
    """What octets may be, as the option --as names it."""

    SMPP = "smpp"
    CP = "cp"
    RP = "rp"
    TPDU_DELIVER = "tpdu-deliver"
    TPDU_DELIVER_REPORT = "tpdu-deliver-report"
    TPDU_SUBMIT = "tpdu-submit"
    TPDU_SUBMIT_REPORT = "tpdu-submit-report"
    TPDU_STATUS_REPORT = "tpdu-status-report"
    TPDU_COMMAND = "tpdu-command"


class Found(NamedTuple):
    """A message that was found, and where: at which octet, or in which packet."""

    place: str
    explanation: Explanation


def explain(
    context: typer.Context,
    source: Annotated[
        list[str],
        typer.Argument(
            metavar="OCTETS|FILE|-",
            help="Octets in hexadecimal; a file: pcap, pcapng, hexadecimal text or bare octets; - is standard input.",
        ),
    ],
    layer: Annotated[
        Layer,
        typer.Option(
            "--as", metavar="<layer>", help=f"What the octets are: {', '.join(layer.value for layer in Layer)}."
        ),
    ] = Layer.SMPP,
    default_alphabet: Annotated[
        DefaultAlphabet, typer.Option(help="What data_coding 0 means to this message centre.")
    ] = DefaultAlphabet.GSM7_UNPACKED,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="The port of SMPP in a capture; by default 2775 and what looks like SMPP."),
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Print only a ladder line for each message.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per message, each on one line.")
    ] = False,
) -> None:
    """Explain octets, field by field, down to user data and receipts.

    Each field has its offset, its octets, its meaning and its clause. Several PDUs may follow one another. Exit
    status 0, or 2 if the octets could not be read to the end.
    """
    if lines and as_json:
        raise Unusable("--lines: expected without --json, found both")
    octets, name = given.octets(source)
    if port is not None and (layer is not Layer.SMPP or not pcap.is_capture(octets)):
        raise Unusable(f"--port: expected a capture, found none in {name}")
    if layer is not Layer.SMPP:
        in_vain(context, ("default_alphabet",), "--as smpp", f"--as {layer.value}")
        found = iter([Found("", EXPLAINERS[layer.value](octets))])
    elif pcap.is_capture(octets):
        found = _of_capture(octets, name, port, default_alphabet)
    else:
        found = _of_stream(octets, default_alphabet)
    for one in found:
        if as_json:
            place = {"place": one.place} if one.place else {}
            show.record({**place, **one.explanation.as_json()})
        elif lines:
            show.line(one.place, one.explanation)
        else:
            show.explanation(one.place, one.explanation)
        if layer is not Layer.SMPP and one.explanation.problem:
            raise Unusable(f"no {layer.value}: {one.explanation.problem}")


def _of_stream(octets: bytes, default: DefaultAlphabet) -> Iterator[Found]:
    """Explain the PDUs that follow one another; raises Unusable where no PDU can follow, or the last one is cut off."""
    frames = Frames()
    whole, broken = frames.cut(octets)
    at = 0
    for one in whole:
        yield Found(f"octet {at}" if len(one) < len(octets) else "", smpp.explain(one, default))
        at += len(one)
    if broken is not None:
        where = "no SMPP PDU" if not at else f"no SMPP PDU at octet {at}"
        raise Unusable(f"{where}: {broken} (--as names another layer)")
    rest = octets[at:]
    if rest:
        explanation = smpp.explain(rest, default)
        if len(rest) >= HEADER_LENGTH:
            yield Found(f"octet {at}" if at else "", explanation)
        raise Unusable(f"{explanation.problem} (the PDU begins at octet {at})" if at else explanation.problem)


def _of_capture(octets: bytes, name: str, port: int | None, default: DefaultAlphabet) -> Iterator[Found]:
    none = True
    for captured in pcap.pdus(octets, port):
        none = False
        parties = f"{captured.source} -> {captured.destination}" if captured.source else ""
        yield Found(f"{_moment(captured.at)} {parties}".rstrip(), smpp.explain(captured.octets, default))
    if none:
        raise Unusable(f"{name} holds no SMPP" + (f" on port {port}" if port else " (--port names its port)"))


def _moment(seconds: float) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S.%f}"
    except (ValueError, OverflowError, OSError):  # a capture may say any number, and no calendar goes so far
        return f"{seconds:g} s"
