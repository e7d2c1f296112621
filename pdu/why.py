"""Why a connection failed or was lost, in words for people."""

import errno
import os
import socket
import ssl
from typing import Final

NO_WAY: Final = (OSError, OverflowError, UnicodeError)  # to a host and a port; the last two: these are no host or port
NO_SOCKET: Final = "the system gives no socket for it"  # as on one without IPv6; asyncio then listens nowhere

_NOWHERE: Final = "could not bind on any address"  # asyncio since Python 3.13, for both reasons that we give
_PLAIN: Final = "it does not speak TLS"
_DISTRUSTED: Final = "it does not trust our certificate"

# What OpenSSL says of a failed handshake, in plainer words.
_HANDSHAKES: Final = {
    "WRONG_VERSION_NUMBER": _PLAIN,
    "UNKNOWN_PROTOCOL": _PLAIN,
    "RECORD_LAYER_FAILURE": _PLAIN,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it asks for a certificate of ours",
    "TLSV1_ALERT_UNKNOWN_CA": _DISTRUSTED,
    "SSLV3_ALERT_BAD_CERTIFICATE": _DISTRUSTED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": _DISTRUSTED,
}


def why(error: Exception, host: str = "") -> str:
    """Say what went wrong, according to the operating system or to TLS; with ``host`` if it was asked for that."""
    match error:
        case OSError(errno=errno.EINVAL) if host.lower().startswith("fe80:") and "%" not in host:
            return "a link-local address needs its zone, such as fe80::1%eth0"
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
        case ConnectionError(args=()):  # from asyncio, when the other side leaves in the middle of a handshake
            return "it closed the connection"
    return str(error)
