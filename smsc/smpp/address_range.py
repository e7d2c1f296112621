"""SMPP v5.0 section 4.7.3: address_range, a UNIX regular expression over addresses; also for accounts' own patterns.

The expression comes from a peer, so it must not be able to take for ever: it becomes a set of states that is followed
over the address once (Thompson's construction), at a cost of at most its size times the address's. ``^`` and ``$``
bind it to the ends of the address. Digits alone are one address, as ESMEs that write their number mean it.
"""

from dataclasses import dataclass, field
from typing import Final

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed

MOST_STATES: Final = 2_000  # of one expression, its repetitions written out
DEEPEST: Final = 50  # parentheses within parentheses
_MOST_DIGITS: Final = 100  # of a number of repetitions, with leading zeros: int() accepts some thousands
_OCTETS: Final = range(0x100)  # the characters of an address

Test = frozenset[str] | None  # the characters that lead on; None: any
_START, _END = "^", "$"


@dataclass(slots=True)
class _State:
    """Leads on by a character that passes ``test`` or, if ``free``, without one (with ``only``, at that end alone)."""

    test: Test = None
    only: str = ""
    free: bool = True
    to: "list[_State]" = field(default_factory=list)


class AddressRange:
    """The addresses that a pattern stands for: ``address in pattern``. Raises Malformed for an invalid pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        exact = pattern.isascii() and pattern.isdigit()
        self._first, self._last = _Reader(f"^{pattern}$" if exact else pattern).read()

    def __repr__(self) -> str:
        return f"AddressRange({self.pattern!r})"

    def __contains__(self, address: str) -> bool:
        states: dict[int, _State] = {}
        for at, character in enumerate(address):
            self._reach(states, self._first, at, address)
            if id(self._last) in states:
                return True
            reached: dict[int, _State] = {}
            for state in states.values():
                if not state.free and (state.test is None or character in state.test):
                    for following in state.to:
                        self._reach(reached, following, at + 1, address)
            states = reached
        self._reach(states, self._first, len(address), address)
        return id(self._last) in states

    @staticmethod
    def _reach(states: dict[int, _State], first: _State, at: int, address: str) -> None:
        """Add a state, and all that it leads to without a character."""
        coming = [first]
        while coming:
            state = coming.pop()
            if id(state) in states or (state.only == _START and at) or (state.only == _END and at < len(address)):
                continue
            states[id(state)] = state
            if state.free:
                coming += state.to


class _Reader:
    """Reads an expression: alternatives of sequences of repeated atoms."""

    def __init__(self, pattern: str) -> None:
        self._whole = self._pattern = pattern
        self._at = 0
        self._states = 0
        self._depth = 0

    def read(self) -> tuple[_State, _State]:
        ends = self._alternatives()
        if self._at < len(self._pattern):
            raise self._wrong("an opening parenthesis before it")
        return ends

    def _alternatives(self) -> tuple[_State, _State]:
        first, last = self._state(), self._state()
        while True:
            one, other = self._sequence()
            first.to.append(one)
            other.to.append(last)
            if not self._takes("|"):
                return first, last

    def _sequence(self) -> tuple[_State, _State]:
        first = last = self._state()
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            one, other = self._repeated()
            last.to.append(one)
            last = other
        return first, last

    def _repeated(self) -> tuple[_State, _State]:
        begin = self._at
        one, other = self._atom()
        end = self._at
        while self._at < len(self._pattern) and self._pattern[self._at] in "*+?{":
            least, most = self._counts()
            after = self._at
            first = last = self._state()
            for _ in range(least):
                one, other = self._again(begin, end)
                last.to.append(one)
                last = other
            if most is None:
                one, other = self._again(begin, end)
                loop = self._state()
                last.to.append(loop)
                loop.to.append(one)
                other.to.append(loop)
                last = loop
            else:
                leave = self._state()
                for _ in range(most - least):
                    one, other = self._again(begin, end)
                    last.to += (one, leave)
                    last = other
                last.to.append(leave)
                last = leave
            self._at = end = after
            one, other = first, last
        return one, other

    def _again(self, begin: int, end: int) -> tuple[_State, _State]:
        """Read what is repeated again: what stands from ``begin`` to ``end``, which may itself have repetitions."""
        whole, self._pattern, self._at = self._pattern, self._pattern[:end], begin
        ends = self._repeated()
        self._pattern = whole
        return ends

    def _counts(self) -> tuple[int, int | None]:
        if self._takes("*"):
            return 0, None
        if self._takes("+"):
            return 1, None
        if self._takes("?"):
            return 0, 1
        close = self._pattern.find("}", self._at)
        least, comma, most = self._pattern[self._at + 1 : close].partition(",")
        if close < 0 or not least.isdecimal() or not (most.isdecimal() or not most):
            raise self._wrong("{from}, {from,} or {from,to}")
        if max(len(least), len(most)) > _MOST_DIGITS or max(int(least), int(most or 0)) > MOST_STATES:
            raise self._too_long()
        if most and int(most) < int(least):
            raise self._wrong("{from,to} with from below to")
        self._at = close + 1
        return int(least), int(most) if most else None if comma else int(least)

    def _atom(self) -> tuple[_State, _State]:
        character = self._pattern[self._at]
        if character in "*+?{":
            raise self._wrong("something to repeat before it")
        self._at += 1
        if character == "(":
            self._depth += 1
            if self._depth > DEEPEST:
                raise self._wrong(f"at most {DEEPEST} parentheses within each other")
            ends = self._alternatives()
            self._depth -= 1
            if not self._takes(")"):
                raise self._wrong("a closing parenthesis")
            return ends
        if character in "^$":
            state = self._state(only=character)
            return state, state
        test: Test = frozenset(character)
        if character == ".":
            test = None
        elif character == "[":
            test = self._bracket()
        elif character == "\\":
            if self._at == len(self._pattern):
                raise self._wrong("a character behind the backslash")
            test = frozenset(self._pattern[self._at])
            self._at += 1
        return self._one_of(test)

    def _bracket(self) -> Test:
        negated = self._takes("^")
        close = self._pattern.find("]", self._at + 1)
        if close < 0:
            raise self._wrong("a closing bracket")
        inside, found = self._pattern[self._at : close], set[str]()
        self._at = close + 1
        at = 0
        while at < len(inside):
            if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
                found |= set(map(chr, _OCTETS[ord(inside[at]) : ord(inside[at + 2]) + 1]))
                at += 3
            else:
                found.add(inside[at])
                at += 1
        return frozenset(map(chr, _OCTETS)) - found if negated else frozenset(found)

    def _one_of(self, test: Test) -> tuple[_State, _State]:
        first, last = self._state(test=test, free=False), self._state()
        first.to.append(last)
        return first, last

    def _state(self, *, test: Test = None, only: str = "", free: bool = True) -> _State:
        self._states += 1
        if self._states > MOST_STATES:
            raise self._too_long()
        return _State(test, only, free)

    def _takes(self, character: str) -> bool:
        if self._pattern.startswith(character, self._at):
            self._at += 1
            return True
        return False

    def _wrong(self, expected: str) -> Malformed:
        found = f"{self._whole!r}, at its character {self._at + 1}"
        return Malformed("address_range", None, expected, found, CommandStatus.ESME_RBINDFAIL)

    def _too_long(self) -> Malformed:
        expected = "a pattern that repeats less"
        return Malformed("address_range", None, expected, repr(self._whole), CommandStatus.ESME_RBINDFAIL)
