"""What a rule file says that is not of its workspace: another committee, roles and groups that nobody bears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from duty_cli.errors.base import nearest
from duty_cli.model.conditions import Amount, AppliesTo, VaryingAmount
from duty_cli.model.items import BracketTable, Category, Measure
from duty_cli.model.members import Facet
from duty_cli.model.rulebook import Rulebook
from duty_cli.patterns import pattern
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc

_PLACE = "(?:[一-龥]{1,8}?[省市县区州盟旗])"
_NAMED = (pattern(f"政协({_PLACE}{{1,3}}?)(?=委员)"), pattern(f"({_PLACE}{{1,3}})政协"))
_LAST = pattern("[^省市县区州盟旗]*[省市县区州盟旗]$")
_NUMBERED = pattern("《?(.{1,3})政协〔[0-9]{4}〕")


def of_another(title: str, basis: str, committee: str) -> Iterator[Complaint]:
    """Title and basis that name another committee than ``committee``, as far as they name one."""
    place = _place_in(title)
    if place is not None and _last(place) not in committee:
        yield ("title",), f"写的是{place}政协，本账本是{committee}", f"规则名称印在报表和函件上，请写{committee}的"
    numbered = _NUMBERED.match(basis)
    if numbered is not None and not set(numbered[1]) & set(committee):
        yield (
            ("basis",),
            f"“{basis}”不像{committee}的文号",
            "函件引用条款时写的是它：请写本单位印发的文件；确系以此为依据的，不必理会",
        )


def _place_in(title: str) -> str | None:
    found = next((match for pattern in _NAMED if (match := pattern.search(title))), None)
    return None if found is None else found[1]


def _last(place: str) -> str:
    """The county of a province and a county."""
    found = _LAST.search(place)
    return place if found is None else found[0]


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
        # Who is due at an event is a member, whoever is scored.
        words = (occurring if loc[0] == "kinds" else known).get(facet, frozenset())
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
