"""Cases tried on their rulebook by the very engine that scores the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.grading_rules import OPEN, UNGRADED, Minimum
from duty_cli.model.periods import Period
from duty_cli.model.records import Tally
from duty_cli.model.rule_cases import Aspect, Expectation, RuleCase, Value
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.consequences import DueConsequence, YearStanding, counted, due
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.grading import Outcome, judge
from duty_cli.scoring.matching import satisfied
from duty_cli.scoring.measures import compared


@dataclass(frozen=True, slots=True)
class TriedCase:
    """What came of a case. The grade is the one before quotas, which need everybody; ``due`` rests on the one after them."""

    case: RuleCase
    score: Score
    outcome: Outcome
    term_missed: tuple[Minimum, ...]
    due: tuple[DueConsequence, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that was not met, and what came instead."""

    case: RuleCase
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


def tried(book: Rulebook, case: RuleCase) -> TriedCase:
    """Score and judge the member of a case, and see what would be proposed at the end of the year."""
    rules = year_rules(book, case.year)
    days = rules.days
    scorer = Scorer(book, days)
    needed = [tally for tally in case.every if tally.on in scorer.needs]
    score = scorer.score(case.member, needed, among=_among(scorer, case, needed))
    own = list(case.tallies)
    outcome = judge(book, case.member, days, score.total, own)
    history = {
        year: YearStanding(
            one.score or 0,
            one.grade,
            counted(book.consequences, case.member, one.tallies, _days(book, year)),
            one.selected,
            unsettled=one.grade in (OPEN, UNGRADED),
        )
        for year, one in case.earlier.items()
    }
    counts = counted(book.consequences, case.member, own, days)
    unsettled = bool(score.lacking or outcome.ungraded)
    grade = _after_quotas(book, case, outcome.grade)
    history[case.year] = YearStanding(score.total, grade, counts, case.selected, unsettled=unsettled)
    serving = case.member.in_office(days.last)
    proposed = due(rules, case.member, history, term_ends=case.term_ends) if serving else ()
    return TriedCase(case, score, outcome, tuple(_missed_in_term(book, case)), proposed)


def _after_quotas(book: Rulebook, case: RuleCase, grade: str) -> str:
    """The grade that is left to a member whom the case says to be beyond the places of its quota."""
    falls = (quota.overflow_to for quota in book.quotas if quota.grade == grade)
    return next(falls, grade) if case.over_quota else grade


def _among(scorer: Scorer, case: RuleCase, needed: list[Tally]) -> dict[str, Points]:
    """What the member's counts come to among those of the others that the case names."""
    found: dict[str, Points] = {}
    for name, one in scorer.counts(case.member, needed).items():
        counts = {-1: one} | {at: replace(one, value=value) for at, value in enumerate(case.others[name])}
        place = compared(scorer.compares[name], counts)
        found |= {name: place[-1]} if -1 in place else {}
    return found


def year_rules(book: Rulebook, year: int) -> YearRules:
    """The year of a case under its book alone."""
    return YearRules(year, _days(book, year), book)


def _days(book: Rulebook, year: int) -> Period:
    return book.year_ends.of(year)


def _missed_in_term(book: Rulebook, case: RuleCase) -> Iterator[Minimum]:
    """The minimums on the term's clock that the years of the case do not meet."""
    days = Period(_days(book, min(case.earlier, default=case.year)).first, _days(book, case.year).last)
    for minimum in book.minimums:
        if minimum.within == "term" and concerns(minimum.applies_to, case.member, days, days):
            yield from () if satisfied(minimum.need, case.every) else (minimum,)


def mismatches(one: TriedCase) -> list[Mismatch]:
    """The expectations of the case that were not met."""
    came = ((expected, _came(one, expected)) for expected in one.case.expected)
    return [Mismatch(one.case, expected, value) for expected, value in came if value != expected.value]


def _came(one: TriedCase, expected: Expectation) -> Value:
    match expected.aspect:
        case Aspect.SCORE:
            return one.score.total
        case Aspect.GRADE:
            return OPEN if one.score.lacking and not one.outcome.ungraded else one.outcome.grade
        case Aspect.CATEGORY:
            return next(part.score for part in one.score.categories if part.id == expected.name)
        case Aspect.ITEM:
            items = (item for part in one.score.categories for item in part.items)
            return next(item.score for item in items if item.id == expected.name)
        case _:
            return frozenset(_names(one, expected.aspect))


def _names(one: TriedCase, aspect: Aspect) -> list[str]:
    match aspect:
        case Aspect.PROPOSALS:
            return [found.consequence.id for found in one.due]
        case Aspect.NOT_SCORED:
            return [left.tally.kind for left in one.score.unscored]
        case Aspect.MINIMUMS:
            return [minimum.id for minimum in one.outcome.missed]
        case Aspect.TERM_MINIMUMS:
            return [minimum.id for minimum in one.term_missed]
        case Aspect.VETOES:
            return [veto.id for veto in one.outcome.vetoes]
        case Aspect.LACKING:
            return [lack.item for lack in one.score.lacking]
        case Aspect.SCORE | Aspect.GRADE | Aspect.CATEGORY | Aspect.ITEM:
            return []
        case _:
            assert_never(aspect)
