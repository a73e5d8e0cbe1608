"""Consequences over the years (§12). They only propose; people decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import takewhile

from duty_cli.model.conditions import AppliesTo, Conditions, concerns
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import Consequence
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import (
    AllOf,
    GradeIs,
    RecordCount,
    ScoreIs,
    Test,
    YearCount,
    facts_asked,
    records_asked,
)
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.matching import ByKind, holds
from duty_cli.scoring.verdicts import Counts, History, verdict


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
            case = LookingBack(consequence, rules.year, history)
            found += [DueConsequence(consequence, grounds(consequence.test, case))] if case.holds() else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What a consequence sees of a member at the end of ``year``."""

    consequence: Consequence
    year: int
    history: History

    def holds(self) -> bool:
        """Whether the consequence is due."""
        return verdict(self.consequence.test, self) is True

    def counted(self, asked: RecordCount) -> bool | None:
        """Whether there are so many records; None where years that were not kept may have had what decides."""
        bounds, (number, _, kept) = asked.bounds, self.records(asked)
        if kept:
            return bounds.meets(number)
        # Too few of them would be held against the member; more can only add to those that there are.
        enough = bounds.at_least is None or number >= bounds.at_least
        return True if enough and not bounds.ends else None

    def records(self, asked: RecordCount) -> tuple[int, tuple[int, ...], bool]:
        """How many records there are, in which years, and whether all years that are asked about were kept."""
        counts = {at: one.counts for at, one in self.history.items() if one.counts is not None}
        years = sorted(counts) if asked.years is None else list(range(self.year - asked.years + 1, self.year + 1))
        there = tuple(at for at in years if at in counts)
        own = [_asked(self.consequence, when) for when in asked.whens]
        return sum(counts[at][one] for at in there for one in own), there, len(there) == len(years)

    def happened(self, asked: YearCount) -> bool:
        """Whether there are so many years, and this one among them.

        A number of years is reached in the year that adds to it, not again in every year after.
        """
        counted = self.years(asked)
        return self.year in counted and len(counted) >= asked.at_least

    def years(self, asked: YearCount) -> tuple[int, ...]:
        """The years that count, in order."""
        had = {at for at, one in self.history.items() if one.shows(asked.fact)}
        match asked.window:
            case "year":
                return (self.year,) if self.year in had else ()
            case "term":
                return tuple(sorted(had))
            case "in_a_row":
                # Stops at the first year that does not count, a year that this ledger does not hold included.
                run = takewhile(lambda at: at in had, range(self.year, self.year - len(had) - 1, -1))
                return tuple(sorted(run))
            case last:
                return tuple(sorted(at for at in had if at > self.year - last))


def grounds(test: Test, case: LookingBack) -> tuple[Ground, ...]:
    """What a test that holds rests on."""
    if isinstance(test, RecordCount):
        return records_ground(test, case)
    if isinstance(test, YearCount):
        return (YearsGround(case.years(test)),)
    parts = test.parts if isinstance(test, AllOf) else [part for part in test.parts if verdict(part, case)]
    return tuple(ground for part in parts for ground in grounds(part, case))


def records_ground(asked: RecordCount, case: LookingBack) -> tuple[RecordsGround, ...]:
    """The records that a count counts, and how many of each sort."""
    counts = ((when, case.records(replace(asked, whens=(when,)))) for when in asked.whens)
    return tuple(RecordsGround(when, years, number) for when, (number, years, _) in counts)


def may_count(test: Test, total: Points, grades: frozenset[str]) -> bool:
    """Whether a year of that total, and of whichever of ``grades``, can be one of the years that a test counts."""
    # Neither records nor selections look at the grade, so that quotas need not be worked out; asks_selections tells of the other.
    return any(
        (isinstance(fact, GradeIs) and not fact.grades.isdisjoint(grades))
        or (isinstance(fact, ScoreIs) and fact.bounds.meets(total))
        for fact in facts_asked(test)
    )


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


def is_evidence(when: Conditions, who: AppliesTo | None, member: Member, tally: Tally, year: Period) -> bool:
    """Whether a record of ``year`` meets ``when`` and the rule was for the member on its day."""
    return holds(when, tally) and _meant(who, member, tally.on, year)


def _meant(who: AppliesTo | None, member: Member, day: date, year: Period) -> bool:
    return concerns(who, member, Period(day, day), year)
