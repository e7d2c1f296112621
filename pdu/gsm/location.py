"""TS 23.003 clause 4: location area and cell global identification, laid out as TS 24.008 clause 10.5.1.3 has them."""

import re
from typing import Final, NamedTuple

from pdu.malformed import Malformed
from pdu.sms.octets import octet, take

DELETED_LAC: Final = 0xFFFE  # the area of a SIM that has been nowhere yet

_MCC: Final = re.compile("[0-9a-f]{3}")
_MNC: Final = re.compile("[0-9a-f]{2}[0-9a-e]?")  # a third f is the filler behind two digits


class LocationAreaIdentification(NamedTuple):
    """The area in which a mobile station is called.

    ``mcc`` is three digits, ``mnc`` two or three (a to f where a network sends what is no decimal digit), ``lac``
    0 to 65535.
    """

    mcc: str
    mnc: str
    lac: int

    def __str__(self) -> str:
        return f"{self.mcc}-{self.mnc}-{self.lac}"

    def encode(self, field: str) -> bytes:
        """Five octets; Malformed names ``field`` when a part does not fit."""
        mcc, mnc, lac = self
        if not (_MCC.fullmatch(mcc) and _MNC.fullmatch(mnc)):
            raise Malformed(field, None, "MCC of 3 digits, MNC of 2 or 3", f"{mcc!r}, {mnc!r}")
        third = mnc[2:] or "f"
        plmn = f"{mcc[1]}{mcc[0]}{third}{mcc[2]}{mnc[1]}{mnc[0]}"
        return bytes.fromhex(plmn) + octet(f"{field} lac", lac, 0xFFFF).to_bytes(2, "big")

    @classmethod
    def decode(cls, field: str, octets: bytes, offset: int) -> "LocationAreaIdentification":
        """The identification in the five octets at ``offset``."""
        value = take(field, octets, offset, 5)
        digits = value[:3].hex()
        mnc = f"{digits[5]}{digits[4]}{digits[2].replace('f', '')}"
        return cls(f"{digits[1]}{digits[0]}{digits[3]}", mnc, value[3] << 8 | value[4])


class CellGlobalIdentification(NamedTuple):
    """One cell of the world: its location area, and ``ci`` (0 to 65535) within it."""

    lai: LocationAreaIdentification
    ci: int

    def __str__(self) -> str:
        return f"{self.lai}-{self.ci}"

    def encode(self, field: str) -> bytes:
        """Seven octets; Malformed names ``field`` when a part does not fit."""
        return self.lai.encode(field) + octet(f"{field} ci", self.ci, 0xFFFF).to_bytes(2, "big")

    @classmethod
    def decode(cls, field: str, octets: bytes, offset: int) -> "CellGlobalIdentification":
        """The identification in the seven octets at ``offset``."""
        value = take(field, octets, offset, 7)
        return cls(LocationAreaIdentification.decode(field, octets, offset), value[5] << 8 | value[6])
