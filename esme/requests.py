"""SMPP v5.0 section 2.9, flow control: our requests, unanswered as many as the window allows, and who waits for them.

What is sent in one round of the event loop leaves in one write, and no request costs a task of its own.
"""

import asyncio
import copy

from esme.errors import BadResponse, Disconnected, EsmeError, NoResponse, Refused
from esme.window import Window
from pdu.command_status import CommandStatus
from pdu.connection import Connection
from pdu.header import Pdu, Request
from pdu.operations.bind import Bind
from pdu.operations.generic_nack import GenericNack
from pdu.session import LocalProtocolError


class Requests:
    """The requests of one session."""

    def __init__(self, window: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection: Connection
        self._window = Window(window)
        self._asked: dict[int, asyncio.Future[Pdu]] = {}  # by sequence_number
        self._write_due = False
        self._ended = ""

    def start(self, connection: Connection) -> None:
        """Send over this connection."""
        self._connection = connection

    async def ask(self, request: Request) -> Pdu:
        """Wait for a place in the window, send a request and wait for its response; see ``Esme.send``."""
        await self._window.enter()
        return await self._ask(request)

    async def ask_now(self, request: Request) -> Pdu:
        """The same for what is about the session and no message, bind and unbind: these wait for no place."""
        self._window.push_in()
        return await self._ask(request)

    async def _ask(self, request: Request) -> Pdu:
        try:
            if self._ended:
                raise Disconnected(self._ended)
            if not isinstance(request, Request):
                raise LocalProtocolError(f"{type(request).__name__} is no request")
            if request.sequence_number in self._asked:  # perhaps the same object, sent again before it is answered
                request = copy.copy(request)
            number = self._connection.session.send(request, self._loop.time())
        except BaseException:
            self._window.leave()
            raise
        response: asyncio.Future[Pdu] = self._loop.create_future()
        self._asked[number] = response
        self._write()
        return await response

    def _write(self) -> None:
        """Write at once if nothing else is under way, else once for all that is sent in this round of the loop."""
        if len(self._asked) == 1:
            self._connection.flush()
        elif not self._write_due:
            self._write_due = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._write_due = False
        self._connection.flush()

    # What comes of them

    def answered(self, request: Pdu, response: Pdu, why: str) -> None:
        """A response has come; ``why`` says what of it can't be read."""
        asked = self._leave(response.sequence_number)
        if asked is None:
            return
        if response.command_status != CommandStatus.ESME_ROK or isinstance(response, GenericNack):
            _fail(asked, Refused(response, request))
        elif why and not isinstance(request, Bind):  # of a bind_resp the status is enough, and some have no body
            _fail(asked, BadResponse(response, request, why))
        else:
            asked.set_result(response)

    def unanswered(self, request: Pdu, reason: str, *, ended: bool) -> None:
        """No response will come, because the session has ``ended`` or response_timer has."""
        asked = self._leave(request.sequence_number)
        if asked is not None:
            _fail(asked, Disconnected(reason, request) if ended else NoResponse(request, reason))

    def end(self, reason: str) -> None:
        """Nothing can be asked any more."""
        self._ended = reason
        self._window.end(reason)

    def _leave(self, sequence_number: int) -> "asyncio.Future[Pdu] | None":
        """Give the place back; None if nobody waits: who asked was cancelled, or it was the session (enquire_link)."""
        asked = self._asked.pop(sequence_number, None)
        if asked is None:
            return None
        self._window.leave()
        return None if asked.done() else asked


def _fail(asked: "asyncio.Future[Pdu]", error: EsmeError) -> None:
    asked.set_exception(error)
    asked.exception()  # asyncio complains of one that nobody looked at, as when who asked is cancelled just now
