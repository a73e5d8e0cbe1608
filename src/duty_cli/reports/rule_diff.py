"""What-if: one year of the real ledger under two rule files: who changes grade, and which rule makes the difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from duty_cli.model.conditions import Origin, concerns
from duty_cli.model.exact_numbers import Points, round_half_up, show, simple
from duty_cli.model.grading_rules import UNGRADED, Quota
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult, judging_rules_of
from duty_cli.scoring.engine import Score
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.trace import Lacking, TraceLine


class RuleSort(StrEnum):
    """What sort of rule made the difference."""

    ITEM = "计分项"
    CATEGORY = "类别规则"
    TOTAL = "总分规则"
    BAND = "等次分数线"
    MINIMUM = "最低要求"
    VETO = "纪律情形"
    QUOTA = "名额"
    LACKING = "未定的分"


@dataclass(frozen=True, slots=True)
class Side:
    """What a rule came to under one file: points, or words. Without ``origin`` the file has no such rule."""

    said: Points | str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Cause:
    """One rule under two files. ``change`` is what it does to the total, 0 for a rule that only touches the grade.

    ``stands``: both files say the same of a quota, and it fell otherwise because somebody's points are others.
    """

    sort: RuleSort
    category: str
    id: str
    before: Side
    after: Side
    change: Points = 0
    stands: bool = False


@dataclass(frozen=True, slots=True)
class YearUnderRules:
    """A member's year under one rule file; ``days`` are those of the year."""

    book: Rulebook
    one: MemberYear
    days: Period


Key: TypeAlias = tuple[RuleSort, str, str]
"""A rule of points: its sort, its category, its id."""

Places: TypeAlias = Mapping[str, Origin]
"""Where the obligations or the vetoes of a file stand."""


def causes(before: YearUnderRules, after: YearUnderRules) -> tuple[Cause, ...]:
    """Every rule that came to something else: those of points first, the largest change first; their changes add up."""
    return (
        *sorted(_points(before, after), key=lambda cause: -abs(Fraction(cause.change))),
        *_bands(before, after),
        *_limits(RuleSort.MINIMUM, _minimums(before), _minimums(after), _duties(before), _duties(after)),
        *_limits(RuleSort.VETO, _vetoes(before), _vetoes(after), _bars(before), _bars(after)),
        *_quotas(before, after),
        *_lacking(before, after),
    )


def _points(before: YearUnderRules, after: YearUnderRules) -> Iterator[Cause]:
    was, now = contributions(before.one.score), contributions(after.one.score)
    old, new = _origins(before), _origins(after)
    for key in dict.fromkeys((*was, *now)):
        change = simple(now.get(key, 0) - was.get(key, 0))
        if change:
            yield Cause(*key, Side(was.get(key, 0), old.get(key)), Side(now.get(key, 0), new.get(key)), change)


def contributions(score: Score) -> dict[Key, Points]:
    """What each rule does to the total, read from the trace; together they are the score."""
    found: dict[Key, Points] = {}
    for line in score.lines:
        key = _key(line)
        found[key] = simple(found.get(key, 0) + line.change)
    return found


def _key(line: TraceLine) -> Key:
    if line.item:
        return RuleSort.ITEM, line.category, line.item
    return (RuleSort.CATEGORY, line.category, "") if line.category else (RuleSort.TOTAL, "", line.level)


def _origins(case: YearUnderRules) -> dict[Key, Origin]:
    """Where each rule of points stands, whether or not it moved this score."""
    book = case.book
    found: dict[Key, Origin] = {(RuleSort.TOTAL, "", ""): Origin("", book.total.place)}
    for category in book.categories:
        found[RuleSort.CATEGORY, category.id, ""] = category.origin
        found |= {(RuleSort.ITEM, category.id, item.id): item.origin for item in category.items}
    found |= {(RuleSort.TOTAL, "", bound.id): bound.origin for bound in book.joint_bounds}
    found |= {(RuleSort.TOTAL, "", multiplier.id): multiplier.origin for multiplier in book.multipliers}
    return {_key(line): line.origin for line in case.one.score.lines} | found


def _bands(before: YearUnderRules, after: YearUnderRules) -> Iterator[Cause]:
    """The edges, where one and the same total has another grade under the other file."""
    was, now = before.one.outcome.band, after.one.outcome.band
    if UNGRADED in (was, now):
        return
    swapped = after.book.grade(before.one.score.total), before.book.grade(after.one.score.total)
    if swapped != (was, now):
        yield Cause(RuleSort.BAND, "", "", _edge(before), _edge(after))


def _edge(case: YearUnderRules) -> Side:
    band = case.book.band(case.one.score.total)
    if band is None:
        return Side("不分等次", Origin("", case.book.total.place))
    return Side(f"{band.grade} {show(band.min)} 分起", Origin("", band.place))


def _minimums(case: YearUnderRules) -> dict[str, str]:
    """The obligations missed, and what each does to the grade."""
    return {
        missed.id: f"未达到，等次最高为{missed.grade_at_most}" if missed.grade_at_most else "未达到，不影响等次"
        for missed in case.one.outcome.missed
    }


def _vetoes(case: YearUnderRules) -> dict[str, str]:
    return {veto.id: f"有此情形，等次最高为{veto.grade_at_most}" for veto in case.one.outcome.vetoes}


def _duties(case: YearUnderRules) -> Places:
    return {minimum.id: minimum.origin for minimum in case.book.minimums}


def _bars(case: YearUnderRules) -> Places:
    return {veto.id: veto.origin for veto in case.book.vetoes}


def _limits(
    sort: RuleSort, was: Mapping[str, str], now: Mapping[str, str], old: Places, new: Places
) -> Iterator[Cause]:
    """The obligations or vetoes that bound the grade under one file and not, or otherwise, under the other."""
    for name in dict.fromkeys((*was, *now)):
        before, after = was.get(name, ""), now.get(name, "")
        if before != after:
            yield Cause(sort, "", name, Side(before, old.get(name)), Side(after, new.get(name)))


def _quotas(before: YearUnderRules, after: YearUnderRules) -> Iterator[Cause]:
    """How the quota of a grade fell, where it took the grade from the member under one file alone, or to another grade."""
    beyond = [case for case in (after, before) if case.one.passed_over]
    if not beyond or (len(beyond) > 1 and before.one.grade == after.one.grade):
        return
    grade = beyond[0].one.outcome.grade
    old, new = (_quota_of(case, grade) for case in (before, after))
    # Another line or number of the clause is no other quota.
    stands = old is not None and new is not None and replace(old, origin=new.origin) == new
    was, now = _fallen(before, grade, old), _fallen(after, grade, new)
    yield Cause(RuleSort.QUOTA, "", grade, was, now, stands=stands)


def _lacking(before: YearUnderRules, after: YearUnderRules) -> Iterator[Cause]:
    """The scores by which the year is open under one file and not, or otherwise, under the other."""
    was, now = ({one.item: one for one in case.one.lacking} for case in (before, after))
    for name in dict.fromkeys((*was, *now)):
        places = _item_of(before, name), _item_of(after, name)
        old, new = (
            Side("" if place is None else _open_by(own.get(name)), place)
            for own, place in zip((was, now), places, strict=True)
        )
        if old.said != new.said:
            yield Cause(RuleSort.LACKING, "", name, old, new)


def _open_by(lacking: Lacking | None) -> str:
    if lacking is None:
        return "已定"
    return "尚未登记" if not lacking.outside else f"评定分 {'，'.join(map(str, lacking.outside))}"


def _item_of(case: YearUnderRules, name: str) -> Origin | None:
    items = (item for category in case.book.categories for item in category.items)
    return next((item.origin for item in items if item.id == name), None)


def _quota_of(case: YearUnderRules, grade: str) -> Quota | None:
    """The quota of a grade that is for the member, whether or not the member reached the grade."""
    end = Period(case.days.last, case.days.last)
    quotas = (quota for quota in case.book.quotas if quota.grade == grade)
    return next((one for one in quotas if concerns(one.applies_to, case.one.member, end, case.days)), None)


def _fallen(case: YearUnderRules, grade: str, quota: Quota | None) -> Side:
    """How it fell for the member. A quota that did not meet the member stands in its file all the same."""
    reached = case.one.outcome.grade
    if case.one.passed_over and reached == grade:
        return Side(f"{case.one.passed_over}，归入{case.one.grade}", None if quota is None else quota.origin)
    if quota is None:
        return Side("" if reached == grade else f"{reached}，不占名额", None)
    return Side("入围" if reached == grade else f"{reached}，不占名额", quota.origin)


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
    """One rule over everybody: how many it touches, how many of them move, and the points it gives or takes in all.

    ``stands``: it is a quota of which both files say the same.
    """

    sort: RuleSort
    category: str
    id: str
    before: Origin | None
    after: Origin | None
    members: int
    moved: int
    change: Points
    stands: bool = False


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
    """Evaluate ``year`` under each file and set the two side by side. Each must cover the whole year, and score members."""
    for rules in (before, after):
        judging_rules_of(rules, year)
    results = (score_year(reading, before, year, traced=True), score_year(reading, after, year, traced=True))
    ordered = reading.listed((one.member for one in results[0].members.values()), results[0].days)
    books = (results[0].book, results[1].book)
    members = tuple(_compared(results, member) for member in ordered)
    grades = Counter((one.before.grade, one.after.grade) for one in members)
    return RulesDiff(year, identities, books, members, grades, _sectors(members), _effects(members))


def _compared(results: tuple[YearResult, YearResult], member: Member) -> ComparedYear:
    before, after = (YearUnderRules(result.book, result.members[member.key], result.days) for result in results)
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
        stands=all(cause.stands for _, cause in found),
    )
