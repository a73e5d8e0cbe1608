"""The rows of a sheet with activities across: a record for each sign, none for a cell that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from duty_cli.errors.base import DutyError, Findings
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import RecordFields
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import Parser, Read


@dataclass(frozen=True, slots=True)
class ActivityColumn:
    """A column of signs: where it stands, and what every record of it says but the attendance."""

    at: int
    heading: str
    fields: RecordFields


class MatrixRows:
    """Rows of signs to records, none for a cell that says nothing."""

    def __init__(self, columns: Columns, whose: Whose, activities: Sequence[ActivityColumn], mark: Parser) -> None:
        self._columns, self._whose = columns, whose
        self._reads = [(one, Read("出席情况", partial(_attended, one, mark), None, None)) for one in activities]

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        records: list[ParsedRecord] = []
        problems: list[Problem] = []
        for activity, read in self._reads:
            heading = activity.heading
            try:
                fields = read[cells[activity.at]]
                if fields is not None:
                    # The sign has been read: what goes wrong from here is about the member.
                    heading = ""
                    records.append(ParsedRecord(line, self._whose(cells, fields.on), fields))
            except DutyError as error:
                problems.append(self._columns.told(line, heading or self._whose.heading(cells, error), error))
        # A row without signs gives no record, but a name that nobody bears must be told: it may be misspelt.
        if not records and not problems:
            problems += self._unknown(line, cells)
        if problems:
            # The member is looked up for each sign of the row, and the same problem is told once.
            raise Findings(tuple(dict.fromkeys(problems)))
        return records

    def _unknown(self, line: int, cells: Sequence[str]) -> list[Problem]:
        """What is wrong with the member of a row without signs."""
        try:
            self._whose(cells, None)
        except DutyError as error:
            return [self._columns.told(line, self._whose.heading(cells, error), error)]
        return []


def _attended(activity: ActivityColumn, mark: Parser, heading: str, text: str) -> RecordFields:
    return replace(activity.fields, attendance=mark(heading, text))
