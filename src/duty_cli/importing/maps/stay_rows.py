"""参加比例 by time: the stays of each person in a foreign file added up, and held against the length of the meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.map_errors import LongerThanBetween, NoStaySaid, NoTimeSpent, StaysOverlap, WrongWay
from duty_cli.importing.maps.apply_mapping import asked_header
from duty_cli.importing.sheets.capacity_cells import CAPACITY
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.importing.sheets.title_cells import TitleCells
from duty_cli.model.column_maps import ColumnMapping, ForeignCell, StayRule
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import MemberKey
from duty_cli.model.parsed_rows import ParsedRecord, Problem, RejectedRow
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import HEADINGS, RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import MomentCell
from duty_cli.parsing.date_patterns import SPANNING, moment
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import cell_text, no_error
from duty_cli.parsing.stay_times import Stretch, duration, seconds_in, share_of

SHARE = "参加比例"
_AND_OUT = "没有参加的行用 only 或 except 略过"
_MOST = 1 << 14
_ROUNDED = 60
"""By how many seconds a platform that counts whole minutes may say more than lies between coming and leaving."""

_NAMED = {heading: name for heading, name in HEADINGS.items() if name != "number"}
_FACTS = attrgetter(*_NAMED.values())
_GIVEN = [item.name for item in dataclass_fields(RecordFields) if item.init]
_VALUES, _SHARE_AT = attrgetter(*_GIVEN), _GIVEN.index("share")

Records: TypeAlias = Callable[[int, Sequence[str]], Sequence[ParsedRecord]]


@dataclass(frozen=True, slots=True)
class _Stay:
    """One stay: from when until when or how many seconds, and how long the meeting took, with its hours where they are told."""

    whole: Points
    within: Stretch | None
    stretch: Stretch | None = None
    seconds: Points | None = None

    @property
    def unbroken(self) -> bool:
        """Whether somebody was there from coming to leaving, as far as is told."""
        return self.stretch is not None and (
            self.seconds is None or self.seconds + _ROUNDED > seconds_in([self.stretch])
        )


class StayReader:
    """Rows to records without their share; what each row says of it is kept by line, until all of somebody's are known."""

    def __init__(self, columns: Columns, mapping: ColumnMapping, rule: StayRule, rows: Records, whose: Whose) -> None:
        self._columns, self._rule, self._rows, self._whose = columns, rule, rows, whose
        header, title = asked_header(columns.table, mapping), TitleCells(columns.table)
        epoch = columns.table.sheet.epoch
        told = {one: StayCell(one, rule, epoch, *_found(one, header, title)) for one in rule.cells}
        self._lasted = None if rule.lasted is None else told[rule.lasted]
        self._bounds = None if rule.bounds is None else (told[rule.bounds[0]], told[rule.bounds[1]])
        self._length: StayCell | tuple[StayCell, StayCell] | Points
        match rule.whole:
            case ForeignCell() as one:
                self._length = told[one]
            case (first, last):
                self._length = told[first], told[last]
            case seconds:
                self._length = seconds
        self._all: tuple[Points, Stretch | None] | None = None
        self.problems = tuple(title.problems) or self._faults()
        self.stays: dict[int, _Stay | Problem] = {}
        self.refused: dict[MemberKey, int] = {}

    def __call__(self, line: int, cells: Sequence[str]) -> Sequence[ParsedRecord]:
        """The records of a row. Raises Findings."""
        try:
            records = self._rows(line, cells)
        except Findings:
            self._refuse(line, cells)
            raise
        try:
            self.stays[line] = self._stay(cells)
        except DutyError as error:
            self.stays[line] = self._columns.told(line, SHARE, error)
        return records

    def _faults(self) -> tuple[Problem, ...]:
        """What is wrong with a length that is the same for all rows."""
        match self._rule.whole:
            case ForeignCell() as one if one.in_row:
                return ()
            case (first, last) if first.in_row or last.in_row:
                return ()
        try:
            self._all = self._whole([])
        except DutyError as error:
            return (self._columns.told(self._columns.table.header.line, SHARE, error),)
        return ()

    def _refuse(self, line: int, cells: Sequence[str]) -> None:
        """Note whose row cannot be read: what else the file says of his time is not all of it."""
        try:
            self.refused.setdefault(self._whose(cells, None).key, line)
        except DutyError:
            # Whose it is, nobody knows: the row is told as it is.
            return

    def _stay(self, cells: Sequence[str]) -> _Stay:
        whole, within = self._all or self._whole(cells)
        stretch = None if self._bounds is None else self._stretch(self._bounds, cells, within)
        if self._lasted is None:
            return _Stay(whole, within, stretch)
        lasted = self._lasted.seconds[self._lasted.cell(cells)]
        if stretch is not None and lasted > seconds_in([stretch]) + _ROUNDED:
            raise LongerThanBetween(self._lasted.called, self._lasted.said(self._lasted.cell(cells)), stretch)
        return _Stay(whole, within, stretch, lasted)

    def _whole(self, cells: Sequence[str]) -> tuple[Points, Stretch | None]:
        """How many seconds the meeting took, and from when until when, where that is told. Raises DutyError."""
        match self._length:
            case StayCell() as one:
                seconds, within = one.seconds[one.cell(cells)], None
            case (first, last):
                within = self._stretch((first, last), cells, None)
                seconds = seconds_in([within])
            case seconds:
                return seconds, None
        if not seconds:
            raise NoTimeSpent("会议的全长", "请核对原表")
        return seconds, within

    def _stretch(self, bounds: tuple[StayCell, StayCell], cells: Sequence[str], within: Stretch | None) -> Stretch:
        """From when until when. A time without its day is of the day before it, else of that of the meeting."""
        came, left = bounds
        first, last = came.moments[came.cell(cells)], left.moments[left.cell(cells)]
        first = _on_day_of(first, within[0] if within else last)
        last = _on_day_of(last, first)
        if last < first:
            raise WrongWay((came.called, first), (left.called, last))
        return first, last


def _found(one: ForeignCell, header: Sequence[str], title: TitleCells) -> tuple[int | None, str]:
    """The place of a column, or what the title says; what is lacking in the title is gathered there."""
    heading = text_cleaning.heading(one.heading)
    return (header.index(heading) if heading in header else None, "") if one.in_row else (None, title(one))


T = TypeVar("T")


class _Kept(dict[str, T]):
    """What a cell comes to: the same times come again and again in the report of a meeting, and each is read once."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> T:
        """Of a cell not met before. Raises DutyError, every time anew."""
        found = self._read(cell)
        if len(self) < _MOST:
            self[cell] = found
        return found


class StayCell:
    """What a row says in the cell ``at`` a place, or the title block in one that is the same for all rows."""

    def __init__(self, one: ForeignCell, rule: StayRule, epoch: date, at: int | None, titled: str = "") -> None:
        self.called, self._heading, self._at, self._titled = str(one), one.heading, at, titled
        self.moments = _Kept(lambda cell: moment(self.called, self.said(cell), rule.date, epoch))
        self.seconds = _Kept(lambda cell: duration(self.called, self.said(cell), rule.unit))

    def cell(self, cells: Sequence[str]) -> str:
        """The cell of a row, or that of the title."""
        return self._titled if self._at is None else cells[self._at]

    def said(self, cell: str) -> str:
        """What it says. Raises NoStaySaid."""
        text = cell if isinstance(cell, MomentCell) else no_error(self._heading, cell_text(cell))
        if not text:
            raise NoStaySaid(self.called)
        return text


def _on(day: date, stretch: Stretch) -> bool:
    """Whether somebody came or left on the day, or the times are told without a day that is known."""
    first, last = stretch[0].date(), stretch[1].date()
    return first <= day <= last or min(first.year, last.year) <= SPANNING


def _on_day_of(when: datetime, other: datetime) -> datetime:
    return datetime.combine(other.date(), when.time()) if when.year == 1 else when


class StayRows(FileRows[ParsedRecord]):
    """The rows of such a file: one record for each person at each meeting, in the order in which they first come."""

    def __init__(self, *said: Any, stays: StayReader, **more: Any) -> None:  # noqa: ANN401 - those of FileRows
        super().__init__(*said, **more)
        self._stays, self._told = stays, tuple[str, ...]()
        self._sorts: dict[tuple[int, Points], tuple[RecordFields, RecordFields]] = {}

    def __iter__(self) -> Iterator[ParsedRecord | RejectedRow]:
        stays = self._stays
        stays.stays, stays.refused = {}, {}
        rows: list[ParsedRecord | RejectedRow] = []
        together: defaultdict[object, list[ParsedRecord]] = defaultdict(list)
        for row in super().__iter__():
            if isinstance(row, RejectedRow):
                rows.append(row)
            else:
                said = row.fields
                together[row.member.key, said.on, said.kind, said.event].append(row)
        for group in together.values():
            rows += self._summed(group)
        more = sum(len(group) - 1 for group in together.values())
        people = sum(len(group) > 1 for group in together.values())
        told = (f"{people} 人有几次进出，时长已合计（并入 {more} 行）",) if more else ()
        # Said anew each time that the rows are gone through, beside whatever else is said of the file.
        self.remarks = (*(one for one in self.remarks if one not in self._told), *told)
        self._told = told
        yield from sorted(rows, key=lambda row: row.line)

    def _summed(self, group: Sequence[ParsedRecord]) -> list[ParsedRecord] | list[RejectedRow]:
        """The one record of somebody's rows, or the rows with what is wrong with them."""
        problems = {row.line: problem for row in group if (problem := self._problem(row, group[0]))}
        if not problems and (refused := self._stays.refused.get(group[0].member.key)) is not None:
            problems = {refused: Problem(self.table.name, refused, "", "")}
        if not problems:
            try:
                first, fields = group[0], self._with(group[0].fields, self._share(group))
                return [ParsedRecord(first.line, first.member, fields, capacity=first.capacity)]
            except DutyError as error:
                problems = {group[0].line: self._columns.told(group[0].line, SHARE, error)}
        line = min(problems)
        what = f"同一人的第 {line} 行有问题，参加的时长算不全"
        rest = {row.line: self._columns.problem(row.line, SHARE, what, f"请先改正第 {line} 行") for row in group}
        return [RejectedRow(row.line, (problems.get(row.line, rest[row.line]),)) for row in group]

    def _with(self, fields: RecordFields, share: Points) -> RecordFields:
        """The same with that share; what is alike of many rows is alike of those with the same share."""
        found, alike = _shared(fields, share), fields.alike
        if alike is not None:
            key = id(alike), share
            if key not in self._sorts:
                # Both are kept: what is remembered by its identity must not be another's when it is gone.
                self._sorts[key] = alike, _shared(alike, share)
            found.alike = self._sorts[key][1]
        return found

    def _problem(self, row: ParsedRecord, first: ParsedRecord) -> Problem | None:
        """What is wrong with a row, or how it is unlike the first of the same person."""
        stay, before = self._stays.stays[row.line], self._stays.stays[first.line]
        if isinstance(stay, Problem):
            return stay
        heading = "" if row is first else _unlike(row.fields, first.fields)
        if heading or row.capacity is not first.capacity:
            heading = heading or CAPACITY
            what = f"与第 {first.line} 行不同；同一人几次进出的各行应一致"
            return self._columns.problem(row.line, heading, what, "请改为一致，或从对应表中去掉这一列")
        if stay.stretch is not None and not _on(row.fields.on, stay.stretch):
            what = f"进出的时间（{stay.stretch[0]:%Y-%m-%d}）不在会议的那一天（{row.fields.on}）"
            return self._columns.problem(row.line, SHARE, what, "请核对是不是同一次会议")
        if isinstance(before, _Stay) and (stay.whole, stay.within) != (before.whole, before.within):
            what = f"会议的全长与第 {first.line} 行不同"
            return self._columns.problem(row.line, SHARE, what, "请核对原表")
        return None

    def _share(self, group: Sequence[ParsedRecord]) -> Points:
        """The part of the meeting for which somebody was there. Raises NoTimeSpent."""
        stays = [stay for row in group if isinstance(stay := self._stays.stays[row.line], _Stay)]
        seconds = _together(stays)
        if not seconds:
            raise NoTimeSpent("会议时间内参加的时长", _AND_OUT)
        return share_of(seconds, stays[0].whole)


def _shared(fields: RecordFields, share: Points) -> RecordFields:
    values = list(_VALUES(fields))
    values[_SHARE_AT] = share
    return RecordFields(*values)


def _together(stays: Sequence[_Stay]) -> Points:
    """How many seconds several stays are together, each second once. Raises StaysOverlap."""
    stretches = [stay.stretch for stay in stays if stay.stretch is not None]
    told = [stay.seconds for stay in stays if stay.seconds is not None]
    if len(stays) == 1 and told:
        return told[0]
    if not told:
        return seconds_in(stretches, stays[0].within)
    if seconds_in(stretches) == sum(seconds_in([one]) for one in stretches):
        return sum(told)
    # In two places at once, as with a telephone beside the computer: what is told of each cannot be added up.
    if not all(stay.unbroken for stay in stays):
        raise StaysOverlap
    return seconds_in(stretches, stays[0].within)


def _unlike(one: RecordFields, other: RecordFields) -> str:
    """The first heading of which two records say different things, but for the number: each row has its own."""
    # Nearly all are alike, and each row is asked.
    if _FACTS(one) == _FACTS(other):
        return ""
    return next(heading for heading, name in _NAMED.items() if getattr(one, name) != getattr(other, name))
