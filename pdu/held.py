"""How much memory a PDU holds, about: for those who keep many, and whose peers choose how long each is."""

from typing import Final

from pdu.header import Pdu

_ENTRY: Final = 150  # for a TLV or an entry of a list, besides its value; on the wire it may take four
_LONG: Final = {"body": 1, "dest_address": _ENTRY, "unsuccess_sme": _ENTRY}  # and how much each of their items takes

_names: dict[type[Pdu], tuple[str, ...]] = {}  # which of them a class has: to ask each PDU takes several times as long


def held(pdu: Pdu) -> int:
    """Count the octets of what a PDU has room for any length of, and of what keeps them; a short_message is short."""
    octets = 0
    if pdu.tlvs:
        for _, value in pdu.tlvs:
            octets += _ENTRY + len(value)
    names = _names.get(pdu.__class__)
    if names is None:
        cls = pdu.__class__
        names = _names[cls] = tuple(name for name in _LONG if hasattr(cls, name))
    for name in names:
        octets += _LONG[name] * len(getattr(pdu, name) or ())
    return octets
