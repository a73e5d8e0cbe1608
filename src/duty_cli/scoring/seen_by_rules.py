"""What a rule file looks at: the clocks it goes by, and what of a member it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duty_cli.model.conditions import AS_DUE, Amount, AppliesTo, Conditions, VaryingAmount
from duty_cli.model.grading_rules import About, Consequence
from duty_cli.model.items import BracketTable, Item, JudgedRange, Measure, MeasureKind, WindowUnit
from duty_cli.model.members import Facet
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import Test, quarters_asked, records_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.matching import holds, kinds_named


def clocks(book: Rulebook) -> frozenset[WindowUnit]:
    """The windows by which any item or minimum is reckoned."""
    items = (item.window.each for category in book.categories for item in category.items if item.window is not None)
    minimums = (WindowUnit(one.within) for one in book.minimums if one.within in ("month", "quarter"))
    return frozenset([*items, *minimums])


def clocks_of(book: Rulebook, tally: Tally) -> frozenset[WindowUnit]:
    """The windows by which what a record counts for is reckoned; none where any day of the year is as good."""
    items = [item for category in book.categories for item in category.items if item.window is not None]
    found = [item.window.each for item in items if item.window and any(holds(when, tally) for when in _seen_by(item))]
    needs = [one for one in book.minimums if one.within in ("month", "quarter")]
    asked = [WindowUnit(one.within) for one in needs if any(holds(when, tally) for when in records_asked(one.need))]
    return frozenset([*found, *asked])


def _seen_by(item: Item) -> Iterator[Conditions]:
    """The records that an item takes, and those that its range goes by."""
    yield item.when
    if item.judged_range is not None:
        yield item.judged_range.when


def judged_ranges(book: Rulebook) -> Iterator[JudgedRange]:
    """The ranges of judged values that depend on a measure."""
    ranges = (item.judged_range for category in book.categories for item in category.items)
    return (one for one in ranges if one is not None)


def kinds_of(need: Test) -> frozenset[str]:
    """The kinds that a minimum names."""
    named = (kinds_named(when) for when in records_asked(need))
    return frozenset(kind for kinds in named if kinds is not None for kind in kinds)


def kinds_about(book: Rulebook, about: About) -> frozenset[str]:
    """The kinds that the obligations about something name."""
    return frozenset(kind for one in book.minimums if one.about is about for kind in kinds_of(one.need))


def facets_asked(book: Rulebook) -> frozenset[Facet]:
    """What of a member any rule that makes a year's result asks: groups and roles, and the office always."""
    who = (facet for one in _whom(book) if one is not None for facet in (*one.facets, *one.excluded))
    varying = (one.by for one in _amounts(book) if isinstance(one, VaryingAmount))
    places = (one.within for one in book.quotas if one.within is not None)
    return frozenset({Facet.OFFICE, *who, *varying, *places})


def asks_capacities(book: Rulebook, consequences: Iterable[Consequence]) -> bool:
    """Whether it matters who was invited as a guest: to rates, and to what counts as absence.

    ``consequences``: all that look back on the year, whosever they are.
    """
    measures = [item.measure for category in book.categories for item in category.items]
    measures += [one.measure for one in book.multipliers] + [one.measure for one in judged_ranges(book)]
    asked = [when for one in measures if one is not None for when in one.asked]
    asked += [when for one in _tests(book, consequences) for when in records_asked(one)]
    return bool(book.absent_below) or any(map(_is_rate, measures)) or any(AS_DUE in when for when in asked)


def asks_quarters(book: Rulebook, consequences: Iterable[Consequence]) -> bool:
    """Whether it matters to the year whom its quarters chose; ``consequences``: all that look back on it, whosever they are."""
    quarterly = {one.id for one in book.selections if one.each == "quarter"}
    spoken_of = {name for one in book.selections if one.each == "year" for name in (one.share_of, *one.less)}
    spoken_of |= {one.selection for test in _tests(book, consequences) for one in quarters_asked(test)}
    return not quarterly.isdisjoint(spoken_of)


def _is_rate(measure: Measure | None) -> bool:
    return measure is not None and (measure.of_parts or measure.of is MeasureKind.RATIO)


def _tests(book: Rulebook, consequences: Iterable[Consequence]) -> Iterator[Test]:
    yield from (one.need for one in book.minimums)
    yield from (one.test for one in book.vetoes)
    yield from (one.need for one in book.selections if one.need is not None)
    yield from (one.test for one in consequences)


def _whom(book: Rulebook) -> Iterator[AppliesTo | None]:
    yield from (kind.expects for kind in book.kinds.values())
    yield from (item.applies_to for category in book.categories for item in category.items)
    yield from (one.applies_to for one in book.minimums)
    yield from (one.applies_to for one in book.vetoes)
    yield from (one.applies_to for one in book.quotas)
    yield from (one.applies_to for one in book.consequences)
    yield from (one.applies_to for one in book.multipliers)


def _amounts(book: Rulebook) -> Iterator[Amount | None]:
    yield from (book.total.base, book.total.cap)
    for category in book.categories:
        yield from (category.base, category.cap)
        for item in category.items:
            yield from (item.points, *(level.points for level in item.levels), *_of_measure(item.measure))
    for multiplier in book.multipliers:
        yield from (multiplier.times, *_of_measure(multiplier.measure))


def _of_measure(measure: Measure | None) -> Iterator[Amount]:
    if measure is None:
        return
    match measure.to:
        case BracketTable(stretches):
            yield from (one.points for one in stretches)
        case target:
            yield target.points
