"""Why there is no connection, or none any more, in words for people."""

import os
import socket
import ssl
from typing import Final

NO_WAY: Final = (OSError, OverflowError, UnicodeError)  # to a host and a port; the latter two: they are no such
NO_SOCKET: Final = "the system gives no socket for it"  # as where it has no IPv6; asyncio then listens nowhere

_NOWHERE: Final = "could not bind on any address"  # so asyncio says since Python 3.13 of both that we say instead
_PLAIN: Final = "it does not speak TLS"
_DISTRUSTED: Final = "it does not trust our certificate"

# What OpenSSL says of a handshake, where people would not say it so.
_HANDSHAKES: Final = {
    "WRONG_VERSION_NUMBER": _PLAIN,
    "UNKNOWN_PROTOCOL": _PLAIN,
    "RECORD_LAYER_FAILURE": _PLAIN,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it asks for a certificate of ours",
    "TLSV1_ALERT_UNKNOWN_CA": _DISTRUSTED,
    "SSLV3_ALERT_BAD_CERTIFICATE": _DISTRUSTED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": _DISTRUSTED,
}


def why(error: Exception) -> str:
    """What the operating system says, or the other side by TLS."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is not trusted: {error.verify_message.rstrip('.')}"
        case ssl.SSLError(reason=str(reason)):
            return f"TLS fails: {_HANDSHAKES.get(reason) or reason.lower().replace('_', ' ')}"
        case ConnectionRefusedError():
            return "nothing listens there"
        case socket.gaierror() | UnicodeError():
            return "no such host is known"
        case OverflowError():
            return "a port is a number from 0 to 65535"
        case TimeoutError():
            return "no answer"
        case OSError(errno=int(number)):
            return os.strerror(number)
        case OSError(args=(str(said),)) if said.startswith(_NOWHERE):
            return f"it is no address of this machine, or {NO_SOCKET}"
        case ConnectionError(args=()):  # of asyncio, where the other side goes in the middle of a handshake
            return "it closed the connection"
    return str(error)
