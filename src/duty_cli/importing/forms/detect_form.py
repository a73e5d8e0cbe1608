"""Which form a table has, and its records in any form."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import assert_never

from duty_cli.errors.file_errors import (
    EarlierResultsHere,
    KindInVain,
    MeetingElsewhere,
    RosterHere,
    SpendingHere,
    UnsureForm,
)
from duty_cli.errors.lookup_errors import UnknownKind
from duty_cli.importing.file_origin import refuse_papers
from duty_cli.importing.forms.attendance_matrix import activity_columns
from duty_cli.importing.forms.plain_stays import stay_columns
from duty_cli.importing.forms.record_list import read_attendance, read_records
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.importing.sheets.state_columns import state_columns
from duty_cli.model.file_forms import (
    ATTENDANCE_HEADINGS,
    EARLIER_HEADINGS,
    PROPOSAL_HEADINGS,
    SPENDING_HEADINGS,
    UNTOLD,
    FileForm,
    Meeting,
)
from duty_cli.model.members import Roster
from duty_cli.model.parsed_rows import ParsedRecord
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS
from duty_cli.parsing import text_cleaning


@dataclass(frozen=True, slots=True)
class Guess:
    """Which form a table has, and by what that is known."""

    form: FileForm
    why: str


def guess(table: FileTable, kinds: Collection[str]) -> Guess:
    """The form of a table, by the columns that only one form has. Raises UnsureForm, never picks one of several."""
    if table.mapping is not None:
        return Guess(FileForm(table.mapping.reads), f"对应表写明 reads: {table.mapping.reads}")
    found = list(_fitting(table, kinds)) or list(_spent(table))
    if len(found) != 1:
        refuse_papers(table.name, table.sheet.properties)
        headings = [text for cell in table.header.cells if (text := text_cleaning.heading(cell))]
        near = table.nearly() if not found else ""
        raise UnsureForm(table.name, table.header.line, headings, [one.form.called for one in found], near)
    return found[0]


def read_filed(
    table: FileTable,
    form: FileForm,
    roster: Roster,
    kinds: Collection[str],
    *,
    year: int | None = None,
    told: Meeting = UNTOLD,
) -> FileRows[ParsedRecord]:
    """The records in a table of that form. ``told`` is the meeting of all of them, ``year`` completes days without one.

    Raises UnknownKind, or UsageError where the form has no records or says the kind, day or name of each.
    """
    reading = _read_filed(table, form, roster, kinds, year, told)
    if year is not None and table.year not in (None, year):
        reading.remark(f"表题写着 {table.year} 年，--year 是 {year}：没有写年份的日期读作 {year} 年")
    return reading


def _read_filed(
    table: FileTable, form: FileForm, roster: Roster, kinds: Collection[str], year: int | None, told: Meeting
) -> FileRows[ParsedRecord]:
    kind = told.kind
    if kind is not None and kind not in kinds:
        raise UnknownKind(kind, tuple(kinds))
    about = (("--on", told.on), ("--title", told.name), ("--lasted", told.length))
    vain = next((option for option, value in about if value is not None), None)
    if form is not FileForm.ATTENDANCE and vain is not None:
        raise MeetingElsewhere(table.name, form.called, vain)
    match form:
        case FileForm.RECORDS:
            if kind is not None:
                raise KindInVain(table.name)
            return read_records(table, roster, year=year)
        case FileForm.ATTENDANCE:
            return read_attendance(table, roster, kinds, year=year, told=told)
        case FileForm.PROPOSALS:
            from duty_cli.importing.forms.proposal_list import read_proposals

            return read_proposals(table, roster, kinds, kind=kind, year=year)
        case FileForm.ROSTER:
            raise RosterHere(table.name)
        case FileForm.EARLIER:
            raise EarlierResultsHere(table.name)
        case FileForm.SPENDING:
            raise SpendingHere(table.name)
    assert_never(form)


def _fitting(table: FileTable, kinds: Collection[str]) -> Iterator[Guess]:
    def has(headings: Collection[str], *wanted: str) -> bool:
        return set(wanted) <= {table.lexicon.heading(cell, headings) for cell in table.header.cells}

    # Not elif: a table with the marks of two forms is refused as unsure and not taken for the first.
    if has(PROPOSAL_HEADINGS, "第一提案人"):
        yield Guess(FileForm.PROPOSALS, "有“第一提案人”列")
    if has(ROSTER_HEADINGS, "任职日期"):
        yield Guess(FileForm.ROSTER, "有“任职日期”列")
    if has(EARLIER_HEADINGS, "年度", "等次") or has(EARLIER_HEADINGS, "年度", "积分"):
        yield Guess(FileForm.EARLIER, "有“年度”和“积分”或“等次”列")
    if has(RECORD_HEADINGS, "履职事项", "日期"):
        yield Guess(FileForm.RECORDS, "有“履职事项”和“日期”列")
    elif states := state_columns(table):
        yield Guess(FileForm.ATTENDANCE, f"{states.called}各占一列")
    elif stays := stay_columns(table):
        yield Guess(FileForm.ATTENDANCE, f"有{stays.called}两列")
    elif has(ATTENDANCE_HEADINGS, "出席情况"):
        yield Guess(FileForm.ATTENDANCE, "有“出席情况”列，没有“履职事项”列")
    elif has(("姓名",), "姓名") or has(ATTENDANCE_HEADINGS, "委员编号"):
        yield from _across(table, kinds, kindly=has(RECORD_HEADINGS, "履职事项"))


def _across(table: FileTable, kinds: Collection[str], *, kindly: bool) -> Iterator[Guess]:
    """A matrix has no column of its own: it is known by the days in its headings. ``kindly``: there is a column of kinds."""
    if count := activity_columns(table, kinds):
        yield Guess(FileForm.ATTENDANCE, f"一行一名委员，{count} 列写有活动日期")
    elif kindly:
        yield Guess(FileForm.RECORDS, "有“履职事项”列，没有一列写有活动日期")


def _spent(table: FileTable) -> Iterator[Guess]:
    """Asked last: a list about members may have a column of money as well."""
    if {table.lexicon.heading(cell, SPENDING_HEADINGS) for cell in table.header.cells} >= {"日期", "金额"}:
        yield Guess(FileForm.SPENDING, "有“日期”和“金额”列")
