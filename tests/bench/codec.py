"""Encoding and decoding, against three other Python libraries, all in turn within one run.

Each library encodes a PDU that is made already, and decodes one from its octets: a submit_sm of 160 characters without
TLVs, a receipt with three, a bind_transceiver and an enquire_link. The ratios count; a busy machine changes them
little, since what slows one library down slows the next one too.
"""

from collections.abc import Callable
from importlib.metadata import version
from io import BytesIO
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

from aiosmpplib import protocol  # type: ignore[import-untyped]
from aiosmpplib.protocol import SmppMessage  # type: ignore[import-untyped]
from aiosmpplib.state import SmppCommand  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table
from smpp.pdu.pdu_encoding import PDUEncoder  # type: ignore[import-untyped]
from smpplib.smpp import make_pdu, parse_pdu  # type: ignore[import-untyped]

from pdu import BindTransceiver, DeliverSm, EnquireLink, EsmClass, MessageState, Pdu, SubmitSm, decode
from pdu.table import parameters, tlv_rows
from tests.bench.options import Options

LIBRARIES: Final = ("smpplib", "smpp.pdu3", "aiosmpplib")
TARGETS: Final = {("submit_sm", "encode"): 15.0, ("submit_sm", "decode"): 10.0}  # times smpplib

PDUS: Final[tuple[Pdu, ...]] = (
    SubmitSm(
        source_addr_ton=5,
        source_addr="bank",
        dest_addr_ton=1,
        dest_addr_npi=1,
        destination_addr="447700900123",
        registered_delivery=1,
        short_message=b"0123456789" * 16,
        sequence_number=1,
    ),
    DeliverSm(
        source_addr_ton=1,
        source_addr_npi=1,
        source_addr="447700900123",
        dest_addr_ton=5,
        destination_addr="bank",
        esm_class=EsmClass.MC_DELIVERY_RECEIPT,
        short_message=b"id:0A1B2C3D sub:001 dlvrd:001 submit date:2411210930 done date:2411210931 stat:DELIVRD err:000",
        sequence_number=2,
        receipted_message_id="0A1B2C3D",
        message_state=MessageState.DELIVERED,
        network_error_code=b"\x03\x00\x21",
    ),
    BindTransceiver(system_id="bank", password="secret", system_type="OTA", sequence_number=3),
    EnquireLink(sequence_number=4),
)

Do = Callable[[], Any]


class Measured(NamedTuple):
    """One line of the table: microseconds that ours takes, and how many times as long the others take."""

    operation: str
    what: str
    ours: float
    ratios: dict[str, float]


def main(options: Options) -> None:
    """Measure, and print the table."""
    table = Table(title="encode and decode: how many times as long the others take", title_justify="left")
    for column in ("", "", "pdu, us"):
        table.add_column(column, justify="right" if column else "left")
    for library in LIBRARIES:
        table.add_column(f"{library} {version(library)}", justify="right")
    table.add_column("target", justify="right")
    for line in measure(rounds=2 if options.quick else 30, repeats=20 if options.quick else 500):
        target = TARGETS.get((line.operation, line.what))
        ratios = (f"{line.ratios[library]:.1f}" for library in LIBRARIES)
        table.add_row(line.operation, line.what, f"{line.ours:.2f}", *ratios, f"{target:.0f}" if target else "")
    Console(highlight=False, width=120).print(table)


def measure(rounds: int, repeats: int) -> list[Measured]:
    """Measure the libraries in turn, ``rounds`` times; the median of the rounds counts, for ratios too."""
    measured: list[Measured] = []
    for p in PDUS:
        for what, ours, others in (("encode", p.encode, encoders(p)), ("decode", reader(p), decoders(p))):
            times: dict[str, list[float]] = {name: [] for name in ("pdu", *others)}
            for _ in range(rounds):
                for name, do in (("pdu", ours), *others.items()):
                    times[name].append(timed(do, repeats))
            ratios = {
                name: median(other / own for other, own in zip(times[name], times["pdu"], strict=True))
                for name in others
            }
            measured.append(Measured(p.words[0], what, median(times["pdu"]), ratios))
    return measured


def timed(do: Do, repeats: int) -> float:
    """Return how many microseconds something takes."""
    turns = range(repeats)
    start = perf_counter()
    for _ in turns:
        do()
    return (perf_counter() - start) / repeats * 1e6


# What each library has to do


def reader(p: Pdu) -> Do:
    octets = p.encode()
    return lambda: decode(octets)


def encoders(p: Pdu) -> dict[str, Do]:
    """Make functions that encode a PDU made already; in aiosmpplib's, the text has been encoded by then."""
    octets = p.encode()
    fields = {row.name: getattr(p, row.name) for row in parameters(type(p))}
    fields |= {name: value for name in tlv_rows(type(p)) if (value := getattr(p, name)) is not None}
    smpplib = make_pdu(p.words[0], client=Client(), **fields)
    for name, value in fields.items():
        setattr(smpplib, name, value)
    smpplib.sequence = p.sequence_number
    pdu3, encoder = PDUEncoder().decode(BytesIO(octets)), PDUEncoder()
    aiosmpplib = from_octets(octets)
    return checked(
        {
            "smpplib": smpplib.generate,
            "smpp.pdu3": lambda: encoder.encode(pdu3),
            "aiosmpplib": aiosmpplib.pdu,
        },
        octets,
    )


def decoders(p: Pdu) -> dict[str, Do]:
    """Make functions that decode a PDU from its octets."""
    octets, client, encoder = p.encode(), Client(), PDUEncoder()
    return {
        "smpplib": lambda: parse_pdu(octets, client=client),
        "smpp.pdu3": lambda: encoder.decode(BytesIO(octets)),
        "aiosmpplib": lambda: from_octets(octets),
    }


def checked(encoders: dict[str, Do], octets: bytes) -> dict[str, Do]:
    """Check that all of them write the same, as far as they go: smpplib has its own order of TLVs."""
    for name, encode in encoders.items():
        assert len(encode()) == len(octets), name
    return encoders


class Client:
    """The object that smpplib gets its sequence numbers from."""

    sequence = 0

    def next_sequence(self) -> int:
        return 1


AIOSMPPLIB: Final[dict[SmppCommand, type[SmppMessage]]] = {
    SmppCommand.SUBMIT_SM: protocol.SubmitSm,
    SmppCommand.DELIVER_SM: protocol.DeliverSm,
    SmppCommand.BIND_TRANSCEIVER: protocol.BindTransceiver,
    SmppCommand.ENQUIRE_LINK: protocol.EnquireLink,
}


def from_octets(octets: bytes) -> SmppMessage:
    """Decode a PDU as the sessions of aiosmpplib do."""
    header = SmppMessage.parse_header(octets)
    return AIOSMPPLIB[header.smpp_command].from_pdu(octets, header, "gsm0338", None)
