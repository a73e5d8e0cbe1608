"""An xls, parsed in a subprocess: on a damaged file the reader of workbooks may crash the whole process.

``python -m duty_cli.importing.readers.xls_reader`` takes the bytes of a file on standard input and gives its sheets as JSON.

An xls is a compound file, a small file system, in which one file holds a row of records (MS-CFB, MS-XLS 2.4). They say what the
reader does not: the day it counts from, what is merged or hidden, and error values. Whatever is damaged in them raises
ValueError, IndexError or struct.error.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from itertools import islice
from typing import Any

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers.file_sheet import BROKEN, Block, Drawn, FileSheet, Row, Span
from duty_cli.importing.readers.other_files import LOCKED
from duty_cli.importing.readers.workbook_reader import TOO_LARGE, calamine_sheets, sound
from duty_cli.importing.readers.workbook_xml import EPOCH, EPOCH_1904, Marks, zeros
from duty_cli.parsing.altered_cells import Altered, DayCell, ErrorCell, InexactCell, MomentCell, TenthCell, TimeCell

_NO_SECTOR = 0xFFFFFFFA
_STREAMS = ("workbook", "book")
_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}
_BOF, _EOF = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A
_PASSWORD = 0x2F
_FORMULA, _DATE_1904, _COLUMNS, _SHEET, _MERGED, _BOOL_OR_ERROR, _ROW = 0x06, 0x22, 0x7D, 0x85, 0xE5, 0x205, 0x208
_NUMBER, _RK, _SEVERAL_RK, _FORMAT, _LOOK = 0x203, 0x27E, 0xBD, 0x41E, 0xE0
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 1

MAX_XLS = 32 * 1024 * 1024
_REFUSED = 5
_SECONDS = 120
_UNEXAMINED = (
    "这份 xls 中合并的单元格、隐藏的行列和 1904 日期系统看不出来：合并的单元格只有第一格有内容；请另存为 xlsx 再导入"
)
_MOST_SHEETS = 1000
_SORTS = {sort.__name__: sort for sort in (DayCell, MomentCell, TimeCell, InexactCell, ErrorCell, TenthCell)}
_Said = str | list[str]
_REMARK = "xls 中的公式看不出来，读到的是存盘时的结果；公式多的表，请另存为 xlsx 再导入"


def xls_marks(data: bytes) -> tuple[list[Marks], date]:
    """The marks of each worksheet in the order of the workbook, and day 0 of its serial numbers.

    Raises UnreadableFile for a workbook that opens with a password only.
    """
    stream, epoch, places = _stream(data), EPOCH, list[int]()
    codes, looks = dict[int, str](), list[int]()
    for kind, body in _records(stream, 0):
        if kind == _PASSWORD:
            raise UnreadableFile("", LOCKED)
        if kind == _DATE_1904 and struct.unpack_from("<H", body) == (1,):
            epoch = EPOCH_1904
        # Sort 0 is a worksheet; charts and macro sheets have no cells to read.
        elif kind == _SHEET and not body[5]:
            places += struct.unpack_from("<I", body)
        elif kind == _FORMAT:
            # One or two bytes a character; only formats of zeros are sought, which are ASCII in both.
            codes[struct.unpack_from("<H", body)[0]] = body[5:].replace(b"\0", b"").decode("latin-1")
        elif kind == _LOOK:
            looks += struct.unpack_from("<H", body, 2)
    digits = {at: shown for at, one in enumerate(looks) if (shown := zeros(codes.get(one, "")))}
    return [_marks_at(stream, place, digits) for place in places], epoch


def _marks_at(stream: bytes, place: int, digits: Mapping[int, int]) -> Marks:
    marks = Marks()
    for kind, body in _records(stream, place):
        if kind in _TOLD:
            _TOLD[kind](marks, body)
        elif digits and kind in (_NUMBER, _RK, _SEVERAL_RK):
            row, first = struct.unpack_from("<HH", body)
            looks = (
                body[4:6] if kind != _SEVERAL_RK else b"".join(body[at : at + 2] for at in range(4, len(body) - 2, 6))
            )
            for column, (look,) in enumerate(struct.iter_unpack("<H", looks), first):
                if look in digits:
                    marks.digits.setdefault(row, {})[column] = digits[look]
    return marks


def _mark_row(marks: Marks, body: bytes) -> None:
    if body[12] & _HIDDEN_ROW:
        (row,) = struct.unpack_from("<H", body)
        marks.hidden_lines.append((row + 1, row + 1))


def _mark_columns(marks: Marks, body: bytes) -> None:
    if body[8] & _HIDDEN_COLUMN:
        marks.hidden_columns.append(struct.unpack_from("<HH", body))


def _mark_merged(marks: Marks, body: bytes) -> None:
    (count,) = struct.unpack_from("<H", body)
    for top, bottom, left, right in struct.iter_unpack("<HHHH", body[2 : 2 + 8 * count]):
        marks.merged.append(Block(top + 1, left, bottom + 1, right))


def _mark_bool_or_error(marks: Marks, body: bytes) -> None:
    if body[7]:
        _mark_error(marks, body, body[6])


def _mark_formula(marks: Marks, body: bytes) -> None:
    if body[12:14] == b"\xff\xff" and body[6] == 2:
        _mark_error(marks, body, body[8])


def _mark_error(marks: Marks, body: bytes, code: int) -> None:
    row, column = struct.unpack_from("<HH", body)
    marks.instead.setdefault(row, {})[column] = ErrorCell(_ERRORS.get(code, "#N/A"))


_TOLD = {
    **{_ROW: _mark_row, _COLUMNS: _mark_columns, _MERGED: _mark_merged},
    **{_BOOL_OR_ERROR: _mark_bool_or_error, _FORMULA: _mark_formula},
}


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream by their kind, without those of charts that lie inside."""
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, place)
        depth += kind in _BOF
        if kind == _EOF:
            depth -= 1
        if depth < 0 or (depth == 0 and kind != _EOF):
            raise ValueError("no part of a workbook begins here")
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _stream(data: bytes) -> bytes:
    """The file of records inside the compound file."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    mini = 1 << struct.unpack_from("<H", data, 32)[0]
    directory, _, cutoff, mini_table = struct.unpack_from("<IIII", data, 48)

    def sector(at: int) -> bytes:
        return data[(at + 1) * size : (at + 2) * size]

    # No more sectors than the file can hold, whatever a damaged head claims.
    table = _numbers(b"".join(map(sector, islice(_table_sectors(data, size), len(data) // size))))
    entries = _entries(b"".join(map(sector, _chain(table, directory))))
    start, length = next(entries[name] for name in _STREAMS if name in entries)
    if length >= cutoff:
        return b"".join(map(sector, _chain(table, start)))[:length]
    # Files below the cutoff lie in one common file that is cut into smaller sectors.
    small = b"".join(map(sector, _chain(table, entries["root entry"][0])))
    parts = _chain(_numbers(b"".join(map(sector, _chain(table, mini_table)))), start)
    return b"".join(small[at * mini : (at + 1) * mini] for at in parts)[:length]


def _table_sectors(data: bytes, size: int) -> Iterator[int]:
    """Where the table of sectors lies: the first 109 in the head, the others in a chain of their own."""
    listed: tuple[int, ...] = struct.unpack_from("<109I", data, 76)
    following, left = struct.unpack_from("<II", data, 68)
    for _ in range(left + 1):
        yield from (at for at in listed if at < _NO_SECTOR)
        if following >= _NO_SECTOR:
            return
        further = _numbers(data[(following + 1) * size : (following + 2) * size])
        listed, following = further[:-1], further[-1]


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """First sector and length of each file, by its name in small letters."""
    found = {}
    for at in range(0, len(directory), 128):
        length, (start, size) = (
            *struct.unpack_from("<H", directory, at + 64),
            struct.unpack_from("<II", directory, at + 116),
        )
        found[directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace").lower()] = (start, size)
    return found


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    found: dict[int, None] = {}
    while start < _NO_SECTOR:
        if start in found:
            raise ValueError("a chain of sectors that bites its tail")
        found[start] = None
        start = table[start]
    return list(found)


def _numbers(part: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])


def xls_sheets(name: str, data: bytes) -> tuple[FileSheet, ...]:
    """The sheets of an xls. Raises UnreadableFile."""
    if len(data) > MAX_XLS:
        raise UnreadableFile(name, TOO_LARGE)
    command = [sys.executable, "-m", "duty_cli.importing.readers.xls_reader", name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(name, TOO_LARGE) from None
    # Any code but _REFUSED is a crash over a damaged file: what the process of its own is there for.
    if done.returncode:
        raise UnreadableFile(name, done.stdout.decode("utf-8", "replace") if done.returncode == _REFUSED else BROKEN)
    told = json.loads(done.stdout)
    epoch = date.fromisoformat(told["epoch"])
    remarks = (_REMARK,) if told["examined"] else (_REMARK, _UNEXAMINED)
    return tuple(_sheet(name, epoch, remarks, one) for one in told["sheets"])


def _sheet(name: str, epoch: date, remarks: tuple[str, ...], told: dict[str, Any]) -> FileSheet:
    title, rows = told["title"], [[_cell(cell) for cell in row] for row in told["rows"]]
    merged, lines, columns, hidden = told["drawn"]

    def checked() -> Iterator[Row]:
        return ((line, sound(name, title, line - 1, row)) for line, row in enumerate(rows, 1))

    drawn = Drawn(
        tuple(Block(*block) for block in merged), tuple(map(_span, lines)), tuple(map(_span, columns)), hidden
    )
    return FileSheet(name, "xls", checked, title, epoch, remarks, drawn)


def _span(told: list[int]) -> Span:
    return told[0], told[1]


def _said(cell: str) -> _Said:
    """A cell as JSON holds it: its text, and before it what it is where it is no text."""
    # JSON knows no subclass of str: without its name a day would come back as if it had been typed as text.
    if isinstance(cell, MomentCell):
        return [MomentCell.__name__, cell.moment]
    return [type(cell).__name__, cell] if isinstance(cell, Altered | TenthCell) else cell


def _cell(said: _Said) -> str:
    return said if isinstance(said, str) else _SORTS[said[0]](said[1])


def _marks(data: bytes) -> tuple[Sequence[Marks], date, bool]:
    """The marks of the sheets and day 0, and whether they could be told: not those of Excel 5 or before, nor of what is damaged."""
    try:
        return *xls_marks(data), True
    except (ValueError, LookupError, StopIteration, struct.error):
        # Empty marks for every sheet there may be: they could not be examined, and the answer says so.
        return [Marks()] * _MOST_SHEETS, EPOCH, False


def main() -> int:
    """Read one file. The exit code says whether what is written is its sheets or why it cannot be read."""
    try:
        marks, epoch, examined = _marks(data := sys.stdin.buffer.read())
        sheets = calamine_sheets(sys.argv[1], "xls", data, marks, epoch)
        told = [
            {
                "title": sheet.title,
                "rows": [[_said(cell) for cell in row] for _, row in sheet.rows()],
                "drawn": astuple(sheet.drawn),
            }
            for sheet in sheets
        ]
    except UnreadableFile as refused:
        sys.stdout.write(refused.why)
        return _REFUSED
    json.dump({"epoch": str(epoch), "examined": examined, "sheets": told}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
