"""What-if: one year of the real ledger under two rule files: who changes grade, by sector, and which clause did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from duty_cli.domain.conditions import Origin
from duty_cli.domain.identity import Identity
from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.points import Points, round_half_up, simple
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.reports.causes import Cause, RuleSort, YearUnderRules, causes
from duty_cli.reports.scores import score_year
from duty_cli.reports.year import MemberYear, YearResult


class Crossing(StrEnum):
    """The pass line is the lower edge of the last grade but one; by the final grade, else by the points alone."""

    UP = "升过"
    DOWN = "跌破"


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """One member's year under both files."""

    sector: str
    before: MemberYear
    after: MemberYear
    crossing: Crossing | None
    causes: tuple[Cause, ...]

    @property
    def member(self) -> Member:
        """The member."""
        return self.before.member

    @property
    def moved(self) -> bool:
        """Whether the grade is another, or the pass line is crossed."""
        return self.before.grade != self.after.grade or self.crossing is not None

    @property
    def change(self) -> Points:
        """What the total gains."""
        return simple(self.after.score.total - self.before.score.total)


@dataclass(frozen=True, slots=True)
class SectorRow:
    """One sector: members, those moved, those over the pass line either way, the mean change to two decimals."""

    name: str
    members: int
    moved: int
    up: int
    down: int
    mean_change: Points


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule over everybody: how many it touches, how many of them move, and the points it gives or takes in all."""

    sort: RuleSort
    category: str
    id: str
    before: Origin | None
    after: Origin | None
    members: int
    moved: int
    change: Points


@dataclass(frozen=True, slots=True)
class RulesDiff:
    """One year under two files. ``transitions`` counts members by grade before and grade after."""

    year: int
    identities: tuple[Identity, Identity]
    books: tuple[Rulebook, Rulebook]
    members: tuple[ComparedYear, ...]
    transitions: Mapping[tuple[str, str], int]
    sectors: tuple[SectorRow, ...]
    effects: tuple[RuleEffect, ...]

    @property
    def moved(self) -> tuple[ComparedYear, ...]:
        """Those whose grade is another, or who cross the pass line."""
        return tuple(one for one in self.members if one.moved)


def rules_diff(
    reading: LedgerReader, before: Rules, after: Rules, identities: tuple[Identity, Identity], year: int
) -> RulesDiff:
    """Evaluate ``year`` under each file and set the two side by side. Each must cover the whole year."""
    results = (score_year(reading, before, year, traced=True), score_year(reading, after, year, traced=True))
    ordered = reading.listed((one.member for one in results[0].members.values()), results[0].days)
    books = (results[0].book, results[1].book)
    members = tuple(_compared(results, member) for member in ordered)
    grades = Counter((one.before.grade, one.after.grade) for one in members)
    return RulesDiff(year, identities, books, members, grades, _sectors(members), _effects(members))


def _compared(results: tuple[YearResult, YearResult], member: Member) -> ComparedYear:
    before, after = (YearUnderRules(result.book, result.members[member.key]) for result in results)
    sector = member.value(Facet.SECTOR, results[0].days)
    return ComparedYear(sector, before.one, after.one, _crossing(before, after), causes(before, after))


def _crossing(before: YearUnderRules, after: YearUnderRules) -> Crossing | None:
    by_grade = _passes(before.book, before.one.grade), _passes(after.book, after.one.grade)
    by_points = _passes(before.book, before.one.outcome.band), _passes(after.book, after.one.outcome.band)
    was, now = by_grade if by_grade[0] != by_grade[1] else by_points
    if was == now:
        return None
    return Crossing.UP if now else Crossing.DOWN


def _passes(book: Rulebook, grade: str) -> bool:
    return grade != book.failing_grade


def _sectors(members: Iterable[ComparedYear]) -> tuple[SectorRow, ...]:
    """By sector, in the order of the members."""
    by_name: dict[str, list[ComparedYear]] = {}
    for one in members:
        by_name.setdefault(one.sector, []).append(one)
    return tuple(_sector(name, own) for name, own in by_name.items())


def _sector(name: str, own: list[ComparedYear]) -> SectorRow:
    crossings = Counter(one.crossing for one in own)
    mean = round_half_up(sum((Fraction(one.change) for one in own), Fraction(0)) / len(own), 2)
    moved = sum(one.moved for one in own)
    return SectorRow(name, len(own), moved, crossings[Crossing.UP], crossings[Crossing.DOWN], mean)


def _effects(members: Iterable[ComparedYear]) -> tuple[RuleEffect, ...]:
    """Rule by rule: first those that touch most of the members who move, then those that touch most."""
    by_rule: dict[tuple[RuleSort, str, str], list[tuple[ComparedYear, Cause]]] = {}
    for one in members:
        for cause in one.causes:
            by_rule.setdefault((cause.sort, cause.category, cause.id), []).append((one, cause))
    return tuple(sorted(map(_effect, by_rule.values()), key=lambda effect: (-effect.moved, -effect.members)))


def _effect(found: list[tuple[ComparedYear, Cause]]) -> RuleEffect:
    first = found[0][1]
    return RuleEffect(
        *(first.sort, first.category, first.id),
        next((cause.before.origin for _, cause in found if cause.before.origin), None),
        next((cause.after.origin for _, cause in found if cause.after.origin), None),
        len(found),
        sum(one.moved for one, _ in found),
        simple(sum((cause.change for _, cause in found), 0)),
    )
