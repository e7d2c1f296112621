"""What waits to be published, and what is dropped."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from smsc.mqtt.topics import Topics
from smsc.news import outbox as outbox_module
from smsc.news.outbox import BATCH, Outbox, Publication
from smsc.trace.trace import Record


def event(number: int) -> Publication:
    return Publication(f"t/{number}", str(number))


async def test_the_oldest_are_dropped_and_counted() -> None:
    outbox = Outbox(3)
    for number in range(5):
        outbox.put(event(number))
    assert (outbox.dropped, outbox.untold) == (2, 2)
    outbox.told(1)
    assert outbox.untold == 1  # as more may be dropped while that is told
    outbox.told(1)
    assert [one.payload for one in await outbox.take()] == ["2", "3", "4"]
    outbox.put(event(5))
    outbox.put(event(6))
    outbox.back([event(3), event(4)])
    assert [one.payload for one in await outbox.take()] == ["4", "5", "6"]
    assert (outbox.dropped, outbox.untold) == (3, 1)


async def test_of_long_ones_more_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_module, "OCTETS", 100)
    outbox = Outbox(1000)
    for number in range(5):
        outbox.put(Publication("t", str(number), held=40))
    assert outbox.dropped == 3
    taken = await outbox.take()
    assert [one.payload for one in taken] == ["3", "4"]
    outbox.put(Publication("t", "5", held=40))
    outbox.back(taken)
    assert [one.payload for one in await outbox.take()] == ["4", "5"]
    outbox.put(Publication("t", "6", held=1000))  # it goes alone
    assert [one.payload for one in await outbox.take()] == ["6"]
    assert outbox.dropped == 4


async def test_of_a_state_only_the_latest_counts_and_it_is_never_dropped() -> None:
    outbox = Outbox(1)
    outbox.hold(Publication("s", "old", retain=True))
    outbox.put(event(1))
    outbox.put(event(2))
    taken = await outbox.take()
    assert [one.payload for one in taken] == ["old", "2"]
    outbox.hold(Publication("s", "new", retain=True))
    outbox.back(taken)
    assert [one.payload for one in await outbox.take()] == ["new", "2"]


async def test_a_state_that_could_not_be_published_comes_again_unless_there_is_a_later_one() -> None:
    outbox = Outbox(1)
    outbox.hold(Publication("s", "old", retain=True))
    taken = await outbox.take()
    outbox.back(taken)
    assert (outbox.events, await outbox.take()) == (0, taken)


@pytest.mark.parametrize("puts", [Outbox.put, Outbox.hold])
async def test_who_waits_for_something_to_publish_is_woken(puts: Callable[[Outbox, Publication], None]) -> None:
    outbox = Outbox(1)
    taking = asyncio.create_task(outbox.take())
    await asyncio.sleep(0)
    puts(outbox, event(1))
    assert await asyncio.wait_for(taking, 60) == [event(1)]


async def test_states_are_taken_before_events_and_no_more_than_are_under_way_at_once() -> None:
    outbox = Outbox(1)
    outbox.put(event(1))
    for number in range(BATCH + 1):
        outbox.hold(event(number))
    assert [len(await outbox.take()) for _ in range(2)] == [BATCH, 2]


async def test_what_is_closed_gives_what_it_has_and_then_nothing() -> None:
    outbox = Outbox(1000)
    for number in range(BATCH + 1):
        outbox.put(event(number))
    outbox.close()
    assert [len(await outbox.take()) for _ in range(3)] == [BATCH, 1, 0]


async def test_so_many_are_taken_as_are_wanted() -> None:
    outbox = Outbox(1000)
    outbox.hold(Publication("s", "0", retain=True))
    outbox.hold(Publication("t", "1", retain=True))
    outbox.put(event(2))
    outbox.put(event(3))
    assert [[one.payload for one in await outbox.take(1)] for _ in range(4)] == [["0"], ["1"], ["2"], ["3"]]


async def test_what_is_dropped_is_never_laid_out() -> None:
    outbox = Outbox(1)
    laid_out: list[int] = []

    def lay_out(number: int) -> str:
        laid_out.append(number)
        return str(number)

    for number in range(3):
        outbox.put(Publication("t", partial(lay_out, number)))
    assert [one.payload for one in await outbox.take()] == ["2"]
    assert laid_out == [2]


def test_a_name_makes_no_level_and_no_wildcard_of_a_topic() -> None:
    topics = Topics("lab")
    assert topics.event(Record(0, "a/b+#%", "sc", None), None) == "smsc/lab/net/a%2Fb%2B%23%25-sc"
    assert topics.event(Record(0, "", "ms1", None), None) == "smsc/lab/net/ms1"
    assert topics.command("smsc/lab/phone/447700900123/send") == ("447700900123", "send")
