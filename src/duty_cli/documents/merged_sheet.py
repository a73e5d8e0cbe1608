"""A table whose first cells reach down over several rows, on a worksheet."""

from __future__ import annotations

from xlsxwriter.format import Format

from duty_cli.documents.cell_text import said
from duty_cli.documents.worksheet import SheetPage, bounded
from duty_cli.model.papers import Cell, Sheet


def write_merged(page: SheetPage, sheet: Sheet) -> None:
    """Write the rows; the last one under a first cell is as high as that still needs."""
    look = page.looks.look(border=1, align="left", valign="top", text_wrap=True)
    for first, end in sheet.reaches:
        _write_reach(page, sheet.rows[first:end], look)


def _write_reach(page: SheetPage, rows: tuple[tuple[Cell, ...], ...], look: Format) -> None:
    opening, top = said(rows[0][0]), page.row
    heights = [max(page.needed(at, said(cell)) for at, cell in enumerate(row) if at) for row in rows]
    heights[-1] += max(0, page.needed(0, opening) - sum(heights))
    if len(rows) > 1:
        page.worksheet.merge_range(top, 0, top + len(rows) - 1, 0, "", look)
    page.worksheet.write_string(top, 0, bounded(opening), look)
    for row, lines in zip(rows, heights, strict=True):
        for column, cell in enumerate(row):
            if column:
                page.worksheet.write_string(page.row, column, bounded(said(cell)), look)
        page.high_row(lines)
