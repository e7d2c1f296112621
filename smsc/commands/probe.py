"""``smsc probe``: tell how a client keeps to the specification, by being the message centre that it binds to."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from pdu.host_port import host_port
from pdu.malformed import Malformed
from smsc.commands.refusing import refused


def probe(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 lets the system choose.")] = 2775,
    hostile: Annotated[
        bool, typer.Option("--hostile", help="Say what can't be read as well; each of these ends a session.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this family of checks, or this check; may be said again.")
    ] = None,
    patience: Annotated[float, typer.Option(min=0.01, help="Seconds that each answer may take.")] = 5.0,
    pause: Annotated[
        float, typer.Option(min=0.01, help="Seconds for which a client that is throttled has to be silent.")
    ] = 1.0,
    wait: Annotated[
        float, typer.Option(min=0.01, help="Seconds for a client to bind, and to come back; then it is over.")
    ] = 30.0,
    window: Annotated[int, typer.Option(min=1, help="Requests that the client may have unanswered at a time.")] = 10,
    tls_cert: Annotated[
        Path | None,
        typer.Option(show_default=False, help="Listen over TLS, with this certificate (PEM, and behind it its chain)."),
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(show_default=False, help="Its key, if that has its own file.")] = None,
    tls_ca: Annotated[
        Path | None,
        typer.Option(
            show_default=False, help="Let in whose certificate these have signed, and nobody else: mutual TLS."
        ),
    ] = None,
    octets: Annotated[
        bool, typer.Option("--octets", help="Show what was said in every check, and not only in those that depart.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, with all octets, at the end.")] = False,
    names: Annotated[bool, typer.Option("--list", help="Say which checks there are, and end.")] = False,
) -> None:
    """Judge the client that binds here by the SMPP specification.

    It may bind as any account, best as a transceiver; let it submit again and again, and come back when its session
    ends: checks go on in whatever sessions it opens. Ctrl-C ends it with what is found by then. Ends with 0 if nothing
    departs from the specification, 1 if something does, 2 if no client comes or the port can't be had, 3 if nothing
    departs, but most checks could not be judged.
    """
    from smsc.commands.examine import (  # here: others need not wait for it
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
