"""What a workbook hides: rows and columns are read all the same, sheets are not, and both is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby

from duty_cli.errors import UnreadableFile
from duty_cli.intake import texts
from duty_cli.intake.header import Header, HeadingVocabulary, find_header
from duty_cli.intake.sheet import FileSheet, Span, blank, cell_name, is_remark, is_total

_OWN_LISTS = "列表"
"""The hidden sheet of our own forms, from which their cells are chosen."""

_SHOWN = 10


def hidden_parts(sheet: FileSheet, header: Header) -> Iterator[str]:
    """What is said of the rows and columns that are filtered out or hidden, and read."""
    if lines := list(_lines(sheet, header)):
        told = _some([f"{first}–{last}" if last > first else str(first) for first, last in _stretches(lines)])
        yield f"第 {told} 行共 {len(lines)} 行被筛选掉或隐藏，照样读取；不应计入的，请在原表中删去后重新导入"
    columns = [
        f"{cell_name(0, at).rstrip('1')} 列“{heading}”"
        for at, cell in enumerate(header.cells)
        if (heading := texts.heading(cell)) and _within(at, sheet.drawn.hidden_columns)
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
