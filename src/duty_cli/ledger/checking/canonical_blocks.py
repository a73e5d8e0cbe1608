"""Many rows at once as they are hashed: SQLite says them, a block of the chain a call, in which other threads can work meanwhile.

What is said here is only ever taken for sound where it comes to the hashes that stand in the ledger, so that it does not matter in
what order or spelling SQLite may give it one day: then a block is no longer sound at once.
"""

from __future__ import annotations

from collections import Counter
from sqlite3 import Connection
from typing import NamedTuple

from duty_cli.ledger.chain.hash_chain import VERSION
from duty_cli.ledger.checking.schema_shape import SchemaShape, ShapedColumn

_SPINE = """
    SELECT group_concat(sort), CAST(group_concat(hash, '') AS BLOB) FROM entry WHERE seq BETWEEN ? AND ?
"""

_SAID = (
    "DROP TABLE IF EXISTS temp.said",
    "CREATE TEMP TABLE said (id INTEGER PRIMARY KEY, text TEXT)",
    "INSERT INTO said SELECT id, json_quote(text) FROM label",
)
"""The labels as JSON says them: said once, and not for every row."""


class RowBlock(NamedTuple):
    """Rows that follow one another: how many of which sort, as they are hashed, and the hashes that stand beside them."""

    sorts: Counter[str]
    rows: list[bytes]
    hashes: bytes


class CanonicalBlocks:
    """The blocks of one ledger, read by one connection; its tables are to have the columns that ``shape`` says."""

    def __init__(self, connection: Connection, shape: SchemaShape) -> None:
        self._connection = connection
        self._shape = shape
        self._queries: dict[str, _BlockQuery] = {}
        for statement in _SAID:
            connection.execute(statement)

    def block(self, first: int, last: int) -> RowBlock | None:
        """The rows from ``first`` to ``last``, fewer where something is wrong; None where it is wrong with the spine. Raises sqlite3.Error."""
        said, hashes = self._connection.execute(_SPINE, (first, last)).fetchone()
        sorts = (said or "").split(",")
        counts = Counter(sorts)
        if len(sorts) != last - first + 1 or not self._shape.columns.keys() >= counts.keys():
            return None
        each = {sort: iter(self._of_one_sort(sort, count, first, last)) for sort, count in counts.items()}
        return RowBlock(counts, list(map(next, map(each.__getitem__, sorts))), hashes)

    def _of_one_sort(self, sort: str, count: int, first: int, last: int) -> list[bytes]:
        if sort not in self._queries:
            self._queries[sort] = _BlockQuery(sort, self._shape.columns[sort])
        query = self._queries[sort]
        rows = query.rows(self._connection, first, last)
        if len(rows) != count:
            query.widen(self._connection, first, last)
            rows = query.rows(self._connection, first, last)
        return rows


class _BlockQuery:
    """The query for the rows of one sort in a block, a line each: names of the schema alone stand in its text.

    Most columns of a long table are empty in most rows. Those that were met in no row are left out, and rows in which they are not
    empty with them. What is usual for the others is said in one go; a row that is not as usual is said column by column.
    """

    def __init__(self, sort: str, columns: tuple[ShapedColumn, ...]) -> None:
        self._sort = sort
        self._columns = sorted(columns, key=lambda column: column.name)
        self._optional = [column.name for column in columns if not column.required]
        self._met: set[str] = set()
        self._usual: set[str] = set()
        self._text = self._query()

    def rows(self, connection: Connection, first: int, last: int) -> list[bytes]:
        """The rows of a block, but for those that have something in a column which is left out."""
        found: bytes | None = connection.execute(self._text, (first, last)).fetchone()[0]
        return [] if found is None else found.split(b"\n")

    def widen(self, connection: Connection, first: int, last: int) -> None:
        """Leave out no column from now on that is not empty in this block."""
        counts = ", ".join(["count(*)", *(f"count({name})" for name in self._optional)])
        query = f"SELECT {counts} FROM {self._sort} WHERE seq BETWEEN ? AND ?"
        every, *found = connection.execute(query, (first, last)).fetchone()
        told = dict(zip(self._optional, found, strict=True))
        self._met |= {name for name, count in told.items() if count}
        self._usual = {name for name, count in told.items() if count * 2 > every}
        self._text = self._query()

    def _query(self) -> str:
        met = [column for column in self._columns if column.required or column.name in self._met]
        joins = "".join(self._joined(column) for column in met if column.coded)
        left_out = "".join(f" AND own.{name} IS NULL" for name in self._optional if name not in self._met)
        return f"""
            SELECT CAST(group_concat({self._row(met)}, '\n') AS BLOB)
            FROM {self._sort} AS own CROSS JOIN entry ON entry.seq = own.seq {joins}
            WHERE own.seq BETWEEN ? AND ? {left_out}
        """

    def _joined(self, column: ShapedColumn) -> str:
        """The label of a cell, where a join is worth it; a label that is not there is missed."""
        if not self._is_usual(column):
            return ""
        join = "CROSS" if column.required else "LEFT"
        return f" {join} JOIN temp.said AS {column.name}_said ON {column.name}_said.id = own.{column.name}"

    def _is_usual(self, column: ShapedColumn) -> bool:
        return column.required or column.name in self._usual

    def _row(self, columns: list[ShapedColumn]) -> str:
        """What says a row: as usual where it is, else column by column."""
        usual = [
            f"own.{column.name} {'IS NOT NULL' if self._is_usual(column) else 'IS NULL'}"
            for column in columns
            if not column.required
        ]
        if not usual:
            return self._in_one_go(columns)
        in_one_go = self._in_one_go([column for column in columns if self._is_usual(column)])
        return f"iif({' AND '.join(usual)}, {in_one_go}, {self._by_column(columns)})"

    def _in_one_go(self, columns: list[ShapedColumn]) -> str:
        form = ",".join(f'"{column.name}":{_form(column)}' for column in columns)
        return self._printed(form, [self._cell(column) for column in columns])

    def _by_column(self, columns: list[ShapedColumn]) -> str:
        form, values, met = "", [], False
        for column in columns:
            said = f'"{column.name}":{_form(column)}'
            if column.required:
                form += f",{said}" if met else said
                values.append(self._cell(column))
                met = True
            else:
                # A comma on the side of the column that is always there.
                said = f",{said}" if met else f"{said},"
                form += "%s"
                values.append(f"iif(own.{column.name} IS NULL, NULL, printf('{said}', {self._cell(column)}))")
        return self._printed(form, values)

    def _cell(self, column: ShapedColumn) -> str:
        """What is printed of a cell that is not null."""
        if column.coded and self._is_usual(column):
            return f"{column.name}_said.text"
        if column.coded:
            return f"(SELECT text FROM temp.said WHERE id = own.{column.name})"
        # Tables are strict, and integrity_check tells of a cell that is not of its type, and of a day that is none.
        if column.type == "INTEGER" or column.is_day:
            return f"own.{column.name}"
        return f"lower(hex(own.{column.name}))" if column.type == "BLOB" else f"json_quote(own.{column.name})"

    def _printed(self, form: str, values: list[str]) -> str:
        return (
            f"printf('[{VERSION},%s,%s,\"{self._sort}\",{{{form}}}]', {', '.join(['own.seq', 'entry.batch', *values])})"
        )


def _form(column: ShapedColumn) -> str:
    """Where the cell stands in what is printed."""
    return '"%s"' if column.is_day or column.type == "BLOB" else "%s"
