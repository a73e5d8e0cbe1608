"""The worksheet 图表: each chart's figures as values, and beside them the chart that the spreadsheet draws of them."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.worksheet import Worksheet

from duty_cli.domain.points import Points, round_half_up, show
from duty_cli.domain.sheet import Chart, Paper
from duty_cli.render.cells import cell_width
from duty_cli.render.colours import colour
from duty_cli.render.wording import cleaned
from duty_cli.render.worksheet import CellFormats, SheetPage, bounded

CHARTS = "图表"

_LABEL, _VALUE, _PAGE = 22, 10, 130
"""Characters: the columns of the labels and of a series, and all columns together."""
_ROW, _WIDE, _WHOLE = 20, 460, 900
"""Pixels: a row, the width of a chart beside its figures, and of one under them."""
_BESIDE = 4
"""So many series leave room for the chart beside them."""
_LEAST_ROWS, _ON_A_PAGE = 14, 34
_UPRIGHT = 56
"""Cells that the labels under upright bars may take together."""
_SMALL = {"size": 9}
_GRID = {"visible": True, "line": {"color": "#CCCCCC"}}
_ROUNDED = "图表中的数四舍五入到两位小数，准确数见各表"


def write_charts(book: Workbook, worksheet: Worksheet, looks: CellFormats, paper: Paper) -> None:
    """Write every chart of ``paper``, one under the other, none over the edge of a page."""
    most = max(len(chart.series) for chart in paper.charts)
    rest = max(_VALUE, _PAGE - _LABEL - _VALUE * most)
    page = SheetPage(worksheet, looks, [_LABEL, *[_VALUE] * most, rest], landscape=True)
    page.title(f"{paper.title}图表")
    breaks, used = [], 1
    for chart in paper.charts:
        top, (beside, drawn) = page.row, _rows(chart)
        _write_chart(book, page, chart)
        for block in (beside, drawn):
            if used + block > _ON_A_PAGE:
                breaks.append(top)
                used = 0
            used, top = used + block, top + block
    worksheet.set_h_pagebreaks([row for row in breaks if row > 1])
    values = [value for chart in paper.charts for series in chart.series for value in series.values]
    page.lines([*([_ROUNDED] if any(value and _held(value) != value for value in values) else []), paper.identity])


def _rows(chart: Chart) -> tuple[int, int]:
    """The rows of the figures with their title, and those of the chart under them; 0 for a chart beside them.

    Every label and every bar has room, and one row is left below.
    """
    bars = len(chart.labels) * len(chart.series) if chart.kind == "bar" else 0
    drawn = max(_LEAST_ROWS, len(chart.labels) + 2, bars * 4 // 5) + 1
    return (drawn + 1, 0) if len(chart.series) <= _BESIDE else (len(chart.labels) + 2, drawn)


def _write_chart(book: Workbook, page: SheetPage, chart: Chart) -> None:
    unit = f"（单位：{chart.unit}）" if chart.unit else ""
    page.across(cleaned(f"{chart.title}{unit}"), page.looks.chapter)
    drawing = _drawn(book, page.worksheet.get_name(), chart, page.row)
    figures, drawn = _rows(chart)
    width, rows = (_WHOLE, drawn) if drawn else (_WIDE, figures - 1)
    place = (page.row + figures - 1, 0) if drawn else (page.row, len(chart.series) + 1)
    drawing.set_size({"width": width, "height": (rows - 1) * _ROW})
    page.worksheet.insert_chart(*place, drawing, {"description": cleaned(chart.title), "x_offset": 6, "y_offset": 4})
    _write_figures(page, chart)
    page.row += figures - 1 + drawn


def _write_figures(page: SheetPage, chart: Chart) -> None:
    worksheet, looks = page.worksheet, page.looks
    if any(cell_width(cleaned(series.name)) > _VALUE for series in chart.series):
        worksheet.set_row_pixels(page.row, 2 * _ROW)
    worksheet.write_blank(page.row, 0, None, looks.heading)
    for row, label in enumerate(chart.labels, page.row + 1):
        worksheet.set_row_pixels(row, _ROW)
        worksheet.write_string(row, 0, bounded(cleaned(label)), looks.cells["left"])
    for column, series in enumerate(chart.series, 1):
        worksheet.write_string(page.row, column, bounded(cleaned(series.name)), looks.heading)
        for row, value in enumerate(series.values, page.row + 1):
            if value is None:
                worksheet.write_blank(row, column, None, looks.cells["right"])
            else:
                worksheet.write_number(row, column, _held(value), looks.cells["right"])


def _held(value: Points) -> Decimal:
    return Decimal(show(round_half_up(value, 2)))


def _drawn(book: Workbook, tab: str, chart: Chart, top: int) -> Drawing:
    """The chart of the cells in which its figures stand, the names of its series in row ``top``."""
    lying = _lying(chart)
    drawing = book.add_chart(_kind(chart, lying=lying))
    first, last = top + 1, top + len(chart.labels)
    for place in range(len(chart.series)):
        column = place + 1
        drawing.add_series(
            {
                "name": [tab, top, column],
                "categories": [tab, first, 0, last, 0],
                "values": [tab, first, column, last, column],
                **_look(chart, place),
            }
        )
    labels = {"num_font": _SMALL, "label_position": "low", "reverse": lying, "interval_unit": 1 if lying else None}
    # Labels from above to below would take the numbers to the upper edge with them.
    known = [value for series in chart.series for value in series.values if value is not None]
    least = {"min": 0} if min(known, default=0) >= 0 else {}
    values = {**least, "num_font": _SMALL, "major_gridlines": _GRID, "label_position": "high" if lying else "next_to"}
    drawing.set_x_axis(values if lying else labels)
    drawing.set_y_axis(labels if lying else values)
    drawing.set_title({"none": True})
    drawing.set_legend({"none": True} if len(chart.series) == 1 else {"position": "top"})
    return drawing


def _lying(chart: Chart) -> bool:
    return chart.kind in ("bar", "stacked") and sum(cell_width(label) + 2 for label in chart.labels) > _UPRIGHT


def _kind(chart: Chart, *, lying: bool) -> dict[str, str]:
    if chart.kind == "radar":
        return {"type": "radar", "subtype": "with_markers"}
    if chart.kind == "line":
        return {"type": "line"}
    bars = {"type": "bar" if lying else "column"}
    return {**bars, "subtype": "stacked"} if chart.kind == "stacked" else bars


def _look(chart: Chart, place: int) -> dict[str, object]:
    fill = {"color": colour(place)}
    # Where values would stand one upon the other, they stand in the table alone.
    crowded = chart.kind == "stacked" or (chart.kind == "radar" and len(chart.series) > 1)
    values: dict[str, object] = {} if crowded else {"data_labels": {"value": True, "font": {"size": 8}}}
    if chart.kind in ("line", "radar"):
        return {"line": {**fill, "width": 2}, "marker": {"type": "circle", "fill": fill, "border": fill}, **values}
    return {"fill": fill, "border": {"color": "#FFFFFF"}, "gap": 50, **values}
