"""Who is one short of what a consequence (§12) asks, or has reached it as things stand. It only points out; people decide."""

from __future__ import annotations

from itertools import takewhile
from typing import assert_never

from duty_cli.model.conditions import concerns
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
from duty_cli.model.proposal_matters import is_adverse, is_praise
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.consequences import (
    DueConsequence,
    Ground,
    History,
    YearsGround,
    asked_grades,
    due,
    records_counted,
)


def against(rule: Consequence, book: Rulebook) -> bool:
    """Whether a consequence speaks against the member: by what it proposes, else by what it asks."""
    if is_praise(rule.propose):
        return False
    return is_adverse(rule.propose) or _asks_failure(rule.test, book)


def _asks_failure(test: Test, book: Rulebook) -> bool:
    match test:
        case AllTests(parts) | AnyTest(parts):
            return any(_asks_failure(part, book) for part in parts)
        case ScoreYears():
            return True
        case RecordsWithin(at_most=at_most):
            return at_most is not None
        case _:
            return book.failing_grade in set(asked_grades(test))


def due_against(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """What would be proposed against the member as things stand."""
    found = due(rules, member, history, term_ends=term_ends)
    return tuple(one for one in found if against(one.consequence, rules.book))


def near(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """The consequences against the member that are one short, of a record or of one more year, and what is there of them."""
    end = Period(rules.days.last, rules.days.last)
    found = []
    for rule in rules.book.consequences:
        meant = concerns(rule.applies_to, member, end, rules.days) and (term_ends or not rule.at_term_end)
        if meant and against(rule, rules.book):
            away = _away(rule.test, rule, rules.year, history)
            if away is not None and away.lacking == 1 and away.grounds:
                found.append(DueConsequence(rule, away.grounds))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Away:
    """How many records or years a test lacks, and what of it is there."""

    lacking: int
    grounds: tuple[Ground, ...] = ()


def _away(test: Test, rule: Consequence, year: int, history: History) -> _Away | None:
    """How far from holding; None where it cannot come to hold by something more."""
    match test:
        case GradeYears(grade, at_least, window):
            return _years({at for at, one in history.items() if one.grade == grade}, year, at_least, window, history)
        case ScoreYears(below, at_least, window):
            return _years(
                {at for at, one in history.items() if one.total is not None and one.total < below},
                year,
                at_least,
                window,
                history,
            )
        case SelectedYears(selection, at_least, window):
            chosen = {at for at, one in history.items() if selection in one.selected}
            return _years(chosen, year, at_least, window, history)
        case RecordsWithin():
            return _records(test, rule, year, history)
        case AllTests(parts):
            found = [_away(part, rule, year, history) for part in parts]
            known = [one for one in found if one is not None]
            every = sum((one.grounds for one in known), ())
            return _Away(sum(one.lacking for one in known), every) if len(known) == len(found) else None
        case AnyTest(parts):
            tried = (_away(part, rule, year, history) for part in parts)
            return min((one for one in tried if one is not None), key=lambda one: one.lacking, default=None)
        case _:
            assert_never(test)


def _years(had: set[int], year: int, at_least: int, window: YearWindow, history: History) -> _Away:
    """Of years that count: the year in hand is not over, so that only the earlier ones speak for it already."""
    settled = {at for at in had if not history[at].unsettled}
    match window:
        case "year":
            counted = settled & {year}
        case "term":
            counted = settled
        case "in_a_row":
            counted = {
                *(settled & {year}),
                *takewhile(lambda at: at in settled, range(year - 1, year - 1 - len(settled), -1)),
            }
        case _:
            assert_never(window)
    # A number of years is reached in the year that adds to it.
    lacking = max(at_least - len(counted), int(year not in counted))
    earlier = tuple(sorted(counted - {year}))
    return _Away(lacking, (YearsGround(earlier),) if earlier else ())


def _records(test: RecordsWithin, rule: Consequence, year: int, history: History) -> _Away | None:
    found = records_counted(test, rule, year, history)
    if found is None or (test.at_most is not None and found.count > test.at_most):
        return None
    lacking = max(0, (test.at_least or 0) - found.count)
    # With one more it must still be no more than are allowed.
    if test.at_most is not None and found.count + lacking > test.at_most:
        return None
    return _Away(lacking, (found,) if found.count else ())
