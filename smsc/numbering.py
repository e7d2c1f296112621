"""How the service centre understands the numbers that ESMEs write and people dial."""

from typing import Final

from pdu.malformed import Malformed
from pdu.sms.address import Address
from pdu.values import Npi, Ton

_ALPHANUMERIC: Final = 11  # characters that a TPDU's address holds
_INTERNATIONAL_DIGITS: Final = 7  # a number of unknown type this long, or longer, is taken for an international one


def address(value: str, ton: int, npi: int) -> Address | None:
    """Read an SMPP address as the network knows it; None for what can't be one.

    A plus sign, or seven digits and more of an unknown type, mean an international number; letters mean a name, even
    where the sender forgot to say so. Fewer digits are a short code.
    """
    digits = value.removeprefix("+")
    if ton != Ton.ALPHANUMERIC and digits.isascii() and digits.isdigit():
        if len(digits) > 15:
            return None
        unknown = ton == Ton.UNKNOWN and len(digits) >= _INTERNATIONAL_DIGITS
        if ton == Ton.INTERNATIONAL or value != digits or unknown:
            return Address(digits)
        return Address(digits, ton, npi)
    if value and len(value) <= _ALPHANUMERIC and ton in (Ton.UNKNOWN, Ton.ALPHANUMERIC):
        return Address(value, Ton.ALPHANUMERIC, Npi.UNKNOWN)
    return None


def dialled(text: str) -> Address:
    """Read a number as a person dials it; raises Malformed."""
    number = address(text, Ton.UNKNOWN, Npi.ISDN)
    if number is None or number.ton == Ton.ALPHANUMERIC:
        raise Malformed("number", None, "up to 15 digits, perhaps after a +", text)
    return number
