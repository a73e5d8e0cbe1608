"""A worksheet to be filled in with a pen: upright, in large type, with rows as high as handwriting (签到表)."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from duty_cli.documents.cell_text import cleaned, said
from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.worksheet import CellFormats, SheetPage, bounded, held
from duty_cli.model.papers import Column, Paper, Sheet

LARGE, HEADING, TITLE = 16, 14, 20
"""Sizes of type in points: of names, of headings, of the title."""
ROW_HEIGHT, _HEADING_HEIGHT = 30, 28
"""In points; 30 are a good centimetre."""
_UNDER_TITLE = 12
_ACROSS = 94
"""The characters of the body's type that stand beside one another on an upright page."""
_LEAST = 6
_ROWS_ON_FIRST, _ROWS_ON_NEXT = 19, 22
"""Rows that a page takes below a title of two lines and a line under it, and below the headings alone."""


def write_by_hand(worksheet: Worksheet, looks: CellFormats, paper: Paper, sheet: Sheet, closing: Sequence[str]) -> None:
    """Write ``sheet`` under the title of ``paper`` and what it says of the event, ``closing`` below it."""
    page = SheetPage(worksheet, looks, _widths(sheet), landscape=False)
    worksheet.set_margins(left=0.4, right=0.4)
    worksheet.fit_to_pages(1, _pages(len(sheet.rows)))
    page.across(
        cleaned(sheet.title), looks.look(font_name="黑体", font_size=TITLE, align="center", text_wrap=True), TITLE
    )
    if paper.subtitle:
        below = looks.look(font_size=_UNDER_TITLE, align="left", text_wrap=True)
        page.across(cleaned(paper.subtitle), below, _UNDER_TITLE)
    heading = looks.look(bold=True, border=1, align="center", font_size=HEADING, text_wrap=True)
    worksheet.set_row(page.row, _HEADING_HEIGHT)
    for place, column in enumerate(sheet.columns):
        worksheet.write_string(page.row, place, cleaned(column.heading), heading)
    page.row += 1
    worksheet.repeat_rows(page.row - 1)
    worksheet.freeze_panes(page.row, 0)
    _write_rows(page, sheet)
    page.lines(closing)


def _write_rows(page: SheetPage, sheet: Sheet) -> None:
    aligns = [_align(column) for column in sheet.columns]
    # A long name is made smaller in its cell, lest the rows differ.
    cells = {
        align: page.looks.look(border=1, align=align, font_size=LARGE, shrink=True) for align in ("left", "center")
    }
    for row in sheet.rows:
        page.worksheet.set_row(page.row, ROW_HEIGHT)
        for place, (cell, align) in enumerate(zip(row, aligns, strict=True)):
            value = held(cell, said(cell).strip())
            if isinstance(value, str):
                page.worksheet.write_string(page.row, place, bounded(value), cells[align])
            else:
                page.worksheet.write(page.row, place, value, cells[align])
        page.row += 1


def _align(column: Column) -> str:
    return "center" if column.align in ("right", "center") else "left"


def _pages(rows: int) -> int:
    """On how many pages so many rows stand: what a word processor reckons otherwise is made to fit on them."""
    return 1 + max(0, -(-(rows - _ROWS_ON_FIRST) // _ROWS_ON_NEXT))


def _widths(sheet: Sheet) -> list[int]:
    """The widths of the columns; what is left of the page goes to the widest, in which one writes."""
    widths = [_wide(column.heading, HEADING) for column in sheet.columns]
    for row in sheet.rows:
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], min(_wide(said(cell), LARGE), _ACROSS // 4))
    widths[widths.index(max(widths))] += max(0, _ACROSS - sum(widths))
    return widths


def _wide(text: str, size: int) -> int:
    """The characters of the body's type that ``text`` takes in type of ``size`` points."""
    return max(_LEAST, -(-cell_width(text) * size // 11) + 2)
