"""A paper as a workbook, a worksheet a table, as offices print it; the same paper gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duty_cli.domain.sheet import Cell, Column, Paper, Sheet
from duty_cli.render.cells import cell_width
from duty_cli.render.charts_xlsx import CHARTS, write_charts
from duty_cli.render.together import write_together
from duty_cli.render.wording import cleaned, numbered, remarks, said
from duty_cli.render.worksheet import AS_TEXT, CellFormats, SheetPage, tab_names, write_cell

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
    worksheets = [book.add_worksheet(tab) for tab in tab_names(names)]
    if prose:
        _write_prose(worksheets[0], looks, paper)
    for worksheet, sheet in zip(worksheets[len(prose) :], paper.sheets, strict=False):
        # Remarks on the whole paper stand on the page it opens with.
        notes = [cleaned(paper.subtitle), *remarks(paper.notes)] if worksheet is worksheets[0] else []
        lines = [_SIGNATURES, *remarks(sheet.notes), *notes, paper.identity]
        _write_sheet(worksheet, looks, sheet, [line for line in lines if line])
    if paper.charts:
        write_charts(book, worksheets[-1], looks, paper)
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
    texts = [[said(cell) for cell in row] for row in sheet.rows]
    page = SheetPage(worksheet, looks, _widths(sheet.columns, texts), landscape=True)
    page.title(sheet.title)
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(page.row, place, cleaned(column.heading), looks.heading)
    page.row += 1
    worksheet.repeat_rows(0, page.row - 1)
    worksheet.freeze_panes(page.row, _up_to_name(sheet.columns))
    column_looks = [looks.cells[column.align] for column in sheet.columns]
    sum_looks = [looks.sums[column.align] for column in sheet.columns]
    for place, (cells, row) in enumerate(zip(sheet.rows, texts, strict=True)):
        _write_row(
            worksheet, page.row, zip(cells, row, sum_looks if place in sheet.sums else column_looks, strict=True)
        )
        page.next_row(row)
    page.lines(closing)


def _write_row(worksheet: Worksheet, row: int, cells: Iterable[tuple[Cell, str, Format]]) -> None:
    for place, (cell, text, look) in enumerate(cells):
        write_cell(worksheet, row, place, cell, text, look)


def _up_to_name(columns: Sequence[Column]) -> int:
    """How many columns stay in sight: up to the name, or the first."""
    headings = [column.heading for column in columns]
    return headings.index(_NAME) + 1 if _NAME in headings else 1


def _widths(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[int]:
    """Column widths by content within bounds; small tables are spread so that the lines under them have room."""
    bodies = list(zip(*texts, strict=True)) or [()] * len(columns)
    widths = [_width(column.heading, body) for column, body in zip(columns, bodies, strict=True)]
    short = max(0, _LEAST_TOTAL - sum(widths))
    return [width + -(-short // len(widths)) for width in widths]


def _width(heading: str, texts: Sequence[str]) -> int:
    wide = cell_width(cleaned(heading))
    wanted = wide if wide <= _ONE_LINE_HEADING else wide // 2 + 2
    return min(max(_NARROWEST, wanted, *map(cell_width, texts)), _WIDEST) + 2
