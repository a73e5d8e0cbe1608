"""Whether what a rule asks of a member is so: one evaluation for minimums, selections and consequences.

What cannot be told is neither yes nor no (None): a year whose score is not final, records of a year that were not kept. It
holds nothing against a member, and nothing in a member's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias, assert_never

from duty_cli.model.conditions import Conditions
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import WHOLE
from duty_cli.model.periods import Quarter
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    ChosenBy,
    Counted,
    DecidedOn,
    GradeIs,
    Not,
    ProposedBy,
    QuarterCount,
    RecordCount,
    RecordRate,
    ScoreIs,
    Test,
    YearCount,
    YearFact,
)
from duty_cli.scoring.matching import ByKind

if TYPE_CHECKING:
    # Sub-totals are made of measures, which ask here.
    from duty_cli.scoring.category_score import CategoryScore


class Facts(Protocol):
    """What is known of a member when a rule asks."""

    def counted(self, asked: Counted) -> bool | None:
        """Whether there are so many records, or such a rate of them."""

    def happened(self, asked: YearCount) -> bool | None:
        """Whether there are so many years."""

    def in_quarters(self, asked: QuarterCount) -> bool | None:
        """Whether there are so many quarters."""

    def whenever(self) -> Self:
        """The same where it does not matter whether the year in hand is one of those that count."""


def verdict(test: Test, facts: Facts) -> bool | None:
    """Whether a test holds; None where it cannot be told."""
    # Not a match: to take classes apart by it takes twice as long, and this is asked of everybody.
    if isinstance(test, RecordCount):
        return facts.counted(test)
    if isinstance(test, RecordRate):
        return facts.counted(test)
    if isinstance(test, YearCount):
        return facts.happened(test)
    if isinstance(test, Not):
        found = verdict(test.part, facts.whenever())
        return None if found is None else not found
    if isinstance(test, QuarterCount):
        return facts.in_quarters(test)
    # All parts: one that does not hold decides. Any part: one that holds does.
    decides, open_ = isinstance(test, AnyOf), False
    for part in test.parts:
        found = verdict(part, facts)
        if found is decides:
            return decides
        open_ = open_ or found is None
    return None if open_ else not decides


def rate_within(asked: RecordRate, part: int, whole: int) -> bool | None:
    """Whether so many of so many lie within the bounds of a rate; None where there is nothing to take a part of."""
    return asked.bounds.meets(Fraction(part, whole)) if whole else None


@dataclass(frozen=True, slots=True)
class OwnDays:
    """The records of the days in which a need is to be met: a year, or a month, a quarter or a term; and what the year came to."""

    own: ByKind
    standing: YearStanding | None = None

    def counted(self, asked: Counted) -> bool | None:
        """Whether there are so many records."""
        if isinstance(asked, RecordRate):
            return rate_within(asked, self.own.count(asked.part), self.own.count(asked.whole))
        bounds = asked.bounds
        # Most needs are of one record, and stop at it.
        alone = bounds.at_most is None and bounds.above is None and bounds.below is None
        if alone and len(asked.whens) == 1 and isinstance(bounds.at_least, int):
            return self.own.reaches(asked.whens[0], bounds.at_least)
        return bounds.meets(sum(self.own.count(when) for when in asked.whens))

    def happened(self, asked: YearCount) -> bool | None:
        """Whether the fact is so of the year."""
        return None if self.standing is None else self.standing.shows(asked.fact)

    def in_quarters(self, asked: QuarterCount) -> bool | None:
        """Whether the year has so many quarters."""
        return None if self.standing is None else self.standing.shows(asked)

    def whenever(self) -> Self:
        """There is but one year."""
        return self


def satisfied(need: Test, tallies: Iterable[Tally], standing: YearStanding | None = None) -> bool:
    """Whether records meet a need, or it cannot be told."""
    own = tallies if isinstance(tallies, ByKind) else ByKind(tallies)
    return verdict(need, OwnDays(own, standing)) is not False


def lacking(need: Test, tallies: ByKind) -> int:
    """How many records a need is short of at least; 0 where it is met, and where it asks for something else."""
    if isinstance(need, RecordCount):
        return max(0, int(need.bounds.at_least or 0) - sum(tallies.count(when) for when in need.whens))
    if isinstance(need, AllOf):
        return sum(lacking(part, tallies) for part in need.parts)
    if isinstance(need, AnyOf):
        return min(lacking(part, tallies) for part in need.parts)
    return 0


Counts: TypeAlias = Mapping[tuple[str, str, Conditions], int]
"""How many of a year's records consequences count: by the consequence's place and id, and what the records must meet."""


@dataclass(frozen=True, slots=True)
class YearStanding:
    """What one year of a member came to; ``counts`` are those of every consequence that looks back on the year.

    A result taken over (沿用) has no ``counts``, for its records are not in this ledger, and may have no ``total``.
    ``selected`` are the ids of the selections that chose the member, ``decided`` those of the consequences on which people
    decided; ``quarters`` the quarters in which selections of each quarter did, by their ids, None where that is not known. An
    ``unsettled`` year lacks a score that is needed, or is not graded: its total and grade are not final, and no test may rest
    on them.
    """

    total: Points | None
    grade: str
    counts: Counts | None
    selected: frozenset[str] = frozenset()
    unsettled: bool = False
    categories: tuple[CategoryScore, ...] = ()
    decided: frozenset[str] = frozenset()
    quarters: Mapping[str, tuple[Quarter, ...]] | None = None

    def points(self, by: str) -> Points | None:
        """The total, or the sub-total of a category; None where it is not known."""
        return self.total if by == WHOLE else next((one.score for one in self.categories if one.id == by), None)

    def chosen_in(self, selection: str) -> tuple[Quarter, ...] | None:
        """The quarters in which a selection of each quarter chose the member; None where that cannot be told."""
        return None if self.unsettled or self.quarters is None else self.quarters.get(selection, ())

    def shows(self, fact: YearFact) -> bool | None:
        """Whether a fact is so of the year."""
        # What people decided stands, whatever the score lacks.
        if isinstance(fact, DecidedOn):
            return fact.consequence in self.decided
        if self.unsettled:
            return None
        match fact:
            case GradeIs(grades):
                return self.grade in grades
            case ScoreIs(bounds, by):
                points = self.points(by)
                return None if points is None else bounds.meets(points)
            case ChosenBy(selection):
                return selection in self.selected
            case QuarterCount(selection, bounds):
                chosen = self.chosen_in(selection)
                return None if chosen is None else bounds.meets(len(chosen))
            case ProposedBy() | RecordCount() | RecordRate():
                # These take more than the year: whoever looks back knows them.
                return None
            case _:
                assert_never(fact)


History = Mapping[int, YearStanding]
"""A member's years in office in the term, up to the one asked about. A year the ledger does not hold is not in it."""
