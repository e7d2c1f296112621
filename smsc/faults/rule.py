"""One fault: where, whom and how often it strikes, and what happens then. A section ``[[fault]]`` of the world.

The table in ``smsc.faults.effects`` says what may happen at which stage.
"""

import re
import shlex
from random import Random
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from pdu import ladder, tlv
from pdu.command_status import by_name, named
from pdu.malformed import Malformed
from pdu.tlv import Tlv
from pdu.values import MessageState
from smsc.centre.message import FINAL
from smsc.expression import Expression, compiled
from smsc.faults.effects import (
    ABSENT,
    BINDS,
    EFFECTS,
    ENQUIRE_LINK,
    ERRORS,
    KNOWS,
    NAMES,
    NOT_OF_BINDS,
    PDUS,
    STAY_ABSENT,
    Place,
    Stage,
)
from smsc.faults.malformed import KINDS
from smsc.sections import Section
from smsc.smpp.address_range import AddressRange
from smsc.smpp.terms import Pattern

JITTER = "jitter"  # a delay too, alone or added to one, or to an absence


def _status(written: object) -> str:
    status = by_name(str(written))
    if not status:  # ESME_ROK is no error
        raise ValueError("the name or number of an error, such as ESME_RTHROTTLED, or 0x400 of a vendor")
    return named(status)


def _one_of(names: tuple[str, ...]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return name

    return AfterValidator(check)


def _tlv(written: str) -> str:
    wanted_tlv(written)
    return written


def wanted_tlv(written: str) -> tuple[int, bytes | None]:
    """Read a TLV to look for, perhaps with its value, as ladders write both; raises ValueError."""
    name, has_value, _ = written.partition("=")
    row = tlv.by_name(name)
    if row is None:
        raise ValueError("a TLV, such as source_port or tlv_0x1401, perhaps with its value, such as source_port=9200")
    if not has_value:
        return row.tag, None
    try:
        return ladder.parse_pdu(f"generic_nack {written}").tlvs[0]
    except (ladder.Unreadable, Malformed) as wrong:
        raise ValueError(f"{name}={wrong.expected}") from None


def _stat(word: str) -> str:
    """Check a word for a state: characters that are the same octets in every alphabet of an account."""
    if _STAT.fullmatch(word) is None:
        raise ValueError("1 to 20 letters, digits, hyphens and dots, such as FAILED")
    return word


_STAT: Final = re.compile(r"[0-9A-Za-z.-]{1,20}")
_FINAL = tuple(state.name for state in sorted(FINAL))
_STATES = tuple(MessageState.__members__)
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Seen(NamedTuple):
    """What a stage can know of a message."""

    account: str = ""
    pdu: str = ""
    source: str = ""
    destination: str = ""
    text: str = ""
    tlvs: tuple[Tlv, ...] = ()
    destinations: tuple[str, ...] = ()  # of a submit_multi, without its lists; a rule matches if any of them does

    @property
    def told(self) -> dict[str, str]:
        """What the log says of it: nothing of its text."""
        named = {
            "system_id": self.account,
            "pdu": self.pdu,
            "source_addr": self.source,
            "destination_addr": self.destination,
        }
        return {name: value for name, value in named.items() if value}


class Rule(Section):
    """A fault. Keys that are left out match everything except binds and enquire_link, which must be named; numbers are
    patterns as in ``source_addr`` of an account.

    It strikes every ``every``-th match, with a ``probability``, at most so many ``times``, and has one of the effects
    of its stage.
    """

    stage: Stage
    account: str | None = None
    pdu: str | None = None
    source: Pattern | None = None
    destination: Pattern | None = None
    text: Expression | None = None
    tlv: Annotated[str, Field(max_length=1000), AfterValidator(_tlv)] | None = None
    every: Annotated[int, Field(ge=1)] = 1
    probability: Annotated[float, Field(gt=0, le=1)] = 1.0
    times: Annotated[int, Field(ge=1)] | None = None

    command_status: Annotated[str, BeforeValidator(_status, json_schema_input_type=str | int)] | None = None
    message_id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")] | None = None
    message_state: str | None = None
    stat: Annotated[str, AfterValidator(_stat)] | None = None
    error: str | None = None
    absence: Seconds | None = None
    delay: Seconds | None = None
    jitter: Seconds | None = None
    silence: bool = False
    loss: bool = False
    duplicate: bool = False
    disconnect: Literal["before", "after", "half-open"] | None = None
    swap: bool = False
    before_response: bool = False
    another_bind: bool = False
    split: Annotated[int, Field(ge=1, le=65_536)] | None = None
    glue: bool = False
    malformed: Annotated[str, _one_of(tuple(KINDS))] | None = None

    @field_validator("pdu", "error")
    @classmethod
    def _is_of_its_stage(cls, name: str | None, info: ValidationInfo) -> str | None:
        names = (PDUS if info.field_name == "pdu" else ERRORS).get(info.data.get("stage", "smpp"), ())
        if names and name is not None and name not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return name

    @field_validator("message_state")
    @classmethod
    def _is_a_state(cls, name: str | None, info: ValidationInfo) -> str | None:
        """Check a state: a message must end in a final one, a receipt may name any."""
        names = _STATES if info.data.get("stage") == "receipt" else _FINAL
        if name is not None and name not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return name

    @model_validator(mode="after")
    def _fits_its_stage(self) -> Self:
        chosen = [name for name in NAMES if getattr(self, name)]
        if self.jitter is not None and self.delay is None and self.absence is None:
            chosen.append(JITTER)
        if self.stage == "receipt" and self.duplicate and self.message_state is not None:
            chosen.remove("duplicate")  # two receipts, of which the first tells this state
        allowed = EFFECTS[self.stage]
        if len(chosen) != 1:
            raise ValueError(f"one of {', '.join(allowed)}, found {' and '.join(chosen) or 'none'}")
        if self.effect not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} at stage {self.stage}, found {chosen[0]}")
        if self.message_id is not None and self.command_status is None:
            raise ValueError(f"command_status beside message_id, found {chosen[0]}")
        if self.absence is not None and self.error != ABSENT:  # which only those stages have
            at = " or ".join(STAY_ABSENT)
            found = f"{self.error or chosen[0]} at stage {self.stage}"
            raise ValueError(f"error {ABSENT} at stage {at} for an absence, found {found}")
        strange = [name for name in KNOWS["smpp"] if getattr(self, name) is not None and name not in KNOWS[self.stage]]
        if strange:
            known = ", ".join(KNOWS[self.stage])
            raise ValueError(f"one of {known} at stage {self.stage}, found {strange[0]}")
        if self.pdu in BINDS and not self.fits_binds:
            others = ", ".join(name for name in allowed if name not in (*NOT_OF_BINDS, "disconnect"))
            raise ValueError(f"{others} or disconnect = before or half-open for a bind, found {chosen[0]}")
        if self.pdu == ENQUIRE_LINK and self.effect != "silence":
            raise ValueError(f"silence for {ENQUIRE_LINK}, found {chosen[0]}")
        if self.place == "channel" and self.pdu not in (None, "CP-DATA"):
            raise ValueError(f"pdu CP-DATA for an error at stage {self.stage}, found {self.pdu}")
        return self

    def __str__(self) -> str:
        """Write the keys that say something, as a shell passes them to `smsc fault add`."""
        said = self.model_dump(exclude_defaults=True)
        return shlex.join(f"{key}={str(value).lower() if value is True else value}" for key, value in said.items())

    @property
    def effect(self) -> str:
        """The key that says what happens."""
        return next((name for name in NAMES if getattr(self, name)), "delay")

    @property
    def status(self) -> int | None:
        """The value of ``command_status``."""
        return None if self.command_status is None else by_name(self.command_status)

    @property
    def fits_binds(self) -> bool:
        """Whether it can strike a bind; not if it would be unclear then whether there is a session."""
        return self.effect not in NOT_OF_BINDS and self.disconnect != "after"

    @property
    def place(self) -> Place:
        """The place in the machinery that does it."""
        return "link" if self.pdu == ENQUIRE_LINK else EFFECTS[self.stage][self.effect]

    def seconds(self, chance: Random) -> float:
        """Give the delay, or the length of the absence, for this time."""
        return (self.delay or self.absence or 0.0) + (self.jitter * chance.random() if self.jitter is not None else 0.0)


class Fault:
    """A rule at work: ``seen`` counts what it matched, ``struck`` how often it struck."""

    __slots__ = ("_destination", "_source", "_text", "_tlv", "number", "place", "rule", "seen", "struck")

    def __init__(self, number: int, rule: Rule) -> None:
        self.number = number
        self.rule = rule
        self.place = rule.place
        self.seen = self.struck = 0
        self._source = AddressRange(rule.source) if rule.source is not None else None
        self._destination = AddressRange(rule.destination) if rule.destination is not None else None
        self._text = compiled(rule.text) if rule.text is not None else None
        self._tlv = wanted_tlv(rule.tlv) if rule.tlv is not None else None

    def __repr__(self) -> str:
        return f"<fault {self.rule}, struck {self.struck} of {self.seen}>"

    def strikes(self, seen: Seen, chance: Random) -> bool:
        """Whether it strikes this one; ``chance`` is used only if the rule has a probability below 1."""
        rule = self.rule
        if rule.times is not None and self.struck >= rule.times:
            return False
        if (
            rule.account not in (None, seen.account)
            or rule.pdu not in (None, seen.pdu)
            or (rule.pdu is None and seen.pdu in BINDS)  # else a rule meant for messages would keep ESMEs from binding
            or (self._source is not None and seen.source not in self._source)
            or (self._destination is not None and not _there(self._destination, seen))
            or (self._text is not None and not self._text.search(seen.text))
            or (self._tlv is not None and not _has(seen.tlvs, *self._tlv))
        ):
            return False
        self.seen += 1
        if self.seen % rule.every or (rule.probability < 1 and chance.random() >= rule.probability):
            return False
        self.struck += 1
        return True


def _there(destination: AddressRange, seen: Seen) -> bool:
    return any(one in destination for one in seen.destinations or (seen.destination,))


def _has(tlvs: tuple[Tlv, ...], tag: int, octets: bytes | None) -> bool:
    return any(one == tag and octets in (None, found) for one, found in tlvs)
