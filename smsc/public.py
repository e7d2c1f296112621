"""The passwords that everybody knows: those of the world that is built in."""

from functools import cache

from smsc.config import load


@cache
def passwords() -> dict[str, str]:
    """Return them by system_id."""
    return {account.system_id: account.password.get_secret_value() for account in load().account}
