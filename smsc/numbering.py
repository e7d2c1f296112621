"""How the service centre understands the numbers that ESMEs write and people dial, and how people read them."""

from functools import lru_cache
from typing import Final

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import Npi, Ton

_MOST_DIGITS: Final = 15  # E.164
# Plain integers, as every address passes here: to look up an enumeration's member takes as long as all the rest.
_UNKNOWN, _INTERNATIONAL, _ALPHANUMERIC = int(Ton.UNKNOWN), int(Ton.INTERNATIONAL), int(Ton.ALPHANUMERIC)
_TONS: Final = frozenset(map(int, Ton))
_MOST_NPI: Final = 0b1111
_INTERNATIONAL_DIGITS: Final = 7  # a number of unknown type with as many or more is taken to be international


@lru_cache(1 << 16)  # the same numbers come again and again
def address(value: str, ton: int, npi: int) -> Address | None:
    """Read an SMPP address as the network knows it; None for what can't be one.

    A plus sign, or seven or more digits of unknown type, mean an international number; fewer digits are a short code.
    Letters mean a name, even if the sender did not say so. A TON that SMPP reserves counts as unknown, and so does an
    NPI that does not fit into the network's four bits, such as WAP's.
    """
    ton, npi = ton if ton in _TONS else _UNKNOWN, npi if npi <= _MOST_NPI else _UNKNOWN
    digits = value.removeprefix("+")
    if ton != _ALPHANUMERIC and digits.isascii() and digits.isdigit():
        if len(digits) > _MOST_DIGITS:
            return None
        unknown = ton == _UNKNOWN and len(digits) >= _INTERNATIONAL_DIGITS
        if ton == _INTERNATIONAL or value != digits or unknown:
            return Address(digits)
        return Address(digits, ton, npi)
    if value and ton in (Ton.UNKNOWN, Ton.ALPHANUMERIC):
        name = Address(value, Ton.ALPHANUMERIC, Npi.UNKNOWN)
        return name if _fits(name) else None
    return None


def _fits(name: Address) -> bool:
    """Whether a TPDU can carry a name: 11 septets of the GSM 7 bit default alphabet."""
    try:
        name.encode_tp("name")
    except Malformed:
        return False
    return True


def dialled(text: str) -> Address:
    """Read a number as a person dials it; raises Malformed."""
    number = address(text, Ton.UNKNOWN, Npi.ISDN)
    if number is None or number.ton == Ton.ALPHANUMERIC:
        raise Malformed("number", None, "up to 15 digits, perhaps after a +", text)
    return number


def written(value: str, ton: int) -> str:
    """Write an address, number or name, as people do: an international number with its +."""
    return f"+{value}" if ton == _INTERNATIONAL else value
