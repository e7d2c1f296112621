"""SMPP v5.0 section 2.9, flow control: our requests, as many unanswered as the window allows, and who waits for them.

What is sent in one round of the event loop leaves in one write, and no request needs a task of its own.
"""

import asyncio
import copy
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar, overload

from esme.answer import Answer, Answers, fail
from esme.congestion import Congestion
from esme.errors import BadResponse, Disconnected, Interrupted, NoResponse, NoTurn, Refused
from esme.own_loop import check
from esme.retry import Retry
from esme.window import Wake, Window
from pdu.connection import Connection
from pdu.header import Request, RequestFor, Response
from pdu.operations.bind import Bind
from pdu.operations.generic_nack import GenericNack
from pdu.session import LocalProtocolError

R = TypeVar("R", bound=Response)


class _Nowhere(Exception):
    """The session with room was lost just after a request got its place: the request goes back into the line."""


class Requests:
    """The requests of an ESME, each over the session with the most room; they wait while none has room."""

    def __init__(
        self, window: Window, retries: Mapping[int, Retry], resend: int, patience: float | None = None
    ) -> None:
        self.window = window
        self.retries = retries
        self._resend = resend
        self._patience = patience
        self._flows: list[Flow] = []
        self._only: Flow | None = None  # the only session, if nothing is sent again
        self.away = ""  # why the last session ended, or why it could not be bound again
        self._loop = asyncio.get_running_loop()
        self._over = self._loop.create_future()

    @overload
    def ask(self, request: RequestFor[R], begun: bool = False) -> Awaitable[R]: ...
    @overload
    def ask(self, request: Request, begun: bool = False) -> Awaitable[Response]: ...
    def ask(self, request: Request, begun: bool = False) -> Awaitable[Any]:
        """Wait for a place in the window, send a request and wait for its response; see ``Esme.send``.

        The next segment of a message that has ``begun`` waits ahead of all messages that have not. Await the result at
        once: if there is room, and nothing would be sent again, the request is already on its way.
        """
        check(self._loop)
        window, only = self.window, self._only
        if only is not None and window.taken < window.free_up_to:
            window.taken += 1
            return only.put(request)
        return self._ask(request, begun)

    async def _ask(self, request: Request, begun: bool) -> Response:
        window, until = self.window, None if self._patience is None else self._loop.time() + self._patience
        if window.taken < window.free_up_to:
            window.taken += 1
        else:
            await self._enter(request, until, again=begun)
        attempts, lost = 0, ""
        while True:
            try:
                return await self._put(request)
            except _Nowhere:
                pass
            except (Refused, Interrupted) as error:
                if not await self._worth_another(error, attempts):
                    raise
                attempts += 1
                if isinstance(error, Interrupted):
                    lost = error.reason
                try:
                    await self._come_again(request, until, lost)
                except NoTurn:
                    raise error from None
                continue
            await self._come_again(request, until, lost)

    async def _come_again(self, request: Request, until: float | None, lost: str) -> None:
        """Take another place. ``lost`` is why a session ended without an answer: the request may have been accepted."""
        try:
            await self._enter(request, until, again=True)
        except (Disconnected, NoTurn):
            if lost:
                raise Interrupted(lost, request) from None
            raise

    async def _enter(self, request: Request, until: float | None, *, again: bool) -> None:
        """Take a place; raises QueueFull, Disconnected, or NoTurn if there is none by then."""
        if until is None:
            await self.window.enter(again=again)
            return
        try:
            async with asyncio.timeout_at(until):
                await self.window.enter(again=again)
        except TimeoutError:
            raise NoTurn(request, self._patience or 0, "" if self._flows else self.away) from None

    def _put(self, request: Request) -> Answer:
        """Send a request over the session with the most room; raises _Nowhere if its place was lost meanwhile."""
        if self._flows:
            flow = max(self._flows, key=Flow.room)
            if flow.room() > 0:
                return flow.put(request)
        self.window.leave()
        raise _Nowhere

    async def _worth_another(self, error: Refused | Interrupted, again: int) -> bool:
        """Wait until a failed request may be sent again; False if it may not."""
        if isinstance(error, Refused):
            retry = self.retries.get(error.command_status)
            if retry is None or again >= retry.times:
                return False
            if retry.everybody:
                self.window.pause(retry.delay(again))
            else:
                await asyncio.wait((self._over,), timeout=retry.delay(again))
        elif again >= self._resend or self._over.done():
            return False
        return True

    # The sessions

    def open(self, flow: "Flow") -> None:
        """Send over this session too."""
        self._flows.append(flow)
        self.resize(flow.turns.wake)

    def shut(self, flow: "Flow") -> None:
        """Send nothing more over this session."""
        if flow in self._flows:
            self._flows.remove(flow)
            self.resize()

    def resize(self, wake: Wake | None = None) -> None:
        """Count the places again, and see whether there is one session only and nothing is sent again."""
        self._only = self._flows[0] if len(self._flows) == 1 and not self.retries and not self._resend else None
        self.window.resize(sum(flow.congestion.limit for flow in self._flows), wake)

    def end(self, reason: str) -> None:
        """Fail the requests that wait, and all later ones."""
        if not self._over.done():
            self._over.set_result(None)
        self.window.end(reason)


class Flow:
    """The unanswered requests of one session, each with a place in the window."""

    def __init__(self, requests: Requests, connection: Connection, size: int) -> None:
        self.congestion = Congestion(size)
        self.turns = Answers()  # for those waiting in line
        self._requests = requests
        self._window = requests.window
        self._connection = connection
        self._asked: dict[int, Answer] = {}  # by sequence_number
        loop = asyncio.get_running_loop()
        self._new_answer: Callable[[], Answer] = partial(asyncio.Future, loop=loop)  # loop.create_future in one step
        self._answers = Answers()
        self._left = 0  # places to give back
        self.ended = ""

    def room(self) -> int:
        """How many more requests may be sent."""
        return self.congestion.limit - len(self._asked)

    def push(self, request: Request) -> Answer:
        """Send bind or unbind, which concern the session and not a message: they wait for no place."""
        self._window.push_in()
        return self.put(request)

    def put(self, request: Request) -> Answer:
        """Send a request that has a place in the window, and return the future of its response.

        It goes at once if no other is unanswered, else together with all that is sent in this round of the loop.
        """
        asked, answer = self._asked, self._new_answer()
        try:
            if not isinstance(request, Request):
                raise LocalProtocolError(f"{type(request).__name__} is no request")
            if self.ended:
                raise Disconnected(self.ended)
            if request.sequence_number:  # this object was sent before, and may still be unanswered in some session
                request = copy.copy(request)
            asked[self._connection.send(request, at_once=not asked)] = answer
        except BaseException:
            self._window.leave()
            raise
        return answer

    # Their answers

    def answered(self, request: Request, response: Response, why: str) -> None:
        """Take a response; ``why`` says what of it can't be read."""
        asked = self._asked.pop(response.sequence_number, None)
        if asked is None:  # the session itself sent the request (enquire_link)
            return
        congestion, status = self.congestion, response.command_status
        if status or response.tlvs or congestion.limit < congestion.size:
            self._heed(response, why)
        self._left += 1
        if asked.done():  # the caller was cancelled
            return
        self._answers.wake(asked)
        if status or isinstance(response, GenericNack):
            fail(asked, Refused(response, request))
        elif why and not isinstance(request, Bind):  # the status of a bind_resp is enough, and some have no body
            fail(asked, BadResponse(response, request, why))
        else:
            asked.set_result(response)

    def _heed(self, response: Response, why: str) -> None:
        """Use more or less of the window, by what the message centre says about its load."""
        before = self.congestion.limit
        retry = self._requests.retries.get(response.command_status)
        if retry is not None and retry.everybody:
            self.congestion.throttled()
            self._window.pause(retry.first)
        else:
            self.congestion.hear(response.command_status, None if why else response["congestion_state"])
        if self.congestion.limit != before:
            self._requests.resize(self.turns.wake)

    def unanswered(self, request: Request, reason: str, *, ended: bool) -> None:
        """Give up on a response, because the session has ``ended`` or response_timer has expired."""
        asked = self._asked.pop(request.sequence_number, None)
        if asked is None:
            return
        self._left += 1
        if not asked.done():
            self._answers.wake(asked)
            fail(asked, Interrupted(reason, request) if ended else NoResponse(request, reason))

    def settle(self) -> None:
        """Give back the places of requests answered or given up, and wake those who waited for them."""
        left, self._left = self._left, 0
        self._window.leave(left, self.turns.wake)
        self.turns.go_on()  # first, or the next requests of those just answered would overtake them
        self._answers.go_on()

    def end(self, reason: str) -> None:
        """Send nothing more over this session."""
        self.ended = reason
        self._requests.shut(self)
