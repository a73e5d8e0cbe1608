"""A plain attendance sheet with a row for each stay: 签到时间 and 签退时间, added up where the length of the meeting is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from itertools import islice
from typing import Any

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import LengthInVain
from duty_cli.importing.maps.apply_mapping import asked_header, mapped_columns
from duty_cli.importing.maps.stay_rows import Records, StayCell, StayReader, StayRows
from duty_cli.importing.sheets.file_table import Columns, FileTable, plain_columns
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.model.column_maps import ColumnMapping, ForeignCell, StayRule
from duty_cli.model.exact_numbers import show
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS, STAY_HEADINGS, FileForm, Meeting, MeetingLength
from duty_cli.model.members import Member
from duty_cli.model.parsed_rows import ParsedRecord, Problem, RejectedRow
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import MomentCell
from duty_cli.parsing.date_patterns import moment
from duty_cli.parsing.meeting_lengths import titled_length
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import cell_text
from duty_cli.parsing.stay_times import Stretch

LENGTH = "会议时长"
"""What such a sheet may leave unsaid of its meeting."""

_SIGN = "出席情况"
_CAME, _LEFT, _LASTED = STAY_HEADINGS
_COMING = frozenset(
    [
        "签到时间",
        "到会时间",
        "报到时间",
        "打卡时间",
        "进入时间",
        "进会时间",
        "进场时间",
        "入场时间",
        "入会时间",
        "加入时间",
        "加入会议时间",
        "上线时间",
        "进入",
    ]
)
_LEAVING = frozenset(
    [
        "签退时间",
        "离会时间",
        "离开时间",
        "离场时间",
        "退出时间",
        "退会时间",
        "退场时间",
        "下线时间",
        "离开",
        "退出",
        "签退",
    ]
)
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class StayColumns:
    """The places of coming and leaving, and how the file calls them.

    Where a map says it: the ``pattern`` of their moments, and where it stands how long somebody was there in all (``lasted``).
    """

    came: int
    left: int
    names: tuple[str, str]
    pattern: str | None = None
    lasted: tuple[int, str] | None = None

    @property
    def called(self) -> str:
        """Both as they stand in the file."""
        return "、".join(self.names)

    def columns(self, table: FileTable) -> Columns:
        """The table under our headings: who has a time of coming was there."""
        if table.mapping is not None:
            return self._mapped(mapped_columns(table, table.mapping, FileForm.ATTENDANCE))
        header = table.header
        cells = [*header.cells]
        cells[self.came], cells[self.left] = _CAME, ""
        plain = plain_columns(replace(table, header=replace(header, cells=tuple(cells))), ATTENDANCE_HEADINGS)
        return replace(
            plain,
            table=table,
            origins={**plain.origins, _SIGN: self.names[0]},
            bare=tuple(at for at in plain.bare if at != self.left),
            also={self.left: self.names[1]},
        )

    def _mapped(self, columns: Columns) -> Columns:
        """The same of a foreign file, whose map says which columns they are, and what else says who came."""
        also = {self.came: self.names[0], self.left: self.names[1]}
        if self.lasted is not None:
            also[self.lasted[0]] = self.lasted[1]
        return replace(
            columns,
            at={ours: place for ours, place in columns.at.items() if ours not in STAY_HEADINGS},
            converted={ours: how for ours, how in columns.converted.items() if ours not in STAY_HEADINGS},
            also={**columns.also, **also},
        )


def stay_columns(table: FileTable) -> StayColumns | None:
    """The columns of coming and leaving of a sheet that has one of each, and no other that says who came."""
    if table.mapping is not None:
        return _mapped_stays(table, table.mapping)
    cells = [text_cleaning.heading(cell) for cell in table.header.cells]
    came = [at for at, cell in enumerate(cells) if cell in _COMING]
    left = [at for at, cell in enumerate(cells) if cell in _LEAVING]
    signs = [at for at, cell in enumerate(table.header.cells) if table.lexicon.heading(cell, (_SIGN,)) is not None]
    if len(came) != 1 or len(left) != 1 or not {*signs} <= {*came, *left}:
        return None
    found = StayColumns(came[0], left[0], (cells[came[0]], cells[left[0]]))
    return found if _has_moments(table, found) else None


def _mapped_stays(table: FileTable, mapping: ColumnMapping) -> StayColumns | None:
    """The columns that a map calls so, where the file has them."""
    header, places = asked_header(table, mapping), dict[str, tuple[int, str]]()
    for ours in STAY_HEADINGS:
        source = mapping.columns.get(ours)
        origin = "" if source is None or source.from_ is None else text_cleaning.heading(source.from_)
        if origin in header:
            places[ours] = header.index(origin), origin
    if _CAME not in places or _LEFT not in places:
        return None
    came, left = places[_CAME], places[_LEFT]
    day = mapping.columns.get("日期")
    pattern = day.date if day is not None and day.from_ == mapping.columns[_CAME].from_ else None
    return StayColumns(came[0], left[0], (came[1], left[1]), pattern, places.get(_LASTED))


def _has_moments(table: FileTable, found: StayColumns) -> bool:
    """Whether times stand under leaving, and no ticks or signatures."""
    for _, cells in islice(table.rows(), _LOOKED_AT):
        cell = cells[found.left]
        if cell.strip():
            with suppress(DutyError):
                moment("", cell if isinstance(cell, MomentCell) else cell_text(cell), None, table.sheet.epoch)
                return True
    return False


def refuse_length(table: FileTable, stays: StayColumns | None, told: Meeting) -> None:
    """Raises LengthInVain where a length is told of a sheet that has nothing to hold against it."""
    if told.length is not None and stays is None:
        raise LengthInVain(table.name)


def read_stays(
    columns: Columns,
    stays: StayColumns,
    rows: Records,
    whose: Whose,
    problems: Sequence[Problem],
    told: Meeting,
    given: Mapping[str, object],
) -> FileRows[ParsedRecord]:
    """The records of such a sheet: one for each person, with the part of the meeting; without its length whole presences.

    The length is that told, else that of the title; ``given`` says what is the same for all rows.
    """
    length, on = told.length or titled_length(columns.table.titles), given.get("日期")
    day = on if isinstance(on, date) else None
    layout = "一行一名委员的一次活动"
    if length is not None:
        reader = PlainStays(columns, stays, rows, whose, length, day)
        layout = "一行一次进出，每人一条记录"
        found = PlainStayRows(FileForm.ATTENDANCE, layout, columns, reader, problems=problems, stays=reader)
        if told.length is None:
            found.remark(f"{columns.table.name} 按表题读作：{LENGTH} {show(Fraction(length.seconds) / 60)} 分钟")
        return found
    twice = _several(columns, stays, whose)
    if twice:
        wrong = Problem(columns.table.name, columns.table.header.line, stays.called, _several_told(twice), _HOW)
        silent = FileRows(FileForm.ATTENDANCE, layout, columns, rows, problems=[*problems, wrong])
        silent.unsaid = (LENGTH,)
        return silent
    reading = FileRows(FileForm.ATTENDANCE, layout, columns, rows, problems=problems)
    reading.remark(f"{stays.names[1]}没有读取：没有写明{LENGTH}，到会的都按全程；要折算参加比例的，加 --lasted 写明")
    return reading


_HOW = f"请用 --lasted 写明{LENGTH}，如 --lasted 2小时 或 --lasted 9:00-11:30，或在表上方写“{LENGTH}：120分钟”"


def _several(columns: Columns, stays: StayColumns, whose: Whose) -> list[Member]:
    """Who has several rows with a time of coming."""
    found = Counter[Member]()
    for _, cells in columns.rows():
        if cells[stays.came].strip():
            # Whose a row is that cannot be told is told with the row.
            with suppress(DutyError):
                found[whose(cells, None)] += 1
    return [member for member, count in found.items() if count > 1]


def _several_told(twice: Sequence[Member]) -> str:
    more = f"等 {len(twice)} 人" if len(twice) > 1 else ""
    return f"{twice[0]} {more}有几次进出，没有写明{LENGTH}，算不出参加比例"


class PlainStays(StayReader):
    """Stays between two times of each row, held against a length that is told or titled."""

    def __init__(
        self,
        columns: Columns,
        stays: StayColumns,
        rows: Records,
        whose: Whose,
        length: MeetingLength,
        day: date | None,
    ) -> None:
        came, left = (ForeignCell(name) for name in stays.names)
        rule = StayRule(length.seconds, bounds=(came, left), date=stays.pattern)
        epoch = columns.table.sheet.epoch
        self._all = length.seconds, _within(length, day)
        self._columns, self._rows, self._whose = columns, rows, whose
        self._places = stays.came, stays.left
        self._lasted = None
        if stays.lasted is not None:
            at, name = stays.lasted
            self._lasted = StayCell(ForeignCell(name), rule, epoch, at)
        self._bounds = StayCell(came, rule, epoch, stays.came), StayCell(left, rule, epoch, stays.left)
        self.problems = ()
        self.stays = {}
        self.refused = {}
        self.unsigned: list[ParsedRecord] = []

    def __call__(self, line: int, cells: Sequence[str]) -> Sequence[ParsedRecord]:
        """The records of a row; who did not sign has no stay. Raises Findings."""
        came, left = (cells[at].strip() for at in self._places)
        if came or left:
            return super().__call__(line, cells)
        self.unsigned += self._rows(line, cells)
        return ()


def _within(length: MeetingLength, day: date | None) -> Stretch | None:
    """From when until when, where the hours and the one day are known: what lies outside is no part of the meeting."""
    if length.hours is None or day is None:
        return None
    first, last = (datetime.combine(day, one) for one in length.hours)
    return first, last


class PlainStayRows(StayRows):
    """The rows of such a sheet, those that only say that somebody did not sign among them."""

    def __init__(self, *said: Any, stays: PlainStays, **more: Any) -> None:  # noqa: ANN401 - those of FileRows
        super().__init__(*said, stays=stays, **more)
        self._plain = stays

    def __iter__(self) -> Iterator[ParsedRecord | RejectedRow]:
        self._plain.unsigned = []
        rows = [*super().__iter__()]
        yield from sorted([*rows, *self._plain.unsigned], key=lambda row: row.line)
