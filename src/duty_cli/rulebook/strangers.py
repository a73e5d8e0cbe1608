"""Names in a rule file that match nobody: roles and groups held against those that occur in the roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from duty_cli.domain.amounts import Amount, VaryingAmount
from duty_cli.domain.conditions import AppliesTo
from duty_cli.domain.items import BracketTable, Category, Measure
from duty_cli.domain.members import Facet
from duty_cli.domain.rules import Rulebook
from duty_cli.errors import nearest
from duty_cli.rulebook.source import Complaint, Loc

Occurring: TypeAlias = Mapping[Facet, frozenset[str]]
"""The roles and groups that anybody holds or has held."""


@dataclass(frozen=True, slots=True)
class OfficeNames:
    """What a ledger says of those for whom a rule file is: the committee, and the names that occur in its roster.

    A roster with nobody in it says nothing of names.
    """

    committee: str
    occurring: Occurring


_EVERYBODY = "委员"


def strangers(book: Rulebook, occurring: Occurring) -> Iterator[Complaint]:
    """Each name that no member bears, where it stands first; of groups that are scored, the groups alone are known."""
    known = occurring if book.subject is None else {book.subject: occurring.get(book.subject, frozenset())}
    told: set[tuple[Facet, str]] = set()
    for loc, facet, name in _named(book):
        words = known.get(facet, frozenset())
        if name not in words and (facet, name) not in told:
            told.add((facet, name))
            yield loc, f"名册上没有{facet.value}“{name}”，这一条现在不适用于任何人", _advice(facet, name, words)


def _advice(facet: Facet, name: str, words: frozenset[str]) -> str:
    if facet is Facet.ROLE and name == _EVERYBODY:
        return "人人都是委员：适用全体的请删去这一项，不担任某职务的请写 not，如 not: {role: 常委}"
    some = "、".join(sorted(words)[:8])
    listed = f"名册上有：{some}{'等' if len(words) > 8 else ''}" if words else f"名册上没有登记任何{facet.value}"
    return nearest(name, sorted(words)) or listed


_Named: TypeAlias = Iterator[tuple[Loc, Facet, str]]


def _named(book: Rulebook) -> _Named:
    """Every role and group that the book names, with its place."""
    for at, kind in enumerate(book.kinds.values()):
        yield from _in_who(("kinds", at, "expects"), kind.expects)
    for at, category in enumerate(book.categories):
        yield from _in_category(("categories", at), category)
    yield from _in_amount(("total", "base"), book.total.base)
    yield from _in_amount(("total", "cap"), book.total.cap)
    for at, multiplier in enumerate(book.multipliers):
        loc: Loc = ("multipliers", at)
        yield from _in_who((*loc, "applies_to"), multiplier.applies_to)
        yield from _in_amount((*loc, "times"), multiplier.times)
        yield from _in_measure(loc, multiplier.measure)
    for key in ("minimums", "vetoes", "quotas", "selections", "consequences"):
        for at, rule in enumerate(getattr(book, key)):
            yield from _in_who((key, at, "applies_to"), rule.applies_to)


def _in_category(loc: Loc, category: Category) -> _Named:
    yield from _in_amount((*loc, "base"), category.base)
    yield from _in_amount((*loc, "cap"), category.cap)
    for at, item in enumerate(category.items):
        place = (*loc, "items", at)
        yield from _in_who((*place, "applies_to"), item.applies_to)
        yield from _in_amount((*place, "points"), item.points)
        for number, level in enumerate(item.levels):
            yield from _in_amount((*place, "levels", number, "points"), level.points)
        yield from _in_measure(place, item.measure)


def _in_measure(loc: Loc, measure: Measure | None) -> _Named:
    if measure is None:
        return
    if isinstance(measure.to, BracketTable):
        for at, stretch in enumerate(measure.to.stretches):
            yield from _in_amount((*loc, "table", at, "points"), stretch.points)
    else:
        yield from _in_amount((*loc, "target", "points"), measure.to.points)


def _in_amount(loc: Loc, amount: Amount | None) -> _Named:
    if isinstance(amount, VaryingAmount):
        yield from (((*loc, "values", name), amount.by, name) for name, _ in amount.values)


def _in_who(loc: Loc, who: AppliesTo | None) -> _Named:
    if who is not None:
        for key, held in ((), who.facets), (("not",), who.excluded):
            for facet, names in held.items():
                yield from (((*loc, *key, facet.name.lower()), facet, name) for name in sorted(names))
