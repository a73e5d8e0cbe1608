"""How low and how high scores can come, worked out from the rules alone, by exact ranges.

A range never leaves out a score that can be had; it may hold some that cannot. What is presumed beside the rules (a
``Premise``) makes it narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import assert_never

from duty_cli.model.conditions import Alternative, Amount, Conditions, VaryingAmount, alternatives
from duty_cli.model.exact_numbers import Points, round_half_up, simple
from duty_cli.model.items import (
    WHOLE,
    BracketTable,
    Category,
    Item,
    JointBound,
    JudgedRange,
    Measure,
    MeasureKind,
    Multiplier,
    PointBasis,
    RangeStretch,
    WindowUnit,
)
from duty_cli.model.periods import YearEnd
from duty_cli.model.records import Attendance, Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.conditions_together import kinds_reached, takes
from duty_cli.scoring.matching import Worth, holds, kinds_named, worth
from duty_cli.scoring.measures import is_left_out, rate_counts


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """All values from ``least`` to ``most``; None: there is no limit on that side."""

    least: Points | None
    most: Points | None

    def __add__(self, other: ScoreRange) -> ScoreRange:
        least = None if self.least is None or other.least is None else simple(self.least + other.least)
        most = None if self.most is None or other.most is None else simple(self.most + other.most)
        return ScoreRange(least, most)

    def times(self, factor: Points) -> ScoreRange:
        """Every value multiplied by ``factor``."""
        ends = [None if end is None else simple(end * factor) for end in (self.least, self.most)]
        return ScoreRange(*ends) if factor > 0 else ScoreRange(*reversed(ends)) if factor < 0 else NOTHING

    def bounded(self, cap: Points | None, floor: Points | None) -> ScoreRange:
        """Every value kept between ``floor`` and ``cap``."""
        return ScoreRange(_clipped(self.least, floor, cap, floor), _clipped(self.most, cap, cap, floor))

    def rounded(self, places: int) -> ScoreRange:
        """Every value rounded as the rule file declares."""
        ends = [None if end is None else round_half_up(end, places) for end in (self.least, self.most)]
        return ScoreRange(*ends)


NOTHING = ScoreRange(0, 0)
ANYTHING = ScoreRange(None, None)


@dataclass(frozen=True, slots=True)
class Premise:
    """What is presumed of a member's records beside the rules.

    ``room``: of a kind no more than so many records beside the ``given`` ones; ``states``: with no other attendance than
    those. Kinds that are not named are free. ``given`` are records that are there: by themselves, of no matter.
    """

    room: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, frozenset[Attendance]] = field(default_factory=dict)
    given: tuple[Tally, ...] = ()

    def further(self, when: Conditions, book: Rulebook) -> int | None:
        """How many further records can meet ``when``; None where there is no limit."""
        rooms = [
            self.room.get(kind)
            for kind in kinds_reached(when, book.kinds)
            if kind not in self.states or any(takes(when, kind, state) for state in self.states[kind])
        ]
        known = [room for room in rooms if room is not None]
        return sum(known) if len(known) == len(rooms) else None


NO_PREMISE = Premise()


def _clipped(end: Points | None, limit: Points | None, cap: Points | None, floor: Points | None) -> Points | None:
    """An end of a span kept between the bounds; one without limit has ``limit`` for its own."""
    if end is None:
        return limit
    end = end if cap is None else min(end, cap)
    return end if floor is None else max(end, floor)


def either(*spans: ScoreRange) -> ScoreRange:
    """The values of all of them."""
    least = [span.least for span in spans if span.least is not None]
    most = [span.most for span in spans if span.most is not None]
    return ScoreRange(min(least) if len(least) == len(spans) else None, max(most) if len(most) == len(spans) else None)


def together(spans: Iterable[ScoreRange]) -> ScoreRange:
    """What they add up to."""
    return sum(spans, NOTHING)


def again(span: ScoreRange) -> ScoreRange:
    """What any number of such values add up to, none among them."""
    grows = span.most is None or span.most > 0
    falls = span.least is None or span.least < 0
    return ScoreRange(None if falls else 0, None if grows else 0)


def multiplied(one: ScoreRange, factor: ScoreRange) -> ScoreRange:
    """Every value of ``one`` times every value of ``factor``; any number of times where the factor has no limit above."""
    if one.least is None or one.most is None or factor.least is None:
        return ANYTHING
    if factor.most is None:
        return again(one)
    corners = [simple(a * b) for a, b in product((one.least, one.most), (factor.least, factor.most))]
    return ScoreRange(min(corners), max(corners))


def amount(points: Amount) -> ScoreRange:
    """Whatever role or group is held."""
    if not isinstance(points, VaryingAmount):
        return ScoreRange(points, points)
    values = [points.otherwise, *(value for _, value in points.values)]
    return ScoreRange(min(values), max(values))


def in_window(item: Item, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What an item can earn in one window by records that are not given, before the window's cap."""
    if item.measure is not None:
        return either(NOTHING, _earned(item.measure))
    room = premise.further(item.when, book)
    if room == 0:
        return NOTHING
    one = either(NOTHING, _record(item, book, premise))
    return one if item.combine != "sum" else again(one) if room is None else one.times(room)


def earned(item: Item, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What an item can earn in a year, before its own cap and floor."""
    one = in_window(item, book, premise)
    if item.window is not None:
        free = one.bounded(item.window.cap, None)
        one = free.times(_windows(item.window.each, book.year_ends)) if item.window.across == "sum" else free
    # The points of a measure come from the count of all records, given ones too: they are in its range.
    return one if item.measure is not None else _with_given(item, one, premise)


def _with_given(item: Item, one: ScoreRange, premise: Premise) -> ScoreRange:
    """What the further records earn, put together with the given ones."""
    for own in _claimed(item, premise):
        plain = item.window is None and item.from_nth == 1
        # In a window that is full, or before the first that counts, a record earns a part of its worth or nothing.
        one = either(one, own) if item.combine != "sum" else one + (own if plain else either(NOTHING, own))
    return one


def _claimed(item: Item, premise: Premise) -> list[ScoreRange]:
    """What the given records are worth to an item, those that it takes."""
    given = ((tally, worth(item, tally)) for tally in premise.given for _ in range(tally.count))
    return [_ranged(item, tally, found.points, premise) for tally, found in given if isinstance(found, Worth)]


def _ranged(item: Item, tally: Tally, points: Points, premise: Premise) -> ScoreRange:
    """What a given record can be worth: judged within a range that other records make, it may be held or not count."""
    own = ScoreRange(points, points)
    if item.judged_range is None or tally.judged is None:
        return own
    possible = _possible_stretches(item, premise)
    found = [own] if possible is None else []
    for one in item.judged_range.table if possible is None else possible:
        held = min(max(tally.judged, one.least), one.most)
        kept = worth(item, replace(tally, judged=held))
        outside = item.judged_range.outside == "unassessed" and held != tally.judged
        found.append(NOTHING if outside or not isinstance(kept, Worth) else ScoreRange(kept.points, kept.points))
    return either(*found)


def _possible_stretches(item: Item, premise: Premise) -> list[RangeStretch] | None:
    """The ranges within which values of the item may have to lie; None where there may be nothing to go by, and none holds.

    Of a rate over the year they are told apart, by the records that are given and the states that further ones may have.
    """
    rule = item.judged_range
    if rule is None or rule.measure.of is not MeasureKind.RATE or item.window is not None or item.days is not None:
        return None
    present, expected = rate_counts(rule.measure, [one for one in premise.given if holds(rule.when, one)])
    if not expected:
        return None
    given = simple(Fraction(present, expected))
    more = {way for states in _further_states(rule, premise) for state in states for way in _counts_as(rule, state)}
    low, high = (0 if False in more else given), (1 if True in more else given)
    above = [None, *(one.at_least for one in rule.table[:-1])]
    ends = zip(rule.table, above, strict=True)
    return [one for one, end in ends if one.at_least <= high and (end is None or low < end)]


def _further_states(rule: JudgedRange, premise: Premise) -> Iterator[Iterable[Attendance]]:
    """The states of the further records that may be counted for a range, kind by kind."""
    named = kinds_named(rule.when)
    # Of kinds that are not named any state may come.
    open_ = [] if named is None else [kind for kind in named if premise.room.get(kind) != 0]
    yield from (Attendance,) if named is None else (premise.states.get(kind, Attendance) for kind in open_)


def _counts_as(rule: JudgedRange, state: Attendance) -> tuple[bool, ...]:
    """Whether such a record may be among those present in the rate of a range, and among those absent."""
    if is_left_out(rule.measure, Tally("", date.min, state)):
        return ()
    there = not state.met_as.isdisjoint(rule.measure.present)
    # Where a part is asked for, nobody knows here whether it is attended.
    return (True, False) if there and rule.measure.share_at_least else (there,)


def scored(item: Item, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What an item can score; nothing where no record of it is."""
    found = earned(item, book, premise).bounded(item.cap, item.floor).rounded(book.places)
    # Of an item that takes a given record it is certain that it is scored.
    return found if _claimed(item, premise) else either(NOTHING, found)


def gathered(category: Category, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What a category can come to, before its own cap and floor."""
    items = [scored(item, book, premise) for item in category.items]
    return _base(category.base, category.id, book) + (
        either(*items) if category.combine == "highest" else together(items)
    )


def sub_total(category: Category, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What a category can score."""
    return _within(gathered(category, book, premise), category.cap, category.floor)


def jointly(bound: JointBound, book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What the categories of a joint bound can come to together, before its cap and floor."""
    return together(sub_total(one, book, premise) for one in book.categories if one.id in bound.categories)


def whole(book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What the total can come to, before its own cap and floor."""
    joined = [name for bound in book.joint_bounds for name in bound.categories]
    if len(joined) > len(set(joined)):
        return ANYTHING
    alone = (one for one in book.categories if one.counted and one.id not in joined)
    return (
        _base(book.total.base, WHOLE, book)
        + together(sub_total(one, book, premise).times(one.weight) for one in alone)
        + together(jointly(bound, book, premise).bounded(bound.cap, bound.floor) for bound in book.joint_bounds)
    )


def total(book: Rulebook, premise: Premise = NO_PREMISE) -> ScoreRange:
    """What the total can be in the end, after its bounds and the multipliers."""
    found = _within(whole(book, premise), book.total.cap, book.total.floor)
    for multiplier in book.multipliers:
        times = multiplied(found, _factor(multiplier)).rounded(book.places)
        found = times if multiplier.applies_to is None else either(found, times)
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


def _record(item: Item, book: Rulebook, premise: Premise) -> ScoreRange:
    """What one further record can be worth. A part of joint work is never more than the whole."""
    if not item.levels:
        return _worth(item, item.points, item.when, book, premise)
    met = [level for level in item.levels if premise.further(item.when + level.when, book) != 0]
    levels = [_worth(item, level.points, item.when + level.when, book, premise) for level in met]
    stacked = item.several_levels == "stacked"
    return together(either(NOTHING, one) for one in levels) if stacked else either(NOTHING, *levels)


def _worth(item: Item, points: Amount, when: Conditions, book: Rulebook, premise: Premise) -> ScoreRange:
    return either(*(_worth_of(item, points, way, book, premise) for way in alternatives(when)))


def _worth_of(item: Item, points: Amount, when: Alternative, book: Rulebook, premise: Premise) -> ScoreRange:
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
            if bounds := _possible_stretches(item, premise):
                # What lies outside is held at an end, or not counted, as if no record of it were there.
                factor = either(*(ScoreRange(one.least, one.most) for one in bounds))
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
    whole = measure.of_parts and measure.among is None
    further = either(NOTHING, above) if whole else again(above)
    less = simple(-(measure.to.below or 0))
    if measure.by == "judged":
        # A judged value may be below 0, so that no number of points is the most that can be lacking.
        return full + either(further, again(ScoreRange(less, less)))
    lacking = simple(measure.to.reach * less)
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
