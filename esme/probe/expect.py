"""What an answer should be: each function returns if it is so, or raises the judgement."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from pdu.command_status import CommandStatus as S
from pdu.command_status import named as status_named
from pdu.header import Pdu, Response, named, response_id
from pdu.operations.generic_nack import GenericNack
from pdu.operations.submit_sm import SubmitSm
from pdu.tlv import name_of
from pdu.values import InterfaceVersion
from pdu.verdict import Departs, NotJudged, NotSupported, brief
from pdu.versions import has_status, has_tlv

R = TypeVar("R", bound=Response)

BUSY: Final = (S.ESME_RTHROTTLED, S.ESME_RMSGQFUL)


@contextmanager
def beside_the_rule() -> Iterator[None]:
    """Raise NotJudged for a departure in the preparations for a rule: finding that is up to another check."""
    try:
        yield
    except Departs as departs:
        raise NotJudged(departs.why) from None


def supported(request: Pdu, answer: Pdu) -> Pdu:
    """See that an answer is one to this request, and does not say that the operation is unknown."""
    if answer.command_id != response_id(request.command_id) and not isinstance(answer, GenericNack):
        raise Departs(f"{named(request.command_id)} was answered by {brief(answer)}")
    if answer.command_status == S.ESME_RINVCMDID:
        raise NotSupported(f"{named(request.command_id)} was refused with ESME_RINVCMDID")
    if isinstance(answer, GenericNack) and not answer.command_status:
        raise Departs(f"{named(request.command_id)} was answered by generic_nack ESME_ROK, which refuses for no reason")
    return answer


def taken(request: Pdu, answer: Pdu, cls: type[R], *, lacking: tuple[int, ...] = ()) -> R:
    """See that a request was accepted; ``lacking`` are the statuses by which a message centre says that it can't."""
    supported(request, answer)
    status, name = answer.command_status, named(request.command_id)
    if status in lacking:
        raise NotSupported(f"{name} was refused with {status_named(status)}")
    if status in BUSY or (status and isinstance(request, SubmitSm)):
        raise NotJudged(f"{name} was refused with {status_named(status)}")
    if status or not isinstance(answer, cls):
        raise Departs(f"{name} was answered by {brief(answer)}")
    return answer


def refused(request: Pdu, answer: Pdu, *statuses: S) -> str:
    """See that a request is refused with one of these statuses, or any if none are given; say with which.

    ESME_RINVCMDID, which says that the operation is unknown, counts only if it is among them.
    """
    if answer.command_status == S.ESME_RINVCMDID and S.ESME_RINVCMDID in statuses:
        return f"refused with {brief(answer)}"
    supported(request, answer)
    expected = " or ".join(status.name for status in statuses) or "a refusal"
    if not answer.command_status or (statuses and answer.command_status not in statuses):
        raise Departs(f"{named(request.command_id)} was answered by {brief(answer)}, expected {expected}")
    return f"refused with {status_named(answer.command_status)}"


def same(what: str, found: Any, expected: Any) -> None:
    """See that a value is as it should be."""
    if found != expected:
        raise Departs(f"{what}: expected {expected!r}, found {found!r}")


def in_words_of(version: InterfaceVersion, pdu: Pdu) -> None:
    """See that a PDU has no TLV and no status that a version lacks."""
    name, printed = pdu.words[0], version.name.replace("_", ".").lower()
    strange = [name_of(tag) for tag, _ in pdu.tlvs if not has_tlv(tag, version)]
    if strange:
        raise Departs(f"{name} has {', '.join(strange)}, which {printed} has not")
    if not has_status(pdu.command_status, version):
        raise Departs(f"{name} has the status {status_named(pdu.command_status)}, which {printed} has not")
