"""A paper as plain text: tables between three rules (三线表), measured in cells of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from duty_cli.documents.cell_text import NONE, cleaned, numbered, remarks, said
from duty_cli.documents.cell_widths import cell_width, padded, wrapped
from duty_cli.model.papers import Column, Paper, Sheet


def fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fill no more than ``room`` by narrowing the widest first; never below ``least``, even if too wide."""

    def capped(cap: int) -> list[int]:
        return [max(low, min(wide, cap)) for low, wide in zip(least, natural, strict=True)]

    cap = max(natural, default=0)
    while cap > 0 and sum(capped(cap)) > room:
        cap -= 1
    return capped(cap)


LONG = 88
"""A text of more cells is told in a column of its own making: see ``evened``."""


def evened(longest: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths within ``room``, from ``least`` on: what is left goes, cell by cell, to the column whose longest text takes most lines."""
    widths = [max(low, 1) for low in least]
    for _ in range(room - sum(widths)):
        lines = [-(-long // width) for long, width in zip(longest, widths, strict=True)]
        widths[lines.index(max(lines))] += 1
    return widths


_GAP = "  "
_INDENT = "　　"
_NARROW_TEXT, _NARROWEST_TEXT = 16, 10
_NARROW_HEADING = 4


def as_table(paper: Paper, width: int | None = None) -> str:
    """``paper`` as text. In a terminal of ``width`` cells long text is wrapped, nothing cut; None: as wide as it is."""
    blocks = [
        _lines([paper.title, paper.subtitle], width),
        _lines([_INDENT + text for _, text in numbered(paper.text)], width),
        *(_sheet(sheet, paper.title, width) for sheet in paper.sheets),
        _lines(remarks(paper.notes), width),
        [cleaned(paper.identity)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _lines(texts: Sequence[str], width: int | None) -> list[str]:
    plain = [cleaned(text) for text in texts if text]
    return plain if width is None else [line for text in plain for line in wrapped(text, width)]


def _sheet(sheet: Sheet, above: str, width: int | None) -> list[str]:
    title = sheet.title if sheet.title != above else ""
    body = _stacked(sheet) if sheet.merged and width is None else _grid(sheet, width)
    return [*_lines([title], width), *body, *_lines(remarks(sheet.notes), width)]


def _stacked(sheet: Sheet) -> Iterator[str]:
    """A table whose first cells reach down, as long lines: each first cell, and under it what stands beside it."""
    for first, *others in sheet.rows:
        if first is not None:
            yield from ("", said(first))
        yield _INDENT + _GAP.join(map(said, others))
    yield ""


def _grid(sheet: Sheet, width: int | None) -> Iterator[str]:
    headings = [cleaned(column.heading) for column in sheet.columns]
    rows = [[said(cell) for cell in row] for row in sheet.rows]
    natural, widths = _widths(sheet.columns, headings, rows, width)
    aligns = [column.align for column in sheet.columns]
    too_wide = [wide > room for wide, room in zip(natural, widths, strict=True)]

    def lines(row: Sequence[str]) -> Iterator[str]:
        blocks = [
            wrapped(text, room) if cut else (text,) for text, room, cut in zip(row, widths, too_wide, strict=True)
        ]
        for line in zip_longest(*blocks, fillvalue=""):
            yield _GAP.join(map(padded, line, widths, aligns)).rstrip(" ")

    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    yield rule
    yield from lines(headings)
    yield rule
    if sheet.merged:
        for first, end in sheet.reaches:
            yield from _reach(rows[first:end], widths)
    for row in () if sheet.merged else rows:
        yield from lines(row)
    if not rows:
        yield NONE
    yield rule


def _reach(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """A first cell, and beside it one under another what stands in the rows over which it reaches."""
    beside = [line for row in rows for line in zip_longest(*map(wrapped, row[1:], widths[1:]), fillvalue="")]
    for first, line in zip_longest(wrapped(rows[0][0], widths[0]), beside):
        texts = zip((first or "", *(line or ())), widths, strict=False)
        yield _GAP.join(padded(text, room, "left") for text, room in texts).rstrip(" ")
    yield ""


def _widths(
    columns: Sequence[Column], headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None
) -> tuple[list[int], list[int]]:
    """The columns' own widths, and those they get: headings and left-standing text may be wrapped, numbers never."""
    bodies = list(zip(*rows, strict=True)) or [()] * len(columns)
    wide = [max(map(cell_width, body), default=0) for body in bodies]
    natural = [max(body, cell_width(heading)) for body, heading in zip(wide, headings, strict=True)]
    room = (width or 0) - len(_GAP) * (len(columns) - 1)
    if width is None or sum(natural) <= room:
        return natural, natural
    least = [
        min(own, _NARROW_TEXT) if column.align == "left" else max(body, min(own, _NARROW_HEADING))
        for column, own, body in zip(columns, natural, wide, strict=True)
    ]
    if sum(least) > room:
        least = [
            min(own, _NARROWEST_TEXT) if column.align == "left" else low
            for column, own, low in zip(columns, natural, least, strict=True)
        ]
    if max(wide) <= LONG:
        return natural, fitted(natural, least, room)
    return natural, evened(natural, least, room)
