"""The outcome of a load as one self-contained HTML page: figures, and plots of them."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, log10
from typing import Final

from esme.bench.outcome import QUANTILES, Outcome, Sample, quantile
from esme.bench.plot import Series, bars, lines

CLASSES: Final = 10  # of latencies in the histogram, in each power of ten

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --c1: #1f6feb; --c2: #2da44e; --c3: #d1242f; --line: #8884; --soft: #8888; }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; margin: 0; }}
p {{ margin: .2rem 0 1.2rem; opacity: .8; }}
table {{ border-collapse: collapse; margin: 0 2rem 1.5rem 0; display: inline-table; vertical-align: top; }}
caption {{ text-align: left; white-space: nowrap; font-weight: 600; padding-bottom: .2rem; }}
th, td {{ text-align: left; font-weight: normal; padding: .15rem .9rem .15rem 0; border-top: 1px solid var(--line); }}
td {{ text-align: right; font-variant-numeric: tabular-nums; padding-right: 0; }}
tr.bad {{ color: var(--c3); font-weight: 600; }}
figure {{ margin: 1.5rem 0; }}
figcaption {{ font-weight: 600; }}
figcaption span {{ font-weight: normal; margin-left: 1rem; }}
figcaption i {{ display: inline-block; width: .8rem; height: .2rem; margin-right: .35rem; vertical-align: middle; }}
svg {{ width: 100%; height: auto; }}
svg text {{ font-size: 11px; fill: currentColor; opacity: .75; }}
.grid {{ stroke: var(--line); }}
.line {{ fill: none; stroke-width: 1.8; stroke-linejoin: round; }}
.bar {{ fill: var(--c1); }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{subtitle}</p>
{tables}
{plots}
</body>
</html>
"""


def page(title: str, subtitle: str, outcome: Outcome) -> str:
    """Lay the page out."""
    return _PAGE.format(
        title=escape(title),
        subtitle=escape(subtitle),
        tables="\n".join(_tables(outcome)),
        plots="\n".join(_plots(outcome)),
    )


def _tables(outcome: Outcome) -> list[str]:
    figures = {
        "submit_sm": f"{outcome.submitted:,}",
        "submit_sm answered per second": f"{outcome.submits_per_second:,.0f}",
        "receipts": f"{outcome.receipts:,}",
        "receipts per second": f"{outcome.receipts_per_second:,.0f}",
        "due and not submitted": f"{outcome.late:,}",
    }
    tables = [_table("Throughput", figures)]
    for name, latencies in (("Latency, ms", outcome.latencies), ("Receipt, ms", outcome.receipt_latencies)):
        if latencies:
            rows = {word: f"{quantile(latencies, share) * 1e3:,.2f}" for word, share in QUANTILES.items()}
            tables.append(_table(name, rows))
    if outcome.refused:
        tables.append(_table("Refused", {name: f"{number:,}" for name, number in outcome.refused.items()}))
    if outcome.receipt_states:
        states = {name: f"{number:,}" for name, number in outcome.receipt_states.items()}
        tables.append(_table("message_state", states))
    wrong = outcome.wrongs()
    bad = [name for name, number in wrong.items() if number]
    tables.append(_table("Lost or twice", {name: f"{number:,}" for name, number in wrong.items()}, bad))
    if outcome.ended:
        told = "; ".join(dict.fromkeys(outcome.ended))
        tables.append(f"<p>Sessions ended: {escape(told)}</p>")
    return tables


def _table(caption: str, rows: Mapping[str, str], bad: Sequence[str] = ()) -> str:
    written = ""
    for name, value in rows.items():
        row = '<tr class="bad">' if name in bad else "<tr>"
        written += f"{row}<th>{escape(name)}</th><td>{escape(value)}</td></tr>\n"
    return f"<table>\n<caption>{escape(caption)}</caption>\n{written}</table>"


def _plots(outcome: Outcome) -> list[str]:
    samples = outcome.samples
    rates = [Series("submit_sm answered", _rates(samples, "answered"), 1)]
    if outcome.receipts:
        rates.append(Series("receipts", _rates(samples, "receipts"), 2))
    if outcome.refused:
        rates.append(Series("refused", _rates(samples, "refused"), 3))
    plots = [lines("Throughput", rates, "seconds", "per second")]
    if outcome.latencies:
        over_time = [Series("p50", _over_time(samples, 0.5), 1), Series("p99", _over_time(samples, 0.99), 3)]
        plots.append(lines("Latency over time", over_time, "seconds", "ms"))
        plots.append(bars("Latencies", histogram(outcome.latencies), "ms, up to", "submit_sm"))
    if outcome.receipt_latencies:
        plots.append(bars("From submit_sm to receipt", histogram(outcome.receipt_latencies), "ms, up to", "receipts"))
    return plots


def _over_time(samples: Sequence[Sample], share: float) -> list[tuple[float, float]]:
    """Give a quantile of each sample, in milliseconds."""
    return [(one.at, quantile(sorted(one.latencies), share) * 1e3) for one in samples if one.latencies]


def _rates(samples: Sequence[Sample], name: str) -> list[tuple[float, float]]:
    """Give by how much per second a counter grew between samples."""
    points: list[tuple[float, float]] = []
    before_at, before = 0.0, 0
    for sample in samples:
        count = getattr(sample, name)
        if sample.at > before_at:
            points.append((sample.at, (count - before) / (sample.at - before_at)))
        before_at, before = sample.at, count
    return points


def histogram(latencies: Sequence[float]) -> list[tuple[str, float]]:
    """Count latencies in classes that widen by a constant factor, each named by its upper end in milliseconds."""
    counts: dict[int, int] = {}
    for latency in latencies:
        at = ceil(log10(max(latency, 1e-6) * 1e3) * CLASSES)
        counts[at] = counts.get(at, 0) + 1
    if not counts:
        return []
    return [(f"{10 ** (at / CLASSES):.3g}", counts.get(at, 0)) for at in range(min(counts), max(counts) + 1)]
