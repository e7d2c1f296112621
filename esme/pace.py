"""SMPP v5.0 section 2.9, flow control: no more requests per second than an account allows."""

COARSE = 0.01  # seconds: a loop late by less than this may catch up, if requests are closer together than this


class Pace:
    """A token bucket that is given the time. Above 100 requests per second, it makes up for delays of up to 10 ms."""

    def __init__(self, rate: float) -> None:
        if not 0 < rate < float("inf"):
            raise ValueError(f"rate: expected more than 0 requests per second, found {rate:g}")
        self._interval = 1 / rate
        self._slack = COARSE if self._interval < COARSE else 0.0
        self._due = -float("inf")

    def take(self, now: float) -> float:
        """Let one request go and return 0.0, or return by how many seconds it is too early."""
        if now < self._due:
            return self._due - now
        self._due = max(self._due, now - self._slack) + self._interval
        return 0.0
