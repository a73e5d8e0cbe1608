"""Bars side by side or one upon the other; upright where their labels have room below them, else lying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from duty_cli.domain.points import Points, show
from duty_cli.domain.sheet import Chart
from duty_cli.render.colours import ink
from duty_cli.render.svg.marks import CELL, TEXT, WIDTH, box, rule, wide, widest, words
from duty_cli.render.svg.scale import Scale, scale

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
