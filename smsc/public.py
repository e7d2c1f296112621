"""The passwords that everybody knows: those of the world that is built in."""

from functools import cache

from smsc.config import load


def is_public(system_id: str, password: str) -> bool:
    """Whether everybody knows this password of an account."""
    return _passwords().get(system_id) == password


@cache
def _passwords() -> dict[str, str]:
    return {account.system_id: account.password.get_secret_value() for account in load().account}
