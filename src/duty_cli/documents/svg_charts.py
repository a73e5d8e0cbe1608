"""A chart as a picture: bars, lines, a radar, and the legend around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.cell_widths import wrapped
from duty_cli.documents.svg_primitives import (
    CELL,
    TEXT,
    WIDTH,
    Scale,
    box,
    dot,
    ink,
    plain,
    ring,
    rule,
    scale,
    trail,
    wide,
    widest,
    words,
)
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.papers import Chart

_GAP = 8
_TALL = 220
_LINE = TEXT + 5
_THICK, _THIN = 18, 13
_WIDEST_LABEL = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from ``start`` to ``end`` on the axis of values: which label it is of, in which lane beside others, of which series."""

    label: int
    lane: int
    series: int
    start: Points
    end: Points
    value: Points


def bars_of(chart: Chart) -> Iterator[Bar]:
    """The bars of a chart; those that are stacked run from nought, what is below it downwards."""
    for label in range(len(chart.labels)):
        ends: dict[bool, Points] = {True: 0, False: 0}
        for place, series in enumerate(chart.series):
            value = series.values[label]
            if value is None:
                continue
            if chart.kind == "stacked":
                start, lane = ends[value >= 0], 0
                ends[value >= 0] = start + value
            else:
                start, lane = 0, place
            yield Bar(label, lane, place, start, start + value, value)


def draw_bars(chart: Chart) -> tuple[list[str], int]:
    """The picture's marks and its height."""
    bars = list(bars_of(chart))
    lanes = 1 if chart.kind == "stacked" else len(chart.series)
    room = WIDTH - 6 * CELL
    upright = len(chart.labels) * (max(widest(chart.labels), lanes * 4 * CELL) + _GAP) <= room
    return _upright(chart, bars, lanes) if upright else _lying(chart, bars, lanes)


def _upright(chart: Chart, bars: list[Bar], lanes: int) -> tuple[list[str], int]:
    axis = scale((bar.end for bar in bars), _TALL)
    left = widest(map(show, axis.ticks)) + _GAP
    floor = _TALL + _LINE
    marks = [rule(left, floor - axis.at(tick), WIDTH, floor - axis.at(tick), strong=not tick) for tick in axis.ticks]
    marks += [words(left - _GAP // 2, floor - axis.at(tick), show(tick), "right") for tick in axis.ticks]
    each = (WIDTH - left) // len(chart.labels)
    thick = min(each * 7 // 10, 48 * lanes) // lanes
    for bar in bars:
        x = left + bar.label * each + (each - thick * lanes) // 2 + bar.lane * thick
        low, high = sorted((axis.at(bar.start), axis.at(bar.end)))
        marks.append(box(x, floor - high, thick, high - low, bar.series, _told(chart, bar)))
        if chart.kind == "bar":
            y = floor - high - _LINE // 2 if bar.value >= 0 else floor - low + _LINE // 2
            marks.append(words(x + thick // 2, y, show(bar.value), "center"))
        elif high - low >= _LINE and thick >= wide(show(bar.value)):
            marks.append(words(x + thick // 2, floor - (low + high) // 2, show(bar.value), "center", ink(bar.series)))
    below = floor + (_LINE if any(bar.end < 0 for bar in bars) else 0)
    for place, label in enumerate(chart.labels):
        marks.append(words(left + place * each + each // 2, below + _LINE // 2 + 2, label, "center"))
    return marks, below + _LINE + 4


def _lying(chart: Chart, bars: list[Bar], lanes: int) -> tuple[list[str], int]:
    left = min(widest(chart.labels), _WIDEST_LABEL) + _GAP
    right = widest(show(bar.value) for bar in bars) + _GAP if chart.kind == "bar" else 2 * CELL
    axis = scale((bar.end for bar in bars), WIDTH - left - right)
    thick = _THICK if lanes == 1 else _THIN
    each = thick * lanes + _GAP
    floor = each * len(chart.labels)
    marks = [rule(left + axis.at(tick), 0, left + axis.at(tick), floor, strong=not tick) for tick in axis.ticks]
    marks += _tick_words(axis, left, floor + _LINE // 2)
    for place, label in enumerate(chart.labels):
        marks.append(words(left - _GAP // 2, place * each + each // 2, _short(label), "right"))
    for bar in bars:
        y = bar.label * each + _GAP // 2 + bar.lane * thick
        low, high = sorted((left + axis.at(bar.start), left + axis.at(bar.end)))
        marks.append(box(low, y, high - low, thick, bar.series, _told(chart, bar)))
        if chart.kind == "bar":
            marks.append(words(high + _GAP // 2, y + thick // 2, show(bar.value)))
        elif high - low >= wide(show(bar.value)) + 2:
            marks.append(words((low + high) // 2, y + thick // 2, show(bar.value), "center", ink(bar.series)))
    return marks, floor + _LINE


def _tick_words(axis: Scale, left: int, y: int) -> Iterator[str]:
    """The numbers under an axis; the last stands within the picture."""
    for tick in axis.ticks:
        align: Literal["center", "right"] = "right" if tick == axis.ticks[-1] else "center"
        yield words(left + axis.at(tick) + (CELL if align == "right" else 0), y, show(tick), align)


def _short(label: str) -> str:
    """As much of a label as has room beside its bar."""
    cut = label
    while wide(cut) > _WIDEST_LABEL:
        cut = cut[:-1]
    return label if cut == label else f"{cut[:-1]}…"


def _told(chart: Chart, bar: Bar) -> str:
    return f"{chart.labels[bar.label]} {chart.series[bar.series].name} {show(bar.value)}{chart.unit}"


_TALL_LINE = 200


def draw_line(chart: Chart) -> tuple[list[str], int]:
    """The picture's marks and its height. A label or value that has no room is left to what is said in words."""
    axis = scale((value for series in chart.series for value in series.values if value is not None), _TALL_LINE)
    left = widest(map(show, axis.ticks)) + _GAP
    floor = _TALL_LINE + _LINE
    marks = [rule(left, floor - axis.at(tick), WIDTH, floor - axis.at(tick), strong=not tick) for tick in axis.ticks]
    marks += [words(left - _GAP // 2, floor - axis.at(tick), show(tick), "right") for tick in axis.ticks]
    each = (WIDTH - left) // len(chart.labels)
    every = -(-(widest(chart.labels) + CELL) // each)
    xs = [left + place * each + each // 2 for place in range(len(chart.labels))]
    marks += [
        words(x, floor + _LINE // 2 + 2, label, "center")
        for x, label in zip(xs[::every], chart.labels[::every], strict=True)
    ]
    for place, series in enumerate(chart.series):
        known = [
            (x, value, label)
            for x, value, label in zip(xs, series.values, chart.labels, strict=True)
            if value is not None
        ]
        marks.append(trail([(x, floor - axis.at(value)) for x, value, _ in known], place))
        for x, value, label in known:
            y = floor - axis.at(value)
            marks.append(dot(x, y, place, f"{label} {series.name} {show(value)}{chart.unit}"))
            if wide(show(value)) <= each:
                marks.append(words(x, y - _LINE * 2 // 3, show(value), "center"))
    return marks, floor + _LINE + 4


_RADIUS = 120
_FAR = 14
_SPOKE = TEXT + 3
_ROOM = 10
"""Cells of text beside the radar."""
_MIDDLE = (WIDTH // 2, _RADIUS + 3 * TEXT)


def draw_radar(chart: Chart) -> tuple[list[str], int]:
    """The picture's marks and its height. What is below nought stands in the middle; its label says it."""
    axis = scale(
        (value for series in chart.series for value in series.values if value is not None and value > 0), _RADIUS
    )
    count = len(chart.labels)
    marks = [ring([_at(axis.at(tick), place, count) for place in range(count)]) for tick in axis.ticks[1:]]
    marks += [rule(*_MIDDLE, *_at(_RADIUS, place, count)) for place in range(count)]
    marks += [
        words(_MIDDLE[0] + 4, _at(axis.at(tick), 0, count)[1] + TEXT // 2, show(tick), fill="#666")
        for tick in axis.ticks[1:]
    ]
    for place, series in enumerate(chart.series):
        known = [(at, value) for at, value in enumerate(series.values) if value is not None]
        points = [_at(axis.at(max(value, 0)), at, count) for at, value in known]
        marks.append(trail(points, place, closed=True))
        for (x, y), (at, value) in zip(points, known, strict=True):
            marks.append(dot(x, y, place, f"{chart.labels[at]} {series.name} {show(value)}{chart.unit}"))
    for place in range(count):
        marks += _label(chart, place)
    return marks, _MIDDLE[1] + _RADIUS + 3 * TEXT


def _at(distance: int, place: int, count: int) -> tuple[int, int]:
    """The point so far from the middle on an axis; the first axis points up, the others follow clockwise."""
    # Directions are geometry, not figures of the report: here alone they are not exact.
    angle = 2 * pi * place / count
    return _MIDDLE[0] + round(distance * sin(angle)), _MIDDLE[1] - round(distance * cos(angle))


def _label(chart: Chart, place: int) -> Iterator[str]:
    """The name of an axis, in lines that have room beside it, with its value where there is one series."""
    values = [series.values[place] for series in chart.series]
    known = show(values[0]) if len(values) == 1 and values[0] is not None else ""
    x, y = _at(_RADIUS + _FAR, place, len(chart.labels))
    side: Literal["left", "center", "right"] = "center"
    if abs(x - _MIDDLE[0]) > _FAR:
        side = "left" if x > _MIDDLE[0] else "right"
    lines = wrapped(f"{cleaned(chart.labels[place])} {known}".strip(), _ROOM)
    for line, text in enumerate(lines):
        yield words(x, y + line * _SPOKE - (len(lines) - 1) * _SPOKE // 2, text, side)


_DRAWN: Mapping[str, Callable[[Chart], tuple[list[str], int]]] = {
    "bar": draw_bars,
    "stacked": draw_bars,
    "line": draw_line,
    "radar": draw_radar,
}
_ROW = TEXT + 7


def as_svg(chart: Chart) -> str:
    """``chart`` as one ``<svg>`` element; empty for one without figures."""
    if not chart.labels or not chart.series:
        return ""
    marks, height = _DRAWN[chart.kind](chart)
    legend, above = _legend(chart) if len(chart.series) > 1 else ([], 0)
    return (
        f'<svg viewBox="0 0 {WIDTH} {above + height}" role="img">'
        f"<title>{plain(chart.title)}</title><desc>{plain(in_words(chart))}</desc>"
        f'{"".join(legend)}<g transform="translate(0 {above})">{"".join(marks)}</g></svg>'
    )


def in_words(chart: Chart) -> str:
    """Every figure of a chart in words."""
    said = []
    for place, label in enumerate(chart.labels):
        values = [(series.name, series.values[place]) for series in chart.series]
        known = "，".join(f"{name} {show(value)}{chart.unit}" for name, value in values if value is not None)
        said.append(f"{label}：{known or '无'}")
    return "；".join(said)


def _legend(chart: Chart) -> tuple[list[str], int]:
    """The names of the series beside their colours, in as many rows as they need, and the height of these."""
    marks: list[str] = []
    x, y = 0, 0
    for place, series in enumerate(chart.series):
        needed = TEXT + 4 + wide(series.name) + TEXT
        if x and x + needed > WIDTH:
            x, y = 0, y + _ROW
        marks.append(box(x, y, TEXT, TEXT, place, series.name))
        marks.append(words(x + TEXT + 4, y + TEXT // 2 + 1, series.name))
        x += needed
    return marks, y + _ROW
