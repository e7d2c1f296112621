"""The radio: common channels, and LAPDm on a handset's own."""

from pdu.gsm import gsmtap, lapdm
from pdu.gsm.gsmtap import Block, Channel
from pdu.gsm.identity import MobileIdentity
from pdu.gsm.lapdm import DISC, SABM, UA, Frame
from pdu.gsm.rr import (
    ABNORMAL_RELEASE,
    ChannelDescription,
    ChannelRelease,
    ChannelRequest,
    ImmediateAssignment,
    PagingRequest,
    PagingResponse,
)
from pdu.ip import udp
from pdu.sms import CpAck
from smsc.trace.trace import Record
from tests.smsc.capture.packets import laid_out, said

IDENTITY = MobileIdentity("234150000000001")
CHANNEL = ChannelDescription(0b01011, 2, frequency=871)


def blocks(*records: Record) -> list[Block]:
    return [gsmtap.decode(udp.decode(packet).data) for packet in laid_out(records)]


def frames(*records: Record) -> list[Frame]:
    return [lapdm.decode(block.data) for block in blocks(*records) if block.channel == Channel.SDCCH_8]


def assigned(conversation: int = 7, description: ChannelDescription = CHANNEL) -> Record:
    return said(ImmediateAssignment(description, 4, 1, 0), "bss1 ms1", conversation)


def lost(record: Record) -> Record:
    return record._replace(lost=True)


def numbers(*records: Record) -> list[int]:
    """Return N(S) of the I frames."""
    return [frame.control >> 1 & 7 for frame in frames(*records) if not frame.control & 1]


def test_what_is_for_everybody_goes_on_the_common_channels() -> None:
    found = blocks(said(PagingRequest(IDENTITY), "bss1 ms1", 0), said(ChannelRequest(4, 1), "ms1 bss1"), assigned())
    assert [block.channel for block in found] == [Channel.PCH, Channel.RACH, Channel.AGCH]
    assert [block.uplink for block in found] == [False, True, False]
    assert [len(block.data) for block in found] == [23, 1, 23]


def test_a_call_that_nobody_hears_is_for_everybody() -> None:
    [packet] = laid_out((said(PagingRequest(IDENTITY), "bss1 ", 0),))
    assert packet.destination_address == "255.255.255.255"


def test_a_channel_is_where_it_was_assigned() -> None:
    *_, request, accepted = blocks(assigned(), said(PagingResponse(IDENTITY), "ms1 bss1"))
    assert (request.timeslot, request.subchannel, request.arfcn) == (2, 3, 871)
    assert (request.uplink, accepted.uplink) == (True, False)
    assert lapdm.decode(request.data) == Frame(0, False, SABM, PagingResponse(IDENTITY).encode())
    assert lapdm.decode(accepted.data) == Frame(0, False, UA, PagingResponse(IDENTITY).encode())


def test_short_messages_have_a_data_link_of_their_own() -> None:
    found = frames(assigned(), said(PagingResponse(IDENTITY), "ms1 bss1"), said(CpAck(0), "bss1 ms1"))
    assert [(frame.sapi, frame.control) for frame in found[2:]] == [(3, SABM), (3, UA), (3, 0), (3, 0x21)]


def test_a_channel_is_given_up_by_the_handset_unless_it_is_not_heard() -> None:
    begun = assigned(), said(PagingResponse(IDENTITY), "ms1 bss1")
    released = frames(*begun, said(ChannelRelease(), "bss1 ms1"))
    assert [frame.control for frame in released[-2:]] == [DISC, UA]
    lost = frames(*begun, said(ChannelRelease(ABNORMAL_RELEASE), "bss1 ms1"))
    assert [frame.control for frame in lost] == [SABM, UA, 0]


def test_what_is_lost_is_not_acknowledged() -> None:
    begun = assigned(), said(PagingResponse(IDENTITY), "ms1 bss1")
    short = frames(*begun, lost(said(CpAck(0), "bss1 ms1")), said(CpAck(0), "bss1 ms1"))
    assert [frame.control for frame in short[4:]] == [0, 2, 0x41], "the SABM of SAPI 3 and its UA are before"
    long = frames(*begun, lost(said(ChannelRelease(rest=bytes(20)), "bss1 ms1")))
    assert [frame.control for frame in long[2:]] == [0, 0x21, 2], "only its end is lost, and nothing is given up"
    assert [frame.control for frame in frames(assigned(), lost(begun[1]))] == [SABM]


def test_no_two_frames_on_the_same_place_have_the_same_number_in_succession() -> None:
    """Wireshark would take that for a repetition, even on another connection or in another cell."""
    first = assigned(1), said(PagingResponse(IDENTITY), "ms1 bss1", 1), said(ChannelRelease(), "bss1 ms1", 1)
    second = assigned(2), said(PagingResponse(IDENTITY), "ms2 bss2", 2), said(ChannelRelease(), "bss2 ms2", 2)
    assert numbers(*first, *second) == [0, 1]
    elsewhere = assigned(2, ChannelDescription(0b01000, 2))
    assert numbers(*first, elsewhere, *second[1:]) == [0, 0]
    interleaved = first[0], second[0], first[1], second[1], first[2], second[2]
    assert numbers(*interleaved) == [0, 1]


def test_a_connection_from_before_the_capture_has_its_data_links() -> None:
    assert [frame.control for frame in frames(said(CpAck(0), "bss1 ms1"))] == [0, 0x21]


def test_a_handset_begins_with_sabm_also_where_its_channel_was_assigned_before_the_capture() -> None:
    begun = said(PagingResponse(IDENTITY), "ms1 bss1"), said(CpAck(0), "bss1 ms1")
    assert [frame.control for frame in frames(*begun)] == [SABM, UA, SABM, UA, 0, 0x21]
