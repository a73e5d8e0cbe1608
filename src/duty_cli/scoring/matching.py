"""Which records meet which conditions, and what one record is worth to one item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any, assert_never

from duty_cli.model.column_sorts import NUMBER_SORTS, ColumnSort, RecordColumn, SeenByRules
from duty_cli.model.conditions import Condition, Conditions, Either, Held, alternatives, amount_for
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.items import Authorship, Item, PointBasis
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import COLUMNS, LATE_AND_EARLY, Attendance, Tally
from duty_cli.scoring.trace import NotScoredReason

NOBODY: Held = {}
"""No role and no group: what differs by them has its value for all others."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What each record of a tally is worth to an item, and the level that says so."""

    points: Points
    level: str


def holds(when: Conditions, tally: Tally) -> bool:
    """Whether every condition holds."""
    # A loop: this is asked for each record and rule, and a generator takes half as long again.
    for one in when:  # noqa: SIM110
        if not _MEETS[one.field](one, tally):
            return False
    return True


def kinds_named(when: Conditions) -> frozenset[str] | None:
    """Kinds outside which no record meets ``when``; None where it does not confine itself to any."""
    for one in when:
        if one.field == "kind":
            if one.any_of is not None:
                return one.any_of
        elif one.field == "any":
            named = [kinds_named(option) for option in one.options]
            known = [kinds for kinds in named if kinds is not None]
            if len(known) == len(named):
                return frozenset().union(*known)
    return None


def _is(condition: Condition, said: str | None) -> bool:
    return (condition.any_of is None or said in condition.any_of) and (
        condition.none_of is None or said not in condition.none_of
    )


def _among(condition: Condition, said: frozenset[str]) -> bool:
    return (condition.any_of is None or not condition.any_of.isdisjoint(said)) and (
        condition.none_of is None or condition.none_of.isdisjoint(said)
    )


def _attends(condition: Condition, state: Attendance) -> bool:
    if state is Attendance.LATE_AND_EARLY:
        return _among(condition, LATE_AND_EARLY)
    return _is(condition, state)


def _bounded(condition: Condition, number: Points) -> bool:
    c = condition
    return (
        (c.at_least is None or number >= c.at_least)
        and (c.at_most is None or number <= c.at_most)
        and (c.above is None or number > c.above)
        and (c.below is None or number < c.below)
    )


def _meeting(name: str, column: RecordColumn, rules: SeenByRules) -> Callable[[Condition, Tally], bool]:
    """Whether what a record says in one column meets a condition on it."""
    said: Callable[[Tally], Any] = attrgetter(name)
    if column.sort is ColumnSort.WORDS:
        return lambda condition, tally: _among(condition, said(tally))
    if column.sort is ColumnSort.ATTENDANCE:

        def attended(condition: Condition, tally: Tally) -> bool:
            state = said(tally)
            # As in _attends; a call less, for this is asked of every record and rule.
            return _among(condition, LATE_AND_EARLY) if state is Attendance.LATE_AND_EARLY else _is(condition, state)

        return attended
    if column.sort not in NUMBER_SORTS:
        return lambda condition, tally: _is(condition, said(tally))

    def met(condition: Condition, tally: Tally) -> bool:
        number = said(tally)
        number = rules.blank if number is None else number
        return number is not None and _bounded(condition, number)

    return met


def _meets_one(either: Either, tally: Tally) -> bool:
    return any(holds(option, tally) for option in either.options)


_MEETS: Mapping[str, Callable[[Any, Tally], bool]] = {
    **{
        column.rules.key: _meeting(name, column, column.rules)
        for name, column in COLUMNS.items()
        if column.rules and column.rules.key
    },
    "share": lambda condition, tally: _bounded(condition, tally.part),
    "any": _meets_one,
    "capacity": lambda condition, tally: _is(condition, tally.capacity),
}
"""What a condition asks for → whether it is met. Of a share that is not told the attendance tells."""


def worth(item: Item, tally: Tally, held: Held = NOBODY) -> Worth | NotScoredReason:
    """What one record of ``tally`` is worth to ``item`` for one who holds ``held`` that day, or why nothing."""
    if not holds(item.when, tally):
        return NotScoredReason.NOT_MET
    # The points come from the count of all records, so that no single one is worth any.
    if item.measure is not None:
        return Worth(0, "")
    if not item.levels:
        return _weighed(item, tally, amount_for(item.points, held), "")
    reached = [level for level in item.levels if holds(level.when, tally)]
    if not reached:
        return NotScoredReason.NO_LEVEL
    values = [amount_for(level.points, held) for level in reached]
    if item.several_levels == "stacked":
        total = simple(sum(values, Fraction(0)))
        return _weighed(item, tally, total, "、".join(level.id for level in reached))
    best = max(values)
    # Of levels worth the same the first of the rule file names the line.
    return _weighed(item, tally, best, reached[values.index(best)].id)


def parted_levels(item: Item, kind: str) -> tuple[str, str] | None:
    """Two levels of which one takes who was late and the other who left early, so that 迟到并早退 reaches both.

    None where the item says what both come to, by ``several_levels`` or by a level for that state.
    """
    if item.several_levels is not None or not _may_take(item.when, kind, Attendance.LATE_AND_EARLY):
        return None
    whens = [(level.id, level.when) for level in item.levels if _may_take(level.when, kind, Attendance.LATE_AND_EARLY)]
    late, left = (
        next((name for name, when in whens if _may_take(when, kind, one) and not _may_take(when, kind, other)), "")
        for one, other in ((Attendance.LATE, Attendance.LEFT_EARLY), (Attendance.LEFT_EARLY, Attendance.LATE))
    )
    return (late, left) if late and left else None


def _may_take(when: Conditions, kind: str, state: Attendance) -> bool:
    """Whether records of that kind and state can meet ``when``, whatever else they say."""
    return any(
        all(_attends(one, state) for one in way if one.field == "attendance")
        and all(_is(one, kind) for one in way if one.field == "kind")
        for way in alternatives(when)
    )


def _weighed(item: Item, tally: Tally, points: Points, level: str) -> Worth:
    """``points`` times quantity, share or judged value as the item says, times the member's part as an author.

    A quantity left blank is 1, a share left blank is the whole, of an absence nothing; an empty number of authors is a
    sole author.
    """
    match item.per:
        case PointBasis.RECORD:
            factor: Points = 1
        case PointBasis.QUANTITY:
            factor = 1 if tally.quantity is None else tally.quantity
        case PointBasis.SHARE:
            factor = tally.part
        case PointBasis.JUDGED:
            factor = tally.judged or 0
        case _:
            assert_never(item.per)
    factor = simple(factor * author_part(item.authors, tally))
    said = level if factor == 1 else f"{level}，{show(points)}×{show(factor)}".removeprefix("，")
    return Worth(simple(points * factor), said)


def author_part(authorship: Authorship | None, tally: Tally) -> Points:
    """The part of the points that falls to this author."""
    authors = tally.authors or 1
    if authorship is None or authors == 1:
        return 1
    # Worth 0 and taken all the same: it must not be told as a record that no item knows.
    if authorship.at_most is not None and (tally.position or 1) > authorship.at_most:
        return 0
    if (tally.position or 1) == 1:
        return authorship.first
    if authorship.others == "split_rest":
        # Exact, so that the parts of all authors come to the whole.
        return (1 - Fraction(authorship.first)) / (authors - 1)
    return authorship.others


class MetConditions:
    """Which of the conditions that rules count records by are met by a sort of record; found once for each sort."""

    def __init__(self, whens: Iterable[Conditions]) -> None:
        self._whens = list(whens)
        self._known: dict[object, tuple[int, ...]] = {}
        # By identity: to hash conditions takes longer than to look whether a record meets them.
        self.places = {id(when): at for at, when in enumerate(self._whens)}

    def counts(self, tallies: Iterable[Tally]) -> Counter[int] | None:
        """How many of the records meet each, by its place; None where the reader of the ledger does not tell sorts."""
        met: list[int] = []
        for tally in tallies:
            if tally.alike is None:
                return None
            own = self._known.get(tally.alike)
            if own is None:
                own = tuple(at for at, when in enumerate(self._whens) if holds(when, tally))
                self._known[tally.alike] = own
            met += own if tally.count == 1 else own * tally.count
        return Counter(met)


_NO_CONDITIONS = MetConditions(())


class ByKind:
    """Index of records by kind, so that a rule that names its kinds scans no others; ``known`` tells what it counts sooner."""

    def __init__(self, tallies: Iterable[Tally], known: MetConditions = _NO_CONDITIONS) -> None:
        self._all = list(tallies)
        self._places = known.places
        self._counts = known.counts(self._all) if known.places else None

    @cached_property
    def _of(self) -> dict[str, list[Tally]]:
        found: dict[str, list[Tally]] = {}
        for tally in self._all:
            found.setdefault(tally.kind, []).append(tally)
        return found

    def __iter__(self) -> Iterator[Tally]:
        return iter(self._all)

    def _count(self, when: Conditions) -> int | None:
        """How many records meet ``when``, where it is known."""
        if self._counts is None or id(when) not in self._places:
            return None
        return self._counts[self._places[id(when)]]

    def meeting(self, when: Conditions) -> Iterable[Tally]:
        """The records that meet ``when``, kind by kind."""
        if self._count(when) == 0:
            return ()
        kinds = kinds_named(when)
        if kinds is None:
            return [tally for tally in self._all if holds(when, tally)]
        # The kind is the only condition, and looking it up has met it.
        if len(when) == 1 and isinstance(when[0], Condition) and when[0].none_of is None:
            return [tally for kind in kinds if kind in self._of for tally in self._of[kind]]
        return [tally for kind in kinds if kind in self._of for tally in self._of[kind] if holds(when, tally)]

    def count(self, when: Conditions) -> int:
        """How many records meet ``when``."""
        count = self._count(when)
        return sum(tally.count for tally in self.meeting(when)) if count is None else count

    def reaches(self, when: Conditions, number: int) -> bool:
        """Whether so many records meet ``when``."""
        count = self._count(when)
        if count is not None:
            return count >= number
        left = number
        # Stops at the record that reaches the number: most needs are of one.
        for kind in kinds_named(when) or self._of if left > 0 else ():
            for tally in self._of.get(kind, ()):
                if holds(when, tally):
                    left -= tally.count
                    if left <= 0:
                        return True
        return left <= 0
