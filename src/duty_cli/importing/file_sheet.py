"""The cells of one file or sheet, as text and nothing more: the same for CSV and for every sort of workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

MAX_FIELD = 32_767
"""The characters a cell of a workbook can hold; a longer one is a fault of quoting."""

MAX_COLUMNS = 16_384
"""The columns a workbook can have."""

Row: TypeAlias = tuple[int, list[str]]
"""The line on which a row begins (from 1; in a workbook the row's number) and its cells."""

_TOTAL = re.compile(
    r"(?:合计|小计|总计|共计|累计|总数"
    r"|(?:应|实)(?:出席|到会|参会|到)"
    r"|(?:应|实)?(?:出席|到会|参会|参加|签到|到|请假|缺席|迟到|早退|公假)?(?:合计|小计|总?人数|总?人次|次数|率))"
    r"(?:[（(][人名次%％]*[)）])?[：:]?(?:\d+[人名次件条]?)?"
)
"""What stands before a row of sums: 合计, 出席人数, 合计：12人."""

_BEGINNINGS = frozenset("合小总共累应实出到参签请缺迟早公人次率")
"""What that begins with: other rows, which are nearly all, are told by it."""

_REMARK = re.compile(r"(说明|备注|注|制表|制表人|审核|审核人|填表|填表人|填表日期)\d*[：:]")


Span: TypeAlias = tuple[int, int]
"""The first and the last of rows or columns that follow one another."""


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Cells merged into one: lines from 1, columns from 0, the last ones within."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{cell_name(self.top - 1, self.left)}:{cell_name(self.bottom - 1, self.right)}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a workbook says of a sheet beside its cells: what is merged, which lines and columns are hidden, or the sheet itself."""

    merged: tuple[Block, ...] = ()
    hidden_lines: tuple[Span, ...] = ()
    hidden_columns: tuple[Span, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class FileSheet:
    """One table of cells. ``rows`` begins at the top each time it is called and may raise UnreadableFile on the way.

    ``encoding`` is the text encoding, or the sort of workbook; ``epoch`` is day 0 of its serial numbers.
    """

    file: str
    encoding: str
    rows: Callable[[], Iterator[Row]]
    title: str = ""
    epoch: date = date(1899, 12, 30)
    remarks: tuple[str, ...] = ()
    drawn: Drawn = Drawn()

    @property
    def of_workbook(self) -> bool:
        """Whether it is a sheet of a workbook: those have titles, CSV has none."""
        return bool(self.title)

    def rows_at(self, lines: Collection[int]) -> Iterator[Row]:
        """The rows that begin on those lines, as they stand in the file: a second pass over it."""
        wanted = frozenset(lines)
        return (row for row in self.rows() if row[0] in wanted)


def cell_name(row: int, column: int) -> str:
    """B7 for row 6, column 1."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def blank(row: Sequence[str]) -> bool:
    """Whether no cell of the row says anything."""
    return not any(cell.strip() for cell in row)


def is_total(row: Sequence[str]) -> bool:
    """Whether the first cell that says anything says that the row is a total."""
    for cell in row:
        if cell and not cell.isspace():
            return cell.lstrip()[0] in _BEGINNINGS and _TOTAL.fullmatch("".join(cell.split())) is not None
    return False


def is_remark(row: Sequence[str]) -> bool:
    """Whether the row says nothing but 说明：… or 制表人：…, as stands below the tables of offices."""
    filled = ["".join(cell.split()) for cell in row if cell.strip()]
    return bool(filled) and all(map(_REMARK.match, filled))
