"""Look for the invented member who has most, or least: records added by sorts, scored by the one scorer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Literal, TypeAlias

from duty_cli.model.conditions import Conditions
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import OPEN, Minimum
from duty_cli.model.items import Item
from duty_cli.model.periods import Period
from duty_cli.model.proofs import MemberProfile, ProofWitness
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import records_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.proving.profiles import book_for, member_of
from duty_cli.rules.proving.record_sorts import on_day, record_sorts
from duty_cli.rules.score_range import Premise
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.grading import judge
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.matching import ByKind, Worth, holds, worth
from duty_cli.scoring.measures import windows
from duty_cli.scoring.verdicts import lacking

_LADDER = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""How often a record is tried: as far as the caps of published schemes are filled."""
_PASSES = 4

_NO_END = 10**6
"""More records of a kind than anybody has, where nothing limits them."""

End: TypeAlias = Literal[1, -1]
"""Which end is looked for: the most, or the least."""


@dataclass(frozen=True, slots=True)
class Move:
    """One record of a sort on each of some days: one day, or a day in each window of an item that reckons by windows."""

    tally: Tally
    days: tuple[date, ...]

    def tallies(self, count: int) -> Iterator[Tally]:
        """The records, so many a day."""
        return (on_day(self.tally, day, count) for day in self.days)


Chosen: TypeAlias = dict[Move, int]
"""How often each move is made."""

Reached: TypeAlias = Callable[[Chosen], Points]
"""How far the total comes with what is chosen."""


def _spelled(chosen: Chosen) -> list[Tally]:
    return [one for move, count in chosen.items() for one in move.tallies(count)]


class WitnessSearch:
    """Looks for members of one ``profile`` whose records fit a premise, in one year of one rule file."""

    def __init__(self, book: Rulebook, profile: MemberProfile, year: Period) -> None:
        self._book, self._profile, self._year = book, profile, year
        self._own, self._member, self._scorer = (
            book_for(book, profile, year),
            member_of(profile, year),
            Scorer(book, year),
        )
        self._items = [item for category in self._own.categories for item in category.items]

    @cached_property
    def _sorts(self) -> list[Tally]:
        return record_sorts(self._own, self._own.kinds)

    def farthest(self, end: End, premise: Premise, bound: Points | None) -> ProofWitness:
        """The member with the most or the least that is found; no further where the ``bound`` is reached."""
        hypothesis = Hypothesis(self._scorer, self._member, premise.given, self._year.last, {})

        def reached(chosen: Chosen) -> Points:
            return end * hypothesis.total(_spelled(chosen))

        moves = list(self._moves(premise))
        goal = None if bound is None else end * bound
        chosen: Chosen = {}
        for _ in range(_PASSES):
            before = chosen
            for move in moves:
                if goal is None or reached(chosen) < goal:
                    chosen = self._best_count(move, chosen, premise, reached)
            if chosen == before:
                break
        return self.witness([*premise.given, *_spelled(self._without_idle(chosen, reached))])

    def grown(self, end: End, premise: Premise) -> ProofWitness | None:
        """A member whose total goes on with one sort of record, twice as many of them being worth more; None where none is found."""
        hypothesis = Hypothesis(self._scorer, self._member, premise.given, self._year.last, {})
        for move in self._moves(premise):
            half, whole = (end * hypothesis.total(list(move.tallies(count))) for count in (32, 64))
            if whole > half and self._room(move, {}, premise) >= 64:
                return self.witness([*premise.given, *move.tallies(64)])
        return None

    def witness(self, tallies: Sequence[Tally]) -> ProofWitness:
        """What the scorer makes of a member with these records."""
        score = self._scorer.score(self._member, tallies, until=self._year.last, traced=False)
        outcome = judge(self._book, self._member, self._year, score.total, tallies, self._year.last)
        limits = (*(one.id for one in outcome.missed), *(one.id for one in outcome.vetoes))
        categories = tuple((one.id, one.score) for one in score.categories)
        grade = OPEN if score.lacking and not outcome.ungraded else outcome.grade
        return ProofWitness(self._profile, tuple(tallies), score.total, categories, grade, limits)

    def needed(self, end: End, beside: Sequence[Tally]) -> list[Tally]:
        """The scores that the profile needs to be graded, the highest or the lowest that records ``beside`` leave room for."""
        found: list[Tally] = []
        for item in self._items:
            if item.needed:
                taken = sorted(self._worths(item), key=lambda one: -end * one[1].points)
                every = ([on_day(tally, day) for day in self._days(tally, [item])] for tally, _ in taken)
                found += next((own for own in every if not self._judged_anew(item, [*beside, *own])), [])
        return found

    def graded(self, end: End, witness: ProofWitness) -> ProofWitness:
        """The witness with its needed scores judged anew, where the other records moved the range that they are to lie in."""
        needed = [item for item in self._items if item.needed]
        if witness.grade != OPEN or not any(self._judged_anew(item, witness.tallies) for item in needed):
            return witness
        beside = [one for one in witness.tallies if not any(isinstance(worth(item, one), Worth) for item in needed)]
        return self.witness([*beside, *self.needed(end, beside)])

    def _judged_anew(self, item: Item, tallies: Sequence[Tally]) -> bool:
        """Whether a value of the item lies outside its range, so that the year is open."""
        if item.judged_range is None:
            return False
        score = self._scorer.score(self._member, tallies, until=self._year.last, traced=False)
        return any(one.outside for one in score.lacking if one.item == item.id)

    def meeting(self, when: Conditions, premise: Premise) -> Move | None:
        """The plainest record that meets the conditions and may be added."""
        return next((move for move in self._moves(premise) if holds(when, move.tally)), None)

    def everything(self, premise: Premise) -> list[Tally]:
        """As many records of every sort as there may be."""
        rooms = ((move, premise.room.get(move.tally.kind, _NO_END)) for move in self._moves(premise))
        return [on_day(move.tally, move.days[0], room) for move, room in rooms]

    def meeting_minimum(self, minimum: Minimum, witness: ProofWitness, premise: Premise) -> ProofWitness:
        """The witness with what a minimum lacks, as long as it costs no points; the same where that is not found."""
        while short := lacking(minimum.need, ByKind(witness.tallies)):
            tried = (
                self.witness([*witness.tallies, *move.tallies(count)])
                for when in records_asked(minimum.need)
                if (move := self.meeting(when, self._left(witness, premise))) is not None
                for count in (1, 2, short)
            )
            closer = (
                one
                for one in tried
                if one.total >= witness.total and lacking(minimum.need, ByKind(one.tallies)) < short
            )
            found = next(closer, None)
            if found is None:
                break
            witness = found
        return witness

    def gains(self, at: int, premise: Premise) -> bool:
        """Whether one sort of record brings any points in a category."""
        return any(
            self.witness(list(move.tallies(count))).categories[at][1] > 0
            for move in self._moves(premise)
            for count in (1, 6, 64)
            if count * len(move.days) <= self._room(move, {}, premise)
        )

    def _left(self, witness: ProofWitness, premise: Premise) -> Premise:
        """The room that is left beside the records of a witness."""
        used = Counter[str]()
        for one in witness.tallies:
            used[one.kind] += one.count
        for one in premise.given:
            used[one.kind] -= one.count
        return replace(premise, room={kind: room - used[kind] for kind, room in premise.room.items()})

    def _worths(self, item: Item) -> Iterator[tuple[Tally, Worth]]:
        for tally in self._sorts:
            one = worth(item, tally)
            if isinstance(one, Worth):
                yield tally, one

    def _moves(self, premise: Premise) -> Iterator[Move]:
        """What may be added: to every window of the items that take it at once, or on one day."""
        for tally in self._sorts:
            states = premise.states.get(tally.kind)
            # Whose attendance is presumed was there throughout.
            if states is not None and (tally.attendance not in states or tally.share is not None):
                continue
            days = self._days(tally, self._items)
            room = premise.room.get(tally.kind)
            if room != 0:
                yield Move(tally, days[:room])
                if len(days) > 1:
                    yield Move(tally, days[:1])

    def _days(self, tally: Tally, items: Iterable[Item]) -> tuple[date, ...]:
        """A day in each window of the items that take the record; any one day where they reckon by the year."""
        taking = [item for item in items if isinstance(worth(item, tally), Worth)]
        own = [item.days.last for item in taking if item.days is not None and item.days.last in self._year]
        if own:
            return (own[0],)
        each = [item.window.each for item in taking if item.window is not None]
        if not each:
            return (self._year.first + timedelta(days=180),)
        # The shortest windows: a day in each week is a day in each month as well.
        parts = max((windows(one, self._year, self._member) for one in each), key=len)
        return tuple(one.last for one in parts)

    def _best_count(self, move: Move, chosen: Chosen, premise: Premise, reached: Reached) -> Chosen:
        """How often a record is best added, the others being as they are, or in the place of those of its kind that leave it no room.

        The fewest where several are as good.
        """
        kind = move.tally.kind
        beside = [chosen]
        if kind in premise.room:
            beside.append({one: count for one, count in chosen.items() if one.tally.kind != kind})
        tried = (
            known | {move: count}
            for known in beside
            for count in self._counts(move, self._room(move, known, premise), limited=kind in premise.room)
        )
        return max([chosen, *tried], key=reached)

    def _counts(self, move: Move, room: int, *, limited: bool) -> list[int]:
        """How often a record is tried within its room, which is filled where it has an end."""
        most = room // len(move.days)
        return sorted({count for count in _LADDER if count <= most} | ({most} if limited and most > 0 else set()))

    def _without_idle(self, chosen: Chosen, reached: Reached) -> Chosen:
        """As far with as few records as are needed, one sort after another."""
        far = reached(chosen)
        for move in reversed(list(chosen)):
            less = {one: count for one, count in chosen.items() if one != move}
            fewer = [less, *(less | {move: count} for count in _LADDER if count < chosen[move])]
            chosen = next((one for one in fewer if reached(one) == far), chosen)
        return chosen

    def _room(self, move: Move, chosen: Chosen, premise: Premise) -> int:
        """How many more records of its kind there may be, its own left out."""
        used = Counter[str]()
        for other, count in chosen.items():
            used[other.tally.kind] += 0 if other == move else count * len(other.days)
        return premise.room.get(move.tally.kind, _NO_END) - used[move.tally.kind]
