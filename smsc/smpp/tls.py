"""SMPP over TLS: the certificates, and the handshake before a session's first octet.

asyncio ends a connection silently if its handshake fails. Here the handshake is a protocol of its own, so that the
reason can be told.
"""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, cast

from pdu.host_port import host_port
from smsc.log import get_logger
from smsc.smpp.terms import Tls
from smsc.smpp.tls_alert import Telling, hears

log = get_logger(__name__)

PATIENCE: Final = 30.0  # seconds for a handshake
LINGER: Final = 2.0  # seconds that a peer has to read why its handshake failed
CLIENT_HELLO: Final = b"\x16\x03"  # the beginning of a handshake: content type 22, version 3.x
NO_TLS: Final = b"\x15\x03\x01\x00\x02\x02\x46"  # the answer to a peer without TLS: alert, fatal, protocol_version
_PLAIN: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNKNOWN_PROTOCOL")


class TlsError(Exception):
    """Certificates can't be used; the text says in one sentence which, and why."""


def context(tls: Tls, where: str = "smpp.tls", client_ca: str = "smpp.tls.client_ca") -> ssl.SSLContext:
    """Make the server's SSLContext; raises TlsError, which names ``where`` the wrong file was configured."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.sslobject_class = Telling
    try:
        made.load_cert_chain(tls.certificate, tls.key)
    except (OSError, ValueError) as wrong:
        files = f"{tls.certificate} and {tls.key}" if tls.key is not None else f"{tls.certificate}"
        none = "are no" if tls.key is not None else "is no"
        raise TlsError(f"{where}: {files} {none} certificate with its key: {_why(wrong)}") from wrong
    if tls.client_ca is not None:
        made.verify_mode = ssl.CERT_REQUIRED
        _trust(made, tls.client_ca, client_ca)
    return made


def _trust(made: ssl.SSLContext, file: Path, where: str) -> None:
    try:
        made.load_verify_locations(file)
    except (OSError, ValueError) as wrong:
        raise TlsError(f"{where}: {file} has no certificates: {_why(wrong)}") from wrong


def _why(wrong: Exception) -> str:
    if isinstance(wrong, ssl.SSLError):
        return reason(wrong)
    return (wrong.strerror or str(wrong)) if isinstance(wrong, OSError) else str(wrong)


def reason(wrong: Exception) -> str:
    """Say in words why a handshake failed."""
    match wrong:
        case ssl.SSLCertVerificationError():
            return f"its certificate is refused: {wrong.verify_message}"
        case ssl.SSLError(reason=str(printed)) if printed in _PLAIN:
            return "it does not speak TLS; plain SMPP has a port of its own"
        case ssl.SSLError(reason="PEER_DID_NOT_RETURN_A_CERTIFICATE"):
            return "it shows no certificate, and client_ca asks for one"
        case ssl.SSLError(reason=str(printed)):
            return printed.lower().replace("_", " ")
        case TimeoutError() | ConnectionAbortedError():
            return "it has not ended in time"
        case ConnectionError():
            return "the peer has gone, perhaps since it does not trust our certificate"
    return str(wrong) or type(wrong).__name__


def warn(peer: str, why: str) -> None:
    """Log a handshake that failed."""
    log.warning("TLS handshake failed", peer=peer, why=why)


class _Early(asyncio.Protocol):
    """Takes what arrives after the handshake ends and before we learn of it."""

    def __init__(self) -> None:
        self.octets = b""
        self.ended = False

    def data_received(self, data: bytes) -> None:
        self.octets += data

    def eof_received(self) -> bool:
        self.ended = True
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - as asyncio names it
        self.ended = True


class Handshake(asyncio.Protocol):
    """A connection until it is secure and the protocol from ``made`` takes over, or ``failed`` is told why not."""

    def __init__(
        self,
        context: ssl.SSLContext,
        made: Callable[[], asyncio.Protocol],
        *,
        came: Callable[["Handshake"], None],
        went: Callable[["Handshake"], None],
        failed: Callable[[str, str], None] = warn,
        patience: float = PATIENCE,
    ) -> None:
        self._context = context
        self._made = made
        self._came = came
        self._went = went
        self._failed = failed
        self._patience = patience
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._lingers: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._came(self)
        if not self._transport.is_closing():
            self._task = asyncio.get_running_loop().create_task(self._secure(self._transport))

    def abort(self) -> None:
        """Drop the connection."""
        if self._transport is not None:
            self._transport.abort()

    async def ended(self) -> None:
        """Wait until the handshake has succeeded or failed."""
        if self._task is not None:
            await asyncio.wait((self._task,))

    def _say_why(self, wrong: Exception) -> None:
        assert self._transport is not None  # noqa: S101 - there is no handshake without
        peer = self._transport.get_extra_info("peername")
        self._failed(host_port(*peer[:2]) if isinstance(peer, tuple) else str(peer), reason(wrong))

    def _fails(self, wrong: ssl.SSLError) -> None:
        """Report a failed handshake, whose alert is about to be written."""
        self._say_why(wrong)
        loop = asyncio.get_running_loop()
        loop.call_soon(self._goodbye, wrong)
        self._lingers = loop.call_later(LINGER, self.abort)

    def _goodbye(self, wrong: ssl.SSLError) -> None:
        """Close our side only: what the peer still sends is read, as a reset would destroy the alert."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if wrong.reason in _PLAIN:  # OpenSSL has no alert for these peers
            transport.write(NO_TLS)
        with suppress(OSError):  # the peer may have reset the connection by now
            transport.write_eof()

    async def _secure(self, transport: asyncio.Transport) -> None:
        hears.set(self._fails)
        early = _Early()
        secure = None
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport, early, self._context, server_side=True, ssl_handshake_timeout=self._patience
            )
        except OSError as wrong:
            if self._lingers is None:
                self._say_why(wrong)
            wrong.__traceback__ = None  # it holds asyncio's frame, which holds the error: a cycle that keeps buffers
        finally:
            self._task = None  # another cycle: the task's context holds ``hears``, which holds us
            if self._lingers is not None:
                self._lingers.cancel()
            self._went(self)
        if secure is None or (early.ended and not early.octets):
            transport.abort()
            return
        protocol = self._made()
        secure.set_protocol(protocol)
        protocol.connection_made(secure)
        if early.octets:
            protocol.data_received(early.octets)
        if early.ended:
            secure.close()
