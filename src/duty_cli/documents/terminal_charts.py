"""Charts on a terminal: bars of one series, and the course of a line in one row of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from io import StringIO

from rich.bar import Bar
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from duty_cli.documents.cell_text import cleaned
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.papers import Chart, Series

_BLOCKS = "▁▂▃▄▅▆▇█"
_LONGEST_BAR = 40
_WHOLE = 1000
_GAIN, _LOSS = "cyan", "yellow"


def as_bars(charts: Sequence[Chart], width: int, *, colour: bool) -> str:
    """The charts that a terminal of ``width`` cells can show, without a single escape where ``colour`` is not wanted."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    for chart in charts:
        drawn = _drawn(chart)
        if drawn is not None:
            unit = f"（{chart.unit}）" if chart.unit else ""
            console.print(Text(cleaned(f"{chart.title}{unit}")))
            console.print(drawn)
            console.print()
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _drawn(chart: Chart) -> RenderableType | None:
    if not chart.labels:
        return None
    if chart.kind == "line":
        return _courses(chart)
    return _bars(chart.labels, chart.series[0]) if chart.kind == "bar" and len(chart.series) == 1 else None


def _bars(labels: Sequence[str], series: Series) -> Table:
    """A row a label: its bar as long as its value, and the value."""
    longest = max((abs(Fraction(value)) for value in series.values if value is not None), default=0) or 1
    grid = Table.grid(padding=(0, 1))
    grid.add_column(ratio=2, max_width=22, overflow="fold")
    grid.add_column(ratio=3, max_width=_LONGEST_BAR)
    grid.add_column(justify="right", no_wrap=True)
    for label, value in zip(labels, series.values, strict=True):
        told = Text("" if value is None else show(value))
        grid.add_row(Text(cleaned(label)), _bar(Fraction(value or 0) / longest), told)
    return grid


def _bar(share: Fraction) -> Bar:
    """A bar of that share of the longest; what is lost is as long, in another colour."""
    return Bar(size=_WHOLE, begin=0, end=round(abs(share) * _WHOLE), color=_GAIN if share >= 0 else _LOSS)


def _courses(chart: Chart) -> Table:
    """A row a series: its course, where it begins and where it ends."""
    grid = Table.grid(padding=(0, 1))
    for series in chart.series:
        known = [(label, value) for label, value in zip(chart.labels, series.values, strict=True) if value is not None]
        if known:
            ends = " → ".join(f"{cleaned(label)} {show(value)}" for label, value in (known[0], known[-1]))
            grid.add_row(Text(cleaned(series.name)), Text(course([value for _, value in known]), _GAIN), Text(ends))
    return grid


def course(values: Sequence[Points]) -> str:
    """A block a value, the lowest for the least of them, the highest for the most."""
    low, high = min(map(Fraction, values)), max(map(Fraction, values))
    steps = len(_BLOCKS) - 1
    return "".join(_BLOCKS[round((value - low) * steps / (high - low)) if high > low else 0] for value in values)
