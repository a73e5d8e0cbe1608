"""Who is one short of what a consequence (§12) asks, or has reached it as things stand. It only points out; people decide."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from duty_cli.model.grading_rules import Consequence
from duty_cli.model.members import Member
from duty_cli.model.proposal_matters import is_adverse, is_praise
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    GradeIs,
    Leaf,
    Not,
    NumberBounds,
    QuarterCount,
    RecordCount,
    RecordRate,
    ScoreIs,
    Test,
    YearCount,
    counted_in,
    signed_leaves,
)
from duty_cli.model.rulebook import Rulebook, YearRules
from duty_cli.scoring.consequences import (
    DueConsequence,
    Ground,
    LookingBack,
    due,
    grounds,
    looking_back,
    quarters_ground,
    records_ground,
    years_ground,
)
from duty_cli.scoring.verdicts import History, verdict


def against(rule: Consequence, book: Rulebook) -> bool:
    """Whether a consequence speaks against the member: by what it proposes, else by what it asks."""
    if is_praise(rule.propose):
        return False
    return is_adverse(rule.propose) or _asks_failure(rule.test, book)


def _asks_failure(test: Test, book: Rulebook) -> bool:
    return any(_is_failure(leaf, book, wanted=wanted) for leaf, wanted in signed_leaves(test))


def _is_failure(leaf: Leaf, book: Rulebook, *, wanted: bool) -> bool:
    """Whether a single test, or that it does not hold, speaks of too little."""
    asked = counted_in(leaf)
    if asked is not None:
        return asked.bounds.ends if wanted else asked.bounds.begins
    match leaf.fact if isinstance(leaf, YearCount) else leaf:
        case GradeIs(grades):
            return wanted and book.failing_grade in grades
        case ScoreIs(bounds):
            return bounds.ends if wanted else bounds.begins
        case _:
            return False


def due_against(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """What would be proposed against the member as things stand."""
    found = due(rules, member, history, term_ends=term_ends)
    return tuple(one for one in found if against(one.consequence, rules.book))


def near(rules: YearRules, member: Member, history: History, *, term_ends: bool) -> tuple[DueConsequence, ...]:
    """The consequences against the member that are one short, of a record or of one more year, and what is there of them."""
    found = []
    for rule in rules.book.consequences:
        case = looking_back(rules, member, rule, history, term_ends=term_ends)
        if case.concerned() and against(rule, rules.book):
            away = _away(rule.test, case)
            if away is not None and away.lacking == 1 and away.grounds:
                found.append(DueConsequence(rule, away.grounds))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Away:
    """How many records or years a test lacks, and what of it is there."""

    lacking: int
    grounds: tuple[Ground, ...] = ()


def _away(test: Test, case: LookingBack) -> _Away | None:
    """How far from holding; None where it cannot come to hold by something more."""
    match test:
        case RecordCount():
            return _records(test, case)
        case QuarterCount():
            return _quarters(test, case)
        case YearCount():
            return _years(test, case)
        case AllOf(parts):
            found = [_away(part, case) for part in parts]
            known = [one for one in found if one is not None]
            every = sum((one.grounds for one in known), ())
            return _Away(sum(one.lacking for one in known), every) if len(known) == len(found) else None
        case AnyOf(parts):
            tried = (_away(part, case) for part in parts)
            return min((one for one in tried if one is not None), key=lambda one: one.lacking, default=None)
        case RecordRate() | Not():
            # Something more may bring a rate up or down, and makes nothing so that must not be.
            return _Away(0, grounds(test, case)) if verdict(test, case) else None
        case _:
            assert_never(test)


def _quarters(asked: QuarterCount, case: LookingBack) -> _Away | None:
    """Of quarters that count: those that are over."""
    quarters, _, kept = case.quarters(asked)
    return _counted(asked.bounds, len(quarters), quarters_ground(asked, case), kept=kept)


def _years(asked: YearCount, case: LookingBack) -> _Away:
    """Of years that count: the year in hand is not over, so that only the earlier ones speak for it already."""
    shown = case.year in case.history and bool(case.shown(asked.fact, case.year))
    before = case.years(asked) if shown or asked.window != "in_a_row" else _run_before(asked, case)
    counted = {*before, *([case.year] if shown else [])}
    # A number of years is reached in the year that adds to it.
    lacking = max(asked.at_least - len(counted), int(case.year not in counted))
    earlier = tuple(sorted(counted - {case.year}))
    return _Away(lacking, years_ground(asked.fact, earlier, case))


def _run_before(asked: YearCount, case: LookingBack) -> tuple[int, ...]:
    """The years in a row up to the one before the year in hand."""
    return replace(case, year=case.year - 1).years(asked)


def _records(asked: RecordCount, case: LookingBack) -> _Away | None:
    number, _, _, kept = case.records(asked)
    return _counted(asked.bounds, number, records_ground(asked, case), kept=kept)


def _counted(bounds: NumberBounds, number: int, grounds: tuple[Ground, ...], *, kept: bool) -> _Away | None:
    # A year that was not kept may have had the records: too few of them would be held against the member.
    if bounds.at_most is not None and (not kept or number > bounds.at_most):
        return None
    lacking = max(0, int(bounds.at_least or 0) - number)
    # With one more it must still be no more than are allowed.
    if bounds.at_most is not None and number + lacking > bounds.at_most:
        return None
    return _Away(lacking, grounds if number else ())
