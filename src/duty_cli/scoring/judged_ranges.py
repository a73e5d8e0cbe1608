"""Judged values held against their range, where what may be judged depends on a rate (出席率达到 80% 的评 6 至 10 分).

It is done before matters are told apart and records put together: every value that an item takes must lie in the range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from duty_cli.model.exact_numbers import Points, round_half_up, show, simple
from duty_cli.model.items import Item, JudgedRange, Measure, MeasureKind, RangeStretch
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.records import Tally
from duty_cli.scoring.item_score import Claim, OutsideClaim, held_on
from duty_cli.scoring.matching import Worth, holds, worth
from duty_cli.scoring.measures import measured, rate_counts, ratio_counts, stretches
from duty_cli.scoring.trace import OutsideRange, Step


class JudgedRanges:
    """The items of a rulebook whose judged values have a range that depends on something else, by their places in it."""

    def __init__(self, items: Sequence[Item], year: Period) -> None:
        self._year = year
        self._ranged = {at: (one, one.judged_range) for at, one in enumerate(items) if one.judged_range is not None}

    def __bool__(self) -> bool:
        return bool(self._ranged)

    def touched_by(self, tallies: Iterable[Tally]) -> bool:
        """Whether any of the records is measured for a range, or judged."""
        whens = [when for item, rule in self._ranged.values() for when in (item.when, rule.when)]
        return any(holds(when, tally) for tally in tallies for when in whens)

    def keep(self, claims: dict[int, list[Claim]], member: Member, tallies: Iterable[Tally]) -> None:
        """Hold the claims of judged values against what ``tallies``, all records of these days, come to."""
        every: list[Tally] | None = None
        for index, (item, rule) in self._ranged.items():
            if own := claims.get(index):
                every = list(tallies) if every is None else every
                found = _Ranges(item, rule, every, self._year)
                claims[index] = [_within(claim, item, rule, member, found) for claim in own]

    def measured_for(self, index: int, claims: Iterable[Claim], tallies: Iterable[Tally]) -> Iterator[Points | None]:
        """What comes to be measured for the claims under an item."""
        ranges = _Ranges(*self._ranged[index], tallies, self._year)
        yield from (ranges.value(ranges.window(claim.tally.on)) for claim in claims)

    def left_open(self, claims: Mapping[int, list[Claim]]) -> Iterator[tuple[int, list[OutsideRange]]]:
        """The items by whose values the year is open, with those values."""
        for index in self._ranged:
            own = claims.get(index, ())
            # One that is held counts; what sets it aside later is no matter of its range.
            if found := [one.outside for one in own if isinstance(one, OutsideClaim) and one.aside is Step.OUTSIDE]:
                yield index, found


class _Ranges:
    """The range of a day, looked up once for each of the windows of an item."""

    def __init__(self, item: Item, rule: JudgedRange, tallies: Iterable[Tally], year: Period) -> None:
        self._rule = rule
        self._tallies = [tally for tally in tallies if holds(rule.when, tally)]
        self._windows = [] if item.window is None else stretches(item.window.each, year)
        self._known: dict[Period | None, RangeStretch | None] = {}

    def window(self, day: date) -> Period | None:
        """The window to which a day belongs; None where all records are reckoned together."""
        return next((days for days in self._windows if day in days), None)

    def counted(self, days: Period | None) -> list[Tally]:
        """The records that are measured."""
        return [tally for tally in self._tallies if days is None or tally.on in days]

    def value(self, days: Period | None) -> Points | None:
        """What is measured; None where there is nothing."""
        return measured(self._rule.measure, self.counted(days))

    def of(self, days: Period | None) -> RangeStretch | None:
        """The range; None where there is nothing to measure, and nothing bounds a value."""
        if days not in self._known:
            value = self.value(days)
            self._known[days] = None if value is None else self._rule.stretch(value)
        return self._known[days]


def _within(claim: Claim, item: Item, rule: JudgedRange, member: Member, ranges: _Ranges) -> Claim:
    """The claim as it is where its value lies in the range; else set aside, or held at the nearest bound."""
    days, judged = ranges.window(claim.tally.on), claim.tally.judged
    bounds = ranges.of(days)
    # A record that says no value was not judged: there is nothing to hold against a range.
    if bounds is None or judged is None or bounds.least <= judged <= bounds.most:
        return claim
    said = measured_in_words(rule.measure, ranges.counted(days))
    outside = OutsideRange((judged,), bounds.least, bounds.most, said, days)
    if rule.outside == "unassessed":
        nothing = Worth(0, str(outside))
        return OutsideClaim(claim.tally, nothing, claim.count, Step.OUTSIDE, outside=outside, as_judged=claim.worth)
    held = bounds.least if judged < bounds.least else bounds.most
    kept = worth(item, replace(claim.tally, judged=held), held_on(member, claim.tally.on))
    assert isinstance(kept, Worth), "no condition of the item asks for the value"
    return OutsideClaim(claim.tally, kept, claim.count, outside=outside, as_judged=claim.worth)


def gathered(outside: Iterable[OutsideRange]) -> tuple[OutsideRange, ...]:
    """The values of one range together, in order."""
    values: dict[OutsideRange, set[Points]] = {}
    for one in outside:
        values.setdefault(replace(one, values=()), set()).update(one.values)
    found = (replace(one, values=tuple(sorted(own))) for one, own in values.items())
    return tuple(sorted(found, key=lambda one: (str(one.days), one.values)))


def measured_in_words(measure: Measure, tallies: Sequence[Tally]) -> str:
    """What a measure comes to, with the two numbers of a rate: 出席率 3÷4=75%."""
    match measure.of:
        case MeasureKind.RATE:
            return f"出席率 {_divided(*rate_counts(measure, tallies))}"
        case MeasureKind.RATIO:
            return f"比例 {_divided(*ratio_counts(measure, tallies))}"
        case _:
            return f"计数 {show(measured(measure, tallies) or 0)}"


def _divided(above: Points, below: Points) -> str:
    hundredths = simple(Fraction(above) / below * 100)
    about = "/" in show(hundredths)
    part = f"约 {show(round_half_up(hundredths, 2))}%" if about else f"{show(hundredths)}%"
    return f"{show(above)}÷{show(below)}{'，' if about else '='}{part}"
