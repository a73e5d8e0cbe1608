"""A CSV file as a sheet: strict about quotes, limited in size, its rows numbered by physical line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from duty_cli.errors import BadValue, UnreadableFile
from duty_cli.importing.decode import choose, text_lines
from duty_cli.importing.file_sheet import MAX_FIELD, FileSheet, Row

MAX_BYTES = 256 * 1024 * 1024

_END_OF_FILE = b"\x1a"
"""What DOS programs write as the last byte."""

_WRAPPED = re.compile('="((?:[^"]|"")*)"')
"""="001": how exporters keep a spreadsheet from taking the zeros off."""


def csv_sheet(
    name: str, data: bytes, *, separator: str, encoding: str | None, fits: Callable[[Iterator[Row]], bool]
) -> FileSheet:
    """The sheet in ``data``, in the first encoding in which its first rows fit.

    Raises UnreadableFile where the file is too large or not decodable, as do its rows where quotes are not closed.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(name, f"超过 {MAX_BYTES // 1024 // 1024} MiB；请拆分为几个文件")
    if len(separator) != 1 or not (separator.isprintable() or separator == "\t") or separator in "\"' ":
        raise BadValue("分隔符", separator, "一个字符，如 , 或 ;")

    def head_fits(lines: Iterator[str]) -> bool:
        try:
            return fits(_rows(name, lines, separator))
        # Read in the wrong encoding, quotes may not pair: that speaks against the encoding, not the file.
        except UnreadableFile:
            return False

    data = data.removesuffix(_END_OF_FILE)
    codec = choose(name, data, encoding, fits=head_fits)
    return FileSheet(name, codec, lambda: _rows(name, text_lines(data, codec), separator))


def _rows(name: str, lines: Iterator[str], separator: str) -> Iterator[Row]:
    # A quote that is never closed swallows the rest of the file: limit and strict find it early,
    # where a lenient reader would join rows and lose members without a word.
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, [_unwrapped(cell) if cell.startswith('="') else cell for cell in row]
            # A cell may hold line ends: a row is named by the line on which it begins, as an editor shows it.
            line = reader.line_num + 1
    except csv.Error:
        why = f"第 {line} 行起的引号不成对，或有单元格超过 {MAX_FIELD} 字；请检查该行的英文双引号和分隔符"
        raise UnreadableFile(name, why) from None


def _unwrapped(cell: str) -> str:
    found = _WRAPPED.fullmatch(cell.rstrip())
    return found[1].replace('""', '"') if found else cell
