"""A member's score for a stretch of one year, with its trace: categories, joint bounds, the total, multipliers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from duty_cli.model.conditions import Origin, amount_for, ever_concerns
from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.exact_numbers import Points, round_half_up, simple, summed
from duty_cli.model.items import WHOLE, Category, Item, Multiplier, PeerComparison
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.category_score import CategoryScore, CategoryScorer, take_part
from duty_cli.scoring.claims import ClaimFinder, Claims
from duty_cli.scoring.item_score import RunningTotal, ScoringContext, comparison, held_in, last_day
from duty_cli.scoring.judged_ranges import gathered
from duty_cli.scoring.matching import holds
from duty_cli.scoring.measures import PeerCount, earned, measured, part_of, stretches, windows
from duty_cli.scoring.trace import Lacking, NotScoredReason, OutsideRange, Step, TraceLine, Unscored


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one member: sub-totals, total, every step, and the records that no item took.

    ``lacking`` are the scores that are needed and not there yet: with any of them the total is not the year's.
    """

    total: Points
    categories: tuple[CategoryScore, ...]
    lines: tuple[TraceLine, ...]
    unscored: tuple[Unscored, ...]
    lacking: tuple[Lacking, ...] = ()

    def of(self, name: str) -> Points:
        """The total (总分), or the sub-total of the category of that name."""
        return self.total if name == WHOLE else next(one.score for one in self.categories if one.id == name)


class Scorer:
    """Scores members by one rulebook. What a sort of record is worth is cached for the life of the scorer."""

    def __init__(self, book: Rulebook, year: Period) -> None:
        self._book = book
        self._year = year
        self._taker = ClaimFinder(book, year)
        # One number more than there are categories: where the last one ends. Hence not strict below.
        places = accumulate((len(category.items) for category in book.categories), initial=0)
        self.categories = [CategoryScorer(*one, book.pro_rata) for one in zip(book.categories, places, strict=False)]
        self._placed = [(category, item) for category in book.categories for item in category.items]
        self._needed = {index: placed for index, placed in enumerate(self._placed) if placed[1].needed}
        items = [item for _, item in self._placed]
        self._own_days = {index: item.days for index, item in enumerate(items) if item.days is not None}
        self._comparing = {
            index: (item, item.measure, item.measure.among)
            for index, item in enumerate(items)
            if item.measure is not None and item.measure.among is not None
        }

    @property
    def needs(self) -> Period:
        """The days of which it needs the records: the year, and the own days of items that end in it."""
        # An item with days of its own counts in the year in which they end, and may begin in the year before.
        ending = [days for days in self._own_days.values() if days.last in self._year]
        return Period(min([self._year.first, *(days.first for days in ending)]), self._year.last)

    @property
    def by_source(self) -> bool:
        """Whether it needs to know which records came of one another (来源编号)."""
        return self._book.by_source

    def ranges_touched_by(self, tallies: Iterable[Tally]) -> bool:
        """Whether records are judged within a range, or measured for one, so that other records come to something else."""
        return bool(self._taker.ranges) and self._taker.ranges.touched_by(tallies)

    @cached_property
    def compares(self) -> Mapping[str, PeerComparison]:
        """The comparisons with all others, by name, and how: one for an item, or for each of its windows."""
        return {
            comparison(item, days): among
            for item, _, among in self._comparing.values()
            for days in ([self._year] if item.window is None else stretches(item.window.each, self._year))
        }

    def counts(self, member: Member, tallies: Iterable[Tally], until: date = date.max) -> dict[str, PeerCount]:
        """What the member's records count to for each comparison that is for the member, of windows begun by ``until``."""
        claims, _ = self._claims(member, as_counted(self._book, member, tallies), traced=False)
        found = {}
        for index, (item, measure, among) in self._comparing.items():
            # An item that is not for the member gives no count, while 0 would take the last place.
            clock = None if item.window is None else item.window.each
            every = windows(clock, self._year, member, item.applies_to, until) if index in claims else []
            for days in every:
                own = (claim.tally for claim in claims[index] if item.window is None or claim.tally.on in days)
                value = measured(measure, own)
                group = "" if among.within is None else member.value(among.within, days)
                # Compared within groups, who belongs to none has nobody to be compared with.
                if value is not None and (group or among.within is None):
                    found[comparison(item, days)] = PeerCount(value, group)
        return found

    def claims(self, member: Member, tallies: list[Tally]) -> Claims:
        """What the records of ``member`` claim, by the place of each item in the rule file."""
        return self._claims(member, as_counted(self._book, member, tallies), traced=False)[0]

    def _claims(self, member: Member, tallies: list[Tally], *, traced: bool) -> tuple[Claims, list[Unscored]]:
        """The claims of the year; those under an item with days of its own are of these, in the year in which they end."""
        if not self._own_days:
            return self._taker.claims(member, tallies, traced=traced)
        of_year = [tally for tally in tallies if tally.on in self._year]
        claims, unscored = self._taker.claims(member, of_year, traced=traced)
        unscored += self._outside(claims, of_year) if traced else []
        for index, days in self._own_days.items():
            # What the days of the year claim under such an item gives way to what its own days do.
            claims.pop(index, None)
            if days.last in self._year:
                of_days = [tally for tally in tallies if tally.on in days]
                own, _ = self._taker.claims(member, of_days, traced=traced)
                claims |= {index: own[index]} if index in own else {}
        return claims, unscored

    def _outside(self, claims: Claims, tallies: list[Tally]) -> list[Unscored]:
        """The records that only items with days of their own take, on other days than those."""
        # By identity: equal tallies may be different records, of which one counts and one does not.
        asked = {id(claim.tally) for own in claims.values() for claim in own}
        taken = {id(claim.tally) for at, own in claims.items() for claim in own if self._reckons(at, claim.tally.on)}
        left = asked - taken
        return [Unscored(tally, NotScoredReason.OTHER_DAYS) for tally in tallies if id(tally) in left]

    def _reckons(self, index: int, day: date) -> bool:
        """Whether a record of the year counts under an item that takes it: not on days that are not the item's own."""
        days = self._own_days.get(index)
        return days is None or (day in days and days.last in self._year)

    def score(
        self,
        member: Member,
        tallies: Iterable[Tally],
        *,
        until: date = date.max,
        among: Mapping[str, Points] | None = None,
        traced: bool = True,
    ) -> Score:
        """The score of ``member`` for ``tallies`` of the days that it ``needs``, as reckoned on the day ``until``.

        ``among`` is what the member's counts come to among all. Not ``traced``, it has neither its lines nor the records
        not scored: enough for a table of everybody.
        """
        own = as_counted(self._book, member, tallies)
        claims, unscored = self._claims(member, own, traced=traced)
        frame = self.frame(member, until=until, among=among, traced=traced)
        lines: list[TraceLine] = []
        total, categories, entered = self._begun(frame, lines), [], []
        for scorer in self.categories:
            scored = scorer.score(claims, frame, lines)
            categories.append(scored)
            entered.append(_entering(scorer.category, scored.score, total))
        total.add(summed(entered))
        self._ended(total, categories, frame, own)
        lacking = tuple(self._lacking(claims, frame))
        return Score(total.value, tuple(categories), tuple(lines), tuple(unscored) if traced else (), lacking)

    def opened(self, frame: ScoringContext) -> Points:
        """The total before any category."""
        return self._begun(frame, []).value

    def closed(
        self, summed: Points, scores: Iterable[CategoryScore], frame: ScoringContext, tallies: Sequence[Tally]
    ) -> Points:
        """The total of a sum of sub-totals as they enter it; ``tallies`` are all records of the year."""
        total = RunningTotal("", "", value=summed, traced=False)
        self._ended(total, scores, frame, as_counted(self._book, frame.member, tallies))
        return total.value

    def frame(
        self, member: Member, *, until: date = date.max, among: Mapping[str, Points] | None = None, traced: bool = False
    ) -> ScoringContext:
        """What the items of ``member`` need to know beside the records."""
        held, (reach, part) = held_in(member, self._year), self._part(member)
        return ScoringContext(member, self._year, self._book.places, held, reach, part, traced, until, among or {})

    def _begun(self, frame: ScoringContext, lines: list[TraceLine]) -> RunningTotal:
        """The total before any category."""
        total = RunningTotal("", "", lines, traced=frame.traced)
        total.step(Step.BASE, Origin("", self._book.total.place), amount_for(self._book.total.base, frame.held))
        take_part(total, WHOLE, self._book.pro_rata, frame)
        return total

    def _ended(
        self, total: RunningTotal, categories: Iterable[CategoryScore], frame: ScoringContext, tallies: Sequence[Tally]
    ) -> None:
        """What is done to the total after the last category."""
        rules = self._book.total
        # This order is the engine's and the same for every scheme: joint bounds, the total's own, multipliers.
        self._bound_jointly(total, {one.id: one.score for one in categories})
        cap = None if rules.cap is None else amount_for(rules.cap, frame.held)
        total.bound(Origin("", rules.place), cap, rules.floor)
        for multiplier in self._book.multipliers:
            self._multiply(total, multiplier, frame, tallies)

    def _lacking(self, claims: Claims, frame: ScoringContext) -> Iterator[Lacking]:
        """The needed scores that are not there, of the items that are for the member; in windows not begun none is."""
        for index, (category, item) in self._needed.items():
            if item.applies_to is not None and not ever_concerns(item.applies_to, frame.member, self._year, self._year):
                continue
            # It counts in another year, so that this one lacks nothing of it.
            if item.days is not None and item.days.last not in self._year:
                continue
            own = [claim.tally for claim in claims.get(index, ())]
            clock = None if item.window is None else item.window.each
            each = windows(clock, self._year, frame.member, item.applies_to, frame.until)
            missed = [days for days in each if not any(clock is None or tally.on in days for tally in own)]
            if missed:
                yield Lacking(category.id, item.id, item.origin, () if clock is None else tuple(missed))
        for index, outside in self._taker.ranges.left_open(claims) if self._taker.ranges else ():
            yield from self._outside_range(*self._placed[index], outside, frame)

    def _outside_range(
        self, category: Category, item: Item, outside: Iterable[OutsideRange], frame: ScoringContext
    ) -> Iterator[Lacking]:
        """That values of an item are to be judged anew, but for those of windows that count for nothing."""
        clock = None if item.window is None else item.window.each
        each = windows(clock, self._year, frame.member, item.applies_to, frame.until)
        if found := gathered(one for one in outside if one.days is None or one.days in each):
            yield Lacking(category.id, item.id, item.origin, outside=found)

    def granted(self, member: Member) -> Score:
        """What ``member`` has at the beginning of the year, before any record and any week, month or quarter of it.

        The granted bases, taken in proportion and multiplied as the year's points are; places among others are worth
        nothing yet.
        """
        return self.score(member, (), until=self._year.first - timedelta(days=1), traced=False)

    def _part(self, member: Member) -> tuple[frozenset[str], Points]:
        """The items whose target is lowered for the member, and the part of the year to which it is."""
        rule = self._book.pro_rata
        if rule is None or member.serves_all(self._year):
            return frozenset(), 1
        return rule.reach, part_of(rule, member, self._year)

    def _bound_jointly(self, total: RunningTotal, scores: Mapping[str, Points]) -> None:
        """Clamp the sum of several categories to their joint bounds; the difference is taken from the total."""
        for bound in self._book.joint_bounds:
            together = simple(sum((scores[name] for name in bound.categories), 0))
            kept = together if bound.cap is None else min(together, bound.cap)
            kept = kept if bound.floor is None else max(kept, bound.floor)
            total.step(Step.JOINT, bound.origin, simple(total.value - together + kept), bound.id)

    def _multiply(
        self, total: RunningTotal, multiplier: Multiplier, frame: ScoringContext, tallies: Sequence[Tally]
    ) -> None:
        """Multiply the total by what is fixed, or by what a measure of the year comes to; rounded as declared."""
        # Who left within the year is taken by what they were on their last day in office.
        last = last_day(frame.member, self._year)
        if not self._taker.concerns(multiplier.applies_to, frame.member, Period(last, last)):
            return
        times = amount_for(multiplier.times, frame.held)
        if multiplier.measure is not None:
            of_year = (tally for tally in tallies if tally.on in self._year)
            value = measured(multiplier.measure, (tally for tally in of_year if holds(multiplier.when, tally)))
            # Nothing to measure (a rate of no meetings) leaves the fixed factor:
            # earned(None) is 0, which would wipe out the total.
            times = times if value is None else earned(multiplier.measure, value, frame.held)
        # Rounded after each multiplier, as the next one works on the figure that papers show.
        after = round_half_up(simple(total.value * times), self._book.places)
        total.step(Step.TIMES, multiplier.origin, after, multiplier.id)


def _entering(category: Category, score: Points, total: RunningTotal) -> Points:
    """The part of a sub-total that is added to the total (weight, or 0), with a trace line if it is not all."""
    if category.counted and category.weight == 1:
        return score
    step = Step.WEIGHTED if category.counted else Step.NOT_COUNTED
    if total.traced:
        total.lines.append(TraceLine(step, category.id, "", category.origin, score, entering(category, score)))
    return entering(category, score)


def entering(category: Category, score: Points) -> Points:
    """The part of a sub-total that is added to the total."""
    return simple(score * category.weight) if category.counted else 0
