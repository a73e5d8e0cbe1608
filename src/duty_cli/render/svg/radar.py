"""A radar: an axis a label, a closed line a series."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin
from typing import Literal

from duty_cli.domain.points import show
from duty_cli.domain.sheet import Chart
from duty_cli.render.cells import wrapped
from duty_cli.render.svg.marks import TEXT, WIDTH, dot, ring, rule, trail, words
from duty_cli.render.svg.scale import scale
from duty_cli.render.wording import cleaned

_RADIUS = 120
_FAR = 14
_LINE = TEXT + 3
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
        yield words(x, y + line * _LINE - (len(lines) - 1) * _LINE // 2, text, side)
