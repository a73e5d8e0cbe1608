"""A file of results of years before the ledger (沿用): a row for each member and year, problems gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from duty_cli.errors.base import DutyError, Findings
from duty_cli.importing.maps.apply_mapping import columns_of
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.row_reader import FileRows, read_row
from duty_cli.model.file_forms import EARLIER_HEADINGS, FileForm
from duty_cli.model.members import Roster
from duty_cli.model.parsed_rows import ParsedResult
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import NOT_EMPTY, NUMBER, YEAR, Read
from duty_cli.parsing.text_cleaning import clean_text

_PARSERS = {
    "年度": ("year", YEAR, NOT_EMPTY),
    "积分": ("score", NUMBER, None),
    "等次": ("grade", clean_text, None),
    "文号": ("paper", clean_text, NOT_EMPTY),
}
"""Heading → the field, how its cells are read, and what an empty one says."""


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """What a file of earlier results says; ``passed_over`` rows were blank or totals, ``remarks`` tell what is hidden or not read."""

    encoding: str
    passed_over: int
    remarks: tuple[str, ...]
    rows: tuple[ParsedResult, ...]


def read_earlier(table: FileTable, roster: Roster) -> EarlierFile:
    """The results in a table, read whole: it is short. Raises Findings with all problems, or UnreadableFile."""
    reading = earlier_rows(table, roster)
    rows = reading.whole("一行结果")
    return EarlierFile(reading.encoding, reading.passed_over, reading.told, rows)


def earlier_rows(table: FileTable, roster: Roster) -> FileRows[ParsedResult]:
    """The results in a table, row by row."""
    columns = columns_of(table, EARLIER_HEADINGS, FileForm.EARLIER)
    lacking = columns.lacking(("委员编号", "姓名"), ("年度",), ("积分", "等次"), ("文号",))
    return FileRows(FileForm.EARLIER, "一行一名委员一个年度", columns, _Rows(columns, roster), problems=lacking)


class _Rows:
    """Rows to results."""

    def __init__(self, columns: Columns, roster: Roster) -> None:
        self._columns = columns
        self._whose = Whose(roster, columns.at, columns.converted)
        self._reads = [
            (field, columns.at[heading], Read(heading, parse, columns.converted.get(heading), empty))
            for heading, (field, parse, empty) in _PARSERS.items()
            if heading in columns.at
        ]

    def __call__(self, line: int, cells: Sequence[str]) -> tuple[ParsedResult]:
        """The result of a row. Raises Findings."""
        values: dict[str, Any] = {"score": None, "grade": None, **read_row(self._columns, self._reads, line, cells)}
        try:
            # By the sectors of the year's end, by which the office told namesakes apart then.
            member = self._whose(cells, date(values["year"], 12, 31))
        except DutyError as error:
            raise Findings([self._columns.told(line, self._whose.heading(cells, error), error)]) from None
        if values["score"] is None and values["grade"] is None:
            raise Findings([self._columns.problem(line, "积分", "积分和等次都没有填写", "请至少填写一项")])
        return (ParsedResult(line, member, **values),)
