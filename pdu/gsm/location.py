"""TS 23.003 clause 4: location area identification and cell global identification, and their octets in TS 24.008."""

from typing import NamedTuple


class LocationAreaIdentification(NamedTuple):
    """The area in which a mobile station is paged: ``mcc`` and ``mnc`` are digits, ``lac`` is 0 to 65535."""

    mcc: str
    mnc: str
    lac: int

    def __str__(self) -> str:
        return f"{self.mcc}-{self.mnc}-{self.lac}"


class CellGlobalIdentification(NamedTuple):
    """One cell of the world: its location area, and ``ci`` (0 to 65535) within it."""

    lai: LocationAreaIdentification
    ci: int

    def __str__(self) -> str:
        return f"{self.lai}-{self.ci}"
