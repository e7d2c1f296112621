"""How operators' APIs answer by CAMARA's common rules: an error has a code, and ``x-correlator`` comes back."""

from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from smsc.api.problems import Refused, mistakes_in, told
from smsc.api.reading import Route

CODES: Final = {
    HTTPStatus.BAD_REQUEST: "INVALID_ARGUMENT",
    HTTPStatus.UNAUTHORIZED: "UNAUTHENTICATED",
    HTTPStatus.FORBIDDEN: "PERMISSION_DENIED",
    HTTPStatus.NOT_FOUND: "IDENTIFIER_NOT_FOUND",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "REQUEST_ENTITY_TOO_LARGE",  # CAMARA has none; Python's has another from 3.13
    HTTPStatus.UNPROCESSABLE_ENTITY: "MISSING_IDENTIFIER",
}
STATUSES: Final = (*CODES, HTTPStatus.MISDIRECTED_REQUEST)
_CORRELATOR: Final = "x-correlator"
_OUT_OF_RANGE: Final = frozenset({"greater_than_equal", "less_than_equal"})


class ErrorInfo(BaseModel):
    """Why a request is refused: ``code`` is for programs, ``message`` for people."""

    status: int
    code: str
    message: str


def refusal(status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Refuse a request; ``code`` is by default that of the status."""
    status = HTTPStatus(status)
    info = ErrorInfo(status=status, code=code or CODES.get(status, status.name), message=message)
    return JSONResponse(info.model_dump(), status, headers=dict(headers or {}))


class CamaraRoute(Route):
    """An endpoint that refuses as CAMARA does: a wrong request is answered 400 there, and not 422."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return a handler of requests, which answers what is raised in CAMARA's form."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                response = await handle(request)
            except Refused as wrong:
                response = refusal(wrong.status, wrong.detail)
            except HTTPException as wrong:  # a body that is too large
                response = refusal(wrong.status_code, wrong.detail)
            except RequestValidationError as wrong:
                out_of_range = all(one["type"] in _OUT_OF_RANGE for one in wrong.errors())
                code = "OUT_OF_RANGE" if out_of_range else ""
                response = refusal(HTTPStatus.BAD_REQUEST, told(mistakes_in(wrong, request)), code=code)
            if _CORRELATOR in request.headers:
                response.headers[_CORRELATOR] = request.headers[_CORRELATOR]
            return response

        return answered
