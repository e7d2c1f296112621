"""A PDU of SMPP, explained field by field: offset, octets, value, meaning, clause."""

from collections.abc import Iterator
from enum import IntEnum

from pdu import command_status, ladder, smpp_time, tlv, values, walk
from pdu.codec import decode
from pdu.command_id import RESPONSE
from pdu.explain import user_data
from pdu.explain.clauses import SMPP, TLVS
from pdu.explain.item import Explanation, Item, value_name
from pdu.header import HEADER_LENGTH, Pdu, Unknown, named
from pdu.ladder.writing import esm_class, hexadecimal, parameter, tlv_value
from pdu.lists import Counted
from pdu.malformed import Malformed
from pdu.octets import SizedOctetString
from pdu.outstanding import SEQUENCE_NUMBERS
from pdu.smpp_time import Delay
from pdu.table import CLASSES
from pdu.text import data_coding as codings
from pdu.text.data_coding import DefaultAlphabet
from pdu.walk import Reading

_TIMES = frozenset({"schedule_delivery_time", "validity_period", "final_date"})
_NETWORK_ERROR_CODE, _CALLBACK_NUM = 0x0423, 0x0381


class _Reader:
    """Reads one PDU, and keeps what later fields need of earlier ones."""

    def __init__(self, octets: bytes, default: DefaultAlphabet) -> None:
        self.octets = octets
        self.default = default
        self.end = HEADER_LENGTH
        self.found: dict[str, int] = {}

    def parameters(self, cls: type[Pdu]) -> Iterator[Item]:
        """Explain the mandatory parameters; raises Malformed at the first that can't be read."""
        for reading in walk.read(cls, self.octets):
            self.end = reading.offset + len(reading.octets)
            if isinstance(reading.value, int):
                self.found[reading.parameter.name] = reading.value
            yield from self._parameter(reading)

    def _parameter(self, reading: Reading) -> Iterator[Item]:
        row, at = reading.parameter, reading.offset
        if isinstance(row.wire, SizedOctetString):
            length, octets = reading.octets[:1], reading.octets[1:]
            yield Item("sm_length", at, length, str(length[0]), f"octets of {row.name}", _smpp("sm_length"))
            item = Item(row.name, at + 1, octets, f"{len(octets)} octets", row.doc, _smpp(row.name))
            item.parts = self._user_data(octets, at + 1)
            yield item
            return
        value = parameter(_Any(), row, reading.value) if not isinstance(reading.value, int) else str(reading.value)
        meaning = _meaning(row.name, reading.value) or _name(row.values, reading.value)
        said = f"{meaning}: {row.doc}" if meaning else row.doc
        item = Item(row.name, at, reading.octets, value, said, _smpp(row.name))
        if isinstance(row.wire, Counted):
            item.parts = list(_list(row.wire, reading))
        yield item

    def _user_data(self, octets: bytes, at: int) -> list[Item]:
        if not octets:
            return []
        esm = self.found.get("esm_class", 0)
        return user_data.explain(
            octets,
            at,
            self.found.get("data_coding", 0),
            self.default,
            udhi=bool(esm & values.EsmClass.UDHI),
            may_be_receipt=esm & values.MESSAGE_TYPE in values.RECEIPTS,
        )

    def tlvs(self) -> Iterator[Item]:
        """Explain the TLVs; raises Malformed at the first that can't be read."""
        tlvs, problem = _whole_tlvs(self.octets, self.end)
        for tag, octets in tlvs:
            row = tlv.TLVS.get(tag)
            whole = self.octets[self.end : self.end + 4 + len(octets)]
            meaning = f"TLV 0x{tag:04X}, {_tlv_meaning(tag, octets)}"
            item = Item(
                tlv.name_of(tag), self.end, whole, tlv_value(_Any(), tag, octets), meaning, _clause(TLVS.get(tag))
            )
            if tag == tlv.MESSAGE_PAYLOAD:
                item.value = f"{len(octets)} octets"
                item.parts = self._user_data(octets, self.end + 4)
            elif row is None and tag in tlv.VENDOR_TAGS:
                item.meaning += "of a vendor's, not registered here"
            item.meaning = item.meaning.removesuffix(", ")
            self.end += len(whole)
            yield item
        if problem is not None:
            raise problem


class _Any(Pdu):
    """Stands for a PDU where only the value is to be written."""

    command_id = 0
    words = ()


def explain(octets: bytes, default: DefaultAlphabet = DefaultAlphabet.GSM7_UNPACKED) -> Explanation:
    """Explain one whole PDU as far as it can be read, and say what is wrong with it."""
    items = list(_header(octets))
    if len(octets) < HEADER_LENGTH:
        problem = f"the octets end inside a header, after {len(octets)} of {HEADER_LENGTH}"
        return Explanation("unknown", octets, items, problem=problem)
    command_length = int.from_bytes(octets[:4], "big")
    command_id = int.from_bytes(octets[4:8], "big")
    status = int.from_bytes(octets[8:12], "big")
    cls = CLASSES.get(command_id)
    reader = _Reader(octets, default)
    problem = ""
    try:
        pdu = decode(octets)
    except Malformed as malformed:
        pdu = Unknown(command_id=command_id, command_status=status, body=octets[HEADER_LENGTH:])
        problem = str(malformed)
    if command_length > len(octets):
        problem = f"the octets end inside the PDU, after {len(octets)} of {command_length}"
    line = str(ladder.line(pdu, default_alphabet=default)) if not problem else named(command_id)
    if cls is None:
        items.append(Item("body", HEADER_LENGTH, octets[HEADER_LENGTH:], hexadecimal(octets[HEADER_LENGTH:])))
    elif len(octets) > HEADER_LENGTH or not (status and command_id & RESPONSE):
        try:
            for item in reader.parameters(cls):
                items.append(item)  # noqa: PERF402 - those before a fault stay
            for item in reader.tlvs():
                items.append(item)  # noqa: PERF402 - the same
        except Malformed as malformed:
            problem = problem or ("" if status else str(malformed))
            rest = octets[reader.end :]
            items.append(Item("?", reader.end, rest, hexadecimal(rest), f"can't be read: {malformed}"))
    return Explanation(line, octets, items, _smpp(named(command_id)), problem)


def _list(wire: Counted, reading: Reading) -> Iterator[Item]:
    """Explain a list: how many items it has, and each of them."""
    count = wire.count.name
    yield Item(count, reading.offset, reading.octets[:1], str(reading.octets[0]), "", _smpp(count))
    at = 1
    for value in reading.value:
        _, end = wire.item.decode(reading.octets, at, reading.parameter.place)
        yield Item(reading.parameter.name, reading.offset + at, reading.octets[at:end], wire.item.to_line(value))
        at = end


def _header(octets: bytes) -> Iterator[Item]:
    for at, name in enumerate(("command_length", "command_id", "command_status", "sequence_number")):
        four = octets[4 * at : 4 * at + 4]
        if len(four) == 4:
            number = int.from_bytes(four, "big")
            written = str(number) if name in ("command_length", "sequence_number") else f"0x{number:08X}"
            yield Item(name, 4 * at, four, written, _header_meaning(name, number), _smpp(name))


def _header_meaning(name: str, number: int) -> str:
    if name == "command_length":
        return "octets of the whole PDU"
    if name == "command_id":
        return named(number) if named(number)[0] != "0" else "in no version of the specification"
    if name == "command_status":
        return f"{command_status.named(number)}: {command_status.explained(number)}"
    return (
        "the same in request and response"
        if 1 <= number <= SEQUENCE_NUMBERS
        else f"outside 1 to 0x{SEQUENCE_NUMBERS:X}"
    )


def _whole_tlvs(octets: bytes, at: int) -> tuple[tuple[tlv.Tlv, ...], Malformed | None]:
    """Read as many TLVs as can be read, and say what is wrong with the next."""
    found: list[tlv.Tlv] = []
    while at < len(octets):
        end = at + 4 + int.from_bytes(octets[at + 2 : at + 4], "big")
        try:
            found += tlv.decode(octets[:end] if end <= len(octets) else octets, at)
        except Malformed as malformed:
            return tuple(found), malformed
        at = end
    return tuple(found), None


def _name(names: type[IntEnum] | None, value: object) -> str:
    return value_name(names, value) if names is not None and isinstance(value, int) else ""


def _meaning(name: str, value: object) -> str:
    """Say what a value means where that is more than a name."""
    if isinstance(value, int):
        match name:
            case "esm_class":
                return esm_class(value).replace("|", ", ") if value else values.EsmClass(0).name
            case "registered_delivery":
                return _registered_delivery(value)
            case "data_coding":
                return codings.alphabet(value)
    if isinstance(value, str) and value and name in _TIMES:
        return time_meaning(value)
    return ""


def _registered_delivery(value: int) -> str:
    names = values.RegisteredDelivery
    parts = [names(value & values.FINAL_RECEIPT)] if value & values.FINAL_RECEIPT else []
    parts += [bit for bit in names if bit > values.FINAL_RECEIPT and value & bit]
    return ", ".join(part.name for part in parts) or names(0).name


def time_meaning(text: str) -> str:
    """Say what a time means, in words."""
    try:
        written = smpp_time.read(text)
    except Malformed as malformed:
        return f"no time: expected {malformed.expected}"
    if isinstance(written, Delay):
        parts = [
            f"{count} {name if count > 1 else name[:-1]}"
            for name, count in zip(written._fields, written, strict=True)
            if count
        ]
        return f"{', '.join(parts) or 'no time'} from now"
    return f"{written:%Y-%m-%d %H:%M:%S}.{written.microsecond // 100_000} {written.tzname()}"


def _tlv_meaning(tag: int, octets: bytes) -> str:
    row = tlv.TLVS.get(tag)
    if tag == _NETWORK_ERROR_CODE and len(octets) == 3:
        return f"{value_name(values.NetworkType, octets[0])}, error {int.from_bytes(octets[1:], 'big')}"
    if tag == _CALLBACK_NUM and len(octets) >= 3:
        digits = octets[3:].decode("latin-1") if octets[0] else octets[3:].hex()
        return f"{value_name(values.Ton, octets[1])}, {value_name(values.Npi, octets[2])}, {digits}"
    if row is not None:
        value = row.type.to_value(octets)
        return _name(row.type.values, value) if row.type.values else row.doc
    return ""


def _smpp(name: str) -> str:
    return _clause(SMPP.get(name))


def _clause(clause: str | None) -> str:
    return f"v5.0 {clause}" if clause else ""
