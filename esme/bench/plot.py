"""Plots as SVG: lines over time and bars over classes, with axes that a person can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 12, 30, 34


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and points, drawn in colour number ``colour`` of the page (--c1 and so on)."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: int = 1


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale from values, 0 to ``end``, to pixels, ``first`` to ``last``; ``ticks`` are values."""

    end: float
    first: float
    last: float
    ticks: Sequence[float]

    def at(self, value: float) -> float:
        """Return the pixel at which a value is drawn."""
        return self.first + value / self.end * (self.last - self.first)


def lines(title: str, series: Sequence[Series], x_name: str, y_name: str) -> str:
    """Draw values over time, from 0."""
    drawn = [one for one in series if one.points]
    x = _axis(max((point[0] for one in drawn for point in one.points), default=1.0), _LEFT, WIDTH - _RIGHT, whole=False)
    y = _axis(max((point[1] for one in drawn for point in one.points), default=1.0), HEIGHT - _BOTTOM, _TOP)
    body = [_grid(x, y, x_name, y_name)]
    for one in drawn:
        points = " ".join(f"{x.at(at):.1f},{y.at(value):.1f}" for at, value in one.points)
        body.append(f'<polyline class="line" style="stroke:var(--c{one.colour})" points="{points}"/>')
    return _figure(title, body, drawn)


def bars(title: str, heights: Sequence[tuple[str, float]], x_name: str, y_name: str) -> str:
    """Draw a histogram: one bar for each class, named underneath where there is room."""
    y = _axis(max((height for _, height in heights), default=1.0), HEIGHT - _BOTTOM, _TOP)
    width = (WIDTH - _LEFT - _RIGHT) / max(1, len(heights))
    every = ceil(len(heights) / 12)
    body = [_grid(None, y, x_name, y_name)]
    for number, (name, height) in enumerate(heights):
        left, top = _LEFT + number * width, y.at(height)
        told = f"<title>{escape(name)}: {height:,.0f}</title>"
        size = f'x="{left + 1:.1f}" y="{top:.1f}" width="{max(1, width - 2):.1f}" height="{y.first - top:.1f}"'
        body.append(f'<rect class="bar" {size}>{told}</rect>')
        if number % every == 0:
            body.append(_text(left + width / 2, HEIGHT - _BOTTOM + 14, name, "middle"))
    return _figure(title, body, ())


def _axis(most: float, first: float, last: float, *, whole: bool = True) -> _Axis:
    """Make an axis from 0, with ticks 1, 2 or 5 times a power of ten apart; a ``whole`` one ends at a tick."""
    most = most if most > 0 else 1.0
    power = 10.0 ** floor(log10(most / 4))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if most / step <= 6)
    count = ceil(most / step - 1e-9) if whole else int(most / step)
    return _Axis(count * step if whole else most, first, last, [number * step for number in range(count + 1)])


def _grid(x: _Axis | None, y: _Axis, x_name: str, y_name: str) -> str:
    """Draw lines at the ticks, their values, and the names of the axes."""
    drawn = [_text(_LEFT, _TOP - 10, y_name, "start"), _text(WIDTH - _RIGHT, HEIGHT - 4, x_name, "end")]
    for tick in y.ticks:
        at = y.at(tick)
        drawn.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        drawn.append(_text(_LEFT - 6, at + 4, _short(tick), "end"))
    if x is not None:
        drawn += [_text(x.at(tick), HEIGHT - _BOTTOM + 14, _short(tick), "middle") for tick in x.ticks]
    return "\n".join(drawn)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _short(value: float) -> str:
    """Write a tick in few characters: 25k, 1.5M, 0.02."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def _figure(title: str, body: Sequence[str], named: Sequence[Series]) -> str:
    legend = "".join(f'<span><i style="background:var(--c{one.colour})"></i>{escape(one.name)}</span>' for one in named)
    inside = "\n".join(body)
    svg = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">\n{inside}\n</svg>'
    return f"<figure>\n<figcaption>{escape(title)} {legend}</figcaption>\n{svg}\n</figure>"
