"""The reverse of ``scenarios.world``: what stands between two lines ``---``, for a given world.

Only what differs from the built-in world is written. What a scenario has no use for (ports, TLS, the store, the control
API), and what nobody else should know (passwords), is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import tomli_w

from pdu.host_port import host_port
from smsc.config import WorldConfig, load
from smsc.overlay import NAMED_BY

_PASSWORD: Final = "secret"  # noqa: S105 - of every account that is not built in
_LEFT_OUT: Final[dict[str, Any]] = {
    "api": True,
    "clock": True,
    "mqtt": True,
    "webhook": True,
    "answer": True,  # what handsets have answered is among the acts
    "store": True,
    "smpp": {"host", "port", "limits", "tls"},
    "sc": {"__all__": {"port"}},
    "account": {"__all__": {"password", "networks", "tls_required"}},
}


class _Unsayable(ValueError):
    """The built-in world has something that this world lacks, or in another order, which no change can express."""


def header(config: WorldConfig) -> str:
    """Write the TOML that gives a scenario this world; "" for the built-in world."""
    short = _values(config, exclude_defaults=True)
    try:
        written = dict(_changes(_values(config), _values(load()), short))
    except _Unsayable:
        written = {"built_in": False, **short}
    return tomli_w.dumps(written)


def _values(config: WorldConfig, *, exclude_defaults: bool = False) -> dict[str, Any]:
    values = config.model_dump(mode="json", exclude=_LEFT_OUT, exclude_none=True, exclude_defaults=exclude_defaults)
    for account in values.get("account", ()):
        account["password"] = _PASSWORD
        if account.get("outbind_password"):
            account["outbind_password"] = _PASSWORD
        if "outbind" in account:
            account["outbind"] = host_port(*account["outbind"])
    return values


def _changes(now: Mapping[str, Any], there: Mapping[str, Any], short: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Go through the keys that have other values; ``short`` is the same as ``now`` without defaults."""
    if not there.keys() <= now.keys():
        raise _Unsayable
    for key, value in now.items():
        before = there.get(key)
        if value == before:
            continue
        if isinstance(value, dict) and isinstance(before, dict):
            yield key, dict(_changes(value, before, short.get(key, {})))
        elif key in NAMED_BY and isinstance(value, list) and before:
            yield key, list(_rows(NAMED_BY[key], value, before, short[key]))
        else:
            yield key, short.get(key, value)


def _rows(
    name: str, now: list[dict[str, Any]], there: list[dict[str, Any]], short: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    known = {row[name]: row for row in there}
    names = [row[name] for row in now]
    if names != [*known, *(one for one in names if one not in known)]:  # new rows come after all that are there
        raise _Unsayable
    for row, in_short in zip(now, short, strict=True):
        before = known.get(row[name])
        if before is None:
            yield in_short
        elif row != before:
            yield {name: row[name], **dict(_changes(row, before, in_short))}
