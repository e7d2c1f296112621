"""Faults before the service centre's SMPP face: a request that is refused, held back, left unanswered, or cut off."""

from pdu.command_status import CommandStatus
from pdu.header import Pdu
from pdu.operations.bind import Bind
from pdu.text import user_data
from pdu.values import EsmClass
from smsc.faults.faults import Faults
from smsc.faults.rule import Rule, Seen


def struck(faults: Faults, account: str, pdu: Pdu) -> Rule | None:
    """Find what strikes a request of an account."""
    return faults.struck_by("smpp", _seen(account, pdu))


def status(rule: Rule) -> CommandStatus | None:
    """The status with which a rule has a request refused, if it does."""
    return None if rule.command_status is None else CommandStatus[rule.command_status]


def _seen(account: str, pdu: Pdu) -> Seen:
    if isinstance(pdu, Bind):
        return Seen(account, pdu.words[0])
    source, destination = getattr(pdu, "source_addr", ""), getattr(pdu, "destination_addr", "")
    return Seen(account, pdu.words[0], source.removeprefix("+"), destination.removeprefix("+"), _text(pdu))


def _text(pdu: Pdu) -> str:
    octets = getattr(pdu, "short_message", b"") or getattr(pdu, "message_payload", None) or b""
    if not octets:
        return ""
    udhi = bool(getattr(pdu, "esm_class", 0) & EsmClass.UDHI)
    try:
        return user_data.text(octets, getattr(pdu, "data_coding", 0), udhi=udhi) or ""
    except ValueError:  # Malformed: these octets are no text
        return ""
