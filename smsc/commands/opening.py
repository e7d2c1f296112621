"""Accounts that are opened on the command line: ``--account system_id:password``, perhaps with ``:number``."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from smsc.account_section import AccountConfig
from smsc.coherence import fits_together
from smsc.config import ConfigError, WorldConfig
from smsc.mistakes import section

_FIRST: Final = 7000  # of the numbers given to accounts that name none
_FORM: Final = re.compile(r"(?P<system_id>[^:]+):(?P<password>[^:]*)(:(?P<number>\d{1,15}))?", re.ASCII)


def opened(world: WorldConfig, accounts: Sequence[str]) -> WorldConfig:
    """Return the world with these accounts added; one that is there gets the password. Raises ConfigError."""
    there: set[str] = set()
    for account in accounts:
        said = _FORM.fullmatch(account)
        if said is None:
            raise ConfigError("--account: expected system_id:password, or system_id:password:number")
        if said["system_id"] in there:  # of two, one would be passed over
            raise ConfigError(f"--account: {said['system_id']}: expected once")
        there.add(said["system_id"])
        try:
            world = _with(world, said)
        except ValueError as wrong:
            raise ConfigError(f"--account: {said['system_id']}: {wrong}") from wrong
    return world


def keys(world: WorldConfig, accounts: Sequence[str], before: WorldConfig) -> Iterator[str]:
    """Yield the keys of the world whose values come from these accounts; ``before`` is the world without them."""
    places = {row.system_id: place for place, row in enumerate(world.account)}
    known = {row.system_id for row in before.account}
    for said in filter(None, map(_FORM.fullmatch, accounts)):
        row = f"account[{places[said['system_id']]}]"
        yield from (f"{row}.system_id", f"{row}.password")
        if said["number"] or said["system_id"] not in known:
            yield f"{row}.addresses"


def _with(world: WorldConfig, said: re.Match[str]) -> WorldConfig:
    rows = {row.system_id: row for row in world.account}
    system_id, number = said["system_id"], said["number"]
    there = rows.get(system_id)
    written = {} if there is None else {name: getattr(there, name) for name in there.model_fields_set}
    written |= {"system_id": system_id, "password": said["password"]}
    if number or there is None:
        written["addresses"] = (number or _free(world),)
    rows[system_id] = section(AccountConfig, written)
    changed = world.model_copy(update={"account": tuple(rows.values())})
    fits_together(changed)
    return changed


def _free(world: WorldConfig) -> str:
    """Return the first short code that no account serves."""
    taken = {address for row in world.account for address in row.addresses}
    return next(number for number in map(str, count(_FIRST)) if number not in taken)
