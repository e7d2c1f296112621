"""How much memory a PDU holds, about: for those who keep many, and whose peers choose how long each is."""

from typing import Final

from pdu.header import Pdu

_ENTRY: Final = 150  # for a TLV or an entry of a list, besides its value; on the wire it may take four
_OCTETS: Final = ("short_message", "body")
_LISTS: Final = ("dest_address", "unsuccess_sme")


def held(pdu: Pdu) -> int:
    """Count the octets of what a PDU has room for any length of, and of what keeps them."""
    octets = sum([_ENTRY + len(value) for _, value in pdu.tlvs]) if pdu.tlvs else 0
    for name in _OCTETS:
        octets += len(getattr(pdu, name, None) or b"")
    for name in _LISTS:
        octets += _ENTRY * len(getattr(pdu, name, ()))
    return octets
