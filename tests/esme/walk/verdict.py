"""What a client with these terms may have done, judged by what went over the wires, and not by asking the client."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import esme
import pdu
from pdu import CommandStatus, Pdu
from pdu.command_id import RESPONSE
from tests.esme.walk.centre import LINK, Entry


@dataclass
class Attempt:
    """A request as it went over a wire, and what became of it: an answer, the end of the session, or silence."""

    at: float
    wire: int
    request: Pdu
    ended: float = float("inf")
    end: str = "silence"
    status: int | None = None


@dataclass
class Submit:
    """A text that a program submitted, and what it was told."""

    text: str
    told: Any = None
    attempts: list[Attempt] = field(default_factory=list)


def wrongs(
    log: list[Entry], submits: list[Submit], heard: list[str | None], since: float, terms: dict[str, Any]
) -> Iterator[str]:
    """Yield everything that is not as promised to a program that has been bound ``since`` then."""
    yield from _delivered(log, heard, since)
    yield from _on_the_wires(log, {submit.text: submit for submit in submits}, terms)
    for submit in submits:
        yield from _told(submit)
        yield from _again(submit, terms)


def _on_the_wires(log: list[Entry], submits: dict[str, Submit], terms: dict[str, Any]) -> Iterator[str]:
    silence = terms["timers"].response_timer
    open_: defaultdict[int, dict[int, Attempt]] = defaultdict(dict)
    for at, wire, what, said in log:
        asked = open_[wire]
        for number, attempt in list(asked.items()):
            if attempt.at + silence <= at:
                asked.pop(number).ended = attempt.at + silence
        if what == "end":
            for attempt in asked.values():
                attempt.ended, attempt.end = at, "the end of the session"
            asked.clear()
        elif said is None:
            continue
        elif what == "given":
            answered = asked.get(said.sequence_number) if said.command_id & RESPONSE else None
            if answered is not None and said.command_id in (answered.request.command_id | RESPONSE, RESPONSE):
                answered.ended, answered.end, answered.status = at, "an answer", said.command_status
                del asked[said.sequence_number]
        elif not said.command_id & RESPONSE:
            if said.sequence_number in asked:
                yield f"sequence_number {said.sequence_number} is used again while it is unanswered"
            asked[said.sequence_number] = attempt = Attempt(at, wire, said)
            if isinstance(said, pdu.SubmitSm):
                submits[said.short_message.decode("ascii")].attempts.append(attempt)
            if sum(not isinstance(one.request, LINK) for one in asked.values()) > terms["window"]:
                yield f"the window of {terms['window']} is exceeded at {at}"


def _delivered(log: list[Entry], heard: list[str | None], since: float) -> Iterator[str]:
    """Check that each deliver_sm was answered once, over its own session, and that what was acknowledged was heard."""
    waiting: dict[tuple[int, int], tuple[float, str]] = {}
    left = Counter(heard)
    ends = {entry.wire: entry.at for entry in log if entry.what == "end"}
    for at, wire, what, said in log:
        if what == "given" and isinstance(said, pdu.DeliverSm):
            waiting[wire, said.sequence_number] = at, said.short_message.decode("ascii")
        elif isinstance(said, pdu.DeliverSmResp):
            _, text = waiting.pop((wire, said.sequence_number), (at, ""))
            if not text:
                yield f"{said} answers nothing, or once more"
            elif said.command_status == CommandStatus.ESME_ROK:
                left[text] -= 1
    yield from (f"{text} is not answered" for (wire, _), (at, text) in waiting.items() if ends[wire] > max(at, since))
    yield from (f"{text} is acknowledged, and nobody got it" for text, more in left.items() if more < 0)


def _told(submit: Submit) -> Iterator[str]:
    """Check that what a program was told is true, of the last attempt and of all before it."""
    last = submit.attempts[-1] if submit.attempts else None
    match submit.told:
        case esme.Refused() as refused:
            right = last is not None and last.status == refused.command_status
        case esme.NoResponse():
            right = last is not None and last.end == "silence"
        case esme.Interrupted():  # also if it was handed over and never left
            right = last is None or last.end == "the end of the session"
        case esme.Disconnected() | esme.QueueFull():
            right = all(attempt.status for attempt in submit.attempts)
        case str():
            right = last is not None and last.status == CommandStatus.ESME_ROK
        case TimeoutError():
            right = True
        case _:
            right = False
    if not right:
        yield f"{submit.text} was told {submit.told!r}, and on the wires there was {submit.attempts}"


def _again(submit: Submit, terms: dict[str, Any]) -> Iterator[str]:
    """Check that it was sent again only if the terms say so."""
    for count, (attempt, following) in enumerate(zip(submit.attempts, submit.attempts[1:], strict=False)):
        retry = terms["retries"].get(attempt.status) if attempt.status is not None else None
        refused = retry is not None and count < retry.times
        lost = attempt.end == "the end of the session" and count < terms["rebind"].resend
        if not (refused or lost) or following.at < attempt.ended:
            yield f"{submit.text} was sent again: {submit.attempts}"
