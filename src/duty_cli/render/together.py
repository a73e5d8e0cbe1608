"""A paper whose text and tables stand one under another on one worksheet, which prints on at most two upright pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duty_cli.domain.sheet import Cell, Paper, Sheet
from duty_cli.render.cells import cell_width
from duty_cli.render.wording import cleaned, numbered, remarks, said
from duty_cli.render.worksheet import CellFormats, SheetPage, write_cell

PAGES = 2
_GRID, _ACROSS = 24, 96
"""So many narrow columns carry tables of any columns; their width together, in characters."""
_LINE, _PAD = 16, 4
"""The height of a line, and what is left above and below it, in points."""


def write_together(worksheet: Worksheet, looks: CellFormats, paper: Paper, closing: Sequence[str]) -> None:
    """Write all of ``paper``, with ``closing`` under it."""
    page = SheetPage(worksheet, looks, [_ACROSS // _GRID] * _GRID, landscape=False)
    worksheet.fit_to_pages(1, PAGES)
    page.title(paper.title)
    if paper.subtitle:
        page.across(cleaned(paper.subtitle), looks.subtitle)
    for level, text in numbered(paper.text):
        page.across(f"　　{text}", looks.chapter if level == 1 else looks.line)
    for sheet in paper.sheets:
        _write_sheet(page, sheet)
    page.row += 1
    page.lines(closing)


def _write_sheet(page: SheetPage, sheet: Sheet) -> None:
    looks = page.looks
    page.row += 1
    page.across(cleaned(sheet.title), looks.chapter)
    spans = _spans(sheet)
    headings = [cleaned(column.heading) for column in sheet.columns]
    _write_row(page, spans, headings, headings, [looks.heading] * len(spans))
    for place, row in enumerate(sheet.rows):
        kinds = looks.sums if place in sheet.sums else looks.cells
        _write_row(page, spans, row, [said(cell) for cell in row], [kinds[column.align] for column in sheet.columns])
    page.lines(remarks(sheet.notes))


def _spans(sheet: Sheet) -> list[tuple[int, int]]:
    """The first and last narrow column of each column, shared out by what stands in them."""
    texts = zip(*(map(said, row) for row in sheet.rows), strict=True) if sheet.rows else [()] * len(sheet.columns)
    wanted = [
        min(max(cell_width(column.heading), *map(cell_width, body), 6), 60)
        for column, body in zip(sheet.columns, texts, strict=True)
    ]
    free, whole = _GRID - len(wanted), sum(wanted)
    edges = [place + free * sum(wanted[:place]) // whole for place in range(len(wanted) + 1)]
    return [(left, right - 1) for left, right in pairwise(edges)]


def _write_row(
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
        write_cell(page.worksheet, page.row, first, cell, text, look)
        width = (last - first + 1) * (_ACROSS // _GRID) - 1
        lines = max(lines, -(-cell_width(text) // width))
    page.worksheet.set_row(page.row, lines * _LINE + _PAD)
    page.row += 1
