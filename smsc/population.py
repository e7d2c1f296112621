"""Handsets by the million, which are there when somebody first has to do with them: ranges of numbers, and anybody."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from smsc.config import WorldConfig
from smsc.plan import first_plmn
from smsc.sections import Anybody, Phone, Phones
from smsc.smpp.address_range import AddressRange

_INTERNATIONAL: Final = re.compile(r"\d{7,15}", re.ASCII)  # what is shorter is a short code


class Population:
    """The handsets of a world's ``[[phones]]`` that nobody has met yet, by name, MSISDN or IMSI; and anybody's."""

    def __init__(self, ranges: tuple[Phones, ...], anybody: "Everybody | None" = None) -> None:
        self._ranges = ranges
        self._first = [(one, int(one.msisdn), int(one.imsi)) for one in ranges]
        self._anybody = anybody

    def __len__(self) -> int:
        return sum(one.count for one in self._ranges)

    def __iter__(self) -> Iterator[Phone]:
        return (_phone(one, place) for one in self._ranges for place in range(one.count))

    def of_msisdn(self, msisdn: str) -> Phone | None:
        """Whose number this is; with ``[anybody]`` it is somebody's from then on."""
        phone = self.in_range(msisdn)
        return phone if phone is not None or self._anybody is None else self._anybody.of_msisdn(msisdn)

    def in_range(self, msisdn: str) -> Phone | None:
        """Whose number of ``[[phones]]`` this is."""
        for one, first, _ in self._first:
            if len(msisdn) == len(one.msisdn) and 0 <= int(msisdn) - first < one.count:
                return _phone(one, int(msisdn) - first)
        return None

    def of_imsi(self, imsi: str) -> Phone | None:
        """Whose SIM this is."""
        for one, _, first in self._first:
            if len(imsi) == len(one.imsi) and 0 <= int(imsi) - first < one.count:
                return _phone(one, int(imsi) - first)
        return self._anybody.by_imsi.get(imsi) if self._anybody is not None else None

    def named(self, name: str) -> Phone | None:
        """The handset of a name: that of its range and its number there, from 1; ``n`` and its number for anybody's."""
        for one in self._ranges:
            if number := one.number(name):
                return _phone(one, number - 1)
        return self._anybody.named(name) if self._anybody is not None else None


class Everybody:
    """Those of ``[anybody]``, each with a SIM from the end of the operator's, from when somebody has to do with it.

    ``is_taken`` says of a number, or an IMSI, whether it is somebody else's.
    """

    def __init__(self, section: Anybody, cells: tuple[str, ...], plmn: str, is_taken: Callable[[str], bool]) -> None:
        self.by_imsi: dict[str, Phone] = {}
        self._by_msisdn: dict[str, Phone] = {}
        self._numbers = tuple(AddressRange(one) for one in section.numbers)
        self._cells = cells
        last = 10 ** (15 - len(plmn)) - 1
        imsis = (f"{plmn}{number}" for number in range(last, 0, -1))
        self._is_taken = is_taken
        self._imsis = (imsi for imsi in imsis if not is_taken(imsi))

    def of_msisdn(self, msisdn: str) -> Phone | None:
        """Whose number this is; None for what is no international number, or none that fits."""
        known = self._by_msisdn.get(msisdn)
        if known is not None or not _INTERNATIONAL.fullmatch(msisdn):
            return known
        if self._is_taken(msisdn) or (self._numbers and not any(msisdn in one for one in self._numbers)):
            return None
        cell = self._cells[len(self._by_msisdn) % len(self._cells)]
        phone = Phone.model_construct(name=f"n{msisdn}", msisdn=msisdn, imsi=next(self._imsis), cell=cell)
        self._by_msisdn[msisdn] = self.by_imsi[phone.imsi] = phone
        return phone

    def named(self, name: str) -> Phone | None:
        """The handset of a name, whether somebody has had to do with it or not."""
        return self.of_msisdn(name[1:]) if name[:1] == "n" else None


def everybody(config: WorldConfig, is_taken: Callable[[str], bool]) -> Everybody | None:
    """Those of a world that has ``[anybody]``."""
    if config.anybody is None:
        return None
    return Everybody(
        config.anybody, config.anybody.cells or (config.cell[0].name,), first_plmn(config.operators[0]), is_taken
    )


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
