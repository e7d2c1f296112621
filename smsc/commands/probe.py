"""``smsc probe``: judge how a client keeps to the specification, as the message centre that it binds to."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from pdu.host_port import host_port
from pdu.malformed import Malformed
from pdu.outstanding import SEQUENCE_NUMBERS
from smsc.commands.refusing import refused


def probe(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")] = 2775,
    hostile: Annotated[
        bool, typer.Option("--hostile", help="Also send what can't be read; each of these ends a session.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this check or family of checks; may be repeated.")
    ] = None,
    patience: Annotated[float, typer.Option(min=0.01, help="Seconds that each answer may take.")] = 5.0,
    pause: Annotated[float, typer.Option(min=0.01, help="Seconds that a throttled client must be silent.")] = 1.0,
    wait: Annotated[
        float, typer.Option(min=0.01, help="Seconds to wait for a client to bind, or to come back.")
    ] = 30.0,
    window: Annotated[
        int, typer.Option(min=1, max=SEQUENCE_NUMBERS, help="How many requests the client may have unanswered.")
    ] = 10,
    tls_cert: Annotated[
        Path | None,
        typer.Option(show_default=False, help="Listen over TLS with this certificate (PEM, followed by its chain)."),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(show_default=False, help="Its key, if it is in a file of its own.")
    ] = None,
    tls_ca: Annotated[
        Path | None,
        typer.Option(show_default=False, help="Let in only clients whose certificate these have signed: mutual TLS."),
    ] = None,
    octets: Annotated[
        bool, typer.Option("--octets", help="Show the conversation of every check, not only of those that depart.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, with all octets, at the end.")] = False,
    names: Annotated[bool, typer.Option("--list", help="List the checks and exit.")] = False,
) -> None:
    """Judge the client that binds here by the SMPP specification.

    The client may bind as any account, best as a transceiver. Let it submit again and again, and bind again when its
    session ends: the checks go on in whatever sessions it opens. Ctrl-C ends the probe with what it has found so far.
    Exit status 0 if nothing departs from the specification, 1 if something does, 2 if no client comes or the port is
    not free, 3 if nothing departs, but most checks could not be judged.
    """
    from smsc.commands.examine import (  # here, so that other commands need not wait for it
        NobodyCame,
        NotListening,
        Terms,
        TlsError,
        choose,
        examine,
        list_checks,
        secured,
    )

    if names:
        list_checks(json_wanted=json)
        return
    if not host:  # the system would take it for all addresses
        raise refused("--host: expected an address to listen on, found nothing")
    try:
        checks = choose(hostile=hostile, only=tuple(only or ()))
        terms = Terms(patience=patience, pause=pause, wait=wait, window=window)
        tls = secured(tls_cert, tls_key, tls_ca)
        status = asyncio.run(examine(checks, terms, host, port, tls=tls, as_json=json, octets=octets))
    except (Malformed, NobodyCame, TlsError) as wrong:
        raise refused(str(wrong)) from wrong
    except NotListening as wrong:
        raise refused(f"can't listen on {host_port(wrong.host, wrong.port)}: {wrong.strerror}") from wrong
    raise typer.Exit(status)
