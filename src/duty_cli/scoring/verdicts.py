"""Whether what a rule asks of a member is so: one evaluation for minimums, selections and consequences.

What cannot be told is neither yes nor no (None): a year whose score is not final, records of a year that were not kept. It
holds nothing against a member, and nothing in a member's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias, assert_never

from duty_cli.model.conditions import Conditions
from duty_cli.model.exact_numbers import Points
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    ChosenBy,
    GradeIs,
    RecordCount,
    ScoreIs,
    Test,
    YearCount,
    YearFact,
)
from duty_cli.scoring.matching import ByKind


class Facts(Protocol):
    """What is known of a member when a rule asks."""

    def counted(self, asked: RecordCount) -> bool | None:
        """Whether there are so many records."""

    def happened(self, asked: YearCount) -> bool | None:
        """Whether there are so many years."""


def verdict(test: Test, facts: Facts) -> bool | None:
    """Whether a test holds; None where it cannot be told."""
    # Not a match: to take classes apart by it takes twice as long, and this is asked of everybody.
    if isinstance(test, RecordCount):
        return facts.counted(test)
    if isinstance(test, YearCount):
        return facts.happened(test)
    # All parts: one that does not hold decides. Any part: one that holds does.
    decides, open_ = isinstance(test, AnyOf), False
    for part in test.parts:
        found = verdict(part, facts)
        if found is decides:
            return decides
        open_ = open_ or found is None
    return None if open_ else not decides


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """The records of the days in which a need is to be met: a year, or a month, a quarter or a term."""

    own: ByKind

    def counted(self, asked: RecordCount) -> bool:
        """Whether there are so many records."""
        bounds = asked.bounds
        # Most needs are of one record, and stop at it.
        if len(asked.whens) == 1 and isinstance(bounds.at_least, int) and bounds.at_most is None:
            return self.own.reaches(asked.whens[0], bounds.at_least)
        return bounds.meets(sum(self.own.count(when) for when in asked.whens))

    def happened(self, _: YearCount) -> bool | None:
        """A need asks of records alone."""
        return None


def satisfied(need: Test, tallies: Iterable[Tally]) -> bool:
    """Whether records meet a need, or it cannot be told."""
    own = tallies if isinstance(tallies, ByKind) else ByKind(tallies)
    return verdict(need, OwnRecords(own)) is not False


def lacking(need: Test, tallies: ByKind) -> int:
    """How many records a need is short of at least; 0 where it is met, and where no more records would meet it."""
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
    ``selected`` are the ids of the selections that chose the member. An ``unsettled`` year lacks a score that is needed, or
    is not graded: its total and grade are not final, and no test may rest on them.
    """

    total: Points | None
    grade: str
    counts: Counts | None
    selected: frozenset[str] = frozenset()
    unsettled: bool = False

    def shows(self, fact: YearFact) -> bool | None:
        """Whether a fact is so of the year."""
        if self.unsettled:
            return None
        match fact:
            case GradeIs(grades):
                return self.grade in grades
            case ScoreIs(bounds):
                return None if self.total is None else bounds.meets(self.total)
            case ChosenBy(selection):
                return selection in self.selected
            case _:
                assert_never(fact)


History = Mapping[int, YearStanding]
"""A member's years in office in the term, up to the one asked about. A year the ledger does not hold is not in it."""
