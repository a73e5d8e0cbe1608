"""``Reading`` over SQLite: each method hands its view to the query that answers it."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.ledger import history_queries, record_queries
from duty_cli.ledger.snapshot import Snapshot, days, standing
from duty_cli.model.ledger_protocol import Batch, Issued, LedgerHead, Operation, Row, RulesUsed, YearClosing
from duty_cli.model.members import MemberKey, Roster, Seq
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import Proceeding
from duty_cli.model.record_families import Families
from duty_cli.model.records import Activity, Leave, Record, Signed, Tally


class SqliteReader(Snapshot):
    """One view of the ledger; see the Protocol ``Reading``."""

    _roster: Roster | None = None

    def head(self) -> LedgerHead:
        """What is known."""
        return history_queries.head(self)

    def roster(self) -> Roster:
        """All enrolled members with their tenures, by number; read once, as nothing can come to what is only read."""
        if self._roster is None:
            self._roster = history_queries.roster(self)
        return self._roster

    def records(
        self,
        *,
        member: MemberKey | None = None,
        period: Period | None = None,
        kinds: tuple[str, ...] | None = None,
        reversed_too: bool = False,
    ) -> Iterator[Record]:
        """Records by date and seq."""
        conditions = [
            *(() if member is None else ("record.member = :member",)),
            *(() if period is None else (record_queries.WITHIN,)),
            *(() if kinds is None else (record_queries.of_kinds(self, kinds),)),
            *(() if reversed_too else (standing("record"),)),
        ]
        return record_queries.records(self, *conditions, member=member, **days(period))

    def records_of(self, batch: Seq) -> Iterator[Record]:
        """The records that a batch brought in, reversed or not, by date and seq."""
        return record_queries.records(self, "entry.batch = :batch AND record.seq > :batch", batch=batch)

    def record(self, seq: Seq) -> Record | None:
        """The record with that seq, reversed or not."""
        return next(record_queries.records(self, "record.seq = :seq", seq=seq), None)

    def numbered(self, number: str) -> Seq | None:
        """The record that bears an office's own number (编号)."""
        return record_queries.numbered(self, number)

    def record_numbers(self) -> dict[str, Seq]:
        """Every office's own number in use, and the record that bears it."""
        return record_queries.record_numbers(self)

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies in ``period``, by member key."""
        return record_queries.tallies(self, period, member, by_source=by_source)

    def families(self) -> Families:
        """Which records are linked by 来源编号, those of all members and years."""
        return record_queries.families_of(self)

    def activities(self, period: Period | None = None) -> tuple[Activity, ...]:
        """Activities by date and seq."""
        return history_queries.activities(self, period)

    def sheets(self, period: Period, kinds: frozenset[str]) -> Iterator[Signed]:
        """The lines of the sheets of events of those days and kinds, member by member."""
        return record_queries.sheets(self, period, kinds)

    def leaves(self, member: MemberKey | None = None) -> tuple[Leave, ...]:
        """Leaves by first day and seq."""
        return history_queries.leaves(self, member)

    def has_records(self, period: Period) -> bool:
        """Whether any record of anybody falls in ``period``."""
        return record_queries.has_records(self, period)

    def years_with_records(self) -> tuple[int, ...]:
        """The calendar years in which any record falls, in order."""
        return record_queries.years_with_records(self)

    def batches(self) -> tuple[Batch, ...]:
        """All batches, by seq."""
        return history_queries.batches(self)

    def batch(self, seq: Seq) -> Operation | None:
        """The deed that opened the batch ``seq``."""
        return history_queries.batch(self, seq)

    def row(self, seq: Seq) -> Row | None:
        """The row with that seq, whatever its sort."""
        return next(iter(history_queries.rows(self, "entry.seq = :seq", seq=seq)), None)

    def rows_of(self, batch: Seq) -> tuple[Row, ...]:
        """The rows of a batch but its first, which opened it, by seq."""
        return history_queries.rows(self, "entry.batch = :batch AND entry.seq > :batch", batch=batch)

    def reversed_by(self, batch: Seq) -> tuple[Row, ...]:
        """The rows that a batch reversed, by seq."""
        return history_queries.reversed_by(self, batch)

    def rules_used(self) -> RulesUsed | None:
        """The rule files last used."""
        return history_queries.rules_used(self)

    def issues(self) -> tuple[Issued, ...]:
        """The papers issued, by seq."""
        return history_queries.issues(self)

    def closings(self) -> tuple[YearClosing, ...]:
        """The years that are closed, in order."""
        return history_queries.closings(self)

    def proceedings(self) -> tuple[Proceeding, ...]:
        """The proceedings with their standing steps, by seq."""
        return history_queries.proceedings(self)
