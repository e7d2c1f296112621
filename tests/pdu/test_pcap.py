"""SMPP out of captures: files of both formats, made here octet by octet, whatever the packets are wrapped in."""

import struct
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from time import process_time
from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdu import Malformed, capture
from pdu.pcap import CapturedPdu, is_capture, packets, pdus
from tests.oracle import upper_pdu
from tests.pdu.captured import ANSWER, ASK, SUBMIT, classic, ipv4, ipv6, pcapng, tcp


def found(file: bytes, port: int | None = None) -> list[bytes]:
    return [pdu.octets for pdu in pdus(file, port)]


def test_a_pdu_says_when_and_between_whom() -> None:
    [pdu] = pdus(classic(ipv4(tcp(ASK))))
    assert pdu == CapturedPdu(1_700_000_000.25, "10.0.0.1:40000", "10.0.0.2:2775", ASK)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D], ids=["microseconds", "nanoseconds"])
def test_a_classic_file_is_read_in_either_order(order: str, magic: int) -> None:
    file = classic(ipv4(tcp(ASK)), order=order, magic=magic)
    assert is_capture(file)
    [packet] = packets(file)
    assert packet.at == pytest.approx(1_700_000_000.25 if magic == 0xA1B2C3D4 else 1_700_000_000.00025)
    assert found(file) == [ASK]


def test_a_pcapng_file_is_read() -> None:
    file = pcapng(ipv4(tcp(ASK)), ipv4(tcp(SUBMIT, 17)))
    assert is_capture(file)
    assert [pdu.at for pdu in pdus(file)] == [1_700_000_000.25] * 2
    assert found(file) == [ASK, SUBMIT]


def block(order: str, block_type: int, body: bytes) -> bytes:
    length = struct.pack(f"{order}I", 12 + len(body))
    return struct.pack(f"{order}I", block_type) + length + body + length


def test_a_pcapng_file_may_be_big_endian_with_packets_of_the_older_kinds() -> None:
    one, two = ipv4(tcp(ASK)), ipv4(tcp(SUBMIT, 17))
    pads = bytes(-len(one) % 4), bytes(-len(two) % 4)
    file = (
        block(">", 0x0A0D0D0A, struct.pack(">IHHq", 0x1A2B3C4D, 1, 0, -1))
        + block(">", 1, struct.pack(">HHI", 101, 0, 0) + struct.pack(">HHBxxx", 9, 1, 0x8A) + bytes(4))
        + block(">", 2, struct.pack(">HHIIII", 0, 0, 0, 2048, len(one), len(one)) + one + pads[0])
        + block(">", 3, struct.pack(">I", len(two)) + two + pads[1])
        + block(">", 5, bytes(8))
    )
    assert [(pdu.at, pdu.octets) for pdu in pdus(file)] == [(2.0, ASK), (0.0, SUBMIT)]


@pytest.mark.parametrize(
    ("link_type", "wrap"),
    [
        (1, lambda ip: bytes(12) + b"\x08\x00" + ip),
        (1, lambda ip: bytes(12) + b"\x81\x00\x00\x05\x08\x00" + ip),
        (0, lambda ip: b"\2\0\0\0" + ip),
        (108, lambda ip: b"\0\0\0\2" + ip),
        (101, lambda ip: ip),
        (228, lambda ip: ip),
        (113, lambda ip: bytes(14) + b"\x08\x00" + ip),
        (276, lambda ip: b"\x08\x00" + bytes(18) + ip),
    ],
    ids=["ethernet", "vlan", "null", "loop", "raw", "ipv4", "cooked", "cooked 2"],
)
def test_packets_may_be_wrapped_in_many_ways(link_type: int, wrap: Callable[[bytes], bytes]) -> None:
    assert found(classic(wrap(ipv4(tcp(ASK))), link_type=link_type)) == [ASK]


def test_ipv6_is_read_with_its_extension_headers() -> None:
    [pdu] = pdus(classic(ipv6(b"\x06\0" + bytes(6) + tcp(ASK), following=0)))
    assert (pdu.source, pdu.destination, pdu.octets) == ("[2001:db8::1]:40000", "[2001:db8::2]:2775", ASK)


def test_an_exported_pdu_is_read_if_it_is_smpp() -> None:
    file = pcapng(
        upper_pdu("smpp", ASK),
        upper_pdu("gsm_sms", b"\0"),
        link_type=capture.LinkType.UPPER_PDU,
    )
    assert [(pdu.source, pdu.octets) for pdu in pdus(file)] == [("", ASK)]


def test_what_is_no_tcp_is_passed_over() -> None:
    fragment = bytearray(ipv4(tcp(ASK)))
    fragment[6] = 0x20
    noise = [b"", b"\x45", b"\x00" * 60, bytes(fragment), ipv4(tcp(ASK), protocol=17), ipv4(b"\0" * 8), ipv6(b"", 59)]
    assert found(classic(*noise)) == []


def test_other_link_types_are_passed_over() -> None:
    assert found(classic(ipv4(tcp(ASK)), link_type=147)) == []


# Streams


def test_pdus_are_cut_from_the_stream_however_the_segments_are() -> None:
    stream = ASK + SUBMIT
    segments = [ipv4(tcp(stream[at : at + 7], 1 + at)) for at in range(0, len(stream), 7)]
    assert found(classic(ipv4(tcp(b"", 0, flags=0x02)), *segments)) == [ASK, SUBMIT]


def test_the_two_directions_are_two_streams() -> None:
    back = ipv4(tcp(ANSWER, 1, 2775, 40000), "10.0.0.2", "10.0.0.1")
    parties = [(pdu.source, pdu.octets) for pdu in pdus(classic(ipv4(tcp(ASK)), back))]
    assert parties == [("10.0.0.1:40000", ASK), ("10.0.0.2:2775", ANSWER)]


@given(
    cuts=st.lists(st.integers(0, 100), max_size=6),
    order=st.randoms(use_true_random=False),
    start=st.sampled_from([1, 0xFFFFFFF0]),
    twice=st.booleans(),
)
def test_segments_may_come_in_any_order_and_twice(cuts: list[int], order: object, start: int, twice: bool) -> None:
    stream = ASK + SUBMIT + ANSWER
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    segments = [ipv4(tcp(stream[first:end], (start + 1 + first) & 0xFFFFFFFF)) for first, end in pairwise(places)] * (
        2 if twice else 1
    )
    order.shuffle(segments)  # type: ignore[attr-defined]  # a random.Random
    syn = ipv4(tcp(b"", start, flags=0x02))
    assert found(classic(syn, *segments)) == [ASK, SUBMIT, ANSWER]


def test_a_retransmission_that_holds_more_than_before_adds_what_is_new() -> None:
    assert found(classic(ipv4(tcp(ASK, 1)), ipv4(tcp(ASK + SUBMIT, 1)))) == [ASK, SUBMIT]


def test_a_capture_that_begins_inside_a_pdu_waits_for_the_next_one() -> None:
    assert found(classic(ipv4(tcp(SUBMIT[20:], 21)), ipv4(tcp(ASK, 100)))) == [ASK]


def test_what_follows_a_gap_comes_at_the_end() -> None:
    assert found(classic(ipv4(tcp(ASK, 1)), ipv4(tcp(SUBMIT, 100)))) == [ASK, SUBMIT]


def test_a_pdu_that_was_not_captured_to_its_end_comes_as_it_is() -> None:
    assert found(classic(ipv4(tcp(ASK + SUBMIT[:20], 1)))) == [ASK, SUBMIT[:20]]


def test_ports_that_are_used_again_begin_a_new_stream() -> None:
    syn = ipv4(tcp(b"", 999, flags=0x02))
    assert found(classic(ipv4(tcp(ASK, 1)), syn, ipv4(tcp(SUBMIT, 1000)))) == [ASK, SUBMIT]


def test_smpp_on_another_port_is_known_by_its_first_header() -> None:
    smpp, http = tcp(ASK, destination=3000), tcp(b"GET / HTTP/1.1\r\n\r\n", source=40001, destination=80)
    assert found(classic(ipv4(smpp), ipv4(http))) == [ASK]


def test_smpp_on_another_port_is_known_though_its_first_header_is_cut_in_two() -> None:
    segments = [tcp(ASK[:7], 1, destination=3000), tcp(ASK[7:], 8, destination=3000)]
    assert found(classic(*map(ipv4, (tcp(b"", 0, destination=3000, flags=0x02), *segments)))) == [ASK]


def test_few_octets_of_another_protocol_are_no_smpp() -> None:
    redis = [tcp(payload, at, destination=6379) for payload, at in ((b"PING\r\n", 1), (b"QUIT\r\n", 7))]
    assert found(classic(*map(ipv4, (tcp(b"", 0, destination=6379, flags=0x02), *redis)))) == []


def test_what_was_left_of_a_stream_comes_before_its_ports_are_used_again() -> None:
    syn = ipv4(tcp(b"", 999, flags=0x02))
    file = classic(ipv4(tcp(ASK + SUBMIT[:20], 1)), syn, ipv4(tcp(ANSWER, 1000)))
    assert found(file) == [ASK, SUBMIT[:20], ANSWER]


def test_a_long_capture_with_a_gap_is_read_in_about_the_time_of_one_without() -> None:
    segments = [ipv4(tcp(ASK, 1 + 16 * number)) for number in range(4000)]
    whole, gap = classic(*segments), classic(segments[0], *segments[2:])
    assert (len(found(whole)), len(found(gap))) == (4000, 3999)
    # the quickest of three, timed as by timeit: without the garbage collector, which looks at all tests' objects
    usual, spent = (min(repeat(partial(found, file), timer=process_time, repeat=3, number=1)) for file in (whole, gap))
    assert spent < 4 * usual


def test_a_port_that_is_named_is_the_only_one() -> None:
    file = classic(ipv4(tcp(ASK, destination=3000)), ipv4(tcp(SUBMIT, source=40001)))
    assert found(file, 3000) == [ASK]


def test_what_is_no_smpp_on_its_port_comes_as_it_is_once() -> None:
    noise = b"GET / HTTP/1.1\r\n"
    syn = ipv4(tcp(b"", 0, flags=0x02))
    assert found(classic(syn, ipv4(tcp(noise, 1)), ipv4(tcp(ASK, 17)))) == [noise]


# Files that are no captures


@pytest.mark.parametrize(
    "file",
    [
        classic(ipv4(tcp(ASK)))[:-1],
        classic(ipv4(tcp(ASK)))[:30],
        classic()[:10],
        pcapng(ipv4(tcp(ASK)))[:-1],
        pcapng()[:20],
    ],
    ids=["in a packet", "in a record", "in the header", "in a block", "in the section"],
)
def test_a_file_that_is_cut_off_says_where(file: bytes) -> None:
    with pytest.raises(Malformed, match="the file is cut off"):
        list(pdus(file))


def test_a_file_of_another_kind_is_malformed() -> None:
    assert not is_capture(b"PK\3\4")
    with pytest.raises(Malformed, match="expected a pcap or pcapng file"):
        list(pdus(b"PK\3\4"))


SECTION = capture.section_header()
BODY = len(SECTION) + 8  # where that of a block behind it begins


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        (block("<", 0x0A0D0D0A, bytes(16)), "byte-order magic at octet 8"),
        (capture.section_header() + b"\1\0\0\0\x0b\0\0\0", "block total length at octet"),
        (capture.section_header() + capture.enhanced_packet(0, 0, b"abcd"), "expected one of 0 described, found 0"),
        (SECTION + block("<", 1, bytes(8) + b"\x09\0\1\0"), f"if_tsresol at octet {BODY + 12}: expected 1 octets"),
        (
            pcapng() + block("<", 6, bytes(20))[:-4],
            f"block at octet {len(pcapng())}: expected 32 octets, found 28: the file",
        ),
        (
            pcapng() + block("<", 6, struct.pack("<IIIII", 0, 0, 0, 9, 9) + b"abcd"),
            f"packet at octet {len(pcapng()) + 28}: expected 9 octets, found 4: the block ends",
        ),
        (
            pcapng() + block("<", 3, b""),
            f"packet block at octet {len(pcapng()) + 8}: expected 4 octets, found 0: the bl",
        ),
        (SECTION[:7], "byte-order magic at octet 7: expected 4 octets, found 0: the file is cut off"),
    ],
)
def test_a_damaged_pcapng_file_says_where(blocks: bytes, message: str) -> None:
    with pytest.raises(Malformed, match=message):
        list(pdus(blocks))


@given(st.binary(max_size=120), st.sampled_from([classic(), pcapng(), pcapng(ipv4(tcp(ASK)))]))
def test_any_file_gives_pdus_or_is_malformed(tail: bytes, head: bytes) -> None:
    try:
        found(head + tail)
    except Malformed as malformed:
        assert malformed.found  # noqa: PT017 - some are whole


@given(st.lists(st.binary(max_size=80), max_size=4), st.sampled_from([0, 1, 101, 113, 252, 276]))
def test_any_packets_give_pdus_or_nothing(octets: list[bytes], link_type: int) -> None:
    found(classic(*octets, link_type=link_type))
