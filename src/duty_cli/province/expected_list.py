"""The list of who should have handed in (应报送名单): a name a line, or one column of a table, as CSV or a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from duty_cli.errors.province_errors import EmptyList, ExpectedTwice, UnclearList
from duty_cli.importing.open_file import workbook_sheets
from duty_cli.importing.readers.csv_reader import csv_sheet
from duty_cli.importing.readers.file_sheet import FileSheet, Row
from duty_cli.importing.sheets.sheet_rows import is_remark, is_total, spellings
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern
from duty_cli.reports.province_report import place_of

HEADINGS = (
    "地方",
    "名称",
    "委员会",
    "委员会名称",
    "单位",
    "单位名称",
    "报送单位",
    "地区",
    "县区",
    "县市区",
    "县(市、区)",
)
"""What the column of places may be called; the form is told with the first."""

_SOUGHT = 30
_PARTS = pattern(r"[,，\t;|]")
_REMARK = "#"


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """The names on a list in its order; ``heading``: of a table, in which line the headings stand, and that of the names."""

    names: tuple[str, ...]
    heading: tuple[int, str] | None = None


def expected_list(file: Path, data: bytes) -> ExpectedList:
    """The list in a file. Raises UnreadableFile, UnclearList, ExpectedTwice, EmptyList."""
    sheet = _sheet(file, data)
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in sheet.rows()]
    # A column of numbers may be called # too.
    said = [row for row in rows if any(row[1]) and (not row[1][0].startswith(_REMARK) or _known(row[1][1:]))]
    at, column = _heading(file, said)
    lines = _alone(file, said) if column is None else _of_column(file, said[at + 1 :], column)
    named = [(line, name) for line, name in lines if name]
    if not named:
        raise EmptyList(file)
    _refuse_twice(file, [name for _, name in named])
    told = None if column is None else (said[at][0], said[at][1][column])
    return ExpectedList(tuple(name for _, name in named), told)


def _sheet(file: Path, data: bytes) -> FileSheet:
    """The one sheet that says anything. Raises UnreadableFile, UnclearList."""
    sheets = workbook_sheets(file.name, data, None)
    if sheets is None:
        return csv_sheet(file.name, data, separator=None, encoding=None, known=_count)
    told = [one for one in sheets if not one.drawn.hidden and any(any(map(str.strip, row)) for _, row in one.rows())]
    if len(told) > 1:
        raise UnclearList(file, f"有 {len(told)} 张工作表（{'、'.join(one.title for one in told)}），不知以哪一张为准")
    if not told:
        raise EmptyList(file)
    return told[0]


def _count(rows: Iterator[Row]) -> int:
    """How many headings of such lists stand in one of the first rows."""
    return max((len(_known(cells)) for _, cells in islice(rows, _SOUGHT)), default=0)


def _known(cells: Sequence[str]) -> list[int]:
    """Which cells are headings of such a column."""
    return [at for at, cell in enumerate(cells) if any(text in HEADINGS for text in spellings(cell))]


def _heading(file: Path, said: Sequence[Row]) -> tuple[int, int | None]:
    """Which of the rows is that of the headings, and the column of the places. Raises UnclearList."""
    for at, (line, cells) in enumerate(said[:_SOUGHT]):
        known = _known(cells)
        if len(known) > 1:
            raise UnclearList(file, f"第 {line} 行的“{'”“'.join(cells[one] for one in known)}”几列都像是地方的名称")
        if known:
            return at, known[0]
    return 0, None


def _alone(file: Path, said: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """The names of a list without headings: one a line. Raises UnclearList."""
    for line, cells in said:
        own = [part.strip() for cell in cells for part in _PARTS.split(cell) if part.strip()]
        if len(own) > 1:
            raise UnclearList(file, f"第 {line} 行有几列（{'、'.join(own[:3])}），而没有列名")
        yield line, own[0] if own else ""


def _of_column(file: Path, rows: Sequence[Row], column: int) -> Iterator[tuple[int, str]]:
    """The names in a column, without sums and remarks. A line with nothing in it but one cell is a number. Raises UnclearList."""
    for line, cells in (row for row in rows if not is_total(row[1]) and not is_remark(row[1])):
        name = cells[column] if column < len(cells) else ""
        if not name and sum(map(bool, cells)) > 1:
            raise UnclearList(file, f"第 {line} 行没有写地方")
        yield line, name


def _refuse_twice(file: Path, names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        # 云溪县 and 政协云溪县委员会 are one, and would be told as two; two whole names may be two committees of places of one name.
        before = next(
            (one for one in names[:at] if one == name or place_of(one) == name or place_of(name) == one), None
        )
        if before is not None:
            raise ExpectedTwice(file, name if name == before else f"{before}（又作 {name}）")
