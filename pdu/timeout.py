"""How long a caller waits. Where that is no number, asyncio's timers go wrong: NaN has those of others never go off."""


def checked(seconds: float, name: str = "timeout") -> float:
    """Return the seconds; raises TypeError or ValueError, which names the argument, for what none can be."""
    if not isinstance(seconds, int | float):
        raise TypeError(f"{name}: expected a number of seconds, found {seconds!r}")
    if seconds != seconds:  # NaN
        raise ValueError(f"{name}: expected a number of seconds, found {seconds}")
    return seconds


def checked_or_none(seconds: float | None, name: str = "timeout") -> float | None:
    """Do the same where None stands for as long as it takes."""
    return None if seconds is None else checked(seconds, name)
