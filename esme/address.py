"""SMPP v5.0 sections 4.7.1 and 4.7.2, addr_ton and addr_npi: an address as a person writes it, and as parameters.

A number with a + is international, a number without one is of unknown type, both in the ISDN numbering plan (E.164).
Anything else is a name, which only a sender can have. For any other kind, pass an ``Address`` with ton and npi.
"""

import re
from functools import lru_cache
from typing import Protocol, TypeVar

from pdu.command_status import CommandStatus
from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import Npi, Ton

_NUMBER = re.compile(r"[0-9*#]+")


class _Sent(Protocol):
    source_addr_ton: int
    source_addr_npi: int
    source_addr: str


class _Addressed(Protocol):
    dest_addr_ton: int
    dest_addr_npi: int
    destination_addr: str


S = TypeVar("S", bound=_Sent)
A = TypeVar("A", bound=_Addressed)


@lru_cache(maxsize=1024)  # a program sends from the same address, and to the same numbers, again and again
def destination(to: str | Address) -> Address:
    """Return the address a message goes to; raises Malformed for what is not a number."""
    if isinstance(to, Address):
        return to
    number = _number(to)
    if number is None:
        expected = "digits, after a + if the number is international"
        raise Malformed("destination_addr", None, expected, repr(to), CommandStatus.ESME_RINVDSTADR)
    return number


@lru_cache(maxsize=1024)
def source(sender: str | Address) -> Address:
    """Return the address of a sender: a number, a name, or nothing for the account's default; raises Malformed."""
    if isinstance(sender, Address):
        return sender
    if sender == "":
        return Address("", Ton.UNKNOWN, Npi.UNKNOWN)
    number = _number(sender)
    if number is not None:
        return number
    if sender.startswith("+"):
        raise Malformed("source_addr", None, "digits after the +", repr(sender), CommandStatus.ESME_RINVSRCADR)
    return Address(sender, Ton.ALPHANUMERIC, Npi.UNKNOWN)


def check(*addresses: str | Address) -> None:
    """Raise TypeError for what is no address; before it is looked up, as a list, say, can't be."""
    for one in addresses:
        if not isinstance(one, str | Address):
            raise TypeError(f"an address: expected text or esme.Address, found {one!r}")


def sent_from(request: S, sender: str | Address) -> S:
    """Give a request the address of its sender; raises Malformed, or TypeError."""
    check(sender)
    request.source_addr, request.source_addr_ton, request.source_addr_npi = source(sender)
    return request


def addressed(request: A, to: str | Address) -> A:
    """Give a request its destination; raises Malformed, or TypeError."""
    check(to)
    request.destination_addr, request.dest_addr_ton, request.dest_addr_npi = destination(to)
    return request


def written(value: str, ton: int) -> str:
    """Write an address parameter as a person does: an international number gets its + back."""
    return f"+{value}" if ton == Ton.INTERNATIONAL and _NUMBER.fullmatch(value) else value


def _number(text: str) -> Address | None:
    check(text)
    digits = text.removeprefix("+")
    if not _NUMBER.fullmatch(digits):
        return None
    return Address(digits, Ton.UNKNOWN if digits == text else Ton.INTERNATIONAL, Npi.ISDN)
