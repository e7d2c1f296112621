"""``smsc`` that writes at once what it prints: of lines that wait to be written, kill -9 leaves none to be counted."""

from typing import Any

from smsc.__main__ import main
from smsc.commands import outlets
from smsc.outlet import Outlet


class AtOnce(Outlet):
    """Waits for who reads."""

    def write(self, octets: Any) -> int:
        """Write it now."""
        return int(self._below.write(octets))


if __name__ == "__main__":
    setattr(outlets, Outlet.__name__, AtOnce)  # what is printed goes through these
    main()
