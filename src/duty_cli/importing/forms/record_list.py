"""Lists of records and attendance, a row each: every row read, every problem of every row gathered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.record_errors import BadValue, UnknownScope
from duty_cli.importing.absent_members import no_tick, note_against, without_presence
from duty_cli.importing.forms.agreeing_signs import AgreeingRows, SignColumns
from duty_cli.importing.forms.attendance_matrix import read_matrix
from duty_cli.importing.forms.plain_stays import StayColumns, read_stays
from duty_cli.importing.forms.sheet_shapes import shape_of
from duty_cli.importing.maps.apply_mapping import columns_of
from duty_cli.importing.maps.moved_days import MovedDays
from duty_cli.importing.maps.nicknames import naming_members
from duty_cli.importing.sheets.capacity_cells import CAPACITY, CapacityCells, is_guest_mark
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.meeting_title import (
    MeetingTitle,
    day_of,
    kind_against,
    meeting_title,
    names_meeting,
    refuse_unused,
    taken_from_title,
)
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.importing.sheets.sign_reader import SignReader, Unsigned, of_moment, read_mark, signed_days, state_on
from duty_cli.importing.sheets.state_columns import StateColumns, TickedRows
from duty_cli.model.expected_attendance import EVERYONE, SCOPE
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS, UNTOLD, FileForm, Meeting
from duty_cli.model.members import GROUPINGS, Facet, Roster
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import COLUMNS, HEADINGS, OWN, RECORD_HEADINGS, Due, RecordFields
from duty_cli.parsing.dates import day_in_file
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import FACT_PARSERS, NOT_EMPTY, Parser, Read
from duty_cli.patterns import pattern

_SAID = pattern(rf"{SCOPE}\s*[:：]\s*(\S+)")
_OR, _AND = pattern("[、，,;；]"), "且"


def dues_said(titles: Iterable[str], roster: Roster) -> tuple[Due, ...]:
    """What the lines above a sheet say of who is due; nothing where they do not. Raises UnknownScope."""
    found = (said for title in titles for said in _SAID.findall(title))
    return tuple(_due(one, roster) for said in found for one in _OR.split(said) if one)


def _due(said: str, roster: Roster) -> Due:
    """One of the alternatives: everyone, or who is in all of some groups."""
    if said in (EVERYONE, f"{EVERYONE}委员"):
        return Due()
    groups: dict[Facet, frozenset[str]] = {}
    for name in said.split(_AND):
        facets = {tenure.facet for member in roster for tenure in member.tenures if tenure.value == name} & {*GROUPINGS}
        # A word that names no group, or groups of two sorts, could make anybody due: refused.
        if len(facets) != 1:
            raise UnknownScope(name, sorted({s.value for one in roster for f in GROUPINGS for s in one.of(f)}))
        groups[facets.pop()] = frozenset({name})
    return Due(groups)


_FIELDS = list(HEADINGS)
_POSITION, _AUTHORS = _FIELDS.index("作者位次"), _FIELDS.index("作者人数")
_DAY, _STATE, _NOTE = (_FIELDS.index(heading) for heading in ("日期", "出席情况", "备注"))
_EMPTY = {
    COLUMNS[item.name].heading: NOT_EMPTY if item.default is MISSING else item.default
    for item in fields(RecordFields)
    if item.name in COLUMNS
}
"""Heading → what an empty cell says."""


_OWN = frozenset(COLUMNS[name].heading for name in OWN)
_KEPT = 1 << 12


def read_records(table: FileTable, roster: Roster, *, year: int | None = None) -> FileRows[ParsedRecord]:
    """The records in a table, a row each; ``year`` completes dates written without one, else that of the titles does."""
    # No record holds the sector, but it tells members of one name apart.
    columns = naming_members(columns_of(table, (*RECORD_HEADINGS, "界别", CAPACITY), FileForm.RECORDS), roster)
    problems = [
        *columns.lacking(("履职事项",), ("日期",), ("委员编号", "姓名")),
        *without_presence(table, columns),
    ]
    rows = RecordRows(columns, roster, year)
    reading = _reading(FileForm.RECORDS, "一行一条记录", columns, rows, problems)
    rows.sign.tell = reading.remark
    return reading


def _reading(
    form: FileForm, layout: str, columns: Columns, rows: RecordRows, problems: Sequence[Problem]
) -> FileRows[ParsedRecord]:
    """The rows read, several records from each and shares by time where a mapping says so."""
    mapping = columns.table.mapping
    if mapping is None or not mapping.gathers:
        return FileRows(form, layout, columns, rows, problems=problems)
    from duty_cli.importing.maps.parted_rows import PartedRows
    from duty_cli.importing.maps.stay_rows import StayReader, StayRows

    parted = PartedRows(columns, mapping, rows) if mapping.parted else rows
    if mapping.stays is None:
        return FileRows(form, "一行几条记录", columns, parted, problems=problems)
    stays = StayReader(columns, mapping, mapping.stays, parted, rows.whose)
    told = [*problems, *stays.problems]
    return StayRows(form, "一行一次进出，每人一条记录", columns, stays, problems=told, stays=stays)


def fact_parsers(table: FileTable, year: int | None) -> dict[str, Parser]:
    """Heading → how its cells are read in this table."""
    day = partial(day_in_file, year=year or table.year, epoch=table.sheet.epoch)
    return {**FACT_PARSERS, "日期": day}


def sign_reader(table: FileTable, year: int | None) -> SignReader:
    """How the signs of this table are read."""
    return SignReader(table.lexicon.words, table.sheet.epoch, year or table.year)


class RecordRows:
    """Rows to records. ``given`` says what no cell of the file does; ``on`` is the day of all, whatever day a cell says."""

    def __init__(
        self,
        columns: Columns,
        roster: Roster,
        year: int | None,
        given: Mapping[str, object] | None = None,
        on: date | None = None,
    ) -> None:
        self.sign = sign_reader(columns.table, year)
        how = {**fact_parsers(columns.table, year), "出席情况": no_tick(columns.table, self.sign)}
        self.moved = None if on is None else MovedDays(on, columns, how["日期"])
        if self.moved is not None:
            how["日期"] = self.moved
        # A sheet that somebody filled in may contradict itself; what we wrote out is read back as it was.
        self._filled_in = given is not None
        empty = {**_EMPTY, **(given or {})}
        said = columns.origins.get("出席情况", "")
        self.sign.moment = any(map(of_moment, said.split("、")))
        if of_moment(said):
            empty["出席情况"] = Unsigned.SAID
        self._columns = columns
        self.on_other_day: Callable[[int, date, date], None] | None = None
        """Told once of a row on another day than the first, where all are of one meeting."""
        self._first_day: date | None = None
        self.whose = Whose(roster, columns.at, columns.converted)
        self._values: list[Any] = [
            None if value is NOT_EMPTY else value for value in (empty[heading] for heading in _FIELDS)
        ]
        self._reads = [
            (_FIELDS.index(heading), at, Read(heading, how[heading], columns.converted.get(heading), empty[heading]))
            for heading, at in columns.at.items()
            if heading in _EMPTY
        ]
        self._own = [one for one in self._reads if one[2].heading in _OWN]
        self._shared = [one for one in self._reads if one[2].heading not in _OWN]
        self._sort_of = _cells_at([at for _, at, _ in self._shared])
        self._sorts: dict[object, tuple[list[Any], RecordFields, bool]] = {}
        self._capacity, self._state = CapacityCells(columns), columns.at.get("出席情况")

    def __call__(self, line: int, cells: Sequence[str]) -> tuple[ParsedRecord]:
        """The record of a row. Raises Findings."""
        try:
            # The same kind, day, activity and state stand in very many rows.
            shared, alike, unsigned = self._sorts.get(sort := self._sort_of(cells)) or self._new_sort(sort, cells)
            values = shared.copy()
            for field, at, read in self._own:
                values[field] = read[cells[at]]
            member = self.whose(cells, values[_DAY])
            capacity = self._capacity(cells, guest=self._is_guest(cells))
            if self._filled_in:
                note_against(values[_STATE], values[_NOTE])
        except DutyError:
            # The quick way stops at the first problem; only a row that has one is gone through for all of them.
            raise Findings(self._problems(line, cells)) from None
        if self.on_other_day is not None:
            self._look_at_day(line, values[_DAY])
        if self.moved is not None:
            self.moved.tell_of(line, cells)
        fields = RecordFields(*values)
        fields.alike = alike
        return (ParsedRecord(line, member, fields, unsigned, capacity),)

    def _is_guest(self, cells: Sequence[str]) -> bool:
        return self._state is not None and is_guest_mark(cells[self._state])

    def _look_at_day(self, line: int, day: date) -> None:
        self._first_day = self._first_day or day
        if day != self._first_day and self.on_other_day is not None:
            self.on_other_day(line, self._first_day, day)
            self.on_other_day = None

    def _new_sort(self, sort: object, cells: Sequence[str]) -> tuple[list[Any], RecordFields, bool]:
        """What a row says in all but its own fields, remembered for those that have the same cells there.

        Last, whether it says but that somebody did not sign.
        """
        values = self._values.copy()
        for field, at, read in self._shared:
            values[field] = read[cells[at]]
        sign = values[_STATE]
        values[_STATE] = state_on(sign, values[_DAY])
        if (wrong := _misplaced(values)) is not None:
            raise wrong
        if len(self._sorts) == _KEPT:
            # Anew and not full for good: the rows of an event stand together.
            self._sorts.clear()
        found = self._sorts[sort] = values, RecordFields(*values), sign is Unsigned.SAID
        return found

    def _problems(self, line: int, cells: Sequence[str]) -> list[Problem]:
        """All that is wrong with a row, the member first."""
        problems: list[Problem] = []
        values = self._values.copy()
        for field, at, read in self._reads:
            try:
                values[field] = read[cells[at]]
            except DutyError as error:
                problems.append(self._columns.told(line, read.heading, error))
        try:
            self._capacity(cells, guest=self._is_guest(cells))
        except DutyError as error:
            problems.append(self._columns.told(line, CAPACITY, error))
        try:
            self.whose(cells, values[_DAY])
        except DutyError as error:
            problems.insert(0, self._columns.told(line, self.whose.heading(cells, error), error))
        if not problems and (wrong := _misplaced(values)) is not None:
            problems.append(self._columns.told(line, "作者位次", wrong))
        try:
            if not problems:
                state = state_on(values[_STATE], values[_DAY])
            if not problems and self._filled_in:
                note_against(state, values[_NOTE])
        except DutyError as error:
            problems.append(self._columns.told(line, error.column, error))
        return problems


def _cells_at(places: Sequence[int]) -> Callable[[Sequence[str]], object]:
    return itemgetter(*places) if places else lambda _: ()


def _misplaced(values: Sequence[Any]) -> BadValue | None:
    """What is wrong with a place among the authors that is beyond their number."""
    position, authors = values[_POSITION], values[_AUTHORS]
    if position is None or authors is None or position <= authors:
        return None
    return BadValue("作者位次", str(position), f"不大于作者人数 {authors} 的数")


def read_attendance(
    table: FileTable, roster: Roster, kinds: Collection[str], *, year: int | None = None, told: Meeting = UNTOLD
) -> FileRows[ParsedRecord]:
    """The records in an attendance sheet of either layout; ``told`` fills what it does not say of its meeting.

    Raises DayDisagrees, KindDisagrees or ToldInVain.
    """
    reading = _of_layout(table, roster, kinds, year, told)
    try:
        reading.dues = dues_said(table.titles, roster)
    except UnknownScope as error:
        what, _, advice = str(error).partition("；")
        reading.problems = (*reading.problems, Problem(table.name, table.header.line, "", what, advice))
    return reading


def _of_layout(
    table: FileTable, roster: Roster, kinds: Collection[str], year: int | None, told: Meeting
) -> FileRows[ParsedRecord]:
    plain = table.mapping is None
    shape, across = shape_of(table, kinds, year, told)
    if across:
        return read_matrix(table, roster, kinds, sign_reader(table, year), told=told, year=year)
    own = columns_of(table, ATTENDANCE_HEADINGS, FileForm.ATTENDANCE) if shape is None else shape.columns(table)
    columns = naming_members(own, roster)
    over = None if plain else _over_map(columns, told)
    refuse_unused(told, {"日期", "活动"} - columns.at.keys() | ({"日期"} if over else set()), table.name)
    title = meeting_title(table, kinds, year)
    against = kind_against(told, title, table.name) if "履职事项" not in columns.at else ""
    if over:
        day_of(told, title, table.name)  # raises where the title says another
    given, problems = _of_meeting(columns, title, told)
    taken = {"履职事项": told.kind, "日期": told.on, "活动": told.name}
    signed = _day_of_signing(columns, title, year, problems) if plain else None
    if signed is not None:
        given["日期"] = taken["日期"] = signed
    rows = RecordRows(columns, roster, year, given, over)
    wrong = [*columns.lacking(("出席情况",), ("委员编号", "姓名")), *problems.values()]
    if isinstance(shape, StayColumns):
        reading = read_stays(columns, shape, rows, rows.whose, wrong, told, given)
    else:
        reading = _of_shape(columns, shape, rows, wrong)
    rows.sign.tell = reading.remark
    if rows.moved is not None:
        rows.moved.tell = reading.remark
    if "活动" in given and "日期" in columns.at:
        rows.on_other_day = partial(_told_of_day, reading, given["活动"])
    if against:
        reading.remark(against)
    nameless = "活动" in given and not (told.name or title.name)
    reading.unsaid = (*problems, *["活动"] * nameless, *reading.unsaid)
    by_title = taken_from_title(table.name, {one: given[one] for one in given if taken[one] is None})
    by_signing = [f"{table.name} 按{columns.origins['出席情况']}读作：日期 {signed}"] if signed is not None else []
    reading.remarks = (*reading.remarks, *by_title, *by_signing)
    return reading


def _over_map(columns: Columns, told: Meeting) -> date | None:
    """The day told, where it is to hold over the days that a map takes from when an answer came in; else none."""
    mapping = columns.table.mapping
    return told.on if told.over and "日期" in columns.at and mapping is not None and mapping.stays is None else None


def _of_shape(
    columns: Columns, shape: StateColumns | SignColumns | None, rows: RecordRows, problems: Sequence[Problem]
) -> FileRows[ParsedRecord]:
    """The rows of a sheet of one meeting: with one column of signs, several that must agree, or one for each state."""
    layout = "一行一名委员的一次活动"
    if shape is None:
        return _reading(FileForm.ATTENDANCE, layout, columns, rows, problems)
    if isinstance(shape, StateColumns):
        layout = f"{layout}，{shape.called}各占一列"
        ticked = TickedRows(columns, shape, partial(read_mark, columns.table.lexicon.words), rows)
        return FileRows(FileForm.ATTENDANCE, layout, columns, ticked, problems=problems)
    agreeing = AgreeingRows(columns, shape, no_tick(columns.table, rows.sign), rows)
    return FileRows(FileForm.ATTENDANCE, f"{layout}，{shape.called}须一致", columns, agreeing, problems=problems)


def _day_of_signing(
    columns: Columns, title: MeetingTitle, year: int | None, problems: dict[str, Problem]
) -> date | None:
    """The day on which all signed, where nothing else says the day; of several days that is told."""
    if "日期" not in problems or title.wrong or title.days or "出席情况" not in columns.at:
        return None
    days = signed_days(columns, sign_reader(columns.table, year))
    if len(days) == 1:
        del problems["日期"]
        return days[0]
    if days:
        said = f"{columns.origins['出席情况']}有{'、'.join(map(str, days[:3]))}{'等' * (len(days) > 3)} {len(days)} 天"
        problems["日期"] = replace(problems["日期"], what=said)
    return None


def _told_of_day(reading: FileRows[ParsedRecord], name: object, line: int, first: date, other: date) -> None:
    what = f"第 {line} 行是 {other}，前面的是 {first}：登记为两次“{name}”"
    mapping = reading.table.mapping
    way = f"加 --on {first}" if mapping is not None and mapping.stays is None else "先把文件里的日期改为一致"
    reading.remark(f"{what}；同一次的（如会后补填）请{way}，或撤销后重新导入")


def _of_meeting(columns: Columns, title: MeetingTitle, told: Meeting) -> tuple[dict[str, object], dict[str, Problem]]:
    """What is the same for all rows of a sheet of one meeting, and by heading what nobody says."""
    given: dict[str, object] = {}
    problems: dict[str, Problem] = {}
    line, name = columns.table.header.line, columns.table.name
    if told.kind is not None or "履职事项" not in columns.at:
        meant = {told.kind} if told.kind is not None else title.kinds
        if len(meant) == 1:
            given["履职事项"] = next(iter(meant))
        else:
            why = f"表题写了{'、'.join(sorted(meant))}" if meant else "表中没有说明履职事项"
            problems["履职事项"] = Problem(name, line, "履职事项", why, "请用 --kind 指明一项，或加上这一列")
    if "日期" not in columns.at:
        given["日期"] = day_of(told, title, name)
        if given["日期"] is None:
            why = title.wrong or "表中没有说明日期"
            advice = "请用 --on 指明一天，或在表题写明年月日，或加上这一列"
            problems["日期"] = Problem(name, line, "日期", why, advice)
    if "活动" in columns.at:
        return given, problems
    if told.name is not None or "日期" not in columns.at or _over_map(columns, told):
        given["活动"] = told.name or title.called(given.get("履职事项", "")) or None
    elif columns.table.mapping is not None and names_meeting(title.name):
        given["活动"] = title.name
    return given, problems
