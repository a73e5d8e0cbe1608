"""``LedgerWriter`` over one SQLite file."""

from __future__ import annotations

from sqlite3 import Connection

from duty_cli.ledger.appending.row_writer import RowWriter
from duty_cli.ledger.sqlite.bulk_insert import BulkInsert
from duty_cli.model.ledger_protocol import Operation
from duty_cli.model.members import Seq


class SqliteWriter(RowWriter):
    """A reading of a file that can append; see the Protocol ``LedgerWriter``. What it appended, it reads."""

    connection: Connection

    def __init__(self, connection: Connection, seq: Seq, hash_: bytes, act: Operation) -> None:
        super().__init__(connection, BulkInsert(connection), seq, hash_, act)

    def _before_erasing(self) -> None:
        # What is freed is overwritten with zeros: it would stand in the file until another row takes its place.
        self.execute("PRAGMA secure_delete = ON")
