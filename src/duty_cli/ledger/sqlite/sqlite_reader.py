"""``LedgerReader`` over one SQLite file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from sqlite3 import Connection
from typing import TypeVar

from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.model.ledger_protocol import LedgerReader

T = TypeVar("T")


class SqliteReader(StoreReader):
    """One view of the ledger in a file; see the Protocol ``LedgerReader``."""

    connection: Connection
    place: Path | None = None
    """The file, where a second process may read it too."""

    def beside(self, work: Callable[[LedgerReader], T]) -> AbstractContextManager[Callable[[], T | None]]:
        """Begin ``work`` in a second process; what it comes to is waited for, and None where there is no such process."""
        if self.place is None:
            return super().beside(work)
        # Only work on thousands of members is worth a process.
        from duty_cli.ledger.sqlite.second_process import second_process

        return second_process(self.place, self.known, work)
