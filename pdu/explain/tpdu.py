"""TS 23.040 clause 9.2: a TPDU, explained parameter by parameter."""

from collections.abc import Iterator
from datetime import timedelta
from enum import IntEnum
from typing import Any, Final

from pdu import ladder
from pdu.explain.clauses import of_sms
from pdu.explain.item import Explanation, Item, value_name
from pdu.explain.user_data import header_item, readings
from pdu.ladder.notation import in_quotes
from pdu.ladder.writing import hexadecimal
from pdu.malformed import Malformed
from pdu.sms import tp, validity
from pdu.sms.address import Address
from pdu.sms.direction import Direction
from pdu.sms.failure_cause import TpFcs
from pdu.sms.pid import TpPid
from pdu.sms.status import TpSt
from pdu.sms.timestamp import Timestamp
from pdu.sms.tp import TpCt, Tpdu
from pdu.sms.tp.parameter_indicator import decode_pi
from pdu.sms.tp.user_data import SEPTETS
from pdu.text import data_coding as codings
from pdu.text import dcs
from pdu.values import Npi, Ton

# The parameters behind the first octet, in the order of each table; those that are not there are skipped.
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "SMS-DELIVER": ("tp_oa", "tp_pid", "tp_dcs", "tp_scts", "tp_udl", "tp_ud"),
    "SMS-DELIVER-REPORT": ("tp_fcs", "tp_pi", "tp_pid", "tp_dcs", "tp_udl", "tp_ud"),
    "SMS-SUBMIT": ("tp_mr", "tp_da", "tp_pid", "tp_dcs", "tp_vp", "tp_udl", "tp_ud"),
    "SMS-SUBMIT-REPORT": ("tp_fcs", "tp_pi", "tp_scts", "tp_pid", "tp_dcs", "tp_udl", "tp_ud"),
    "SMS-STATUS-REPORT": (
        *("tp_mr", "tp_ra", "tp_scts", "tp_dt", "tp_st"),
        *("tp_pi", "tp_pid", "tp_dcs", "tp_udl", "tp_ud"),
    ),
    "SMS-COMMAND": ("tp_mr", "tp_pid", "tp_ct", "tp_mn", "tp_da", "tp_cdl", "tp_cd"),
}
_BITS: Final = ("tp_mms", "tp_rd", "tp_lp", "tp_vpf", "tp_sri", "tp_srr", "tp_srq", "tp_udhi", "tp_rp")
_VALUES: Final[dict[str, type[IntEnum]]] = {"tp_pid": TpPid, "tp_st": TpSt, "tp_fcs": TpFcs, "tp_ct": TpCt}

_OF_THE_SC: Final = "specific to the SC"
_UNNAMED: Final[dict[str, dict[int, str]]] = {
    # values without a name that are not reserved
    "tp_pid": {
        **dict.fromkeys(range(0x01, 0x20), "a protocol between the two SMEs"),
        **dict.fromkeys((*range(0x38, 0x3F), *range(0xC0, 0x100)), _OF_THE_SC),
    },
    "tp_st": dict.fromkeys(
        (value for first in range(0x10, 0x80, 0x20) for value in range(first, first + 16)), _OF_THE_SC
    ),
    "tp_fcs": dict.fromkeys(range(0xE0, 0xFF), "specific to an application"),
    "tp_ct": dict.fromkeys(range(0xE0, 0x100), _OF_THE_SC),
}

KINDS: Final[dict[str, tuple[Direction, str]]] = {
    "tpdu-deliver": (Direction.SC_TO_MS, "SMS-DELIVER"),
    "tpdu-deliver-report": (Direction.MS_TO_SC, "SMS-DELIVER-REPORT"),
    "tpdu-submit": (Direction.MS_TO_SC, "SMS-SUBMIT"),
    "tpdu-submit-report": (Direction.SC_TO_MS, "SMS-SUBMIT-REPORT"),
    "tpdu-status-report": (Direction.SC_TO_MS, "SMS-STATUS-REPORT"),
    "tpdu-command": (Direction.MS_TO_SC, "SMS-COMMAND"),
}


def explain(octets: bytes, kind: str) -> Explanation:
    """Explain a bare TPDU of a kind, and say what is wrong with it."""
    direction, name = KINDS[kind]
    try:
        tpdu = tp.decode(octets, direction)
        if tpdu.words != (name,):
            raise Malformed("tp_mti", 0, name, tpdu.words[0])
    except Malformed as malformed:
        return Explanation(name, octets, [Item("?", 0, octets, hexadecimal(octets))], problem=str(malformed))
    return Explanation(str(ladder.line(tpdu)), octets, items(tpdu, octets, 0), "TS 23.040 9.2.2")


def items(tpdu: Tpdu, octets: bytes, origin: int) -> list[Item]:
    """Explain a TPDU whose octets stand at offset ``origin`` of the message around it."""
    found = [_first(tpdu, octets, origin)]
    at = 1
    for name in TABLES[tpdu.words[0]]:
        size = _size(tpdu, name, octets, at)
        if size is not None:
            found += _parameter(tpdu, name, octets[at : at + size], origin + at)
            at += size
    if at < len(octets):
        found.append(Item("rest", origin + at, octets[at:], hexadecimal(octets[at:]), "of a later edition"))
    return found


def _first(tpdu: Any, octets: bytes, origin: int) -> Item:
    first = octets[:1]
    item = Item("first octet", origin, first, f"0x{first[0]:02X}")
    item.parts.append(Item("tp_mti", origin, first, str(first[0] & 3), tpdu.words[0], of_sms("tp_mti")))
    for name in _BITS:
        if hasattr(tpdu, name):
            value = getattr(tpdu, name)
            named = value.name if isinstance(value, IntEnum) else "yes" if value else "no"
            if name == "tp_mms":
                named = "no more messages wait" if value else "more messages wait"
            item.parts.append(Item(name, origin, first, str(int(value)), named, of_sms(name)))
    return item


def _size(tpdu: Any, name: str, octets: bytes, at: int) -> int | None:
    """How many octets a parameter takes; None if it is not there."""
    if name == "tp_pi":
        return len(decode_pi(octets, at)) if at < len(octets) else None
    value = getattr(tpdu, name)
    match value:
        case None:
            return None
        case Address():
            return len(value.encode_tp(name))
        case Timestamp():
            return 7
        case bytes():
            return len(octets) - at - len(getattr(tpdu, "rest", b""))
        case _:
            return len(validity.encode(value)) if name == "tp_vp" else 1


def _parameter(tpdu: Any, name: str, octets: bytes, at: int) -> Iterator[Item]:
    if name == "tp_ud":
        yield from _user_data(tpdu, octets, at)
        return
    value = octets[0] if name == "tp_pi" else getattr(tpdu, name)
    written = hexadecimal(value) if isinstance(value, bytes) else str(value)
    yield Item(name, at, octets, written, _meaning(tpdu, name, value), of_sms(name))


def _meaning(tpdu: Any, name: str, value: Any) -> str:
    match value:
        case Address(_, ton, npi):
            return f"{value_name(Ton, ton)}, {value_name(Npi, npi)}"
        case Timestamp():
            return "" if value.when is not None else "no date"
        case int() if name in _VALUES:
            return _UNNAMED[name].get(value) or value_name(_VALUES[name], value)
        case int() if name == "tp_dcs":
            return describe_dcs(value)
        case int() if name == "tp_vp":
            return f"valid for {timedelta(seconds=validity.relative_seconds(value))}"
        case int() if name == "tp_udl":
            return "septets" if SEPTETS[tpdu.tp_dcs or 0] else "octets"
        case int() if name == "tp_pi":
            announced = zip(("tp_pid", "tp_dcs", "tp_udl"), (1, 2, 4), strict=True)
            return f"announces {', '.join(n for n, bit in announced if value & bit) or 'nothing'}"
        case validity.EnhancedValidity() if value.seconds is not None:
            return f"valid for {timedelta(seconds=value.seconds)}"
        case _:
            return ""


def describe_dcs(octet: int) -> str:
    """Say what a data coding scheme octet says, in words."""
    coding = dcs.decode(octet)
    parts = [coding.alphabet.value]
    if coding.message_class is not None:
        parts.append(f"class {coding.message_class.value} ({coding.message_class.name})")
    if coding.compressed:
        parts.append("compressed")
    if coding.indication is not None:
        parts.append(f"{coding.indication.waiting.name} {'waits' if coding.indication.active else 'waits no more'}")
    if coding.group is not dcs.Group.GENERAL:
        parts.append(coding.group.value)
    return ", ".join(parts)


def _user_data(tpdu: Any, octets: bytes, at: int) -> Iterator[Item]:
    item = Item("tp_ud", at, octets, f"{len(octets)} octets", "", of_sms("tp_ud"))
    start = at + len(tpdu.tp_udh)
    body = octets[len(tpdu.tp_udh) :]
    if tpdu.tp_udh:
        item.parts.append(header_item(tpdu.tp_udh, at))
    try:
        text = tpdu.text
    except Malformed as malformed:
        item.meaning, text = str(malformed), None
    if text is None:
        item.parts.append(Item("octets", start, body, hexadecimal(body), codings.alphabet(4)))
    else:
        item.parts.append(Item("text", start, body, in_quotes(text), describe_dcs(tpdu.tp_dcs or 0)))
    if not SEPTETS[tpdu.tp_dcs or 0]:
        item.parts += readings(body, start, text)
    yield item
