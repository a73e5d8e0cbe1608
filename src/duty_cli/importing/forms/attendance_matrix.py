"""An attendance sheet as offices draw it: members down, activities across, a sign in each cell.

The heading of a column names a day, an activity and a kind: 3月5日 读书会（书香政协）.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, takewhile

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.forms.matrix_rows import MatrixRows, activities_of
from duty_cli.importing.forms.state_groups import StateGroups, state_groups
from duty_cli.importing.readers.file_sheet import Block, Row
from duty_cli.importing.sheets.activity_heading import (
    ActivityHeading,
    Calendar,
    joined,
    no_activity,
    of_month,
    read_head,
)
from duty_cli.importing.sheets.capacity_cells import CAPACITY
from duty_cli.importing.sheets.file_table import SIGNS, Columns, FileTable
from duty_cli.importing.sheets.meeting_title import (
    day_of,
    meeting_title,
    refuse_unused,
    taken_from_title,
)
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.importing.sheets.sheet_rows import is_total
from duty_cli.importing.sheets.sign_reader import SignReader
from duty_cli.importing.sheets.state_columns import states_below
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS, PROPOSAL_HEADINGS, UNTOLD, FileForm, Meeting
from duty_cli.model.members import Roster
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import TenthCell
from duty_cli.parsing.dates import HALF, may_be_longer
from duty_cli.parsing.member_lookup import Whose
from duty_cli.patterns import pattern

_MEMBER = ("委员编号", "姓名", "界别")
_BESIDE = (*_MEMBER, "党派", "委员联络组", "专门委员会", "职务", "备注", CAPACITY)
_LABELS = ("活动", "日期", "履职事项")
_DEEP = 3
"""The rows above the header, and those below, that may say more of the activities."""

_NUMBER = r"[一二三四五六七八九十\d]{1,3}"
_SITTING = pattern(
    rf"(?:[(（]?{HALF}[)）]?|第?{_NUMBER}(?:次|场|节|单元|阶段)(?:全体|大会|小组)?(?:会议|会|讨论)?"
    r"|(?:开|闭)幕(?:大会|会议|会|式)|预备会议?|(?:分组|小组|大会|联组)(?:讨论|会议|发言|会)"
    r"|\d{1,2}[:：]\d\d(?:\s*[-–—~～至到]\s*\d{1,2}[:：]\d\d)?|\s)+"
)
"""A part of one meeting, such as 上午: its day is that of the meeting."""

_SIGNED = pattern(r"(?:签到|签名|到会|出席|考勤)(?:情况)?$")


class Matrix:
    """The layout of such a sheet: which columns are of members, which of activities, and where the members begin."""

    def __init__(self, table: FileTable, kinds: Collection[str], year: int | None, told: Meeting = UNTOLD) -> None:
        self.table = table
        self._kinds, self._told, self.title = kinds, told, meeting_title(table, kinds, year)
        self._calendar = Calendar(year or table.year, table.sheet.epoch, self.title.month)
        self._day = day_of(told, self.title, table.name)
        cells = table.header.cells
        places = [(place, table.lexicon.heading(cell, _BESIDE)) for place, cell in enumerate(cells)]
        named = [heading for _, heading in places if heading in _MEMBER]
        self.twice = sorted({heading for heading in named if named.count(heading) > 1})
        # Reversed, so that of two columns with one heading the left one stands.
        self.at = {heading: place for place, heading in reversed(places) if heading in _MEMBER}
        # Said of the member, at all activities of the sheet.
        self.capacity = {heading: place for place, heading in places if heading == CAPACITY}
        beside = {place for place, heading in places if heading is not None or table.lexicon.unread(cells[place])}
        self._beside = beside
        below = list(takewhile(self._names_nobody, islice(table.rows(), _DEEP)))
        self.first_line = below[-1][0] + 1 if below else table.header.line + 1
        # 合计 and 备注 may be headed on the row of the days.
        lower = {at for _, row in below for at, cell in enumerate(row) if self._is_beside(cells, at, cell)}
        self._beside = beside = beside | lower
        headed = {at: cell for _, row in reversed(below) for at, cell in enumerate(row) if at in lower and cell.strip()}
        headed |= {place: cells[place] for place, heading in places if heading is not None}
        self.beside = {at: text_cleaning.heading(headed[at]) for at in sorted(headed) if at not in self.at.values()}
        """Columns that are neither of activities nor of who a member is, as they are called."""
        self.note = next((at for at in self.beside if table.lexicon.heading(headed[at], ("备注",))), None)
        rows = [*self._telling_above(), (table.header.line, list(cells)), *below]
        under = next(islice(table.rows(), len(below), None), None)
        self.groups = state_groups(table.lexicon.words, rows, under, beside) or StateGroups()
        if self.groups.groups:
            self.first_line, rows = max(self.first_line, self.groups.line + 1), [*self.groups.heads]
        self.lacks_day, self.filled, self.took = False, set[str](), dict[str, object]()
        """Whether a part of a meeting has no day, which of what was told has filled a gap, and what the title has."""
        across = (block for block in table.sheet.drawn.merged if block.left < block.right)
        self._heading_blocks = [block for block in across if rows[0][0] <= block.top < self.first_line]
        parts = self._stood_for(rows)
        # Only a workbook leaves the cells under a merged label empty; in CSV an empty cell may mean just that.
        self.parts = self._spread(parts) if table.sheet.of_workbook else parts
        # Where a heading has a month, that of the title is another's: a day without one may be of either.
        if any((found := of_month(cell)) and found[1] for part in self.parts for cell in part):
            self._calendar = replace(self._calendar, month=None)

    def _is_beside(self, head: Sequence[str], at: int, cell: str) -> bool:
        """Whether a heading below the header, in a column that has none there, is of no activity."""
        lexicon, alone = self.table.lexicon, at >= len(head) or not head[at].strip()
        return alone and bool(cell.strip()) and (lexicon.unread(cell) or lexicon.heading(cell, ("备注",)) is not None)

    def heads(self) -> Iterator[tuple[int, str, ActivityHeading | BadValue]]:
        """Each column of an activity with its heading as it stands, and what that says or what is wrong with it."""
        said = [(at, self._said(at)) for at in self._places() if at not in self.groups.rest]
        heads = [(at, parts, self._head(parts)) for at, parts in said if parts]
        # Beside columns with days of their own a part is that of one of them, in CSV nobody knows of which.
        dated = any(isinstance(head, BadValue) or head.on is not None for _, _, head in heads)
        for at, parts, head in heads:
            yield at, " ".join(parts), head if isinstance(head, BadValue) else self._completed(head, dated=dated)

    def signs_alone(self) -> tuple[int, ...]:
        """The columns of signs where there are several and all are of the one meeting of the sheet: no heading parts it."""
        said = {at: self._said(at) for at in self._places()}
        alone = tuple(at for at, parts in said.items() if parts and all(map(self._means_signs, parts)))
        others = (self._head(parts) for at, parts in said.items() if parts and at not in alone)
        parted = any(isinstance(one, BadValue) or one.on is not None or _SITTING.fullmatch(one.name) for one in others)
        return () if parted or len(alone) < 2 else alone

    def _places(self) -> list[int]:
        return [at for at in range(len(self.table.header.cells)) if at not in self._beside]

    def bare(self) -> tuple[int, ...]:
        """The columns without any heading."""
        return tuple(at for at in self._places() if at not in self.groups.rest and not self._said(at))

    def one_in_several(self) -> Iterator[Block]:
        """The blocks that make one activity of several columns which have signs: nobody knows which of them holds."""
        signed = {at for row in self._of_members() for at, cell in enumerate(row) if cell.strip()}
        unsaid = {at for at in signed - self._beside - self.groups.rest if not self._said(at)}
        return (one for one in self._heading_blocks if not unsaid.isdisjoint(range(one.left, one.right + 1)))

    def _of_members(self) -> Iterator[Sequence[str]]:
        return (cells for _, cells in _members(self.table, self.first_line) if not is_total(cells))

    def _stood_for(self, rows: Sequence[Row]) -> list[list[str]]:
        """Fill a merged heading, be it a day, into each of its columns that has a heading in another row."""
        filled = [list(cells) for _, cells in rows]
        for (line, cells), row in zip(rows, filled, strict=True):
            others = [other for other_line, other in rows if other_line != line]
            for block in (one for one in self._heading_blocks if one.top == line and one.left < len(cells)):
                for at in range(block.left + 1, min(block.right + 1, len(row))):
                    if at not in self._beside and any(at < len(other) and other[at].strip() for other in others):
                        row[at] = cells[block.left]
        return filled

    def _spread(self, parts: Sequence[list[str]]) -> list[list[str]]:
        """Forward-fill labels over the columns they are merged over: a workbook has them in the first alone."""
        return [self._carried(part, parts[place + 1 :]) for place, part in enumerate(parts)]

    def _carried(self, part: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
        label, carried = "", list(part)
        for at, cell in enumerate(part):
            if at in self._beside:
                label = ""
            elif cell.strip():
                label = cell if self._is_label(cell) else ""
            elif any(at < len(row) and row[at].strip() for row in below):
                carried[at] = label
        return carried

    def _is_label(self, cell: str) -> bool:
        head = self._head([cell])
        return isinstance(head, ActivityHeading) and head.on is None and not of_month(cell)

    def _said(self, at: int) -> list[str]:
        said = [part[at] for part in self.parts if at < len(part) and part[at].strip()]
        # A number stays known as one: its last zero may be lost.
        return [cell if type(cell) is TenthCell else " ".join(cell.split()) for cell in said]

    def _head(self, parts: Sequence[str]) -> ActivityHeading | BadValue:
        months = [found for part in parts if (found := of_month(part))]
        calendar = self._calendar
        for year, month in months:
            calendar = replace(calendar, year=year or calendar.year, month=month or calendar.month)
        said = [part for part in parts if not of_month(part) and not self._means_signs(part)]
        if months and not said:
            return BadValue("活动列名", text_cleaning.shown(" ".join(parts)), "写明月、日的列名")
        try:
            head = joined([self._read(part, calendar) for part in said])
        except BadValue as error:
            return error
        if wrong := no_activity(head, self.table):
            return BadValue("活动列名", text_cleaning.shown(" ".join(parts)), wrong)
        return head

    def _read(self, part: str, calendar: Calendar) -> ActivityHeading:
        """What one heading says. Raises BadValue."""
        if may_be_longer(part) and (type(part) is TenthCell or not self.table.sheet.of_workbook):
            month, day = part.strip().split(".")
            which = f"{month}月{day}日还是{month}月{day}0日"
            raise BadValue(
                "活动列名", part, f"写明月、日的列名，如 {month}月{day}日（3.10 也会存成数字 3.1，分不清是{which}）"
            )
        return read_head(part, self._kinds, calendar)

    def _means_signs(self, part: str) -> bool:
        """Whether a heading but says that signs stand below it: 签到 over 上午 and 下午."""
        return self.table.lexicon.heading(part, ("出席情况",)) is not None

    def _completed(self, head: ActivityHeading, *, dated: bool) -> ActivityHeading:
        """A heading with the day of the meeting where it is a part of one, and with the name that is told."""
        name = _SIGNED.sub("", head.name).strip()
        sitting, told = _SITTING.fullmatch(name) is not None or not name, self._told
        if head.on is None and not dated and (sitting or (told.on is not None and head.kinds)):
            self.lacks_day |= self._day is None
            self.filled |= {"日期"} if told.on is not None else set()
            self.took |= {"日期": self._day} if told.on is None and self._day else {}
            head = replace(head, on=self._day, name=" ".join(filter(None, (self.called, name))) if sitting else name)
        elif told.name is not None and sitting:
            head = replace(head, name=" ".join(filter(None, (told.name, name))))
        self.filled |= {"活动"} if told.name is not None and sitting else set()
        return head

    @property
    def called(self) -> str:
        """The name of the meeting of which the columns are parts."""
        return self._told.name or self.title.name

    def _names_nobody(self, row: Row) -> bool:
        """Whether a row below the header tells of activities: it says something of them in words, and names no member."""
        cells, marks = row[1], self.table.lexicon.words.marks
        said = self._of_activities(cells)
        # A row of signs without a name is a member's: it is refused later and not taken for headings.
        signs = any(cell.strip() in marks or cell.strip() in set(Attendance) for cell in said)
        return bool(said) and not signs and not any(cells[place].strip() for place in self.at.values())

    def _of_activities(self, cells: Sequence[str]) -> list[str]:
        return [cell for place, cell in enumerate(cells) if place not in self._beside and cell.strip()]

    def _telling_above(self) -> Iterator[Row]:
        """The rows right above the header that are labelled so, or say nothing but days and kinds; others are titles."""
        above = [row for row in self.table.header.above if row[0] >= self.table.header.line - _DEEP]
        return reversed(list(takewhile(self._tells, reversed(above))))

    def _tells(self, row: Row) -> bool:
        line, cells = row
        labels = {self.table.lexicon.heading(cells[place], _LABELS) for place in self._beside if place < len(cells)}
        said = self._of_activities(cells)
        if said and labels - {None}:
            return True
        return bool(said) and all(
            self._is_day_or_kind(cell) or self._is_over_activities(line, cell, cells) for cell in said
        )

    def _is_over_activities(self, line: int, cell: str, cells: Sequence[str]) -> bool:
        """Whether a heading with its day is merged over columns of activities alone, as no title is."""
        head, at = self._head([cell]), cells.index(cell)
        blocks = (one for one in self.table.sheet.drawn.merged if (one.top, one.left) == (line, at))
        over = any(self._beside.isdisjoint(range(one.left, one.right + 1)) for one in blocks)
        return over and isinstance(head, ActivityHeading) and head.on is not None

    def _is_day_or_kind(self, cell: str) -> bool:
        head = self._head([cell])
        if of_month(cell):
            return True
        return isinstance(head, ActivityHeading) and not (head.name and head.name not in self._kinds)


def signs_of_one_meeting(table: FileTable, kinds: Collection[str], year: int | None) -> tuple[int, ...]:
    """The columns of signs of a sheet of one meeting that has several, as 签到 and 出席情况; otherwise none."""
    places = tuple(at for at, cell in enumerate(table.header.cells) if table.lexicon.heading(cell, ("出席情况",)))
    if len(places) < 2 or any(table.lexicon.heading(cell, ("日期",)) for cell in table.header.cells):
        return places if len(places) > 1 else ()
    return Matrix(table, kinds, year).signs_alone()


def is_matrix(table: FileTable) -> bool:
    """Whether an attendance sheet has its activities across: no day in each row, and no column of signs or several."""
    means = [table.lexicon.heading(cell, ATTENDANCE_HEADINGS) for cell in table.header.cells]
    signs = [at for at, heading in enumerate(means) if heading == "出席情况"]
    if "日期" in means:
        return False
    line = table.header.line
    over = (one for one in table.sheet.drawn.merged if one.top <= line <= one.bottom and one.left < one.right)
    return len(signs) != 1 or any(one.left <= signs[0] <= one.right for one in over)


def activity_columns(table: FileTable, kinds: Collection[str]) -> int:
    """How many columns have an activity with its day, or are a part of the one meeting of the sheet."""
    # A day without its year is a day as well, whichever year it will be, and a part of a meeting has that of the meeting.
    told = Meeting(on=min(meeting_title(table, kinds, table.year or 2000).days, default=date(2000, 1, 1)))
    heads = [(at, head) for at, _, head in Matrix(table, kinds, table.year or 2000, told).heads()]
    # 第一提案人 has the name of a kind in it; it is the heading of another form.
    known = {at for at, cell in enumerate(table.header.cells) if table.lexicon.heading(cell, PROPOSAL_HEADINGS)}
    # What looks like a day and is none will be told of its column.
    return sum(at not in known and (isinstance(head, BadValue) or head.on is not None) for at, head in heads)


def read_matrix(
    table: FileTable, roster: Roster, kinds: Collection[str], mark: SignReader, *, told: Meeting, year: int | None
) -> FileRows[ParsedRecord]:
    """The records of such a sheet: one for each sign, none for an empty cell. Raises UsageError for what is told in vain."""
    matrix = Matrix(table, kinds, year, told)
    heads = list(matrix.heads())
    refuse_unused(told, matrix.filled, table.name)
    columns = _columns(matrix, heads)
    # A formula in a heading may show another day when the file is next saved.
    for part in matrix.parts:
        columns.without_formulas(part)
    activities, problems = activities_of(table, heads, matrix.title.kinds, told.kind, matrix.groups.groups)
    problems += [] if matrix.groups.groups else states_below(table)
    problems = [*columns.lacking(("委员编号", "姓名")), *problems]
    # Nobody knows whose the signs between two columns of names are.
    problems += (columns.problem(table.header.line, heading, "列名重复", _ONCE) for heading in matrix.twice)
    problems += (
        columns.problem(block.top, "", columns.over_columns(block), _ONE_EACH) for block in matrix.one_in_several()
    )
    if not activities and not problems:
        problems.append(Problem(table.name, table.header.line, "", "没有一列是活动", "请核对列名"))
    rows = MatrixRows(columns, Whose(roster, matrix.at), activities, mark, matrix.note)
    said = {one.heading: f"{one.fields.kind} {one.fields.on}" for one in activities}
    layout = "一行一名委员、一列一次活动" if not matrix.groups.groups else "一行一名委员，各次活动下面一种状态一列"
    reading = FileRows(FileForm.ATTENDANCE, layout, columns, rows, problems=problems, said=said)
    rows.tell = mark.tell = reading.remark
    kindless = told.kind is None and any(isinstance(head, ActivityHeading) and not head.kinds for _, _, head in heads)
    titled = matrix.title.kinds if kindless else frozenset[str]()
    nameless = matrix.lacks_day and not matrix.called
    reading.unsaid = (
        *(*["履职事项"] * (kindless and len(titled) != 1), *["日期"] * matrix.lacks_day, *["活动"] * nameless),
    )
    taken = {**dict.fromkeys(["履职事项"] * (len(titled) == 1), "、".join(titled)), **matrix.took}
    reading.remarks = (*reading.remarks, *taken_from_title(table.name, taken))
    return reading


def _columns(matrix: Matrix, heads: Sequence[tuple[int, str, ActivityHeading | BadValue]]) -> Columns:
    """The table under our headings; a remark is read where it is beside one activity: of several it may be any of them."""
    table, cells = matrix.table, matrix.table.header.cells
    noted = {"备注": matrix.note} if matrix.note is not None and len(heads) == 1 else {}
    own = {**matrix.at, **matrix.capacity, **noted}
    return Columns(
        table,
        own,
        {heading: matrix.beside.get(at) or text_cleaning.heading(cells[at]) for heading, at in own.items()},
        bare=matrix.bare(),
        rows=lambda: _members(table, matrix.first_line),
        also=dict.fromkeys((*(at for at, _, _ in heads), *matrix.groups.rest), SIGNS),
        unread=table.unread,
        began=matrix.first_line,
        beside={at: name for at, name in matrix.beside.items() if at not in own.values()},
    )


_ONCE = "请只保留一列；左右并排的几栏，各栏的列名要相同"
_ONE_EACH = "请取消合并，一次活动只占一列；分上午、下午等几次的，在下一行逐列写明"


def _members(table: FileTable, first_line: int) -> Iterator[Row]:
    return (row for row in table.rows() if row[0] >= first_line)
