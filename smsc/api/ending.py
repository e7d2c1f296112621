"""The end of the API: clients that still wait for something are told that it will not come."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smsc.api.problems import response

PATIENCE: Final = 1.0  # seconds for a client to read that it is over
_WHY: Final = "the simulator ends: what was asked for may not have been done"


class Ending:
    """Stands before the application. At ``end``, requests under way are answered at once, and streams end.

    WebSockets are closed by the server (RFC 6455: 1012), which tells their application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way: set[asyncio.Task[object]] = set()
        self._ended = False

    def end(self) -> None:
        """End all requests under way."""
        self._ended = True
        for task in self._under_way:
            task.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        if scope["type"] != "http" or task is None:
            await self._app(scope, receive, send)
            return
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        self._under_way.add(task)
        try:
            await self._app(scope, receive, sent)
        except asyncio.CancelledError:
            if not self._ended:
                raise
            task.uncancel()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    if begun:
                        await send({"type": "http.response.body", "body": b"", "more_body": False})
                    else:
                        await response(HTTPStatus.SERVICE_UNAVAILABLE, _WHY)(scope, receive, send)
        finally:
            self._under_way.discard(task)
