"""A connection to PostgreSQL that answers as one to SQLite does: the same text of a query, named values, plain rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from select import select
from typing import Any

import psycopg

from duty_cli.ledger.queries.sql_connection import SqlRows
from duty_cli.patterns import pattern

_PARTS = pattern(r"'(?:[^']|'')*'|::|(?P<named>(?<!\w):(?P<name>[A-Za-z]\w*))|(?P<next>\?)|(?P<percent>%)", re.DOTALL)
"""Texts and casts, in which no value is named; then the places of values, and the sign that psycopg takes for one."""

_NUMBER = pattern("[0-9]+")

_AT_ONCE = 2_000
"""Rows that are fetched at once where there may be very many."""


@lru_cache(maxsize=512)
def as_psycopg_has_it(query: str) -> str:
    """A query with ``:name`` or ``?`` where a value belongs, as psycopg reads it."""
    return _PARTS.sub(_said, query)


def _said(met: re.Match[str]) -> str:
    if met["named"]:
        return f"%({met['name']})s"
    if met["next"]:
        return "%s"
    return met[0].replace("%", "%%")


class PostgresConnection:
    """One connection, in whose transactions queries are carried out.

    A statement of which nothing is asked may be put ``ahead`` of the next one: it waits for it and goes to the server with it, in one
    message. What it is refused for is told there.
    """

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw
        self._streams: list[psycopg.ServerCursor[tuple[Any, ...]]] = []
        self._ahead: list[tuple[bytes, Any]] = []

    @property
    def user(self) -> str:
        """As whom the server knows whoever sits here."""
        return self.raw.info.user

    def execute(self, query: str, values: Any = (), /) -> SqlRows:  # noqa: ANN401 - a mapping or a sequence
        """The rows of a query."""
        said = as_psycopg_has_it(query).encode()
        if not self._ahead:
            return self.raw.execute(said, values)
        with self.raw.pipeline():
            self._send_ahead()
            return self.raw.execute(said, values)

    def begin(self, how: str) -> None:
        """Begin a transaction of that form, ahead of what is asked in it first."""
        # By a statement of ours: the driver's own would be waited for.
        self.raw.autocommit = True
        self.ahead(how)

    def ahead(self, query: str, values: Any = (), /) -> None:  # noqa: ANN401 - a mapping or a sequence
        """Have a statement carried out before whatever is asked next."""
        self._ahead.append((as_psycopg_has_it(query).encode(), values))

    def stream(self, query: str, values: Any = (), /) -> SqlRows:  # noqa: ANN401 - a mapping or a sequence
        """The same, the rows fetched as they are asked for."""
        self._arrive()
        rows = self.raw.cursor(f"rows_{len(self._streams)}")
        self._streams.append(rows)
        rows.itersize = _AT_ONCE
        return rows.execute(as_psycopg_has_it(query).encode(), values)

    def insert(self, table: str, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        """Put rows into a table; names of the code alone stand in the text."""
        self._arrive()
        with self.raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def insert_few(self, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """The same for few rows, ahead of what is asked next."""
        places = ", ".join(["%s"] * len(names))
        query = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})".encode()
        self._ahead.extend((query, row) for row in rows)

    def rewrite(self, table: str) -> bool:
        """Have a table written anew, outside of any transaction; whether old rows had to be left, for readers who may still ask for them."""
        told: list[str] = []

        def hear(said: psycopg.errors.Diagnostic) -> None:
            # "0 dead row versions cannot be removed yet.": in whatever language, the number comes first.
            told.extend(_NUMBER.findall(said.message_detail or "")[:1])

        self.raw.read_only, self.raw.autocommit = False, True
        self.raw.add_notice_handler(hear)
        try:
            self.raw.execute(f"VACUUM (FULL, VERBOSE) {table}".encode())
        finally:
            self.raw.remove_notice_handler(hear)
            self.raw.autocommit = False
        return told != ["0"]

    def commit(self) -> None:
        """Keep what was done."""
        self._close_streams()
        if self._ahead:
            self.execute("COMMIT")
        else:
            self.raw.commit()

    def rollback(self) -> None:
        """Undo it; of a connection that is gone nothing is left to undo."""
        self._ahead.clear()
        if not self.raw.closed:
            self._close_streams()
            self.raw.rollback()

    def is_alive(self) -> bool:
        """Whether the server is still there, without asking it: it may have been started anew while somebody thought."""
        line = self.raw.pgconn
        try:
            # Whatever it says unasked is that it goes, or has gone.
            while select([line.socket], [], [], 0)[0]:
                line.consume_input()
        except (psycopg.Error, OSError, ValueError):
            self.close()
        return not self.raw.closed

    def close(self) -> None:
        """Let the server go."""
        self.raw.close()

    def _arrive(self) -> None:
        """Have what was put ahead carried out now: what comes next goes its own way to the server."""
        if self._ahead:
            with self.raw.pipeline():
                self._send_ahead()

    def _send_ahead(self) -> None:
        ahead, self._ahead = self._ahead, []
        for query, values in ahead:
            self.raw.execute(query, values)

    def _close_streams(self) -> None:
        streams, self._streams = self._streams, []
        for rows in streams:
            rows.close()
