"""An xls, parsed in a subprocess: on a damaged file the reader of workbooks may crash the whole process.

``python -m duty_cli.importing.xls_reader`` takes the bytes of a file on standard input and gives its sheets as JSON.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from duty_cli.errors import UnreadableFile
from duty_cli.importing.file_sheet import Block, Drawn, FileSheet, Row, Span
from duty_cli.importing.workbook_reader import BROKEN, TOO_LARGE, calamine_sheets, sound
from duty_cli.importing.workbook_xml import EPOCH, Marks
from duty_cli.importing.xls_marks import xls_marks
from duty_cli.parsing.altered_cells import Altered, DayCell, ErrorCell, InexactCell, TimeCell

MAX_XLS = 32 * 1024 * 1024
_REFUSED = 5
_SECONDS = 120
_UNEXAMINED = (
    "这份 xls 中合并的单元格、隐藏的行列和 1904 日期系统看不出来：合并的单元格只有第一格有内容；请另存为 xlsx 再导入"
)
_MOST_SHEETS = 1000
_SORTS = {sort.__name__: sort for sort in (DayCell, TimeCell, InexactCell, ErrorCell)}
_Said = str | list[str]
_REMARK = "xls 中的公式看不出来，读到的是存盘时的结果；公式多的表，请另存为 xlsx 再导入"


def xls_sheets(name: str, data: bytes) -> tuple[FileSheet, ...]:
    """The sheets of an xls. Raises UnreadableFile."""
    if len(data) > MAX_XLS:
        raise UnreadableFile(name, TOO_LARGE)
    command = [sys.executable, "-m", "duty_cli.importing.xls_reader", name]
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
    return [type(cell).__name__, cell] if isinstance(cell, Altered) else cell


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
