"""Hops of a network that is not there."""

from smsc.network.hop import OUTSIDE, Hop


def arrived(to: str, message: object, conversation: int = 0, *, at: float, origin: str) -> Hop:
    """Make a hop as the network would have sent it."""
    hop = Hop(to, message, conversation)
    hop.at, hop.origin, hop.element = at, origin, OUTSIDE
    return hop
