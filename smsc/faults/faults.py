"""All faults of a world. While there are none, nothing looks for them."""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from structlog.typing import FilteringBoundLogger

from smsc.faults.effects import STAGES, Place, Stage
from smsc.faults.rule import Fault, Rule, Seen
from smsc.log import get_logger

log = get_logger(__name__)

Switch = Callable[[bool], None]
Witness = Callable[[Rule, bool], None]  # told of each rule that begins (True) or ceases to strike


class Faults:
    """Rules in the order in which they were added; of several that would strike, the first does."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = Random(seed)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self._faults: dict[int, Fault] = {}
        self._numbers = count(1)
        self._switches: list[tuple[Place, Switch]] = []
        self.witness: Witness = lambda _rule, _strikes: None
        self.strikes: dict[Stage, int] = dict.fromkeys(STAGES, 0)  # of all faults, also those removed since

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults.values()))

    def __getitem__(self, number: int) -> Fault:
        """Find a fault; raises KeyError if there is none with this number."""
        return self._faults[number]

    def add(self, rule: Rule) -> Fault:
        """Have a rule strike from now on."""
        number = next(self._numbers)
        fault = self._faults[number] = Fault(number, rule)
        self._switch()
        self.witness(rule, True)
        return fault

    def change(self, number: int, rule: Rule) -> Fault:
        """Replace the rule of a fault, which then counts anew; raises KeyError if there is none with this number."""
        before = self._faults.pop(number)
        fault = Fault(number, rule)
        self._faults = dict(sorted({**self._faults, number: fault}.items()))
        self._switch()
        self.witness(before.rule, False)
        self.witness(rule, True)
        return fault

    def remove(self, number: int) -> None:
        """Remove a fault; raises KeyError if there is none with this number."""
        fault = self._faults.pop(number)
        self._switch()
        self.witness(fault.rule, False)

    def reset(self) -> None:
        """Remove all faults."""
        for number in tuple(self._faults):
            self.remove(number)

    def struck_by(
        self, place: Place, seen: Seen, *others: Place, message_id: str = "", log: FilteringBoundLogger = log
    ) -> Rule | None:
        """Find the rule that strikes a message at a place, or at others that coincide with it; None if none does.

        It is told in the log, with the message_id if the place knows one.
        """
        for fault in self._faults.values():
            if (fault.place == place or fault.place in others) and fault.strikes(seen, self.chance):
                rule = fault.rule
                self.strikes[rule.stage] += 1
                told = {"message_id": message_id, **seen.told} if message_id else seen.told
                log.info("a fault strikes", fault=fault.number, stage=rule.stage, effect=rule.effect, **told)
                return rule
        return None

    def stand_at(self, place: Place, switch: Switch) -> None:
        """Call a place's ``switch``, now and at every change, with whether there are faults for it."""
        self._switches.append((place, switch))
        switch(any(fault.place == place for fault in self._faults.values()))

    def _switch(self) -> None:
        places = {fault.place for fault in self._faults.values()}
        for place, switch in self._switches:
            switch(place in places)
