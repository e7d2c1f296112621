"""A mini-SMSC: a service centre that speaks SMPP, and the network behind it.

``smsc.running`` runs one inside a program: ``with smsc.running() as centre:``. The pytest fixtures are a ``Centre``, an
``Account`` and a ``Phone``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

__all__ = ["Account", "Centre", "Phone", "running"]
_BLOCKING: Final = "smsc.lab.blocking"
_HOMES: Final = {"Account": _BLOCKING, "Centre": _BLOCKING, "Phone": _BLOCKING, "running": "smsc.lab.running"}

if TYPE_CHECKING:
    from smsc.lab.blocking import Account, Centre, Phone
    from smsc.lab.running import running
else:  # hidden from type checkers, which are to know only the names above

    def __getattr__(name: str) -> Any:
        """Import what needs the whole simulator only when it is used: ``import smsc`` alone costs nothing."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)
