"""How far the rules of a year tell its records apart, so that everybody is scored from as few tallies as they allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from duty_cli.model.conditions import Conditions, VaryingAmount
from duty_cli.model.grading_rules import Consequence, Veto
from duty_cli.model.items import Item, WindowUnit
from duty_cli.model.members import Facet, Member
from duty_cli.model.periods import Period
from duty_cli.model.record_sight import Sight
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.item_score import by_order
from duty_cli.scoring.matching import kinds_named
from duty_cli.scoring.measures import stretches
from duty_cli.scoring.seen_by_rules import asks_capacities, clocks, judged_ranges

_MOST_TURNS = 24
"""With more stretches than these hardly two records of a member fall together, and each is looked up among them."""

_MANY = 8
"""A day on which something changes for one member in so many is a turn for all; else those members are told by day."""


def year_sight(
    rules: YearRules, needs: Period, consequences: Sequence[Consequence], members: Collection[Member]
) -> Sight:
    """What the untraced scores and outcomes of ``members`` can depend on; ``consequences``: all that look back on the year."""
    book, facets = rules.book, _facets_by_day(rules.book, consequences)
    of_members = {one.key: days for one in members if (days := set(_changes(one, facets, needs)))}
    changing = Counter(day for days in of_members.values() for day in days)
    common = {day for day, count in changing.items() if count * _MANY >= len(members)}
    turns = sorted({needs.first, *(day for day in {*_turns(rules), *common} if day in needs)})
    keys = [one.key for one in members]
    among = (min(keys), max(keys)) if keys else None
    asked = (_by_matter(book), _lone_matters(book), among, asks_capacities(book, consequences))
    if len(turns) > _MOST_TURNS:
        return Sight((needs.first,), None, frozenset(), *asked)
    in_person = frozenset(key for key, days in of_members.items() if not days <= common)
    return Sight(tuple(turns), _by_day(book), in_person, *asked)


def _turns(rules: YearRules) -> Iterator[date]:
    """The days from which on a record counts elsewhere than one of the day before: years, own days, months and quarters."""
    yield rules.days.first
    # Weeks are no turns: there are so many that the kinds reckoned by them are told by the day.
    for clock in clocks(rules.book) - {WindowUnit.WEEK}:
        yield from (days.first for days in stretches(clock, rules.days))
    for item in _items(rules.book):
        if item.days is not None:
            yield from (item.days.first, item.days.last + timedelta(days=1))


def _changes(member: Member, facets: frozenset[Facet], needs: Period) -> Iterator[date]:
    """The days within the year from which on the member holds something more, or no longer, that rules ask by the day."""
    for tenure in member.tenures:
        if tenure.facet in facets:
            ends = [] if tenure.last is None else [tenure.last + timedelta(days=1)]
            yield from (day for day in (tenure.first, *ends) if needs.first < day <= needs.last)


def _facets_by_day(book: Rulebook, consequences: Iterable[Consequence]) -> frozenset[Facet]:
    """What of a member is asked on the day of a record."""
    rules: list[Item | Veto | Consequence] = [*_items(book), *book.vetoes, *consequences]
    amounts = [amount for item in _items(book) for amount in (item.points, *(one.points for one in item.levels))]
    # Whether somebody was a guest, who is never absent for having left, is asked on the day too.
    due = (book.kinds[kind].expects for kind in book.absent_below)
    whose = (one for one in (*due, *(one.applies_to for one in rules)) if one is not None)
    asked = (facet for who in whose for facet in (*who.facets, *who.excluded))
    return frozenset({*asked, *(one.by for one in amounts if isinstance(one, VaryingAmount))})


def _by_day(book: Rulebook) -> frozenset[str] | None:
    """The kinds of which the first record counts, whichever it is, or of which each week is reckoned by itself."""
    weekly = [item for item in _items(book) if item.window is not None and item.window.each is WindowUnit.WEEK]
    ranges = (item.judged_range.when for item in weekly if item.judged_range is not None)
    return _kinds([*(item.when for item in (*weekly, *filter(by_order, _items(book)))), *ranges])


def _by_matter(book: Rulebook) -> frozenset[str] | None:
    """The kinds of which a rule asks for the matter, or for the first record: of one day, that goes by the matter too."""
    measures = [(one.when, one.measure) for one in _items(book)] + [(one.when, one.measure) for one in book.multipliers]
    measures += [(one.when, one.measure) for one in judged_ranges(book)]
    counting = (when for when, measure in measures if measure is not None and measure.counts_matters)
    placed = ((category, item) for category in book.categories for item in category.items)
    once = (item.when for category, item in placed if item.same_matter or category.same_matter)
    return _kinds([*counting, *once, *(item.when for item in filter(by_order, _items(book)))])


def _lone_matters(book: Rulebook) -> bool:
    """Whether a matter that one record alone names is other than none: where it counts under one of several items, or is in order."""
    return any(category.same_matter for category in book.categories) or any(map(by_order, _items(book)))


def _kinds(whens: Iterable[Conditions]) -> frozenset[str] | None:
    """The kinds that any of the conditions lets in; None: every kind."""
    found: set[str] = set()
    for when in whens:
        kinds = kinds_named(when)
        if kinds is None:
            return None
        found |= kinds
    return frozenset(found)


def _items(book: Rulebook) -> Iterator[Item]:
    return (item for category in book.categories for item in category.items)
