"""Octets to PDUs: reading the header, and cutting a stream into PDUs."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdu import (
    CommandStatus,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Malformed,
    SubmitSm,
    SubmitSmResp,
    Unknown,
    decode,
)
from pdu.codec import DEFAULT_LIMIT, FrameError, Frames
from tests.pdu.laws import damaged, is_malformed_or_round_trips
from tests.pdu.pdus import SAMPLES

ENQUIRE_LINK = bytes.fromhex(
    "00000010"  # command_length
    "00000015"  # command_id: enquire_link
    "00000000"  # command_status
    "00000001"  # sequence_number
)


def refused(octets: bytes) -> Malformed:
    with pytest.raises(Malformed) as error:
        decode(octets)
    return error.value


# One PDU


def test_a_header_alone_is_a_pdu() -> None:
    assert decode(ENQUIRE_LINK) == EnquireLink(sequence_number=1)
    assert EnquireLink(sequence_number=1).encode() == ENQUIRE_LINK


def test_a_submission_is_read_field_by_field() -> None:
    octets = bytes.fromhex(
        "00000039 00000004 00000000 00000002"  # submit_sm
        "434d5400"  # service_type "CMT"
        "05 00 62616e6b00"  # source_addr_ton ALPHANUMERIC, source_addr_npi, source_addr "bank"
        "01 01 34343737303039303031323300"  # dest_addr_ton, dest_addr_npi, destination_addr
        "00 00 00"  # esm_class, protocol_id, priority_flag
        "00 00"  # schedule_delivery_time, validity_period
        "01 00 00 00"  # registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
        "05 48656c6c6f"  # sm_length, short_message
    )
    p = SubmitSm(
        service_type="CMT",
        source_addr_ton=5,
        source_addr="bank",
        dest_addr_ton=1,
        dest_addr_npi=1,
        destination_addr="447700900123",
        registered_delivery=1,
        short_message=b"Hello",
        sequence_number=2,
    )
    assert decode(octets) == p
    assert p.encode() == octets


@pytest.mark.parametrize("size", range(16))
def test_less_than_a_header_is_no_pdu(size: int) -> None:
    error = refused(ENQUIRE_LINK[:size])
    assert (error.field, error.found) == ("header", f"{size} octets")
    assert error.command_status == CommandStatus.ESME_RINVCMDLEN


@pytest.mark.parametrize(
    ("command_length", "found"), [("0000000f", "15"), ("00000011", "17"), ("f0000011", "4026531857")]
)
def test_command_length_is_the_number_of_octets_and_never_negative(command_length: str, found: str) -> None:
    error = refused(bytes.fromhex(command_length) + ENQUIRE_LINK[4:])
    assert str(error) == f"command_length at octet 0: expected 16, found {found}"
    assert error.command_status == CommandStatus.ESME_RINVCMDLEN


@pytest.mark.parametrize("number", [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
def test_any_sequence_number_can_be_echoed(number: int) -> None:
    octets = ENQUIRE_LINK[:12] + number.to_bytes(4, "big")
    assert EnquireLinkResp(sequence_number=decode(octets).sequence_number).encode()[12:] == octets[12:]


def test_a_command_id_in_nobody_s_table_is_kept() -> None:
    octets = bytes.fromhex("00000013 000102ff 00000007 ffffffff 010203")
    p = decode(octets)
    assert p == Unknown(command_id=0x000102FF, command_status=7, sequence_number=0xFFFFFFFF, body=b"\1\2\3")
    assert p.encode() == octets


@pytest.mark.parametrize("status", [0x0A, 0x16, 0x400, 0xFFFFFFFF])
def test_any_command_status_is_kept(status: int) -> None:
    octets = SubmitSmResp(command_status=status).encode()
    assert decode(octets).command_status == status
    assert decode(octets).encode() == octets


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_octets_may_come_in_any_buffer(kind: type) -> None:
    octets = SubmitSm(short_message=b"Hello").encode()
    p = decode(kind(octets))
    assert p == SubmitSm(short_message=b"Hello")
    assert isinstance(p, SubmitSm)
    assert type(p.short_message) is bytes


@pytest.mark.parametrize("wrong", [16, True, None, "octets", [0] * 16])
def test_what_are_no_octets_is_not_read_as_some(wrong: Any) -> None:
    with pytest.raises(TypeError, match=re.escape(f"decode: expected octets, found {wrong!r}")):
        decode(wrong)


@given(st.binary(max_size=60), damaged(st.sampled_from([p.encode() for p in SAMPLES])))
def test_any_octets_are_a_pdu_or_malformed(octets: bytes, pdu: bytes) -> None:
    is_malformed_or_round_trips(decode, octets)
    is_malformed_or_round_trips(decode, pdu)
    is_malformed_or_round_trips(decode, len(pdu).to_bytes(4) + pdu[4:])


@pytest.mark.parametrize(
    ("p", "field"),
    [
        (Unknown(command_id=-1), "command_id"),
        (Unknown(command_id=1 << 32), "command_id"),
        (Unknown(command_id=9, command_status=-1), "command_status"),
        (GenericNack(command_status=3, sequence_number=1 << 32), "sequence_number"),
    ],
)
def test_a_header_that_can_t_be_laid_out_is_malformed(p: Unknown | GenericNack, field: str) -> None:
    with pytest.raises(Malformed, match=field):
        p.encode()


# A stream

STREAM = b"".join(p.encode() for p in SAMPLES)


def test_two_pdus_in_one_read_are_cut_apart() -> None:
    other = EnquireLinkResp(sequence_number=2).encode()
    assert Frames().cut(ENQUIRE_LINK + other) == ([ENQUIRE_LINK, other], None)


def test_a_pdu_in_many_reads_is_put_together() -> None:
    frames = Frames()
    for i in range(15):
        assert frames.cut(ENQUIRE_LINK[i : i + 1]) == ([], None)
        assert len(frames) == i + 1
    assert frames.cut(ENQUIRE_LINK[15:]) == ([ENQUIRE_LINK], None)
    assert len(frames) == 0


@settings(deadline=None)
@given(st.lists(st.integers(0, len(STREAM)), max_size=40))
def test_how_a_stream_was_cut_makes_no_difference(cuts: list[int]) -> None:
    frames = Frames()
    whole: list[bytes] = []
    for start, end in pairwise([0, *sorted(cuts), len(STREAM)]):
        cut, broken = frames.cut(STREAM[start:end])
        assert broken is None
        whole += cut
    assert [decode(octets) for octets in whole] == list(SAMPLES)
    assert len(frames) == 0


@pytest.mark.parametrize("command_length", [0, 15, DEFAULT_LIMIT + 1, 0x7FFFFFFF, 0xF0000011, 0xFFFFFFFF])
def test_a_length_that_can_t_be_ends_all_trust_in_the_stream(command_length: int) -> None:
    broken = command_length.to_bytes(4, "big") + ENQUIRE_LINK[4:12] + b"\0\0\0\7" + ENQUIRE_LINK
    whole, error = Frames().cut(ENQUIRE_LINK + broken)
    assert whole == [ENQUIRE_LINK]
    assert isinstance(error, FrameError)
    assert (error.found, error.sequence_number) == (str(command_length), 7)
    assert error.command_status == CommandStatus.ESME_RINVCMDLEN


def test_a_bad_length_is_told_before_the_rest_of_its_header_has_come() -> None:
    whole, error = Frames().cut(b"\xff\xff\xff\xff")
    assert whole == []
    assert error is not None
    assert error.sequence_number == 0


@pytest.mark.parametrize(
    ("octets", "other"), [(b"\x15\x03\x01\0\2\2\x46", "TLS"), (b"HTTP/1.1 400 Bad", "HTTP"), (b"SSH-2.0", "SSH")]
)
def test_who_begins_otherwise_is_named(octets: bytes, other: str) -> None:
    _, error = Frames().cut(octets)
    assert error is not None
    assert error.found.endswith(f", as {other} begins")


def test_the_limit_of_a_stream_is_the_user_s_to_set() -> None:
    octets = SubmitSm(message_payload=bytes(0xFFFF)).encode()
    assert Frames().cut(octets) == ([octets], None)
    assert Frames(limit=1000).cut(octets)[1] is not None
