"""Several records from one row of a foreign file: one for each part of a cell, as for each of several authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from duty_cli.errors.base import Findings
from duty_cli.errors.map_errors import MemberTwice
from duty_cli.importing.maps.mapped_cells import parts_of
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.model.column_maps import ColumnMapping
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.parsing.altered_cells import Altered
from duty_cli.parsing.record_columns import cell_text

_MEMBER = {"委员编号", "姓名", "界别"}


class PartedRows:
    """Rows to a record for each part of the columns that a map parts so; several such columns go part by part together."""

    def __init__(
        self, columns: Columns, mapping: ColumnMapping, rows: Callable[[int, Sequence[str]], Sequence[ParsedRecord]]
    ) -> None:
        self._columns, self._rows = columns, rows
        sources = mapping.columns.items()
        self._parted = {ours: source.split for ours, source in sources if source.part == "each" and ours in columns.at}
        self._told = {source.each: columns.at[ours] for ours, source in sources if source.each is not None}
        self._of_members = bool(self._parted.keys() & _MEMBER)
        self._members_alone = self._parted.keys() <= _MEMBER
        self._numbered = self._of_members and "编号" not in self._parted

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        parts = {ours: _parts(cells[self._columns.at[ours]], marks) for ours, marks in self._parted.items()}
        count = max(map(len, parts.values()))
        said = {ours: found for ours, found in parts.items() if len(found) != count}
        if said:
            raise Findings([self._unlike(line, ours, len(found), parts, count) for ours, found in said.items()])
        records: list[ParsedRecord] = []
        problems: list[object] = []
        for place in range(count):
            try:
                records += self._rows(line, self._of_part(cells, parts, place, count))
            except Findings as found:
                problems += found.problems
        problems += self._twice(line, records) if self._members_alone else []
        if problems:
            raise Findings(tuple(dict.fromkeys(problems)))
        return list(map(self._own, records)) if self._numbered else records

    def _of_part(self, cells: Sequence[str], parts: dict[str, list[str]], place: int, count: int) -> list[str]:
        """The row as one part has it."""
        row = list(cells)
        for ours, found in parts.items():
            row[self._columns.at[ours]] = found[place]
        for asked, at in self._told.items():
            row[at] = str(place + 1 if asked == "place" else count)
        return row

    def _unlike(self, line: int, ours: str, count: int, parts: dict[str, list[str]], most: int) -> Problem:
        longest = next(heading for heading, found in parts.items() if len(found) == most)
        what = f"拆开是 {count} 段，“{longest}”是 {most} 段"
        return self._columns.problem(line, ours, what, "几列都写 part: each 的，各段要一一对应")

    def _twice(self, line: int, records: Sequence[ParsedRecord]) -> list[Problem]:
        counted = Counter(record.member for record in records)
        return [self._columns.told(line, "姓名", MemberTwice(member)) for member, count in counted.items() if count > 1]

    @staticmethod
    def _own(record: ParsedRecord) -> ParsedRecord:
        """The record under a number of its own: under that of the row the second would be a duplicate of the first."""
        fields = record.fields
        if fields.number is None:
            return record
        numbered = replace(fields, number=f"{fields.number}-{record.member.number}")
        numbered.alike = fields.alike
        return ParsedRecord(record.line, record.member, numbered, record.unsigned, record.capacity)


def _parts(cell: str, marks: Sequence[str]) -> list[str]:
    """The parts of a cell; one that a spreadsheet changed is one part, and refused as it would be without."""
    return [cell] if isinstance(cell, Altered) else parts_of(cell_text(cell), marks) or [""]
