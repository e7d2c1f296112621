"""The TLS options, the same for every command that binds: which certificates to trust, and which to present."""

import ssl
import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from pdu.commands.options import in_vain, made_from
from pdu.malformed import Malformed


class Secure(NamedTuple):
    """How to connect: with which context (None: without TLS), and which name to expect, if not the host's."""

    context: ssl.SSLContext | None = None
    server_name: str | None = None


PLAIN = Secure()


def _options(
    context: typer.Context,
    tls: Annotated[
        bool | None,
        typer.Option(
            "--tls/--no-tls",
            envvar="ESME_TLS",
            show_default=False,
            help="Speak SMPP over TLS; implied by the other --tls options.",
        ),
    ] = None,
    tls_ca: Annotated[
        Path | None,
        typer.Option(
            envvar="ESME_TLS_CA",
            show_default=False,
            help="Trust the certificates in this file (PEM), not the system's.",
        ),
    ] = None,
    tls_cert: Annotated[
        Path | None,
        typer.Option(
            envvar="ESME_TLS_CERT",
            show_default=False,
            help="Present this certificate (PEM, followed by its chain): mutual TLS.",
        ),
    ] = None,
    tls_key: Annotated[
        Path | None,
        typer.Option(envvar="ESME_TLS_KEY", show_default=False, help="Its key, if it is in a file of its own."),
    ] = None,
    tls_server_name: Annotated[
        str,
        typer.Option(
            envvar="ESME_TLS_SERVER_NAME",
            show_default=False,
            help="The name in the certificate of the message centre, if it is not the host's.",
        ),
    ] = "",
) -> Secure:
    """Make what the options ask for; raises Malformed."""
    if tls is False:
        in_vain(context, ("tls_ca", "tls_cert", "tls_key", "tls_server_name"), "TLS", "that it is switched off")
        return PLAIN
    if not (tls or tls_ca or tls_cert or tls_key or tls_server_name):
        return PLAIN
    return Secure(_context(tls_ca, tls_cert, tls_key), tls_server_name or None)


over_tls = made_from(_options, "secure")


def _context(ca: Path | None, cert: Path | None, key: Path | None) -> ssl.SSLContext:
    """Make a context that trusts ``ca``, or what the system trusts, and presents ``cert``; raises Malformed."""
    made = ssl.create_default_context()
    if ca is not None:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _readable(ca, "--tls-ca")
        try:
            made.load_verify_locations(ca)
        except ssl.SSLError:
            raise Malformed("--tls-ca", None, "certificates in PEM", f"none in {ca}") from None
    if cert is None:
        if key is not None:
            raise Malformed("--tls-key", None, "a --tls-cert beside it", "none")
        return made
    _readable(cert, "--tls-cert")
    if key is not None:
        _readable(key, "--tls-key")
    _show(made, cert, key)
    return made


def _show(made: ssl.SSLContext, cert: Path, key: Path | None) -> None:
    option, where = ("--tls-key", key) if key is not None else ("--tls-cert", cert)

    def passphrase() -> str:
        if not sys.stdin.isatty():
            raise Malformed(option, None, "a key without a passphrase, where nobody can be asked", str(where))
        return getpass(f"Passphrase of {where}: ", sys.stderr)

    try:
        made.load_cert_chain(cert, key, passphrase)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise Malformed(option, None, f"the key of the certificate in {cert}", f"another in {where}") from None
        expected = f"a certificate in {cert}, and its key in {where}, both in PEM"
        raise Malformed("--tls-cert", None, expected, "what can't be read as such") from None


def _readable(file: Path, option: str) -> None:
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise Malformed(option, None, "a file that can be read", f"{file}: {error.strerror}") from None
