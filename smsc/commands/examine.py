"""How ``smsc probe`` examines a client, and prints what it finds."""

import signal
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from ssl import SSLContext

from pdu.commands import report as printing
from pdu.commands.signals import told_to_end
from pdu.host_port import host_port
from pdu.malformed import Malformed
from pdu.verdict import Finding, Report
from smsc.probe.check import Check
from smsc.probe.examination import Examination, NobodyCame
from smsc.probe.table import FAMILIES, choose
from smsc.probe.terms import Terms
from smsc.probe.watch import RULES
from smsc.smpp.listening import NotListening
from smsc.smpp.terms import Tls
from smsc.smpp.tls import TlsError, context

__all__ = ["NobodyCame", "NotListening", "Terms", "TlsError", "choose", "examine", "list_checks", "secured"]


def list_checks(*, json_wanted: bool) -> None:
    """Print the checks, and the rules that are watched."""
    printing.listed(chain(*FAMILIES, RULES.values()), json_wanted=json_wanted)


def secured(cert: Path | None, key: Path | None, ca: Path | None) -> SSLContext | None:
    """Return how to listen over TLS; None without it. Raises Malformed, TlsError."""
    if cert is not None:
        return context(Tls(certificate=cert, key=key, client_ca=ca), "--tls-cert", "--tls-ca")
    for option, file in (("--tls-key", key), ("--tls-ca", ca)):
        if file is not None:
            raise Malformed(option, None, "a --tls-cert beside it", "none")
    return None


async def examine(
    checks: Iterable[Check],
    terms: Terms,
    host: str,
    port: int,
    *,
    tls: SSLContext | None,
    as_json: bool,
    octets: bool,
) -> int:
    """Examine the client that comes, and return the exit status; raises NobodyCame, NotListening."""
    printer = None if as_json else printing.Printer(octets=octets)
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        findings.append(finding)
        if printer is not None:
            printer.show(finding)

    def fails(peer: str, why: str) -> None:
        print(f"smsc: the TLS handshake with {peer} failed: {why}", file=sys.stderr, flush=True)  # noqa: T201 - the command's own voice

    async with Examination(checks, terms, tell, host=host, port=port, tls=tls, fails=fails) as examination:
        told_to_end(examination.end, by=(signal.SIGINT,))
        place = host_port(examination.host, examination.port)
        print(f"smsc: listening on {place}", file=sys.stderr, flush=True)  # noqa: T201 - likewise
        report = Report(f"The client that binds to {place}", findings)
        if printer is not None:
            printer.begin(report)
        await examination.over()
    if printer is not None:
        printer.end(report)
    else:
        printing.as_json(report)
    return report.exit_status
