"""A member's score for a stretch of one year, with its trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duty_cli.domain.amounts import Held, amount_for
from duty_cli.domain.conditions import Origin
from duty_cli.domain.items import WHOLE, Category, Multiplier
from duty_cli.domain.members import Member
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points, round_half_up, show, simple
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.claims import Claims, Taker
from duty_cli.scoring.item import Frame, Running, held_in, score_item
from duty_cli.scoring.match import holds
from duty_cli.scoring.measure import earned, measured
from duty_cli.scoring.part import part_of
from duty_cli.scoring.trace import Line, Step, Unscored


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


class Scorer:
    """Scores members by one rulebook. What a sort of record is worth is worked out once and remembered."""

    def __init__(self, book: Rulebook, year: Period) -> None:
        self._book = book
        self._year = year
        self._taker = Taker(book, year)
        self._nothing = [ItemScore(item.id, 0) for category in book.categories for item in category.items]
        self._places = [sum(len(before.items) for before in book.categories[:at]) for at in range(len(book.categories))]

    def score(self, member: Member, tallies: Iterable[Tally], *, until: date = date.max, traced: bool = True) -> Score:
        """The score of ``member`` for ``tallies``, which must lie in the scorer's year, as reckoned on the day ``until``.

        Not ``traced``, it has neither its lines nor the records not scored: enough for a table of everybody.
        """
        own = list(tallies)
        claims, unscored = self._taker.claims(member, own)
        held = held_in(member, self._year)
        frame = self._frame(member, held, traced, until)
        lines: list[Line] = []
        rules = self._book.total
        origin = Origin("", rules.place)
        total = Running("", "", lines, traced=traced)
        total.step(Step.BASE, origin, amount_for(rules.base, held))
        self._in_proportion(total, WHOLE, frame)
        categories = []
        for category, place in zip(self._book.categories, self._places, strict=True):
            scored = self._category(category, claims, place, frame, lines)
            categories.append(scored)
            total.add(_entering(category, scored.score, total))
        self._bound_jointly(total, {one.id: one.score for one in categories})
        total.bound(origin, None if rules.cap is None else amount_for(rules.cap, held), rules.floor)
        for multiplier in self._book.multipliers:
            self._multiply(total, multiplier, frame, own)
        return Score(total.value, tuple(categories), tuple(lines), tuple(unscored) if traced else ())

    def _category(
        self, category: Category, claims: Claims, place: int, frame: Frame, lines: list[Line]
    ) -> CategoryScore:
        running = Running(category.id, "", lines, traced=frame.traced)
        running.step(Step.BASE, category.origin, amount_for(category.base, frame.held))
        self._in_proportion(running, category.id, frame)
        base, items = running.value, []
        for index, item in enumerate(category.items, place):
            if index not in claims:
                items.append(self._nothing[index])
                continue
            scored = score_item(category.id, item, claims[index], frame)
            lines += scored.lines
            items.append(ItemScore(item.id, scored.value))
            running.add(scored.value)
        if category.combine == "highest":
            running.step(Step.ALTERNATIVE, category.origin, base + max(item.score for item in items))
        cap = None if category.cap is None else amount_for(category.cap, frame.held)
        running.bound(category.origin, cap, category.floor)
        return CategoryScore(category.id, running.value, tuple(items))

    def _frame(self, member: Member, held: Held, traced: bool, until: date) -> Frame:
        rule = self._book.pro_rata
        frame = Frame(member, self._year, self._book.places, held, traced=traced, until=until)
        if rule is None or member.serves_all(self._year):
            return frame
        return replace(frame, reach=rule.reach, part=part_of(rule, member, self._year))

    def _in_proportion(self, running: Running, name: str, frame: Frame) -> None:
        """Take a base in proportion to the part of the year in office, where the rule file says so."""
        rule = self._book.pro_rata
        if rule is not None and name in rule.bases:
            after = round_half_up(simple(running.value * frame.part), self._book.places)
            running.step(Step.PRO_RATA, rule.origin, after, f"在任部分 {show(frame.part)}")

    def _bound_jointly(self, total: Running, scores: Mapping[str, Points]) -> None:
        """Keep several categories together within their bounds; what is cut is cut from the total."""
        for bound in self._book.joint_bounds:
            together = simple(sum((scores[name] for name in bound.categories), 0))
            kept = together if bound.cap is None else min(together, bound.cap)
            kept = kept if bound.floor is None else max(kept, bound.floor)
            total.step(Step.JOINT, bound.origin, simple(total.value - together + kept), bound.id)

    def _multiply(self, total: Running, multiplier: Multiplier, frame: Frame, tallies: list[Tally]) -> None:
        """Multiply the total by what is fixed, or by what a measure of the year comes to; rounded as declared."""
        if not self._taker.concerns(multiplier.applies_to, frame.member, self._year):
            return
        times = amount_for(multiplier.times, frame.held)
        if multiplier.measure is not None:
            value = measured(multiplier.measure, (tally for tally in tallies if holds(multiplier.when, tally)))
            times = times if value is None else earned(multiplier.measure, value, frame.held)
        after = round_half_up(simple(total.value * times), self._book.places)
        total.step(Step.TIMES, multiplier.origin, after, multiplier.id)


def _entering(category: Category, score: Points, total: Running) -> Points:
    """What of a sub-total enters the total, with a line where that is not all of it."""
    if category.counted and category.weight == 1:
        return score
    step = Step.WEIGHTED if category.counted else Step.NOT_COUNTED
    entering = simple(score * category.weight) if category.counted else 0
    if total.traced:
        total.lines.append(Line(step, category.id, "", category.origin, score, entering))
    return entering
