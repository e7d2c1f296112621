"""pdu.ss7.map and pdu.ss7.tcap against pycrate, which compiles the ASN.1 that 3GPP and ITU-T publish."""

from importlib import import_module
from typing import Any

import pytest

from pdu.ss7 import asn1, constructed, map, tcap  # noqa: A004
from pdu.ss7.map.signal_info import SignalInfo
from pdu.ss7.sequence import Row, Sequence
from tests.pdu.ss7.catalogue import FORWARD_SM, MESSAGES, parameters


@pytest.fixture(scope="module")
def pycrate() -> Any:
    return import_module("pycrate_asn1dir.TCAP_MAPv2v3")  # half a second


# pycrate reads operation 46 of any version as mo-ForwardSM, and then drops moreMessagesToSend.
AGREED = [message for message in MESSAGES if FORWARD_SM not in parameters(message)]


def value_of(kind: asn1.Type, value: Any) -> Any:
    """Write a value as pycrate has it."""
    match kind:
        case asn1.Null():
            return 0
        case asn1.Boolean() | asn1.Integer():
            return value
        case asn1.Enumerated():
            return kind.members(value).name
        case asn1.BitString():
            bits = "".join("01"[bit] for bit in value[:-1]) + value[-1]
            return int(bits, 2), len(bits)
        case constructed.SequenceOf():
            return [value_of(kind.item, each) for each in value]
        case constructed.SequenceType():
            return values_of(value, kind.cls.rows)
        case constructed.Choice():
            (line,) = (line for line in kind.lines if isinstance(value, line[3]))
            name, _, inner, python = line
            unwrapped = value if python is inner.python else getattr(value, "value", None)
            return name.replace("-", "_"), value_of(inner, unwrapped)
    return kind.contents(value, "")


def values_of(message: Sequence, rows: tuple[Row, ...]) -> dict[str, Any]:
    """Write the elements of a SEQUENCE as pycrate has them, in order."""
    found: dict[str, Any] = {}
    for row in rows:
        name = row.name.replace("-", "_")
        if row.type is None:
            found[name] = values_of(message, row.rows)
        else:
            value = getattr(message, row.attribute)
            absent = False if isinstance(row.type, asn1.Null) else None
            if value is not absent:
                found[name] = value_of(row.type, value)
    return found


def plain(value: Any) -> Any:
    """Write pycrate's value with underscores, as in Python, for the hyphens of identifiers."""
    match value:
        case str():
            return value.replace("-", "_")
        case dict():
            return {plain(key): plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case tuple():
            return tuple(plain(each) for each in value)
    return value


def read_by_pycrate(component: Any) -> Any:
    """Return the argument, result or parameter of one of pycrate's components, without the name of its type."""
    _, (kind, parts) = component
    value = {"invoke": "argument", "returnResult": "result", "returnError": "parameter"}.get(kind)
    if kind == "returnResult":
        parts = parts.get("result", {})
    return None if value is None or value not in parts else parts[value][1]


@pytest.mark.parametrize("message", AGREED, ids=lambda message: type(message).__name__)
def test_pycrate_reads_the_same_values_and_writes_the_same_octets(pycrate: Any, message: tcap.Message) -> None:
    codec = pycrate.TCAP_MAP_Messages.TCAP_MAP_Message
    octets = message.encode()
    codec.from_ber(octets)
    _, read = codec.get_val()
    assert codec.to_ber() == octets
    theirs = [found for each in read.get("components", []) if (found := read_by_pycrate(each)) is not None]
    ours = [each for each in parameters(message) if each.encode()]
    assert len(theirs) == len(ours)
    for found, parameter in zip(theirs, ours, strict=True):
        expected: Any = values_of(parameter, parameter.rows)
        if isinstance(parameter, map.CallBarred | map.SystemFailure):  # CHOICEs of both versions
            name = parameter.rows[0].name
            kind = type(parameter).__name__
            expected = (f"extensible{kind}Param", expected) if parameter.extensible else (name, expected[name])
        elif getattr(parameter, "extensible", True) is False:
            (expected,) = expected.values()
        assert plain(found) == expected


# The ASN.1


def modules(pycrate: Any) -> list[Any]:
    return [pycrate.GLOBAL.MOD[f"MAP-{name}Operations"] for name in ("ShortMessageService", "MobileService")]


def operation_in(pycrate: Any, row: map.Operation) -> Any:
    found = [module[row.name].get_val() for module in modules(pycrate) if row.name in module]
    assert found, f"{row.name} is not in the modules of the ASN.1 that are looked through"
    return found[0]


def agree(rows: tuple[Row, ...], elements: dict[str, Any]) -> None:
    """Check that the rows are those of the ASN.1 type of the same name: order, tags, types, OPTIONAL and sizes."""
    names = [name for name in elements if name in {row.name for row in rows}]
    assert names == [row.name for row in rows]
    for row in rows:
        element = elements[row.name]
        assert row.number == (None if element._tag is None else element._tag[0]), row.name
        assert row.optional == bool(element._opt), row.name
        if row.type is None:
            agree(row.rows, element._cont)
        else:
            agree_type(row.type, element, row.name)


def agree_type(kind: asn1.Type, element: Any, name: str) -> None:
    names = {
        asn1.Boolean: "BOOLEAN",
        asn1.Null: "NULL",
        asn1.Integer: "INTEGER",
        asn1.Enumerated: "ENUMERATED",
        asn1.BitString: "BIT STRING",
        asn1.OctetString: "OCTET STRING",
        asn1.OneOctet: "OCTET STRING",
        asn1.TbcdString: "OCTET STRING",
        asn1.AddressOctets: "OCTET STRING",
        SignalInfo: "OCTET STRING",
        constructed.SequenceOf: "SEQUENCE OF",
        constructed.SequenceType: "SEQUENCE",
        constructed.Choice: "CHOICE",
    }
    assert names[type(kind)] == element.TYPE, name
    match kind:
        case asn1.Integer():
            bounds = element._const_val.root[0]
            assert (kind.low, kind.high) == (bounds.lb, bounds.ub), name
        case asn1.Enumerated():
            assert {each.name: each.value for each in kind.members} == plain(dict(element._cont)), name
        case asn1.Sized() | asn1.BitString() | constructed.SequenceOf():
            size = element._const_sz.root[0]
            assert (kind.low, kind.high) == ((size, size) if isinstance(size, int) else (size.lb, size.ub)), name
            if isinstance(kind, constructed.SequenceOf):
                agree_type(kind.item, element._cont, name)
        case constructed.SequenceType():
            agree(kind.cls.rows, element._cont)
        case constructed.Choice():
            assert [line[0] for line in kind.lines] == list(element._cont)
            for line, inner in zip(kind.lines, element._cont.values(), strict=True):
                assert line[1] == (None if inner._tag is None else inner._tag[0]), line[0]
                agree_type(line[2], inner, line[0])


V3 = [row for row in map.OPERATIONS if row.argument is not map.ForwardSM]


@pytest.mark.parametrize("row", V3, ids=lambda row: row.name)
def test_every_operation_has_the_code_and_the_errors_which_the_asn1_prints(pycrate: Any, row: map.Operation) -> None:
    printed = operation_in(pycrate, row)
    assert ("local", row.code) == printed["operationCode"]
    errors = [error["errorCode"][1] for error in printed["Errors"].root] if "Errors" in printed else []
    assert {error.code for error in row.errors} == set(errors)
    assert (row.result is None) == ("ResultType" not in printed and "returnResult" not in printed)


@pytest.mark.parametrize("row", V3, ids=lambda row: row.name)
def test_every_argument_and_result_has_the_elements_which_the_asn1_prints(pycrate: Any, row: map.Operation) -> None:
    printed = operation_in(pycrate, row)
    agree(row.argument.rows, printed["ArgumentType"]._cont)
    if row.result is not None and "ResultType" in printed:
        agree(row.result.rows, printed["ResultType"]._cont)


@pytest.mark.parametrize("error", map.ERRORS.values(), ids=lambda error: error.__name__)
def test_every_error_has_the_code_and_the_elements_which_the_asn1_prints(
    pycrate: Any, error: type[map.ErrorParameter]
) -> None:
    printed = pycrate.GLOBAL.MOD["MAP-Errors"][error.words[1]].get_val()
    assert printed["errorCode"] == ("local", error.code)
    parameter = printed["ParameterType"]
    if parameter.TYPE == "CHOICE":  # of both versions
        parameter = list(parameter._cont.values())[1]
    agree(error.rows, parameter._cont)


def test_forward_sm_of_version_2_has_the_elements_which_the_asn1_prints(pycrate: Any) -> None:
    printed = pycrate.GLOBAL.MOD["MAPv2-ShortMessageServiceOperations"]["forwardSM"].get_val()
    assert printed["operationCode"] == ("local", map.ForwardSM.operation)
    elements = dict(printed["ArgumentType"]._cont)
    names = [row.name for row in map.ForwardSM.rows]
    assert names == list(elements)
