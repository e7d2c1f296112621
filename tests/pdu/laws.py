"""The laws of every codec: what can be read is laid out again octet for octet, and all else is malformed."""

from collections.abc import Callable
from typing import Protocol

from hypothesis import strategies as st

from pdu.malformed import Malformed


class Message(Protocol):
    """Anything that has octets."""

    def encode(self) -> bytes: ...


def is_malformed_or_round_trips(decode: Callable[[bytes], Message], octets: bytes) -> bool:
    """Check the law for octets that may or may not be well formed; True if they were read."""
    try:
        message = decode(octets)
    except Malformed as malformed:
        at = malformed.offset
    else:
        assert message.encode() == octets
        return True
    assert at is not None
    assert 0 <= at <= len(octets)
    return False


def every_truncation_is_refused_or_round_trips(decode: Callable[[bytes], Message], octets: bytes) -> None:
    """Check the law for a message that breaks off."""
    assert is_malformed_or_round_trips(decode, octets)
    for size in range(len(octets)):
        is_malformed_or_round_trips(decode, octets[:size])


def refuses_every_truncation(decode: Callable[[bytes], Message], octets: bytes) -> None:
    """Check that no beginning of a message is a message."""
    assert [size for size in range(len(octets)) if is_malformed_or_round_trips(decode, octets[:size])] == []


@st.composite
def damaged(draw: st.DrawFn, messages: st.SearchStrategy[bytes]) -> bytes:
    """Damage a message's octets at up to three places: some are overwritten, missing or added."""
    found = bytearray(draw(messages))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(found)))
        size = draw(st.integers(0, 2) | st.just(len(found)))
        found[at : at + size] = draw(st.binary(max_size=2))
    return bytes(found)
