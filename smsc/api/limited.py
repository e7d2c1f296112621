"""How large the body of a request may be: no request may take the memory that the service centre needs."""

from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smsc.api.camara import refusal
from smsc.api.problems import response
from smsc.api.sim_swap import PATH

LARGEST: Final = 8 << 20  # octets: room for a scenario of 500,000 characters, each escaped
_TOO_LARGE: Final = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
_EXPECTED: Final = f"body: expected up to {LARGEST} octets"


class Limited:
    """Stands before the application, and reads no more of a body than is allowed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > LARGEST:
            refuse = refusal if scope["path"].startswith(PATH) else response
            await refuse(_TOO_LARGE, _EXPECTED)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST:
                raise HTTPException(_TOO_LARGE, _EXPECTED)
            return message

        await self._app(scope, counted, send)
