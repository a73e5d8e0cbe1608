"""一季一统计 (§11): what each member did in a quarter, the same by groups, and the change against the quarter before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from statistics import median

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import Points, round_half_up, simple
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import GROUPINGS, Facet, Member
from duty_cli.model.name_order import NamesBy, natural
from duty_cli.model.office_words import named
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Quarter
from duty_cli.model.progress import in_progress
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import refuse_taken_over
from duty_cli.scoring.attendance_counts import AttendanceCount, Beyond, Sheets, participation
from duty_cli.scoring.distribution import FEWEST, ScoreBand, joined_name, score_bands, small_groups
from duty_cli.scoring.quarter_points import PointsByQuarter


@dataclass(frozen=True, slots=True)
class EarnedPoints:
    """What the records of a quarter added to the year's score, caps and all; by category, in all, and the quarter before.

    The ``base`` of the year stands by itself; with it the quarters so far are ``year_so_far``, of which ``so_far`` are the
    sub-totals.
    """

    categories: Mapping[str, Points]
    points: Points
    base: Points
    year_so_far: Points
    so_far: Mapping[str, Points]
    before: Points | None

    @property
    def change(self) -> Points | None:
        """Points against the quarter before; None where there is nothing to compare with."""
        return None if self.before is None else self.points - self.before


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One member's quarter; ``earned`` is None for readers who do not see points, and in a scheme without points."""

    member: Member
    groups: Mapping[Facet, str]
    attendance: AttendanceCount
    records: int
    earned: EarnedPoints | None


@dataclass(frozen=True, slots=True)
class GroupEarned:
    """Points of a group summed; mean and median to two decimals.

    ``change`` is against the quarter before, over those of whom it is known; None where it is known of nobody.
    """

    points: Points
    mean: Points
    median: Points
    change: Points | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One sector, liaison group or special committee, summed; ``earned`` is None where that of its members is."""

    name: str
    members: int
    attendance: AttendanceCount
    records: int
    without_record: int
    earned: GroupEarned | None


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """The statistics of one quarter, members by sector and number; categories ``apart`` are not counted in the total.

    ``scored`` and ``graded``: whether the rules give points, and grades to the year.
    ``unsigned``: who was due at which event and stands on no sheet; ``guests``: who was at which without being due.
    """

    quarter: Quarter
    days: Period
    identity: Identity
    categories: tuple[str, ...]
    apart: tuple[str, ...]
    members: tuple[QuarterRow, ...]
    groups: Mapping[Facet, tuple[GroupRow, ...]]
    whole: GroupRow
    without_record: tuple[Member, ...]
    known_on: date
    scored: bool = True
    graded: bool = True
    unsigned: tuple[Beyond, ...] = ()
    guests: tuple[Beyond, ...] = ()
    audience: Audience = Audience.INTERNAL

    @property
    def running(self) -> bool:
        """Whether the quarter had not ended when the ledger was last written, so that its figures are provisional."""
        return self.known_on <= self.days.last

    @property
    def bands(self) -> tuple[ScoreBand, ...]:
        """How the points of the quarter spread."""
        return score_bands([row.earned.points for row in self.members if row.earned is not None])


def quarter_report(
    reading: LedgerReader, rules: Rules, identity: Identity, quarter: Quarter, *, ranked: bool = False
) -> QuarterReport:
    """Count and score ``quarter`` for all who were in office on any of its days; ``ranked`` puts most points first."""
    points = PointsByQuarter(reading, rules, quarter)
    days = points.days
    refuse_taken_over(reading, days)
    members = reading.listed(reading.roster().serving(days), days)
    sheets = Sheets(reading, rules, days)
    in_turn = in_progress(f"计算 {quarter} 积分", "名委员", members, partial(len, members))
    rows = tuple(_row(member, quarter, points, sheets) for member in in_turn)
    by_sector = reading.listed(members, days, NamesBy.SECTOR)
    if ranked:
        rows = tuple(sorted(rows, key=lambda row: -row.earned.points if row.earned else 0))
    return QuarterReport(
        quarter,
        days,
        identity,
        tuple(category.id for category in points.book.categories),
        tuple(category.id for category in points.book.categories if not category.counted),
        rows,
        {facet: _groups(rows, facet, by_sector) for facet in GROUPINGS},
        _sum("合计", rows),
        tuple(row.member for row in rows if not row.records),
        reading.head().at.date(),
        points.book.scored,
        bool(points.book.bands),
        sheets.unsigned,
        sheets.guests,
    )


def quarter_for(report: QuarterReport, audience: Audience) -> QuarterReport:
    """The statistics for ``audience``: in public the groups alone, and no points."""
    if audience.sees(Section.FIGURES) and audience.sees(Section.QUARTER_POINTS):
        return replace(report, audience=audience)
    groups = {facet: _joined(map(_without_points, rows)) for facet, rows in report.groups.items()}
    whole = _without_points(report.whole)
    return replace(
        report,
        audience=audience,
        categories=(),
        members=(),
        without_record=(),
        unsigned=(),
        guests=(),
        groups=groups,
        whole=whole,
    )


def _without_points(row: GroupRow) -> GroupRow:
    return replace(row, earned=None, without_record=0)


def _joined(rows: Iterable[GroupRow]) -> tuple[GroupRow, ...]:
    """The groups that are large enough, the small ones together as one that is; none where all are not enough."""
    every = list(rows)
    small = small_groups({row.name: row.members for row in every})
    if not small:
        return tuple(every)
    together = [row for row in every if row.name in small]
    attendance = AttendanceCount.summed(row.attendance for row in together)
    records = sum(row.records for row in together)
    rest = GroupRow(joined_name(small), sum(small.values()), attendance, records, 0, None)
    return (*(row for row in every if row.name not in small), *([rest] if rest.members >= FEWEST else []))


def _row(member: Member, quarter: Quarter, points: PointsByQuarter, sheets: Sheets) -> QuarterRow:
    own = points.tallies(member.key, quarter)
    groups = {facet: member.value(facet, points.days) for facet in GROUPINGS}
    records = sum(tally.count for tally in participation(own, points.book))
    earned = _earned(member, quarter, points) if points.book.scored else None
    return QuarterRow(member, groups, sheets.count(member.key, own), records, earned)


def _earned(member: Member, quarter: Quarter, points: PointsByQuarter) -> EarnedPoints:
    now = points.in_quarter(member, quarter)
    assert now is not None, "the caller asks for members in office and a year covered"
    earlier = points.in_quarter(member, quarter.before)
    year = points.year_so_far(member, quarter)
    so_far = {one.id: one.score for one in year.categories}
    before = None if earlier is None else earlier[1]
    return EarnedPoints(*now, points.base(member, quarter), year.total, so_far, before)


def _groups(rows: Iterable[QuarterRow], facet: Facet, by_sector: Sequence[Member]) -> tuple[GroupRow, ...]:
    """The groups, sectors in their own order and all others in that of their lowest number."""
    by_name: dict[str, list[QuarterRow]] = {}
    for row in rows:
        by_name.setdefault(row.groups[facet], []).append(row)
    in_order = by_sector if facet is Facet.SECTOR else sorted(by_sector, key=lambda member: natural(member.number))
    place = {member.key: at for at, member in enumerate(in_order)}
    first = {name: min(place[row.member.key] for row in own) for name, own in by_name.items()}
    ordered = sorted(by_name, key=lambda name: (not name, first[name]))
    return tuple(_sum(name or f"（未分{named(facet)}）", by_name[name]) for name in ordered)


def _sum(name: str, rows: Iterable[QuarterRow]) -> GroupRow:
    own = list(rows)
    return GroupRow(
        name,
        len(own),
        AttendanceCount.summed(row.attendance for row in own),
        sum(row.records for row in own),
        sum(not row.records for row in own),
        _summed([row.earned for row in own if row.earned is not None]) if all(row.earned for row in own) else None,
    )


def _summed(own: Sequence[EarnedPoints]) -> GroupEarned:
    points = [Fraction(one.points) for one in own]
    changes = [Fraction(one.change) for one in own if one.change is not None]
    total = sum(points, Fraction(0))
    return GroupEarned(
        simple(total),
        round_half_up(total / len(own), 2) if own else 0,
        round_half_up(median(points), 2) if own else 0,
        simple(sum(changes, Fraction(0))) if changes else None,
    )
