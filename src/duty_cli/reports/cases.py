"""Cases tried on their rulebook by the very engine that scores the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from duty_cli.domain.cases import Aspect, Case, Expectation, Value
from duty_cli.domain.conditions import concerns
from duty_cli.domain.outcomes import Minimum
from duty_cli.domain.periods import Period, year_of
from duty_cli.domain.points import show
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.consequence import Due, YearStanding, due
from duty_cli.scoring.match import satisfied
from duty_cli.scoring.outcome import Outcome, judge
from duty_cli.scoring.score import Score, Scorer


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a case. The grade is the one before quotas: those need everybody."""

    case: Case
    score: Score
    outcome: Outcome
    term_missed: tuple[Minimum, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that was not met, and what came instead."""

    case: Case
    expected: Expectation
    came: Value

    def __str__(self) -> str:
        what = f"{self.expected.aspect}“{self.expected.name}”" if self.expected.name else str(self.expected.aspect)
        said, came = shown(self.expected.value), shown(self.came)
        return f"{self.expected.place}：{self.case.sentence}：{what}应为 {said}，实为 {came}"


def shown(value: Value) -> str:
    """A value in words."""
    if isinstance(value, frozenset):
        return "、".join(sorted(value)) or "无"
    return value if isinstance(value, str) else show(value)


def tried(book: Rulebook, case: Case) -> Tried:
    """Score and judge the member of a case, and see what would be proposed at the end of the year."""
    days = year_of(case.year)
    own = list(case.tallies)
    score = Scorer(book, days).score(case.member, own)
    outcome = judge(book, case.member, days, score.total, own)
    history = {
        year: YearStanding(earlier.score or 0, earlier.grade, earlier.tallies) for year, earlier in case.earlier.items()
    }
    history[case.year] = YearStanding(score.total, outcome.grade, own)
    serving = case.member.in_office(days.last)
    proposed = due(book, case.member, case.year, history) if serving else ()
    return Tried(case, score, outcome, tuple(_missed_in_term(book, case)), proposed)


def _missed_in_term(book: Rulebook, case: Case) -> Iterator[Minimum]:
    """The minimums on the term's clock that the years of the case do not meet."""
    days = Period(year_of(min(case.earlier, default=case.year)).first, year_of(case.year).last)
    every = [*case.tallies, *(tally for earlier in case.earlier.values() for tally in earlier.tallies)]
    for minimum in book.minimums:
        if minimum.within == "term" and concerns(minimum.applies_to, case.member, days, days):
            yield from () if satisfied(minimum.need, every) else (minimum,)


def mismatches(one: Tried) -> list[Mismatch]:
    """The expectations of the case that were not met."""
    came = ((expected, _came(one, expected)) for expected in one.case.expected)
    return [Mismatch(one.case, expected, value) for expected, value in came if value != expected.value]


def _came(one: Tried, expected: Expectation) -> Value:
    match expected.aspect:
        case Aspect.SCORE:
            return one.score.total
        case Aspect.GRADE:
            return one.outcome.grade
        case Aspect.CATEGORY:
            return next(part.score for part in one.score.categories if part.id == expected.name)
        case Aspect.ITEM:
            items = (item for part in one.score.categories for item in part.items)
            return next(item.score for item in items if item.id == expected.name)
        case Aspect.PROPOSALS:
            return frozenset(found.consequence.id for found in one.due)
        case Aspect.NOT_SCORED:
            return frozenset(left.tally.kind for left in one.score.unscored)
        case Aspect.MINIMUMS:
            return frozenset(minimum.id for minimum in one.outcome.missed)
        case Aspect.TERM_MINIMUMS:
            return frozenset(minimum.id for minimum in one.term_missed)
        case Aspect.VETOES:
            return frozenset(veto.id for veto in one.outcome.vetoes)
        case _:
            assert_never(expected.aspect)
