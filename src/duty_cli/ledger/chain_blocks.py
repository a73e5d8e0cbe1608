"""The chain walked in blocks: SQLite says the rows of a block as they are hashed, Python hashes them one after the other.

It only ever says that a block is sound: what it hashes came to the very hashes that stand in the ledger. Where it does not, a row
may be damaged, or be of a kind that it says otherwise than ``hash_chain.canonical``; then the rows are gone through one by one.
Nearly all of the time is spent inside SQLite, a block a call, so that other threads of this process can work meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate
from sqlite3 import Connection, Error

from duty_cli.ledger.hash_chain import GENESIS, VERSION, Cell, canonical, link
from duty_cli.ledger.schema_shape import SchemaShape, ShapedColumn
from duty_cli.ledger.snapshot import TextTable

_BLOCK = 2_000
"""Rows at once: a block weighs some hundred KiB."""

_SPINE = """
    SELECT group_concat(sort), group_concat(hash, '')
    FROM (SELECT sort, hex(hash) AS hash FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq)
"""


class ChainBlocks:
    """The chain of one ledger, whose tables are to have the columns that ``shape`` says."""

    def __init__(self, connection: Connection, shape: SchemaShape) -> None:
        self._connection = connection
        self._shape = shape
        self._queries: dict[str, str] = {}
        self._before = GENESIS
        self._rows = dict.fromkeys(shape.columns, 0)

    def rows(self) -> int:
        """How many rows there are to go through."""
        return int(self._connection.execute("SELECT count(*) FROM entry NOT INDEXED").fetchone()[0])

    def sound(self) -> Iterator[bool]:
        """For each row, in blocks, whether its block is sound; after the first that is not, nothing."""
        total = self.rows()
        for first in range(1, total + 1, _BLOCK):
            last = min(first + _BLOCK - 1, total)
            if not (self._sound_at_once(first, last) or self._sound_row_by_row(first, last)):
                yield False
                return
            for _ in range(first, last + 1):
                yield True
        # A row that no line of the spine speaks of has taken no part.
        yield from (False for table, count in self._rows.items() if self._counted(table) != count)

    def head(self) -> tuple[int, bytes]:
        """The last row of a chain that was sound, and its hash."""
        return sum(self._rows.values()), self._before

    def _counted(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT count(*) FROM {table} NOT INDEXED").fetchone()[0])

    def _sound_at_once(self, first: int, last: int) -> bool:
        with suppress(Error, UnicodeError, StopIteration, RuntimeError):  # then it is seen row by row
            said, hashes = self._connection.execute(_SPINE, (first, last)).fetchone()
            sorts = (said or "").split(",")
            if len(sorts) != last - first + 1 or not self._shape.columns.keys() >= set(sorts):
                return False
            rows = self._said(sorts, first, last)
            _, *made = accumulate(rows, link, initial=self._before)
            if b"".join(made).hex().upper() == hashes:
                self._take(sorts, made[-1])
                return True
        return False

    def _said(self, sorts: list[str], first: int, last: int) -> list[bytes]:
        """The canonical rows of a block, in order; too few or too many where something is wrong."""
        found = {sort: self._of_one_sort(sort, first, last) for sort in dict.fromkeys(sorts)}
        if len(found) == 1:
            return found[sorts[0]]
        each = {sort: iter(rows) for sort, rows in found.items()}
        return [next(each[sort]) for sort in sorts]

    def _of_one_sort(self, sort: str, first: int, last: int) -> list[bytes]:
        if sort not in self._queries:
            self._queries[sort] = _query(sort, self._shape.columns[sort])
        said: bytes | None = self._connection.execute(self._queries[sort], (first, last)).fetchone()[0]
        return (said or b"").split(b"\n")

    def _take(self, sorts: list[str], hash_: bytes) -> None:
        self._before = hash_
        for sort in dict.fromkeys(sorts):
            self._rows[sort] += sorts.count(sort)

    def _sound_row_by_row(self, first: int, last: int) -> bool:
        spine = self._connection.execute(
            "SELECT seq, batch, sort, hash FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last)
        ).fetchall()
        texts, before = TextTable(self._connection).texts, self._before
        sorts = [sort for _, _, sort, _ in spine]
        if len(spine) != last - first + 1 or not self._shape.columns.keys() >= set(sorts):
            return False
        contents = {sort: contents_of(self._connection, sort, self._shape, texts, first) for sort in set(sorts)}
        for seq, batch, sort, hash_ in spine:
            found, cells = next(contents[sort], (None, {}))
            if found != seq or link(before, canonical(seq, batch, sort, cells)) != hash_:
                return False
            before = hash_
        self._take(sorts, before)
        return True


def contents_of(
    connection: Connection, sort: str, shape: SchemaShape, texts: dict[int, str], first: int | None = None
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows of a table by seq, from ``first`` on or all, as they were hashed."""
    columns = shape.columns[sort]
    names = [column.name for column in columns]
    since = "" if first is None else f"WHERE seq >= {first}"
    for seq, *row in connection.execute(f"SELECT seq, {', '.join(names)} FROM {sort} {since} ORDER BY seq"):
        cells = dict(zip(names, row, strict=True))
        # Hashed as texts: the numbers of labels may differ between two ledgers that say the same.
        for column in columns:
            if column.coded:
                cells[column.name] = texts.get(cells[column.name])
        yield seq, cells


def _query(sort: str, columns: tuple[ShapedColumn, ...]) -> str:
    """The canonical rows of one sort in a block, a line each: names of the schema alone stand in the text."""
    form, values, joins = "", ["entry.seq", "entry.batch"], ""
    ordered = sorted(columns, key=lambda column: column.name)
    met = False
    for column in ordered:
        if column.coded:
            joins += f" LEFT JOIN label AS {column.name}_said ON {column.name}_said.id = own.{column.name}"
        value, cell = _value(column)
        if column.required:
            form += f'{"," if met else ""}"{column.name}":%s'
            values.append(value)
        else:
            # A comma on the side of the column that is always there.
            said = f"""',"{column.name}":' || {value}""" if met else f"""'"{column.name}":' || {value} || ','"""
            form += "%s"
            values.append(f"iif({cell} IS NULL, NULL, {said})")
        met = met or column.required
    row = f"printf('[{VERSION},%s,%s,\"{sort}\",{{{form}}}]', {', '.join(values)})"
    return f"""
        SELECT CAST(group_concat(row, char(10)) AS BLOB) FROM (
            SELECT {row} AS row FROM entry JOIN {sort} AS own ON own.seq = entry.seq {joins}
            WHERE entry.seq BETWEEN ? AND ? AND entry.sort = '{sort}' ORDER BY entry.seq
        )
    """


def _value(column: ShapedColumn) -> tuple[str, str]:
    """A cell as JSON, and the cell that is asked whether it is null."""
    if column.coded:
        return f"json_quote({column.name}_said.text)", f"{column.name}_said.text"
    cell = f"own.{column.name}"
    # Tables are strict, and integrity_check tells of a cell that is not of its type.
    spelled = {"INTEGER": cell, "BLOB": f"""'"' || lower(hex({cell})) || '"'"""}
    return spelled.get(column.type, f"json_quote({cell})"), cell
