"""smsc.network.channels: which channel of a cell a handset gets, and when it is free again."""

import pytest

from pdu.gsm.location import CellGlobalIdentification, LocationAreaIdentification
from smsc.network.air import BLOCK, Air
from smsc.network.cell import Cell
from smsc.network.channels import CARRIER, Channel, Channels, sdcch

CGI = CellGlobalIdentification(LocationAreaIdentification("234", "15", 1), 1)


def channels(sdcch: int | None, air: Air | None = None) -> Channels:
    return Channels(Cell("cell1", "bss1", CGI, sdcch, air=air or Air()))


def taken(channels: Channels, now: float) -> Channel:
    channel = channels.take(now)
    assert channel is not None
    return channel


def test_a_cell_has_as_many_channels_as_it_says_and_no_two_are_alike() -> None:
    crowded = channels(3)
    assert [taken(crowded, 0.0).description for _ in range(3)] == [sdcch(number) for number in range(3)]
    assert crowded.take(0.0) is None


def test_a_channel_is_free_again_when_its_release_has_been_on_the_radio() -> None:
    crowded = channels(1)
    channel = taken(crowded, 0.0)
    crowded.release(channel, 2.0)
    assert crowded.take(1.999) is None
    assert crowded.take(2.0) is channel


def test_the_channel_that_has_been_free_for_longest_is_taken_whichever_was_given_up_first() -> None:
    crowded = channels(3)
    slow, quick, quicker = (taken(crowded, 0.0) for _ in range(3))
    for channel, at in ((slow, 3.0), (quick, 1.0), (quicker, 1.0)):
        crowded.release(channel, at)
    assert [crowded.take(5.0) for _ in range(3)] == [quick, quicker, slow]


def test_a_cell_that_is_never_short_of_channels_takes_another_carrier_while_none_is_free() -> None:
    wide = channels(None)
    first = [taken(wide, 0.0) for _ in range(CARRIER)]
    wide.release(first[0], 1.0)
    assert taken(wide, 0.5).description == sdcch(CARRIER)
    assert [taken(wide, 1.0).description for _ in range(CARRIER - 1)] == [
        sdcch(number) for number in range(CARRIER + 1, 2 * CARRIER)
    ]
    assert wide.take(1.0) is first[0]


@pytest.mark.parametrize(("air", "takes_time"), [(Air(), False), (Air(BLOCK), True), (Air(0.0, 0.1), True)])
def test_a_channel_has_a_link_where_the_air_takes_time_and_everybody_has_it_as_new(air: Air, takes_time: bool) -> None:
    channel = taken(channels(1, air), 0.0)
    for ms in ("ms1", "ms2"):
        channel.assign(ms, 1.0)
        assert (channel.ms, channel.heard, channel.link is not None) == (ms, 1.0, takes_time)
        if channel.link is not None:
            assert not channel.link.sapi_3
            channel.link.sapi_3 = True
