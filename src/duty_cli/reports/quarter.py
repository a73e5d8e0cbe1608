"""一季一统计 (§11): what each member did in a quarter, the same by groups, and the change against the quarter before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import Reading
from duty_cli.domain.members import GROUPINGS, Facet, Member, MemberKey, sector_order
from duty_cli.domain.periods import Period, Quarter, year_of
from duty_cli.domain.points import Points, round_half_up, simple
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rules
from duty_cli.reports.attendance import AttendanceCount, count_attendance, participation
from duty_cli.reports.year import book_for
from duty_cli.scoring.score import Score, Scorer


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One member's quarter. Points of a quarter are what it added to the year's score, caps and all."""

    member: Member
    groups: Mapping[Facet, str]
    attendance: AttendanceCount
    records: int
    categories: Mapping[str, Points]
    points: Points
    year_so_far: Points
    before: Points | None

    @property
    def change(self) -> Points | None:
        """Points against the quarter before; None where there is nothing to compare with."""
        return None if self.before is None else self.points - self.before


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One sector, liaison group or special committee, summed; mean and median of points to two decimals.

    ``change`` is against the quarter before, over those of whom it is known; None where it is known of nobody.
    """

    name: str
    members: int
    attendance: AttendanceCount
    records: int
    points: Points
    mean: Points
    median: Points
    without_record: int
    change: Points | None


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """The statistics of one quarter, members by sector and number."""

    quarter: Quarter
    identity: Identity
    categories: tuple[str, ...]
    members: tuple[QuarterRow, ...]
    groups: Mapping[Facet, tuple[GroupRow, ...]]
    whole: GroupRow
    without_record: tuple[Member, ...]
    known_on: date

    @property
    def running(self) -> bool:
        """Whether the quarter had not ended when the ledger was last written, so that its figures are provisional."""
        return self.known_on <= self.quarter.period.last


def quarter_report(
    reading: Reading, rules: Rules, identity: Identity, quarter: Quarter, *, ranked: bool = False
) -> QuarterReport:
    """Count and score ``quarter`` for all who were in office on any of its days; ``ranked`` puts most points first."""
    days = quarter.period
    earned = _Earned(reading, rules, quarter)
    members = sector_order(reading.roster().serving(days), days)
    rows = tuple(_row(member, quarter, earned) for member in members)
    if ranked:
        rows = tuple(sorted(rows, key=lambda row: -row.points))
    return QuarterReport(
        quarter,
        identity,
        tuple(category.id for category in earned.book.categories),
        rows,
        {facet: _groups(rows, facet) for facet in GROUPINGS},
        _sum("合计", rows),
        tuple(row.member for row in rows if not row.records),
        reading.head().at.date(),
    )


class _Earned:
    """Points by quarter: what the year amounts to at a quarter's end, less what it did the day before it began."""

    def __init__(self, reading: Reading, rules: Rules, quarter: Quarter) -> None:
        # The quarter itself last: where both lie in one year, its end is the later.
        years = {each.year: each.period.last for each in (quarter.before, quarter)}
        self.book = book_for(rules, year_of(quarter.year))
        self._scorers: dict[int, Scorer] = {}
        self._tallies: dict[int, dict[MemberKey, list[Tally]]] = {}
        kept = {*reading.years_with_records(), quarter.year}
        for year, last in years.items():
            book = rules.covering(year_of(year))
            if book is not None and year in kept:
                self._scorers[year] = Scorer(book, year_of(year))
                self._tallies[year] = dict(reading.tallies(Period(year_of(year).first, last)))
        self._known: dict[tuple[MemberKey, date], Score] = {}

    def tallies(self, member: MemberKey, quarter: Quarter) -> list[Tally]:
        """The member's tallies of one quarter."""
        days = quarter.period
        return [tally for tally in self._tallies[quarter.year].get(member, []) if tally.on in days]

    def so_far(self, member: Member, last: date) -> Score:
        """What the year amounts to up to ``last``; scored once, though two quarters meet there."""
        known = self._known.get((member.key, last))
        if known is None:
            own = [tally for tally in self._tallies[last.year].get(member.key, []) if tally.on <= last]
            known = self._known[member.key, last] = self._scorers[last.year].score(member, own, until=last)
        return known

    def in_quarter(self, member: Member, quarter: Quarter) -> tuple[dict[str, Points], Points] | None:
        """Points by category and in all; None for who was not in office, or where rules or records of the year are lacking."""
        days = quarter.period
        if quarter.year not in self._scorers or not member.serves_in(days):
            return None
        now = self.so_far(member, days.last)
        start = days.first - timedelta(days=1)
        if quarter.number == 1 or not member.serves_in(Period(year_of(quarter.year).first, start)):
            return {one.id: one.score for one in now.categories}, now.total
        then = self.so_far(member, start)
        earned = {one.id: one.score - past.score for one, past in zip(now.categories, then.categories, strict=True)}
        return earned, now.total - then.total


def _row(member: Member, quarter: Quarter, earned: _Earned) -> QuarterRow:
    own = earned.tallies(member.key, quarter)
    now = earned.in_quarter(member, quarter)
    assert now is not None, "the caller asks for members in office and a year covered"
    earlier = earned.in_quarter(member, quarter.before)
    return QuarterRow(
        member,
        {facet: member.value(facet, quarter.period) for facet in GROUPINGS},
        count_attendance(own),
        sum(tally.count for tally in participation(own, earned.book)),
        *now,
        earned.so_far(member, quarter.period.last).total,
        None if earlier is None else earlier[1],
    )


def _groups(rows: Iterable[QuarterRow], facet: Facet) -> tuple[GroupRow, ...]:
    by_name: dict[str, list[QuarterRow]] = {}
    for row in rows:
        by_name.setdefault(row.groups[facet], []).append(row)
    lowest = {name: min(row.member.number for row in own) for name, own in by_name.items()}
    ordered = sorted(by_name, key=lambda name: (not name, lowest[name]))
    return tuple(_sum(name or f"（未分{facet}）", by_name[name]) for name in ordered)


def _sum(name: str, rows: Iterable[QuarterRow]) -> GroupRow:
    own = list(rows)
    points = [Fraction(row.points) for row in own]
    changes = [row.change for row in own if row.change is not None]
    total = sum(points, Fraction(0))
    return GroupRow(
        name,
        len(own),
        sum((row.attendance for row in own), AttendanceCount()),
        sum(row.records for row in own),
        simple(total),
        round_half_up(total / len(own), 2) if own else 0,
        round_half_up(median(points), 2) if own else 0,
        sum(not row.records for row in own),
        simple(sum((Fraction(change) for change in changes), Fraction(0))) if changes else None,
    )
