"""A mini-SMSC: a service centre that speaks SMPP, and the network behind it.

``smsc.running`` runs one inside a program: ``with smsc.running() as centre:``. The pytest fixtures are a ``Centre``, an
``Account`` and a ``Phone``. ``aio`` of each, and ``async with smsc.running()``, give the same with coroutines: an
``AsyncCentre``, an ``AsyncAccount`` and an ``AsyncPhone``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

_HOMES: Final = {
    "Account": "smsc.lab.blocking",
    "AccountKeys": "smsc.lab.keys",
    "AsyncAccount": "smsc.lab.account",
    "AsyncCentre": "smsc.lab.centre",
    "AsyncClock": "smsc.lab.clock",
    "AsyncPhone": "smsc.lab.phone",
    "Centre": "smsc.lab.blocking",
    "Clock": "smsc.lab.blocking",
    "Fault": "smsc.faults.rule",
    "FaultKeys": "smsc.lab.keys",
    "NotAnswered": "smsc.lab.injecting",
    "NotBound": "smsc.lab.injecting",
    "NotReceived": "smsc.lab.phone",
    "NotSubmitted": "smsc.lab.submissions",
    "Phone": "smsc.lab.blocking",
    "Received": "smsc.lab.received",
    "running": "smsc.lab.running",
}

if TYPE_CHECKING:
    from smsc.faults.rule import Fault
    from smsc.lab.account import AsyncAccount
    from smsc.lab.blocking import Account, Centre, Clock, Phone
    from smsc.lab.centre import AsyncCentre
    from smsc.lab.clock import AsyncClock
    from smsc.lab.injecting import NotAnswered, NotBound
    from smsc.lab.keys import AccountKeys, FaultKeys
    from smsc.lab.phone import AsyncPhone, NotReceived
    from smsc.lab.received import Received
    from smsc.lab.running import running
    from smsc.lab.submissions import NotSubmitted
else:  # hidden from type checkers, which are to know only the names above

    def __getattr__(name: str) -> Any:
        """Import what needs the whole simulator only when it is used: ``import smsc`` alone costs nothing."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)

    def __dir__() -> list[str]:
        """Have ``dir`` and completion name what is not imported yet."""
        return sorted({*globals(), *_HOMES})


__all__ = [
    "Account",
    "AccountKeys",
    "AsyncAccount",
    "AsyncCentre",
    "AsyncClock",
    "AsyncPhone",
    "Centre",
    "Clock",
    "Fault",
    "FaultKeys",
    "NotAnswered",
    "NotBound",
    "NotReceived",
    "NotSubmitted",
    "Phone",
    "Received",
    "running",
]
