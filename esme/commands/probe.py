"""``esme probe``: judge how well a message centre keeps to the specification."""

import asyncio
import signal
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from esme import connect
from esme.address import destination
from esme.address import source as sender
from esme.commands.config import Config
from esme.commands.options import From, Password, SystemId
from esme.commands.tls import PLAIN, Secure, over_tls
from esme.probe.check import Check, run
from esme.probe.table import FAMILIES, choose
from esme.probe.talk import Talk
from esme.probe.target import Target
from pdu.commands.signals import told_to_end
from pdu.host_port import host_port
from pdu.verdict import Finding, Report, Verdict

if TYPE_CHECKING:
    from pdu.commands.report import Printer


def _list(context: typer.Context, option: typer.CallbackParam, wanted: bool) -> bool:
    """List the checks if wanted, once it is known how: --list and --json may come in either order."""
    known = {**context.params, option.name: wanted}
    if known.get("names") and "json" in known:
        from pdu.commands.report import listed

        listed(chain.from_iterable(FAMILIES), json_wanted=known["json"])
        raise typer.Exit
    return wanted


_Patience = Annotated[float, typer.Option(min=0.01, help="Seconds that each answer may take.")]
_ReceiptsWithin = Annotated[float, typer.Option(min=0.01, help="Seconds that a receipt may take.")]


@over_tls
def probe(
    host: Annotated[str, typer.Argument(help="The message centre.")],
    port: Annotated[int, typer.Argument(min=1, max=65535, help="Its SMPP port.")],
    system_id: SystemId,
    password: Password = connect.password,
    secure: Secure = PLAIN,
    system_type: Annotated[str, typer.Option(help="The system_type of the binds.")] = "",
    to: Annotated[str, typer.Option(help="The number that the messages go to: they are real ones.")] = "+447700900123",
    source: From = "",
    hostile: Annotated[
        bool, typer.Option("--hostile", help="Also send what can't be read: wrong lengths, garbage, half PDUs.")
    ] = False,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this check or family of checks; may be repeated.")
    ] = None,
    patience: _Patience = 5.0,
    receipts_within: _ReceiptsWithin = 30.0,
    octets: Annotated[
        bool, typer.Option("--octets", help="Show the conversation of every check, not only of those that depart.")
    ] = False,
    json: Annotated[
        bool,
        typer.Option(
            "--json", is_eager=True, callback=_list, help="Print one JSON object, with all octets, at the end."
        ),
    ] = False,
    _config: Config = None,
    names: Annotated[  # noqa: ARG001 - its callback has ended the command
        bool, typer.Option("--list", is_eager=True, callback=_list, help="List the checks and exit.")
    ] = False,
) -> None:
    """Judge any message centre by the SMPP specification.

    Each check is a conversation in a session of its own. About fifty messages are submitted, all to one number;
    scheduled ones are cancelled, and so are three broadcasts. One bind has a wrong password, and one a system_id that
    nobody has. Ctrl-C ends the probe with what it has found so far.
    Exit status 0 if nothing departs from the specification, 1 if something does, 2 if the message centre can't be
    reached or does not let the account in, 3 if nothing departs, but most checks could not be judged.
    """
    from pdu.commands.report import Printer, as_json  # imports rich, which would slow down every other command

    target = Target(
        host=host,
        port=port,
        tls=secure.context,
        tls_server_name=secure.server_name,
        system_id=system_id,
        password=password,
        system_type=system_type,
        to=destination(to),
        source=sender(source),
        patience=patience,
        receipts_within=receipts_within,
    )
    Talk(target).message().encode()  # raises Malformed for invalid addresses
    checks = choose(hostile=hostile, only=tuple(only or ()))
    report = Report(f"The message centre at {host_port(host, port)}, as {system_id}")
    asyncio.run(_run(report, target, checks, None if json else Printer(octets=octets)))
    if json:
        as_json(report)
    raise typer.Exit(report.exit_status)


async def _run(report: Report, target: Target, checks: list[Check], printer: "Printer | None") -> None:
    def tell(finding: Finding) -> None:
        if printer is not None:
            if not report.findings:
                printer.begin(report)
            printer.show(finding)
        report.findings.append(finding)

    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - asyncio.run makes one
    told_to_end(task.cancel, by=(signal.SIGINT,))
    with suppress(asyncio.CancelledError):
        async for finding in run(target, checks):
            tell(finding)
    for check in checks[len(report.findings) :]:
        tell(check.found(Verdict.NOT_JUDGED, "it was broken off"))
    if printer is not None:
        printer.end(report)
