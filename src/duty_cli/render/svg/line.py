"""Lines over time."""

from __future__ import annotations

from duty_cli.domain.points import show
from duty_cli.domain.sheet import Chart
from duty_cli.render.svg.marks import CELL, TEXT, WIDTH, dot, rule, trail, wide, widest, words
from duty_cli.render.svg.scale import scale

_GAP = 8
_TALL = 200
_LINE = TEXT + 5


def draw_line(chart: Chart) -> tuple[list[str], int]:
    """The picture's marks and its height. A label or value that has no room is left to what is said in words."""
    axis = scale((value for series in chart.series for value in series.values if value is not None), _TALL)
    left = widest(map(show, axis.ticks)) + _GAP
    floor = _TALL + _LINE
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
