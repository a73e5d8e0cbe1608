"""What a map makes of a foreign file, cell by cell, before anything is imported: the first rows, those left out, what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from duty_cli.errors.base import DutyError
from duty_cli.importing.maps.apply_mapping import Filters, asked_header
from duty_cli.importing.readers.file_sheet import Row, blank
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.importing.sheets.row_reader import FileRows
from duty_cli.importing.sheets.sheet_rows import is_total
from duty_cli.model.column_maps import ColumnMapping, ColumnSource
from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.parsed_rows import ParsedMember, ParsedRecord, ParsedResult, ParsedSpending, Problem, RejectedRow
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import DAY_HEADINGS, HEADINGS
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import MomentCell
from duty_cli.parsing.dates import day_in_file
from duty_cli.parsing.record_columns import cell_of, cell_text

T = TypeVar("T")
Document = dict[str, object]

_SHOWN = 50
_SEVERAL, _WRONG = "；", "（有问题）"

_CELLS = (Column("行", "right"), *map(Column, ("对方的列", "对方的格", "本系统的列", "读作")))
_LEFT_OUT = (Column("行", "right"), Column("为什么不读"))
_PROBLEMS = (Column("行", "right"), *map(Column, ("列", "问题", "怎么办")))
_FOR_THE_REST = "这里只看对照表；规则是否认得、账本中有没有，请用 duty import --dry-run 核对"


@dataclass(frozen=True, slots=True)
class TriedCell:
    """One column of ours in one row: from where, what stands there, and what it is read as (empty where it is not)."""

    line: int
    theirs: str
    cell: str
    ours: str
    said: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a map makes of a file. ``cells`` are those of the first rows; ``left_out`` says of lines by what they are not read."""

    file: str
    layout: str
    cells: tuple[TriedCell, ...]
    left_out: tuple[tuple[int, str], ...]
    problems: tuple[Problem, ...]
    rows: int
    records: int
    passed_over: int
    remarks: tuple[str, ...]


def record_said(record: ParsedRecord) -> dict[str, str]:
    """The cells of a record by heading."""
    said = {heading: cell_of(getattr(record.fields, field)) for heading, field in HEADINGS.items()}
    return {**said, "委员编号": record.member.number, "姓名": record.member.name}


def member_said(row: ParsedMember) -> dict[str, str]:
    """The cells of a row of a roster by heading."""
    days = {"任职日期": str(row.first), "离任日期": cell_of(row.last)}
    return {"委员编号": row.number, "姓名": row.name, "职务": "、".join(row.roles), **days}


def result_said(row: ParsedResult) -> dict[str, str]:
    """The cells of a result of an earlier year by heading."""
    said = {"年度": str(row.year), "积分": cell_of(row.score), "等次": cell_of(row.grade), "文号": row.paper}
    return {"委员编号": row.member.number, "姓名": row.member.name, **said}


def spending_said(row: ParsedSpending) -> dict[str, str]:
    """The cells of a payment by heading, as far as they are kept otherwise than they stand."""
    return {"日期": str(row.new.on), "金额": str(Yuan(row.new.fen))}


def try_map(reading: FileRows[T], mapping: ColumnMapping, said: Callable[[T], Mapping[str, str]], first: int) -> Trial:
    """Read a file by a map to its end, and tell of the ``first`` rows what each cell becomes; ``said`` says it of what was read."""
    columns, read, counted = reading.under_headings, _Read(said), 0
    shown = {} if reading.problems else dict(islice(_rows(columns), first))
    problems = [*reading.problems]
    for row in reading:
        counted += not isinstance(row, RejectedRow)
        problems += row.problems if isinstance(row, RejectedRow) else ()
        if isinstance(row, RejectedRow) or _line(row) in shown:
            read.add(row)
    cells = (cell for line, row in shown.items() for cell in _tried(columns, mapping, line, row, read.of(line)))
    left_out = () if reading.problems else tuple(_left_out(columns))
    rows = 0 if reading.problems else sum(1 for _ in _rows(columns))
    return Trial(
        reading.table.name,
        f"{reading.form.called}（{reading.layout}），编码 {reading.encoding}",
        tuple(cells),
        left_out,
        tuple(problems),
        rows=rows,
        records=counted,
        passed_over=reading.passed_over,
        remarks=tuple(dict.fromkeys((*reading.table.remarks, *reading.remarks))),
    )


class _Read:
    """What came of the rows that are shown, by line."""

    def __init__(self, said: Callable[[T], Mapping[str, str]]) -> None:
        self._say: Callable[..., Mapping[str, str]] = said
        self._said: defaultdict[int, list[Mapping[str, str]]] = defaultdict(list)
        self._wrong: dict[int, frozenset[str]] = {}

    def add(self, row: object) -> None:
        """Keep what a row says, or that it was refused."""
        if isinstance(row, RejectedRow):
            # A place names our heading, and in brackets theirs.
            self._wrong[row.line] = frozenset(problem.column.partition("（")[0] for problem in row.problems)
        else:
            self._said[_line(row)].append(self._say(row))

    def of(self, line: int) -> tuple[list[Mapping[str, str]], frozenset[str] | None]:
        """The records of a line, and the headings for which it was refused; None where it was not."""
        return self._said[line], self._wrong.get(line)


def _line(row: object) -> int:
    line = getattr(row, "line", 0)
    assert isinstance(line, int), "what is read of a row has its line"
    return line


def _spread(columns: Columns) -> Iterator[Row]:
    """The rows that say something, left out or not."""
    for line, cells in columns.merged.spread(columns.rows()):
        if not (blank(cells) or is_total(cells) or columns.passed_over(cells)):
            yield line, cells


def _rows(columns: Columns) -> Iterator[Row]:
    wanted = columns.left_out
    return (row for row in _spread(columns) if wanted is None or not wanted(row[1]))


def _left_out(columns: Columns) -> Iterator[tuple[int, str]]:
    filters = columns.left_out
    if isinstance(filters, Filters):
        yield from ((line, filters.why(cells)) for line, cells in _spread(columns) if filters(cells))


def _tried(
    columns: Columns,
    mapping: ColumnMapping,
    line: int,
    cells: Sequence[str],
    read: tuple[list[Mapping[str, str]], frozenset[str] | None],
) -> Iterator[TriedCell]:
    """What becomes of each column in one row; of several records all that they say."""
    records, wrong = read
    header = asked_header(columns.table, mapping)
    for ours, source in mapping.columns.items():
        theirs, cell = _foreign(source, header, cells, columns.at.get(ours))
        told = [record[ours] for record in records if ours in record]
        if not told:
            told = [_unread(wrong) if source.stay is not None else _converted(columns, ours, cells)]
        mark = _WRONG if wrong is not None and ours in wrong and _WRONG not in told else ""
        yield TriedCell(line, theirs, cell, ours, _SEVERAL.join(dict.fromkeys(told)) + mark)


def _unread(wrong: frozenset[str] | None) -> str:
    """What is said of a share that no record of the row has."""
    return "（并入同一人的前一行）" if wrong is None else _WRONG if "参加比例" in wrong else "（没有折算）"


def _foreign(source: ColumnSource, header: Sequence[str], cells: Sequence[str], at: int | None) -> tuple[str, str]:
    """What a foreign value is called, and what stands there."""
    if origins := [text_cleaning.heading(one) for one in source.origins]:
        return "、".join(origins), "｜".join(_shown(cells[header.index(one)]) for one in origins if one in header)
    said = "" if at is None else _shown(cells[at])
    if source.title is not None:
        return str(source.title), said
    if source.each is not None:
        return "第几段" if source.each == "place" else "共几段", ""
    return "每行都填" if source.always is not None else "按行编号", ""


def _shown(cell: str) -> str:
    return cell.moment.replace("T", " ") if isinstance(cell, MomentCell) else text_cleaning.shown(cell.strip())


def _converted(columns: Columns, ours: str, cells: Sequence[str]) -> str:
    """The cell as the map has it, whether or not the row could be read."""
    text, table = cell_text(cells[columns.at[ours]]), columns.table
    try:
        said = columns.converted[ours](text) if ours in columns.converted else text
        if ours not in DAY_HEADINGS or not said:
            return said
        return str(day_in_file(ours, said, year=table.year, epoch=table.sheet.epoch))
    except DutyError:
        return _WRONG


def trial_paper(trial: Trial) -> Paper:
    """The first rows cell by cell, the rows that are not read, and what is wrong."""
    cells = tuple((str(one.line), one.theirs, one.cell, one.ours, one.said) for one in trial.cells)
    left_out = tuple((str(line), why) for line, why in trial.left_out[:_SHOWN])
    wrong = tuple((str(one.line), one.column, one.what, one.advice) for one in trial.problems[:_SHOWN])
    tables = (
        Sheet("前几行", "前几行怎样读", _CELLS, cells),
        Sheet("不读的行", "不读的行", _LEFT_OUT, left_out, _more(len(trial.left_out))),
        Sheet("问题", "问题", _PROBLEMS, wrong, _more(len(trial.problems))),
    )
    counts = f"读 {trial.rows} 行，得 {trial.records} 条；不读 {len(trial.left_out)} 行，略过空行和合计行 {trial.passed_over} 行"
    found = f"问题 {len(trial.problems)} 处" if trial.problems else "没有问题"
    told = f"{counts}；{found}" if trial.rows else f"一行也没有读；{found}"
    notes = (told, *trial.remarks, _FOR_THE_REST)
    return Paper(
        f"{trial.file}：{trial.layout}", tuple(one for one in tables if one.rows), "未写入任何内容", notes=notes
    )


def _more(count: int) -> tuple[str, ...]:
    return (f"共 {count} 行，只列前 {_SHOWN} 行",) if count > _SHOWN else ()


def trial_document(trial: Trial) -> Document:
    """The same for scripts."""
    keys = ("line", "theirs", "cell", "ours", "said")
    return {
        "report": "map try",
        **{"file": trial.file, "rows": trial.rows, "records": trial.records, "passed_over": trial.passed_over},
        "cells": [
            dict(zip(keys, (one.line, one.theirs, one.cell, one.ours, one.said), strict=True)) for one in trial.cells
        ],
        "left_out": [{"line": line, "why": why} for line, why in trial.left_out],
        "problems": [
            {"line": one.line, "column": one.column, "what": one.what, "advice": one.advice} for one in trial.problems
        ],
        "remarks": list(trial.remarks),
    }
