"""ITU-T Q.714: global title translation, from the digits of a number to the node responsible for it.

An MSISDN leads to the HLR of the operator whose range it is in, or to what stands before that HLR; an IMSI leads there
by its MCC and MNC (E.214).
"""

from collections.abc import Mapping


class Translation:
    """A table of prefixes: the longest that matches gives the node, ``otherwise`` if none does."""

    def __init__(self, otherwise: str, prefixes: Mapping[str, str] | None = None) -> None:
        self._otherwise = otherwise
        self._prefixes = dict(prefixes or {})
        self._lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)

    def __call__(self, digits: str) -> str:
        for length in self._lengths:
            node = self._prefixes.get(digits[:length])
            if node is not None:
                return node
        return self._otherwise
