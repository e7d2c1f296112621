"""Two ladders compared: what is written, and what came."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pdu import ladder
from pdu.command_status import by_name, named
from pdu.ladder import Line
from pdu.malformed import Malformed
from scenarios.script import Script, Step
from smsc.trace.trace import Record, rung

START: Final = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
BEFORE: Final = 3  # rungs that came as written, shown before those that did not
AFTER: Final = 12  # rungs that came instead
WRITTEN: Final = 4  # lines of the script that are shown there
AS_WRITTEN: Final = 0.0005  # seconds


@dataclass(frozen=True, slots=True)
class Rung:
    """A record as a scenario writes it."""

    at: float
    origin: str
    destination: str | None
    line: Line

    @classmethod
    def of(cls, record: Record, label: Callable[[int, str], str] = lambda _, name: name) -> "Rung":
        """Write a record; ``label`` gives the scenario's name for whoever has said something in a session."""
        origin, destination = (label(record.conversation, name) for name in (record.origin, record.destination))
        said = record.said()
        return cls(record.at - START, origin or destination, None if record.person else destination, said)

    def __str__(self) -> str:
        return rung(self.origin, self.destination, self.line)


class Mismatch(AssertionError):
    """A scenario does not go as it is written: the two ladders side by side, the nearest line marked."""


def differences(step: Step, rung: Rung, names: dict[str, str], *, act: bool, since: float) -> Iterator[str]:
    """Say what is different, the most important first. What an act says is not compared: it was done as written."""
    if (step.origin, step.destination) != (rung.origin, rung.destination):
        yield rung.origin if rung.destination is None else f"{rung.origin} -> {rung.destination}"
    if _words(step.line) != _words(rung.line):
        yield " ".join(rung.line.words)
    if act:
        return
    wanted_at = None if step.at is None else step.at + (since if step.relative else 0.0)
    if wanted_at is not None and abs(wanted_at - rung.at) >= AS_WRITTEN:
        yield f"at {rung.at:g}s, written is {wanted_at:g}s"
    seen: dict[str, str] = {}  # in this rung, for names that stand for nothing yet
    for (key, value), found in zip(step.line.fields, values(step.line, rung.line), strict=True):
        wanted = names.get(value[1:], seen.get(value)) if value.startswith("$") else value
        if found is None:
            if not _is_left_out(step.line.words, key, wanted):
                yield f"{key}: {value} is written, nothing came"
        elif wanted is None:
            seen[value] = found
        elif ladder.unquoted(wanted) != ladder.unquoted(found):
            yield f"{key}: {wanted} is written, {found} came"


def _words(line: Line) -> str:
    """Give the words, with a command_status as ladders name it: a number may be written, or its name of v3.4."""
    status = by_name(line.words[-1])
    return " ".join(line.words if status is None else (*line.words[:-1], named(status)))


def _is_left_out(words: tuple[str, ...], key: str, value: str | None) -> bool:
    """Whether a value is the one that a PDU has by default, such as esm_class=0."""
    if value is None:
        return False
    try:
        return ladder.to_pdu(Line(words, ((key, value),))) == ladder.to_pdu(Line(words, ()))
    except Malformed:
        return False


def values(written: Line, line: Line) -> list[str | None]:
    """Find the value of each written key; where a key is written twice, the second is the second that came."""
    found_values: list[str | None] = []
    rest = list(line.fields)
    for key, _ in written.fields:
        found = next((field for field in rest if field[0] == key), None)
        found_values.append(None if found is None else found[1])
        if found is not None:
            rest.remove(found)
    return found_values


def difference(
    script: Script,
    step: Step | None,
    rungs: Sequence[Rung],
    matched: int,
    differ: Callable[[Step, Rung], Iterator[str]],
) -> str:
    """Show where the two ladders part: what came before, what is written, and what came instead."""
    rest = rungs[matched:]
    came = rest[:AFTER]
    rows = [f"{script.file}: " + ("more came than is written" if step is None else f"line {step.number} did not come")]
    rows += [f"    {rung}" for rung in rungs[max(0, matched - BEFORE) : matched]]
    if step is not None:
        following = (one for one in script.steps if one.number >= step.number)
        for one, _ in zip(following, range(WRITTEN), strict=False):
            rows += ["  - ..."] if one.skips else []
            rows.append(f"  - {rung(one.origin, one.destination, one.line)}")
    possible = rest if step is not None and step.skips else came
    nearest = min(possible, key=lambda rung: len(list(differ(step, rung))), default=None) if step else None
    if nearest is not None and not any(rung_ is nearest for rung_ in came):  # far behind what ... skips
        came = [*came, nearest]
    for rung_ in came:
        if rung_ is nearest and len(came) > AFTER:
            rows.append("  + ...")
        rows.append(f"  + {rung_}")
        if rung_ is nearest and step is not None:
            differs = "; ".join(differ(step, rung_))
            rows.append(
                f"    ^ nearest; it differs in: {differs}"
                if differs
                else "    ^ here it is: ... would skip what is before"
            )
    if not came:
        rows.append("  + nothing more came")
    elif len(rest) > len(came):
        rows.append(f"  + ... and {len(rest) - len(came)} more")
    return "\n".join(rows)
