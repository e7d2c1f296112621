"""TS 24.008 clause 10.5.1.4: the mobile identity, by which the network and a mobile station name the station."""

from typing import Final, NamedTuple

IMSI: Final = 1
IMEI: Final = 2
IMEISV: Final = 3
TMSI: Final = 4


class MobileIdentity(NamedTuple):
    """Digits of an IMSI, IMEI or IMEISV, or the hexadecimal digits of a TMSI."""

    digits: str
    type_of_identity: int = IMSI

    def __str__(self) -> str:
        """The digits alone for an IMSI, else with the type in front: ``4:1a2b3c4d``."""
        return self.digits if self.type_of_identity == IMSI else f"{self.type_of_identity}:{self.digits}"
