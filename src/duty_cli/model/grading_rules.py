"""What a score leads to: obligations, grades, quotas and consequences. Meaning is given to them in ``scoring``."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from duty_cli.model.conditions import AppliesTo, Origin
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import WHOLE
from duty_cli.model.members import Facet
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rule_conditions import NumberBounds, RecordCount, Test

Unit = Literal["share", "members"]
"""Whether places are a part of the members or a number."""

Round = Literal["down", "half_up"]
"""How a part of the members becomes a number."""

Ties = Literal["exclude", "include"]
"""What becomes of equal scores where places run out."""

Turn = Literal["year", "quarter"]
"""Of which stretch a selection takes the points, and how often it is held."""

IfShort = Literal["empty", "others"]
"""What becomes of places kept for some members who are too few."""

Take = Literal["top", "bottom"]
"""Which end of the order is chosen."""

InOffice = Literal["last_day", "any_day"]
"""When a member must be in office to be graded."""

Fires = Literal["once", "every_year", "counted_year"]
"""In which of the years in which a test holds a consequence is proposed."""

MinimumWindow = Literal["month", "quarter", "year", "term"]
"""In what time a minimum is to be met."""

NO_GRADE = ""
"""What stands for the grade in a scheme that gives none: no paper shows it."""

OPEN = "未评定"
"""What stands for the grade while a score that is needed has not been entered: neither a grade nor a failure."""


class About(StrEnum):
    """What an obligation is about, so that reports find it: the yearly report, training, or participation."""

    REPORT = "述职"
    TRAINING = "培训"
    DUTY = "履职"


@dataclass(frozen=True, slots=True)
class Minimum:
    """An obligation beside the points. ``grade_at_most`` is the best grade open to one who missed it."""

    id: str
    origin: Origin
    need: Test
    about: About
    within: MinimumWindow = "year"
    applies_to: AppliesTo | None = None
    grade_at_most: str | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """What bounds the grade whatever the score: a record of a sort most often, any test of the year's records and points."""

    id: str
    origin: Origin
    test: Test
    grade_at_most: str
    applies_to: AppliesTo | None = None

    @property
    def of_conduct(self) -> bool:
        """Whether one record of a sort is enough: that is conduct (纪律情形), and no paper may call points or counts so."""
        test = self.test
        return isinstance(test, RecordCount) and len(test.whens) == 1 and test.bounds == NumberBounds(at_least=1)

    @property
    def sort(self) -> str:
        """What papers call it."""
        return "纪律情形" if self.of_conduct else "限制等次的情形"


UNGRADED = "不评定"
"""What stands in the place of a grade for one who is not graded: no failure, no distinction, points alone."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Who is graded: those in office on the last day of the year (or on any), for at least so many months of it.

    A month counts in which the member was in office on any day. Nobody else fails the year, takes a place or is chosen.
    """

    in_office: InOffice = "last_day"
    at_least_months: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and its lower edge, inclusive, on exact values; ``colour`` is shown beside it and counts for nothing (Q9).

    ``clause`` is where the document sets the edge; empty where the rules do.
    """

    grade: str
    min: Points
    place: str
    colour: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many members in one grade; the best by score fill it, the others fall to ``overflow_to``.

    ``applies_to``: of those members only, who alone give the places (Q5, Q6); ``within`` a grouping: so many of each group.
    ``unused_of`` grades with a quota before it: the places that those left unfilled are added.
    """

    grade: str
    at_most: Points
    unit: Unit
    round: Round
    ties: Ties
    overflow_to: str
    origin: Origin
    within: Facet | None = None
    applies_to: AppliesTo | None = None
    unused_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReservedPlaces:
    """So many of the places of a selection are for some members; those that they cannot fill stay ``empty`` or go to ``others``."""

    applies_to: AppliesTo
    at_least: Points
    unit: Unit
    if_short: IfShort
    round: Round = "down"


@dataclass(frozen=True, slots=True)
class Selection:
    """The best or the last by score, put forward for commendation or the like (Q2–Q4, C13, T10); grades stay as they are.

    ``by`` is the category whose sub-total is compared, or 总分. ``within`` a grouping: so many of each group. ``grades``
    and ``need``: who may be chosen at all. ``every`` so many years, beginning with ``first_year``. Without ``propose`` they are
    listed and nothing is proposed.

    ``share_of`` a selection before it: the share is of those whom that one chose, and not of all members. ``less``: whom those
    selections before it chose take up places of it, so that it fills what they left. ``reserve``: for whom some places are kept.
    ``each`` quarter: those of the quarter with the most points of its own are chosen, and told in its statistics (季度之星); the year
    has nothing of it. ``show_place``: a proposal tells in which place the member stood, among how many.
    """

    id: str
    origin: Origin
    take: Take
    at_most: Points
    unit: Unit
    round: Round
    ties: Ties
    propose: str
    by: str = WHOLE
    within: Facet | None = None
    applies_to: AppliesTo | None = None
    grades: frozenset[str] | None = None
    need: Test | None = None
    every: int = 1
    first_year: int = 0
    share_of: str = ""
    less: frozenset[str] = frozenset()
    reserve: tuple[ReservedPlaces, ...] = ()
    each: Turn = "year"
    show_place: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """What is to be proposed when a test holds (§12). It proposes; people decide.

    ``fires``: in the first year of the term in which it holds (``once``), in every year in which it does, or, of years that are
    counted, where the year in hand is one of them (``counted_year``).

    ``options`` are the rungs among which people choose (X6); ``notify`` whom the paper names to be told (X8). With
    ``at_term_end`` it is looked at in the last year of the term alone.
    """

    id: str
    origin: Origin
    test: Test
    propose: str
    applies_to: AppliesTo | None = None
    options: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    at_term_end: bool = False
    fires: Fires = "counted_year"
