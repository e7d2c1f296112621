"""How the two probes print a Report: finding by finding, with the octets of what departs; JSON for programs."""

import json
from collections.abc import Iterable
from typing import Final

import typer
from rich.table import Table
from rich.text import Text

from pdu.commands.console import console
from pdu.verdict import Finding, Report, Rule, Said, Verdict

_STYLES: Final = {
    Verdict.HOLDS: "green",
    Verdict.DEPARTS: "bold red",
    Verdict.NOT_SUPPORTED: "yellow",
    Verdict.NOT_JUDGED: "magenta",
}
_VERDICT: Final = max(len(verdict.value) for verdict in Verdict)
_NAME: Final = 24  # columns
_INDENT: Final = " " * 6
_MOST: Final = 20  # PDUs of a conversation that are shown, at its beginning and at its end
_WORD: Final = 4  # octets between two spaces


class Printer:
    """Prints findings as they come; with ``octets``, the conversation of each, not only of those that depart."""

    def __init__(self, *, octets: bool) -> None:
        self._out = console(soft_wrap=True)
        self._octets = octets
        self._family = ""

    def begin(self, report: Report) -> None:
        """Say what is judged."""
        self._out.print(Text(report.subject, style="bold"))

    def show(self, finding: Finding) -> None:
        """Print a finding."""
        if finding.family != self._family:
            self._family = finding.family
            self._out.print(Text(f"\n{finding.family}", style="bold"))
        line = Text("  ")
        line.append(f"{finding.verdict.value:{_VERDICT}}", style=_STYLES[finding.verdict])
        line.append(f"  {finding.name:{_NAME}} {finding.told}".rstrip())
        self._out.print(line)
        if self._octets or finding.verdict is Verdict.DEPARTS:
            self._explain(finding)

    def end(self, report: Report) -> None:
        """Sum up."""
        counted = [f"{count} {verdict.value}" for verdict, count in report.counts.items()]
        self._out.print(Text(f"\n{len(report.findings)} checks: {', '.join(counted)}", style="bold"))

    def _explain(self, finding: Finding) -> None:
        clause = f" [{_document(finding.clause)}]" if finding.clause else ""
        self._out.print(Text(f"{_INDENT}the rule: {finding.rule}{clause}"))
        rows = [(said, *row) for said in finding.said for row in said.lines()]
        between = len(rows) - 2 * _MOST
        for said, octets, line in rows if between <= 0 else rows[:_MOST]:
            self._show(said, octets, line)
        if between > 0:
            self._out.print(Text(f"{_INDENT}... {between} more, which --json has ...", style="dim"))
            for said, octets, line in rows[-_MOST:]:
                self._show(said, octets, line)

    def _show(self, said: Said, octets: bytes, line: str) -> None:
        parties = "esme -> smsc" if said.origin == "esme" else "smsc -> esme"
        how = f"  ({said.how})" if said.how else ""
        self._out.print(Text(f"{_INDENT}{parties}  {line}{how}", style="cyan"))
        self._out.print(Text(f"{_INDENT}{'':{len(parties)}}  {octets.hex(' ', -_WORD)}", style="dim"))


def as_json(report: Report) -> None:
    """Print a report as one JSON object."""
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))


def listed(rules: Iterable[Rule], *, json_wanted: bool) -> None:
    """Print the rules of checks, as a table or as one JSON object."""
    if json_wanted:
        typer.echo(json.dumps({"checks": [rule.as_json() for rule in rules]}, ensure_ascii=False, indent=2))
        return
    table = Table("family", "check", "the rule", "where", box=None, pad_edge=False, header_style="bold")
    for one in rules:
        table.add_row(one.family, one.name, Text(one.rule), Text(_document(one.clause)))
    console().print(table)


def _document(clause: str) -> str:
    return f"SMPP v5.0 {clause}" if clause[:1].isdigit() else f"SMPP {clause}" if clause else ""
