"""A mini-SMSC: a service centre that speaks SMPP, and the network behind it.

``smsc.running`` runs one inside a program: ``with smsc.running() as centre:``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsc.lab.running import running

__all__ = ["running"]


def __getattr__(name: str) -> Any:
    """Bring in what needs the whole simulator when it is asked for: ``import smsc`` alone costs nothing."""
    if name != "running":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from smsc.lab.running import running

    return running
