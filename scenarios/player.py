"""The player: a world in virtual time, in which the lines of outsiders are acted and all others expected.

Outsiders are ESMEs (``bank -> sc  submit_sm ...``; their responses come by themselves) and people (``ms1  switches
off``). An act with a time happens then; one without, as soon as the network has come to rest. Every line, acted
or not, has to come in this order; only the keys that are written have to agree; ``$name`` stands for what it was at
first sight. An ESME that does not bind itself in the scenario is bound before it begins.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pdu import ladder
from pdu.ladder import Line
from pdu.malformed import Malformed
from pdu.session import LocalProtocolError
from scenarios.esme import MemoryLine
from scenarios.script import Script, ScriptError, Step
from smsc import acts
from smsc.config import WorldConfig, load
from smsc.trace import Record, rung, unsecret
from smsc.world import World

START: Final = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
PATIENCE: Final = 8 * 24 * 3600.0  # how long, in virtual seconds, an expected line is waited for


@dataclass(frozen=True, slots=True)
class Rung:
    """A record as a scenario writes it."""

    at: float
    origin: str
    destination: str | None
    line: Line

    @classmethod
    def of(cls, record: Record) -> "Rung":
        destination = None if record.person else record.destination
        said = unsecret(ladder.line(record.message))
        return cls(record.at - START, record.origin or record.destination, destination, said)

    def __str__(self) -> str:
        return rung(self.origin, self.destination, self.line)


class Mismatch(AssertionError):
    """A scenario that goes otherwise than it is written: the two ladders side by side, the nearest line marked."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario that went as it is written: the whole ladder, and what the names stood for."""

    script: Script
    rungs: tuple[Rung, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """An act and what is written to follow it; what did follow, and whether that is the same."""

    steps: tuple[Step, ...]
    rungs: tuple[Rung, ...]
    agrees: bool


class Player:
    """Plays one script once. ``names`` holds what ``$name`` stands for."""

    def __init__(self, script: Script, config: WorldConfig | None = None) -> None:
        self._script = script
        self._config = config or load()
        self._world = World(self._config, START)
        self._accounts = {account.system_id: account for account in self._config.account}
        self._lines: dict[str, MemoryLine] = {}
        self.names: dict[str, str] = {}
        self._rungs: list[Rung] = []
        self._matched = 0

    def play(self) -> Played:
        """Act and compare; raises Mismatch, or ScriptError for an act that can't be."""
        self._begin()
        for step in self._script.steps:
            if self._is_act(step):
                self._wait(step)
                self._act(step)
            self._expect(step)
        self._end()
        return Played(self._script, tuple(self._rungs), self.names)

    def parts(self) -> Iterator[Part]:
        """Play act by act whatever comes, and say of each part whether it came as it is written."""
        self._begin()
        parts = list(_parts(self._script.steps, self._is_act))
        if parts and self._is_act(parts[0][0]):
            self._wait(parts[0][0])
        for steps, following in zip(parts, [*parts[1:], None], strict=True):
            first = self._matched = len(self._rungs)
            if self._is_act(steps[0]):
                self._act(steps[0])
            try:
                for step in steps:
                    self._expect(step)
                agrees = True
            except Mismatch:
                agrees = False
            if following is None:
                self._rest()
            else:
                self._wait(following[0])
            may_follow = self._script.open_end if following is None else following[0].skips
            agrees = agrees and (may_follow or len(self._rungs) == self._matched)
            yield Part(steps, tuple(self._rungs[first:]), agrees)

    def _begin(self) -> None:
        self._bind_the_silent()
        self._world.trace.follow(lambda record: self._rungs.append(Rung.of(record)))

    def _end(self) -> None:
        self._rest()
        if len(self._rungs) > self._matched and not self._script.open_end:
            raise Mismatch(self._difference(None))

    # Acting

    def _is_act(self, step: Step) -> bool:
        if step.destination is None:
            return step.words in acts.ACTS
        return step.origin in self._accounts and not step.line.words[0].endswith(("_resp", "generic_nack"))

    def _bind_the_silent(self) -> None:
        """Bind every ESME of the scenario that does not do it itself."""
        named = {name for step in self._script.steps for name in (step.origin, step.destination) if name}
        binding = {step.origin for step in self._script.steps if step.line.words[0].startswith("bind_")}
        for name in sorted(named & self._accounts.keys() - binding):
            self._line(name).bind(name, self._accounts[name].password.get_secret_value())
        self._rest()

    def _line(self, name: str) -> MemoryLine:
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = MemoryLine(self._world.network, self._world.face_of(name), name)
        return line

    def _act(self, step: Step) -> None:
        line = Line(step.line.words, tuple((key, self._value(step, value)) for key, value in step.line.fields))
        try:
            if step.destination is None:
                self._world.act(step.origin, acts.parse(line))
            else:
                self._line(step.origin).say(ladder.to_pdu(line))
        except Malformed as wrong:
            raise self._error(step, wrong.expected, f"{wrong.field} {wrong.found}") from wrong
        except LocalProtocolError as wrong:
            raise self._error(step, "what its session may send", str(wrong)) from wrong
        self._world.network.run_until(self._world.network.now)

    def _value(self, step: Step, value: str) -> str:
        if not value.startswith("$"):
            return value
        if value[1:] not in self.names:
            raise self._error(step, "a name that was seen before", value)
        return self.names[value[1:]]

    def _error(self, step: Step, expected: str, found: str) -> ScriptError:
        return ScriptError(self._script.file, step.number, 1, expected, found)

    # Time

    def _wait(self, step: Step) -> None:
        """Let time pass until an act's time, or until there is nothing more to come but timers."""
        if step.at is None:
            self._rest()
        elif START + step.at < self._world.network.now:
            found = f"{step.at:g}s, when it is {self._world.network.now - START:g}s already"
            raise self._error(step, "times that rise", found)
        else:
            self._world.network.run_until(START + step.at)

    def _rest(self) -> None:
        network = self._world.network
        while not network.at_rest:
            due = network.next_at()
            assert due is not None  # noqa: S101 - a network that is not at rest has something under way
            network.run_until(due)

    def _more(self) -> bool:
        """Let time pass until there is another rung; False if there will be none."""
        network = self._world.network
        patience = network.now + PATIENCE
        while len(self._rungs) == self._matched:
            due = network.next_at()
            if due is None or due > patience:
                return False
            network.run_until(due)
        return True

    # Comparing

    def _expect(self, step: Step) -> None:
        """Find the rung of a step: the next one, or after ``...`` any later one."""
        if not step.skips:
            if self._more() and self._agrees(step, self._rungs[self._matched]):
                self._matched += 1
                return
            raise Mismatch(self._difference(step))
        first = self._matched
        while self._more():
            self._matched += 1
            if self._agrees(step, self._rungs[self._matched - 1]):
                return
        self._matched = first
        raise Mismatch(self._difference(step))

    def _agrees(self, step: Step, rung: Rung) -> bool:
        if any(True for _ in self._disagreements(step, rung)):
            return False
        for (_, value), found in zip(step.line.fields, _values(step.line, rung.line), strict=True):
            if value.startswith("$"):
                self.names.setdefault(value[1:], found or "")
        return True

    def _disagreements(self, step: Step, rung: Rung) -> Iterator[str]:
        """Say what is different, the weightiest first."""
        if (step.origin, step.destination) != (rung.origin, rung.destination):
            yield f"{rung.origin} -> {rung.destination}"
        if step.words != " ".join(rung.line.words):
            yield " ".join(rung.line.words)
        if self._is_act(step):
            return  # it was done as it is written
        if step.at is not None and abs(step.at - rung.at) >= 0.0005:
            yield f"at {rung.at:g}s"
        for (key, value), found in zip(step.line.fields, _values(step.line, rung.line), strict=True):
            wanted = self.names.get(value[1:]) if value.startswith("$") else value
            if found is None:
                yield f"{key}: {value} is written, nothing came"
            elif wanted is not None and ladder.unquoted(wanted) != ladder.unquoted(found):
                yield f"{key}: {wanted} is written, {found} came"

    def _difference(self, step: Step | None) -> str:
        """Show where the two ladders part."""
        came = self._rungs[self._matched : self._matched + 12]
        rows = [
            f"{self._script.file}: "
            + ("more came than is written" if step is None else f"line {step.number} did not come")
        ]
        rows += [f"    {rung}" for rung in self._rungs[max(0, self._matched - 3) : self._matched]]
        if step is not None:
            rows.append(f"  - {rung(step.origin, step.destination, step.line)}")
        nearest = min(came, key=lambda rung: len(list(self._disagreements(step, rung))), default=None) if step else None
        for one in came:
            rows.append(f"  + {one}")
            if one is nearest and step is not None:
                rows.append(f"    ^ nearest; it differs in: {'; '.join(self._disagreements(step, one))}")
        if not came:
            rows.append("  + nothing more came")
        return "\n".join(rows)


def _values(written: Line, line: Line) -> list[str | None]:
    """Find the value of each written key, the second of a key written twice being the second that came."""
    values: list[str | None] = []
    rest = list(line.fields)
    for key, _ in written.fields:
        found = next((field for field in rest if field[0] == key), None)
        values.append(None if found is None else found[1])
        if found is not None:
            rest.remove(found)
    return values


def _parts(steps: tuple[Step, ...], is_act: Callable[[Step], bool]) -> Iterator[tuple[Step, ...]]:
    """Divide steps before every act."""
    part: list[Step] = []
    for step in steps:
        if part and is_act(step):
            yield tuple(part)
            part = []
        part.append(step)
    if part:
        yield tuple(part)


def play(script: Script) -> Played:
    """Play a script in the world that is built in; raises Mismatch or ScriptError."""
    return Player(script).play()
