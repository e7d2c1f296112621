"""Why a connection failed, in words."""

import errno
import os
import socket
import ssl

import pytest

from pdu.why import why


def of_tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] and so on (_ssl.c:1)")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(), "nothing listens there"),
        (ConnectionResetError(errno.ECONNRESET, "and so on"), os.strerror(errno.ECONNRESET)),
        (ConnectionResetError(), "it closed the connection"),
        (TimeoutError(), "no answer"),
        (socket.gaierror(-2, "and so on"), "no such host is known"),
        (OverflowError(), "a port is a number from 0 to 65535"),
        (of_tls("WRONG_VERSION_NUMBER"), "TLS fails: it does not speak TLS"),
        (of_tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"), "TLS fails: it asks for a certificate of ours"),
        (of_tls("TLSV1_ALERT_UNKNOWN_CA"), "TLS fails: it does not trust our certificate"),
        (of_tls("NO_SHARED_CIPHER"), "TLS fails: no shared cipher"),
        (ValueError("something else"), "something else"),
    ],
)
def test_an_error_is_told_in_words(error: Exception, words: str) -> None:
    assert why(error) == words


def test_that_a_link_local_address_lacks_its_zone_is_told() -> None:
    invalid = OSError(errno.EINVAL, "Invalid argument")
    assert why(invalid, "FE80::1") == "a link-local address needs its zone, such as fe80::1%eth0"
    assert why(invalid, "fe80::1%eth0") == why(invalid, "sc.example") == why(invalid) == "Invalid argument"
