"""The rows of a sheet with activities across: a record for each sign, none for a cell that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.absent_members import note_against
from duty_cli.importing.forms.state_groups import StateGroup
from duty_cli.importing.sheets.activity_heading import ActivityHeading
from duty_cli.importing.sheets.capacity_cells import CAPACITY, CapacityCells, is_guest_mark
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.sign_reader import read_mark, state_on
from duty_cli.importing.sheets.state_columns import Ticks
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import FACT_PARSERS, Parser, Read, no_error
from duty_cli.patterns import pattern

_OF_SIGNS = pattern("假|缺|未|迟|早退|没|出席|参加|到会|列席")


@dataclass(frozen=True, slots=True)
class ActivityColumn:
    """A column of signs: where it stands, and what every record of it says but the attendance.

    Of a ``group`` of columns of states it is the first.
    """

    at: int
    heading: str
    fields: RecordFields
    group: StateGroup | None = None


class MatrixRows:
    """Rows of signs to records, none for a cell that says nothing.

    A remark (in the column ``note``) is of the record where there is one activity; what is not read of them is told to ``tell``.
    """

    def __init__(
        self,
        columns: Columns,
        whose: Whose,
        activities: Sequence[ActivityColumn],
        mark: Parser,
        note: int | None = None,
    ) -> None:
        self._columns, self._whose, self._note = columns, whose, note
        self._capacity = CapacityCells(columns)
        self._noted = (
            Read("备注", FACT_PARSERS["备注"], partial(no_error, "备注"), None) if "备注" in columns.at else None
        )
        self.tell: Callable[[str], None] = lambda _: None
        self._reads = [(one, Read("出席情况", partial(_attended, one, mark), None, None)) for one in activities]
        by = partial(read_mark, columns.table.lexicon.words)
        self._ticks = {
            one.at: Ticks(columns, one.group.states, one.group.names, by, heading=one.heading)
            for one in activities
            if one.group is not None
        }

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        records: list[ParsedRecord] = []
        problems: list[Problem] = []
        for activity, read in self._reads:
            heading = activity.heading
            try:
                sign = self._ticks[activity.at](line, cells) if activity.at in self._ticks else cells[activity.at]
                fields, guest = read[sign], is_guest_mark(sign)
                heading = CAPACITY
                capacity = self._capacity(cells, guest=guest)
                # An empty cell says nothing of a member, unless it is told that he was due, or a guest.
                if capacity is not None and fields is None:
                    fields = activity.fields
                if fields is not None:
                    if self._noted is not None and self._note is not None:
                        heading = "备注"
                        fields = replace(fields, note=self._noted[cells[self._note]])
                        note_against(fields.attendance, fields.note)
                    # What goes wrong from here is about the member.
                    heading = ""
                    unsigned = fields.attendance is None
                    records.append(ParsedRecord(line, self._whose(cells, fields.on), fields, unsigned, capacity))
            except Findings as found:
                problems += _of_activity(activity, found)
            except DutyError as error:
                problems.append(self._columns.told(line, heading or self._whose.heading(cells, error), error))
        # A row without signs gives no record, but a name that nobody bears must be told: it may be misspelt.
        if not records and not problems:
            problems += self._unknown(line, cells)
        if not problems:
            self._tell_of_note(line, cells, records)
        if problems:
            # The member is looked up for each sign of the row, and the same problem is told once.
            raise Findings(tuple(dict.fromkeys(problems)))
        return records

    def _tell_of_note(self, line: int, cells: Sequence[str], records: Sequence[ParsedRecord]) -> None:
        """Tell of a remark that no record takes: of one without a sign, and of one that speaks of the signs of several."""
        note = "" if self._note is None or self._note >= len(cells) else cells[self._note].strip()
        if not note or (records and (self._noted is not None or not _OF_SIGNS.search(note))):
            return
        said = "没有记号，" if not records else ""
        self.tell(f"第 {line} 行{said}备注“{text_cleaning.shown(note)}”没有读取；请核对这一行的记号")

    def _unknown(self, line: int, cells: Sequence[str]) -> list[Problem]:
        """What is wrong with the member of a row without signs."""
        try:
            self._whose(cells, None)
        except DutyError as error:
            return [self._columns.told(line, self._whose.heading(cells, error), error)]
        return []


def _of_activity(activity: ActivityColumn, found: Findings) -> Iterator[Problem]:
    """What is wrong with the ticks of one activity, named by it."""
    for one in found.problems:
        if isinstance(one, Problem):
            named = one.column if one.column == activity.heading else f"{activity.heading} {one.column}"
            yield replace(one, column=named)


def _attended(activity: ActivityColumn, mark: Parser, heading: str, text: str) -> RecordFields:
    """The record that a sign says; without attendance where it says but that somebody did not sign."""
    return replace(activity.fields, attendance=state_on(mark(heading, text), activity.fields.on))


def activities_of(
    table: FileTable,
    heads: Iterable[tuple[int, str, ActivityHeading | BadValue]],
    titled: frozenset[str],
    kind: str | None,
    groups: Mapping[int, StateGroup],
) -> tuple[list[ActivityColumn], list[Problem]]:
    """The activities of the columns, and what is wrong with those that are none."""
    activities: list[ActivityColumn] = []
    problems: list[Problem] = []
    for at, heading, head in heads:
        whole = head
        if isinstance(head, ActivityHeading) and not head.kinds and kind is None and len(titled) == 1:
            whole = replace(head, kinds=titled)
        found = _activity(at, heading, whole, kind)
        if isinstance(found, ActivityColumn):
            activities.append(replace(found, group=groups.get(at)))
        else:
            problems.append(Problem(table.name, table.header.line, f"第 {at + 1} 列", *found))
    return activities, problems


def _activity(
    at: int, heading: str, head: ActivityHeading | BadValue, kind: str | None
) -> ActivityColumn | tuple[str, str]:
    """The activity of a column, or what is wrong with it and what to do."""
    if isinstance(head, BadValue):
        what, _, advice = str(head).rpartition("；")
        return what, f"{advice}；没有年份的，可用 --year 指明" if "年份" in advice else advice
    # --kind fills a gap or chooses among several kinds; it never overrules what the heading says.
    kinds = {kind} if kind is not None and (kind in head.kinds or not head.kinds) else head.kinds
    if head.on is None:
        return (
            f"“{text_cleaning.shown(heading)}”没有活动日期",
            "请在列名或其上下一行写明日期，一次会议的可用 --on 指明；不是活动的列，写入 rules/intake.yaml 的 unread",
        )
    if len(kinds) != 1:
        what = "没有说明履职事项" if not kinds else f"可以是{'、'.join(sorted(kinds))}"
        return f"“{text_cleaning.shown(heading)}”{what}", "请在列名中写明一项，或用 --kind 指明"
    (of_kind,) = kinds
    return ActivityColumn(
        at, heading, RecordFields(of_kind, head.on, activity=text_cleaning.clean_text("活动", head.name or of_kind))
    )
