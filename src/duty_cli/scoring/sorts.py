"""What each sort of record is worth, to every item that takes it: worked out once and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duty_cli.domain.amounts import Held, VaryingAmount
from duty_cli.domain.items import Category, Item
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.records import Tally
from duty_cli.scoring.match import NOBODY, Worth, kinds_named, worth
from duty_cli.scoring.settle import by_order
from duty_cli.scoring.trace import NotScoredReason


# There is one of these for all that come to the same, so they are told apart by identity alone.
@dataclass(frozen=True, slots=True, eq=False)
class AskedPoints:
    """The points that records ask for under the item at ``index`` of the rule file."""

    index: int
    worth: Worth


@dataclass(frozen=True, slots=True, eq=False)
class FoundWorth:
    """What a sort of record asks for under all the items that take it; if none does, or none for this member, ``why``.

    Of ``together`` it is enough to know how many such records there are; for each of ``alone`` it matters which they
    are: their days, their order or their matter.
    """

    together: tuple[AskedPoints, ...]
    alone: tuple[AskedPoints, ...]
    why: NotScoredReason


class WorthCache:
    """The sorts of record met so far."""

    def __init__(self, items: Sequence[tuple[Category, Item]]) -> None:
        self._items = items
        self._kinds = [kinds_named(item.when) for _, item in items]
        self._varying = tuple(sorted({facet for _, item in items for facet in _facets(item)}))
        self._met: dict[tuple[object, ...], FoundWorth] = {}
        self._found: dict[tuple[object, ...], FoundWorth] = {}
        self._asked: dict[tuple[int, Worth], AskedPoints] = {}

    def found(self, member: Member, tallies: Iterable[Tally]) -> Iterator[tuple[Tally, FoundWorth]]:
        """Each tally of ``member`` with what it asks for."""
        met, held = self._met, NOBODY
        for t in tallies:
            said = (
                t.kind, t.attendance, t.share, t.stages, t.levels,
                t.position, t.authors, t.quantity, t.judged, t.matter is None, t.family is None,
            )  # fmt: skip
            if self._varying:
                held = {facet: member.values(facet, t.on) for facet in self._varying}
            sort = (*said, *held.values()) if held else said
            found = met.get(sort)
            if found is None:
                found = met[sort] = self._work_out(t, held)
            yield t, found

    def _work_out(self, tally: Tally, held: Held) -> FoundWorth:
        meant = [at for at, kinds in enumerate(self._kinds) if kinds is None or tally.kind in kinds]
        results = {index: worth(self._items[index][1], tally, held) for index in meant}
        worths = [(index, result) for index, result in results.items() if isinstance(result, Worth)]
        asked = [self._asked.setdefault(one, AskedPoints(*one)) for one in worths]
        why = NotScoredReason.NOT_FOR_MEMBER if asked else self._why(tally, results.values())
        together = tuple(one for one in asked if self._only_counted(one.index, tally))
        alone = tuple(one for one in asked if one not in together)
        return self._found.setdefault((together, alone, why), FoundWorth(together, alone, why))

    def _only_counted(self, index: int, tally: Tally) -> bool:
        """Whether of such records of an item only the number matters, neither their days, their order nor their matter."""
        category, item = self._items[index]
        by_day = item.applies_to or item.window or item.measure
        by_matter = (item.same_matter and tally.matter_by(source=item.by_source) is not None) or (
            category.same_matter and tally.matter_by(source=category.by_source) is not None
        )
        return not (by_day or by_order(item) or by_matter)

    def _why(self, tally: Tally, results: Iterable[Worth | NotScoredReason]) -> NotScoredReason:
        if NotScoredReason.NO_LEVEL in results:
            return NotScoredReason.NO_LEVEL
        named = any(kinds is not None and tally.kind in kinds for kinds in self._kinds)
        return NotScoredReason.NOT_MET if named else NotScoredReason.NO_ITEM


def _facets(item: Item) -> Iterator[Facet]:
    """The roles and groups by which the points of an item's records differ."""
    for amount in (item.points, *(level.points for level in item.levels)):
        if isinstance(amount, VaryingAmount):
            yield amount.by
