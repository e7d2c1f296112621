"""How the page reads and draws ladders, compared with the code that writes them: every rung of every scenario."""

from collections.abc import Callable
from typing import Any

import pytest

from pdu.header import Pdu
from pdu.ss7.map import Argument, Result
from pdu.ss7.map.errors import ErrorParameter
from scenarios import built_in
from scenarios.player import Player
from scenarios.script import read
from smsc.trace.trace import Record
from smsc.world.world import World
from tests.smsc.page.conftest import Seen

READ = "async (lines) => { const { read } = await import('/page/ladder.js'); return lines.map(read) }"
LANGUAGES = """async (lines) => {
    const { read, language } = await import('/page/ladder.js'); return lines.map((line) => language(read(line)))
}"""


def played() -> list[tuple[World, list[Record]]]:
    """Return what is said in each scenario, and who is who there."""
    found: list[tuple[World, list[Record]]] = []

    def begin(world: World) -> Callable[[Record], None]:
        records: list[Record] = []
        found.append((world, records))
        return records.append

    for file in built_in():
        Player(read(file), capture=begin).play()
    assert len(found) > 30
    return found


def language(record: Record) -> str:
    if record.person:
        return "person"
    if isinstance(record.message, Pdu):
        return "smpp"
    return "map" if isinstance(record.message, Argument | Result | ErrorParameter) else "radio"


async def test_every_rung_is_read_as_it_was_written_and_its_language_known_by_its_name(seen: Seen) -> None:
    page = await seen.at("lessons")
    records = [record for _, records in played() for record in records]
    lines = [f"{record.at % 86_400:8.3f}s  {record}" for record in records]
    expected: list[dict[str, Any]] = []
    for record, line in zip(records, lines, strict=True):
        said = record.said()
        parties = (record.origin or record.destination, "" if record.person else record.destination)
        expected.append(
            {
                "line": line,
                "at": pytest.approx(record.at % 86_400, abs=0.0006),
                "origin": parties[0],
                "destination": parties[1],
                "message": " ".join(said.words),
                "fields": dict(said.fields),
            }
        )
    assert await page.evaluate(READ, lines) == expected
    assert await page.evaluate(LANGUAGES, lines) == [language(record) for record in records]
