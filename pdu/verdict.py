"""How an implementation keeps to the specification, as a value: what was said, what it should have been, and how it is.

Both probes give a Report: that of an ESME, which judges a message centre, and that of a message centre, which judges
the ESMEs that bind to it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, NamedTuple, TypeVar

from pdu import ladder
from pdu.codec import Frames, decode
from pdu.malformed import Malformed

NO_LIMIT = 0x7FFFFFFF  # what was said is shown, whatever its length


class Verdict(Enum):
    """What comes of a check."""

    HOLDS = "holds"
    DEPARTS = "departs"
    NOT_SUPPORTED = "not supported"
    NOT_JUDGED = "could not be judged"


class Judgement(Exception):
    """A check is over, and why: anything but that it holds."""

    verdict: ClassVar[Verdict]

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Departs(Judgement):
    """The peer does otherwise than the specification says."""

    verdict = Verdict.DEPARTS


class NotSupported(Judgement):
    """The peer says, as the specification would have it, that it can't do this."""

    verdict = Verdict.NOT_SUPPORTED


class NotJudged(Judgement):
    """Something else came between."""

    verdict = Verdict.NOT_JUDGED


class Said(NamedTuple):
    """Octets that one end, ``esme`` or ``smsc``, has said in one go; ``how`` says what was special about it."""

    origin: str
    octets: bytes
    how: str = ""

    def lines(self) -> Iterator[tuple[bytes, str]]:
        """Give the octets PDU by PDU, each with its ladder line, and what is no whole PDU with what it is."""
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
        """What has come of it."""
        return Finding(self.family, self.name, self.rule, self.clause, verdict, told, tuple(said))

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return {"family": self.family, "check": self.name, "rule": self.rule, "clause": self.clause or None}


@dataclass(frozen=True, slots=True)
class Finding(Rule):
    """What has come of one check: ``told``, what was found, and ``said``, the conversation."""

    verdict: Verdict
    told: str = ""
    said: tuple[Said, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        said = [said.as_json() for said in self.said]
        return {**Rule.as_json(self), "verdict": self.verdict.value, "told": self.told, "said": said}


C = TypeVar("C", bound=Rule)


class Checks(list[C]):
    """Checks of one kind, in the order in which they are made; a hostile family is only for who asks for it."""

    def __init__(self, name: str, *, hostile: bool = False) -> None:
        super().__init__()
        self.name = name
        self.hostile = hostile


def chosen(all_families: Sequence[Checks[C]], *, hostile: bool, only: tuple[str, ...]) -> list[C]:
    """Choose checks: those of the families, or of the names, in ``only``, else all; ``hostile`` ones only on request.

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
        """1 if something departs; else 3 if most could not be judged, so that nobody takes it for good; else 0."""
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
