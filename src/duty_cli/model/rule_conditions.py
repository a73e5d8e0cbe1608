"""The one language of conditions: what minimums, vetoes, selections and consequences ask of a member. ``scoring.verdicts`` answers.

A test is a tree of counts of records, rates, counts of the quarters of a selection, and years of a fact (a grade, a score,
having been chosen), by all, any and not.
A minimum, a veto and a selection look at their own days, and ask of no other year.
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
    def begins(self) -> bool:
        """Whether there can be too little."""
        return self.at_least is not None or self.above is not None

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
class RecordRate:
    """The records that meet ``part`` and ``whole`` as a part of those that meet ``whole``, in the last ``years`` years.

    Where none meets ``whole`` there is no rate, and it cannot be told whether it lies within ``bounds``.
    """

    part: Conditions
    whole: Conditions
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


@dataclass(frozen=True, slots=True)
class ProposedBy:
    """Another consequence was due in the year, by the rules in hand."""

    consequence: str


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """What another consequence put forward of the year was decided on, by the proceedings that are entered."""

    consequence: str


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """Chosen by a selection of each quarter in so many quarters, in the last ``years`` years; None: in the term so far (Q16).

    A selection of the year looks at its own year, and ``years`` is 1.
    """

    selection: str
    bounds: NumberBounds
    years: int | None = 1


YearFact: TypeAlias = GradeIs | ScoreIs | ChosenBy | ProposedBy | DecidedOn | RecordCount | RecordRate | QuarterCount
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


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold; what cannot be told is no answer to that either."""

    part: Test


Counted: TypeAlias = RecordCount | RecordRate
Leaf: TypeAlias = Counted | QuarterCount | YearCount
Test: TypeAlias = Leaf | AllOf | AnyOf | Not


def leaves(test: Test) -> Iterator[Leaf]:
    """The single tests of which a test is made, in the order of the file."""
    return (leaf for leaf, _ in signed_leaves(test))


def signed_leaves(test: Test, *, wanted: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """The single tests, each with whether the whole wants it to hold: not so below a ``Not``."""
    if isinstance(test, Not):
        yield from signed_leaves(test.part, wanted=not wanted)
    elif isinstance(test, AllOf | AnyOf):
        for part in test.parts:
            yield from signed_leaves(part, wanted=wanted)
    else:
        yield test, wanted


def counted_in(leaf: Leaf) -> Counted | None:
    """The count or rate of records in a single test: itself, or what each of its years must show; None where it has none."""
    asked = leaf.fact if isinstance(leaf, YearCount) else leaf
    return asked if isinstance(asked, RecordCount | RecordRate) else None


def counts_in(test: Test) -> list[Counted]:
    """The counts and rates of records that stand in a test by themselves, in the order of the file."""
    return [leaf for leaf in leaves(test) if isinstance(leaf, RecordCount | RecordRate)]


def whens_of(asked: Counted) -> tuple[Conditions, ...]:
    """What a count or rate asks of records."""
    return asked.whens if isinstance(asked, RecordCount) else (asked.part, asked.whole)


def records_asked(test: Test) -> Iterator[Conditions]:
    """What a test asks of records, in the order of the file."""
    found = (counted_in(leaf) for leaf in leaves(test))
    return (when for asked in found if asked is not None for when in whens_of(asked))


def facts_asked(test: Test) -> Iterator[YearFact]:
    """The facts of years that a test looks at."""
    return (one.fact for one in leaves(test) if isinstance(one, YearCount))


def only_more(test: Test) -> bool:
    """Whether fewer records never make a test hold that does not: it asks for so many at least, and for nothing else."""
    return all(
        isinstance(leaf, RecordCount) and wanted and not leaf.bounds.ends for leaf, wanted in signed_leaves(test)
    )


def can_be_mended(test: Test) -> bool:
    """Whether further records may make a test hold: not where it only asks for no more than there are."""
    return any(
        not isinstance(leaf, RecordCount) or (leaf.bounds.begins if wanted else leaf.bounds.ends)
        for leaf, wanted in signed_leaves(test)
    )


def grades_asked(test: Test) -> frozenset[str]:
    """The grades that a test looks back on."""
    return frozenset(grade for fact in facts_asked(test) if isinstance(fact, GradeIs) for grade in fact.grades)


def asks_categories(test: Test) -> bool:
    """Whether a test looks at the points of a single category."""
    return any(isinstance(fact, ScoreIs) and fact.by != WHOLE for fact in facts_asked(test))


def quarters_asked(test: Test) -> Iterator[QuarterCount]:
    """The counts of quarters in a test: by themselves, or of each of some years."""
    asked = (leaf.fact if isinstance(leaf, YearCount) else leaf for leaf in leaves(test))
    return (one for one in asked if isinstance(one, QuarterCount))


def asks_selections(test: Test) -> bool:
    """Whether a test looks back on who was chosen by a selection, of a year or of its quarters."""
    return any(isinstance(fact, ChosenBy) for fact in facts_asked(test)) or any(True for _ in quarters_asked(test))
