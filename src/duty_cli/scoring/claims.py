"""Which records ask for points under which items, and which no item takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

from duty_cli.domain import conditions
from duty_cli.domain.amounts import Held, Varying
from duty_cli.domain.conditions import Who
from duty_cli.domain.items import Category, Item
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.item import Claim
from duty_cli.scoring.match import NOBODY, Worth, kinds_named, worth
from duty_cli.scoring.trace import Unscored, Why

Claims: TypeAlias = dict[int, list[Claim]]
"""The claims under each item, by the item's place in the rule file. An item without claims is not in it."""

_Found: TypeAlias = tuple[tuple[int, Worth], ...] | Why


class Taker:
    """Finds the items that take a record; what a sort of record is worth is worked out once and remembered."""

    def __init__(self, book: Rulebook, year: Period) -> None:
        self._year = year
        self._items = [(category, item) for category in book.categories for item in category.items]
        self._kinds = [kinds_named(item.when) for _, item in self._items]
        self._who = [item.applies_to for _, item in self._items]
        self._always = [
            (index, item)
            for index, (_, item) in enumerate(self._items)
            if item.measure is not None or (item.floor or 0) > 0
        ]
        self._varying = tuple(sorted({facet for _, item in self._items for facet in _facets(item)}))
        self._alone = _matter_scopes(self._items)
        self._known: dict[tuple[object, ...], _Found] = {}

    def concerns(self, who: Who | None, member: Member, days: Period) -> bool:
        """Whether a rule for ``who`` is for ``member`` on any of ``days``."""
        return who is None or conditions.concerns(who, member, days, self._year)

    def claims(self, member: Member, tallies: Iterable[Tally]) -> tuple[Claims, list[Unscored]]:
        """For each item the records that claim points under it, and the records no item takes.

        An item that measures, or has a floor above 0, is scored for all it applies to, records or none.
        """
        claims: Claims = {}
        unscored = []
        for tally in tallies:
            found = self._worths(member, tally)
            if isinstance(found, Why):
                unscored.append(Unscored(tally, found))
                continue
            taken = False
            for index, value in found:
                if self._who[index] is None or self._is_meant(index, member, tally.on):
                    claims.setdefault(index, []).append(Claim(tally, value, tally.count))
                    taken = True
            if not taken:
                unscored.append(Unscored(tally, Why.NOT_FOR_MEMBER))
        for index, item in self._always:
            if self.concerns(item.applies_to, member, self._year):
                claims.setdefault(index, [])
        for scope in self._alone:
            _best_of_each_matter(claims, scope)
        return claims, unscored

    def _is_meant(self, index: int, member: Member, day: date) -> bool:
        return self.concerns(self._who[index], member, Period(day, day))

    def _worths(self, member: Member, tally: Tally) -> _Found:
        t = tally
        held: Held = {facet: member.values(facet, t.on) for facet in self._varying} if self._varying else NOBODY
        sight = (t.kind, t.attendance, t.share, t.stages, t.levels, t.position, t.authors, t.quantity, t.judged)
        key = (*sight, *held.values()) if held else sight
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._work_out(tally, held)
        return found

    def _work_out(self, tally: Tally, held: Held) -> _Found:
        asked = [at for at, kinds in enumerate(self._kinds) if kinds is None or tally.kind in kinds]
        results = [(index, worth(self._items[index][1], tally, held)) for index in asked]
        taken = tuple((index, result) for index, result in results if isinstance(result, Worth))
        return taken or self._why(tally, [result for _, result in results])

    def _why(self, tally: Tally, results: list[Worth | Why]) -> Why:
        if Why.NO_LEVEL in results:
            return Why.NO_LEVEL
        named = any(kinds is not None and tally.kind in kinds for kinds in self._kinds)
        return Why.NOT_MET if named else Why.NO_ITEM


def _facets(item: Item) -> Iterator[Facet]:
    """The roles and groups by which the points of an item's records differ."""
    for amount in (item.points, *(level.points for level in item.levels)):
        if isinstance(amount, Varying):
            yield amount.by


def _matter_scopes(items: list[tuple[Category, Item]]) -> list[list[int]]:
    """The places of the items of each category in which a matter scores under one item alone (P22)."""
    scopes: dict[str, list[int]] = {}
    for index, (category, _) in enumerate(items):
        if category.same_matter is not None:
            scopes.setdefault(category.id, []).append(index)
    return list(scopes.values())


def _best_of_each_matter(claims: Claims, scope: list[int]) -> None:
    """Leave each matter its best claim among the items of ``scope``; the others ask for nothing, and say so."""
    best: dict[str, Claim] = {}
    for index in scope:
        for claim in sorted(claims.get(index, ()), key=lambda claim: claim.order):
            matter = claim.tally.matter
            if matter is not None and (matter not in best or claim.worth.points > best[matter].worth.points):
                best[matter] = claim
    for index in scope:
        if index in claims:
            claims[index] = [part for claim in claims[index] for part in _unless_best(claim, best)]


def _unless_best(claim: Claim, best: dict[str, Claim]) -> Iterator[Claim]:
    """The claim as it stands; of a matter one record of the best claim alone, the rest worth nothing."""
    matter = claim.tally.matter
    if matter is None:
        yield claim
        return
    chosen = claim is best[matter]
    if chosen:
        yield claim.part(1)
    if claim.count > chosen:
        yield Claim(claim.tally, Worth(0, "同一成果已在他项计分"), claim.count - chosen)
