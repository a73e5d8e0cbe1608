"""The sub-total of one category: its base, the scores of its items, its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from duty_cli.domain.amounts import amount_for
from duty_cli.domain.items import Category, ProRata
from duty_cli.domain.points import Points, round_half_up, show, simple
from duty_cli.scoring.claims import Claims
from duty_cli.scoring.item import RunningTotal, ScoringContext, score_item
from duty_cli.scoring.settle import ANY
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


_Numbers: TypeAlias = frozenset[tuple[int, int, int]]
"""How many records (last) of which worth (second, its identity) claim points under which item (first)."""


class CategoryScorer:
    """Scores one category, whose first item stands at ``place`` of the rule file.

    What claims come to without a trace, where only their numbers matter, is worked out once and remembered.
    """

    def __init__(self, category: Category, place: int, pro_rata: ProRata | None) -> None:
        self.category = category
        self._items = tuple(enumerate(category.items, place))
        self._nothing = {index: ItemScore(item.id, 0) for index, item in self._items}
        self._pro_rata = pro_rata
        self._known: dict[tuple[Points, Points | None, Points, _Numbers], CategoryScore] = {}

    def score(self, claims: Claims, frame: ScoringContext, lines: list[TraceLine]) -> CategoryScore:
        """The sub-total for one member, whose lines are added to ``lines`` where they are wanted."""
        category, held = self.category, frame.held
        base = amount_for(category.base, held)
        cap = None if category.cap is None else amount_for(category.cap, held)
        numbers = None if frame.traced else self._numbers(claims)
        if numbers is None:
            return self._scored(base, cap, claims, frame, lines)
        known = self._known.get((base, cap, frame.part, numbers))
        if known is None:
            known = self._known[base, cap, frame.part, numbers] = self._scored(base, cap, claims, frame, lines)
        return known

    def _numbers(self, claims: Claims) -> _Numbers | None:
        """The numbers of the claims; None where it matters which records they are of, or that there are none."""
        found = set()
        for index, _ in self._items:
            own = claims.get(index)
            if own == []:
                return None
            for claim in own or ():
                if claim.tally is not ANY:
                    return None
                found.add((index, id(claim.worth), claim.count))
        return frozenset(found)

    def _scored(
        self, base: Points, cap: Points | None, claims: Claims, frame: ScoringContext, lines: list[TraceLine]
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
            scored = score_item(category.id, item, claims[index], frame)
            lines += scored.lines
            items.append(ItemScore(item.id, scored.value))
            running.add(scored.value)
        if category.combine == "highest":
            running.step(Step.ALTERNATIVE, category.origin, start + max(item.score for item in items))
        running.bound(category.origin, cap, category.floor)
        return CategoryScore(category.id, running.value, tuple(items))


def take_part(running: RunningTotal, name: str, rule: ProRata | None, frame: ScoringContext) -> None:
    """Take the base of a category, or of the total, in proportion to the part of the year in office, where it is to be."""
    if rule is not None and name in rule.bases and frame.part != 1:
        after = round_half_up(simple(running.value * frame.part), frame.places)
        running.step(Step.PRO_RATA, rule.origin, after, f"在任部分 {show(frame.part)}")
