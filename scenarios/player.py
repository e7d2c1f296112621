"""The player: a world in virtual time, in which the lines of outsiders are acted and all others expected.

Outsiders are ESMEs (``bank -> sc  submit_sm ...``; see ``scenarios.cast``), people (``ms1  switches off``), operators
(``hlr  goes down``) and chance (``smpp  goes wrong loss=true``). An act with a time happens then; one without, as soon
as the network has come to rest. Every line, acted or not, has to come in this order; only the keys that are written
have to agree; ``$name`` stands for the value first seen in its place. An ESME that does not bind itself in the scenario
is bound before it begins.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from math import inf
from typing import Final, TypeAlias

from pdu.header import Response
from pdu.ladder import Line
from pdu.malformed import Malformed
from pdu.session import LocalProtocolError
from scenarios.cast import Cast
from scenarios.check import check
from scenarios.comparison import AS_WRITTEN, START, Mismatch, Rung, difference, differences, values
from scenarios.script import Script, Step
from scenarios.world import world
from smsc.capture.file import Begin
from smsc.config import WorldConfig
from smsc.faults import acts as faults
from smsc.trace.trace import Record
from smsc.world import acts
from smsc.world.world import World

_ACTS: Final = frozenset((*acts.ACTS, *faults.ACTS))
PATIENCE: Final = 8 * 24 * 3600.0  # how long, in virtual seconds, an expected line is waited for


Tell: TypeAlias = Callable[[Rung], None]


def nobody(_: Rung) -> None:
    """Tell nobody what comes."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario that went as it is written: the whole ladder, and what the names stand for."""

    rungs: tuple[Rung, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """An act and what is written to follow it; what did follow, and whether that is the same.

    Without ``steps`` it is what came before the first act, where nothing is written.
    """

    steps: tuple[Step, ...]
    rungs: tuple[Rung, ...]
    agrees: bool


class Player:
    """Plays one script once. ``names`` holds what ``$name`` stands for; ``capture`` sees the ESMEs bind as well.

    ``ids`` gives the ``$name`` of the message_id in the response to an act, by the number of its line: for where no
    line says which response that is.
    """

    def __init__(
        self,
        script: Script,
        config: WorldConfig | None = None,
        *,
        tell: Tell = nobody,
        capture: Begin | None = None,
        ids: Mapping[int, str] | None = None,
    ) -> None:
        self._script = script
        self._ids = ids or {}
        self._config = config or world(script)
        self._world = World(self._config, START)
        if capture is not None:
            self._world.trace.follow(capture(self._world))
        self._cast = Cast(self._world, script.steps)
        self._tell = tell
        self.names: dict[str, str] = {}
        self._until = inf  # the time of the next act, if it is known: what is expected has to come before
        self._last = 0.0  # when the last written line came
        self._rungs: list[Rung] = []
        self._matched = 0

    def play(self) -> Played:
        """Act and compare; raises Mismatch, or ScriptError for an impossible act."""
        self._begin()
        for steps, _ in self._parts():
            for step in steps:
                if self._is_act(step):
                    self._wait(step)
                    self._act(step)
                self._expect(step)
        self._end()
        return Played(tuple(self._rungs), self.names)

    def kind(self, name: str) -> str:
        """Say what kind of party a name in the scenario is; "" for none."""
        return "esme" if self._cast.account(name) else self._world.network.kind(name)

    def parts(self, until: float = 0.0) -> Iterator[Part]:
        """Play act by act, whatever comes, and say for each part whether it came as it is written.

        After the last act it goes on until nothing more is to come but timers, and ``until`` seconds have passed.
        """
        self._begin()
        first_step = self._script.steps[0]
        if self._is_act(first_step):
            self._wait(first_step)
            if self._rungs and not first_step.skips:
                yield Part((), tuple(self._rungs), agrees=False)
        for steps, following in self._parts():
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
                self._world.network.run_until(max(START + until, self._world.network.now))
            else:
                self._wait(following[0])
            may_follow = self._script.open_end if following is None else following[0].skips
            agrees = agrees and (may_follow or len(self._rungs) == self._matched)
            yield Part(steps, tuple(self._rungs[first:]), agrees)

    def _begin(self) -> None:
        for name in dict.fromkeys(name for step in self._script.steps for name in (step.origin, step.destination)):
            self._world.handset(name or "")  # one of [[phones]], or of [anybody], is there from then on
        check(self._script, self._cast, (one.name for one in self._world.network), self._world.centres)
        self._cast.bind_the_silent(self._script.steps)
        self._rest()
        self._world.trace.follow(self._follow)

    def _follow(self, record: Record) -> None:
        rung = Rung.of(record, self._cast.label)
        if self._ids and isinstance(record.message, Response):
            act = self._cast.asked.get((record.conversation, record.message.sequence_number), 0)
            message_id = next((value for key, value in rung.line.fields if key == "message_id"), "")
            if act in self._ids and message_id:
                self.names.setdefault(self._ids[act][1:], message_id)
        self._add(rung)

    def _add(self, rung: Rung) -> None:
        self._rungs.append(rung)
        self._tell(rung)

    def _end(self) -> None:
        self._rest()
        if len(self._rungs) > self._matched and not self._script.open_end:
            raise Mismatch(self._difference(None))

    def _parts(self) -> Iterator[tuple[tuple[Step, ...], tuple[Step, ...] | None]]:
        """Go through the steps, divided before every act, with the part that follows, which ends the wait for them."""
        parts = list(_parts(self._script.steps, self._is_act))
        for steps, following in zip(parts, [*parts[1:], None], strict=True):
            act = None if following is None else following[0]
            self._until = inf if act is None or act.at is None or act.relative else START + act.at
            yield steps, following

    # Acting

    def _is_act(self, step: Step) -> bool:
        return self._cast.is_act(step) or (step.destination is None and step.words in _ACTS)

    def _act(self, step: Step) -> None:
        line = Line(step.line.words, tuple((key, self._value(step, value)) for key, value in step.line.fields))
        told = True
        try:
            if faults.is_act(line):
                faults.obey(self._world.faults, step.origin, line)
            elif self._cast.account(step.origin):
                told = self._cast.act(step, line)
            else:
                self._world.act(step.origin, acts.parse(line))
        except Malformed as wrong:
            where = step.origin if wrong.field == "name" else wrong.field
            sentence = f"expected {wrong.expected}, found {wrong.field} {wrong.found}"
            raise self._script.error(step, where, sentence) from wrong
        except faults.Mistaken as wrong:
            raise self._script.error(step, wrong.key, str(wrong)) from wrong
        except (LocalProtocolError, LookupError) as wrong:
            raise self._script.error(step, "", f"expected what its session may send, found {wrong}") from wrong
        if not told:
            self._add(Rung(self._world.network.now - START, step.origin, None, step.line))
        self._world.network.run_until(self._world.network.now)

    def _value(self, step: Step, value: str) -> str:
        if not value.startswith("$"):
            return value
        if value[1:] not in self.names:
            near = get_close_matches(value[1:], self.names, 1)
            perhaps = f" (perhaps ${near[0]})" if near else ""
            sentence = f"expected a name that was seen before{perhaps}, found {value}"
            raise self._script.error(step, value, sentence)
        return self.names[value[1:]]

    # Time

    def _wait(self, step: Step) -> None:
        """Let time pass until an act's time, or until nothing more is to come but timers."""
        if step.at is None:
            self._rest()
            return
        at, now = step.at + (self._last if step.relative else 0.0), self._world.network.now - START
        if at < now - AS_WRITTEN:
            sentence = f"expected times that rise, found {step.time}, when it is {now:g}s already"
            raise self._script.error(step, step.row.split()[0], sentence)
        self._world.network.run_until(START + max(at, now))

    def _rest(self) -> None:
        network = self._world.network
        while not network.at_rest:
            due = network.next_at()
            assert due is not None  # noqa: S101 - a network that is not at rest has something under way
            network.run_until(due)

    def _more(self, by: float) -> bool:
        """Let time pass until there is another rung; False if there will be none by then."""
        network = self._world.network
        while len(self._rungs) == self._matched:
            due = network.next_at()
            if due is None or due > by:
                return False
            network.run_until(due)
        return True

    # Comparing

    def _expect(self, step: Step) -> None:
        """Find the rung of a step: the next one, or after ``...`` any later one.

        However much else comes meanwhile, as from handsets that report for ever that they are there, patience ends.
        """
        by = min(self._world.network.now + PATIENCE, self._until)
        if not step.skips:
            if self._more(by) and self._agrees(step, self._rungs[self._matched]):
                self._matched += 1
                return
            raise Mismatch(self._difference(step))
        first = self._matched
        while self._more(by):
            self._matched += 1
            if self._agrees(step, self._rungs[self._matched - 1]):
                return
        self._matched = first
        raise Mismatch(self._difference(step))

    def _agrees(self, step: Step, rung: Rung) -> bool:
        if any(True for _ in self._differ(step, rung)):
            return False
        for (_, value), found in zip(step.line.fields, values(step.line, rung.line), strict=True):
            if value.startswith("$"):
                self.names.setdefault(value[1:], found or "")
        self._last = rung.at
        return True

    def _differ(self, step: Step, rung: Rung) -> Iterator[str]:
        return differences(step, rung, self.names, act=self._is_act(step), since=self._last)

    def _difference(self, step: Step | None) -> str:
        return difference(self._script, step, self._rungs, self._matched, self._differ)


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
    """Play a script in its world; raises Mismatch or ScriptError."""
    return Player(script).play()
