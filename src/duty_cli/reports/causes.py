"""Why a member's year comes out differently under two rule files: what each rule came to under the one and the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from duty_cli.domain.conditions import Origin
from duty_cli.domain.outcomes import UNGRADED
from duty_cli.domain.points import Points, show, simple
from duty_cli.domain.rules import Rulebook
from duty_cli.reports.year import MemberYear
from duty_cli.scoring.score import Score
from duty_cli.scoring.trace import TraceLine


class RuleSort(StrEnum):
    """What sort of rule made the difference."""

    ITEM = "计分项"
    CATEGORY = "类别规则"
    TOTAL = "总分规则"
    BAND = "等次分数线"
    MINIMUM = "最低要求"
    VETO = "纪律情形"
    QUOTA = "名额"


@dataclass(frozen=True, slots=True)
class Side:
    """What a rule came to under one file: points, or words. Without ``origin`` the file has no such rule."""

    said: Points | str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Cause:
    """One rule under two files. ``change`` is what it does to the total, 0 for a rule that only touches the grade."""

    sort: RuleSort
    category: str
    id: str
    before: Side
    after: Side
    change: Points = 0


@dataclass(frozen=True, slots=True)
class YearUnderRules:
    """A member's year under one rule file."""

    book: Rulebook
    one: MemberYear


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
    was, now = _place(before), _place(after)
    if bool(before.one.passed_over) != bool(after.one.passed_over):
        yield Cause(RuleSort.QUOTA, "", "", was, now)


def _place(case: YearUnderRules) -> Side:
    """How the quota of the grade reached by points and obligations fell for the member."""
    quota = next((quota for quota in case.book.quotas if quota.grade == case.one.outcome.grade), None)
    return Side(case.one.passed_over or ("入围" if quota else ""), quota.origin if quota else None)
