"""pdu.capture: the blocks octet by octet, and what tshark makes of a whole file."""

import subprocess

import pytest

from pdu.capture import (
    LinkType,
    enhanced_packet,
    interface_description,
    name_resolution,
    section_header,
)
from tests.oracle import dissect, tshark, upper_pdu

ENQUIRE_LINK = bytes.fromhex("00000010 00000015 00000000 00000001")
CP_ACK = bytes.fromhex("89 04")
IPV4_UDP = bytes.fromhex(
    "45 00 0020 0000 0000 40 11 0000 0a000001 0a000002"  # IPv4 without a checksum, 10.0.0.1 to 10.0.0.2
    "1267 1267 000c 0000"  # UDP
    "01020304"
)


def test_a_section_header_is_28_octets_without_options_but_for_their_end() -> None:
    assert section_header() == bytes.fromhex(
        "0a0d0d0a 20000000"  # block type, total length
        "4d3c2b1a 0100 0000"  # byte order magic: little-endian; version 1.0
        "ffffffffffffffff"  # section length: not said
        "0000 0000"  # opt_endofopt
        "20000000"  # total length, again
    )


def test_an_interface_has_a_name_and_nanoseconds() -> None:
    assert interface_description(LinkType.UPPER_PDU, name="E") == bytes.fromhex(
        "01000000 28000000"  # block type, total length
        "fc00 0000 00000000"  # link type 252, reserved, no snap length
        "0200 0100 45000000"  # if_name
        "0900 0100 09000000"  # if_tsresol
        "0000 0000"
        "28000000"
    )


def test_a_packet_without_options_ends_with_its_padding() -> None:
    assert enhanced_packet(1, 0x1_0000_0002, b"\x89\x04\x01") == bytes.fromhex(
        "06000000 24000000"  # block type, total length
        "01000000"  # interface
        "01000000 02000000"  # time, high and low
        "03000000 03000000"  # captured, original length
        "890401 00"  # octets, padding
        "24000000"
    )


def test_a_packet_carries_comments() -> None:
    packet = enhanced_packet(0, 0, b"\x89\x04", comments=("a", "", "bc"))
    assert packet == bytes.fromhex(
        "06000000 38000000"
        "00000000 00000000 00000000"
        "02000000 02000000"
        "8904 0000"
        "0100 0100 61000000"  # opt_comment; the empty one is not written
        "0100 0200 62630000"
        "0000 0000"
        "38000000"
    )


def test_a_name_of_the_resolution_block_ends_with_nul() -> None:
    assert name_resolution({"10.0.0.1": "sc"}) == bytes.fromhex(
        "04000000 1c000000"
        "0100 0700 0a000001 736300 00"  # nrb_record_ipv4
        "0000 0000"
        "1c000000"
    )


def test_what_is_no_address_has_no_name() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0"):
        name_resolution({"10.0.0": "sc"})


def capture() -> bytes:
    return b"".join(
        (
            section_header(comment="a section", application="mini-smsc"),
            interface_description(LinkType.UPPER_PDU, name="SMPP", description="bank to sc"),
            interface_description(LinkType.UPPER_PDU, name="Um cell-1"),
            interface_description(LinkType.RAW, name="IP"),
            name_resolution({"10.0.0.1": "sc", "10.0.0.2": "hlr"}),
            enhanced_packet(0, 1_700_000_000_123_456_789, upper_pdu("smpp", ENQUIRE_LINK), comments=("are", "you ...")),
            enhanced_packet(1, 1_700_000_001_000_000_000, upper_pdu("gsm_a_dtap", CP_ACK)),
            enhanced_packet(2, 1_700_000_002_000_000_000, IPV4_UDP),
        )
    )


def test_tshark_shows_interfaces_times_and_comments() -> None:
    columns = ["frame.interface_name", "frame.time_epoch", "frame.comment"]
    columns += ["_ws.col.Source", "_ws.col.Destination", "_ws.col.Protocol"]
    command = [tshark(), "-r", "-", "-N", "n", "-T", "fields", *(f"-e{column}" for column in columns)]
    shown = subprocess.run(command, input=capture(), capture_output=True, check=True).stdout.decode()
    assert [line.split("\t") for line in shown.splitlines()] == [
        ["SMPP", "1700000000.123456789", "are,you ...", "", "", "SMPP"],
        ["Um cell-1", "1700000001.000000000", "", "", "", ""],
        ["IP", "1700000002.000000000", "", "sc", "hlr", "UDP"],
    ]


def test_tshark_dissects_every_packet() -> None:
    smpp, cp_ack, ip = dissect(capture())
    assert smpp.protocols == ("smpp",)
    assert smpp.one("smpp.sequence_number").offset == 12
    assert cp_ack.protocols == ("gsm_a.dtap",)
    assert cp_ack.one("gsm_a.dtap.msg_sms_type").value == b"\x04"
    assert ip.protocols[:3] == ("raw", "ip", "udp")
    assert not any(dissection.malformed for dissection in (smpp, cp_ack, ip))
