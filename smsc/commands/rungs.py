"""The ladder of one message, from a running simulator or the store on disk: as text, as JSON, as a diagram."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from textwrap import wrap
from typing import Any, Final, NamedTuple, Self

from pdu import ladder
from smsc.trace.trace import LOST
from smsc.world.acts import ACTS

_PARTIES: Final = re.compile(r"(?P<origin>\S+) +(?:-> (?P<destination>\S+) +)?(?P<said>.*)", re.DOTALL)
_ESCAPES: Final = {"#": "#35;", ";": "#59;", "<": "#lt;", ">": "#gt;"}
_MARKUP: Final = re.compile(r"""([*/_"-])(?=\1)|\[(?=\[)|[<>~\\%&]""")  # means something to PlantUML in a text
_COLUMNS: Final = 60  # of a line in a diagram
_PLAIN: Final = re.compile(r"[A-Za-z_]\w*")
_RESERVED: Final = frozenset({"end"})


class Rung(NamedTuple):
    """One rung: when (seconds), from whom, to whom, and what. ``""`` stands for a person."""

    at: float
    origin: str
    destination: str
    said: ladder.Line
    line: str

    @classmethod
    def of_line(cls, at: float, line: str) -> Self:
        """Read a rung as it is written in a ladder."""
        parties = _PARTIES.fullmatch(line)
        assert parties is not None  # noqa: S101 - the store keeps nothing else
        said = ladder.parse(parties["said"])
        origin, destination = parties["origin"], parties["destination"] or ""
        if not destination and " ".join(said.words) in ACTS:
            origin, destination = destination, origin
        return cls(at, origin, destination, said, line)

    @classmethod
    def of_event(cls, event: dict[str, Any]) -> Self:
        """Make a rung of an event of the API."""
        said = ladder.Line(tuple(event["message"].split(" ")), tuple(event["fields"].items()))
        at = datetime.fromisoformat(event["at"]).timestamp()
        return cls(at, event["origin"], event["destination"], said, event["line"])

    @property
    def lost(self) -> bool:
        """Whether it did not arrive."""
        return self.said.fields[-1:] == LOST

    def plain(self) -> dict[str, Any]:
        """Return the rung for JSON."""
        return {
            "at": datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds"),
            "origin": self.origin,
            "destination": self.destination,
            "message": " ".join(self.said.words),
            "fields": dict(self.said.fields),
            "line": self.line,
        }


def ladder_of(rungs: Iterable[Rung]) -> Iterator[str]:
    """Lay the ladder out, with the seconds since its beginning."""
    began: float | None = None
    for rung in rungs:
        began = rung.at if began is None else began
        yield f"{rung.at - began:8.3f}s  {rung.line}"


def mermaid(rungs: Iterable[Rung]) -> Iterator[str]:
    """Draw a sequence diagram in the language of Mermaid, the participants in the order in which they come."""
    names: dict[str, str] = {}
    said: list[str] = []
    for rung in rungs:
        origin, destination = (
            name and names.setdefault(name, _participant(name, len(names))) for name in (rung.origin, rung.destination)
        )
        text = "<br/>".join(map(_escaped, _wrapped(rung)))
        if origin and destination:
            said.append(f"    {origin}{'-x' if rung.lost else '->>'}{destination}: {text}")
        else:
            said.append(f"    Note over {origin or destination}: {text}")
    yield "sequenceDiagram"
    for name, participant in names.items():
        yield f"    participant {participant}" + (f" as {_escaped(name)}" if participant != name else "")
    yield from said


def plantuml(rungs: Iterable[Rung]) -> Iterator[str]:
    """Draw the same in the language of PlantUML."""
    rungs = tuple(rungs)
    names = dict.fromkeys(name for rung in rungs for name in (rung.origin, rung.destination) if name)
    yield "@startuml"
    for name in names:
        yield f"participant {_quoted(name)}"
    for rung in rungs:
        text = r"\n".join(_MARKUP.sub(lambda found: f"<U+{ord(found[0]):04X}>", line) for line in _wrapped(rung))
        origin, destination = (name and _quoted(name) for name in (rung.origin, rung.destination))
        if origin and destination:
            yield f"{origin} {'->x' if rung.lost else '->'} {destination} : {text}"
        else:
            yield f"note over {origin or destination} : {text}"
    yield "@enduml"


def _wrapped(rung: Rung) -> list[str]:
    return wrap(str(rung.said), _COLUMNS, break_on_hyphens=False)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _participant(name: str, number: int) -> str:
    return name if _PLAIN.fullmatch(name) and name not in _RESERVED else f"p{number}"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)
