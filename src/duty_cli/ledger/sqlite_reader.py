"""``LedgerReader`` over SQLite: the queries of records and of all else, on one view of the ledger."""

from __future__ import annotations

from datetime import date

from duty_cli.ledger.history_queries import HistoryQueries
from duty_cli.ledger.record_queries import RecordQueries
from duty_cli.model.members import Roster


class SqliteReader(RecordQueries, HistoryQueries):
    """One view of the ledger; see the Protocol ``LedgerReader``."""

    _roster: Roster | None = None

    def number_as_on(self, day: date) -> None:
        """Give members from now on by the numbers that they bore on ``day``."""
        # Read anew only where the day makes a difference: the roster is long.
        if self._roster is not None and self._roster.renumbered and day != self.numbers_on:
            self._roster = None
        self.numbers_on = day

    def roster(self) -> Roster:
        """All enrolled members with their tenures, by number; read once, as nothing can come to what is only read."""
        if self._roster is None:
            self._roster = super().roster()
        return self._roster
