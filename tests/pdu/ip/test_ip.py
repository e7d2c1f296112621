"""pdu.ip: datagrams and segments octet by octet, their sums, and the numbers of a connection."""

from dataclasses import replace

import pytest

from pdu.ip import ipv4, tcp, udp
from pdu.ip.tcp import Connection, Endpoint, Segment
from pdu.ip.udp import Datagram
from pdu.malformed import Malformed

ADDRESSES = ("10.0.0.1", "10.0.0.2")
ESME, SC = Endpoint("10.0.0.1", 49152), Endpoint("10.0.0.2", 2775)


def octets(packet: ipv4.Packet) -> bytes:
    assert isinstance(packet.data, bytes)
    return packet.data


def test_a_datagram_has_its_ports_its_length_and_its_sum() -> None:
    packet = Datagram(4729, 4729, b"\x01\x02\x03").packet(1, *ADDRESSES)
    assert octets(packet) == bytes.fromhex("1279 1279 000b c2e1 010203")
    assert udp.checksum(ipv4.UDP, *ADDRESSES, octets(packet)) == 0
    assert udp.decode(packet) == Datagram(4729, 4729, b"\x01\x02\x03")


def test_a_segment_has_its_numbers_and_its_sum() -> None:
    segment = Segment(49152, 2775, 1, 17, b"PDU")
    packet = segment.packet(1, *ADDRESSES)
    written = octets(packet)
    assert written[:16] + written[18:] == bytes.fromhex("c000 0ad7 00000001 00000011 50 18 ffff 0000") + b"PDU"
    assert udp.checksum(ipv4.TCP, *ADDRESSES, written) == 0
    assert tcp.decode(packet) == segment


@pytest.mark.parametrize("at", range(23))
def test_one_octet_otherwise_is_seen(at: int) -> None:
    for packet, decode in (
        (Segment(1, 2, 3, 4, b"PDU").packet(1, *ADDRESSES), tcp.decode),
        (Datagram(1, 2, b"of fifteen oct.").packet(1, *ADDRESSES), udp.decode),
    ):
        written = bytearray(octets(packet))
        written[at] ^= 1
        with pytest.raises(Malformed):
            decode(replace(packet, data=bytes(written)))


@pytest.mark.parametrize("decode", [tcp.decode, udp.decode])
def test_a_header_that_is_cut_off_is_malformed(decode: object) -> None:
    with pytest.raises(Malformed, match="header"):
        decode(ipv4.Packet(1, ipv4.TCP, *ADDRESSES, b"\0" * 7))  # type: ignore[operator]


@pytest.mark.parametrize(
    "message", [Segment(65536, 1, 1, 1, b""), Segment(1, 1, 1 << 32, 1, b""), Datagram(-1, 1, b"")]
)
def test_a_number_that_does_not_fit_is_malformed(message: Segment | Datagram) -> None:
    with pytest.raises(Malformed, match="bits"):
        message.packet(1, *ADDRESSES)


def test_each_side_of_a_connection_counts_its_octets_and_acknowledges_the_others() -> None:
    connection = Connection(ESME, SC)
    said = [(ESME, b"bind"), (SC, b"bound"), (ESME, b"submit")]
    segments = [tcp.decode(packet) for sender, octets in said for packet in connection.send(sender, octets)]
    numbers = [(one.source_port, one.sequence_number, one.acknowledgment_number) for one in segments]
    assert numbers == [(49152, 1, 1), (2775, 1, 5), (49152, 5, 6)]


def test_what_is_too_long_for_a_packet_goes_in_two() -> None:
    packets = list(Connection(ESME, SC).send(ESME, bytes(0x11000)))
    first, second = map(tcp.decode, packets)
    assert len(packets[0].encode()) == 0xFFFF
    assert second.sequence_number == 1 + len(first.data)
    assert len(first.data) + len(second.data) == 0x11000
