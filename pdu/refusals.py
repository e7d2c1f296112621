"""SMPP v5.0 chapter 2: the answer to a PDU that can't be read, is unknown, or may not come now."""

from pdu.command_status import CommandStatus
from pdu.header import HEADER, Pdu, Response, Unknown, named, response_id
from pdu.malformed import Malformed
from pdu.matrix import BINDS, SessionState, Side
from pdu.operations.generic_nack import GenericNack
from pdu.table import CLASSES
from pdu.values import InterfaceVersion
from pdu.versions import check_operation, has_status


def refusal(command_id: int, command_status: int) -> Response:
    """Make the response that refuses a request: its own, or generic_nack where it has none."""
    cls = CLASSES.get(response_id(command_id), GenericNack)
    response = cls(command_status=command_status)
    assert isinstance(response, Response)  # noqa: S101 - what CLASSES holds under a response's id
    return response


def out_of_place(command_id: int, side: Side, state: SessionState, *, binding: bool) -> tuple[Response, str]:
    """Refuse a PDU that is unknown or may not come to this side now, and say why; ``binding``: a bind waits."""
    name = named(command_id)
    if command_id not in CLASSES:
        return GenericNack(command_status=CommandStatus.ESME_RINVCMDID), f"command_id {name} is unknown"
    if command_id in BINDS and side is Side.MC and (state.bound or binding):
        why = f"{name} came in state {state.name}, " + ("bound already" if state.bound else "a second bind")
        return refusal(command_id, CommandStatus.ESME_RALYBND), why
    why = f"{name} may not come from the {side.peer.name} in state {state.name}"
    return refusal(command_id, CommandStatus.ESME_RINVBNDSTS), why


def may_not_send(command_id: int, side: Side, state: SessionState, waits: Pdu | None) -> str:
    """Say why a side may not send a request; ``waits`` is the bind that has no response yet, if that is why."""
    if waits is not None:
        return f"{named(command_id)} may not be sent while {waits.words[0]} is unanswered"
    return f"{named(command_id)} may not be sent by the {side.name} in state {state.name}"


def unread(octets: bytes) -> Pdu:
    """Keep a PDU whose body can't be read, with its body as octets; a response that is known keeps its class."""
    _, command_id, command_status, sequence_number = HEADER.unpack_from(octets)
    body, cls = octets[HEADER.size :], CLASSES.get(command_id)
    if cls is not None and issubclass(cls, Response):
        return cls(command_status=command_status, sequence_number=sequence_number, body=body)
    return Unknown(command_id=command_id, command_status=command_status, sequence_number=sequence_number, body=body)


def unreadable(command_id: int, malformed: Malformed, version: InterfaceVersion) -> tuple[Response, str]:
    """Refuse a request whose body can't be read, and say why; one that the version lacks counts as unknown."""
    try:
        check_operation(command_id, version)
    except Malformed as unknown:
        return GenericNack(command_status=unknown.command_status), str(unknown)
    return refusal(command_id, _known(malformed.command_status, version)), str(malformed)


def _known(status: int, version: InterfaceVersion) -> int:
    """Give a status that the version has; before v3.4, an unreadable PDU was just one of the wrong length."""
    if has_status(status, version):
        return status
    return CommandStatus.ESME_RINVCMDLEN if version is InterfaceVersion.V3_3 else CommandStatus.ESME_RSYSERR
