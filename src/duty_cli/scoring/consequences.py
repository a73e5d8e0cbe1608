"""Consequences over the years (§12). They only propose; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Self, TypeAlias

from duty_cli.model.conditions import AppliesTo, Conditions, concerns
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import Consequence
from duty_cli.model.items import WHOLE
from duty_cli.model.members import Member
from duty_cli.model.periods import Period, Quarter
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    Counted,
    GradeIs,
    Leaf,
    Not,
    NumberBounds,
    ProposedBy,
    QuarterCount,
    RecordCount,
    RecordRate,
    ScoreIs,
    Test,
    YearCount,
    YearFact,
    YearWindow,
    leaves,
    records_asked,
    signed_leaves,
    whens_of,
)
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.matching import ByKind, holds
from duty_cli.scoring.verdicts import Counts, History, rate_within, verdict


@dataclass(frozen=True, slots=True)
class YearsGround:
    """A test rests on these years, and on what it asked of them."""

    years: tuple[int, ...]
    fact: YearFact


@dataclass(frozen=True, slots=True)
class RecordsGround:
    """A test rests on so many records of these years that meet ``when``; of a rate, that many meet ``part`` too."""

    when: Conditions
    years: tuple[int, ...]
    count: int
    part: int | None = None


@dataclass(frozen=True, slots=True)
class QuartersGround:
    """A test rests on these quarters of these years, in which a selection of each quarter chose the member; there may be none."""

    selection: str
    quarters: tuple[Quarter, ...]
    years: tuple[int, ...]


Ground = YearsGround | RecordsGround | QuartersGround


@dataclass(frozen=True, slots=True)
class DueConsequence:
    """A consequence whose test holds, and what it rests on."""

    consequence: Consequence
    grounds: tuple[Ground, ...]


def due(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """What is to be proposed for the year; ``term_ends`` in the last year of a term.

    Nothing is proposed for one whom the rule no longer concerns at the end of the year: none can resign what none holds.
    """
    every = (looking_back(rules, member, one, history, term_ends=term_ends) for one in rules.book.consequences)
    return tuple(DueConsequence(case.rule, grounds(case.rule.test, case)) for case in every if case.is_due())


def looking_back(
    rules: YearRules, member: Member, rule: Consequence, history: History, *, term_ends: bool
) -> LookingBack:
    """What a consequence sees of a member at the end of the year of the rules."""
    return LookingBack(rules, member, rule, rules.year, history, term_ends, rule.fires == "counted_year")


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What a consequence sees of a member at the end of ``year``.

    ``counting``: of years that are counted the one in hand must be one. So a number of years is reached in the year that adds to
    it, and not again in every year after.
    """

    rules: YearRules
    member: Member
    rule: Consequence
    year: int
    history: History
    term_ends: bool
    counting: bool

    def concerned(self) -> bool:
        """Whether the rule is for the member at the end of the year, and is looked at in it."""
        # Roles and office at the end of the year: a rule for who left meanwhile has nobody to act on.
        earlier = self.year != self.rules.year
        last = self.rules.book.year_ends.of(self.year).last if earlier else self.rules.days.last
        in_time = (self.term_ends or not self.rule.at_term_end) and not (earlier and not self.member.in_office(last))
        return in_time and concerns(self.rule.applies_to, self.member, Period(last, last), self.rules.days)

    def is_due(self) -> bool:
        """Whether the consequence is to be proposed."""
        if not self.concerned() or verdict(self.rule.test, self) is not True:
            return False
        # The first year of the term in which it holds; what was proposed then is not proposed again.
        return self.rule.fires != "once" or not any(self._then(self.rule, at).is_due() for at in self._before())

    def _before(self) -> list[int]:
        return [at for at in self.history if at < self.year]

    def _then(self, rule: Consequence, at: int) -> LookingBack:
        """What a consequence saw at the end of an earlier year, or of this one."""
        then = {year: one for year, one in self.history.items() if year <= at}
        ends = self.term_ends and at == self.rules.year
        return LookingBack(self.rules, self.member, rule, at, then, ends, rule.fires == "counted_year")

    def counted(self, asked: Counted) -> bool | None:
        """Whether there are so many records; None where years that were not kept may have had what decides."""
        (*numbers, _, kept) = self.records(asked)
        if isinstance(asked, RecordRate):
            return rate_within(asked, *numbers) if kept else None
        return _meets(asked.bounds, sum(numbers), kept=kept)

    def in_quarters(self, asked: QuarterCount) -> bool | None:
        """Whether there are so many quarters; None where a year of which they are not known may have had what decides."""
        quarters, _, kept = self.quarters(asked)
        return _meets(asked.bounds, len(quarters), kept=kept)

    def quarters(self, asked: QuarterCount) -> tuple[tuple[Quarter, ...], tuple[int, ...], bool]:
        """The quarters that chose the member, of which years that is known, and whether it is of all that are asked about."""
        years = self.looked_at("term" if asked.years is None else asked.years)
        chosen = {at: self.history[at].chosen_in(asked.selection) for at in years if at in self.history}
        known = {at: own for at, own in chosen.items() if own is not None}
        return tuple(quarter for own in known.values() for quarter in own), tuple(known), len(known) == len(years)

    def happened(self, asked: YearCount) -> bool | None:
        """Whether there are so many years, and the one in hand among them where it must be."""
        if asked.window == "in_a_row":
            return self._ran(asked)
        years = self.looked_at(asked.window)
        shown = {at: self.shown(asked.fact, at) for at in years}
        had = sum(one is True for one in shown.values())
        this = shown.get(self.year) if self.counting else True
        if had >= asked.at_least and this:
            return True
        open_ = sum(one is None for one in shown.values())
        return None if had + open_ >= asked.at_least and this is not False else False

    def _ran(self, asked: YearCount) -> bool | None:
        """Whether so many years in a row end with the one in hand; a year that this ledger does not hold breaks them off."""
        back = [self.shown(asked.fact, self.year - at) if self.year - at in self.history else False
                for at in range(asked.at_least)]  # fmt: skip
        return True if all(back) else None if False not in back else False

    def looked_at(self, window: YearWindow) -> list[int]:
        """The years in which a test looks for those that count, in order."""
        if window == "term":
            return sorted(self.history)
        if window == "in_a_row":
            return [at for at in sorted(self.history) if at <= self.year]
        return list(range(self.year - (1 if window == "year" else window) + 1, self.year + 1))

    def years(self, asked: YearCount) -> tuple[int, ...]:
        """The years that count, in order."""
        had = [at for at in self.looked_at(asked.window) if self.shown(asked.fact, at)]
        if asked.window == "in_a_row":
            had = list(takewhile(lambda at: at in had, range(self.year, self.year - len(had) - 1, -1)))
        return tuple(sorted(had))

    def shown(self, fact: YearFact, at: int) -> bool | None:
        """Whether a fact is so of a year."""
        if isinstance(fact, RecordCount | RecordRate):
            return replace(self, year=at).counted(fact)
        if isinstance(fact, ProposedBy):
            return self._proposed(fact.consequence, at) if at in self.history else None
        one = self.history.get(at)
        return None if one is None else one.shows(fact)

    def _proposed(self, consequence: str, at: int) -> bool:
        """Whether another consequence was due in a year, by the rules in hand."""
        rule = next(one for one in self.rules.book.consequences if one.id == consequence)
        return self._then(rule, at).is_due()

    def records(self, asked: Counted) -> tuple[int, int, tuple[int, ...], bool]:
        """How many records there are, in which years, and whether all years that are asked about were kept.

        Two numbers: of a rate the part and the whole, else all in all and 0.
        """
        counts = {at: one.counts for at, one in self.history.items() if one.counts is not None}
        years = sorted(counts) if asked.years is None else list(range(self.year - asked.years + 1, self.year + 1))
        there = tuple(at for at in years if at in counts)
        number = [sum(counts[at][_asked(self.rule, when)] for at in there) for when in whens_of(asked)]
        first, second = number if isinstance(asked, RecordRate) else (sum(number), 0)
        return first, second, there, len(there) == len(years)

    def whenever(self) -> Self:
        """The same where the year in hand need not be one of those that count."""
        return replace(self, counting=False)


def grounds(test: Test, case: LookingBack) -> tuple[Ground, ...]:
    """What a test that holds rests on."""
    if isinstance(test, Not):
        return tuple(ground for leaf in leaves(test.part) for ground in _of_leaf(leaf, case, every=True))
    if isinstance(test, AllOf | AnyOf):
        parts = test.parts if isinstance(test, AllOf) else [part for part in test.parts if verdict(part, case)]
        return tuple(ground for part in parts for ground in grounds(part, case))
    return _of_leaf(test, case, every=False)


def _of_leaf(leaf: Leaf, case: LookingBack, *, every: bool) -> tuple[Ground, ...]:
    """What a single test rests on: of years those that count, or ``every`` one that was looked at."""
    if isinstance(leaf, QuarterCount):
        return quarters_ground(leaf, case)
    if not isinstance(leaf, YearCount):
        return records_ground(leaf, case)
    looked = [at for at in case.looked_at(leaf.window) if at in case.history]
    return years_ground(leaf.fact, tuple(looked) if every else case.years(leaf), case)


def years_ground(fact: YearFact, years: Sequence[int], case: LookingBack) -> tuple[Ground, ...]:
    """What a fact of some years rests on."""
    if isinstance(fact, RecordCount | RecordRate):
        return tuple(ground for at in years for ground in records_ground(fact, replace(case, year=at)))
    if isinstance(fact, QuarterCount):
        return tuple(ground for at in years for ground in quarters_ground(fact, replace(case, year=at)))
    return (YearsGround(tuple(years), fact),) if years else ()


def records_ground(asked: Counted, case: LookingBack) -> tuple[RecordsGround, ...]:
    """The records that a count counts, and how many of each sort; of a rate all that it is taken of."""
    if isinstance(asked, RecordRate):
        part, whole, years, _ = case.records(asked)
        return (RecordsGround(asked.whole, years, whole, part),)
    counts = ((when, case.records(replace(asked, whens=(when,)))) for when in asked.whens)
    return tuple(RecordsGround(when, years, number) for when, (number, _, years, _) in counts)


def quarters_ground(asked: QuarterCount, case: LookingBack) -> tuple[QuartersGround, ...]:
    """The quarters that a count counts."""
    quarters, years, _ = case.quarters(asked)
    return (QuartersGround(asked.selection, quarters, years),)


def _meets(bounds: NumberBounds, number: int, *, kept: bool) -> bool | None:
    """Whether a number lies within bounds; None where more of it may be in years that were not ``kept``."""
    if kept:
        return bounds.meets(number)
    # Too few of them would be held against the member; more can only add to those that there are.
    enough = bounds.at_least is None or number >= bounds.at_least
    return True if enough and not bounds.ends else None


def may_count(test: Test, total: Points, grades: frozenset[str]) -> bool:
    """Whether a year of that total, and of whichever of ``grades``, can be one of the years that a test rests on."""
    # Neither records nor selections look at the grade, so that quotas need not be worked out; asks_selections tells of the other.
    return any(
        (isinstance(leaf.fact, GradeIs) and not leaf.fact.grades.isdisjoint(grades))
        or (isinstance(leaf.fact, ScoreIs) and (leaf.fact.by != WHOLE or leaf.fact.bounds.meets(total)))
        # What must not hold rests on every year that it looks at.
        or not wanted
        for leaf, wanted in signed_leaves(test)
        if isinstance(leaf, YearCount)
    )


Asked: TypeAlias = tuple[Consequence, Conditions, tuple[str, str, Conditions]]
"""What a consequence asks of records, and the key under which the answer is kept."""


def asked_by(consequences: Iterable[Consequence]) -> list[Asked]:
    """All that consequences ever ask of records; found once for everybody."""
    return [(one, when, _asked(one, when)) for one in consequences for when in records_asked(one.test)]


def counted(consequences: Iterable[Consequence], member: Member, tallies: Iterable[Tally], year: Period) -> Counts:
    """How many of the records of ``year`` each of ``consequences`` counts: all that they ever ask of records."""
    return answered(asked_by(consequences), member, tallies, year)


def answered(asked: Iterable[Asked], member: Member, tallies: Iterable[Tally], year: Period) -> Counts:
    """How many of the records of ``year`` answer to each thing asked."""
    # Counted while the year is scored, so that its records need not be kept for the years that look back.
    own = tallies if isinstance(tallies, ByKind) else ByKind(tallies)
    return {
        key: sum(tally.count for tally in own.meeting(when) if _meant(one.applies_to, member, tally.on, year))
        for one, when, key in asked
    }


def _asked(consequence: Consequence, when: Conditions) -> tuple[str, str, Conditions]:
    # Another year's rule file may use the same id for another rule; its place in the file tells them apart.
    return consequence.origin.place, consequence.id, when


def is_evidence(when: Conditions, who: AppliesTo | None, member: Member, tally: Tally, year: Period) -> bool:
    """Whether a record of ``year`` meets ``when`` and the rule was for the member on its day."""
    return holds(when, tally) and _meant(who, member, tally.on, year)


def _meant(who: AppliesTo | None, member: Member, day: date, year: Period) -> bool:
    return concerns(who, member, Period(day, day), year)
