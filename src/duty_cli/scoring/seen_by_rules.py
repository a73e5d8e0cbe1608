"""What a rule file looks at: the clocks it goes by, and what of a member it asks."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.conditions import Amount, AppliesTo, VaryingAmount
from duty_cli.model.grading_rules import About
from duty_cli.model.items import BracketTable, Measure, WindowUnit
from duty_cli.model.members import Facet
from duty_cli.model.rule_conditions import Test, records_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.matching import kinds_named


def clocks(book: Rulebook) -> frozenset[WindowUnit]:
    """The windows by which any item or minimum is reckoned."""
    items = (item.window.each for category in book.categories for item in category.items if item.window is not None)
    minimums = (WindowUnit(one.within) for one in book.minimums if one.within in ("month", "quarter"))
    return frozenset([*items, *minimums])


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
