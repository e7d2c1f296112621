"""``pdu text``: the segment coach, which says what a text costs and what would make it cheaper."""

import dataclasses
from collections.abc import Iterator
from typing import Annotated

import typer

from pdu.commands import given, show
from pdu.text import coach
from pdu.text.coach import CharacterCost, Coaching
from pdu.text.national import NationalLanguage
from pdu.text.segmentation import Carriage

_LANGUAGES = {language.name.lower(): int(language) for language in NationalLanguage if language}


def _languages(names: list[str] | None) -> list[str]:
    for name in names or ():
        if name not in _LANGUAGES:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(_LANGUAGES)}")
    return names or []


def text(
    words: Annotated[list[str], typer.Argument(metavar="TEXT|-", help="The text; - reads standard input.")],
    language: Annotated[
        list[str] | None,
        typer.Option(
            callback=_languages,
            help="A language, such as turkish, whose national shift tables may be used; repeatable.",
        ),
    ] = None,
    carriage: Annotated[Carriage, typer.Option(help="How the parts are told apart.")] = Carriage.UDH_8,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say how many short messages a text takes, and why.

    It also says which encoding is used, and what would make it cheaper.
    """
    languages = [_LANGUAGES[name] for name in language or ()]
    coaching = coach.explain(given.text(words), carriage=carriage, languages=languages)
    if as_json:
        show.record(dataclasses.asdict(coaching))
        return
    for line in _lines(coaching):
        typer.echo(line)


def _lines(coaching: Coaching) -> Iterator[str]:
    count = coaching.part_count
    messages = "1 short message" if count == 1 else f"{count} short messages"
    yield f"{messages} in {coaching.encoding}, data_coding {coaching.data_coding}: {coaching.units} {coaching.unit}"
    yield f"why: {coaching.why}"
    for part in coaching.parts:
        yield f"  part {part.sequence}: {part.units:3} of {part.capacity}, room for {part.room:3}  {part.text!r}"
    if coaching.not_gsm7:
        yield "not in the GSM 7 bit default alphabet:"
        yield from map(_character, coaching.not_gsm7)
        if coaching.cost:
            yield f"they cost {coaching.cost} more {'part' if coaching.cost == 1 else 'parts'}"
    if coaching.escaped:
        yield "two septets each:"
        yield from map(_character, coaching.escaped)
    for table in coaching.shift_tables:
        tables = "both shift tables" if table.tables == "both" else f"the {table.tables} shift table"
        yield f"{tables} of {table.language} would save {table.saves} of {count}, --language {table.language.lower()}"
    if coaching.replaced is not None:
        replaced = coaching.replaced
        saves = f"saves {replaced.saves} of {count}" if replaced.saves else "saves none"
        yield f"with plain characters, in {replaced.encoding}, it {saves}: {replaced.text!r}"


def _character(cost: CharacterCost) -> str:
    where = ", ".join(map(str, cost.indexes[:8])) + (" ..." if len(cost.indexes) > 8 else "")
    instead = (
        ""
        if cost.replacement is None
        else f"; {cost.replacement!r} could stand there"
        if cost.replacement
        else "; could go"
    )
    return f"  {cost.character!r} {cost.code_point} {cost.name} at {where}{instead}"
