"""How a member who would fail can still pass: the fewest further acts, each way of them proved by the scorer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import Minimum
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.scoring.grading import by_window
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.matching import ByKind
from duty_cli.scoring.own_acts import Act
from duty_cli.scoring.verdicts import lacking

Move: TypeAlias = tuple[Act, date]
"""An act and the day on which it is tried."""

Chosen: TypeAlias = dict[int, int]
"""How often each move is made, by its place among them."""

Gain: TypeAlias = tuple[Points, Points]
"""What an act brings: records of minimums first, then points."""

_AHEAD = 6
"""So many acts of one sort are tried together where one alone gives nothing (a threshold)."""
_WAYS = 3
"""So many ways are looked for, where the shortest has few acts."""
_EFFORT = 8000
"""What a search may cost before it is given up, in items scored; acts that bring next to nothing are added one by one for minutes.

The shipped rules take about 600; this is a fraction of a second, whatever the rules.
"""
_FEW = 8
"""Of a way of more acts than this another one is no help: nobody reads them."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What it takes to pass: a total, where points decide, and the minimums that fail the year when they are missed."""

    line: Points | None
    minimums: tuple[Minimum, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Acts that together make the member pass, each with its day and how often; ``total`` is what they come to."""

    steps: tuple[tuple[Act, date, int], ...]
    total: Points

    @property
    def acts(self) -> int:
        """How many acts in all."""
        return sum(count for _, _, count in self.steps)

    @property
    def own(self) -> bool:
        """Whether all of it rests with the member."""
        return all(act.own for act, _, _ in self.steps)

    @property
    def tallies(self) -> list[Tally]:
        """The records that it adds."""
        return [act.tally(on, count) for act, on, count in self.steps]


@dataclass(frozen=True, slots=True)
class Short:
    """How far from the goal: records of minimums, then points; nothing is short where it is reached."""

    records: int
    points: Points

    @property
    def nothing(self) -> bool:
        """Whether the goal is reached."""
        return not self.records and not self.points

    def gain(self, after: Short, acts: int) -> Gain:
        """What each of ``acts`` has brought."""
        records, points = self.records - after.records, self.points - after.points
        return (records, points) if acts == 1 else (Fraction(records, acts), Fraction(points) / acts)


_NO_GAIN: Gain = (0, 0)
_UNKNOWN: Gain = (10**9, 10**9)


class WaySearch:
    """Looks for ways of one member: the act that brings most first, as often as it brings as much, then without the idle.

    Bounded by ``most`` acts in all; the same answer for the same records. ``best`` is the highest total that was met.
    """

    def __init__(
        self,
        hypothesis: Hypothesis,
        member: Member,
        year: Period,
        own: Sequence[Tally],
        goal: Goal,
        moves: Sequence[Move],
    ) -> None:
        self._hypothesis, self._member, self._year, self._own, self._goal = hypothesis, member, year, own, goal
        self._moves = moves
        self._met: dict[frozenset[tuple[int, int]], Short] = {}
        self._begun = hypothesis.effort
        self._looked = 0
        self.best: Points | None = None

    def ways(self, most: int) -> list[Way]:
        """Different ways, the fewest acts first; the second and third do without what the one before leans on most."""
        found: list[Way] = []
        left = list(range(len(self._moves)))
        while len(found) < _WAYS and (chosen := self._way(left, most)) is not None:
            found.append(self._told(chosen))
            leaned = max(found[-1].steps, key=lambda step: step[2])[0] if found[-1].steps else None
            left = [at for at in left if self._moves[at][0] != leaned]
            if found[0].acts > _FEW:
                break
            # A far longer way helps nobody who has a short one.
            most = min(most, 2 * found[0].acts + 2)
        return sorted(found, key=lambda way: (way.acts, len(way.steps)))

    @property
    def _given_up(self) -> bool:
        """Whether the search has cost too much. No clock is asked: the answer must not hang on the machine."""
        return self._looked + self._hypothesis.effort - self._begun > _EFFORT

    def _told(self, chosen: Chosen) -> Way:
        steps = tuple((*self._moves[at], count) for at, count in sorted(chosen.items()))
        return Way(steps, self._hypothesis.total([act.tally(on, count) for act, on, count in steps]))

    def _way(self, left: Sequence[int], most: int) -> Chosen | None:
        """A way by the moves that are ``left``; None where there is none, or none is found."""
        chosen: Chosen = {}
        now = self._short(chosen)
        bounds = {at: self._moves[at][0].most for at in left}
        # Not measured yet: at most what the record is worth by itself, or nobody knows.
        gains: dict[int, Gain] = {at: _UNKNOWN if bound is None else (0, bound) for at, bound in bounds.items()}
        while not now.nothing:
            step = self._best_step(gains, chosen, now, most) or self._threshold(left, chosen, now, most)
            if step is None or self._given_up:
                return None
            chosen = _with(chosen, *step)
            now = self._short(chosen)
        return self._without_idle(chosen)

    def _best_step(self, gains: dict[int, Gain], chosen: Chosen, now: Short, most: int) -> tuple[int, int] | None:
        """The act that brings most, and how often in a row it does; what brings nothing leaves ``gains``."""
        if sum(chosen.values()) >= most:
            return None
        best: tuple[Gain, int] | None = None
        # Gains measured before are mostly no less than those now, so that those behind need not be measured again.
        hoped = {move: (min(gain[0], now.records), min(gain[1], now.points)) for move, gain in gains.items()}
        for move, before in sorted(hoped.items(), key=lambda one: one[1], reverse=True):
            if self._given_up or (best is not None and before <= best[0]):
                break
            gain = now.gain(self._short(_with(chosen, move, 1)), 1)
            gains[move] = gain
            if gain > _NO_GAIN and (best is None or gain > best[0]):
                best = gain, move
        for move in [move for move, gain in gains.items() if gain <= _NO_GAIN]:
            del gains[move]
        return None if best is None else (best[1], self._in_a_row(*best, chosen, now, most))

    def _in_a_row(self, gain: Gain, move: int, chosen: Chosen, now: Short, most: int) -> int:
        """How many of an act each bring as much as the first, up to the goal."""
        per, short = (gain[0], now.records) if gain[0] else (gain[1], now.points)
        count = min(int(-(-short // per)), most - sum(chosen.values()))
        while count > 1:
            after = self._short(_with(chosen, move, count))
            if after.nothing or now.gain(after, count) == gain:
                break
            count //= 2
        return max(count, 1)

    def _threshold(self, left: Sequence[int], chosen: Chosen, now: Short, most: int) -> tuple[int, int] | None:
        """Several of one act where one alone brings nothing: those that bring most for each."""
        room = min(_AHEAD, most - sum(chosen.values()))
        tried = (
            (now.gain(self._short(_with(chosen, move, count)), count), -count, -move)
            for move in left
            if room > 1 and not self._given_up and self._short(_with(chosen, move, room)) != now
            for count in range(2, room + 1)
        )
        best = max((one for one in tried if one[0] > _NO_GAIN), default=None)
        return None if best is None else (-best[2], -best[1])

    def _without_idle(self, chosen: Chosen) -> Chosen:
        """The acts without those that the goal is reached without."""
        idle = True
        while idle and not self._given_up:
            idle = False
            for move in reversed(list(chosen)):
                fewer = _with(chosen, move, -1)
                if self._short(fewer).nothing:
                    chosen, idle = fewer, True
        return chosen

    def _short(self, chosen: Chosen) -> Short:
        """How far from the goal with those acts."""
        key = frozenset(chosen.items())
        if key not in self._met:
            self._met[key] = self._measured(
                [self._moves[at][0].tally(self._moves[at][1], count) for at, count in chosen.items()]
            )
        return self._met[key]

    def _measured(self, further: list[Tally]) -> Short:
        goal, points = self._goal, 0
        open_ = list(self._open([*self._own, *further])) if goal.minimums else []
        self._looked += len(open_) + len(self._own)
        records = sum(open_)
        if goal.line is None:
            return Short(records, points)
        total = self._hypothesis.total(further)
        self.best = total if self.best is None else max(total, self.best)
        return Short(records, max(0, goal.line - total))

    def _open(self, tallies: Iterable[Tally]) -> Iterator[int]:
        """How many records each minimum lacks, in each of its windows."""
        every = ByKind(tallies)
        for minimum in self._goal.minimums:
            for part in by_window(minimum, self._member, self._year, every, self._year.last):
                yield lacking(minimum.need, part if isinstance(part, ByKind) else ByKind(part))


def _with(chosen: Chosen, move: int, more: int) -> Chosen:
    """The acts with so many more of one, or fewer; none that is done no more."""
    count = chosen.get(move, 0) + more
    return {**chosen, move: count} if count else {one: times for one, times in chosen.items() if one != move}
