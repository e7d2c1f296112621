"""tshark as the oracle for octets: a batch of packets in one run, each dissected into a flat list of fields.

``pdml(("smpp", octets), ("gsm_sms", octets, True))`` returns one Dissection per packet, in order. A packet is the name
of a Wireshark dissector (``smpp gsm_a_dtap gsm_a_rp gsm_sms tcap bssap ...``), the octets, and, where the octets alone
do not tell it, whether an MS speaks to the network. One start costs 0.2 s, so a test module runs one batch.
"""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack
from typing import NamedTuple, TypeAlias

from pdu.capture import LinkType, enhanced_packet, interface_description, section_header
from tests.programs import need

Packet: TypeAlias = tuple[str, bytes] | tuple[str, bytes, bool]


class Field(NamedTuple):
    """One field of a dissection.

    ``name`` is Wireshark's (``gsm_sms.tp-mti``; "" for a line of text), ``offset`` counts octets from the start of
    the packet's own octets (of its own buffer, where Wireshark made one), ``size`` is in octets, ``value`` is the
    octets (of a bit field: all of those it lies in), ``show`` what a filter would compare, ``label`` the line that a
    person reads, ``number`` the value of a bit field, shifted down (None where Wireshark prints none).
    """

    name: str
    offset: int
    size: int
    value: bytes
    show: str
    label: str
    number: int | None


@dataclass(frozen=True)
class Dissection:
    """All fields of one packet, in the order of Wireshark's tree, outer before inner."""

    protocols: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def malformed(self) -> bool:
        """Whether Wireshark could not read it."""
        return "_ws.malformed" in self.protocols or any(f.name == "_ws.malformed" for f in self.fields)

    def all(self, name: str) -> list[Field]:
        """The fields of that name."""
        return [field for field in self.fields if field.name == name]

    def one(self, name: str) -> Field:
        """The only field of that name."""
        [field] = self.all(name)
        return field

    def shown(self, name: str) -> str | None:
        """What the only field of that name shows; None when it does not occur."""
        return self.one(name).show if self.all(name) else None

    def number(self, name: str) -> int | None:
        """What the only field of that name shows, as a number; None when it does not occur."""
        show = self.shown(name)
        return None if show is None else int(show, 0)


def tshark() -> str:
    """Where tshark is. Without it the test is skipped, but fails on the build server."""
    return need("tshark")


def pdml(*packets: Packet, options: Sequence[str] = ()) -> list[Dissection]:
    """Dissect each packet; ``options`` are further arguments for tshark (``-o name:value``)."""
    blocks = [section_header(), interface_description(LinkType.UPPER_PDU)]
    for at, (dissector, octets, *to_network) in enumerate(packets):
        frame = upper_pdu(dissector, octets, to_network=to_network[0] if to_network else None)
        blocks.append(enhanced_packet(0, at, frame))
    return dissect(b"".join(blocks), options=options)


def upper_pdu(dissector: str, octets: bytes, *, to_network: bool | None = None) -> bytes:
    """A packet of an UPPER_PDU interface: tags, as Wireshark's epan/exported_pdu.h has them, and the octets."""
    tags = [(12, dissector.encode() + bytes(-len(dissector) % 4))]
    if to_network is not None:
        tags.append((35, pack(">I", to_network)))
    return b"".join(pack(">HH", tag, len(value)) + value for tag, value in (*tags, (0, b""))) + octets


def dissect(capture: bytes, options: Sequence[str] = ()) -> list[Dissection]:
    """Dissect each packet of a capture file (pcap or pcapng)."""
    command = [tshark(), "-n", "-T", "pdml", "-r", "-", *options]
    run = subprocess.run(command, input=capture, capture_output=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr.decode()
    text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", run.stdout.decode(errors="replace"))
    return [_dissection(packet) for packet in ET.fromstring(text).iter("packet")]  # noqa: S314  # tshark's own


def smpp_over_tcp(*segments: bytes) -> list[Dissection]:
    """Dissect a stream of SMPP, segment by segment: the fields of a segment are those of the PDUs that end in it.

    A segment may start inside a PDU and end inside one, but must not start with less than a header of one: that is
    what Wireshark 4.0 can't put together.
    """
    blocks = [section_header(), interface_description(LinkType.RAW)]
    sequence = 1
    for at, segment in enumerate(segments):
        tcp = pack(">HHIIBBHHH", 20_000, 2775, sequence, 1, 5 << 4, 0x18, 0xFFFF, 0, 0) + segment
        ip = pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), at, 0, 64, 6, 0, 0x7F000001, 0x7F000001)
        blocks.append(enhanced_packet(0, at, ip + tcp))
        sequence += len(segment)
    found = dissect(b"".join(blocks), options=("-d", "tcp.port==2775,smpp"))
    return [Dissection(one.protocols, tuple(f for f in one.fields if f.name.startswith("smpp."))) for one in found]


# What XML can't have: tshark shows UCS-2 with all that is no text.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FLAGS = {"True": "1", "False": "0"}  # Wireshark 4.0 has numbers, 4.6 words
_ENVELOPE = frozenset({"geninfo", "frame", "pkt_comment", "exported_pdu"})


def _dissection(packet: ET.Element) -> Dissection:
    origin = sum(int(p.get("size", "0")) for p in packet.findall("proto[@name='exported_pdu']"))
    protos = [proto for proto in packet.findall("proto") if proto.get("name") not in _ENVELOPE]
    names = tuple(proto.get("name", "") for proto in packet.iter("proto") if proto.get("name") not in _ENVELOPE)
    return Dissection(names, tuple(_field(f, origin) for proto in protos for f in proto.iter("field")))


def _field(field: ET.Element, origin: int) -> Field:
    # A bit field has its own number as "value" and the octets it lies in as "unmaskedvalue".
    masked, value = field.get("unmaskedvalue"), field.get("value", "")
    return Field(
        name=field.get("name", ""),
        offset=int(field.get("pos", "0")) - origin,
        size=int(field.get("size", "0")),
        value=bytes.fromhex(value if masked is None else masked),
        show=_FLAGS.get(field.get("show", ""), field.get("show", "")),
        label=field.get("showname", field.get("show", "")),
        number=None if masked is None else int(value, 16),
    )
