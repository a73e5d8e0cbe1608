"""一季一统计 of groups: the quarter of each sector, liaison group or special committee that rules score (A6, Q8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Quarter
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.quarter_report import EarnedPoints, earned_in
from duty_cli.scoring.attendance_counts import AttendanceCount, Sheets, participation
from duty_cli.scoring.groups_as_members import ByGroup
from duty_cli.scoring.quarter_choices import QuarterChoice, quarter_choices
from duty_cli.scoring.quarter_points import PointsByQuarter


@dataclass(frozen=True, slots=True)
class GroupQuarterRow:
    """One group's quarter: how many ``members`` it had in it, what they did as its members, what it ``earned``.

    ``earned`` is None in a scheme without points.
    """

    group: Member
    members: int
    attendance: AttendanceCount
    records: int
    earned: EarnedPoints | None


@dataclass(frozen=True, slots=True)
class GroupQuarter:
    """The statistics of one quarter for the groups of ``grouping``; ``chosen``: whom the selections of each quarter choose."""

    grouping: Facet
    quarter: Quarter
    days: Period
    identity: Identity
    book: Rulebook
    rows: tuple[GroupQuarterRow, ...]
    chosen: tuple[QuarterChoice, ...]
    known_on: date

    @property
    def running(self) -> bool:
        """Whether the quarter had not ended when the ledger was last written, so that its figures are provisional."""
        return self.known_on <= self.days.last

    @property
    def attendance(self) -> AttendanceCount:
        """That of all groups together."""
        return AttendanceCount.summed(row.attendance for row in self.rows)


def group_quarter(
    reading: LedgerReader, rules: Rules, grouping: Facet, identity: Identity, quarter: Quarter, *, ranked: bool = False
) -> GroupQuarter:
    """Count and score ``quarter`` for the groups; ``ranked`` puts most points first. Raises NoRulesForPeriod."""
    groups = ByGroup(reading, grouping)
    points = PointsByQuarter(groups, rules.about(grouping), quarter)
    every = groups.listed(groups.roster().serving(points.days), points.days)
    held = _held(reading, rules.about(None), grouping, points.days)
    rows = [_row(group, quarter, points, held.get(group.name, [])) for group in every]
    if ranked:
        rows.sort(key=lambda row: -row.earned.points if row.earned else 0)
    chosen = quarter_choices(points, quarter, every)
    known_on = reading.head().at.date()
    return GroupQuarter(grouping, quarter, points.days, identity, points.book, tuple(rows), chosen, known_on)


def _row(
    group: Member, quarter: Quarter, points: PointsByQuarter, held: Sequence[tuple[Member, AttendanceCount]]
) -> GroupQuarterRow:
    own = points.tallies(group.key, quarter)
    records = sum(tally.count for tally in participation(own, points.book, group))
    members = len({member.key for member, _ in held})
    attendance = AttendanceCount.summed(count for _, count in held) if held else AttendanceCount()
    earned = earned_in(group, quarter, points) if points.book.scored else None
    return GroupQuarterRow(group, members, attendance, records, earned)


def _held(
    reading: LedgerReader, rules: Rules, grouping: Facet, days: Period
) -> Mapping[str, Sequence[tuple[Member, AttendanceCount]]]:
    """By group, its members and how they attended while they were in it: who is due, and who a guest, is asked of members."""
    sheets = Sheets(reading, rules, days)
    tallies = dict(reading.tallies(days, by_source=False))
    found: dict[str, list[tuple[Member, AttendanceCount]]] = {}
    for member in reading.roster().serving(days):
        for name, stretch in _stretches(member, grouping, days):
            count = sheets.count(member.key, tallies.get(member.key, []), stretch)
            found.setdefault(name, []).append((member, count))
    return found


def _stretches(member: Member, grouping: Facet, days: Period) -> Iterator[tuple[str, Period]]:
    """The stretches of ``days`` in one group; of several at once the first counts, as for the points."""
    tenures = [tenure for tenure in member.of(grouping) if tenure.within(days)]
    begun = {max(days.first, tenure.first) for tenure in tenures}
    after = {
        tenure.last + timedelta(days=1) for tenure in tenures if tenure.last is not None and tenure.last < days.last
    }
    edges = sorted(begun | after)
    ends = [*(edge - timedelta(days=1) for edge in edges[1:]), days.last]
    for first, last in zip(edges, ends, strict=True):
        if names := member.values(grouping, first):
            yield names[0], Period(first, last)
