"""What was entered on one day: batch by batch, row by row, and what the members concerned now stand at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.errors import NoRulesForPeriod
from duty_cli.model.exact_numbers import Points
from duty_cli.model.expected_attendance import EventSheet
from duty_cli.model.ledger_protocol import Batch, Ledger, LedgerReader, Row
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.periods import Period
from duty_cli.model.provenance import Identity
from duty_cli.model.records import Leave, Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.open_sheets import OpenYear, open_on, open_years
from duty_cli.scoring.assessment_year import days_of, rules_of, rules_on
from duty_cli.scoring.engine import Score
from duty_cli.scoring.evaluate import score_members

_TOLD = ("记录", "请假")
"""The sorts of rows that are told one by one; the others are only counted."""


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """One row, which knows whether it was taken back since; what it says and of whom, where it is a record or a leave.

    A leave that was taken back is told by its row alone.
    """

    row: Row
    said: Record | Leave | None
    member: Member | None


@dataclass(frozen=True, slots=True)
class LoggedBatch:
    """One batch: how many rows of each sort it entered, its records and leaves, and what it took back."""

    batch: Batch
    sorts: Mapping[str, int]
    entered: tuple[LoggedRow, ...]
    taken_back: tuple[LoggedRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What a member's year comes to now, and came to before that day; None: the member was not yet on the roster."""

    member: Member
    sector: str
    year: int
    now: Points
    before: Points | None

    @property
    def change(self) -> Points | None:
        """What has come about since."""
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class DailyLog:
    """The entries of ``day``, of one person (``by``) or of all; ``unruled`` says why some years have no score.

    ``unsigned``: the sheets on which some who were due do not stand, of the year and of the events entered on the day;
    ``still_open``: the earlier years that have others.
    """

    day: date
    by: str | None
    identity: Identity
    batches: tuple[LoggedBatch, ...]
    standings: tuple[ScoreChange, ...]
    unruled: tuple[str, ...]
    unsigned: tuple[EventSheet, ...]
    still_open: tuple[OpenYear, ...]


def today(
    ledger: Ledger, reading: LedgerReader, rules: Rules, identity: Identity, day: date, by: str | None = None
) -> DailyLog:
    """Tell what was entered on ``day``, by the time of entry in Beijing. ``ledger`` gives what was known before."""
    of_day = [batch for batch in reading.batches() if batch.act.at.date() == day]
    told = _Teller(reading)
    batches = tuple(told.batch(batch) for batch in of_day if by in (None, batch.act.by))
    touched = _touched(rules, batches)
    unruled: list[str] = []
    standings: list[ScoreChange] = []
    with ledger.reading(max(Seq(of_day[0].seq - 1), Seq(1)) if of_day else None) as earlier:
        for year, keys in sorted(touched.items()):
            try:
                if not rules_of(rules, year).book.scored:
                    continue
                before, now = (score_members(one, rules, keys, year) for one in (earlier, reading))
            except NoRulesForPeriod as error:
                unruled.append(str(error))
            else:
                standings += _standings(reading, year, days_of(rules, year), before, now)
    unsigned, still_open = open_on(reading, rules, day, of_day), tuple(open_years(reading, rules, day))
    return DailyLog(day, by, identity, batches, tuple(standings), tuple(unruled), unsigned, still_open)


class _Teller:
    """Finds what the rows of a batch say."""

    def __init__(self, reading: LedgerReader) -> None:
        self._reading = reading
        self._leaves = {leave.seq: leave for leave in reading.leaves()}
        self.members = {member.key: member for member in reading.roster()}

    def batch(self, batch: Batch) -> LoggedBatch:
        """One batch, told."""
        rows = self._reading.rows_of(batch.seq)
        records = {record.seq: record for record in self._reading.records_of(batch.seq)}
        return LoggedBatch(
            batch,
            Counter(row.sort for row in rows),
            tuple(self._entry(row, records.get(row.seq)) for row in rows if row.sort in _TOLD),
            tuple(self._entry(row, self._reading.record(row.seq)) for row in self._reading.reversed_by(batch.seq)),
        )

    def _entry(self, row: Row, record: Record | None) -> LoggedRow:
        said = record or self._leaves.get(row.seq)
        return LoggedRow(row, said, None if said is None else self.members.get(said.member))


def _touched(rules: Rules, batches: Iterable[LoggedBatch]) -> dict[int, set[MemberKey]]:
    """The members whose scores may have moved, by year."""
    found: dict[int, set[MemberKey]] = {}
    for entry in (entry for batch in batches for entry in (*batch.entered, *batch.taken_back)):
        if isinstance(entry.said, Record):
            day = entry.said.fields.counted
            year = rules_on(rules, day)
            found.setdefault(day.year if year is None else year.year, set()).add(entry.said.member)
    return found


def _standings(
    reading: LedgerReader,
    year: int,
    days: Period,
    before: Mapping[MemberKey, Score],
    now: Mapping[MemberKey, Score],
) -> Iterator[ScoreChange]:
    for member in reading.listed((one for one in reading.roster() if one.key in now), days):
        earlier = before.get(member.key)
        total = None if earlier is None else earlier.total
        yield ScoreChange(member, member.value(Facet.SECTOR, days), year, now[member.key].total, total)
