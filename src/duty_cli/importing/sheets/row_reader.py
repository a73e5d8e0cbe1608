"""Streaming reader of a file: row by row as values, or rejected with its problems; never all in memory."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.absent_members import group_row, named_below
from duty_cli.importing.readers.file_sheet import Row
from duty_cli.importing.sheets.file_table import Columns, FileTable, in_order
from duty_cli.importing.sheets.hidden_and_merged import Merged
from duty_cli.importing.sheets.saved_formulas import formulas_told
from duty_cli.importing.sheets.sheet_rows import is_remark
from duty_cli.model.file_forms import FileForm
from duty_cli.model.parsed_rows import Problem, RejectedRow
from duty_cli.model.records import Due
from duty_cli.parsing.altered_cells import FormulaCell
from duty_cli.parsing.record_columns import Read

T = TypeVar("T")

RowReader = Callable[[int, Sequence[str]], Sequence[T]]
"""Line and cells → what the row says, which may be several things; raises Findings with all that is wrong."""


def read_row(
    columns: Columns, reads: Sequence[tuple[str, int, Read]], line: int, cells: Sequence[str]
) -> dict[str, Any]:
    """The values of a row by name; ``reads`` says of each its name, its place and how it is read.

    Raises Findings with the problems of every cell.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, at, read in reads:
        try:
            values[name] = read[cells[at]]
        except DutyError as error:
            problems.append(columns.told(line, read.heading, error))
    if problems:
        raise Findings(problems)
    return values


class FileRows(Generic[T]):
    """What a file says, row by row in its order, from the top each time it is gone through.

    At the end ``passed_over`` is the number of rows that are blank, totals or remarks, ``left_out`` of those that a mapping
    does not want. ``dues``: who is due at its events, where it says so. ``unsaid`` names what neither the file nor anybody said of
    its one meeting; ``remarks`` tell what was taken from its title, and which columns are not read.
    ``columns`` gives for each of our headings the one in the file, ``layout`` in words what a row is. With any ``problems`` the
    file cannot be read at all, and no row comes. Iterating raises UnreadableFile where it turns out to be broken further down,
    or where a cell that is read is a formula, as making it does for a heading.
    """

    def __init__(
        self,
        form: FileForm,
        layout: str,
        columns: Columns,
        read: RowReader[T],
        *,
        problems: Sequence[Problem] = (),
        said: Mapping[str, str] | None = None,
    ) -> None:
        self.form = form
        self.layout = layout
        self.problems = in_order([*columns.problems, *problems])
        self.columns: dict[str, str] = {**columns.origins, **(said or {})}
        self.dues: tuple[Due, ...] = ()
        self.unsaid: tuple[str, ...] = ()
        self.remarks: tuple[str, ...] = (
            *columns.unread_told(),
            *formulas_told(columns, titled=form is FileForm.ATTENDANCE),
        )
        self.passed_over = self.left_out = 0
        self._columns = columns
        self._read = read
        # -1: with a column that has no heading every row is looked at for cells under none.
        # A mapping names all that is read, and adds cells of its own: none of them stands under no heading.
        mapped = columns.table.mapping is not None
        self._width = -1 if columns.bare else sys.maxsize if mapped else len(columns.table.header.cells)
        columns.without_formulas(columns.table.header.cells)

    def gathered(self) -> tuple[list[T], list[Problem]]:
        """All rows of a short file, and all problems: its own and those of the rows that were rejected."""
        rows: list[T] = []
        problems = [*self.problems]
        for row in self:
            if isinstance(row, RejectedRow):
                problems += row.problems
            else:
                rows.append(row)
        return rows, problems

    @property
    def told(self) -> tuple[str, ...]:
        """What is said of a file that was read to its end: its remarks, and how many rows a mapping left out."""
        left_out = f"按对应表的 only、except 不读 {self.left_out} 行"
        return (*self.table.remarks, *self.remarks, *([left_out] if self.left_out else []))

    def whole(self, what: str) -> tuple[T, ...]:
        """All rows of a short file that has to be without fault; ``what`` is one of them. Raises Findings, UnreadableFile."""
        rows, problems = self.gathered()
        if problems:
            raise Findings(problems)
        if not rows:
            over = f"略过空行和合计行 {self.passed_over} 行"
            raise UnreadableFile(self.table.name, f"列名之下没有{what}（{over}）；请填写后重新导入")
        return tuple(rows)

    @property
    def table(self) -> FileTable:
        """Where it is read from: ``table.header.cells`` and ``table.sheet.rows_at`` give rows as they stand in the file."""
        return self._columns.table

    @property
    def under_headings(self) -> Columns:
        """The table under our headings, as its rows are read."""
        return self._columns

    @property
    def begins(self) -> int:
        """The line where its rows may begin: below further headings too, where there are any."""
        return self._columns.first_line

    @property
    def asks(self) -> bool:
        """Whether each row has a cell for attendance, so that an empty one is no presence."""
        return "出席情况" in self._columns.at

    @property
    def encoding(self) -> str:
        """The text encoding, or the sort of workbook."""
        return self.table.sheet.encoding

    def rows_at(self, lines: Collection[int]) -> Iterator[Row]:
        """The rows that begin on those lines, as they are read: with a merged value in every cell it stands for."""
        return (row for row in self._columns.merged.spread(self.table.rows()) if row[0] in lines)

    def altered(self, cells: Sequence[str]) -> bool:
        """Whether a cell of the row that is read is not any more what was typed into it."""
        return self._columns.altered(cells)

    def __iter__(self) -> Iterator[T | RejectedRow]:
        self.passed_over = self.left_out = 0
        if self.problems:
            return
        columns, merged, workbook = self._columns, self._columns.merged, self.table.sheet.of_workbook
        read, width = self._read, self._width
        for line, cells in merged.spread(columns.rows()):
            if columns.passed_over(cells) or (merged.crossed and self._is_group(line, cells)):
                self._pass_over(line, cells)
                continue
            if workbook and FormulaCell in map(type, cells) and not is_remark(cells):
                # Refuses the file and not the row: what a formula gives may change whenever the file is opened.
                columns.without_formulas(cells)
            if columns.left_out is not None and columns.left_out(cells):
                self.left_out += 1
                continue
            try:
                said = self._said(line, cells, merged) if len(cells) > width or merged.crossed else read(line, cells)
            except Findings as found:
                # Asked only of rows that cannot be read: a form may be numbered beforehand and blank but for that.
                if columns.says_nothing(cells):
                    self._pass_over(line, cells)
                else:
                    yield self._refused(line, cells, found)
            else:
                yield from said

    def remark(self, told: str) -> None:
        """Say it of the file, once however often its rows are gone through."""
        if told not in self.remarks:
            self.remarks = (*self.remarks, told)

    def _pass_over(self, line: int, cells: Sequence[str]) -> None:
        self.passed_over += 1
        if self.form is FileForm.ATTENDANCE and any(cells):
            for told in named_below(line, cells):
                self.remark(told)

    def _is_group(self, line: int, cells: Sequence[str]) -> bool:
        """Whether a row that is merged across is but the name of a group above its members, which is told."""
        said = {text for cell in cells if (text := cell.strip())}
        told = group_row(line, next(iter(said))) if len(said) == 1 else ""
        if told:
            self.remark(told)
        return bool(told)

    def _said(self, line: int, cells: Sequence[str], merged: Merged) -> Sequence[T]:
        """What a row says. Raises Findings, also for a cell that stands under no heading or under several."""
        columns = self._columns
        if len(cells) > self._width and (stray := columns.stray(cells)):
            raise Findings([columns.problem(line, f"第 {stray} 列", *columns.headless(stray - 1))])
        if merged.crossed:
            raise Findings([columns.problem(line, "", merged.told(), _CROSSED)])
        return self._read(line, cells)

    def _refused(self, line: int, cells: Sequence[str], found: Findings) -> RejectedRow:
        if self._columns.is_header(cells):
            what = f"这一行也是列名（列名已在第 {self.table.header.line} 行）"
            return RejectedRow(line, (self._columns.problem(line, "", what, "请删去这一行"),))
        return RejectedRow(line, tuple(problem for problem in found.problems if isinstance(problem, Problem)))


_CROSSED = "请取消合并，分别填写"
