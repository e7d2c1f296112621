"""pdu.gsm.lapdm and pdu.gsm.gsmtap: frames octet by octet, and the frames in which a message goes."""

import pytest

from pdu.gsm import gsmtap, lapdm
from pdu.gsm.gsmtap import Block, Channel
from pdu.gsm.lapdm import DISC, SABM, UA, DataLink, Frame, Sent, Side
from pdu.malformed import Malformed


def test_a_command_of_a_mobile_station_has_c_r_0_and_of_the_network_1() -> None:
    assert lapdm.command(Side.MOBILE, 0, SABM, b"\x06\x27").encode() == bytes.fromhex(
        "01 3f 09"  # SAPI 0, C/R 0; SABM with P; two octets, and no more
        "0627" + 18 * "2b"
    )
    assert lapdm.response(Side.NETWORK, 3, UA).encode() == bytes.fromhex("0d 73 01" + 20 * "2b")
    assert lapdm.command(Side.NETWORK, 3, DISC).encode() == bytes.fromhex("0f 53 01" + 20 * "2b")


@pytest.mark.parametrize(
    "frame",
    [
        Frame(0, True, lapdm.information(3, 5), b"\x05\x21"),
        Frame(3, False, lapdm.information(7, 0), bytes(20), more=True),
        Frame(3, True, lapdm.receive_ready(4)),
    ],
)
def test_a_frame_is_read_as_it_was_written(frame: Frame) -> None:
    assert lapdm.decode(frame.encode()) == frame


@pytest.mark.parametrize(
    ("octets", "field"),
    [
        (bytes(22), "block"),
        (b"\x02\x3f\x01" + 20 * b"\x2b", "address"),
        (b"\x01\x3f\x55" + 20 * b"\x2b", "length"),
        (b"\x01\x3f\x00" + 20 * b"\x2b", "length"),
        (b"\x01\x3f\x01" + 19 * b"\x2b" + b"\0", "padding"),
    ],
)
def test_what_is_no_frame_is_malformed(octets: bytes, field: str) -> None:
    with pytest.raises(Malformed, match=field):
        lapdm.decode(octets)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (Frame(8, True, 0), "sapi: expected 0 to 7, found 8"),
        (Frame(0, True, 256), "control: expected 0 to 255, found 256"),
        (Frame(0, True, 0, bytes(21)), "information: expected 20 octets at most, found 21"),
    ],
)
def test_what_fits_into_no_frame_is_malformed(frame: Frame, said: str) -> None:
    with pytest.raises(Malformed, match=f"^{said}$"):
        frame.encode()


def control(sent: list[Sent]) -> list[tuple[Side, str, bool]]:
    return [(one.side, f"{one.frame.control:08b}", one.frame.more) for one in sent]


def test_a_long_message_goes_in_frames_that_are_acknowledged_one_by_one() -> None:
    link = DataLink(3)
    assert control(list(link.establish(Side.NETWORK))) == [
        (Side.NETWORK, "00111111", False),
        (Side.MOBILE, "01110011", False),
    ]
    message = bytes(range(45))
    frames = list(link.send(Side.NETWORK, message))
    assert [len(sent.frame.information) for sent in frames] == [20, 0, 20, 0, 5, 0]
    assert b"".join(sent.frame.information for sent in frames) == message
    assert control(frames) == [
        (Side.NETWORK, "00000000", True),  # N(S) 0
        (Side.MOBILE, "00100001", False),  # RR, N(R) 1
        (Side.NETWORK, "00000010", True),
        (Side.MOBILE, "01000001", False),
        (Side.NETWORK, "00000100", False),
        (Side.MOBILE, "01100001", False),
    ]
    assert control(list(link.send(Side.MOBILE, b"\x89\x04"))) == [
        (Side.MOBILE, "01100000", False),  # N(R) 3
        (Side.NETWORK, "00100001", False),
    ]
    assert link.last == {Side.NETWORK: 2, Side.MOBILE: 0}


def test_numbers_begin_again_after_seven_and_with_sabm() -> None:
    link = DataLink(0)
    list(link.establish(Side.MOBILE))
    numbers = [one.frame.control >> 1 & 7 for one in link.send(Side.NETWORK, bytes(180)) if one.side is Side.NETWORK]
    assert numbers == [0, 1, 2, 3, 4, 5, 6, 7, 0]
    list(link.establish(Side.MOBILE))
    assert next(link.send(Side.NETWORK, b"\x06\x0d\x00")).frame.control == 0


def test_a_number_can_be_left_out() -> None:
    link = DataLink(0)
    list(link.establish(Side.MOBILE))
    assert next(link.send(Side.NETWORK, b"\x05\x21", unlike=0)).frame.control >> 1 == 1
    assert next(link.send(Side.NETWORK, b"\x06\x0d\x00", unlike=0)).frame.control >> 1 == 2
    frames = [one.frame.control >> 1 for one in link.send(Side.NETWORK, bytes(60), unlike=4) if one.frame.information]
    assert frames == [3, 4, 5]  # only the first frame of a message is compared


def test_a_block_says_where_it_was_seen() -> None:
    block = Block(Channel.SDCCH_8, True, b"\x01", arfcn=871, timeslot=2, subchannel=5, frame_number=42431)
    assert block.encode() == bytes.fromhex(
        "02 04 01"  # version 2, four words, Um
        "02 4367 00 00"  # timeslot, ARFCN with the bit of the uplink; signal and noise are not known
        "0000a5bf 08 00 05 00"  # frame, SDCCH/8, antenna, subchannel
        "01"
    )
    assert gsmtap.decode(block.encode()) == block


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Block(1, False, b"", arfcn=1024), "arfcn: expected 0 to 1023, found 1024"),
        (Block(1, False, b"", timeslot=256), "GSMTAP header: expected numbers within their bits, found "),
    ],
)
def test_where_nothing_can_be_is_malformed(block: Block, said: str) -> None:
    with pytest.raises(Malformed, match=f"^{said}"):
        block.encode()


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (bytes(15), "16 octets, found 15"),
        (bytes.fromhex("03040100") + bytes(12), "version 2, four words, Um, found 030401"),
    ],
    ids=["short", "of version 3"],
)
def test_another_header_is_malformed(octets: bytes, said: str) -> None:
    with pytest.raises(Malformed, match=f"^GSMTAP header at octet 0: expected {said}$"):
        gsmtap.decode(octets)
