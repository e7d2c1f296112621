"""The client for programs without asyncio: every call blocks, and may be made from any thread.

with esme.sync.connect("127.0.0.1", 2775, system_id="bank", password="secret") as bank:
    message = bank.submit("Hello", to="+447700900123", receipt=True)
    receipt = message.delivered(timeout=10)
    for message in bank:
        print(message.source, message.text)

The client of ``esme`` does the work, on an event loop in a thread of its own: what it promises holds here too.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import update_wrapper
from types import TracebackType
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, Self, TypeVar, overload

import esme
from esme.deliveries import Handler
from esme.errors import Disconnected
from esme.message import Message
from pdu.background import Background, Words
from pdu.header import Request, RequestFor, Response
from pdu.matrix import SessionState
from pdu.operations.bind import BindResp
from pdu.timeout import checked_or_none

__all__ = ["Esme", "Submitted", "connect", "handler", "serve_outbind"]

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Response)
WORDS: Final = Words(
    thread="esme.sync",
    lives="sessions",
    forked="this session is bound by the process that this one was forked from: connect in each process",
    ended=lambda: Disconnected("closed by us"),
)
_INSTEAD: Final = "use esme.connect there, or asyncio.to_thread"


def _waits(
    method: Callable[Concatenate[esme.Esme, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate["Esme", P], T]:
    """Turn a coroutine method into one that blocks until it is done."""

    def called(self: "Esme", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.call(method(self.aio, *args, **kwargs))

    return update_wrapper(called, method)


def _submits(
    method: Callable[Concatenate[esme.Esme, P], Coroutine[Any, Any, esme.Submitted]],
) -> Callable[Concatenate["Esme", P], "Submitted"]:
    """Do the same for a method that returns an ``esme.Submitted``, and return a ``Submitted``."""

    def called(self: "Esme", /, *args: P.args, **kwargs: P.kwargs) -> Submitted:
        return Submitted.of(self, self.call(method(self.aio, *args, **kwargs)))

    return update_wrapper(called, method)


class Submitted(str):
    """The message_id under which a message was accepted; see ``esme.Submitted``."""

    __slots__ = ("_aio", "_bank")

    _aio: esme.Submitted
    _bank: "Esme"

    @classmethod
    def of(cls, bank: "Esme", aio: esme.Submitted) -> Self:
        """Wrap what ``bank`` has submitted."""
        self = cls(aio)
        self._bank, self._aio = bank, aio
        return self

    @property
    def message_ids(self) -> tuple[str, ...]:
        """The message_ids of all segments."""
        return self._aio.message_ids

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Copy, also into another process, the message_id alone: a copy gets no receipt."""
        return str, (str(self),)

    def delivered(self, timeout: float | None = None) -> Message:
        """Wait for the final receipts of all segments; return the first that reports a failure, else the last.

        Raises NoReceipt after ``timeout`` seconds, Disconnected if the session ends first, and ValueError if no
        receipt was asked for or the message centre gave no message_id.
        """
        return self._bank.call(self._aio.delivered(timeout))


class Esme:
    """A session with a message centre, or several used as one; ``connect`` and ``serve_outbind`` make it.

    The methods are those of ``esme.Esme``, but they block. Call ``close`` at the end, or use a ``with`` statement,
    which does. Get messages from ``receive``, or from ``for message in bank``: the loop ends with the session, and
    raises Disconnected if nobody unbound.
    """

    def __init__(self, loop: Background, aio: esme.Esme) -> None:
        self._loop = loop
        self.aio: Final = aio

    def __repr__(self) -> str:
        return repr(self.aio)

    def __reduce__(self) -> NoReturn:
        self.aio.__reduce__()

    @property
    def state(self) -> SessionState:
        """The state of the session."""
        return self.aio.state

    @property
    def bind_resp(self) -> BindResp:
        """The message centre's response to our bind; raises ValueError until a bind has succeeded."""
        return self.aio.bind_resp

    @property
    def address(self) -> tuple[str, int]:
        """Where ``serve_outbind`` listens; raises ValueError for an ESME that does not listen."""
        return self.aio.address

    # Requests

    @overload
    def send(self, request: RequestFor[R]) -> R: ...
    @overload
    def send(self, request: Request) -> Response: ...
    def send(self, request: Request) -> Response:
        """Number and send a bare PDU, and return its response; see ``esme.Esme.send``."""
        return self.call(self.aio.send(request))

    submit = _submits(esme.Esme.submit)
    receipt_of = _waits(esme.Esme.receipt_of)
    submit_multi = _waits(esme.Esme.submit_multi)
    data = _waits(esme.Esme.data)
    query = _waits(esme.Esme.query)
    cancel = _waits(esme.Esme.cancel)
    replace = _waits(esme.Esme.replace)
    broadcast = _waits(esme.Esme.broadcast)
    query_broadcast = _waits(esme.Esme.query_broadcast)
    cancel_broadcast = _waits(esme.Esme.cancel_broadcast)
    enquire_link = _waits(esme.Esme.enquire_link)
    param_retrieve = _waits(esme.Esme.param_retrieve)
    query_last_msgs = _waits(esme.Esme.query_last_msgs)
    query_msg_details = _waits(esme.Esme.query_msg_details)

    # Messages received

    def receive(self, timeout: float | None = None) -> Message | None:
        """Wait for the next message; None once the session has ended cleanly.

        Raises TimeoutError if none comes within ``timeout`` seconds, Disconnected if the session ends otherwise.
        """
        return self.call(self._receive(timeout))

    async def _receive(self, timeout: float | None) -> Message | None:  # noqa: ASYNC109 - its caller has no loop
        try:
            async with asyncio.timeout(checked_or_none(timeout)):
                return await anext(self.aio)
        except TimeoutError:
            raise TimeoutError(f"no message within {timeout:g} s") from None
        except StopAsyncIteration:
            return None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Message:
        message = self.receive()
        if message is None:
            raise StopIteration
        return message

    # The end

    bound = _waits(esme.Esme.bound)
    closed = _waits(esme.Esme.closed)
    unbind = _waits(esme.Esme.unbind)

    def close(self) -> None:
        """Unbind if still bound, and end everything.

        In other threads, ``receive`` then gives None, and who waits for a response or a receipt gets Disconnected.
        Does nothing in a forked child process, as the session belongs to its parent, nor once the program has ended.
        In a coroutine, it raises RuntimeError, and the session goes on: ``await asyncio.to_thread(bank.close)``.
        """
        if self._loop.gone:
            return
        self._loop.check(_INSTEAD)
        try:
            with suppress(Disconnected):  # it is closed already
                self.unbind()
        finally:
            self._loop.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def call(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine of ``aio`` on its own loop, and wait for it."""
        return self._loop.call(coroutine, _INSTEAD)


def _opens(
    opening: Callable[P, esme.connect | esme.serve_outbind],
) -> Callable[[Callable[[], None]], Callable[P, Esme]]:
    """Make a function that connects and binds, or listens, and blocks until that is done; give it a name and words."""

    async def opened(*args: P.args, **kwargs: P.kwargs) -> esme.Esme:
        return await opening(*args, **kwargs).__aenter__()

    def called(*args: P.args, **kwargs: P.kwargs) -> Esme:
        loop = Background(WORDS)
        try:
            return Esme(loop, loop.call(opened(*args, **kwargs), _INSTEAD))
        except BaseException:
            loop.stop()
            raise

    def named(words: Callable[[], None]) -> Callable[P, Esme]:
        return update_wrapper(update_wrapper(called, words), opening, assigned=(), updated=())  # with its parameters

    return named


@_opens(esme.connect)
def connect() -> None:
    """Connect and bind: ``with connect(...) as bank``, or ``bank = connect(...)`` and in the end ``bank.close()``.

    Its parameters and errors are those of ``esme.connect``; ``handler`` makes a handler from a blocking function.
    """


@_opens(esme.serve_outbind)
def serve_outbind() -> None:
    """Listen for message centres that call by outbind: ``with serve_outbind(...) as bank``.

    Its parameters and errors are those of ``esme.serve_outbind``.
    """


def handler(function: Callable[[Message], int | None]) -> Handler:
    """Make a message handler from a blocking function; it runs in a thread, and may use the session."""

    def called(message: Message) -> int | None:
        try:
            return function(message)
        except StopIteration as stop:  # from a ``next``: no future can hold it, so its caller would wait for ever
            raise RuntimeError("a handler of messages raised StopIteration") from stop

    async def handled(message: Message) -> int | None:
        return await asyncio.to_thread(called, message)

    return handled
