"""Which records meet which conditions, and what one record is worth to one item."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from duty_cli.domain.conditions import Condition, When
from duty_cli.domain.items import Authorship, Item, Level, Per
from duty_cli.domain.outcomes import AllOf, AnyOf, Count, Need
from duty_cli.domain.points import Points, simple
from duty_cli.domain.records import Tally
from duty_cli.scoring.trace import Why


@dataclass(frozen=True, slots=True)
class Worth:
    """What each record of a tally is worth to an item, and the level that says so."""

    points: Points
    level: str


def holds(when: When, tally: Tally) -> bool:
    """Whether every condition holds."""
    return all(_met(condition, tally) for condition in when)


def _met(condition: Condition, tally: Tally) -> bool:
    match condition.field:
        case "stage":
            return _any_in(condition, tally.stages)
        case "level":
            return _any_in(condition, tally.levels)
        case "kind" | "attendance":
            return condition.any_of is not None and getattr(tally, condition.field) in condition.any_of
        case "position" | "authors":
            return _bounded(condition, getattr(tally, condition.field) or 1)
        case "share":
            return _bounded(condition, 1 if tally.share is None else tally.share)
        case "quantity":
            return _bounded(condition, 1 if tally.quantity is None else tally.quantity)
        case "judged":
            return tally.judged is not None and _bounded(condition, tally.judged)
        case _:
            assert_never(condition.field)


def _any_in(condition: Condition, reached: frozenset[str]) -> bool:
    return condition.any_of is not None and not condition.any_of.isdisjoint(reached)


def _bounded(condition: Condition, number: Points) -> bool:
    return (condition.at_least is None or number >= condition.at_least) and (
        condition.at_most is None or number <= condition.at_most
    )


def worth(item: Item, tally: Tally) -> Worth | Why:
    """What one record of ``tally`` is worth to ``item``, or why nothing."""
    if not holds(item.when, tally):
        return Why.NOT_MET
    if not item.levels:
        return Worth(_weighed(item, tally, item.points), "")
    reached = [level for level in item.levels if holds(level.when, tally)]
    if not reached:
        return Why.NO_LEVEL
    if item.several_levels == "stacked":
        points = sum((level.points for level in reached), Fraction(0))
        return Worth(_weighed(item, tally, simple(points)), "、".join(level.id for level in reached))
    best = max(reached, key=_points)
    return Worth(_weighed(item, tally, best.points), best.id)


def _points(level: Level) -> Points:
    return level.points


def _weighed(item: Item, tally: Tally, points: Points) -> Points:
    """``points`` times quantity, share or judged value as the item says, times the member's part as an author.

    A quantity left blank is 1, a share left blank is the whole; an empty number of authors is a sole author.
    """
    match item.per:
        case Per.RECORD:
            factor: Points = 1
        case Per.QUANTITY:
            factor = 1 if tally.quantity is None else tally.quantity
        case Per.SHARE:
            factor = 1 if tally.share is None else tally.share
        case Per.JUDGED:
            factor = tally.judged or 0
        case _:
            assert_never(item.per)
    return simple(points * factor * author_part(item.authors, tally))


def author_part(authorship: Authorship | None, tally: Tally) -> Points:
    """The part of the points that falls to this author."""
    authors = tally.authors or 1
    if authorship is None or authors == 1:
        return 1
    if (tally.position or 1) == 1:
        return authorship.first
    if authorship.others == "split_rest":
        return (1 - Fraction(authorship.first)) / (authors - 1)
    return authorship.others


def satisfied(need: Need, tallies: list[Tally]) -> bool:
    """Whether the records meet a minimum: AND of ORs of counts (C11)."""
    match need:
        case Count(when, at_least):
            return sum(tally.count for tally in tallies if holds(when, tally)) >= at_least
        case AllOf(parts):
            return all(satisfied(part, tallies) for part in parts)
        case AnyOf(parts):
            return any(satisfied(part, tallies) for part in parts)
        case _:
            assert_never(need)
