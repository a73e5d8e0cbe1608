"""A second scorer, to hold against the engine: plain loops over single records, no trace, no tallies, nothing remembered.

It shares no code with ``duty_cli.scoring``; of the program it knows only the nouns of ``domain``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from duty_cli.domain.amounts import Amount, Varying
from duty_cli.domain.conditions import When, Who
from duty_cli.domain.items import Category, Item, Total
from duty_cli.domain.members import Member
from duty_cli.domain.outcomes import AllOf, Count, Need
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.records import Facts
from duty_cli.domain.rules import Rulebook


@dataclass(frozen=True)
class Result:
    total: Points
    categories: tuple[Points, ...]
    items: tuple[Points, ...]
    grade: str


def result(book: Rulebook, member: Member, year: Period, records: Sequence[Facts]) -> Result:
    items, categories = [], []
    for category in book.categories:
        own = [item_points(item, member, year, records, book.places) for item in category.items]
        items += own
        categories.append(within(fixed(category.base) + sum(own), category))
    total = within(fixed(book.total.base) + sum(categories), book.total)
    return Result(total, tuple(categories), tuple(items), grade(book, member, year, records, total))


def item_points(item: Item, member: Member, year: Period, records: Sequence[Facts], places: int) -> Fraction:
    found: list[tuple[Facts, Fraction]] = []
    for record in records:
        points = worth(item, record)
        if points is not None and meant(item.applies_to, member, record.on, record.on, year):
            found.append((record, points))
    if not found and not meant(item.applies_to, member, year.first, year.last, year):
        return Fraction(0)
    found.sort(key=content)
    if item.same_matter:
        found = best_of_each_matter(found)
    each = [points for _, points in found]
    counted = {"sum": each[item.from_nth - 1 :], "highest": sorted(each)[-1:], "once": each[:1]}[item.combine]
    return rounded(within(sum(counted, Fraction(0)), item), places)


def content(claim: tuple[Facts, Fraction]) -> tuple[object, ...]:
    """The order of records: by day, then by what they say, so that the order of entry is never seen."""
    said, points = claim
    words = (sorted(said.stages), sorted(said.levels), said.kind, said.matter or "")
    return (said.on, words, str(said.attendance), said.position or 0, points)


def best_of_each_matter(found: list[tuple[Facts, Fraction]]) -> list[tuple[Facts, Fraction]]:
    """Without all but the best record of each matter; of equals, the earliest stays."""
    kept = []
    for at, (record, points) in enumerate(found):
        rivals = [(other, place) for place, (said, other) in enumerate(found) if said.matter == record.matter]
        beaten = any(other > points or (other == points and place < at) for other, place in rivals)
        if record.matter is None or not beaten:
            kept.append((record, points))
    return kept


def fixed(amount: Amount) -> Fraction:
    """Points that are the same for all; this scorer knows no others."""
    assert not isinstance(amount, Varying)
    return Fraction(amount)


def worth(item: Item, record: Facts) -> Fraction | None:
    """What one record is worth; None where the item or its levels do not take it."""
    each = [fixed(level.points) for level in item.levels if meets(record, level.when)]
    if not meets(record, item.when) or (item.levels and not each):
        return None
    points = sum(each, Fraction(0)) if item.several_levels == "stacked" else max(each, default=Fraction(0))
    times = {"record": 1, "quantity": record.quantity, "share": record.share, "judged": record.judged or 0}[item.per]
    return (points if item.levels else fixed(item.points)) * (1 if times is None else times) * part(item, record)


def part(item: Item, record: Facts) -> Fraction:
    """The member's part of joint work."""
    if item.authors is None or record.authors in (None, 1):
        return Fraction(1)
    first, others = Fraction(item.authors.first), item.authors.others
    if record.position in (None, 1):
        return first
    return (1 - first) / ((record.authors or 1) - 1) if others == "split_rest" else Fraction(others)


def meets(record: Facts, when: When) -> bool:
    """Whether a record meets all conditions; blanks are a sole author, one piece, the whole."""
    for condition in when:
        said = getattr(record, {"stage": "stages", "level": "levels"}.get(condition.field, condition.field))
        if condition.any_of is not None:
            met = any(word in (said if isinstance(said, frozenset) else {said}) for word in condition.any_of)
        else:
            number = 1 if said is None and condition.field != "judged" else said
            low, high = condition.at_least, condition.at_most
            met = number is not None and (low is None or low <= number) and (high is None or number <= high)
        if not met:
            return False
    return True


def meant(who: Who | None, member: Member, first: date, last: date, year: Period) -> bool:
    """Whether a rule is for the member on any day from ``first`` to ``last``."""
    if who is None:
        return True
    joined = min(spell.first for spell in member.spells if spell.facet == "委员")
    if who.joined_this_year and not year.first <= joined <= year.last:
        return False
    for facet, values in who.facets.items():
        held = [spell for spell in member.spells if spell.facet == facet and spell.value in values]
        if not any(spell.first <= last and (spell.last is None or spell.last >= first) for spell in held):
            return False
    return True


def within(points: Fraction, bounded: Item | Category | Total) -> Fraction:
    points = points if bounded.cap is None else min(points, fixed(bounded.cap))
    return points if bounded.floor is None else max(points, Fraction(bounded.floor))


def rounded(points: Fraction, places: int) -> Fraction:
    scaled = Fraction(floor(abs(points) * 10**places + Fraction(1, 2)), 10**places)
    return scaled if points >= 0 else -scaled


def done(need: Need, records: Sequence[Facts]) -> bool:
    if isinstance(need, Count):
        return len([record for record in records if meets(record, need.when)]) >= need.at_least
    return (all if isinstance(need, AllOf) else any)(done(one, records) for one in need.parts)


def grade(book: Rulebook, member: Member, year: Period, records: Sequence[Facts], total: Fraction) -> str:
    bounds = [next((band.grade for band in book.bands if total >= band.min), book.bands[-1].grade)]
    for minimum in book.minimums:
        concerned = minimum.within == "year" and meant(minimum.applies_to, member, year.first, year.last, year)
        if concerned and minimum.grade_at_most and not done(minimum.need, records):
            bounds.append(minimum.grade_at_most)
    for veto in book.vetoes:
        hits = (meets(one, veto.when) and meant(veto.applies_to, member, one.on, one.on, year) for one in records)
        bounds += [veto.grade_at_most for hit in hits if hit]
    return [band.grade for band in book.bands if band.grade in bounds][-1]
