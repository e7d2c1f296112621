"""All faults of a world. Where there are none, nothing looks for them."""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

from smsc.faults.effects import Place
from smsc.faults.rule import Fault, Rule, Seen

Switch = Callable[[bool], None]
Witness = Callable[[Rule, bool], None]  # told of a rule that strikes from now on (True), or no longer does


class Faults:
    """Rules in the order in which they were added: of several that fit, the first strikes."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = Random(seed)  # noqa: S311 - chance in a simulation has to be repeatable, not secret
        self._faults: dict[int, Fault] = {}
        self._numbers = count(1)
        self._switches: list[tuple[Place, Switch]] = []
        self.witness: Witness = lambda _rule, _strikes: None

    def __iter__(self) -> Iterator[Fault]:
        return iter(tuple(self._faults.values()))

    def __getitem__(self, number: int) -> Fault:
        """Find a fault; KeyError for one that is not there."""
        return self._faults[number]

    def add(self, rule: Rule) -> Fault:
        """Have a rule strike from now on."""
        number = next(self._numbers)
        fault = self._faults[number] = Fault(number, rule)
        self._switch()
        self.witness(rule, True)
        return fault

    def change(self, number: int, rule: Rule) -> Fault:
        """Put a rule in the place of another one, which begins to count anew; KeyError for one that is not there."""
        before = self._faults.pop(number)
        fault = Fault(number, rule)
        self._faults = dict(sorted({**self._faults, number: fault}.items()))
        self._switch()
        self.witness(before.rule, False)
        self.witness(rule, True)
        return fault

    def remove(self, number: int) -> None:
        """Let a rule strike no more; KeyError for one that is not there."""
        fault = self._faults.pop(number)
        self._switch()
        self.witness(fault.rule, False)

    def reset(self) -> None:
        """Let no rule strike any more."""
        for number in tuple(self._faults):
            self.remove(number)

    def struck_by(self, place: Place, seen: Seen, *others: Place) -> Rule | None:
        """Find what strikes a message at a place, or at others that come together with it there."""
        for fault in self._faults.values():
            if (fault.place == place or fault.place in others) and fault.strikes(seen, self.chance):
                return fault.rule
        return None

    def stand_at(self, place: Place, switch: Switch) -> None:
        """Tell a place, now and whenever that changes, whether there are faults for it."""
        self._switches.append((place, switch))
        switch(any(fault.place == place for fault in self._faults.values()))

    def _switch(self) -> None:
        places = {fault.place for fault in self._faults.values()}
        for place, switch in self._switches:
            switch(place in places)
