"""How low and how high scores can come, worked out from the rules alone.

A span is never narrower than the truth: what records may do without limit has no end on that side, and members are
taken to hold whatever role or group serves them best. So what lies outside of a span can never come about.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from duty_cli.domain.amounts import Amount, VaryingAmount
from duty_cli.domain.conditions import Conditions
from duty_cli.domain.items import (
    WHOLE,
    BracketTable,
    Category,
    Item,
    JointBound,
    Measure,
    MeasureKind,
    Multiplier,
    PointBasis,
    WindowUnit,
)
from duty_cli.domain.periods import YearEnd
from duty_cli.domain.points import Points, simple
from duty_cli.domain.rules import Rulebook
from duty_cli.rulebook.compatible import kinds_reached
from duty_cli.rulebook.span import ANYTHING, NOTHING, ScoreRange, again, either, multiplied, together


def amount(points: Amount) -> ScoreRange:
    """Whatever role or group is held."""
    if not isinstance(points, VaryingAmount):
        return ScoreRange(points, points)
    values = [points.otherwise, *(value for _, value in points.values)]
    return ScoreRange(min(values), max(values))


def in_window(item: Item, book: Rulebook) -> ScoreRange:
    """What an item can earn in one window, before the window's cap."""
    if item.measure is not None:
        return either(NOTHING, _earned(item.measure))
    one = either(NOTHING, _record(item, book))
    return again(one) if item.combine == "sum" else one


def earned(item: Item, book: Rulebook) -> ScoreRange:
    """What an item can earn in a year, before its own cap and floor."""
    one = in_window(item, book)
    if item.window is None:
        return one
    one = one.bounded(item.window.cap, None)
    return one.times(_windows(item.window.each, book.year_ends)) if item.window.across == "sum" else one


def scored(item: Item, book: Rulebook) -> ScoreRange:
    """What an item can score; nothing where no record of it is."""
    return either(NOTHING, earned(item, book).bounded(item.cap, item.floor).rounded(book.places))


def gathered(category: Category, book: Rulebook) -> ScoreRange:
    """What a category can come to, before its own cap and floor."""
    items = [scored(item, book) for item in category.items]
    return _base(category.base, category.id, book) + (
        either(*items) if category.combine == "highest" else together(items)
    )


def sub_total(category: Category, book: Rulebook) -> ScoreRange:
    """What a category can score."""
    return _within(gathered(category, book), category.cap, category.floor)


def jointly(bound: JointBound, book: Rulebook) -> ScoreRange:
    """What the categories of a joint bound can come to together, before its cap and floor."""
    return together(sub_total(category, book) for category in book.categories if category.id in bound.categories)


def whole(book: Rulebook) -> ScoreRange:
    """What the total can come to, before its own cap and floor."""
    joined = [name for bound in book.joint_bounds for name in bound.categories]
    if len(joined) > len(set(joined)):
        return ANYTHING
    alone = (one for one in book.categories if one.counted and one.id not in joined)
    return (
        _base(book.total.base, WHOLE, book)
        + together(sub_total(one, book).times(one.weight) for one in alone)
        + together(jointly(bound, book).bounded(bound.cap, bound.floor) for bound in book.joint_bounds)
    )


def total(book: Rulebook) -> ScoreRange:
    """What the total can be in the end, after its bounds and the multipliers."""
    found = _within(whole(book), book.total.cap, book.total.floor)
    for multiplier in book.multipliers:
        found = either(found, multiplied(found, _factor(multiplier)).rounded(book.places))
    return found


def _windows(clock: WindowUnit, ends: YearEnd) -> int:
    """The most windows that a year can meet; its first and last may be cut short."""
    after = date(2000, ends.month, ends.day) + timedelta(days=1)
    match clock:
        case WindowUnit.WEEK:
            return 54
        case WindowUnit.MONTH:
            return 12 if after.day == 1 else 13
        case WindowUnit.QUARTER:
            return 4 if after.day == 1 and after.month % 3 == 1 else 5
        case _:
            assert_never(clock)


def _record(item: Item, book: Rulebook) -> ScoreRange:
    """What one record can be worth. A part of joint work is never more than the whole."""
    if not item.levels:
        return _worth(item, item.points, item.when, book)
    levels = [_worth(item, level.points, item.when + level.when, book) for level in item.levels]
    return together(either(NOTHING, one) for one in levels) if item.several_levels == "stacked" else either(*levels)


def _worth(item: Item, points: Amount, when: Conditions, book: Rulebook) -> ScoreRange:
    match item.per:
        case PointBasis.RECORD:
            return amount(points)
        case PointBasis.QUANTITY:
            factor = ScoreRange(0, None)
        case PointBasis.SHARE:
            factor = ScoreRange(0, 1)
        case PointBasis.JUDGED:
            ranges = (book.kinds[name].judged for name in kinds_reached(when, book.kinds))
            factor = either(NOTHING, *(ScoreRange(*limits) for limits in ranges if limits is not None))
        case _:
            assert_never(item.per)
    for asked in when:
        if asked.field == item.per.value:
            cap = asked.below if asked.at_most is None else asked.at_most
            factor = factor.bounded(cap, asked.above if asked.at_least is None else asked.at_least)
    return multiplied(amount(points), factor)


def _earned(measure: Measure) -> ScoreRange:
    if isinstance(measure.to, BracketTable):
        return either(*(amount(stretch.points) for stretch in measure.to.stretches))
    full, above = amount(measure.to.points), ScoreRange(measure.to.above, measure.to.above)
    rate = measure.of is MeasureKind.RATE and measure.among is None
    further = either(NOTHING, above) if rate else again(above)
    lacking = simple(-measure.to.reach * (measure.to.below or 0))
    return full + either(further, ScoreRange(lacking, lacking))


def _factor(multiplier: Multiplier) -> ScoreRange:
    fixed = amount(multiplier.times)
    return fixed if multiplier.measure is None else either(NOTHING, fixed, _earned(multiplier.measure))


def _base(base: Amount, name: str, book: Rulebook) -> ScoreRange:
    """A granted base, whole or in proportion."""
    given = amount(base)
    touched = book.pro_rata is not None and name in book.pro_rata.bases
    return either(NOTHING, given, given.rounded(book.places)) if touched else given


def _within(span: ScoreRange, cap: Amount | None, floor: Points | None) -> ScoreRange:
    if cap is None:
        return span.bounded(None, floor)
    caps = amount(cap)
    return ScoreRange(span.bounded(caps.least, floor).least, span.bounded(caps.most, floor).most)
