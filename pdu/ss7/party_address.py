"""ITU-T Q.713 clauses 3.4 and 3.5: called and calling party address, with the global titles that MAP nodes have."""

from typing import NamedTuple

from pdu.malformed import Malformed

HLR, VLR, MSC, BSSAP = 6, 7, 8, 254  # subsystem numbers; a service centre's SMS-GMSC is an MSC

_TITLE_FORMAT = 4
_ODD, _EVEN = 1, 2  # encoding schemes: BCD of an odd, of an even number of digits


class GlobalTitle(NamedTuple):
    """Global title indicator 0100: digits (0-9 and the hexadecimal b, c, f of Q.713), their plan and their nature."""

    digits: str
    translation_type: int = 0
    numbering_plan: int = 1  # ISDN/telephony, E.164
    nature_of_address: int = 4  # international number


class PartyAddress(NamedTuple):
    """Who is called or calls: a global title, a subsystem number, a point code, or several of them.

    ``route_on_ssn`` is the routing indicator.  A global title of another indicator (``global_title_indicator``)
    is kept as octets; indicator 0 has None.
    """

    global_title: GlobalTitle | bytes | None = None
    ssn: int | None = None
    point_code: int | None = None
    route_on_ssn: bool = False
    global_title_indicator: int = _TITLE_FORMAT

    def encode(self, field: str) -> bytes:
        """The value part, without name and length; Malformed names ``field``."""
        indicator = 0 if self.global_title is None else self.global_title_indicator
        if not (indicator == 0) == (self.global_title is None) or not 0 <= indicator <= 15:
            raise Malformed(field, None, "a global title indicator of 1 to 15", str(indicator))
        octets = bytes((self.route_on_ssn << 6 | indicator << 2 | (self.ssn is not None) << 1 | (self.point_code is not None),))
        return octets
