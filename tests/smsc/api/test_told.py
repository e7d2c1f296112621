"""What everybody who follows the events is told."""

import json

import pytest

from smsc.api.told import REMEMBERED
from smsc.network.acts import SendsText
from smsc.numbering import dialled
from tests.smsc.api.conftest import Served


async def test_all_who_follow_are_told_the_same_octets_which_are_laid_out_once(served: Served) -> None:
    served.simulator.act("ms1", SendsText("Hello", dialled("447700900124")))
    await served.simulator.rest()
    assert len(served.desk.journal.records) > 20
    for record, story in served.desk.journal.records:
        assert served.desk.told.event(record, story) is served.desk.told.event(record, story)


async def test_an_id_that_is_known_later_is_told_to_who_comes_later(served: Served) -> None:
    served.simulator.act("ms1", SendsText("Hello", dialled("447700900124")))
    first, story = served.desk.journal.records[0]
    assert story is not None
    [message_id] = ids = list(story.message_ids)
    told = []
    for known in ([], ids):
        story.message_ids[:] = known
        told.append(json.loads(served.desk.told.event(first, story))["message_ids"])
    assert told == [[], [message_id]]


async def test_no_more_is_remembered_than_is_told_again(served: Served) -> None:
    for _ in range(1 + REMEMBERED // 30):
        served.simulator.act("ms1", SendsText("Hello", dialled("447700900124")))
        await served.simulator.rest()
    for record, story in served.desk.journal.records:
        served.desk.told.event(record, story)
    assert len(served.desk.journal.records) > REMEMBERED
    assert len(served.desk.told._events) == REMEMBERED


async def test_fewer_are_remembered_if_they_are_long(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsc.api.told.CHARACTERS", 5_000)
    served.simulator.act("ms1", SendsText("Hello", dialled("447700900124")))
    await served.simulator.rest()
    for record, story in served.desk.journal.records:
        served.desk.told.event(record, story)
    left = served.desk.told._events.values()
    assert 1 < len(left) < len(served.desk.journal.records)
    assert sum(map(len, left)) <= 5_000
