"""What formulas gave when a file was saved, read in their place where that is asked for, and told cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from duty_cli.importing.readers.file_sheet import Row, cell_name
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.sheet_rows import Header, is_remark
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import FormulaCell

_SHOWN = 10


def as_saved(table: FileTable) -> FileTable:
    """The same table with what its formulas gave in their place; one of which nothing was saved stays a formula."""
    header = table.header
    return replace(
        table,
        sheet=replace(table.sheet, rows=lambda: map(_saved, table.sheet.rows())),
        header=Header(header.line, tuple(map(_result, header.cells)), tuple(map(_saved, header.above))),
        shared=None if table.shared is None else tuple(map(_saved, table.shared)),
        formulas=table.sheet.rows,
    )


def _saved(row: Row) -> Row:
    line, cells = row
    return (line, list(map(_result, cells))) if FormulaCell in map(type, cells) else row


def _result(cell: str) -> str:
    return cell if not isinstance(cell, FormulaCell) or cell.saved is None else cell.saved


def formulas_told(columns: Columns, *, titled: bool) -> tuple[str, ...]:
    """What is said of formulas: those whose results are read, or those in a title that would be read (``titled``)."""
    table = columns.table
    if table.formulas is None:
        above = table.title_rows if titled else ()
        places = [place for row in above for place in _places(row, range(len(row[1])))]
        advice = "；要照存盘时的结果读取的，请加 --as-saved"
        return (f"表题中的公式没有读取：{_some(places)}{advice}",) if places else ()
    places = list(_read(columns, table.formulas()))
    many = f"共 {len(places)} 格是公式，按存盘时的结果读取，请核对"
    return (f"{_some(places)}{many}",) if places else ()


def _read(columns: Columns, rows: Iterator[Row]) -> Iterator[str]:
    """The formulas in the titles, the headings and all cells below them that are read."""
    for line, cells in rows:
        if FormulaCell not in map(type, cells):
            continue
        if line < columns.first_line:
            yield from _places((line, cells), range(len(cells)))
        elif not (columns.passed_over(cells) or is_remark(cells)):
            yield from _places((line, cells), columns.read)


def _places(row: Row, at: Sequence[int]) -> Iterator[str]:
    line, cells = row
    for place in sorted(at):
        cell = cells[place] if place < len(cells) else ""
        if isinstance(cell, FormulaCell) and cell.saved is not None:
            yield f"{cell_name(line - 1, place)}“{text_cleaning.shown(cell)}”"


def _some(places: Sequence[str]) -> str:
    return "、".join(places[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
