"""What is remembered of what was said, and who is told of which texts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pdu.header import Unknown
from smsc.lab import journal
from smsc.lab.journal import Journal, Listener
from smsc.network.acts import SendsText, Shows, SwitchesOff, SwitchesOn
from smsc.numbering import dialled
from smsc.trace.stories import Story
from smsc.trace.trace import Record
from smsc.world.every_centre import EveryCentre
from tests.smsc.smpp.centre import Centre


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def kept(centre: Centre) -> Journal:
    return Journal(centre.world.trace, EveryCentre(centre.world).stories())


def noting(origins: list[str]) -> Listener:
    """Make a listener that notes who shows something."""
    return lambda record, _: origins.append(record.origin)


def writes(centre: Centre, text: str, to: str) -> None:
    """Have ms1 write a text, and wait until it is shown."""
    centre.world.network.act("ms1", SendsText(text, dialled(to)))
    centre.rest()


def test_a_reader_is_told_of_the_texts_of_its_handset_and_of_nothing_else(centre: Centre, kept: Journal) -> None:
    told: dict[str, list[str]] = {"ms2": [], "ms3": [], "": []}
    stops = [kept.read(phone, noting(of)) for phone, of in told.items()]
    writes(centre, "one", "+447700900124")
    writes(centre, "two", "+447700900125")
    assert told == {"ms2": ["ms2"], "ms3": ["ms3"], "": ["ms2", "ms3"]}
    for stop in stops:
        stop()
    writes(centre, "three", "+447700900124")
    assert told == {"ms2": ["ms2"], "ms3": ["ms3"], "": ["ms2", "ms3"]}


def test_a_text_is_remembered_for_as_long_as_all_that_was_said_with_it(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "KEPT", 5)
    kept = Journal(centre.world.trace, EveryCentre(centre.world).stories())
    shown: list[str] = []
    kept.read("ms2", lambda *_: shown.extend(one.origin for one, _ in kept.shown))
    writes(centre, "Hello", "+447700900124")
    assert shown == ["ms2"]
    for act in (SwitchesOff(), SwitchesOn()):
        centre.world.network.act("ms1", act)
        centre.rest()
    assert len(kept.records) == 5
    assert not kept.shown


def test_of_what_is_forgotten_no_text_is_shown_any_more(centre: Centre, kept: Journal) -> None:
    writes(centre, "Hello", "+447700900124")
    assert len(kept.shown) == 1
    kept.forget()
    assert not kept.records
    assert not kept.shown


@contextmanager
def heard_out(kept: Journal) -> Iterator[None]:
    """Check that at the end nobody waits any more for what is said."""
    yield
    assert not kept._waiting
    assert not kept._listeners


async def test_who_waits_looks_again_whenever_something_is_said(centre: Centre, kept: Journal) -> None:
    def look() -> str | None:
        texts = [shown.message.text for shown, _ in kept.shown if isinstance(shown.message, Shows)]
        return "both are there" if texts == ["one", "two"] else None

    with heard_out(kept):
        waiting, given_up = (asyncio.create_task(kept.until(look, 60.0)) for _ in range(2))
        await asyncio.sleep(0)
        writes(centre, "one", "+447700900124")
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait((given_up,))
        writes(centre, "two", "+447700900124")
        await asyncio.sleep(0)
        assert waiting.done()
        assert await waiting == "both are there"


async def test_who_waits_for_the_next_gets_the_first_that_fits_or_what_looking_at_it_has_raised(
    centre: Centre, kept: Journal
) -> None:
    def look(record: Record, _: Story | None) -> str | None:
        return record.message.text if isinstance(record.message, Shows) else None

    def fails(record: Record, _: Story | None) -> None:
        raise ZeroDivisionError(str(record))

    with heard_out(kept):
        first, wrong = asyncio.create_task(kept.next(look, 60.0)), asyncio.create_task(kept.next(fails, 60.0))
        await asyncio.sleep(0)
        writes(centre, "one", "+447700900124")
        writes(centre, "two", "+447700900124")
        assert await first == "one"
        with pytest.raises(ZeroDivisionError, match=r"^ms1 +sends text"):
            await wrong


def strange(kept: Journal) -> int:
    """Count the PDUs of a stranger that are remembered."""
    return sum(isinstance(one.message, Unknown) for one, _ in kept.records)


def test_less_is_remembered_of_a_stranger_whose_pdus_are_long(
    centre: Centre, kept: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "OCTETS", 250_000)
    stranger = centre.line("192.0.2.1")
    for _ in range(10):
        stranger.say(Unknown(command_id=0x80001234, body=bytes(30_000)))
        centre.rest()
    assert (strange(kept), kept.forgotten > 0) == (8, True)
    kept.forget()
    for left, forgotten in ((1, 0), (2, 0), (3, 0), (4, 0), (4, 1), (4, 2)):
        stranger.say(Unknown(command_id=0x80001234, body=bytes(60_000)))
        assert (len(kept.records), kept.forgotten) == (left, forgotten)


def test_a_pdu_longer_than_there_is_memory_for_is_remembered_until_the_next(
    centre: Centre, kept: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "OCTETS", 50_000)
    stranger = centre.line("192.0.2.1")
    for _ in range(2):
        stranger.say(Unknown(command_id=0x80001234, body=bytes(60_000)))
        assert (len(kept.records), strange(kept)) == (1, 1)
