"""Charts as SVG: bars, and lines over a plain or a logarithmic axis. Pure.

Text stays text, colours are told apart in print as well, and the background is white wherever it is shown.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 760
COLOURS: Final = ("#1b5e8c", "#c8641e", "#4c8c4a", "#8a4f9e", "#7a7a7a", "#b3932b")
MUTED: Final = "#a9b7c2"
"""Bars that are there to be compared with."""

_FONT: Final = "font-family='Helvetica, Arial, sans-serif'"
_LETTER: Final = 6.6
"""Width of a letter of 12 pixels, on average and a little more."""

_MILLION: Final = 1_000_000
_WHOLE: Final = 100
"""From here on nobody wants decimals."""

_DOTTED: Final = 12
"""Lines of so few points show them."""

_MOST_TICKS: Final = 6

_TOP: Final = 58
_ROW: Final = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``note`` stands behind its value."""

    name: str
    value: float
    note: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line through points, x rising; ``marks``: the points alone, as what is aimed at."""

    name: str
    points: Sequence[tuple[float, float]]
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What is counted, from where to where. ``at_least``: the end lies there or behind."""

    title: str
    log: bool = False
    at_least: float = 0.0
    ticks: Sequence[float] = ()
    names: Sequence[str] = ()
    """Of the ticks, where the numbers themselves would not do."""


def number(value: float) -> str:
    """A number for people: three digits that count, thousands apart."""
    if value >= _MILLION:
        return f"{value / _MILLION:.3g} M"
    if value >= _WHOLE:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def bars(title: str, unit: str, rows: Sequence[Bar], subtitle: str = "") -> str:
    """Horizontal bars from zero, their values behind them."""
    left = 30 + _LETTER * max(len(row.name) for row in rows)
    room = _LETTER * max(len(number(row.value)) + len(row.note) + 3 for row in rows)
    most = max(row.value for row in rows) or 1.0
    full = WIDTH - left - room - 20
    parts = []
    for index, row in enumerate(rows):
        y = _TOP + 8 + index * _ROW
        width = max(1.0, full * row.value / most)
        colour = COLOURS[0] if row.ours else MUTED
        parts.append(_text(left - 8, y + 14, row.name, "end"))
        parts.append(f"<rect x='{left:.1f}' y='{y}' width='{width:.1f}' height='20' fill='{colour}'/>")
        behind = number(row.value) + (f"  {row.note}" if row.note else "")
        parts.append(_text(left + width + 6, y + 14, behind))
    height = _TOP + 8 + len(rows) * _ROW + 30
    parts.append(_text(left, height - 14, unit, size=11, colour="#555"))
    return _page(title, subtitle, height, parts)


def lines(title: str, x: Axis, y: Axis, series: Sequence[Line], subtitle: str = "") -> str:
    """Lines over a common axis, with a legend under the title."""
    left, right, top, bottom = 76, WIDTH - 30, _TOP + 32, 370
    xs = [point[0] for line in series for point in line.points]
    ys = [point[1] for line in series for point in line.points]
    across = _Scale(x, xs, left, right)
    up = _Scale(y, ys, bottom, top)
    parts = [*_grid(across, up, left, right, top, bottom), *_legend(series, left)]
    for index, line in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        at = [(across.at(a), up.at(b)) for a, b in line.points]
        if line.marks:
            parts += [_ring(a, b, colour) for a, b in at]
            continue
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in at)
        parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'/>")
        if len(at) <= _DOTTED:
            parts += [f"<circle cx='{a:.1f}' cy='{b:.1f}' r='3.5' fill='{colour}'/>" for a, b in at]
    parts.append(_text((left + right) / 2, bottom + 42, x.title, "middle", colour="#333"))
    parts.append(_text(left, top - 8, y.title, colour="#333", size=11))
    return _page(title, subtitle, bottom + 58, parts)


class _Scale:
    """From values to pixels."""

    def __init__(self, axis: Axis, values: Sequence[float], begin: float, end: float) -> None:
        self._begin, self._end, self._log = begin, end, axis.log
        most = max([*values, *axis.ticks, axis.at_least])
        least = min([*values, *axis.ticks]) if axis.log else min(0.0, *values)
        self.ticks = list(axis.ticks) or _ticks(least, most, log=axis.log)
        self.names = list(axis.names) or [number(tick) if tick else "0" for tick in self.ticks]
        self._low, self._high = (self._value(each) for each in (min(least, self.ticks[0]), max(most, self.ticks[-1])))
        if self._low == self._high:
            self._high += 1

    def at(self, value: float) -> float:
        """Where a value lies."""
        share = (self._value(value) - self._low) / (self._high - self._low)
        return self._begin + share * (self._end - self._begin)

    def _value(self, value: float) -> float:
        return math.log10(max(value, 1e-9)) if self._log else value


def _ticks(least: float, most: float, *, log: bool) -> list[float]:
    if log:
        first, last = math.floor(math.log10(max(least, 1e-9))), math.ceil(math.log10(max(most, 1e-9)))
        return [10.0**power for power in range(first, max(last, first + 1) + 1)]
    step = 10.0 ** math.floor(math.log10(most or 1.0))
    for part in (0.1, 0.2, 0.5, 1.0, 2.0):
        if most / (step * part) <= _MOST_TICKS:
            step *= part
            break
    return [step * count for count in range(math.ceil(most / step) + 1)]


def _grid(across: _Scale, up: _Scale, left: float, right: float, top: float, bottom: float) -> Iterable[str]:
    for tick, name in zip(up.ticks, up.names, strict=True):
        y = up.at(tick)
        yield f"<line x1='{left}' y1='{y:.1f}' x2='{right}' y2='{y:.1f}' stroke='#ddd'/>"
        yield _text(left - 8, y + 4, name, "end", colour="#555", size=11)
    for tick, name in zip(across.ticks, across.names, strict=True):
        x = across.at(tick)
        yield f"<line x1='{x:.1f}' y1='{bottom}' x2='{x:.1f}' y2='{bottom + 5}' stroke='#555'/>"
        yield _text(x, bottom + 20, name, "middle", colour="#555", size=11)
    yield f"<line x1='{left}' y1='{bottom}' x2='{right}' y2='{bottom}' stroke='#555'/>"
    yield f"<line x1='{left}' y1='{top}' x2='{left}' y2='{bottom}' stroke='#ddd'/>"


def _legend(series: Sequence[Line], left: float) -> Iterable[str]:
    x = left
    for index, line in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        bar = f"<line x1='{x:.1f}' y1='{_TOP}' x2='{x + 22:.1f}' y2='{_TOP}' stroke='{colour}' stroke-width='3'/>"
        yield _ring(x + 11, _TOP, colour) if line.marks else bar
        yield _text(x + 28, _TOP + 4, line.name)
        x += 28 + _LETTER * len(line.name) + 22


def _ring(x: float, y: float, colour: str) -> str:
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='6' fill='none' stroke='{colour}' stroke-width='2.5'/>"


def _text(x: float, y: float, text: str, anchor: str = "start", *, size: int = 12, colour: str = "#111") -> str:
    said = escape(text, quote=False)
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='{size}' fill='{colour}'>{said}</text>"


def _page(title: str, subtitle: str, height: float, parts: Iterable[str]) -> str:
    size = f"viewBox='0 0 {WIDTH} {height:.0f}' width='{WIDTH}' height='{height:.0f}'"
    head = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{escape(title)}' {_FONT}>",
        f"<rect width='{WIDTH}' height='{height:.0f}' fill='white'/>",
        f"<text x='20' y='24' font-size='15' font-weight='bold' fill='#111'>{escape(title, quote=False)}</text>",
        _text(20, 42, subtitle, size=11, colour="#555"),
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"
