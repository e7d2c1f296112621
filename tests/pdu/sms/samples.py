"""What the SMS tests share: strategies for values, and the two laws of every codec."""

from collections.abc import Callable
from typing import Protocol

from hypothesis import strategies as st

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.sms.timestamp import Timestamp
from pdu.text import gsm7

SEPTETS = gsm7.decode(bytes(septet for septet in range(128) if septet != gsm7.ESCAPE))

octet = st.integers(0, 255)
digits = st.text("0123456789*#abc", max_size=20)
ton = st.integers(0, 7)
npi = st.integers(0, 15)
numbers = st.builds(Address, digits, ton.filter(lambda ton: ton != 5), npi)
names = st.builds(Address, st.text(SEPTETS, max_size=11), st.just(5), npi)
addresses = numbers | names
timestamps = st.builds(Timestamp, st.binary(min_size=7, max_size=7))


class Message(Protocol):
    """Anything that has octets."""

    def encode(self) -> bytes: ...


def is_malformed_or_round_trips(decode: Callable[[bytes], Message], octets: bytes) -> bool:
    """The law for octets of which nobody knows whether they are well formed; True when they were read."""
    try:
        message = decode(octets)
    except Malformed:
        return False
    assert message.encode() == octets
    return True


def every_truncation_is_refused_or_round_trips(decode: Callable[[bytes], Message], octets: bytes) -> None:
    """The law for a message which breaks off."""
    assert is_malformed_or_round_trips(decode, octets)
    for size in range(len(octets)):
        is_malformed_or_round_trips(decode, octets[:size])
