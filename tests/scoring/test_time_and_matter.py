"""Windows that have not come, a matter among several items, selections that have not begun."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import WindowUnit
from duty_cli.model.periods import Period, YearEnd, year_of
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.grading import judge
from duty_cli.scoring.measures import stretches
from duty_cli.scoring.trace import Step
from tests.mechanisms.everyone import selected
from tests.mechanisms.small import of_items
from tests.scoring.small import YEAR, member, rulebook, tally

MONTHLY = (
    "when: {kind: 提案}, window: {each: month, across: %s}, measure: {of: records}, table: [{at_least: 0, points: 6}]"
)


@pytest.mark.parametrize(("across", "points"), [("sum", 18), ("mean", 6)])
def test_a_month_that_has_not_come_neither_earns_nor_counts(across: str, points: Points) -> None:
    scorer = Scorer(of_items(MONTHLY % across), YEAR)
    assert scorer.score(member(), [], until=date(2026, 3, 31)).total == points


def lengths(clock: WindowUnit, year: Period) -> list[int]:
    """The days of each window of a year."""
    return [(one.last - one.first).days + 1 for one in stretches(clock, year)]


def test_a_week_over_the_years_end_is_a_short_week_of_either_year() -> None:
    """As docs/规则语言.md tells it: 2025-12-29, a Monday, to 2026-01-04."""
    assert lengths(WindowUnit.WEEK, year_of(2025))[-1] == 3
    assert lengths(WindowUnit.WEEK, YEAR) == [4, *[7] * 51, 4]
    weekly = "when: {kind: 走访}, points: 1, combine: sum, window: {each: week, across: sum, cap: 1}"
    visits = [tally("走访", "2025-12-31", count=2), tally("走访", "2026-01-01", count=2), tally("走访", "2026-01-05")]
    assert [Scorer(of_items(weekly), year_of(at)).score(member(), visits).total for at in (2025, 2026)] == [1, 2]


def test_months_and_quarters_are_those_of_the_calendar_wherever_the_year_ends() -> None:
    """As docs/规则语言.md tells it: a year up to 20 December begins with a window of eleven days."""
    shifted = YearEnd(12, 20).of(2026)
    assert lengths(WindowUnit.QUARTER, shifted) == [11, 90, 91, 92, 81]
    assert lengths(WindowUnit.MONTH, shifted)[:2] == [11, 31]


def test_nothing_is_missed_in_a_quarter_that_has_not_come() -> None:
    need = "need: {kind: 提案, at_least: 1}, else: {grade_at_most: 不合格}"
    book = rulebook(minimums=f"[{{id: 每季一件, clause: 第3条, about: 履职, within: quarter, {need}}}]")
    made = [tally("提案", "2026-02-03")]
    assert judge(book, member(), YEAR, 90, made, date(2026, 3, 31)).missed == ()
    assert [one.id for one in judge(book, member(), YEAR, 90, made, date(2026, 4, 1)).missed] == ["每季一件"]


def test_a_matter_of_two_records_alike_scores_once_in_its_category() -> None:
    book = of_items("when: {kind: 提案}, points: 5, combine: sum", said="same_matter: highest")
    grouped = [tally("提案", matter="TA-1", count=2)]
    single = [tally("提案", matter="TA-1"), tally("提案", matter="TA-1")]
    assert [Scorer(book, YEAR).score(member(), own).total for own in (grouped, single)] == [5, 5]


@pytest.mark.parametrize(("year", "names"), [(2022, set()), (2024, {"甲"}), (2025, set()), (2026, {"甲"})])
def test_a_selection_of_every_second_year_begins_with_its_first(year: int, names: set[str]) -> None:
    rule = "take: top, at_most: 1, unit: members, round: down, ties: exclude, every: 2, first_year: 2024, propose: 表彰"
    assert set(selected(rule, {"甲": Fraction(9), "乙": Fraction(5)}, year=year)) == names


def test_each_window_of_a_measure_is_told_with_its_days() -> None:
    lines = Scorer(of_items(MONTHLY % "sum"), YEAR).score(member(), [tally("提案", on="2026-03-05")]).lines
    told = [one.level for one in lines if one.step is Step.MEASURED]
    assert (len(told), told[2]) == (12, "2026-03-01 至 2026-03-31，计数 1")
