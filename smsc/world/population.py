"""Handsets by the million, each made when it is first needed: ranges of numbers, and anybody."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from smsc.config import WorldConfig
from smsc.sections import Anybody, Phone, Phones
from smsc.smpp.address_range import AddressRange
from smsc.world.plan import first_plmn

_INTERNATIONAL: Final = re.compile(r"\d{7,15}", re.ASCII)  # what is shorter is a short code


class Population:
    """The handsets of a world's ``[[phones]]`` and ``[anybody]``, found by name, MSISDN or IMSI."""

    def __init__(self, ranges: tuple[Phones, ...], anybody: "Everybody | None" = None) -> None:
        self._ranges = ranges
        self._first = [(one, int(one.msisdn), int(one.imsi)) for one in ranges]
        self._anybody = anybody

    def __len__(self) -> int:
        return sum(one.count for one in self._ranges)

    def __iter__(self) -> Iterator[Phone]:
        return (_phone(one, place) for one in self._ranges for place in range(one.count))

    def of_msisdn(self, msisdn: str) -> Phone | None:
        """Find the handset with a number; with ``[anybody]``, a number that is free gets one."""
        phone = self.in_range(msisdn)
        return phone if phone is not None or self._anybody is None else self._anybody.of_msisdn(msisdn)

    def in_range(self, msisdn: str) -> Phone | None:
        """Find the handset of ``[[phones]]`` with a number."""
        for one, first, _ in self._first:
            if len(msisdn) == len(one.msisdn) and 0 <= int(msisdn) - first < one.count:
                return _phone(one, int(msisdn) - first)
        return None

    def of_imsi(self, imsi: str) -> Phone | None:
        """Find the handset with an IMSI."""
        for one, _, first in self._first:
            if len(imsi) == len(one.imsi) and 0 <= int(imsi) - first < one.count:
                return _phone(one, int(imsi) - first)
        return self._anybody.by_imsi.get(imsi) if self._anybody is not None else None

    def named(self, name: str) -> Phone | None:
        """Find a handset by its name: its range's and its place there, from 1; for anybody's, ``n`` and its number."""
        for one in self._ranges:
            if number := one.number(name):
                return _phone(one, number - 1)
        return self._anybody.named(name) if self._anybody is not None else None


class Everybody:
    """The handsets of ``[anybody]``, each made when it is first needed, with an IMSI from the end of the operator's.

    ``is_taken`` says whether a number or an IMSI is somebody else's. There is no limit but memory, of which each takes
    some 2 kB: whoever is one too many would be an unknown subscriber, just like a wrong number.
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
        """Find or make the handset with a number; None if that is not international, is taken, or does not fit."""
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
        """Find or make the handset with a name."""
        return self.of_msisdn(name[1:]) if name[:1] == "n" else None


def everybody(config: WorldConfig, is_taken: Callable[[str], bool]) -> Everybody | None:
    """Return the handsets of ``[anybody]``; None if the world has no such section."""
    if config.anybody is None:
        return None
    return Everybody(
        config.anybody, config.anybody.cells or (config.cell[0].name,), first_plmn(config.operators[0]), is_taken
    )


def _phone(one: Phones, place: int) -> Phone:
    """Make one handset of a range, without validating again what is known to be valid."""
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
