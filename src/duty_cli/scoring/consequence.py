"""Consequences over the years (§12). They only propose; people decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import assert_never

from duty_cli.domain.conditions import When, Who, concerns
from duty_cli.domain.members import Member
from duty_cli.domain.outcomes import (
    AllTests,
    AnyTest,
    Consequence,
    GradeYears,
    RecordsWithin,
    ScoreYears,
    Test,
    YearWindow,
)
from duty_cli.domain.periods import Period, year_of
from duty_cli.domain.points import Points
from duty_cli.domain.records import Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.match import holds


@dataclass(frozen=True, slots=True)
class YearStanding:
    """What one year of a member came to."""

    total: Points
    grade: str
    tallies: Sequence[Tally]


History = Mapping[int, YearStanding]
"""A member's years in office in the term, up to the one asked about. A year the ledger does not hold is not in it."""


@dataclass(frozen=True, slots=True)
class YearsGround:
    """A test held because of these years."""

    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecordsGround:
    """A test held because of so many records of these years that meet ``when``."""

    when: When
    years: tuple[int, ...]
    count: int


Ground = YearsGround | RecordsGround


@dataclass(frozen=True, slots=True)
class Due:
    """A consequence whose test holds, and what it rests on."""

    consequence: Consequence
    grounds: tuple[Ground, ...]


def due(book: Rulebook, member: Member, year: int, history: History) -> tuple[Due, ...]:
    """What is to be proposed for ``year``.

    Nothing is proposed for one whom the rule no longer concerns at the end of the year: none can resign what none holds.
    """
    days = year_of(year)
    end = Period(days.last, days.last)
    found = []
    for consequence in book.consequences:
        if concerns(consequence.applies_to, member, end, days):
            grounds = _grounds(consequence.test, _Case(member, year, history, consequence.applies_to))
            found += [Due(consequence, grounds)] if grounds else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Case:
    member: Member
    year: int
    history: History
    who: Who | None


def _grounds(test: Test, case: _Case) -> tuple[Ground, ...]:
    """What the test rests on where it holds; nothing where it does not."""
    match test:
        case GradeYears(grade, at_least, window):
            had = {at for at, one in case.history.items() if one.grade == grade}
            return _years(had, case.year, at_least, window)
        case ScoreYears(below, at_least, window):
            had = {at for at, one in case.history.items() if one.total < below}
            return _years(had, case.year, at_least, window)
        case RecordsWithin():
            return _records(test, case)
        case AllTests(parts):
            grounds = [_grounds(part, case) for part in parts]
            return tuple(ground for of_part in grounds for ground in of_part) if all(grounds) else ()
        case AnyTest(parts):
            return tuple(ground for part in parts for ground in _grounds(part, case))
        case _:
            assert_never(test)


def _years(had: set[int], year: int, at_least: int, window: YearWindow) -> tuple[Ground, ...]:
    """The years that count; a number of years is reached in the year that adds to it, not again in every year after."""
    match window:
        case "year":
            counted = had & {year}
        case "term":
            counted = had
        case "in_a_row":
            counted = set(takewhile(lambda at: at in had, range(year, year - len(had) - 1, -1)))
        case _:
            assert_never(window)
    return (YearsGround(tuple(sorted(counted))),) if year in counted and len(counted) >= at_least else ()


def _records(test: RecordsWithin, case: _Case) -> tuple[Ground, ...]:
    """Too few records count only over years that the ledger holds all of."""
    years = sorted(case.history) if test.years is None else list(range(case.year - test.years + 1, case.year + 1))
    if any(year not in case.history for year in years):
        return ()
    tallies = (tally for year in years for tally in case.history[year].tallies)
    count = sum(tally.count for tally in tallies if is_evidence(test.when, case.who, case.member, tally))
    low = test.at_least is None or count >= test.at_least
    high = test.at_most is None or count <= test.at_most
    return (RecordsGround(test.when, tuple(years), count),) if low and high else ()


def may_count(test: Test, total: Points, grades: frozenset[str]) -> bool:
    """Whether a year of that total, and of whichever of ``grades``, can be one of the years that a test counts."""
    match test:
        case GradeYears(grade):
            return grade in grades
        case ScoreYears(below):
            return total < below
        case RecordsWithin():
            return False
        case AllTests(parts) | AnyTest(parts):
            return any(may_count(part, total, grades) for part in parts)
        case _:
            assert_never(test)


def is_evidence(when: When, who: Who | None, member: Member, tally: Tally) -> bool:
    """Whether a record meets ``when`` and the rule was for the member on its day."""
    return holds(when, tally) and concerns(who, member, Period(tally.on, tally.on), year_of(tally.on.year))
