"""What can go wrong for an ESME, each a type of its own: what was refused and with which command_status, or never came.

Beside these, ``pdu.Malformed`` and ``pdu.session.LocalProtocolError`` say that a value or a PDU was ours to get right:
then nothing was sent.
"""

from collections.abc import Callable

from pdu import command_status
from pdu.header import Pdu, named
from pdu.host_port import host_port


class EsmeError(Exception):
    """The root of the errors of this room; ``str()`` is one sentence without secrets.

    They can be pickled: one that could not be would hold up the process for which another one works.
    """

    def __reduce__(self) -> "tuple[Callable[..., EsmeError], tuple[object, ...], dict[str, object]]":
        return _as_it_was, (type(self), *self.args), self.__dict__


def _as_it_was(cls: type[EsmeError], *args: object) -> EsmeError:
    """Make an error by its sentence, and not by what its class is called with."""
    error = cls.__new__(cls)
    error.args = args
    return error


class Unreachable(EsmeError):
    """There is no connection to the message centre, and ``why``."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host_port(host, port)} can't be reached: {why}")
        self.host = host
        self.port = port
        self.why = why


class NotListening(EsmeError):
    """Nobody can call here, and ``why``."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host_port(host, port)} can't be listened at: {why}")
        self.host = host
        self.port = port
        self.why = why


class Refused(EsmeError):
    """The message centre has answered ``request`` with an error status, perhaps by generic_nack.

    ``pdu`` is that response, ``command_status`` its status as a number, ``name`` and ``sentence`` as printed.
    """

    def __init__(self, pdu: Pdu, request: Pdu) -> None:
        self.pdu = pdu
        self.request = request
        self.command_status = pdu.command_status
        self.name = command_status.named(pdu.command_status)
        self.sentence = command_status.explained(pdu.command_status)
        more = pdu["additional_status_info_text"]
        told = f" ({more if more.isprintable() else ascii(more)})" if more else ""  # it is another's, for a terminal
        super().__init__(f"{named(request.command_id)} was refused with {self.name}: {self.sentence}{told}")


class BindRefused(Refused):
    """The message centre does not let this ESME in; the connection is closed."""


class BadResponse(EsmeError):
    """The message centre says ESME_ROK, but the rest of its answer ``pdu`` can't be read: ``why``."""

    def __init__(self, pdu: Pdu, request: Pdu, why: str) -> None:
        super().__init__(f"the response to {named(request.command_id)} can't be read: {why}")
        self.pdu = pdu
        self.request = request
        self.why = why


class Disconnected(EsmeError):
    """The session has ended, and for what ``reason``. What was still to be sent was not."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the session ended: {reason}")
        self.reason = reason


class Unanswered(EsmeError):
    """A ``request`` was sent and its answer did not come, for what ``reason``: it may have been taken, or not.

    It is not sent again by itself, since that might make two messages of one, unless ``Rebind(resend=...)`` says so.
    """

    request: Pdu
    reason: str


class Interrupted(Unanswered, Disconnected):
    """The session has ended before the answer."""

    def __init__(self, reason: str, request: Pdu) -> None:
        EsmeError.__init__(self, f"the session ended before {named(request.command_id)} was answered: {reason}")
        self.reason = reason
        self.request = request


class NoResponse(Unanswered):
    """response_timer ran out before the answer."""

    def __init__(self, request: Pdu, reason: str) -> None:
        super().__init__(f"{named(request.command_id)} was not answered: {reason}")
        self.request = request
        self.reason = reason


class QueueFull(EsmeError):
    """As many requests as ``queue`` allows are waiting for their turn already; this one was not sent."""

    def __init__(self, queue: int) -> None:
        super().__init__(f"{queue} requests are waiting for their turn already, no more are allowed to")
        self.queue = queue


class NoReceipt(EsmeError, TimeoutError):
    """No final receipt came for ``message_id`` within ``timeout`` seconds; it may still come."""

    def __init__(self, message_id: str, timeout: float) -> None:
        super().__init__(f"no receipt for message {message_id} within {round(timeout, 3):g} s")
        self.message_id = message_id
        self.timeout = timeout
