"""The sections of a world's file that say who is in the network beside handsets: operators, and the nodes they have.

A world with one operator needs no ``[[operator]]``: one ``[sc]`` and one ``[hlr]`` are enough.
"""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def form(pattern: str, expected: str) -> AfterValidator:
    """Say how a string is to look, in a pattern and in words."""
    form = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(expected)
        return text

    return AfterValidator(check)


Number = Annotated[str, form(r"\d{1,15}", "1 to 15 digits, without +")]
Name = Annotated[str, form(r"[a-z][a-z0-9_.-]{0,15}", "a name of small letters and digits, such as msc1")]
SystemId = Annotated[str, form(r"[!-~]{1,15}", "1 to 15 characters of ASCII, without spaces")]
Plmn = Annotated[str, form(r"\d{3}-\d{2,3}", "MCC-MNC, such as 234-15")]


FASTEST: Final = 1e6  # times the wall's pace: the year 9999, behind which no date is written, is still days away


class Section(BaseModel):
    """A table of the file: it has the keys that are listed, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Node(Section):
    """An element with a name and a global title."""

    name: Name
    number: Number


class OwnedNode(Node):
    """A node of an operator; if that is not said, of the first."""

    operator: Name | None = None


class Hlr(OwnedNode):
    """The HLR of an operator."""


class Sc(OwnedNode):
    """A service centre. The first one is at the port of ``[smpp]``, another one at its own ``port``, if it has one."""

    port: Annotated[int, Field(ge=0, le=65535)] | None = None
    system_id: SystemId | None = None


class Msc(OwnedNode):
    """A switch, which is its own VLR, and the BSS it has.

    ``t3212`` is how often handsets say that they are still there, in tenths of an hour; 0: they do not. ``purge_time``
    is after how many hours a visitor who is off is forgotten, and his HLR told (purgeMS); 0: never. With
    ``tmsi``, visitors are called by TMSIs on the air once they have registered.
    """

    bss: Name
    t3212: Annotated[int, Field(ge=0, le=255)] = 0
    purge_time: Annotated[float, Field(ge=0)] = 0.0
    tmsi: bool = False


class OperatorConfig(Section):
    """An operator: whose subscribers, whose numbers, and what stands between its HLR and strangers.

    ``srf`` is the name of its signalling relay function, for numbers that are ported. With ``router``, an SMS router,
    only its own service centres learn where its subscribers are (home routing). Where ``partners`` are listed, its
    subscribers can roam nowhere else, and nobody can be elsewhere within ``travel_time`` seconds.
    """

    name: Name
    plmn: tuple[Plmn, ...] = ()
    numbers: tuple[Number, ...] = ()
    srf: Name | None = None
    router: Node | None = None
    partners: tuple[Name, ...] | None = None
    travel_time: Annotated[float, Field(ge=0)] = 0.0


class StrangerConfig(Node):
    """Somebody with access to the signalling network who is no operator, whatever he says."""


class ClockConfig(Section):
    """How fast the network's time goes: so many times as fast as the wall's, 0 not at all."""

    speed: Annotated[float, Field(ge=0, le=FASTEST)] = 1.0
