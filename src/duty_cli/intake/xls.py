"""An xls, read in a process of its own: over a damaged one the reader of workbooks may give up the whole process.

``python -m duty_cli.intake.xls`` takes the bytes of a file on standard input and gives its visible sheets as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from duty_cli.errors import UnreadableFile
from duty_cli.intake.altered import Altered, DayCell, ErrorCell, InexactCell, TimeCell
from duty_cli.intake.archive import BROKEN
from duty_cli.intake.sheet import Row, Sheet
from duty_cli.intake.workbook import TOO_LARGE, calamine_sheets, sound

MAX_XLS = 32 * 1024 * 1024
_REFUSED = 5
_SECONDS = 120
_SORTS = {sort.__name__: sort for sort in (DayCell, TimeCell, InexactCell, ErrorCell)}
_Said = str | list[str]
_REMARK = "xls 中的公式看不出来，读到的是存盘时的结果；公式多的表，请另存为 xlsx 再导入"


def xls_sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of an xls. Raises UnreadableFile."""
    if len(data) > MAX_XLS:
        raise UnreadableFile(name, TOO_LARGE)
    command = [sys.executable, "-m", "duty_cli.intake.xls", name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(name, TOO_LARGE) from None
    if done.returncode:
        raise UnreadableFile(name, done.stdout.decode("utf-8", "replace") if done.returncode == _REFUSED else BROKEN)
    sheets: dict[str, list[list[_Said]]] = json.loads(done.stdout)
    return tuple(_sheet(name, title, rows) for title, rows in sheets.items())


def _sheet(name: str, title: str, said: list[list[_Said]]) -> Sheet:
    rows = [[_cell(cell) for cell in row] for row in said]

    def checked() -> Iterator[Row]:
        return ((line, sound(name, title, line - 1, row)) for line, row in enumerate(rows, 1))

    return Sheet(name, "xls", checked, title, remarks=(_REMARK,))


def _said(cell: str) -> _Said:
    """A cell as JSON holds it: its text, and before it what it is where it is no text."""
    return [type(cell).__name__, cell] if isinstance(cell, Altered) else cell


def _cell(said: _Said) -> str:
    return said if isinstance(said, str) else _SORTS[said[0]](said[1])


def main() -> int:
    """Read one file. The exit code says whether what is written is its sheets or why it cannot be read."""
    try:
        sheets = calamine_sheets(sys.argv[1], "xls", sys.stdin.buffer.read(), None)
        said = json.dumps({sheet.title: [[_said(cell) for cell in row] for _, row in sheet.rows()] for sheet in sheets})
    except UnreadableFile as refused:
        sys.stdout.write(refused.why)
        return _REFUSED
    sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
