"""Attendance sheets: a row for each member at each activity, or members down and activities across."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from duty_cli.domain.faults import Problem
from duty_cli.domain.filed import ParsedRecord
from duty_cli.domain.forms import FileForm
from duty_cli.domain.members import Roster
from duty_cli.domain.words import ATTENDANCE_HEADINGS
from duty_cli.errors import UnknownScope
from duty_cli.intake.heads import kinds_of
from duty_cli.intake.matrix import read_matrix
from duty_cli.intake.reading import FileRows
from duty_cli.intake.records import RecordRows
from duty_cli.intake.scope import dues_said
from duty_cli.intake.signs import read_mark
from duty_cli.intake.table import FileTable, plain_columns


def read_attendance(
    table: FileTable, roster: Roster, kinds: Collection[str], *, kind: str | None = None, year: int | None = None
) -> FileRows[ParsedRecord]:
    """The records in an attendance sheet of either layout. ``kind`` is that of activities of which it names none."""
    reading = _of_layout(table, roster, kinds, kind=kind, year=year)
    try:
        reading.dues = dues_said(table.titles, roster)
    except UnknownScope as error:
        what, _, advice = str(error).partition("；")
        reading.faults = (*reading.faults, Problem(table.name, table.header.line, "", what, advice))
    return reading


def _of_layout(
    table: FileTable, roster: Roster, kinds: Collection[str], *, kind: str | None, year: int | None
) -> FileRows[ParsedRecord]:
    if not {"出席情况", "日期"} & {table.lexicon.heading(cell, ATTENDANCE_HEADINGS) for cell in table.header.cells}:
        mark = partial(read_mark, table.lexicon.words)
        return read_matrix(table, roster, kinds, mark, kind=kind, year=year)
    columns = plain_columns(table, ATTENDANCE_HEADINGS)
    faults = [*columns.lacking(("日期",), ("出席情况",), ("委员编号", "姓名"))]
    given: dict[str, object] = {}
    if kind is not None or "履职事项" not in columns.at:
        meant = {kind} if kind is not None else kinds_of(table.titles, kinds)
        if len(meant) == 1:
            given["履职事项"] = next(iter(meant))
        else:
            why = f"表题写了{'、'.join(sorted(meant))}" if meant else "表中没有说明履职事项"
            faults.append(Problem(table.name, table.header.line, "履职事项", why, "请用 --kind 指明一项，或加上这一列"))
    rows = RecordRows(columns, roster, year, given)
    return FileRows(FileForm.ATTENDANCE, "一行一名委员的一次活动", columns, rows, faults=faults)
