"""A CSV file read whole: strict about quotes, limited in size, its rows numbered by physical line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from duty_cli.domain.faults import Fault
from duty_cli.errors import BadValue, UnreadableFile
from duty_cli.intake.decode import decode
from duty_cli.intake.header import MAX_COLUMNS, Lines, blank, find_header, header_faults
from duty_cli.intake.table import Table, TableRow

MAX_BYTES = 64 * 1024 * 1024
MAX_FIELD = 32_767
"""The characters a cell of a workbook can hold; a longer one is a fault of quoting."""

_TOTALS = frozenset({"合计", "小计", "总计"})
# What export puts before a text that a spreadsheet would take for a formula; further quotes were in the text itself.
_GUARD = re.compile(r"'(?='*(?:[\t\r\n]|\s*[=+\-@＝＋－＠]))")


def read_table(
    name: str,
    data: bytes,
    *,
    known: Collection[str],
    separator: str = ",",
    encoding: str | None = None,
    others_ignored: bool = False,
) -> Table:
    """The table in ``data``; ``known`` are the headings it may have, others are faults unless ``others_ignored``.

    Raises UnreadableFile where there is no table to speak of: too large, not decodable, quotes unbalanced, no known heading.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(name, f"超过 {MAX_BYTES // 1024 // 1024} MiB；请拆分为几个文件")
    if len(separator) != 1 or not (separator.isprintable() or separator == "\t") or separator in "\"' ":
        raise BadValue("分隔符", separator, "一个字符，如 , 或 ;")
    text, used = decode(name, data, encoding, fits=lambda text: _fits(text, separator, known))
    lines = _lines(name, text, separator)
    header_line, headings = find_header(name, lines, known)
    faults = header_faults(name, header_line, headings, known, others_ignored=others_ignored)
    if faults:
        return Table(name, used, headings, (), faults=faults, header_line=header_line)
    return _body(Table(name, used, headings, (), header_line=header_line), lines, others_ignored)


def _fits(text: str, separator: str, known: Collection[str]) -> bool:
    """Whether the head of the text holds a known heading."""
    try:
        find_header("", _lines("", text[: MAX_COLUMNS * 100], separator), known)
    except UnreadableFile:
        return False
    return True


def _lines(name: str, text: str, separator: str) -> Lines:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            raise UnreadableFile(
                name, f"第 {line} 行起的引号不成对，或单元格过长；请检查该行的英文双引号和分隔符"
            ) from None
        if row is None:
            return
        if max(map(len, row), default=0) > MAX_FIELD:
            raise UnreadableFile(name, f"第 {line} 行有单元格超过 {MAX_FIELD} 字；请检查该行的英文双引号")
        yield line, row


def _body(table: Table, lines: Lines, others_ignored: bool) -> Table:
    """``table`` with the rows below its header."""
    rows: list[TableRow] = []
    faults: list[Fault] = []
    passed_over = 0
    for line, row in lines:
        if blank(row) or _is_total(row):
            passed_over += 1
        elif column := _unheaded(table.headings, row, others_ignored):
            faults.append(table.fault(line, f"第 {column} 列", "单元格没有对应的列名", "请检查该行是否多了分隔符"))
        else:
            rows.append(TableRow(line, _cells(table.headings, row)))
    return replace(table, rows=tuple(rows), passed_over=passed_over, faults=tuple(faults))


def _cells(headings: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {heading: _unguarded(cell) for heading, cell in zip(headings, row, strict=False) if heading}


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARD.match(cell) else cell


def _unheaded(headings: Sequence[str], row: Sequence[str], others_ignored: bool) -> int | None:
    """The number of the first filled cell that stands under no heading; offices' files often end in empty cells."""
    for at, cell in enumerate(row):
        bare = at >= len(headings) or not (headings[at] or others_ignored)
        if bare and cell.strip():
            return at + 1
    return None


def _is_total(row: Sequence[str]) -> bool:
    first = next(cell for cell in row if cell.strip())
    return "".join(first.split()).rstrip("：:") in _TOTALS
