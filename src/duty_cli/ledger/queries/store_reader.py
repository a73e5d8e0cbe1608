"""``LedgerReader`` over a database: the queries of records and of all else, on one view of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import cached_property
from typing import TypeVar

from duty_cli.ledger.queries.history_queries import HistoryQueries
from duty_cli.ledger.queries.record_queries import RecordQueries
from duty_cli.ledger.queries.row_queries import RowQueries
from duty_cli.model.kept_values import KeptValues
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import MemberKey, Roster
from duty_cli.model.periods import Period
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Tally

T = TypeVar("T")


class StoreReader(RecordQueries, HistoryQueries, RowQueries):
    """One view of the ledger; see the Protocol ``LedgerReader``."""

    _roster: Roster | None = None
    values: KeptValues | None = None
    """Where what was worked out from this view is kept; nowhere while rows are being appended."""

    def beside(self, work: Callable[[LedgerReader], T]) -> AbstractContextManager[Callable[[], T | None]]:
        """Begin ``work`` in a second process; None, where there is no such process."""
        return nullcontext(lambda: None)

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """What ``make`` gives, kept under the chain's digest at the last seq known: under other rows it is not found."""
        if self.values is None:
            return make()
        return self.values.kept(purpose, (self.known, self._digest, *parts), sort, make)

    @cached_property
    def _digest(self) -> str:
        return self.head().digest

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

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies, one member in memory at a time; as far as ``sight`` sees, where no links are asked for."""
        if sight is None or by_source:
            return super().tallies(period, member, by_source=by_source)
        # Only who scores everybody needs it.
        from duty_cli.ledger.queries.tally_codes import coded_tallies

        return coded_tallies(self, period, sight, member)
