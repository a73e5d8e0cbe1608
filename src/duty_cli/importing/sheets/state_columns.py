"""An attendance sheet with a column for each state: 出席, 请假, 缺席 across, and a tick in one of them for each member."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from duty_cli.errors.base import DutyError, Findings
from duty_cli.importing.sheets.capacity_cells import is_guest_mark
from duty_cli.importing.sheets.file_table import Columns, FileTable, plain_columns
from duty_cli.importing.sheets.sheet_rows import is_total
from duty_cli.model.capacities import Capacity
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS, FileVocabulary
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import Parser, cell_text
from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

_HEADING = "出席情况"
_LOOKED_AT = 30
"""The rows in which a number would tell that the columns count, and are not for ticks."""

_DEEP = 3
"""The rows below the header that may be headings as well."""

_ONE_COLUMN = "请一次活动只占一列，格中填记号，或在每次活动的各列上面写明日期；只有一次会议的，日期和名称写在表题，列名只留出席、请假等"

_WORDS = pattern(f"[{CJK}0-9A-Za-z]")
_STATES = frozenset(map(str, Attendance))
_ONE, _NONE = frozenset({"1", "是"}), frozenset({"0", "否"})
"""What is as good as a tick in a column of one state, and as no tick."""

_TOGETHER = {Attendance.LATE, Attendance.LEFT_EARLY}


@dataclass(frozen=True, slots=True)
class StateColumns:
    """Where each state is ticked, and the line that heads these columns: the header, or the one below a common heading."""

    states: Mapping[int, Attendance]
    names: Mapping[int, str]
    line: int
    guest: int | None = None
    """The one among them that is headed 列席: a tick there is a presence, as a guest."""

    @property
    def called(self) -> str:
        """All of them as they stand in the file."""
        return "、".join(self.names.values())

    def columns(self, table: FileTable) -> Columns:
        """The table under our headings; the state of a row stands in the first of these columns."""
        header, first = table.header, min(self.states)
        cells = tuple("" if at in self.states else cell for at, cell in enumerate(header.cells))
        plain = plain_columns(replace(table, header=replace(header, cells=cells)), ATTENDANCE_HEADINGS)
        return replace(
            plain,
            table=table,
            at={**plain.at, _HEADING: first},
            origins={**plain.origins, _HEADING: self.called},
            bare=tuple(at for at in plain.bare if at not in self.states),
            rows=lambda: (row for row in table.rows() if row[0] > self.line),
            also={at: name for at, name in self.names.items() if at != first},
            began=self.line + 1,
        )


def state_columns(table: FileTable) -> StateColumns | None:
    """The columns of states of a sheet, where it has several; none where they count, as the columns of a summary do."""
    if table.mapping is not None:
        return None
    words, header = table.lexicon.words, table.header
    found = _headed(words, header.line, header.cells)
    if found is None and any(table.lexicon.heading(cell, (_HEADING,)) for cell in header.cells):
        line, cells = next(table.rows(), (header.line, [""] * len(header.cells)))
        named = any(cells[at].strip() for at, cell in enumerate(header.cells) if _names(table, cell))
        found = None if named else _headed(words, line, cells)
    return None if found is None or _counts(table, found) else found


def states_below(table: FileTable) -> Iterator[Problem]:
    """What is wrong with a sheet of several activities that has columns of states below each: a tick of 请假 would be a presence."""
    words, naming = table.lexicon.words, [at for at, cell in enumerate(table.header.cells) if _names(table, cell)]
    for line, cells in islice(table.rows(), _DEEP):
        said = [cell for at, cell in enumerate(cells) if cell.strip() and at not in naming]
        states = {state_named(words, cell) for cell in said}
        if len(states) > 1 and None not in states and not any(cells[at].strip() for at in naming):
            names = "、".join(dict.fromkeys(map(text_cleaning.heading, said)))
            yield Problem(table.name, line, "", f"活动下面又分{names}几列", _ONE_COLUMN)


def _names(table: FileTable, cell: str) -> bool:
    return table.lexicon.heading(cell, ("委员编号", "姓名")) is not None


def _headed(words: FileVocabulary, line: int, cells: Sequence[str]) -> StateColumns | None:
    """The columns that one row heads; a state has one column, or nobody knows which of two is meant."""
    states = {at: state for at, cell in enumerate(cells) if (state := state_named(words, cell)) is not None}
    guests = [at for at, cell in enumerate(cells) if is_guest_mark(text_cleaning.heading(cell))]
    if len(states) + len(guests) < 2 or len({*states.values()}) < len(states) or len(guests) > 1 or not states:
        return None
    states.update(dict.fromkeys(guests, Attendance.PRESENT))
    names = {at: text_cleaning.heading(cells[at]) for at in sorted(states)}
    return StateColumns(states, names, line, next(iter(guests), None))


def state_named(words: FileVocabulary, cell: str) -> Attendance | None:
    """The state that a heading names in words; a sign heads no column."""
    text = text_cleaning.heading(cell)
    if text in _STATES:
        return Attendance(text)
    return words.marks.get(text) if _WORDS.match(text) else None


def _counts(table: FileTable, found: StateColumns) -> bool:
    """Whether numbers stand in these columns that are no ticks."""
    rows = (cells for line, cells in table.rows() if line > found.line and not is_total(cells))
    said = (cells[at].strip() for cells in islice(rows, _LOOKED_AT) for at in found.states if at < len(cells))
    return any(cell.isdecimal() and cell not in _ONE | _NONE for cell in said)


class Ticks:
    """Reads which of several columns of states is ticked; ``heading`` is what all of them are called together.

    ``guest`` is the place of the column of those who were not due.
    """

    def __init__(
        self,
        columns: Columns,
        states: Mapping[int, Attendance],
        names: Mapping[int, str],
        mark: Parser,
        *,
        heading: str = _HEADING,
        guest: int | None = None,
    ) -> None:
        self._columns, self._states, self._names = columns, states, names
        self._mark, self._heading, self._guest = mark, heading, guest

    def __call__(self, line: int, cells: Sequence[str]) -> str:
        """The state that is ticked, in words; empty without a tick. Raises Findings for two of them."""
        ticked = {at: state for at, state in self._states.items() if cell_text(cells[at]) not in ("", *_NONE)}
        problems = [problem for at in ticked for problem in self._wrong(line, at, cells[at])]
        if len(ticked) > 1 and {*ticked.values()} != _TOGETHER:
            names = "、".join(f"“{self._names[at]}”" for at in ticked)
            problems.append(self._columns.problem(line, self._heading, f"{names}几列都有记号", "请只留一个"))
        if problems:
            raise Findings(problems)
        return "、".join(Capacity.GUEST if at == self._guest else state for at, state in ticked.items())

    def _wrong(self, line: int, at: int, cell: str) -> Iterator[Problem]:
        """What is wrong with a cell that is neither a tick nor the state of its column."""
        name, state, text = self._names[at], self._states[at], cell_text(cell)
        if text in _ONE:
            return
        try:
            said = self._mark(name, text)
        except DutyError as error:
            yield self._columns.told(line, name, error)
            return
        # Whatever sign says that somebody came is a tick in any column.
        if said is not state and (said is not Attendance.PRESENT or _WORDS.match(text)):
            yield self._columns.problem(
                line, name, f"“{text_cleaning.shown(text)}”是{said}", f"请改为 √，或填在{said}一列"
            )


class TickedRows:
    """Rows of ticks to records. ``read`` reads a row in whose first such column the state stands in words."""

    def __init__(
        self,
        columns: Columns,
        states: StateColumns,
        mark: Parser,
        read: Callable[[int, Sequence[str]], tuple[ParsedRecord]],
    ) -> None:
        self._ticks = Ticks(columns, states.states, states.names, mark, guest=states.guest)
        self._first, self._read = min(states.states), read

    def __call__(self, line: int, cells: Sequence[str]) -> tuple[ParsedRecord]:
        """The record of a row; without a tick it leaves the state unsaid. Raises Findings for two of them."""
        said = self._ticks(line, cells)
        return self._read(line, [*cells[: self._first], said, *cells[self._first + 1 :]])
