"""How rows go into the tables: many a statement, and the indexes of a table that was empty are made afterwards.

An index is cheapest made of all its rows at once, because they are sorted first; in a full table it stays as it is, for making
it anew would cost more than it saves. All of it stands in the transaction of the rows: undone, the indexes are as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER, SQLITE_LOCKED, Connection, OperationalError, threadsafety
from typing import TYPE_CHECKING

from duty_cli.ledger.appending.row_writer import TABLES_IN_ORDER
from duty_cli.ledger.chain.hash_chain import Cell, Columns, is_empty
from duty_cli.ledger.migrations import pragma

if TYPE_CHECKING:
    from duty_cli.ledger.sqlite.statement_thread import StatementThread

_NULL = float("nan")
"""What SQLite stores as NULL. Given None or bytes, the driver first looks for an adapter, which takes longer than the rest."""

_AT_ONCE, _SIZES = 2_500, (5_000, 500, 50, 5, 1)
"""Rows that go in with one statement: the driver is called once for all of them. Few sizes are few statements to be kept."""

_SERIALIZED = 3
"""Where SQLite lets several threads use one connection, as nearly everywhere."""

_LARGE = 1_000
"""Where so many come at once into a table that is empty, its indexes are made afterwards."""

_LEAN = 32 * 1024
"""KiB of page cache while indexes are away: rows only come one after the other, and sorting them takes as much again."""

_MANY = "record"
"""The table of which there are very many rows: no other refers to it, so that some may wait for a whole statement."""


class BulkInsert:
    """Rows on their way into one connection, inside the transaction that is open; before anything is asked, ``settle``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._most = connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER)
        self._waiting: dict[str, dict[str, list[Cell]]] = {table: {} for table in TABLES_IN_ORDER}
        self._met: dict[str, None] = {}
        self._later: list[str] = []
        self._cache = 0
        self._thread: StatementThread | None = None

    def take(self, table: str, columns: Columns) -> None:
        """Take rows; in each call for ``table`` the same columns. They wait for others of their table, until ``put_in``."""
        waiting = self._waiting[table]
        for name, column in columns.items():
            waiting.setdefault(name, []).extend(column)

    def put_in(self) -> None:
        """Put in the rows that wait; where there are very many, on a thread of their own, and the last ones with the next."""
        thread = self._thread
        if thread is None and threadsafety == _SERIALIZED and len(self._waiting[_MANY].get("seq", ())) >= _LARGE:
            # Whoever enters a few rows is spared what it takes to load.
            from duty_cli.ledger.sqlite.statement_thread import StatementThread

            self._lay_indexes_aside(_MANY)
            thread = self._thread = StatementThread(self._connection)
        for table, columns in self._waiting.items():
            if columns and thread is None:
                self._put_all(table, columns)
            elif columns and thread is not None:
                self._give(thread, table, columns)

    def settle(self) -> None:
        """Put in all that waits, and make the indexes that are wanting: what is asked from now on finds every row, by every way."""
        self.put_in()
        self.wait()
        if left := self._waiting[_MANY]:
            self._put_all(_MANY, left)
        later, self._later = self._later, []
        for statement in later:
            self._connection.execute(statement)
        if later:
            self._connection.execute(f"PRAGMA cache_size = {self._cache}")

    def wait(self) -> None:
        """Come back when nobody else uses the connection."""
        if self._thread is not None:
            self._thread.wait()

    def stop(self) -> None:
        """Leave the connection to others, whatever was not put in."""
        if self._thread is not None:
            self._thread.stop()
            self._thread = None

    def _put_all(self, table: str, columns: dict[str, list[Cell]]) -> None:
        # The columns that are null throughout are left to the schema.
        names = tuple(name for name, column in columns.items() if not is_empty(column))
        rows = zip(*(_bound(columns[name]) for name in names), strict=True)
        self._connection.executemany(insert_statement(table, names), rows)
        columns.clear()

    def _give(self, thread: StatementThread, table: str, columns: dict[str, list[Cell]]) -> None:
        names = tuple(columns)
        if table == _MANY:
            # A column that was not null once stays: so the statements are few, which the driver keeps.
            self._met |= dict.fromkeys(name for name, column in columns.items() if not is_empty(column))
            names = tuple(self._met)
        left = len(columns["seq"])
        rows = zip(*(_bound(columns[name]) for name in names), strict=True)
        most = self._most // len(names)
        for size in [min(_AT_ONCE, most)] if table == _MANY else [size for size in _SIZES if size <= most]:
            while size <= left:
                thread.give(insert_statement(table, names, size), list(chain.from_iterable(islice(rows, size))))
                left -= size
        for name, column in columns.items():
            columns[name] = column[len(column) - left :]
        if not left:
            columns.clear()

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
            found = self._connection.execute(query, (table,)).fetchall()
            for name, statement in found:
                self._drop(name)
                self._later.append(statement)
        if self._later:
            self._cache = int(pragma(self._connection, "cache_size"))
            self._connection.execute(f"PRAGMA cache_size = -{_LEAN}")

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
