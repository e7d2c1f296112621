"""SMPP v5.0 section 2.9, flow control: so many requests per second and no more, as an account allows."""

COARSE = 0.01  # seconds: a loop that is late by less than this may make up for it, where requests are closer than this


class Pace:
    """A token bucket that is told the time. Above a hundred per second, what is due within 10 ms may go at once."""

    def __init__(self, rate: float) -> None:
        if not 0 < rate < float("inf"):
            raise ValueError(f"rate: expected more than 0 requests per second, found {rate:g}")
        self._interval = 1 / rate
        self._slack = COARSE if self._interval < COARSE else 0.0
        self._due = -float("inf")

    def take(self, now: float) -> float:
        """Let one go: gives 0.0, or how many seconds it is still too early."""
        if now < self._due:
            return self._due - now
        self._due = max(self._due, now - self._slack) + self._interval
        return 0.0
