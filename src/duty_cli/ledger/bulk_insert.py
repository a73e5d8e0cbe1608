"""How rows go into the tables: many a statement, and the indexes of a table that was empty are made afterwards.

An index is cheapest made of all its rows at once, because they are sorted first; in a full table it stays as it is, for making
it anew would cost more than it saves. All of it stands in the transaction of the rows: undone, the indexes are as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LOCKED, Connection, OperationalError

from duty_cli.ledger.hash_chain import Cell, Columns, is_empty
from duty_cli.model.entry_sorts import SORTS

_NULL = float("nan")
"""What SQLite stores as NULL. Given None or bytes, the driver first looks for an adapter, which takes longer than the rest."""

_MANY = 500
"""Rows that go in with one statement: the driver is called once for all of them."""

_LARGE = 1_000
"""Where so many come at once into a table that is empty, its indexes are made afterwards."""

TABLES_IN_ORDER = ("entry", *SORTS, "person")
"""The tables in the order in which rows go in: none refers to a later one."""


class BulkInsert:
    """Rows on their way into one connection, inside the transaction that is open; before anything is asked, ``settle``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._most = connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER)
        self._waiting: dict[str, dict[str, list[Cell]]] = {table: {} for table in TABLES_IN_ORDER}
        self._later: list[str] = []

    def take(self, table: str, columns: Columns) -> None:
        """Take rows; in each call for ``table`` the same columns. They wait for others of their table, until ``put_in``."""
        waiting = self._waiting[table]
        for name, column in columns.items():
            waiting.setdefault(name, []).extend(column)

    def put_in(self) -> None:
        """Put in the rows that wait."""
        for table, columns in self._waiting.items():
            if columns:
                self._put_into(table, columns)
        self._waiting = {table: {} for table in TABLES_IN_ORDER}

    def settle(self) -> None:
        """Put in what waits, and make the indexes that are wanting: what is asked from now on finds every row, by every way."""
        self.put_in()
        later, self._later = self._later, []
        for statement in later:
            self._connection.execute(statement)

    def _put_into(self, table: str, columns: Columns) -> None:
        # The columns that are null throughout are left to the schema.
        said = {name: _bound(column) for name, column in columns.items() if not is_empty(column)}
        names, rows = tuple(said), zip(*said.values(), strict=True)
        count = len(next(iter(said.values())))
        if count >= _LARGE:
            self._lay_indexes_aside(table)
        at_once = min(_MANY, self._most // len(names))
        for _ in range(count // at_once):
            cells = list(chain.from_iterable(islice(rows, at_once)))
            self._connection.execute(insert_statement(table, names, at_once), cells)
        self._connection.executemany(insert_statement(table, names), rows)

    def _lay_indexes_aside(self, table: str) -> None:
        # Names of the schema alone stand in the text.
        if self._connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None:
            return
        # None that holds rows apart: a row that breaks it has to be refused when it comes.
        query = """
            SELECT own.name, sql FROM pragma_index_list(?) own JOIN sqlite_schema made ON made.name = own.name
            WHERE origin = 'c' AND "unique" = 0 ORDER BY seq DESC
        """
        with suppress(_Locked):
            for name, statement in self._connection.execute(query, (table,)).fetchall():
                self._drop(name)
                self._later.append(statement)

    def _drop(self, index: str) -> None:
        try:
            self._connection.execute(f"DROP INDEX {index}")
        except OperationalError as error:
            # While any answer is still being read nothing can be dropped: then the index stays, which is only slower.
            if error.sqlite_errorcode != SQLITE_LOCKED:
                raise
            raise _Locked from None


class _Locked(Exception):
    pass


@lru_cache(maxsize=64)
def insert_statement(table: str, names: tuple[str, ...], rows: int = 1) -> str:
    """The INSERT of ``rows`` that SQLModel's class of ``table`` compiles to for the columns ``names``, without loading it."""
    # Names of the code alone stand in the text; every value is bound.
    row = f"({', '.join('?' for _ in names)})"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([row] * rows)}"


def _bound(column: Sequence[Cell]) -> Sequence[object]:
    if isinstance(column[0], bytes):
        return [bytearray(cell) if isinstance(cell, bytes) else cell for cell in column]
    return [_NULL if cell is None else cell for cell in column] if None in column else column
