"""SMPP v5.0 section 4.5: what all operations on messages share: finding the message meant, and answering."""

from collections.abc import Iterator
from typing import Final, Protocol

from pdu.command_status import CommandStatus, named
from pdu.header import Pdu, Response
from pdu.malformed import Malformed
from pdu.session import refusal
from pdu.sms.address import Address
from smsc.centre.message import Message
from smsc.centre.store import Store
from smsc.log import about, get_logger
from smsc.network.hop import Hop, Send
from smsc.numbering import address

log = get_logger(__name__)

BAD_SOURCE: Final = "a number, or a name of 1 to 11 characters"


class OfSender(Protocol):
    """A request with a sender's address."""

    source_addr_ton: int
    source_addr_npi: int
    source_addr: str


class OfMessage(OfSender, Protocol):
    """A request about a message, with its message_id and, as a check, its sender's address."""

    message_id: str


def answer(response: Response, request: Pdu, hop: Hop) -> Send:
    """Send a response back to where the request came from."""
    response.sequence_number = request.sequence_number
    return Send(hop.origin, response, hop.conversation)


def refused(request: Pdu, command_status: int, hop: Hop, why: str) -> Response:
    """Make the response that refuses a request, and log why."""
    told = {"system_id": hop.origin, "session": hop.conversation, **about(request)}
    log.info("refused", pdu=request.words[0], status=named(command_status), why=why, **told)
    return refusal(request.command_id, command_status)


def find(store: Store, request: OfMessage, account: str, failed: CommandStatus) -> Message:
    """Find the message that an account means; raises Malformed.

    A message of another account is as unknown (ESME_RINVMSGID) as one that does not exist. A source_addr, if given,
    must be that of the submission, else the status is ``failed``.
    """
    message = store.get(request.message_id)
    if message is None or message.account != account or message.known_as != request.message_id:
        expected = "the message_id of a message that is kept"
        raise Malformed("message_id", None, expected, repr(request.message_id), CommandStatus.ESME_RINVMSGID)
    check_source(request, message.source, failed)
    return message


def check_source(request: OfSender, source: Address, failed: CommandStatus) -> None:
    """Check that a source_addr, if given, is that of the submission; raises Malformed."""
    written = request.source_addr, request.source_addr_ton, request.source_addr_npi
    if request.source_addr and address(*written) != source:
        raise Malformed("source_addr", None, str(source), repr(request.source_addr), failed)


def submission(store: Store, message: Message) -> Iterator[Message]:
    """Give all messages that one message_id stands for: one for each destination of a submit_multi."""
    yield message
    for message_id in message.copies:
        copy = store.get(message_id)
        if copy is not None and copy.known_as == message.known_as:  # a later submission may have replaced it
            yield copy


def source_of(request: OfSender, default: Address) -> Address:
    """Read the sender's address, by default the account's own; raises Malformed."""
    if not request.source_addr:
        return default
    source = address(request.source_addr, request.source_addr_ton, request.source_addr_npi)
    if source is None:
        found = repr(request.source_addr)
        raise Malformed("source_addr", None, BAD_SOURCE, found, CommandStatus.ESME_RINVSRCADR)
    return source
