"""A member's score for a stretch of one year, with its trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duty_cli.domain.conditions import Origin, concerns
from duty_cli.domain.items import Category, Item
from duty_cli.domain.members import Member
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.item import Claim, Running, score_item
from duty_cli.scoring.match import Worth, worth
from duty_cli.scoring.trace import Line, Step, Unscored, Why


@dataclass(frozen=True, slots=True)
class ItemScore:
    """The score of one item."""

    id: str
    score: Points


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """The sub-total of one category (C7)."""

    id: str
    score: Points
    items: tuple[ItemScore, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one member: sub-totals, total, every step, and the records that no item took."""

    total: Points
    categories: tuple[CategoryScore, ...]
    lines: tuple[Line, ...]
    unscored: tuple[Unscored, ...]


_Sight = tuple[object, ...]


class Scorer:
    """Scores members by one rulebook. What a sort of record is worth is worked out once and remembered."""

    def __init__(self, book: Rulebook, year: Period) -> None:
        self._book = book
        self._year = year
        self._items = [(category, item) for category in book.categories for item in category.items]
        self._granted = [(index, item) for index, (_, item) in enumerate(self._items) if (item.floor or 0) > 0]
        self._known: dict[_Sight, tuple[tuple[int, Worth], ...] | Why] = {}

    def score(self, member: Member, tallies: Iterable[Tally]) -> Score:
        """The score of ``member`` for ``tallies``, which must lie in the scorer's year."""
        claims, unscored = self._claims(member, tallies)
        lines: list[Line] = []
        total = Running("", "", lines)
        total.step(Step.BASE, Origin("", self._book.total.place), self._book.total.base)
        categories = []
        place = 0
        for category in self._book.categories:
            scored = self._category(category, claims, place, lines)
            place += len(category.items)
            categories.append(scored)
            total.add(scored.score)
        total.bound(Origin("", self._book.total.place), self._book.total.cap, self._book.total.floor)
        return Score(total.value, tuple(categories), tuple(lines), tuple(unscored))

    def _category(
        self, category: Category, claims: dict[int, list[Claim]], place: int, lines: list[Line]
    ) -> CategoryScore:
        running = Running(category.id, "", lines)
        running.step(Step.BASE, category.origin, category.base)
        items = []
        for index, item in enumerate(category.items, place):
            if index not in claims:
                items.append(ItemScore(item.id, 0))
                continue
            scored = score_item(category.id, item, claims[index], self._book.places)
            lines += scored.lines
            items.append(ItemScore(item.id, scored.value))
            running.add(scored.value)
        running.bound(category.origin, category.cap, category.floor)
        return CategoryScore(category.id, running.value, tuple(items))

    def _claims(self, member: Member, tallies: Iterable[Tally]) -> tuple[dict[int, list[Claim]], list[Unscored]]:
        """For each item the records that claim points under it, and the records no item takes.

        An item with a floor above 0 is scored for all it applies to, records or none.
        """
        claims: dict[int, list[Claim]] = {}
        unscored = []
        for tally in tallies:
            found = self._worths(tally)
            if isinstance(found, Why):
                unscored.append(Unscored(tally, found))
                continue
            meant = [(index, value) for index, value in found if self._for(self._items[index][1], member, tally)]
            if not meant:
                unscored.append(Unscored(tally, Why.NOT_FOR_MEMBER))
            for index, value in meant:
                claims.setdefault(index, []).append(Claim(tally, value, tally.count))
        for index, item in self._granted:
            if concerns(item.applies_to, member, self._year, self._year):
                claims.setdefault(index, [])
        return claims, unscored

    def _for(self, item: Item, member: Member, tally: Tally) -> bool:
        """Roles and groups are those of the day of the record."""
        return item.applies_to is None or concerns(item.applies_to, member, Period(tally.on, tally.on), self._year)

    def _worths(self, tally: Tally) -> tuple[tuple[int, Worth], ...] | Why:
        t = tally
        sight = (t.kind, t.attendance, t.share, t.stages, t.levels, t.position, t.authors, t.quantity, t.judged)
        found = self._known.get(sight)
        if found is None:
            found = self._known[sight] = self._work_out(tally)
        return found

    def _work_out(self, tally: Tally) -> tuple[tuple[int, Worth], ...] | Why:
        results = [(index, worth(item, tally)) for index, (_, item) in enumerate(self._items)]
        taken = tuple((index, result) for index, result in results if isinstance(result, Worth))
        return taken or self._why(tally, [result for _, result in results])

    def _why(self, tally: Tally, results: list[Worth | Why]) -> Why:
        if Why.NO_LEVEL in results:
            return Why.NO_LEVEL
        return Why.NOT_MET if tally.kind in set(_kinds(self._items)) else Why.NO_ITEM


def _kinds(items: list[tuple[Category, Item]]) -> Iterator[str]:
    """The kinds that items name."""
    for _, item in items:
        for condition in item.when:
            if condition.field == "kind":
                yield from condition.any_of or ()
