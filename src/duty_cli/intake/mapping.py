"""Reading a foreign file as ours: each of our columns from a column of theirs, a constant, or the row's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from duty_cli.domain.faults import Fault
from duty_cli.domain.mapping import ColumnSource, Mapping, Replaced
from duty_cli.errors import BadValue, WrongMapping, nearest
from duty_cli.intake import texts
from duty_cli.intake.csvfile import read_table
from duty_cli.intake.dates import parse_day
from duty_cli.intake.table import Table, TableRow


def read_ours(
    name: str,
    data: bytes,
    reads: Literal["records", "roster"],
    headings: Sequence[str],
    *,
    mapping: Mapping | None,
    encoding: str | None,
) -> Table:
    """The file as a table under our ``headings``, through ``mapping`` where there is one."""
    if mapping is None:
        return read_table(name, data, known=headings, encoding=encoding)
    if mapping.reads != reads:
        raise WrongMapping(mapping.reads, reads)
    table = read_table(
        name,
        data,
        known=tuple(dict.fromkeys(_origins(mapping).values())),
        separator=mapping.separator,
        encoding=encoding or mapping.encoding,
        others_ignored=True,
    )
    return apply(mapping, table)


def apply(mapping: Mapping, table: Table) -> Table:
    """``table`` under our headings, with the faults found on the way."""
    origins = _origins(mapping)
    faults = [*table.faults, *_missing(table, origins)]
    mapped = replace(table, headings=tuple(mapping.columns), rows=(), faults=tuple(faults), origins=origins)
    if len(faults) > len(table.faults):
        return mapped
    rows = tuple(_row(mapping, mapped, place, row, faults) for place, row in enumerate(table.rows, 1))
    return replace(mapped, rows=rows, faults=tuple(faults))


def _origins(mapping: Mapping) -> dict[str, str]:
    """Our headings and theirs, as headings are compared."""
    sources = mapping.columns.items()
    return {ours: texts.heading(source.from_) for ours, source in sources if source.from_ is not None}


def _missing(table: Table, origins: dict[str, str]) -> list[Fault]:
    absent = dict.fromkeys(theirs for theirs in origins.values() if theirs not in table.headings)
    return [
        Fault(table.name, table.header_line, theirs, "文件中没有对应表要读的这一列", nearest(theirs, table.headings))
        for theirs in absent
    ]


def _row(mapping: Mapping, mapped: Table, place: int, row: TableRow, faults: list[Fault]) -> TableRow:
    cells: dict[str, str] = {}
    for ours, source in mapping.columns.items():
        try:
            cells[ours] = _cell(ours, source, place, row.cells.get(mapped.origins.get(ours, ""), ""))
        except BadValue as error:
            faults.append(mapped.told(row.line, ours, error))
    return TableRow(row.line, cells)


def _cell(ours: str, source: ColumnSource, place: int, theirs: str) -> str:
    if source.from_ is None:
        return source.always if source.always is not None else f"{source.row_prefix or ''}{place:04}"
    text = _replaced(ours, source, theirs.strip())
    if source.date_order is None or not text:
        return text
    return parse_day(text, order=source.date_order, heading=ours).isoformat()


def _replaced(ours: str, source: ColumnSource, text: str) -> str:
    if source.values is None or (not text and text not in source.values):
        return text
    if text in source.values:
        return source.values[text]
    match source.otherwise:
        case Replaced(other):
            return other
        case "keep":
            return text
        case "empty":
            return ""
    raise BadValue(ours, texts.shown(text), f"对应表 values 中的值（{'、'.join(source.values)}）")
