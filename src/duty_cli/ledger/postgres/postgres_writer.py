"""``LedgerWriter`` over PostgreSQL: rows go in by COPY where they are many."""

from __future__ import annotations

from psycopg import OperationalError
from psycopg.errors import InsufficientPrivilege

from duty_cli.errors.server_errors import OwnerErases
from duty_cli.ledger.appending.row_writer import TABLES_IN_ORDER, RowWriter
from duty_cli.ledger.chain.hash_chain import Cell, Columns, is_empty
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.queries.dialect import POSTGRES
from duty_cli.model.ledger_protocol import Operation
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import MemberKey, Seq

_MANY = 50
"""Rows from which on COPY is worth its own way in and out."""


class CopyInsert:
    """Rows on their way into the tables of a server, inside the transaction that is open; few go with what is asked next."""

    def __init__(self, connection: PostgresConnection) -> None:
        self._connection = connection
        self._waiting: dict[str, dict[str, list[Cell]]] = {table: {} for table in TABLES_IN_ORDER}

    def take(self, table: str, columns: Columns) -> None:
        """Take rows; in each call for ``table`` the same columns. They wait for others of their table, until ``put_in``."""
        waiting = self._waiting[table]
        for name, column in columns.items():
            waiting.setdefault(name, []).extend(column)

    def put_in(self) -> None:
        """Put in the rows that wait, once they are many."""
        if any(len(column) >= _MANY for columns in self._waiting.values() for column in columns.values()):
            self.settle()

    def settle(self) -> None:
        """Put in all that waits."""
        for table, columns in self._waiting.items():
            if columns:
                self._put_all(table, columns)

    def wait(self) -> None:
        """Come back at once: nobody else uses the connection."""

    def stop(self) -> None:
        """Leave the connection to others."""

    def _put_all(self, table: str, columns: dict[str, list[Cell]]) -> None:
        # The columns that are null throughout are left to the schema.
        names = tuple(name for name, column in columns.items() if not is_empty(column))
        rows = list(zip(*(columns[name] for name in names), strict=True))
        insert = self._connection.insert if len(rows) >= _MANY else self._connection.insert_few
        insert(table, names, rows)
        columns.clear()


class PostgresWriter(RowWriter):
    """A reading of a server's ledger that can append; see the Protocol ``LedgerWriter``. What it appended, it reads."""

    dialect = POSTGRES
    connection: PostgresConnection

    def __init__(
        self, place: LedgerServer, connection: PostgresConnection, seq: Seq, hash_: bytes, act: Operation
    ) -> None:
        self._place = place
        self.erased = False
        super().__init__(connection, CopyInsert(connection), seq, hash_, act)

    def close(self) -> None:
        """Set the head to what was appended last; it goes with the rows that are not in yet, and with what keeps them all."""
        self._bulk.settle()
        # Once it goes with the rest nobody could tell any more that nothing of it was sent.
        if not self.connection.is_alive():
            raise OperationalError("the server is gone")
        self.connection.ahead("UPDATE head SET seq = ?, hash = ?", (self.known, self.hash))

    def _erase(self, member: MemberKey) -> None:
        try:
            super()._erase(member)
        except InsufficientPrivilege:
            raise OwnerErases(self._place, self.connection.user) from None
        self.erased = True
