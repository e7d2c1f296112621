"""The sections of a world's file that say what is in the network: operators and their nodes, cells and handsets.

A world with one operator needs no ``[[operator]]``: one ``[sc]`` and one ``[hlr]`` are enough.
"""

import re
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from smsc.smpp.terms import Pattern


def form(pattern: str, expected: str) -> AfterValidator:
    """Have a string checked against a pattern; ``expected`` says the same in words."""
    form = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(expected)
        return text

    return AfterValidator(check)


Number = Annotated[str, form(r"\d{1,15}", "1 to 15 digits, without +")]
Name = Annotated[str, form(r"[a-z][a-z0-9_.-]{0,15}", "a name of small letters and digits, such as msc1")]
SystemId = Annotated[str, form(r"[!-~]{1,15}", "1 to 15 characters of ASCII, without spaces")]
Imsi = Annotated[str, form(r"\d{14,15}", "14 or 15 digits")]
Plmn = Annotated[str, form(r"\d{3}-\d{2,3}", "MCC-MNC, such as 234-15")]
Probability = Annotated[float, Field(ge=0, le=1)]
Room = Annotated[int, Field(ge=0)]  # in short messages

FASTEST: Final = 1e6  # times the wall's pace: the year 9999, after which no date can be written, is still days away


class Section(BaseModel):
    """A table of the file: it may have the keys that are listed, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Node(Section):
    """An element with a name and a global title."""

    name: Name
    number: Number


class OwnedNode(Node):
    """A node of an operator, by default of the first."""

    operator: Name | None = None


class Hlr(OwnedNode):
    """The HLR of an operator."""


class Sc(OwnedNode):
    """A service centre. The first listens at the port of ``[smpp]``, another at its own ``port``, if it has one."""

    port: Annotated[int, Field(ge=0, le=65535)] | None = None
    system_id: SystemId | None = None


class Msc(OwnedNode):
    """An MSC, which is its own VLR, and its BSS.

    ``t3212`` is how often handsets report that they are still there, in tenths of an hour; 0: never. ``purge_time`` is
    after how many hours a visitor that is off is forgotten and its HLR told (purgeMS); 0: never. With ``tmsi``,
    visitors that have registered are called by TMSI on the air.
    """

    bss: Name
    t3212: Annotated[int, Field(ge=0, le=255)] = 0
    purge_time: Annotated[float, Field(ge=0)] = 0.0
    tmsi: bool = False


class OperatorConfig(Section):
    """An operator: its subscribers, its numbers, and what stands between its HLR and strangers.

    ``srf`` is the name of its signalling relay function, for ported numbers. With ``router``, an SMS router, only its
    own service centres learn where its subscribers are (home routing). If ``partners`` are listed, its subscribers can
    roam nowhere else; within ``travel_time`` seconds, none can turn up elsewhere.
    """

    name: Name
    plmn: tuple[Plmn, ...] = ()
    numbers: tuple[Number, ...] = ()
    srf: Name | None = None
    router: Node | None = None
    partners: tuple[Name, ...] | None = None
    travel_time: Annotated[float, Field(ge=0)] = 0.0


class StrangerConfig(Node):
    """Somebody with access to the signalling network who is not an operator, but may claim to be one."""


def _cell_numbers(cgi: str) -> str:
    """Check that LAC and CI fit into two octets each."""
    if not all(int(part) <= 0xFFFF for part in cgi.split("-")[2:]):
        raise ValueError("a LAC and a CI of at most 65535")
    return cgi


class CellConfig(Section):
    """A cell of a BSS; ``cgi`` is MCC-MNC-LAC-CI. ``loss`` and ``paging_failure`` are probabilities."""

    name: Name
    bss: Name
    cgi: Annotated[
        str,
        form(r"\d{3}-\d{2,3}-\d{1,5}-\d{1,5}", "MCC-MNC-LAC-CI, such as 234-15-1-101"),
        AfterValidator(_cell_numbers),
    ]
    sdcch: Annotated[int, Field(ge=0, le=1000)] | None = None
    loss: Annotated[float, Field(ge=0, lt=1)] = 0.0
    paging_failure: Probability = 0.0


class Phone(Section):
    """A handset with its SIM. Without ``msisdn``, nobody has subscribed the SIM yet, so it is off.

    ``sc`` is the service centre it submits to, by default the first of its operator. The memories are how many short
    messages have room; by default any number, of which the latest 10,000 are kept.
    """

    name: Name
    msisdn: Annotated[str, form(r"(\d{1,15})?", "1 to 15 digits, without +")] = ""
    imsi: Imsi
    cell: Name
    sc: Name | None = None
    on: bool = True
    memory: Room | None = None
    sim_memory: Room | None = None


class Phones(Section):
    """A range of handsets: ``name`` with a number from 1, consecutive MSISDNs and IMSIs, in ``cells`` in turn.

    They are on, and have memories as a ``Phone`` does. A handset costs nothing until it is first needed.
    """

    name: Annotated[str, form(r"[a-z][a-z_.-]{0,7}", "up to 8 small letters, such as p")]
    count: Annotated[int, Field(ge=1, le=10**8)]
    msisdn: Number
    imsi: Imsi
    cells: Annotated[tuple[Name, ...], Field(min_length=1)]
    memory: Room | None = None
    sim_memory: Room | None = None

    @model_validator(mode="after")
    def _has_digits_enough(self) -> Self:
        for digits in (self.msisdn, self.imsi):
            if int(digits) + self.count > 10 ** len(digits):
                raise ValueError(f"numbers enough for {self.count} handsets behind {digits}")
        return self

    def number(self, name: str) -> int:
        """Return the place in the range, from 1, of the handset with a name; 0 if it is none of these."""
        digits = name.removeprefix(self.name)
        known = digits != name and digits.isascii() and digits.isdecimal() and digits[0] != "0"
        fits = known and len(digits) <= len(str(self.count))  # int() takes no more than some thousands of digits
        return int(digits) if fits and int(digits) <= self.count else 0

    def has(self, msisdn: str, imsi: str) -> bool:
        """Whether a number or an IMSI is in the range."""
        return any(
            len(one) == len(first) and 0 <= int(one) - int(first) < self.count
            for one, first in ((msisdn, self.msisdn), (imsi, self.imsi))
        )


class Anybody(Section):
    """Any international number that fits one of ``numbers`` and is nobody else's has a handset of the first operator.

    It is on, in one of ``cells`` in turn, and its name is ``n`` and its number.
    """

    numbers: tuple[Pattern, ...] = ()  # all
    cells: tuple[Name, ...] = ()  # the world's first one


class ClockConfig(Section):
    """How many times as fast as the wall clock the network's time runs; 0: not at all."""

    speed: Annotated[float, Field(ge=0, le=FASTEST)] = 1.0
