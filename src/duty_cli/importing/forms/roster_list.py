"""A roster file: one row for each stretch of a member's office, problems gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from duty_cli.importing.maps.apply_mapping import columns_of
from duty_cli.importing.sheets.file_table import Columns, FileTable, in_order
from duty_cli.importing.sheets.row_reader import FileRows, read_row
from duty_cli.model.file_forms import FileForm
from duty_cli.model.parsed_rows import ParsedMember, Problem
from duty_cli.model.records import ROSTER_HEADINGS
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import day_in_file
from duty_cli.parsing.member_lookup import new_name
from duty_cli.parsing.record_columns import NOT_EMPTY, Parsers, Read
from duty_cli.patterns import pattern

_ROLE_SEPARATORS = pattern("[、,，;；]")
_FORMER = "原编号"
"""In a roster of the next term: the number that a member re-elected bore before."""
_REQUIRED = ("委员编号", "姓名", "任职日期")
_EMPTY: dict[str, object] = {"职务": (), "离任日期": None}
"""What an empty cell says, where it is not an empty text."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a roster file says. With any ``problems`` none of it may be written.

    ``passed_over`` rows were blank or totals, ``left_out`` ones not wanted by the mapping; ``remarks`` tell of what is hidden in the
    file and of the columns that are not read.
    """

    encoding: str
    passed_over: int
    rows: tuple[ParsedMember, ...]
    problems: tuple[Problem, ...]
    left_out: int = 0
    remarks: tuple[str, ...] = ()


def read_roster(table: FileTable, first: date | None = None) -> RosterFile:
    """The members in a table, read whole: it is short. A member whose group changed has several rows. Raises UnreadableFile.

    Of a roster of the term that begins on ``first`` all are members from then on where no day is said, and 原编号 says who
    some of them were before.
    """
    reading = roster_rows(table, first)
    rows, problems = reading.gathered()
    problems += _two_names(reading.under_headings, rows)
    return RosterFile(
        *(reading.encoding, reading.passed_over, tuple(rows), in_order(problems), reading.left_out),
        (*table.remarks, *reading.remarks),
    )


def roster_rows(table: FileTable, first: date | None = None) -> FileRows[ParsedMember]:
    """The rows of a roster, one by one. Raises UnreadableFile."""
    columns = columns_of(table, ROSTER_HEADINGS if first is None else (*ROSTER_HEADINGS, _FORMER), FileForm.ROSTER)
    required = _REQUIRED if first is None else _REQUIRED[:2]
    problems = [*columns.lacking(*((heading,) for heading in required))]
    if first is None and _FORMER in columns.at:
        problems.append(columns.problem(table.header.line, _FORMER, "只用于下一届的名册", "请从对应表中去掉这一列"))
    reads = _reads(columns, first)
    given = {} if first is None else {"first": first}
    return FileRows(
        *(FileForm.ROSTER, "一行一段任职", columns),
        lambda line, cells: (ParsedMember(line=line, **given | read_row(columns, reads, line, cells)),),
        problems=problems,
    )


def _reads(columns: Columns, first: date | None) -> list[tuple[str, int, Read]]:
    day = partial(day_in_file, year=columns.table.year, epoch=columns.table.sheet.epoch)
    parsers: Parsers = {**_PARSERS, "任职日期": ("first", day), "离任日期": ("last", day)}
    reads = []
    for heading, at in columns.at.items():
        field, parse = parsers[heading]
        empty = NOT_EMPTY if heading in _REQUIRED else _EMPTY.get(heading, "")
        if heading == "任职日期" and first is not None:
            empty = first
        reads.append((field, at, Read(heading, parse, columns.converted.get(heading), empty)))
    return reads


def _two_names(columns: Columns, rows: Iterable[ParsedMember]) -> Iterator[Problem]:
    """Numbers given to people of different names."""
    first: dict[str, ParsedMember] = {}
    for row in rows:
        before = first.setdefault(row.number, row)
        # Otherwise two people would become one member.
        if before.name != row.name:
            what = f"编号 {row.number} 在第 {before.line} 行是“{before.name}”，这里是“{row.name}”"
            yield columns.problem(row.line, "姓名", what, "请核对编号和姓名")


def _name(_: str, text: str) -> str:
    return new_name(text)


def _roles(heading: str, text: str) -> tuple[str, ...]:
    words = (word.strip() for word in _ROLE_SEPARATORS.split(text_cleaning.clean_text(heading, text)))
    return tuple(dict.fromkeys(word for word in words if word))


_PARSERS: Parsers = {
    "委员编号": ("number", text_cleaning.clean_key),
    "姓名": ("name", _name),
    _FORMER: ("former", text_cleaning.clean_key),
    "党派": ("party", text_cleaning.clean_text),
    "界别": ("sector", text_cleaning.clean_text),
    "委员联络组": ("liaison_group", text_cleaning.clean_text),
    "专门委员会": ("special_committee", text_cleaning.clean_text),
    "职务": ("roles", _roles),
}
