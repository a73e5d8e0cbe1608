"""The sub-total of a category: of everybody by the numbers of claims, of one member with a line for each step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from duty_cli.model.conditions import amount_for
from duty_cli.model.exact_numbers import Points, round_half_up, show, simple
from duty_cli.model.items import Category, Item, ProRata
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.scoring.claims import Claims
from duty_cli.scoring.item_score import ANY, Claim, RunningTotal, ScoringContext, score_item
from duty_cli.scoring.trace import Step, TraceLine


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


_Numbers: TypeAlias = tuple[int, int] | frozenset[tuple[int, int]] | None
"""How many records (last) of which worth (first, its identity) claim points under an item; None where that is not all."""


_UNKNOWN: Mapping[int, _Numbers] = {}


class CategoryScorer:
    """Scores one category, whose first item stands at ``place`` of the rule file.

    Without a trace, and where only the numbers of claims matter, items and sub-totals are cached by these numbers.
    """

    def __init__(self, category: Category, place: int, pro_rata: ProRata | None) -> None:
        self.category = category
        self._items = tuple(enumerate(category.items, place))
        self.places = frozenset(range(place, place + len(category.items)))
        self._nothing = {index: ItemScore(item.id, 0) for index, item in self._items}
        self._pro_rata = pro_rata
        # What a measure or a window comes to may depend on the member and on the day.
        self._apart = frozenset(index for index, item in self._items if item.measure or item.window)
        self._known: dict[tuple[Points, Points | None, Points, tuple[tuple[int, _Numbers], ...]], CategoryScore] = {}
        self._known_items: dict[tuple[int, _Numbers], ItemScore] = {}

    def score(self, claims: Claims, frame: ScoringContext, lines: list[TraceLine]) -> CategoryScore:
        """The sub-total for one member, whose lines are added to ``lines`` where they are wanted."""
        category, held = self.category, frame.held
        base = amount_for(category.base, held)
        cap = None if category.cap is None else amount_for(category.cap, held)
        if frame.traced:
            return self._scored(base, cap, claims, frame, lines)
        # Without a trace equal numbers of equal worths give equal sub-totals, whoever the member is.
        numbers = tuple([(index, self._numbers(index, claims[index])) for index, _ in self._items if index in claims])
        known = self._known.get((base, cap, frame.part, numbers))
        if known is None:
            known = self._scored(base, cap, claims, frame, lines, dict(numbers))
            if all(own is not None for _, own in numbers):
                self._known[base, cap, frame.part, numbers] = known
        return known

    def _numbers(self, index: int, claims: list[Claim]) -> _Numbers:
        """The numbers of the claims under an item; None where it matters which records they are of, or of whom."""
        if index in self._apart:
            return None
        found = []
        for claim in claims:
            if claim.tally is not ANY:
                return None
            # The worth of a joined claim lives in the cache of worths, so that its id stays its own.
            found.append((id(claim.worth), claim.count))
        return found[0] if len(found) == 1 else frozenset(found)

    def _scored(
        self,
        base: Points,
        cap: Points | None,
        claims: Claims,
        frame: ScoringContext,
        lines: list[TraceLine],
        numbers: Mapping[int, _Numbers] = _UNKNOWN,
    ) -> CategoryScore:
        category = self.category
        running = RunningTotal(category.id, "", lines, traced=frame.traced)
        running.step(Step.BASE, category.origin, base)
        take_part(running, category.id, self._pro_rata, frame)
        start, items = running.value, []
        for index, item in self._items:
            if index not in claims:
                items.append(self._nothing[index])
                continue
            items.append(self._item(index, item, claims[index], frame, lines, numbers.get(index)))
            running.add(items[-1].score)
        if category.combine == "highest":
            # Every item was added above, for its lines; one step back to the best keeps the trace adding up.
            running.step(Step.ALTERNATIVE, category.origin, start + max(item.score for item in items))
        running.bound(category.origin, cap, category.floor)
        return CategoryScore(category.id, running.value, tuple(items))

    def _item(
        self,
        index: int,
        item: Item,
        claims: list[Claim],
        frame: ScoringContext,
        lines: list[TraceLine],
        numbers: _Numbers,
    ) -> ItemScore:
        """The score of one item, looked up by the ``numbers`` of its claims where they are all that matters."""
        known = None if numbers is None else self._known_items.get((index, numbers))
        if known is None:
            scored = score_item(self.category.id, item, claims, frame)
            lines += scored.lines
            known = ItemScore(item.id, scored.value)
            if numbers is not None:
                self._known_items[index, numbers] = known
        return known


def take_part(running: RunningTotal, name: str, rule: ProRata | None, frame: ScoringContext) -> None:
    """Pro rata: scale a base by the part of the year in office, if the rule names this one (``name``)."""
    if rule is not None and name in rule.bases and frame.part != 1:
        # Rounded here, because the part of a base is a figure of its own that papers show.
        after = round_half_up(simple(running.value * frame.part), frame.places)
        running.step(Step.PRO_RATA, rule.origin, after, f"在任部分 {show(frame.part)}")
