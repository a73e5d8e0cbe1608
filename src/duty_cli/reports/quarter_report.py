"""一季一统计 (§11): what each member did in a quarter, the same by groups, and the change against the quarter before."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from operator import attrgetter
from statistics import median

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import Points, round_half_up, simple
from duty_cli.model.grading_rules import About
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
from duty_cli.scoring.distribution import GroupSize, ScoreBand, joined_name, score_bands, small_groups
from duty_cli.scoring.quarter_choices import QuarterChoice, quarter_choices
from duty_cli.scoring.quarter_points import PointsByQuarter
from duty_cli.scoring.seen_by_rules import kinds_about


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
    """One member's quarter; ``earned`` is None for readers who do not see points, and in a scheme without points.

    ``handed_in``: how many of the ``records`` are yearly reports and accounts.
    """

    member: Member
    groups: Mapping[Facet, str]
    attendance: AttendanceCount
    records: int
    handed_in: int
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
    """One sector, liaison group or special committee, summed; ``earned`` is None where that of its members is.

    ``handed_in``: how many of the ``records`` are yearly reports and accounts.
    """

    name: str
    members: int
    attendance: AttendanceCount
    records: int
    handed_in: int
    without_record: int
    earned: GroupEarned | None


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """The statistics of one quarter, members by sector and number; categories ``apart`` are not counted in the total.

    ``scored`` and ``graded``: whether the rules give points, and grades to the year; ``scores_only``: to groups alone.
    ``chosen``: whom the selections of each quarter choose.
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
    chosen: tuple[QuarterChoice, ...] = ()
    scores_only: Facet | None = None
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
    reports = kinds_about(points.book, About.REPORT)
    rows = tuple(_row(member, quarter, points, sheets, reports) for member in in_turn)
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
        quarter_choices(points, quarter, members),
        points.book.scores_only,
    )


def quarter_for(report: QuarterReport, audience: Audience) -> QuarterReport:
    """The statistics for ``audience``: in public the groups alone, and no points.

    Several groupings stand side by side only where no few members can be told apart by them. None does before the quarter
    has ended: two drafts, before and after one meeting, would tell how each of the few who were expected at it came.
    """
    if audience.sees(Section.FIGURES) and audience.sees(Section.QUARTER_POINTS):
        return replace(report, audience=audience)
    told = {} if report.running else _told_side_by_side(report)
    groups = {facet: _joined(report.groups[facet], small) for facet, small in told.items()} or {Facet.SECTOR: ()}
    whole = _for_all(report.whole)
    return replace(
        report,
        audience=audience,
        categories=(),
        members=(),
        without_record=(),
        unsigned=(),
        guests=(),
        chosen=(),
        groups=groups,
        whole=whole,
    )


def _for_all(row: GroupRow) -> GroupRow:
    """A row for everybody to read: who has handed in a report is not told, so that no count of records may tell it."""
    records = row.records - row.handed_in
    attendance = row.attendance.undivided
    return replace(row, attendance=attendance, records=records, handed_in=0, without_record=0, earned=None)


def _told_side_by_side(report: QuarterReport) -> dict[Facet, tuple[str, ...]]:
    """The groupings that may stand in one paper, the first first, and which groups of each are merged.

    Where a correction moves one figure in each of several tables, it is about somebody who is in all of those groups; and
    a group less another of nearly the same members is the few in whom they differ. So those in all the same groups are enough.
    """
    told: dict[Facet, tuple[str, ...]] = {}
    for facet in GROUPINGS:
        sizes = _sizes(report.members, facet)
        small = small_groups(sizes)
        cells: dict[tuple[str, ...], list[QuarterRow]] = {}
        for row in report.members:
            names = (_in_public(row, each, merged) for each, merged in (*told.items(), (facet, small)))
            cells.setdefault(tuple(names), []).append(row)
        if not told or (len(small) < len(sizes) and all(_size(own).enough for own in cells.values())):
            told[facet] = small
    return told


def _in_public(row: QuarterRow, facet: Facet, small: Container[str]) -> str:
    """In which row of the grouping a member is counted; all small groups are one."""
    name = row.groups[facet] or _ungrouped(facet)
    return "" if name in small else name


def _sizes(rows: Iterable[QuarterRow], facet: Facet) -> dict[str, GroupSize]:
    by_name: dict[str, list[QuarterRow]] = {}
    for row in rows:
        by_name.setdefault(row.groups[facet] or _ungrouped(facet), []).append(row)
    return {name: _size(own) for name, own in by_name.items()}


def _size(own: Sequence[QuarterRow]) -> GroupSize:
    expected = sum(row.attendance.expected > 0 for row in own)
    return GroupSize(len(own), expected, sum(row.records > row.handed_in for row in own))


def _joined(rows: Iterable[GroupRow], small: Sequence[str]) -> tuple[GroupRow, ...]:
    """The groups that are large enough, the ``small`` ones together as one that is; none where all are not enough."""
    every = list(map(_for_all, rows))
    apart, together = ([row for row in every if (row.name in small) is merged] for merged in (False, True))
    # All of them together are the whole, which stands below them anyhow.
    if not apart or not small:
        return tuple(apart)
    attendance = AttendanceCount.summed(row.attendance for row in together)
    members, records = (sum(map(attrgetter(part), together)) for part in ("members", "records"))
    return (*apart, GroupRow(joined_name(small), members, attendance, records, 0, 0, None))


def _row(
    member: Member, quarter: Quarter, points: PointsByQuarter, sheets: Sheets, reports: Container[str]
) -> QuarterRow:
    own = points.tallies(member.key, quarter)
    groups = {facet: member.value(facet, points.days) for facet in GROUPINGS}
    done = list(participation(own, points.book, member))
    handed_in = sum(tally.count for tally in done if tally.kind in reports)
    earned = earned_in(member, quarter, points) if points.book.scored else None
    records = sum(tally.count for tally in done)
    return QuarterRow(member, groups, sheets.count(member.key, own), records, handed_in, earned)


def earned_in(member: Member, quarter: Quarter, points: PointsByQuarter) -> EarnedPoints:
    """What a member, or a group in the place of one, earned in ``quarter``; the caller knows that the member was in office."""
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
    return tuple(_sum(name or _ungrouped(facet), by_name[name]) for name in ordered)


def _ungrouped(facet: Facet) -> str:
    return f"（未分{named(facet)}）"


def _sum(name: str, rows: Iterable[QuarterRow]) -> GroupRow:
    own = list(rows)
    return GroupRow(
        name,
        len(own),
        AttendanceCount.summed(row.attendance for row in own),
        sum(row.records for row in own),
        sum(row.handed_in for row in own),
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
