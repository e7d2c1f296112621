"""PDUs of every class for the tests: as hypothesis draws them, and one of each with everything it can hold."""

import string
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as st

from pdu import DistributionList, Pdu, Response, SmeAddress, UnsuccessSme
from pdu.lists import Counted, DestAddressItem, UnsuccessSmeItem
from pdu.octets import COctetString, Integer, SizedOctetString
from pdu.table import CLASSES, Parameter, parameters, required, tlv_rows
from pdu.tlv import TLVS, Tlv, TlvCOctetString, TlvDefinition, TlvFlag, TlvInteger

PDUS: tuple[type[Pdu], ...] = tuple(cls for _, cls in sorted(CLASSES.items()))
RESPONSES: tuple[type[Response], ...] = tuple(cls for cls in PDUS if issubclass(cls, Response))


def name(cls: type[Pdu]) -> str:
    """Give the id of a parametrized test."""
    return cls.words[0]


# As hypothesis draws them

UNHURRIED: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}

_LATIN_1 = st.characters(min_codepoint=1, max_codepoint=255)
_NUMBERS = st.integers(0, 0xFFFFFFFF)
_OCTETS = st.integers(0, 255)
_ADDRESSES = st.text(_LATIN_1, max_size=20)
_DESTINATIONS = st.one_of(
    st.builds(SmeAddress, _OCTETS, _OCTETS, _ADDRESSES),
    st.builds(DistributionList, _ADDRESSES),
)


def values(row: Parameter) -> st.SearchStrategy[Any]:
    """Draw values of a mandatory parameter."""
    wire = row.wire
    if isinstance(wire, Integer):
        return st.integers(0, 256**wire.size - 1)
    if isinstance(wire, COctetString):
        longest = st.text(_LATIN_1, min_size=wire.size - 1, max_size=wire.size - 1)
        return st.just("") | longest if wire.fixed else st.text(_LATIN_1, max_size=wire.size - 1) | longest
    if isinstance(wire, SizedOctetString):
        return st.binary(max_size=255)
    assert isinstance(wire, Counted)
    items: st.SearchStrategy[Any] = st.text(_LATIN_1, max_size=64)
    if isinstance(wire.item, DestAddressItem):
        items = _DESTINATIONS
    elif isinstance(wire.item, UnsuccessSmeItem):
        items = st.builds(UnsuccessSme, _OCTETS, _OCTETS, _ADDRESSES, _NUMBERS)
    return st.lists(items, min_size=wire.smallest, max_size=5).map(tuple)


@st.composite
def tlv_octets(draw: st.DrawFn, row: TlvDefinition) -> Tlv:
    """Draw a TLV whose length its row allows."""
    length = draw(st.sampled_from(row.type.lengths[:70]))
    return row.tag, draw(st.binary(min_size=length, max_size=length))


_UNKNOWN_TLVS = st.tuples(st.integers(0, 0xFFFF).filter(lambda tag: tag not in TLVS), st.binary(max_size=9))
_TLVS = st.one_of(*map(tlv_octets, TLVS.values()), _UNKNOWN_TLVS)


@st.composite
def pdus(draw: st.DrawFn, cls: type[Pdu]) -> Pdu:
    """Draw well formed PDUs of a class, with any TLVs in any order."""
    fields = {row.name: draw(values(row)) for row in parameters(cls)}
    needed = draw(st.tuples(*map(tlv_octets, required(cls))))
    tlvs = draw(st.lists(_TLVS, max_size=4).flatmap(lambda others: st.permutations([*needed, *others])))
    sequence_number = draw(_NUMBERS)
    return cls(**fields, sequence_number=sequence_number, tlvs=tuple(tlvs))


# One of each with everything it can hold


def value(row: Parameter) -> Any:
    """Give a mandatory parameter the longest value that it can have."""
    wire = row.wire
    if isinstance(wire, Integer):
        return 1
    if isinstance(wire, COctetString):
        return "000000010000000R" if wire.fixed else (string.digits * 11)[: wire.size - 1]
    if isinstance(wire, SizedOctetString):
        return b"Hello, world"
    assert isinstance(wire, Counted)
    if isinstance(wire.item, DestAddressItem):
        return (SmeAddress(1, 1, "447700900123"), DistributionList("friends"), SmeAddress(5, 0, "bank"))
    if isinstance(wire.item, UnsuccessSmeItem):
        return (UnsuccessSme(1, 1, "447700900123", 0x0B), UnsuccessSme(1, 1, "447700900124", 0x0A))
    return ("0A1B2C3D", "0A1B2C3E")


def tlv_value(row: TlvDefinition) -> Any:
    """Give a TLV a value of the right size; several values where it may repeat."""
    kind = row.type
    one: Any
    if isinstance(kind, TlvInteger):
        one = 1
    elif isinstance(kind, TlvCOctetString):
        one = "241121093000000+" if kind.largest == 17 else "00000001"
    elif isinstance(kind, TlvFlag):
        one = True
    else:
        one = b"\x01" * min(max(kind.smallest, 2), 10)
    return (one, one) if row.repeats else one


def minimal(cls: type[Pdu]) -> Pdu:
    """Make a PDU with only what it must have."""
    lists = {row.name: value(row) for row in parameters(cls) if isinstance(row.wire, Counted)}
    return cls(**lists, **{row.name: tlv_value(row) for row in required(cls)}, sequence_number=1)


def full(cls: type[Pdu]) -> Pdu:
    """Make a PDU with every mandatory parameter filled and every TLV that it names."""
    fields = {row.name: value(row) for row in parameters(cls)}
    return cls(**fields, **{tlv: tlv_value(row) for tlv, row in tlv_rows(cls).items()}, sequence_number=2)


SAMPLES: tuple[Pdu, ...] = tuple(make(cls) for cls in PDUS for make in (minimal, full))
