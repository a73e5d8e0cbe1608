"""What rules ask of a member, told: counts of records, and years of a grade, a score or a selection."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from duty_cli.model.exact_numbers import show
from duty_cli.model.items import WHOLE
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    ChosenBy,
    Counted,
    DecidedOn,
    GradeIs,
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
)
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.describe_parts import PIECE, Say, asked, listed, ratio


def required(need: Test, book: Rulebook) -> str:
    """A need as what must be: 须有“提案”至少 1 件（次）, 须未列入季度之星."""
    records = isinstance(next(leaves(need)), RecordCount) and not isinstance(need, Not)
    return f"须{'有' if records else ''}{needed(need, book)}"


def needed(need: Test, book: Rulebook) -> str:
    """A need of a minimum or a selection; the days in which it is to be met are told by the rule."""
    return _told(need, book, dated=False)


def tested(test: Test, book: Rulebook) -> str:
    """A test of a consequence, with the years in which it looks."""
    return _told(test, book, dated=True)


def _told(test: Test, book: Rulebook, *, dated: bool) -> str:
    match test:
        case RecordCount() | RecordRate():
            return (_span(test.years) if dated else "") + _counted(test, book)
        case QuarterCount():
            return (_span(test.years) if dated else "当年") + _quarters(test)
        case YearCount(fact, at_least, window):
            return (_years(window, at_least) if dated else "") + _fact(fact, book)
        case AllOf(parts):
            return _joined("，并且", [_told(part, book, dated=dated) for part in parts])
        case AnyOf(parts):
            return _joined("，或者", [_told(part, book, dated=dated) for part in parts])
        case Not(YearCount(fact, 1, "year")) if _lacked(fact, book):
            return ("当年" if dated else "") + _lacked(fact, book)
        case Not(QuarterCount(bounds=NumberBounds(at_least=1, at_most=None)) as once):
            return _told(replace(once, bounds=NumberBounds(at_most=0)), book, dated=dated)
        case Not(part):
            said = _told(part, book, dated=dated)
            return f"{said if said.startswith('（') else f'（{said}）'}不成立"
        case _:
            assert_never(test)


def _lacked(fact: YearFact, book: Rulebook) -> str:
    """That something is not so of a year, where a word says it; else nothing."""
    match fact:
        case GradeIs(grades):
            return f"等次不为{listed(grades, (band.grade for band in book.bands))}"
        case ChosenBy(selection):
            return f"未列入{selection}"
        case ProposedBy(consequence):
            return f"不符合“{consequence}”的条件"
        case _:
            return ""


def _joined(word: str, parts: list[str]) -> str:
    """Several in brackets, so that 并且 and 或者 stay apart: （甲，或者乙）."""
    return f"（{word.join(parts)}）"


def _span(years: int | None) -> str:
    return "届内" if years is None else "一年内" if years == 1 else f"最近 {years} 年内"


def _counted(counted: Counted, book: Rulebook) -> str:
    if isinstance(counted, RecordRate):
        part, whole = asked(counted.part, book), asked(counted.whole, book)
        return f"“{part}”占“{whole}”的比例{_bounds(counted.bounds, ratio, '')}"
    named = [f"“{asked(when, book)}”" for when in counted.whens]
    said = named[0] if len(named) == 1 else f"{'、'.join(named)}合计"
    return f"{said}{_bounds(counted.bounds, show, f' {PIECE}')}"


def _quarters(asked: QuarterCount) -> str:
    # None at all is said so: 正好 0 个 and 至多 0 个 are no Chinese.
    none = asked.bounds.at_most == 0
    return f"{'没有一个季度' if none else _bounds(asked.bounds, show, ' 个季度')}列入{asked.selection}"


def _bounds(bounds: NumberBounds, say: Say, unit: str) -> str:
    if bounds.at_least is not None and bounds.at_least == bounds.at_most:
        return f"正好 {say(bounds.at_least)}{unit}"
    said = {"至少": bounds.at_least, "高于": bounds.above, "至多": bounds.at_most, "低于": bounds.below}
    return "、".join(f"{word} {say(number)}{unit}" for word, number in said.items() if number is not None)


def _fact(fact: YearFact, book: Rulebook) -> str:
    match fact:
        case GradeIs(grades):
            return f"等次为{listed(grades, (band.grade for band in book.bands))}"
        case ScoreIs(bounds, by):
            return f"{by if by == WHOLE else f'{by}得分'}{_bounds(bounds, show, ' 分')}"
        case ChosenBy(selection):
            return f"列入{selection}"
        case ProposedBy(consequence):
            return f"符合“{consequence}”的条件"
        case DecidedOn(consequence):
            return f"“{consequence}”已作出决定"
        case RecordCount() | RecordRate():
            return f"每年{_counted(fact, book)}"
        case QuarterCount():
            return f"每年{_quarters(fact)}"
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
