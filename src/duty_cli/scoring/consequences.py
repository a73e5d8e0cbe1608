"""Consequences over the years (§12). They only propose; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import TypeAlias, assert_never

from duty_cli.model.conditions import AppliesTo, Conditions, concerns
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import (
    AllTests,
    AnyTest,
    Consequence,
    GradeYears,
    RecordsWithin,
    ScoreYears,
    SelectedYears,
    Test,
    YearWindow,
)
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.matching import ByKind, holds

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


History = Mapping[int, YearStanding]
"""A member's years in office in the term, up to the one asked about. A year the ledger does not hold is not in it."""


@dataclass(frozen=True, slots=True)
class YearsGround:
    """A test held because of these years."""

    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecordsGround:
    """A test held because of so many records of these years that meet ``when``."""

    when: Conditions
    years: tuple[int, ...]
    count: int


Ground = YearsGround | RecordsGround


@dataclass(frozen=True, slots=True)
class DueConsequence:
    """A consequence whose test holds, and what it rests on."""

    consequence: Consequence
    grounds: tuple[Ground, ...]


def due(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """What is to be proposed for the year; ``term_ends`` in the last year of a term.

    Nothing is proposed for one whom the rule no longer concerns at the end of the year: none can resign what none holds.
    """
    # Roles and office at the end of the year: a rule for who left meanwhile has nobody to act on.
    end = Period(rules.days.last, rules.days.last)
    found = []
    for consequence in rules.book.consequences:
        in_time = term_ends or not consequence.at_term_end
        if in_time and concerns(consequence.applies_to, member, end, rules.days):
            grounds = _grounds(consequence.test, _Case(consequence, rules.year, history))
            found += [DueConsequence(consequence, grounds)] if grounds else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Case:
    consequence: Consequence
    year: int
    history: History

    def settled(self) -> list[tuple[int, YearStanding]]:
        """The years of which the score is final; records alone count in the others too."""
        return [(at, one) for at, one in self.history.items() if not one.unsettled]


def _grounds(test: Test, case: _Case) -> tuple[Ground, ...]:
    """What the test rests on where it holds; nothing where it does not."""
    match test:
        case GradeYears(grade, at_least, window):
            had = {at for at, one in case.settled() if one.grade == grade}
            return _years(had, case.year, at_least, window)
        case ScoreYears(below, at_least, window):
            had = {at for at, one in case.settled() if one.total is not None and one.total < below}
            return _years(had, case.year, at_least, window)
        case SelectedYears(selection, at_least, window):
            had = {at for at, one in case.settled() if selection in one.selected}
            return _years(had, case.year, at_least, window)
        case RecordsWithin():
            return _records(test, case)
        case AllTests(parts):
            # Empty grounds mean that the part does not hold, so any empty part fails all.
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
            # Stops at the first year that does not count, a year that this ledger does not hold included.
            counted = set(takewhile(lambda at: at in had, range(year, year - len(had) - 1, -1)))
        case _:
            assert_never(window)
    return (YearsGround(tuple(sorted(counted))),) if year in counted and len(counted) >= at_least else ()


def _records(test: RecordsWithin, case: _Case) -> tuple[Ground, ...]:
    found = records_counted(test, case.consequence, case.year, case.history)
    if found is None:
        return ()
    low = test.at_least is None or found.count >= test.at_least
    high = test.at_most is None or found.count <= test.at_most
    return (found,) if low and high else ()


def records_counted(test: RecordsWithin, consequence: Consequence, year: int, history: History) -> RecordsGround | None:
    """How many records a test of a consequence counts up to ``year``; None where it is too few over years not all kept."""
    counts = {at: one.counts for at, one in history.items() if one.counts is not None}
    years = sorted(counts) if test.years is None else list(range(year - test.years + 1, year + 1))
    kept = [at for at in years if at in counts]
    # A year that was not kept may have had the records: too few of them would be held against the member.
    if test.at_most is not None and kept != years:
        return None
    asked = _asked(consequence, test.when)
    return RecordsGround(test.when, tuple(kept), sum(counts[at][asked] for at in kept))


def may_count(test: Test, total: Points, grades: frozenset[str]) -> bool:
    """Whether a year of that total, and of whichever of ``grades``, can be one of the years that a test counts."""
    match test:
        case GradeYears(grade):
            return grade in grades
        case ScoreYears(below):
            return total < below
        # Neither looks at the grade, so that quotas need not be worked out; asks_selections tells of the other.
        case RecordsWithin() | SelectedYears():
            return False
        case AllTests(parts) | AnyTest(parts):
            return any(may_count(part, total, grades) for part in parts)
        case _:
            assert_never(test)


def asks_selections(test: Test) -> bool:
    """Whether a test looks back on who was chosen by a selection."""
    match test:
        case AllTests(parts) | AnyTest(parts):
            return any(asks_selections(part) for part in parts)
        case _:
            return isinstance(test, SelectedYears)


def asked_grades(test: Test) -> Iterator[str]:
    """The grades that a test looks back on."""
    match test:
        case AllTests(parts) | AnyTest(parts):
            for part in parts:
                yield from asked_grades(part)
        case GradeYears(grade=grade):
            yield grade


def counted(consequences: Iterable[Consequence], member: Member, tallies: Iterable[Tally], year: Period) -> Counts:
    """How many of the records of ``year`` each of ``consequences`` counts: all that they ever ask of records."""
    # Counted while the year is scored, so that its records need not be kept for the years that look back.
    own = tallies if isinstance(tallies, ByKind) else ByKind(tallies)
    return {
        _asked(one, when): sum(
            tally.count for tally in own.meeting(when) if _meant(one.applies_to, member, tally.on, year)
        )
        for one in consequences
        for when in records_asked(one.test)
    }


def _asked(consequence: Consequence, when: Conditions) -> tuple[str, str, Conditions]:
    # Another year's rule file may use the same id for another rule; its place in the file tells them apart.
    return consequence.origin.place, consequence.id, when


def records_asked(test: Test) -> Iterator[Conditions]:
    """What the tests on records ask of them."""
    match test:
        case RecordsWithin(when):
            yield when
        case AllTests(parts) | AnyTest(parts):
            for part in parts:
                yield from records_asked(part)
        case GradeYears() | ScoreYears() | SelectedYears():
            pass
        case _:
            assert_never(test)


def is_evidence(when: Conditions, who: AppliesTo | None, member: Member, tally: Tally, year: Period) -> bool:
    """Whether a record of ``year`` meets ``when`` and the rule was for the member on its day."""
    return holds(when, tally) and _meant(who, member, tally.on, year)


def _meant(who: AppliesTo | None, member: Member, day: date, year: Period) -> bool:
    return concerns(who, member, Period(day, day), year)
