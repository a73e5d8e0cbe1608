"""What a workbook hides, and merged cells: a value stands in the file once and is meant for every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers.file_sheet import BROKEN, Block, FileSheet, Row, Span, blank, cell_name
from duty_cli.importing.sheets.sheet_rows import Header, HeadingVocabulary, find_header, is_remark, is_total
from duty_cli.parsing import text_cleaning


class Merged:
    """The merged blocks of a table's rows. ``headings`` says under which heading the cells at each place are read.

    ``crossed`` is the block that stands, in the row given last, under two headings, of which no one can tell which is meant.
    """

    def __init__(self, file: str, blocks: Sequence[Block], headings: Mapping[int, str]) -> None:
        self._file, self._blocks, self._headings = file, sorted(blocks, reverse=True), headings
        self.crossed: Block | None = None

    def spread(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Fill each merged value into all cells it covers that are read; a row that is blank otherwise stays so.

        Raises UnreadableFile where blocks overlap.
        """
        if not self._blocks:
            yield from rows
            return
        waiting, standing = [*self._blocks], list[tuple[Block, str, list[int]]]()
        for line, cells in rows:
            standing = [one for one in standing if one[0].bottom >= line]
            while waiting and waiting[-1].top <= line:
                block = waiting.pop()
                places = [place for place in self._headings if block.left <= place <= block.right]
                if block.top == line and places and block.left < len(cells):
                    standing.append((block, cells[block.left], places))
            # Each block covers a cell that is read: more blocks than such cells must overlap.
            if len(standing) > len(self._headings):
                raise UnreadableFile(self._file, BROKEN)
            self.crossed = None
            # A blank row under a merged value is an empty line of the form and no further member.
            yield line, self._filled(cells, standing) if standing and not blank(cells) else cells

    def _filled(self, cells: list[str], standing: Sequence[tuple[Block, str, list[int]]]) -> list[str]:
        filled = list(cells)
        for block, value, places in standing:
            for place in places:
                filled[place] = value
            if value.strip() and len({self._headings[place] for place in places}) > 1:
                self.crossed = block
        return filled

    def told(self) -> str:
        """The block that is crossed, and the headings it stands under."""
        block = self.crossed
        places = sorted(at for at in self._headings if block and block.left <= at <= block.right)
        headings = "、".join(f"“{heading}”" for heading in dict.fromkeys(self._headings[at] for at in places))
        return f"{block} 是合并的单元格，跨{headings}几列"


_OWN_LISTS = "列表"
"""The hidden sheet of our own forms, from which their cells are chosen."""

_SHOWN = 10


def hidden_parts(sheet: FileSheet, header: Header) -> Iterator[str]:
    """What is said of the rows and columns that are filtered out or hidden, and read."""
    # Filters are a way of looking at a sheet: to skip these rows would lose members unnoticed.
    if lines := list(_lines(sheet, header)):
        told = _some([f"{first}–{last}" if last > first else str(first) for first, last in _stretches(lines)])
        yield f"第 {told} 行共 {len(lines)} 行被筛选掉或隐藏，照样读取；不应计入的，请在原表中删去后重新导入"
    columns = [
        f"{cell_name(0, at).rstrip('1')} 列“{heading}”"
        for at, cell in enumerate(header.cells)
        if (heading := text_cleaning.heading(cell)) and _within(at, sheet.drawn.hidden_columns)
    ]
    if columns:
        yield f"{_some(columns)}共 {len(columns)} 列是隐藏的，照样读取"


def hidden_sheets(sheets: Iterable[FileSheet], lexicon: HeadingVocabulary) -> Iterator[str]:
    """What is said of the sheets that are hidden, and not read."""
    titles = [sheet.title for sheet in sheets if sheet.drawn.hidden and _says_something(sheet, lexicon)]
    if titles:
        yield f"隐藏的工作表 {len(titles)} 张没有读取：{'、'.join(titles)}；需要读取的用 --sheet 指明"


def _lines(sheet: FileSheet, header: Header) -> Iterator[int]:
    """The hidden lines below the header that say something, totals and remarks aside."""
    spans = sorted(sheet.drawn.hidden_lines)
    if not spans:
        return
    at = 0
    for line, cells in sheet.rows():
        while at < len(spans) and spans[at][1] < line:
            at += 1
        if at == len(spans):
            return
        if spans[at][0] <= line > header.line and not (blank(cells) or is_total(cells) or is_remark(cells)):
            yield line


def _says_something(sheet: FileSheet, lexicon: HeadingVocabulary) -> bool:
    # Two headers make the sheet unreadable, but it says something all the same.
    with suppress(UnreadableFile):
        if find_header(sheet.file, sheet.rows(), lexicon) is None and sheet.title == _OWN_LISTS:
            return False
    return any(not blank(cells) for _, cells in sheet.rows())


def _within(at: int, spans: Iterable[Span]) -> bool:
    return any(first <= at <= last for first, last in spans)


def _stretches(lines: Sequence[int]) -> Iterator[Span]:
    for _, group in groupby(enumerate(lines), lambda one: one[1] - one[0]):
        stretch = [line for _, line in group]
        yield stretch[0], stretch[-1]


def _some(words: Sequence[str]) -> str:
    return "、".join(words[:_SHOWN]) + ("等" if len(words) > _SHOWN else "")
