"""The errors an ESME can meet, one class each: a refusal with its command_status, a missing answer, a lost session.

Besides these, ``esme.Malformed`` and ``esme.LocalProtocolError`` mean that a value or a PDU of ours was wrong; nothing
was sent then.
"""

from collections.abc import Callable

from pdu import command_status
from pdu.header import Request, Response, named
from pdu.host_port import host_port


class EsmeError(Exception):
    """The base class of the errors in this package; ``str()`` is one sentence without secrets.

    They can be pickled; otherwise one raised in a worker process would leave its parent waiting.
    """

    def __reduce__(self) -> "tuple[Callable[..., EsmeError], tuple[object, ...], dict[str, object]]":
        return _as_it_was, (type(self), *self.args), self.__dict__


def _as_it_was(cls: type[EsmeError], *args: object) -> EsmeError:
    """Rebuild an error from its sentence, not from the arguments of its constructor."""
    error = cls.__new__(cls)
    error.args = args
    return error


class Unreachable(EsmeError):
    """The message centre can't be reached; ``why`` is the reason."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host_port(host, port)} can't be reached: {why}")
        self.host = host
        self.port = port
        self.why = why


class NotListening(EsmeError):
    """The ESME can't listen at this address; ``why`` is the reason."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host_port(host, port)} can't be listened at: {why}")
        self.host = host
        self.port = port
        self.why = why


class Refused(EsmeError):
    """The message centre answered ``request`` with an error status, perhaps by generic_nack.

    ``pdu`` is that response, ``command_status`` its status as a number, ``name`` and ``sentence`` the status in words.
    """

    def __init__(self, pdu: Response, request: Request) -> None:
        self.pdu = pdu
        self.request = request
        self.command_status = pdu.command_status
        self.name = command_status.named(pdu.command_status)
        self.sentence = command_status.explained(pdu.command_status)
        more = pdu["additional_status_info_text"]
        told = f" ({more if more.isprintable() else ascii(more)})" if more else ""  # a terminal may print it
        super().__init__(f"{named(request.command_id)} was refused with {self.name}: {self.sentence}{told}")


class BindRefused(Refused):
    """The message centre refused the bind; the connection is closed."""


class BadResponse(EsmeError):
    """The message centre answered ESME_ROK, but the rest of its response ``pdu`` can't be read; ``why`` says why."""

    def __init__(self, pdu: Response, request: Request, why: str) -> None:
        super().__init__(f"the response to {named(request.command_id)} can't be read: {why}")
        self.pdu = pdu
        self.request = request
        self.why = why


class Disconnected(EsmeError):
    """The session ended, for this ``reason``. What was still waiting to be sent was not sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the session ended: {reason}")
        self.reason = reason


class Unanswered(EsmeError):
    """A ``request`` was sent but not answered, for this ``reason``: it may or may not have been accepted.

    It is not sent again automatically, since that could turn one message into two; after a lost session,
    ``Rebind(resend=...)`` allows it.
    """

    request: Request
    reason: str


class Interrupted(Unanswered, Disconnected):
    """The session ended before the answer came."""

    def __init__(self, reason: str, request: Request) -> None:
        EsmeError.__init__(self, f"the session ended before {named(request.command_id)} was answered: {reason}")
        self.reason = reason
        self.request = request


class NoResponse(Unanswered):
    """response_timer expired before the answer came."""

    def __init__(self, request: Request, reason: str) -> None:
        super().__init__(f"{named(request.command_id)} was not answered: {reason}")
        self.request = request
        self.reason = reason


class QueueFull(EsmeError):
    """As many requests as ``queue`` allows are already waiting for their turn; this one was not sent."""

    def __init__(self, queue: int) -> None:
        super().__init__(f"{queue} requests are waiting for their turn already, no more are allowed to")
        self.queue = queue


class NoTurn(EsmeError, TimeoutError):
    """A ``request`` was not sent, as it would have waited for its turn, or for a session, longer than ``patience``.

    ``why`` says why there is no session; it is empty if there is one.
    """

    def __init__(self, request: Request, patience: float, why: str = "") -> None:
        told = f"{named(request.command_id)} was not sent: no session had room for it within {patience:g} s"
        super().__init__(f"{told}; {why}" if why else told)
        self.request = request
        self.patience = patience
        self.why = why


class NoReceipt(EsmeError, TimeoutError):
    """No final receipt for ``message_id`` came within ``timeout`` seconds.

    It may still come, or have gone to another session of the account, such as one that another process has bound.
    """

    def __init__(self, message_id: str, timeout: float) -> None:
        super().__init__(f"no receipt for message {message_id} within {round(timeout, 3):g} s")
        self.message_id = message_id
        self.timeout = timeout
