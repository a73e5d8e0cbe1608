"""The cells of one file or sheet, as text and nothing more: the same for CSV and for every sort of workbook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

BROKEN = "文件不完整或已损坏；请重新导出或重新拷贝"
"""Why a file is refused that holds not all of itself, or contradicts itself."""

MAX_FIELD = 32_767
"""The characters a cell of a workbook can hold; a longer one is a problem of quoting."""

MAX_COLUMNS = 16_384
"""The columns a workbook can have."""

Row: TypeAlias = tuple[int, list[str]]
"""The line on which a row begins (from 1; in a workbook the row's number) and its cells."""

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
class Properties:
    """What a workbook says of itself: its title, remarks on it, the day on which it was made."""

    title: str = ""
    remarks: str = ""
    made: date | None = None


@dataclass(frozen=True, slots=True)
class FileSheet:
    """One table of cells. ``rows`` begins at the top each time it is called and may raise UnreadableFile on the way.

    ``encoding`` is the text encoding, or the sort of workbook; ``epoch`` is day 0 of its serial numbers.
    """

    file: str
    encoding: str
    # A function, as an import goes through a file in several passes and holds none of it.
    rows: Callable[[], Iterator[Row]]
    title: str = ""
    epoch: date = date(1899, 12, 30)
    remarks: tuple[str, ...] = ()
    drawn: Drawn = Drawn()
    properties: Properties = Properties()

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
    return not any(map(str.strip, row))
