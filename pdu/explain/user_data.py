"""User data, explained: the header and its elements, the text in every alphabet that gives one, and a receipt in it."""

import dataclasses
from collections.abc import Iterator

from pdu import receipt
from pdu.explain import information_elements
from pdu.explain.clauses import INFORMATION_ELEMENTS
from pdu.explain.item import Item
from pdu.ladder.notation import in_quotes, is_plain
from pdu.ladder.writing import hexadecimal
from pdu.malformed import Malformed
from pdu.text import data_coding as codings
from pdu.text import national, udh, user_data
from pdu.text.data_coding import DefaultAlphabet


def explain(
    octets: bytes, at: int, data_coding: int, default: DefaultAlphabet, *, udhi: bool, may_be_receipt: bool
) -> list[Item]:
    """Explain the user data of a short message, which stand at offset ``at``, by its data_coding and by others."""
    items: list[Item] = []
    body, start = octets, at
    if udhi:
        try:
            header, body = udh.split(octets)
        except Malformed as malformed:
            return [Item("UDH", at, octets, hexadecimal(octets), str(malformed), "TS 23.040 9.2.3.24")]
        items.append(header_item(header, at))
        start += len(header)
    text = _text(octets, data_coding, default, udhi=udhi)
    alphabet = codings.alphabet(data_coding, default)
    if isinstance(text, Malformed):
        items.append(Item("octets", start, body, hexadecimal(body), f"not {alphabet}: {text}"))
    elif text is None:
        items.append(Item("octets", start, body, hexadecimal(body), alphabet))
    else:
        items.append(Item("text", start, body, in_quotes(text), alphabet))
        if may_be_receipt:
            items += receipt_items(text)
    if items[-1].name == "receipt":
        return items
    return items + list(readings(body, start, text if isinstance(text, str) else None))


def header_item(header: bytes, at: int) -> Item:
    """Explain a user data header, UDHL first."""
    item = Item("UDH", at, header, hexadecimal(header), f"UDHL {header[0]}", "TS 23.040 9.2.3.24")
    try:
        elements = udh.decode(header)
    except Malformed as malformed:
        item.meaning += f"; {malformed}"
        return item
    offset = 1
    for element in elements:
        size = 2 + header[offset + 1]
        item.parts.append(_element(element, header[offset : offset + size], at + offset))
        offset += size
    return item


def _element(element: udh.InformationElement, octets: bytes, at: int) -> Item:
    clause = INFORMATION_ELEMENTS.get(octets[0])
    fields = {field.name: getattr(element, field.name) for field in dataclasses.fields(element)}
    name = type(element).__name__ if not isinstance(element, udh.UnknownElement) else f"element 0x{octets[0]:02X}"
    value = " ".join(f"{key}={value}" for key, value in fields.items() if key not in ("identifier", "octets"))
    return Item(
        name, at, octets, value or hexadecimal(octets[2:]), _says(element), f"TS 23.040 {clause}" if clause else ""
    )


def _says(element: udh.InformationElement) -> str:
    match element:
        case udh.Concatenation8() | udh.Concatenation16():
            bits = 8 if isinstance(element, udh.Concatenation8) else 16
            if not 1 <= element.sequence <= element.maximum:
                return "to be ignored: the sequence is not within 1 and the maximum"
            part = f"part {element.sequence} of {element.maximum}"
            return f"{part} of the message with {bits}-bit reference {element.reference}"
        case udh.ApplicationPort8() | udh.ApplicationPort16():
            return f"from port {element.originator_port} to port {element.destination_port}"
        case udh.NationalLanguageSingleShift() | udh.NationalLanguageLockingShift():
            try:
                return national.name(element.language)
            except Malformed:
                return "a reserved language"
        case udh.SpecialSmsMessageIndication():
            return information_elements.indication(element)
        case udh.UnknownElement(identifier):
            return information_elements.MEANINGS.get(identifier, "")


def _text(octets: bytes, data_coding: int, default: DefaultAlphabet, *, udhi: bool) -> str | Malformed | None:
    if not codings.is_text(data_coding):
        return None
    try:
        return user_data.text(octets, data_coding, default, udhi=udhi)
    except Malformed as malformed:
        return malformed


def readings(body: bytes, at: int, declared: str | None) -> Iterator[Item]:
    """Give every other way to read octets that yields a text a person could have written, each text once.

    Octets without a high bit are not packed septets: those would have one in every second octet.
    """
    seen = {declared, ""}
    for reading in codings.readings(body):
        if reading.text in seen or reading.text is None or not is_plain(reading.text):
            continue
        if body.isascii() and "packed" in reading.alphabet:
            continue
        seen.add(reading.text)
        as_coding = "" if reading.data_coding is None else f"data_coding {reading.data_coding}, "
        yield Item("or else", at, b"", in_quotes(reading.text), f"{as_coding}{reading.alphabet}")


def receipt_items(text: str) -> list[Item]:
    """Explain the fields of a receipt; nothing where the text is no receipt."""
    found = receipt.decode(text)
    if found is None:
        return []
    values = ((field.name, getattr(found, field.name)) for field in dataclasses.fields(found))
    item = Item("receipt", None, b"", in_quotes(text), "delivery receipt", "v3.4 appendix B")
    for name, value in values:
        if value is not None:
            written = value.strftime("%Y-%m-%d %H:%M:%S") if hasattr(value, "strftime") else str(value)
            item.parts.append(Item(name, None, b"", written, _receipt_meaning(found, name)))
    return [item]


def _receipt_meaning(found: receipt.Receipt, name: str) -> str:
    if name == "id":
        others = receipt.candidates(found.id)[1:4]
        return f"the message_id, or one of {', '.join(others)} ..." if others else "the message_id"
    if name == "stat":
        return "in no table" if found.message_state is None else found.message_state.name
    if name == "err":
        return "a word of the carrier's own" if found.error is None else f"number {found.error}"
    return {
        "sub": "messages submitted",
        "dlvrd": "messages delivered",
        "submit_date": "when it was submitted",
        "done_date": "when it reached its final state",
        "text": "the beginning of the message",
    }[name]
