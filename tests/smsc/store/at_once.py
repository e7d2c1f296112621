"""``smsc`` that writes at once what it prints: with kill -9, lines still waiting would be lost and not be counted."""

from typing import Any

from smsc.__main__ import main
from smsc.commands import outlets
from smsc.outlet import Outlet


class AtOnce(Outlet):
    """An outlet that waits for its reader."""

    def write(self, octets: Any) -> int:
        """Write the octets now."""
        return int(self._below.write(octets))


if __name__ == "__main__":
    setattr(outlets, Outlet.__name__, AtOnce)  # all that is printed goes through an Outlet
    main()
