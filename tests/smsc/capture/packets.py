"""Records captured without a world: who is who, and the packets of a capture, decoded layer by layer."""

from collections.abc import Callable, Iterable
from typing import Any

from pdu.capture import LinkType
from pdu.ip import ipv4
from pdu.pcap import packets
from pdu.ss7 import m3ua, sccp, sctp, tcap
from smsc.capture.capture import Capture
from smsc.capture.places import Places
from smsc.trace.trace import Record

KINDS = {"bank": "esme", "sc": "sc", "hlr": "hlr", "srf": "srf", "msc1": "msc", "bss1": "bss", "bss2": "bss"}
NUMBERS = {"sc": "447700900900", "hlr": "447700900910", "msc1": "447700900921"}


def places(mobile_global_title: Callable[[str], str] = lambda _: "") -> Places:
    return Places(
        lambda name: KINDS.get(name, "ms" if name.startswith("ms") else ""),
        NUMBERS,
        mobile_global_title=mobile_global_title,
    )


def said(message: object, way: str, conversation: int = 7, at: float = 1.0) -> Record:
    """Make a record: ``said(message, "sc hlr")``."""
    origin, _, destination = way.partition(" ")
    return Record(at, origin, destination, message, conversation)


def laid_out(records: Iterable[Record], where: Places | None = None) -> list[ipv4.Packet]:
    """Return the packets of a capture of these records."""
    found = list(packets(captured(*records, where=where)))
    assert {packet.link_type for packet in found} == {LinkType.RAW}
    return [ipv4.decode(packet.octets) for packet in found]


def captured(*records: Record, where: Places | None = None) -> bytes:
    """Make a capture of these records."""
    blocks: list[bytes] = []
    capture = Capture(where or places(), blocks.append)
    for record in records:
        capture.add(record)
    return b"".join(blocks)


def sccp_of(packet: ipv4.Packet) -> Any:
    """Decode the SCCP message in a packet."""
    assert isinstance(packet.data, bytes)
    data = m3ua.decode(sctp.decode(packet.data).user_data)  # type: ignore[arg-type]
    assert isinstance(data.user_protocol_data, bytes)
    return sccp.decode(data.user_protocol_data)


def tcap_of(packet: ipv4.Packet) -> Any:
    """Decode the TCAP message in a packet."""
    return tcap.decode(sccp_of(packet).data)
