"""The rows of a sheet with activities across: a record for each sign, none for a cell that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from duty_cli.errors.base import DutyError, Findings
from duty_cli.importing.absent_members import note_against
from duty_cli.importing.sheets.capacity_cells import CAPACITY, CapacityCells, is_guest_mark
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.importing.sheets.sign_reader import state_on
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import Whose
from duty_cli.parsing.record_columns import FACT_PARSERS, Parser, Read, no_error
from duty_cli.patterns import pattern

_OF_SIGNS = pattern("假|缺|未|迟|早退|没|出席|参加|到会|列席")


@dataclass(frozen=True, slots=True)
class ActivityColumn:
    """A column of signs: where it stands, and what every record of it says but the attendance."""

    at: int
    heading: str
    fields: RecordFields


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

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        records: list[ParsedRecord] = []
        problems: list[Problem] = []
        for activity, read in self._reads:
            heading = activity.heading
            try:
                fields, guest = read[cells[activity.at]], is_guest_mark(cells[activity.at])
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


def _attended(activity: ActivityColumn, mark: Parser, heading: str, text: str) -> RecordFields:
    """The record that a sign says; without attendance where it says but that somebody did not sign."""
    return replace(activity.fields, attendance=state_on(mark(heading, text), activity.fields.on))
