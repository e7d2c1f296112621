"""What ``esme bench`` shows: a line while the load lasts, and tables at the end."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from esme.bench.load import Task
from esme.bench.outcome import QUANTILES, Outcome, Sample, quantile
from pdu.commands.console import console

_WIDTH = 80  # columns that the figures need; a narrower terminal would cut them off
_LONG = 1000.0  # milliseconds, from which hundredths are of no interest


class Progress:
    """The line; only on a terminal, and on stderr, so that stdout has the final tables alone."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._before = (0.0, 0, 0)
        self._console = console(stderr=True)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, sample: Sample) -> None:
        """Bring the line up to date."""
        if self._live.is_started:
            self._live.update(Text(self.line(sample), no_wrap=True, overflow="ellipsis"), refresh=True)

    def line(self, sample: Sample) -> str:
        """Say how far the load is, and how fast it has been since the last line."""
        at, answered, receipts = self._before
        self._before = sample.at, sample.answered, sample.receipts
        since = max(sample.at - at, 1e-9)
        told = [
            f"{sample.at:.1f} s" + (f" of {self._task.seconds:g}" if self._task.seconds else ""),
            f"{sample.submitted:,} submitted" + (f" of {self._task.count:,}" if self._task.count else ""),
            f"{(sample.answered - answered) / since:,.0f} submit/s",
        ]
        if sample.receipts:
            told.append(f"{(sample.receipts - receipts) / since:,.0f} receipts/s")
        told.append(f"{sample.unanswered} of {self._task.window * self._task.sessions} unanswered")
        if sample.latencies:
            told.append(f"p99 {quantile(sorted(sample.latencies), 0.99) * 1e3:,.1f} ms")
        if sample.refused:
            told.append(f"{sample.refused:,} refused")
        return "  ".join(told)


def shown(outcome: Outcome) -> None:
    """Print the tables."""
    out = console()
    out.width = max(out.width, _WIDTH)
    out.print(Group(*tables(outcome)))


def tables(outcome: Outcome) -> Iterable[Table | Text]:
    """Lay out the outcome."""
    rates = Table("", "in all", "per s", "p50 ms", "p90", "p99", "p99.9", "max", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in rates.columns:
        column.no_wrap = True
        column.justify = "left" if column is rates.columns[0] else "right"
    rates.add_row(
        "submit_sm",
        f"{outcome.answered:,}",
        f"{outcome.submits_per_second:,.0f}",
        *_quantiles(outcome.latencies),
    )
    if outcome.receipts:
        rates.add_row(
            "receipts",
            f"{outcome.receipts:,}",
            f"{outcome.receipts_per_second:,.0f}",
            *_quantiles(outcome.receipt_latencies),
        )
    yield rates
    if outcome.refused:
        yield _counts("refused with", outcome.refused)
    if set(outcome.receipt_states) - {"DELIVERED"}:
        yield _counts("receipts tell", outcome.receipt_states)
    wrong = {name: number for name, number in outcome.wrongs().items() if number}
    if outcome.late:
        yield Text(f"{outcome.late:,} were due and did not get their turn: the windows were full")
    yield _counts("lost, twice or wrong", wrong) if wrong else Text("Nothing was lost, and nothing came twice.")
    for reason in dict.fromkeys(outcome.ended):
        yield Text(f"{outcome.ended.count(reason)} of the sessions ended: {reason}")


def _counts(title: str, counts: Mapping[str, int]) -> Table:
    table = Table(title, "", box=SIMPLE_HEAD)
    table.columns[1].justify = "right"
    for name, number in counts.items():
        table.add_row(name, f"{number:,}")
    return table


def _quantiles(latencies: "Iterable[float]") -> list[str]:
    ordered = list(latencies)
    return [_milliseconds(quantile(ordered, share)) for share in QUANTILES.values()]


def _milliseconds(seconds: float) -> str:
    """Write milliseconds, with hundredths while they are of interest."""
    milliseconds = seconds * 1e3
    return f"{milliseconds:,.2f}" if milliseconds < _LONG else f"{milliseconds:,.0f}"
