"""ITU-T Q.773: the components, each an operation invoked, answered, refused or rejected."""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from pdu.malformed import Malformed
from pdu.ss7 import ber
from pdu.ss7.ber import Element, Reader
from pdu.ss7.map import ERRORS, Argument, ErrorParameter, Result, find
from pdu.ss7.payload import Encodable

INVOKE, RETURN_RESULT_LAST, RETURN_ERROR, REJECT, RETURN_RESULT = 0xA1, 0xA2, 0xA3, 0xA4, 0xA7
_LINKED_ID = 0x80
_PROBLEM_TAGS = (0x80, 0x81, 0x82, 0x83)


class Problem(IntEnum):
    """What a Reject complains about: the tag of its problem code."""

    general = 0
    invoke = 1
    return_result = 2
    return_error = 3


@dataclass(slots=True)
class Invoke:
    """An operation is asked for. ``operation`` is its local code, or the octets of a global one.

    Where MAP's table lacks the operation, ``argument`` is the octets of its parameter.
    """

    words: ClassVar[tuple[str, ...]] = ("invoke",)

    invoke_id: int
    argument: Argument | bytes = b""
    operation: int | bytes | None = None
    linked_id: int | None = None

    def __post_init__(self) -> None:
        if self.operation is None and isinstance(self.argument, Argument):
            self.operation = self.argument.operation

    def encode(self) -> bytes:
        """The component; Malformed names what cannot be laid out."""
        fixed = None if isinstance(self.argument, bytes) else self.argument.operation
        invoke_id = _encode_id("invokeID", self.invoke_id, ber.INTEGER)
        linked_id = b"" if self.linked_id is None else _encode_id("linkedID", self.linked_id, _LINKED_ID)
        code = _encode_code("operationCode", self.operation, fixed)
        return ber.element(INVOKE, invoke_id + linked_id + code + _encode_parameter(self.argument))


@dataclass(slots=True)
class ReturnResultLast:
    """The operation succeeded. Without a parameter a component does not say which operation: ``result`` is None.

    b"" stands for a parameter that is missing although the operation code is there.
    """

    words: ClassVar[tuple[str, ...]] = ("returnResultLast",)
    tag: ClassVar[int] = RETURN_RESULT_LAST

    invoke_id: int
    result: Result | bytes | None = None
    operation: int | bytes | None = None

    def __post_init__(self) -> None:
        if self.operation is None and isinstance(self.result, Result):
            self.operation = self.result.operation

    def encode(self) -> bytes:
        """The component; Malformed names what cannot be laid out."""
        invoke_id = _encode_id("invokeID", self.invoke_id, ber.INTEGER)
        parameter = b"" if self.result is None else _encode_parameter(self.result)
        if not parameter and not isinstance(self.result, bytes):
            return ber.element(self.tag, invoke_id)
        fixed = self.result.operation if isinstance(self.result, Result) else None
        code = _encode_code("operationCode", self.operation, fixed)
        return ber.element(self.tag, invoke_id + ber.element(ber.SEQUENCE, code + parameter))


@dataclass(slots=True)
class ReturnResult(ReturnResultLast):
    """The first parts of a result that needs more than one message: returnResultNotLast."""

    words: ClassVar[tuple[str, ...]] = ("returnResultNotLast",)
    tag: ClassVar[int] = RETURN_RESULT


@dataclass(slots=True)
class ReturnError:
    """The operation failed. Where MAP's table lacks the error, ``error`` is the octets of its parameter."""

    words: ClassVar[tuple[str, ...]] = ("returnError",)

    invoke_id: int
    error: ErrorParameter | bytes = b""
    code: int | bytes | None = None

    def __post_init__(self) -> None:
        if self.code is None and isinstance(self.error, ErrorParameter):
            self.code = self.error.code

    def encode(self) -> bytes:
        """The component; Malformed names what cannot be laid out."""
        fixed = None if isinstance(self.error, bytes) else self.error.code
        invoke_id = _encode_id("invokeID", self.invoke_id, ber.INTEGER)
        code = _encode_code("errorCode", self.code, fixed)
        return ber.element(RETURN_ERROR, invoke_id + code + _encode_parameter(self.error))


@dataclass(slots=True)
class Reject:
    """A component was not understood; ``invoke_id`` is None where it could not be derived."""

    words: ClassVar[tuple[str, ...]] = ("reject",)

    invoke_id: int | None
    problem: Problem
    problem_code: int

    def encode(self) -> bytes:
        """The component; Malformed names what cannot be laid out."""
        invoke_id = b"\x05\x00"
        if self.invoke_id is not None:
            invoke_id = _encode_id("invokeID", self.invoke_id, ber.INTEGER)
        if not 0 <= self.problem_code <= 127:
            raise Malformed("problem", None, "0 to 127", str(self.problem_code))
        return ber.element(REJECT, invoke_id + ber.element(0x80 | self.problem, bytes((self.problem_code,))))


Component = Invoke | ReturnResultLast | ReturnResult | ReturnError | Reject


def decode(octets: bytes, found: Element, version: int | None = None) -> Component:
    """The component ``found``; ``version`` is that of the dialogue's application context, where it is known."""
    reader = Reader(octets, found, "component")
    component: Component
    if found.tag == INVOKE:
        component = _decode_invoke(reader, version)
    elif found.tag == RETURN_RESULT_LAST:
        component = _decode_result(reader, version, ReturnResultLast)
    elif found.tag == RETURN_RESULT:
        component = _decode_result(reader, version, ReturnResult)
    elif found.tag == RETURN_ERROR:
        component = _decode_error(reader)
    elif found.tag == REJECT:
        component = _decode_reject(reader)
    else:
        raise Malformed("component", found.start, "a component", f"tag {found.tag:#04x}")
    reader.finish()
    return component


def _decode_invoke(reader: Reader, version: int | None) -> Invoke:
    invoke_id = _take_id(reader)
    linked = reader.take_if("linkedID", _LINKED_ID)
    linked_id = None if linked is None else _id("linkedID", reader.octets, linked)
    code = _take_code(reader, "operationCode")
    parameter = reader.take_if("parameter")
    operation = find(code, version) if isinstance(code, int) else None
    if operation is None:
        return Invoke(invoke_id, _octets(reader, parameter), code, linked_id)
    start, end = _bounds(reader, parameter)
    return Invoke(invoke_id, operation.argument.decode(reader.octets, start, end), code, linked_id)


def _decode_result(reader: Reader, version: int | None, kind: type[ReturnResultLast]) -> ReturnResultLast:
    invoke_id = _take_id(reader)
    resultretres = reader.take_if("resultretres", ber.SEQUENCE)
    if resultretres is None:
        return kind(invoke_id)
    inner = Reader(reader.octets, resultretres, "resultretres")
    code = _take_code(inner, "operationCode")
    parameter = inner.take_if("parameter")
    inner.finish()
    operation = find(code, version) if isinstance(code, int) else None
    # A part of a result is no value of the result's type: only a whole one can be read.
    if operation is None or operation.result is None or parameter is None or kind is ReturnResult:
        return kind(invoke_id, _octets(inner, parameter), code)
    return kind(invoke_id, operation.result.decode(inner.octets, parameter.start, parameter.end), code)


def _decode_error(reader: Reader) -> ReturnError:
    invoke_id = _take_id(reader)
    code = _take_code(reader, "errorCode")
    parameter = reader.take_if("parameter")
    error = ERRORS.get(code) if isinstance(code, int) else None
    if error is None:
        return ReturnError(invoke_id, _octets(reader, parameter), code)
    return ReturnError(invoke_id, error.decode(reader.octets, *_bounds(reader, parameter)), code)


def _decode_reject(reader: Reader) -> Reject:
    derivable = reader.take("invokeID", ber.INTEGER, ber.NULL)
    if derivable.tag == ber.NULL and derivable.contents != derivable.end:
        raise Malformed("invokeID", derivable.contents, "no contents", "octets")
    invoke_id = _id("invokeID", reader.octets, derivable) if derivable.tag == ber.INTEGER else None
    problem = reader.take("problem", *_PROBLEM_TAGS)
    problem_code = ber.decode_integer(reader.octets, problem.contents, problem.end, "problem")
    if not 0 <= problem_code <= 127:
        raise Malformed("problem", problem.contents, "0 to 127", str(problem_code))
    return Reject(invoke_id, Problem(problem.tag & 3), problem_code)


def _take_id(reader: Reader) -> int:
    return _id("invokeID", reader.octets, reader.take("invokeID", ber.INTEGER))


def _id(field: str, octets: bytes, found: Element) -> int:
    value = ber.decode_integer(octets, found.contents, found.end, field)
    if found.end - found.contents != 1:
        raise Malformed(field, found.contents, "-128 to 127", str(value))
    return value


def _take_code(reader: Reader, field: str) -> int | bytes:
    found = reader.take(field, ber.INTEGER, ber.OBJECT_IDENTIFIER)
    if found.tag == ber.INTEGER:
        return ber.decode_integer(reader.octets, found.contents, found.end, field)
    return reader.octets[found.contents : found.end]


def _bounds(reader: Reader, parameter: Element | None) -> tuple[int, int]:
    return (reader.at, reader.at) if parameter is None else (parameter.start, parameter.end)


def _octets(reader: Reader, parameter: Element | None) -> bytes:
    start, end = _bounds(reader, parameter)
    return reader.octets[start:end]


def _encode_id(field: str, value: int, tag: int) -> bytes:
    if not -128 <= value <= 127:
        raise Malformed(field, None, "-128 to 127", str(value))
    return ber.element(tag, ber.encode_integer(value))


def _encode_code(field: str, code: int | bytes | None, fixed: int | None) -> bytes:
    if code is None or fixed not in (None, code):
        raise Malformed(field, None, "a code" if fixed is None else str(fixed), repr(code))
    if isinstance(code, bytes):
        return ber.element(ber.OBJECT_IDENTIFIER, code)
    return ber.element(ber.INTEGER, ber.encode_integer(code))


def _encode_parameter(parameter: Encodable | bytes) -> bytes:
    if not isinstance(parameter, bytes):
        return parameter.encode()
    if parameter:
        ber.only(parameter, 0, len(parameter), "parameter")
    return parameter
