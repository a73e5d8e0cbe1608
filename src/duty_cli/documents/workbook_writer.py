"""A paper as a workbook: a worksheet a table or all on one, and native charts beside their figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import groupby, pairwise

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as Drawing
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duty_cli.documents.cell_text import cleaned, numbered, remarks, said
from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.svg_primitives import colour
from duty_cli.documents.worksheet import (
    AS_TEXT,
    BoxedWorksheet,
    CellFormats,
    HeldCells,
    HeldColumn,
    SheetPage,
    bounded,
    held,
    tab_names,
)
from duty_cli.model.exact_numbers import Points, Yuan, round_half_up, show
from duty_cli.model.papers import Cell, Chart, Column, Paper, Sheet
from duty_cli.model.progress import in_progress, under_way

PAGES = 2
_TOGETHER_GRID, _ACROSS = 24, 96
"""So many narrow columns carry tables of any columns; their width together, in characters."""
_LINE, _PAD = 16, 4
"""The height of a line, and what is left above and below it, in points."""


def write_together(worksheet: Worksheet, looks: CellFormats, paper: Paper, closing: Sequence[str]) -> None:
    """Write all of ``paper``, with ``closing`` under it."""
    page = SheetPage(worksheet, looks, [_ACROSS // _TOGETHER_GRID] * _TOGETHER_GRID, landscape=False)
    worksheet.fit_to_pages(1, PAGES)
    page.title(paper.title)
    if paper.subtitle:
        page.across(cleaned(paper.subtitle), looks.subtitle)
    for level, text in numbered(paper.text):
        page.across(f"　　{text}", looks.chapter if level == 1 else looks.line)
    for sheet in paper.sheets:
        _write_under(page, sheet)
    page.row += 1
    page.lines(closing)


def _write_under(page: SheetPage, sheet: Sheet) -> None:
    looks = page.looks
    page.row += 1
    page.across(cleaned(sheet.title), looks.chapter)
    spans = _spans(sheet)
    headings = [cleaned(column.heading) for column in sheet.columns]
    _write_row_under(page, spans, headings, headings, [looks.heading] * len(spans))
    for place, row in enumerate(sheet.rows):
        _write_row_under(page, spans, row, [said(cell) for cell in row], _looks(looks, sheet, place, row))
    page.lines(remarks(sheet.notes))


def _spans(sheet: Sheet) -> list[tuple[int, int]]:
    """The first and last narrow column of each column, shared out by what stands in them."""
    texts = zip(*(map(said, row) for row in sheet.rows), strict=True) if sheet.rows else [()] * len(sheet.columns)
    wanted = [
        min(max(cell_width(column.heading), *map(cell_width, body), 6), 60)
        for column, body in zip(sheet.columns, texts, strict=True)
    ]
    free, whole = _TOGETHER_GRID - len(wanted), sum(wanted)
    edges = [place + free * sum(wanted[:place]) // whole for place in range(len(wanted) + 1)]
    return [(left, right - 1) for left, right in pairwise(edges)]


def _write_row_under(
    page: SheetPage,
    spans: Sequence[tuple[int, int]],
    cells: Sequence[Cell],
    texts: Sequence[str],
    looks: Sequence[Format],
) -> None:
    lines = 1
    for (first, last), cell, text, look in zip(spans, cells, texts, looks, strict=True):
        if last > first:
            page.worksheet.merge_range(page.row, first, page.row, last, "", look)
        page.worksheet.write(page.row, first, held(cell, text), look)
        width = (last - first + 1) * (_ACROSS // _TOGETHER_GRID) - 1
        lines = max(lines, -(-cell_width(text) // width))
    page.worksheet.set_row(page.row, lines * _LINE + _PAD)
    page.row += 1


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


_PROSE = "正文"
_PROSE_WIDTH = 84
_NARROWEST, _WIDEST, _LEAST_TOTAL = 6, 44, 72
_ONE_LINE_HEADING = 12
_BLANK = "　" * 8
_SIGNATURES = f"制表人：{_BLANK}审核人：{_BLANK}日期："
_NAME = "姓名"


def as_xlsx(paper: Paper, created: datetime) -> bytes:
    """``paper`` as a workbook that says it was made at ``created`` (in UTC where it names no zone)."""
    file = BytesIO()
    book = Workbook(file, AS_TEXT)
    moment = created.astimezone(UTC) if created.tzinfo else created
    book.set_properties({"title": cleaned(paper.title), "comments": cleaned(paper.identity), "created": moment})
    looks = CellFormats(book)
    if paper.together:
        write_together(book.add_worksheet(tab_names([paper.title])[0]), looks, paper, [_SIGNATURES, paper.identity])
        book.close()
        return file.getvalue()
    prose = [_PROSE] if paper.text or not paper.sheets else []
    names = [*prose, *(sheet.name for sheet in paper.sheets), *([CHARTS] if paper.charts else [])]
    worksheets = [book.add_worksheet(tab, BoxedWorksheet) for tab in tab_names(names)]
    if prose:
        _write_prose(worksheets[0], looks, paper)
    for worksheet, sheet in zip(worksheets[len(prose) :], paper.sheets, strict=False):
        if sheet.by_hand:
            from duty_cli.documents.sheet_by_hand import write_by_hand

            write_by_hand(worksheet, looks, paper, sheet, [*remarks(sheet.notes), paper.identity])
            continue
        # Remarks on the whole paper stand on the page it opens with.
        notes = [cleaned(paper.subtitle), *remarks(paper.notes)] if worksheet is worksheets[0] else []
        lines = [_SIGNATURES, *remarks(sheet.notes), *notes, paper.identity]
        _write_sheet(worksheet, looks, sheet, [line for line in lines if line])
    if paper.charts:
        write_charts(book, worksheets[-1], looks, paper)
    with under_way("压缩工作簿"):
        book.close()
    return file.getvalue()


def _write_prose(worksheet: Worksheet, looks: CellFormats, paper: Paper) -> None:
    page = SheetPage(worksheet, looks, [_PROSE_WIDTH], landscape=False)
    page.title(paper.title)
    if paper.subtitle:
        page.across(cleaned(paper.subtitle), looks.subtitle)
    for level, text in numbered(paper.text):
        page.across(f"　　{text}", looks.chapter if level == 1 else looks.line)
    page.lines([*remarks(paper.notes), paper.identity])


def _write_sheet(worksheet: Worksheet, looks: CellFormats, sheet: Sheet, closing: Sequence[str]) -> None:
    known = HeldCells()
    columns = [known.column(cells) for cells in zip(*sheet.rows, strict=True)]
    widest = [column.widest for column in columns] or [0] * len(sheet.columns)
    page = SheetPage(worksheet, looks, _widths(sheet.columns, widest), landscape=True)
    page.title(sheet.title)
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(page.row, place, cleaned(column.heading), looks.heading)
    page.row += 1
    worksheet.repeat_rows(0, page.row - 1)
    worksheet.freeze_panes(page.row, _up_to_name(sheet.columns))
    if sheet.merged:
        from duty_cli.documents.merged_sheet import write_merged

        write_merged(page, sheet)
    else:
        _write_body(page, sheet, columns)
    page.lines(closing)


def _write_body(page: SheetPage, sheet: Sheet, columns: Sequence[HeldColumn]) -> None:
    long = [place for place, column in enumerate(columns) if not page.on_a_line(place, column.widest)]
    money = [place for place, column in enumerate(columns) if column.money]
    sums = frozenset(sheet.sums)
    runs: dict[tuple[bool, ...], list[tuple[int, int, Format]]] = {}
    written = zip(sheet.rows, zip(*(column.values for column in columns), strict=True), strict=True)
    for place, (cells, values) in enumerate(in_progress("写工作表", "行", written, partial(len, sheet.rows))):
        alike = (place in sums, *(isinstance(cells[column], Yuan) for column in money))
        if alike not in runs:
            runs[alike] = list(_runs(_looks(page.looks, sheet, place, cells)))
        for first, end, look in runs[alike]:
            page.worksheet.write_row(page.row, first, values[first:end], look)
        page.next_row({column: said(cells[column]) for column in long})


def _looks(looks: CellFormats, sheet: Sheet, place: int, row: Sequence[Cell]) -> list[Format]:
    """The looks of the cells of the row at that place."""
    summed = place in sheet.sums
    return [looks.of(column, cell, summed=summed) for column, cell in zip(sheet.columns, row, strict=True)]


def _runs(looks: Sequence[Format]) -> Iterator[tuple[int, int, Format]]:
    """The columns that stand side by side under one look: the first, the one after the last, and the look."""
    first = 0
    for look, alike in groupby(looks):
        end = first + sum(1 for _ in alike)
        yield first, end, look
        first = end


def _up_to_name(columns: Sequence[Column]) -> int:
    """How many columns stay in sight: up to the name, or the first."""
    headings = [column.heading for column in columns]
    return headings.index(_NAME) + 1 if _NAME in headings else 1


def _widths(columns: Sequence[Column], widest: Sequence[int]) -> list[int]:
    """Column widths by content within bounds; small tables are spread so that the lines under them have room."""
    widths = [_width(column.heading, body) for column, body in zip(columns, widest, strict=True)]
    short = max(0, _LEAST_TOTAL - sum(widths))
    return [width + -(-short // len(widths)) for width in widths]


def _width(heading: str, body: int) -> int:
    wide = cell_width(cleaned(heading))
    wanted = wide if wide <= _ONE_LINE_HEADING else wide // 2 + 2
    return min(max(_NARROWEST, wanted, body), _WIDEST) + 2
