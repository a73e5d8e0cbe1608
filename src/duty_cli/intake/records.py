"""A file of records: every row read, every fault of every row gathered, and nothing judged by any rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from functools import partial
from typing import Any

from duty_cli.domain.faults import Problem
from duty_cli.domain.filed import ParsedRecord
from duty_cli.domain.forms import FileForm
from duty_cli.domain.members import Roster
from duty_cli.domain.records import HEADINGS, RECORD_HEADINGS, RecordFields
from duty_cli.errors import BadValue, DutyError, Findings
from duty_cli.intake.cells import REQUIRED, Parser, Read
from duty_cli.intake.fields import FACT_PARSERS
from duty_cli.intake.mapping import mapped_columns
from duty_cli.intake.reading import FileRows
from duty_cli.intake.serials import day_in_file
from duty_cli.intake.signs import read_mark
from duty_cli.intake.table import Columns, FileTable, plain_columns
from duty_cli.intake.whose import Whose

_FIELDS = list(HEADINGS)
_POSITION, _AUTHORS = _FIELDS.index("作者位次"), _FIELDS.index("作者人数")
_DAY = _FIELDS.index("日期")
_EMPTY = {
    item.metadata["heading"]: REQUIRED if item.default is MISSING else item.default
    for item in fields(RecordFields)
    if "heading" in item.metadata
}
"""Heading → what an empty cell says."""


def read_records(table: FileTable, roster: Roster, *, year: int | None = None) -> FileRows[ParsedRecord]:
    """The records in a table, a row each; ``year`` completes dates written without one, else that of the titles does."""
    if table.mapping is not None:
        columns = mapped_columns(table, table.mapping, FileForm.RECORDS)
    else:
        columns = plain_columns(table, (*RECORD_HEADINGS, "界别"))
    faults = columns.lacking(("履职事项",), ("日期",), ("委员编号", "姓名"))
    return FileRows(FileForm.RECORDS, "一行一条记录", columns, RecordRows(columns, roster, year), faults=faults)


def fact_parsers(table: FileTable, year: int | None) -> dict[str, Parser]:
    """Heading → how its cells are read in this table."""
    day = partial(day_in_file, year=year or table.year, epoch=table.sheet.epoch)
    return {**FACT_PARSERS, "日期": day, "出席情况": partial(read_mark, table.lexicon.words)}


class RecordRows:
    """Rows to records. ``given`` says what no cell of the file does."""

    def __init__(
        self,
        columns: Columns,
        roster: Roster,
        year: int | None,
        given: Mapping[str, object] | None = None,
    ) -> None:
        how = fact_parsers(columns.table, year)
        empty = {**_EMPTY, **(given or {})}
        self._columns = columns
        self._whose = Whose(roster, columns.at, columns.converted)
        self._values: list[Any] = [
            None if value is REQUIRED else value for value in (empty[heading] for heading in _FIELDS)
        ]
        self._reads = [
            (_FIELDS.index(heading), at, Read(heading, how[heading], columns.converted.get(heading), empty[heading]))
            for heading, at in columns.at.items()
            if heading in _EMPTY
        ]

    def __call__(self, line: int, cells: Sequence[str]) -> tuple[ParsedRecord]:
        """The record of a row. Raises Findings."""
        values = self._values.copy()
        try:
            for field, at, read in self._reads:
                values[field] = read[cells[at]]
            member = self._whose(cells, values[_DAY])
        except DutyError:
            raise Findings(self._faults(line, cells)) from None
        if values[_POSITION] is not None and values[_AUTHORS] is not None and values[_POSITION] > values[_AUTHORS]:
            error = BadValue("作者位次", str(values[_POSITION]), f"不大于作者人数 {values[_AUTHORS]} 的数")
            raise Findings([self._columns.told(line, "作者位次", error)])
        return (ParsedRecord(line, member, RecordFields(*values)),)

    def _faults(self, line: int, cells: Sequence[str]) -> list[Problem]:
        """All that is wrong with a row, the member first."""
        faults: list[Problem] = []
        values = self._values.copy()
        for field, at, read in self._reads:
            try:
                values[field] = read[cells[at]]
            except DutyError as error:
                faults.append(self._columns.told(line, read.heading, error))
        try:
            self._whose(cells, values[_DAY])
        except DutyError as error:
            faults.insert(0, self._columns.told(line, self._whose.heading(cells, error), error))
        return faults
