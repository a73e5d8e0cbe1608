"""A sheet as a table across the type area, and annexes on pages of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from duty_cli.documents.cell_text import NONE, cleaned, remarks, said
from duty_cli.documents.docx.blocks import BLANK, title_of
from duty_cli.documents.docx.docx_package import DocxSection
from duty_cli.documents.docx.markup import paragraph, run
from duty_cli.documents.docx.page_styles import PageSetup
from duty_cli.documents.text_table import cell_width, fitted
from duty_cli.model.exact_numbers import Points
from duty_cli.model.papers import OfficeStyle, Sheet

_WIDEST, _TWO_LINES, _LEAST = 44, 14, 6
_WHOLE_HEADING, _BROKEN_HEADING = 8, 6
_PAD = 1
"""In half characters: the margins of a cell; in small type they are one more."""
_MARGIN = 50
_WHOLE = re.compile("[!-~]+")
_LONGEST = 20
"""A number, a date, a place in a file stays in one line up to so many half characters."""
_WITH_NOTES = 2
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class TableType:
    """The type a table is set in: the styles of its heading and cells, and the width of half a character."""

    heading: str
    cell: str
    half: int


def is_wide(sheet: Sheet, across: int, size: Points) -> bool:
    """Whether ``sheet`` in type of ``size`` points needs more than ``across`` twips even with long texts in two lines."""
    return sum(map(_in_two_lines, _widths(sheet, _BROKEN_HEADING))) * _half(size) > across


def _in_two_lines(width: int) -> int:
    return min(width, max(_TWO_LINES, width // 2))


def table(sheet: Sheet, across: int, size: Points) -> str:
    """``sheet`` over ``across`` twips in type of ``size`` points; in small type where it would be too narrow."""
    kind = TableType("GwHeading", "GwCell", _half(size))
    natural = _widths(sheet, _WHOLE_HEADING)
    if sum(natural) * kind.half > across:
        natural = _widths(sheet, _BROKEN_HEADING)
    pad = _PAD
    if sum(map(_in_two_lines, natural)) * kind.half > across:
        kind, pad = TableType("GwSmallHeading", "GwSmallCell", 90), _PAD + 1
        natural = [width + 1 for width in natural]
    room = across // kind.half
    least = _unbroken(sheet, natural, pad)
    halves = fitted(natural, least if sum(least) <= room else [min(width, _LEAST) for width in natural], room)
    widths = _spread(halves, across)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_MARGIN}" w:type="dxa"/><w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(sheet, _headings(sheet, halves), widths, kind))}</w:tbl>"
    )


def _half(size: Points) -> int:
    """Half a character of type of ``size`` points, in twips."""
    return int(size * 10)


def _widths(sheet: Sheet, whole: int) -> list[int]:
    """How wide each column would like to be, in half characters; headings wider than ``whole`` are in two lines."""
    texts = zip(*(map(said, row) for row in sheet.rows), strict=True) if sheet.rows else [()] * len(sheet.columns)
    return [
        min(max(_heading_width(column.heading, whole), *map(cell_width, body), _LEAST - _PAD), _WIDEST) + _PAD
        for column, body in zip(sheet.columns, texts, strict=True)
    ]


def _unbroken(sheet: Sheet, natural: Sequence[int], pad: int) -> list[int]:
    """The least each column takes, in half characters, so that no number, date or other run of Latin signs is broken."""
    texts = zip(*(map(said, row) for row in sheet.rows), strict=True) if sheet.rows else [()] * len(natural)
    runs = ([len(run) for text in set(body) for run in _WHOLE.findall(text)] for body in texts)
    longest = (max((length for length in own if length <= _LONGEST), default=0) for own in runs)
    return [min(width, max(_LEAST, long + pad)) for width, long in zip(natural, longest, strict=True)]


def _heading_width(heading: str, whole: int) -> int:
    wide = cell_width(heading)
    return wide if wide <= whole else -(-wide // 4) * 2


def _spread(widths: Sequence[int], across: int) -> list[int]:
    """``widths`` in proportion over the whole of ``across``."""
    whole = sum(widths)
    edges = [across * sum(widths[:place]) // whole for place in range(len(widths) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _headings(sheet: Sheet, halves: Sequence[int]) -> list[str]:
    """The headings; a short one that is too wide for its column is broken in the middle."""
    texts = [cleaned(column.heading) for column in sheet.columns]
    return [
        _halved(text) if half < cell_width(text) + _PAD <= 2 * half else text
        for text, half in zip(texts, halves, strict=True)
    ]


def _halved(text: str) -> str:
    """A heading in two lines, broken near its middle and never within a number."""
    inside = {place for run in _WHOLE.finditer(text) for place in range(run.start() + 1, run.end())}
    middle = cell_width(text) / 2
    places = [place for place in range(1, len(text)) if place not in inside]
    at = min(places, key=lambda place: abs(cell_width(text[:place]) - middle), default=0)
    return f"{text[:at]}\n{text[at:]}" if at else text


def _rows(sheet: Sheet, headings: Sequence[str], widths: Sequence[int], kind: TableType) -> Iterator[str]:
    """The rows; the last two stay with the notes under the table."""
    yield _row(headings, [_opening(width, kind.heading, "center") for width in widths], "<w:tblHeader/>")
    spans = list(zip(widths, (column.align for column in sheet.columns), strict=True))
    openings = [_opening(width, kind.cell, align) for width, align in spans]
    kept = [_opening(width, kind.cell, align, "<w:keepNext/>") for width, align in spans]
    rows = sheet.rows or ((NONE, *[None] * (len(spans) - 1)),)
    for left, row in zip(range(len(rows), 0, -1), rows, strict=True):
        yield _row([said(cell) for cell in row], kept if sheet.notes and left <= _WITH_NOTES else openings)


def _row(texts: Sequence[str], openings: Sequence[str], more: str = "") -> str:
    cells = "".join(
        f"{opening}{run(text) if text else ''}</w:p></w:tc>" for opening, text in zip(openings, texts, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


def _opening(width: int, look: str, align: str, kept: str = "") -> str:
    """A cell up to its text."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{look}"/>{kept}<w:jc w:val="{align}"/></w:pPr>'
    )


def annexes(sheets: Sequence[Sheet], style: OfficeStyle, page: PageSetup) -> Iterator[DocxSection]:
    """The annexes; one alone has no number."""
    for place, sheet in enumerate(sheets, 1):
        number = f"附件{place}" if len(sheets) > 1 else "附件"
        yield with_table(sheet, style, page, above=paragraph("GwAnnex", number) + BLANK)


def with_table(
    sheet: Sheet, style: OfficeStyle, page: PageSetup, above: str = "", *, titled: bool = True
) -> DocxSection:
    """One sheet with its notes, under ``above`` and its title."""
    size = style.sizes.table
    wide = is_wide(sheet, page.across, size)
    at = page.turned() if wide else page
    title = "".join(title_of(sheet.title, style, at)) if titled else ""
    notes = "".join(paragraph("GwNote", line) for line in remarks(sheet.notes))
    return DocxSection(above + title + table(sheet, at.across, size) + notes, wide)
