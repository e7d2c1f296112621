"""pdu.ss7.sctp and pdu.ip.ipv4: what carries M3UA in a capture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu.ip import ipv4
from pdu.malformed import Malformed
from pdu.ss7 import m3ua, sctp
from pdu.ss7.sctp import Association, Data, Endpoint
from tests.pdu.laws import damaged, is_malformed_or_round_trips, refuses_every_truncation

SC = Endpoint("10.0.0.1", 2905, 0x11111111)
HLR = Endpoint("10.0.0.2", 2906, 0x22222222)
CHUNK = Data(2905, 2906, 0x22222222, 7, 0, 7, m3ua.PAYLOAD_PROTOCOL_IDENTIFIER, b"datum")
PACKET = ipv4.Packet(1, ipv4.SCTP, "10.0.0.1", "10.0.0.2", b"datum")


def test_the_checksum_is_castagnolis() -> None:
    assert sctp.crc32c(b"123456789") == 0xE3069283


def test_the_internet_checksum_is_the_complement_of_the_complements_sum() -> None:
    assert ipv4.checksum(bytes.fromhex("0001 f203 f4f5 f6f7")) == 0xFFFF ^ 0xDDF2
    assert ipv4.checksum(b"\1") == 0xFEFF


def test_a_data_chunk_is_padded_and_summed_up() -> None:
    octets = CHUNK.encode()
    assert octets[:8] + octets[12:] == bytes.fromhex(
        "0b59 0b5a 22222222"  # ports, verification tag of the receiver; the checksum stood here
        "00 03 0015"  # DATA, whole; 21 octets
        "00000007 0000 0007"  # TSN, stream identifier, stream sequence number
        "00000003"  # M3UA
        "646174756d 000000"
    )
    assert sctp.decode(octets) == CHUNK


def test_an_ipv4_packet_is_summed_up() -> None:
    octets = PACKET.encode()
    assert octets[:10] + octets[12:] == bytes.fromhex("45 00 0019 0001 4000 40 84  0a000001 0a000002  646174756d")
    assert ipv4.checksum(octets[:20]) == 0
    assert ipv4.decode(octets) == PACKET


def test_each_side_of_an_association_counts_what_it_sends_and_names_the_others_tag() -> None:
    association = Association(SC, HLR, m3ua.PAYLOAD_PROTOCOL_IDENTIFIER)
    packets = [association.packet(sender, b"datum") for sender in (SC, HLR, SC)]
    found = [(packet.source_address, sctp.decode(ipv4.decode(packet.encode()).data)) for packet in packets]  # type: ignore[arg-type]
    assert [(source, chunk.destination_port, chunk.verification_tag, chunk.tsn) for source, chunk in found] == [
        ("10.0.0.1", 2906, 0x22222222, 0),
        ("10.0.0.2", 2905, 0x11111111, 0),
        ("10.0.0.1", 2906, 0x22222222, 1),
    ]


def test_each_stream_has_an_order_of_its_own_and_all_share_the_transmission_sequence() -> None:
    association = Association(SC, HLR, m3ua.PAYLOAD_PROTOCOL_IDENTIFIER)
    packets = [association.packet(SC, b"datum", stream) for stream in (1, 2, 1)]
    chunks = [sctp.decode(ipv4.decode(packet.encode()).data) for packet in packets]  # type: ignore[arg-type]
    assert [(chunk.tsn, chunk.stream_identifier, chunk.stream_sequence_number) for chunk in chunks] == [
        (0, 1, 0),
        (1, 2, 0),
        (2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Data(65536, 1, 1, 1, 0, 0, 3, b"datum"), "numbers within their bits"),
        (Data(1, 1, 1, 1 << 32, 0, 0, 3, b"datum"), "numbers within their bits"),
        (Data(1, 1, 1, 1, 0, 0, 3, b""), "at least one octet"),
        (Data(1, 1, 1, 1, 0, 0, 3, bytes(65536)), "numbers within their bits"),
        (ipv4.Packet(1, 256, "10.0.0.1", "10.0.0.2", b""), "numbers within their bits, addresses"),
        (ipv4.Packet(1, 6, "10.0.0", "10.0.0.2", b""), "numbers within their bits, addresses"),
        (ipv4.Packet(1, 6, "10.0.0.1", "10.0.0.2", bytes(65536)), "numbers within their bits, addresses"),
    ],
)
def test_a_value_that_cannot_be_laid_out_is_malformed(message: Data | ipv4.Packet, expected: str) -> None:
    with pytest.raises(Malformed) as error:
        message.encode()
    assert error.value.expected == expected


def test_a_truncated_packet_is_malformed() -> None:
    refuses_every_truncation(sctp.decode, CHUNK.encode())
    refuses_every_truncation(ipv4.decode, PACKET.encode())


@given(st.data())
def test_whatever_can_be_read_is_written_back(data: st.DataObject) -> None:
    is_malformed_or_round_trips(sctp.decode, data.draw(damaged(st.just(CHUNK.encode()))))
    is_malformed_or_round_trips(ipv4.decode, data.draw(damaged(st.just(PACKET.encode()))))
