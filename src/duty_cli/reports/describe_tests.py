"""What rules ask of a member, told: counts of records, and years of a grade, a score or a selection."""

from __future__ import annotations

from typing import assert_never

from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    ChosenBy,
    GradeIs,
    NumberBounds,
    RecordCount,
    ScoreIs,
    Test,
    YearCount,
    YearFact,
    YearWindow,
)
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.describe_parts import PIECE, asked, listed


def needed(need: Test, book: Rulebook) -> str:
    """A need of a minimum or a selection; the days in which it is to be met are told by the rule."""
    match need:
        case RecordCount():
            return _counted(need, book)
        case AllOf(parts):
            return _joined("，并且", [needed(part, book) for part in parts])
        case AnyOf(parts):
            return _joined("，或者", [needed(part, book) for part in parts])
        case YearCount(fact):
            return _fact(fact, book)
        case _:
            assert_never(need)


def tested(test: Test, book: Rulebook) -> str:
    """A test of a consequence, with the years in which it looks."""
    match test:
        case RecordCount(years=years):
            span = "届内" if years is None else "一年内" if years == 1 else f"最近 {years} 年内"
            return span + _counted(test, book)
        case YearCount(fact, at_least, window):
            return _years(window, at_least) + _fact(fact, book)
        case AllOf(parts):
            return _joined("，并且", [tested(part, book) for part in parts])
        case AnyOf(parts):
            return _joined("，或者", [tested(part, book) for part in parts])
        case _:
            assert_never(test)


def _joined(word: str, parts: list[str]) -> str:
    """Several in brackets, so that 并且 and 或者 stay apart: （甲，或者乙）."""
    return f"（{word.join(parts)}）"


def _counted(asked_for: RecordCount, book: Rulebook) -> str:
    named = "和".join(f"“{asked(when, book)}”" for when in asked_for.whens)
    return f"{named}{_bounds(asked_for.bounds)}"


def _bounds(bounds: NumberBounds) -> str:
    said: dict[str, Points | None] = {"至少": bounds.at_least, "至多": bounds.at_most}
    return "、".join(f"{word} {show(number)} {PIECE}" for word, number in said.items() if number is not None)


def _fact(fact: YearFact, book: Rulebook) -> str:
    match fact:
        case GradeIs(grades):
            return f"等次为{listed(grades, (band.grade for band in book.bands))}"
        case ScoreIs(bounds):
            return f"总分低于 {show(bounds.below or 0)} 分"
        case ChosenBy(selection):
            return f"列入{selection}"
        case _:
            assert_never(fact)


def _years(window: YearWindow, at_least: int) -> str:
    match window:
        case "year":
            return "当年"
        case "term":
            return f"届内累计 {at_least} 年"
        case "in_a_row":
            return f"届内连续 {at_least} 年"
        case _:
            return f"最近 {window} 年内有 {at_least} 年"
