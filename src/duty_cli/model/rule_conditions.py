"""The one language of conditions: what minimums, vetoes, selections and consequences ask of a member. ``scoring.verdicts`` answers.

A test is a tree of counts of records, rates, and years of a fact (a grade, a score, having been chosen), by all, any and not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from duty_cli.model.conditions import Conditions
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import WHOLE
from duty_cli.model.quick_dataclass import dataclass

YearWindow: TypeAlias = Literal["year", "term", "in_a_row"] | int
"""This very year; in all in the term so far; one after another up to this year; the last so many years."""


@dataclass(frozen=True, slots=True)
class NumberBounds:
    """Between which a number lies: ``at_least`` and ``at_most`` included, ``above`` and ``below`` not."""

    at_least: Points | None = None
    at_most: Points | None = None
    above: Points | None = None
    below: Points | None = None

    def meets(self, number: Points) -> bool:
        """Whether a number lies within."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )

    @property
    def ends(self) -> bool:
        """Whether more can be too much."""
        return self.at_most is not None or self.below is not None


@dataclass(frozen=True, slots=True)
class RecordCount:
    """So many records, or no more than so many, in the last ``years`` years; None: in the term so far (X7).

    ``whens`` are counted each by itself and summed. A minimum or selection has its own days, and ``years`` is 1.
    """

    whens: tuple[Conditions, ...]
    bounds: NumberBounds
    years: int | None = 1


@dataclass(frozen=True, slots=True)
class GradeIs:
    """One of some grades (X1–X3, X10)."""

    grades: frozenset[str]


@dataclass(frozen=True, slots=True)
class ScoreIs:
    """The total, or the sub-total of a category, within bounds, whatever the grade (X1–X3)."""

    bounds: NumberBounds
    by: str = WHOLE


@dataclass(frozen=True, slots=True)
class ChosenBy:
    """Chosen by a selection (X4)."""

    selection: str


YearFact: TypeAlias = GradeIs | ScoreIs | ChosenBy
"""What is so or not so of one year of a member."""


@dataclass(frozen=True, slots=True)
class YearCount:
    """So many years of which a fact is so."""

    fact: YearFact
    at_least: int = 1
    window: YearWindow = "year"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold (C11, C13)."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple[Test, ...]


Leaf: TypeAlias = RecordCount | YearCount
Test: TypeAlias = "Leaf | AllOf | AnyOf"


def leaves(test: Test) -> Iterator[Leaf]:
    """The single tests of which a test is made, in the order of the file."""
    if isinstance(test, AllOf | AnyOf):
        for part in test.parts:
            yield from leaves(part)
    else:
        yield test


def record_counts(test: Test) -> Iterator[RecordCount]:
    """The counts of records in a test."""
    return (one for one in leaves(test) if isinstance(one, RecordCount))


def records_asked(test: Test) -> Iterator[Conditions]:
    """What a test asks of records, in the order of the file."""
    return (when for one in record_counts(test) for when in one.whens)


def facts_asked(test: Test) -> Iterator[YearFact]:
    """The facts of years that a test looks at."""
    return (one.fact for one in leaves(test) if isinstance(one, YearCount))


def grades_asked(test: Test) -> frozenset[str]:
    """The grades that a test looks back on."""
    return frozenset(grade for fact in facts_asked(test) if isinstance(fact, GradeIs) for grade in fact.grades)


def asks_selections(test: Test) -> bool:
    """Whether a test looks back on who was chosen by a selection."""
    return any(isinstance(fact, ChosenBy) for fact in facts_asked(test))
