"""RFC 9457: what is wrong with a request, as application/problem+json. Every refusal of the API has this form."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError, ValidationException, WebSocketRequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from smsc.centre.store import Unreadable
from smsc.mistakes import perhaps

LISTED: Final = 20  # mistakes of one request
MEDIA_TYPE: Final = "application/problem+json"


class Mistake(BaseModel):
    """One mistake in a request: which field (``body.text``, ``query.timeout``), and what was expected of it."""

    field: str
    expected: str


class Problem(BaseModel):
    """RFC 9457 section 3.1: what went wrong; ``status`` is for programs, ``detail`` for people."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Mistake] | None = None


class Refused(Exception):
    """A request is refused, with an HTTP status, and why in one sentence."""

    def __init__(self, status: int, detail: str, errors: Sequence[Mistake] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)


def unknown(what: str, found: str, known: Sequence[str] = ()) -> Refused:
    """Make the refusal of a name that does not exist."""
    among = f"; there are {', '.join(known)}" if 0 < len(known) <= 10 else ""
    return Refused(HTTPStatus.NOT_FOUND, f"there is no {what} {found!r}{among}")


def phrase(status: int) -> str:
    """Return the name of an HTTP status, as RFC 9110 has it."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def response(
    status: int, detail: str, errors: Sequence[Mistake] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Make the response that reports a problem."""
    problem = Problem(title=phrase(status), status=status, detail=detail, errors=list(errors) or None)
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


_PHRASES: Final = {413: "Content Too Large", 422: "Unprocessable Content"}  # Python has these only from 3.13
_EXPECTED: Final = {  # where pydantic's own sentence does not say it
    "int_parsing_size": "a valid integer, of fewer digits",
    "model_attributes_type": "an object",
}
_SCHEMA: Final = "#/components/schemas/{model}"
# In OpenAPI, by reference: of a model, FastAPI would make a validator for every status of every endpoint.
DESCRIBED: Final = {"content": {MEDIA_TYPE: {"schema": {"$ref": _SCHEMA.format(model=Problem.__name__)}}}}


def schemas() -> dict[str, Any]:
    """Return what is DESCRIBED by reference."""
    _, described = models_json_schema([(Problem, "serialization")], ref_template=_SCHEMA)
    found: dict[str, Any] = described["$defs"]
    return found


def install(app: FastAPI) -> None:
    """Have everything that an endpoint raises answered as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Unreadable, _unreadable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(WebSocketRequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


async def _refused(_: Request | WebSocket, wrong: Exception) -> JSONResponse:
    assert isinstance(wrong, Refused)  # noqa: S101 - it is registered for these
    return response(wrong.status, wrong.detail, wrong.errors)


async def _unreadable(_: Request, wrong: Exception) -> JSONResponse:
    return response(HTTPStatus.INTERNAL_SERVER_ERROR, f"the store can't be read: {wrong}")


async def _invalid(asked: Request | WebSocket, wrong: Exception) -> JSONResponse:
    assert isinstance(wrong, ValidationException)  # noqa: S101 - likewise
    errors = mistakes_in(wrong, asked)
    return response(HTTPStatus.UNPROCESSABLE_ENTITY, told(errors), errors)


async def _http(asked: Request, wrong: Exception) -> JSONResponse:
    assert isinstance(wrong, HTTPException)  # noqa: S101 - likewise
    if wrong.status_code == HTTPStatus.NOT_FOUND:  # ours are Refused: this is for a path that does not exist
        where = asked.scope["path"].replace("?", "%3F").replace("#", "%23")  # older Starlettes' url.path ends there
        detail = f"there is nothing at {where}; {asked.app.openapi_url} says what there is"
        return response(HTTPStatus.NOT_FOUND, detail)
    if wrong.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = _methods(asked)
        headers = {"Allow": ", ".join(methods)}
        return response(HTTPStatus.METHOD_NOT_ALLOWED, f"method: expected {' or '.join(methods)}", headers=headers)
    return response(wrong.status_code, str(wrong.detail), headers=wrong.headers)


def _methods(asked: Request) -> list[str]:
    """Return the methods of a path (RFC 9110 section 15.5.6); each has a route of its own, which names it alone."""
    for path, operations in asked.app.openapi()["paths"].items():
        if compile_path(path)[0].match(asked.scope["path"]):
            return sorted(map(str.upper, operations))
    return ["GET", "HEAD"]  # of the page, its files, and the description itself


async def _failed(_: Request, __: Exception) -> JSONResponse:
    return response(HTTPStatus.INTERNAL_SERVER_ERROR, "this is a mistake of the simulator; its log has more")


def told(mistakes: Iterable[Mistake]) -> str:
    """Say all mistakes in one sentence."""
    return "; ".join(f"{one.field}: expected {one.expected}" for one in mistakes)


def mistakes_in(wrong: ValidationException, asked: Request | WebSocket) -> list[Mistake]:
    """Find what is wrong with a request."""
    if isinstance(wrong, RequestValidationError) and isinstance(wrong.body, bytes):  # which was not read as JSON
        return [Mistake(field="header.content-type", expected="application/json")]
    body = _body(asked)
    errors = wrong.errors()
    found = [_mistake(one, body) for one in errors[:LISTED]]
    if more := len(errors) - len(found):
        found.append(Mistake(field=str(errors[0]["loc"][0]), expected=f"less that is wrong: {more:,} more mistakes"))
    return found


def mistakes(wrong: ValidationError, payload: type[BaseModel]) -> str:
    """Say what is wrong with JSON that did not come by HTTP."""
    errors = wrong.errors(include_url=False)
    return told(_mistake({**error, "loc": ("payload", *error["loc"])}, payload) for error in errors)


def _body(asked: Request | WebSocket) -> type[BaseModel] | None:
    """Find the schema of the body that an endpoint takes."""
    field = getattr(asked.scope["route"], "body_field", None)
    schema = None if field is None else field.field_info.annotation
    return schema if isinstance(schema, type) and issubclass(schema, BaseModel) else None


def _mistake(error: Mapping[str, Any], body: type[BaseModel] | None) -> Mistake:
    """Say what was expected, but not what was found: that may be a secret."""
    steps = [str(step) for step in error["loc"]]
    if error["type"] == "json_invalid":
        where = f", which ends at octet {steps[-1]}" if len(steps) > 1 else ""
        return Mistake(field=steps[0], expected=f"JSON{where}: {error['ctx']['error']}")
    if error["type"] == "extra_forbidden":
        meant = perhaps(error["loc"][1:], body) if body is not None else ""
        return Mistake(field=".".join(steps), expected=f"no such field{meant}")
    if error["type"] == "missing":
        return Mistake(field=".".join(steps), expected="a value, but it is missing")
    if error["type"] == "string_pattern_mismatch":
        return Mistake(field=".".join(steps), expected=f"what matches {error['ctx']['pattern']}")
    said = _EXPECTED.get(error["type"]) or str(error["msg"])
    for beginning in ("Value error, ", "Input should be ", "String should have ", "expected "):
        said = said.removeprefix(beginning)
    return Mistake(field=".".join(steps), expected=said)
