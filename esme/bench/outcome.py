"""What came of a load: how many, how fast, what was refused, and what was lost or came twice."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from esme.bench.ledger import Ledger
from esme.bench.session import Session
from esme.bench.supply import Supply
from pdu.command_status import named

QUANTILES: Final = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p99.9": 0.999, "max": 1.0}


@dataclass(frozen=True, slots=True)
class Sample:
    """How far the load was ``at`` so many seconds from its start; ``latencies`` are those since the last sample."""

    at: float
    submitted: int
    answered: int
    receipts: int
    refused: int
    unanswered: int
    latencies: "array[float]"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load, times in seconds. Latencies are sorted, from submit_sm (with a rate: from when it was due).

    ``submitting`` lasts from the first submit_sm to the last response, ``receiving`` to the last receipt. ``lost_*``
    did not come within patience, ``duplicate_*`` came more than once; ``unexpected`` are responses to no unanswered
    request, ``strangers`` receipts for other messages, ``unreadable`` PDUs that can't be decoded, ``late`` messages
    that were due and did not get their turn, ``ended`` the reasons why sessions ended before their time.
    """

    submitted: int
    refused: dict[str, int]
    submitting: float
    latencies: "array[float]"
    lost_responses: int
    unexpected: int
    unreadable: int
    receipts: int
    receipt_states: dict[str, int]
    receiving: float
    receipt_latencies: "array[float]"
    lost_receipts: int
    duplicate_receipts: int
    duplicate_ids: int
    strangers: int
    others: int
    late: int
    ended: tuple[str, ...]
    samples: tuple[Sample, ...]

    @property
    def answered(self) -> int:
        """How many submit_sm were answered, whatever the answer."""
        return len(self.latencies)

    @property
    def submits_per_second(self) -> float:
        """Responses per second."""
        return self.answered / self.submitting if self.submitting else 0.0

    @property
    def receipts_per_second(self) -> float:
        """Receipts per second, one counted for each message."""
        return self.receipts / self.receiving if self.receiving else 0.0

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, came twice, or was nonsense."""
        return not any(self.wrongs().values())

    def wrongs(self) -> dict[str, int]:
        """Give the counts that should be 0, by name."""
        return {
            "responses lost": self.lost_responses,
            "responses to nothing": self.unexpected,
            "message_ids given twice": self.duplicate_ids,
            "receipts lost": self.lost_receipts,
            "receipts that came twice": self.duplicate_receipts,
            "PDUs that can't be read": self.unreadable,
            "sessions lost": len(self.ended),
        }

    def as_json(self) -> dict[str, Any]:
        """Give all that a program may want, with latencies in milliseconds."""
        return {
            "submitted": self.submitted,
            "answered": self.answered,
            "submits_per_second": round(self.submits_per_second, 1),
            "latency_ms": _milliseconds(self.latencies),
            "refused": self.refused,
            "receipts": self.receipts,
            "receipts_per_second": round(self.receipts_per_second, 1),
            "receipt_latency_ms": _milliseconds(self.receipt_latencies),
            "receipt_states": self.receipt_states,
            "lost_responses": self.lost_responses,
            "lost_receipts": self.lost_receipts,
            "duplicate_receipts": self.duplicate_receipts,
            "duplicate_message_ids": self.duplicate_ids,
            "unexpected_responses": self.unexpected,
            "unreadable_pdus": self.unreadable,
            "receipts_of_others": self.strangers,
            "other_requests": self.others,
            "due_and_not_submitted": self.late,
            "sessions_ended": list(self.ended),
            "seconds": {"submitting": round(self.submitting, 3), "receiving": round(self.receiving, 3)},
        }


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value that this share of the sorted values does not exceed; 0 if there are none."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _milliseconds(ordered: "array[float]") -> dict[str, float]:
    return {name: round(quantile(ordered, share) * 1e3, 3) for name, share in QUANTILES.items()} if ordered else {}


def outcome(
    sessions: Sequence[Session], supply: Supply, ledger: Ledger, began: float, samples: Sequence[Sample]
) -> Outcome:
    """Add up what the sessions counted."""
    latencies = array("d", sorted(latency for session in sessions for latency in session.latencies))
    statuses: Counter[int] = Counter()
    for session in sessions:
        statuses += session.statuses
    return Outcome(
        submitted=supply.taken,
        refused={named(status): number for status, number in statuses.most_common()},
        submitting=max(0.0, max(session.last_response for session in sessions) - began) if latencies else 0.0,
        latencies=latencies,
        lost_responses=sum(session.given_up for session in sessions),
        unexpected=sum(session.unexpected for session in sessions),
        unreadable=sum(session.unreadable for session in sessions),
        receipts=len(ledger.latencies),
        receipt_states=dict(ledger.states.most_common()),
        receiving=max(session.last_receipt for session in sessions) - began if ledger.latencies else 0.0,
        receipt_latencies=array("d", sorted(ledger.latencies)),
        lost_receipts=ledger.missing,
        duplicate_receipts=ledger.duplicates,
        duplicate_ids=ledger.same_ids,
        strangers=ledger.strangers,
        others=sum(session.others for session in sessions),
        late=supply.waiting,
        ended=tuple(session.end for session in sessions if session.end is not None),
        samples=tuple(samples),
    )
