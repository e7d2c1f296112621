"""TS 24.011 clauses 8.1 and 8.2: CP and RP messages, explained down to the TPDU they carry; and all layers by name."""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from typing import Final

from pdu import ladder
from pdu.explain import tpdu
from pdu.explain.clauses import of_sms
from pdu.explain.item import Explanation, Item, value_name
from pdu.ladder.writing import hexadecimal
from pdu.malformed import Malformed
from pdu.sms import cp, rp
from pdu.sms.address import Address
from pdu.sms.cp import CpCause, CpMessage
from pdu.sms.direction import Direction
from pdu.sms.rp import RpCause, RpMessage


def explain_cp(octets: bytes) -> Explanation:
    """Explain a CP message, and say what is wrong with it."""
    return _explained(octets, cp.decode, cp_items, "TS 24.011 8.1")


def explain_rp(octets: bytes) -> Explanation:
    """Explain an RP message, and say what is wrong with it."""
    return _explained(octets, rp.decode, rp_items, "TS 24.011 8.2")


def _explained(
    octets: bytes, decode: Callable[[bytes], object], items: Callable[..., list[Item]], clause: str
) -> Explanation:
    try:
        message = decode(octets)
    except Malformed as malformed:
        return Explanation("unknown", octets, [Item("?", 0, octets, hexadecimal(octets))], problem=str(malformed))
    return Explanation(str(ladder.line(message)), octets, items(message, octets, 0), clause)


def cp_items(message: CpMessage, octets: bytes, origin: int) -> list[Item]:
    """Explain a CP message whose octets stand at offset ``origin`` of what is around it."""
    side = (
        "to the side that opened the transaction" if octets[0] & 0x80 else "from the side that opened the transaction"
    )
    found = [
        Item("ti", origin, octets[:1], str(message.ti), f"transaction {message.ti & 7}, {side}", of_sms("ti")),
        Item("message_type", origin + 1, octets[1:2], f"0x{octets[1]:02X}", message.words[0], of_sms("message_type")),
    ]
    at = 2
    if isinstance(message, cp.CpData):
        found.append(_payload("cp_user_data", octets, 2, origin))
        payload = message.cp_user_data
        if not isinstance(payload, bytes):
            found[-1].parts = rp_items(payload, octets[3 : 3 + octets[2]], origin + 3)
        at = 3 + octets[2]
    elif isinstance(message, cp.CpError):
        found.append(_octet("cp_cause", octets, 2, origin, CpCause))
        at = 3
    return found + _rest(octets, at, origin)


def rp_items(message: RpMessage, octets: bytes, origin: int) -> list[Item]:
    """Explain an RP message whose octets stand at offset ``origin`` of what is around it."""
    direction = Direction.SC_TO_MS if octets[0] & 1 else Direction.MS_TO_SC
    who = "network to MS" if direction is Direction.SC_TO_MS else "MS to network"
    found = [
        Item("rp_mti", origin, octets[:1], str(octets[0]), f"{message.words[0]}, {who}", of_sms("rp_mti")),
        Item("rp_mr", origin + 1, octets[1:2], str(message.rp_mr), "the same in the answer", of_sms("rp_mr")),
    ]
    at = 2
    if isinstance(message, rp.RpData):
        for name, address in (("rp_oa", message.rp_oa), ("rp_da", message.rp_da)):
            found.append(_address(name, address, octets, at, origin))
            at += 1 + octets[at]
        found.append(_user_data(message, octets, at, origin))
        at += 1 + octets[at]
    elif isinstance(message, rp.RpError):
        found.append(_octet("rp_cause", octets, 3, origin, RpCause))
        found[-1].offset, found[-1].octets = origin + 2, octets[2 : 3 + octets[2]]
        at = 3 + octets[2]
    if isinstance(message, rp.RpAck | rp.RpError) and message.rp_user_data is not None:
        found.append(_user_data(message, octets, at + 1, origin))
        found[-1].offset, found[-1].octets = origin + at, octets[at : at + 1] + found[-1].octets
        at += 2 + octets[at + 1]
    return found + _rest(octets, at, origin)


def _user_data(message: rp.RpData | rp.RpAck | rp.RpError, octets: bytes, at: int, origin: int) -> Item:
    item = _payload("rp_user_data", octets, at, origin)
    if message.rp_user_data is not None and not isinstance(message.rp_user_data, bytes):
        item.parts = tpdu.items(message.rp_user_data, octets[at + 1 : at + 1 + octets[at]], origin + at + 1)
    return item


def _payload(name: str, octets: bytes, at: int, origin: int) -> Item:
    size = octets[at]
    return Item(name, origin + at, octets[at : at + 1 + size], f"{size} octets", "", of_sms(name))


def _address(name: str, address: Address | None, octets: bytes, at: int, origin: int) -> Item:
    written = octets[at : at + 1 + octets[at]]
    who = {"rp_oa": "the sender", "rp_da": "the destination"}[name]
    return Item(name, origin + at, written, "-" if address is None else str(address), who, of_sms(name))


def _octet(name: str, octets: bytes, at: int, origin: int, names: type[IntEnum]) -> Item:
    value = octets[at]
    return Item(name, origin + at, octets[at : at + 1], str(value), value_name(names, value), of_sms(name))


def _rest(octets: bytes, at: int, origin: int) -> list[Item]:
    return [Item("rest", origin + at, octets[at:], hexadecimal(octets[at:]))] if at < len(octets) else []


EXPLAINERS: Final[dict[str, Callable[[bytes], Explanation]]] = {
    "cp": explain_cp,
    "rp": explain_rp,
    **{kind: partial(tpdu.explain, kind=kind) for kind in tpdu.KINDS},
}
"""Of what is not SMPP, by its name."""
