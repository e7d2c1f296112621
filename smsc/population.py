"""Handsets by the million: ranges of numbers, each of which becomes a handset when somebody first has to do with it."""

from collections.abc import Iterator

from smsc.sections import Phone, Phones


class Population:
    """The handsets of a world's ``[[phones]]`` that nobody has met yet, by name, MSISDN or IMSI."""

    def __init__(self, ranges: tuple[Phones, ...]) -> None:
        self._ranges = ranges
        self._first = [(one, int(one.msisdn), int(one.imsi)) for one in ranges]

    def __len__(self) -> int:
        return sum(one.count for one in self._ranges)

    def __iter__(self) -> Iterator[Phone]:
        return (_phone(one, place) for one in self._ranges for place in range(one.count))

    def of_msisdn(self, msisdn: str) -> Phone | None:
        """Whose number this is."""
        for one, first, _ in self._first:
            if len(msisdn) == len(one.msisdn) and 0 <= int(msisdn) - first < one.count:
                return _phone(one, int(msisdn) - first)
        return None

    def of_imsi(self, imsi: str) -> Phone | None:
        """Whose SIM this is."""
        for one, _, first in self._first:
            if len(imsi) == len(one.imsi) and 0 <= int(imsi) - first < one.count:
                return _phone(one, int(imsi) - first)
        return None

    def named(self, name: str) -> Phone | None:
        """The handset of a name: that of its range and its number there, from 1."""
        for one in self._ranges:
            if number := one.number(name):
                return _phone(one, number - 1)
        return None


def _phone(one: Phones, place: int) -> Phone:
    """Make one handset of a range; what is known to be right is not looked at again."""
    return Phone.model_construct(
        name=f"{one.name}{place + 1}",
        msisdn=_plus(one.msisdn, place),
        imsi=_plus(one.imsi, place),
        cell=one.cells[place % len(one.cells)],
        memory=one.memory,
        sim_memory=one.sim_memory,
    )


def _plus(digits: str, number: int) -> str:
    return f"{int(digits) + number:0{len(digits)}}"
