"""A mini-SMSC: a service centre that speaks SMPP, and the network behind it.

``smsc.running`` runs one inside a program: ``with smsc.running() as centre:``. The fixtures of a test are a ``Centre``,
an ``Account`` and a ``Phone``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

__all__ = ["Account", "Centre", "Phone", "running"]
_BLOCKING: Final = "smsc.lab.blocking"
_HOMES: Final = {"Account": _BLOCKING, "Centre": _BLOCKING, "Phone": _BLOCKING, "running": "smsc.lab.running"}

if TYPE_CHECKING:
    from smsc.lab.blocking import Account, Centre, Phone
    from smsc.lab.running import running
else:  # for a checker of types, what is not named above is not there

    def __getattr__(name: str) -> Any:
        """Bring in what needs the whole simulator when it is asked for: ``import smsc`` alone costs nothing."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)
