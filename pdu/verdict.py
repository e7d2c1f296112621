"""How well an implementation keeps to the specification, as a value: what was said, the rule, and the verdict.

Both probes give a Report: the ESME that judges a message centre, and the message centre that judges the ESMEs which
bind to it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, NamedTuple, TypeVar

from pdu import ladder
from pdu.codec import Frames, decode
from pdu.command_status import CommandStatus, named
from pdu.header import Pdu
from pdu.malformed import Malformed
from pdu.operations.generic_nack import GenericNack

NO_LIMIT = 0x7FFFFFFF  # what was said is shown, whatever its length


class Verdict(Enum):
    """The outcome of a check."""

    HOLDS = "holds"
    DEPARTS = "departs"
    NOT_SUPPORTED = "not supported"
    NOT_JUDGED = "could not be judged"


class Judgement(Exception):
    """Ends a check with any verdict but HOLDS, and says why."""

    verdict: ClassVar[Verdict]

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Departs(Judgement):
    """The peer departs from the specification."""

    verdict = Verdict.DEPARTS


class NotSupported(Judgement):
    """The peer says, in the way the specification provides, that it can't do this."""

    verdict = Verdict.NOT_SUPPORTED


class NotJudged(Judgement):
    """Something else got in the way."""

    verdict = Verdict.NOT_JUDGED


def brief(pdu: Pdu) -> str:
    """Write a PDU in a word or two: its name, and the status of a response."""
    return " ".join(ladder.line(pdu).words)


def nacked(answer: Pdu, *statuses: CommandStatus) -> str:
    """See that an answer is generic_nack with one of these statuses; say with which. Raises Departs."""
    if not isinstance(answer, GenericNack) or answer.command_status not in statuses:
        expected = " or ".join(status.name for status in statuses)
        raise Departs(f"the answer was {brief(answer)}, expected generic_nack {expected}")
    return f"refused with {named(answer.command_status)}"


class Said(NamedTuple):
    """Octets that one end, ``esme`` or ``smsc``, sent in one go; ``how`` says what was special about it."""

    origin: str
    octets: bytes
    how: str = ""

    def lines(self) -> Iterator[tuple[bytes, str]]:
        """Give the octets PDU by PDU, each with its ladder line; of a rest that is no whole PDU, say what it is."""
        whole, broken = Frames(NO_LIMIT).cut(self.octets)
        for one in whole:
            try:
                yield one, str(ladder.line(decode(one), sequence_number=True))
            except Malformed as malformed:
                yield one, f"({malformed})"
        rest = self.octets[sum(map(len, whole)) :]
        if rest:
            yield rest, f"({broken})" if broken is not None else "(the beginning of a PDU)"

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        how = {"how": self.how} if self.how else {}
        pdus = [{"octets": octets.hex(), "line": line} for octets, line in self.lines()]
        return {"from": self.origin, **how, "pdus": pdus}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check judges by, in words; ``clause`` is where SMPP v5.0 has it, unless it names another document."""

    family: str
    name: str
    rule: str
    clause: str

    def found(self, verdict: Verdict, told: str, said: Iterable[Said] = ()) -> "Finding":
        """Make the finding of this check."""
        return Finding(self.family, self.name, self.rule, self.clause, verdict, told, tuple(said))

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {"family": self.family, "check": self.name, "rule": self.rule, "clause": self.clause or None}


@dataclass(frozen=True, slots=True)
class Finding(Rule):
    """The outcome of one check: ``told`` is what was found, ``said`` the conversation."""

    verdict: Verdict
    told: str = ""
    said: tuple[Said, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        said = [said.as_json() for said in self.said]
        return {**Rule.as_json(self), "verdict": self.verdict.value, "told": self.told, "said": said}


C = TypeVar("C", bound=Rule)


class Checks(list[C]):
    """Checks of one family, in the order in which they are made; a hostile family runs only on request."""

    def __init__(self, name: str, *, hostile: bool = False) -> None:
        super().__init__()
        self.name = name
        self.hostile = hostile


def chosen(all_families: Sequence[Checks[C]], *, hostile: bool, only: tuple[str, ...]) -> list[C]:
    """Choose the checks whose family or name is in ``only``, or all if it is empty; hostile ones only if ``hostile``.

    Raises Malformed for a word that is neither a family nor a check among them.
    """
    families = [family for family in all_families if hostile or not family.hostile]
    words = {name for family in families for name in (family.name, *(check.name for check in family))}
    for word in only:
        if word not in words:
            expected = ", ".join(family.name for family in all_families)
            asked = "" if hostile else " (hostile ones with --hostile)"
            raise Malformed("--only", None, f"{expected}, or a check that --list shows{asked}", repr(word))
    return [c for family in families for c in family if not only or family.name in only or c.name in only]


@dataclass(slots=True)
class Report:
    """All findings about one ``subject``."""

    subject: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many checks came to each verdict."""
        counted = Counter(finding.verdict for finding in self.findings)
        return {verdict: counted[verdict] for verdict in Verdict}

    @property
    def exit_status(self) -> int:
        """1 if any check departs; else 3 if most could not be judged, so that it does not pass for good; else 0."""
        if self.counts[Verdict.DEPARTS]:
            return 1
        return 3 if 2 * self.counts[Verdict.NOT_JUDGED] > len(self.findings) else 0

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {
            "subject": self.subject,
            "counts": {verdict.value: count for verdict, count in self.counts.items()},
            "checks": [finding.as_json() for finding in self.findings],
        }
