"""A chart drawn: its marks under a legend, with every figure said in words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from duty_cli.domain.points import show
from duty_cli.domain.sheet import Chart
from duty_cli.render.svg.bars import draw_bars
from duty_cli.render.svg.line import draw_line
from duty_cli.render.svg.marks import TEXT, WIDTH, box, plain, wide, words
from duty_cli.render.svg.radar import draw_radar

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
