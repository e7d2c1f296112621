"""pdu.gsm.rr: each message as its table has it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pdu.gsm import rr
from pdu.gsm.rr import (
    FRAMES,
    ChannelDescription,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    PagingRequest,
    RrMessage,
)
from pdu.malformed import Malformed
from tests.pdu.gsm.samples import MS, RR, rr_messages
from tests.pdu.laws import damaged, every_truncation_is_refused_or_round_trips, is_malformed_or_round_trips


@pytest.mark.parametrize(("message", "octets"), RR)
def test_a_message_is_laid_out_as_its_table(message: RrMessage, octets: str) -> None:
    assert message.encode().hex() == bytes.fromhex(octets).hex()
    assert rr.decode(bytes.fromhex(octets)) == message


@given(rr_messages)
def test_every_message_comes_back(message: RrMessage) -> None:
    assert rr.decode(message.encode()) == message


@pytest.mark.parametrize("octets", [octets for _, octets in RR])
def test_a_message_that_breaks_off_is_refused_or_another(octets: str) -> None:
    every_truncation_is_refused_or_round_trips(rr.decode, bytes.fromhex(octets))


@given(st.binary(max_size=30) | damaged(rr_messages.map(lambda message: message.encode())))
def test_any_octets_are_refused_or_come_back(octets: bytes) -> None:
    is_malformed_or_round_trips(rr.decode, octets)


@given(st.integers(0, FRAMES - 1))
@example(31 * 1326)  # where T1 steps and the others begin anew
def test_a_frame_number_survives_its_three_remainders(frame_number: int) -> None:
    message = rr.decode(ImmediateAssignment(ChannelDescription(), 0, 0, frame_number).encode())
    assert isinstance(message, ImmediateAssignment)
    assert message.frame_number == frame_number


def test_a_message_on_the_ccch_fills_its_block() -> None:
    assert len(PagingRequest(MS).encode()) == len(ImmediateAssignment(ChannelDescription(), 0, 0, 0).encode()) == 23


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (ChannelRequest(8, 0), "establishment_cause"),
        (ChannelRequest(0, 32), "random_reference"),
        (ChannelRelease(256), "rr_cause"),
        (ImmediateAssignment(ChannelDescription(), 0, 0, FRAMES), "frame_number"),
        (ImmediateAssignment(ChannelDescription(timeslot=8), 0, 0, 0), "channel_description timeslot"),
        (ImmediateAssignment(ChannelDescription(), 0, 0, 0, mobile_allocation=bytes(60)), "l2_pseudo_length"),
    ],
)
def test_a_value_that_does_not_fit_is_named(message: RrMessage, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        message.encode()
    assert malformed.value.field == field


@pytest.mark.parametrize(
    ("octets", "field"),
    [
        ("", "protocol_discriminator"),
        ("060d", "rr_cause"),
        ("0600", "message_type"),
        ("160d00", "protocol_discriminator"),  # skip indicator 1
        ("0924", "l2_pseudo_length"),  # no 2 octets
        ("0905 3f", "protocol_discriminator"),  # the message within is MM's
        ("0906 3b", "message_type"),
        ("0627 17 00 0110", "spare half octet"),
        ("35 063f 00 000000 000000 00 00 2b2b", "l2_pseudo_length"),  # 13 octets, and the message has 11
        ("2d 063f 00 000000 00 001f 00 00", "frame_number"),  # T2 31
    ],
)
def test_octets_that_leave_the_table_are_refused(octets: str, field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        rr.decode(bytes.fromhex(octets))
    assert malformed.value.field == field


def test_a_channel_is_said_in_one_word() -> None:
    assert str(ChannelDescription(rr.SDCCH_8 | 3, 2, 5, frequency=871)) == "01011/2/5/871"
