"""Where in a foreign file the table stands that a map reads: below a heading line, above the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from duty_cli.importing.readers.file_sheet import FileSheet, Row, blank
from duty_cli.importing.sheets.sheet_rows import Header, HeadingVocabulary, find_header
from duty_cli.model.column_maps import ColumnMapping
from duty_cli.parsing import text_cleaning

_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF


def section(sheet: FileSheet, mapping: ColumnMapping | None) -> FileSheet:
    """The sheet, which ends where the map says that its table does."""
    if mapping is None or not mapping.above:
        return sheet
    return replace(sheet, rows=partial(_ended, sheet, mapping))


def section_header(
    file: str, rows: Iterator[Row], lexicon: HeadingVocabulary, mapping: ColumnMapping | None, *, first: bool = False
) -> Header | None:
    """The header among the rows, below the line that the map names; as ``find_header`` finds it."""
    if mapping is None or mapping.under is None:
        return find_header(file, rows, lexicon, first=first)
    wanted, above = _texts([mapping.under]), list[Row]()
    for line, cells in rows:
        if not blank(cells):
            above.append((line, cells))
        if _says(cells, wanted):
            header = find_header(file, rows, lexicon, first=True)
            return None if header is None else replace(header, above=(*above, *header.above))
    return None


def section_remarks(mapping: ColumnMapping | None) -> list[str]:
    """What is said of the part of a file that is read, where a map names one."""
    if mapping is None or not (mapping.under or mapping.above):
        return []
    under = [f"“{mapping.under}”之下"] if mapping.under else []
    above = [f"“{'”“'.join(mapping.above)}”之上"] if mapping.above else []
    return [f"按对应表只读{'、'.join((*under, *above))}的表"]


def _ended(sheet: FileSheet, mapping: ColumnMapping) -> Iterator[Row]:
    begun = mapping.under is None
    under, ends = _texts([mapping.under or ""]), _texts(mapping.above)
    signs = {text[:1] for text in ends}
    for line, cells in sheet.rows():
        # Every row is asked, and nearly all are told by the first sign.
        if begun and _may_begin(cells, signs) and _says(cells, ends):
            return
        begun = begun or _says(cells, under)
        yield line, cells


def _texts(lines: Sequence[str]) -> frozenset[str]:
    return frozenset(map(text_cleaning.heading, lines))


def _may_begin(cells: Sequence[str], signs: Collection[str]) -> bool:
    """Whether the first cell that says anything may say, as headings are compared, a text that begins with one of these."""
    cell = next(filter(str.strip, cells), "")
    sign = cell.lstrip()[:1]
    # These stand for themselves alone; of all others it is not known what they come to.
    return sign in signs or not (cell.isascii() or _FIRST_HAN <= ord(sign) <= _LAST_HAN)


def _says(cells: Sequence[str], wanted: Collection[str]) -> bool:
    """Whether the first cell that says anything says one of these."""
    return next((text_cleaning.heading(cell) in wanted for cell in cells if cell.strip()), False)
