from datetime import date
from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.periods import Period
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.rules.rule_files import load

FILE = """
format: duty-rules/1
title: 某市政协委员履职考核细则
basis: 某政协〔2026〕1号
effective: {{from: {year}-01-01, to: {year}-12-31}}
rounding: {{places: 2, half: up}}
kinds: [{{id: 提案, clause: 第1条}}]
categories:
  - {{id: 提案, clause: 第1条, items: [{{id: 提案, clause: 第1条, when: {{kind: 提案}}, points: 5, combine: sum}}]}}
total: {{floor: 0}}
bands: [{{grade: 优秀, min: 85}}, {{grade: 良好, min: 75}}, {{grade: 合格, min: 60}}, {{grade: 不合格, min: 0}}]
"""


def rules(*years: int) -> Rules:
    return load({f"scoring-{year}.yaml": FILE.format(year=year).encode() for year in years})


def book() -> Rulebook:
    return rules(2026).books[0]


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        *((Fraction("59.999"), "不合格"), (60, "合格"), (Fraction(60), "合格"), (Fraction("74.999999"), "合格")),
        *((75, "良好"), (Fraction(1699999999, 20000000), "良好"), (85, "优秀"), (120, "优秀"), (0, "不合格")),
    ],
)
def test_the_lower_edge_of_a_grade_belongs_to_it_on_exact_values(points: Points, grade: str) -> None:
    assert book().grade(points) == grade


def test_a_total_below_every_edge_has_the_lowest_grade() -> None:
    assert book().grade(-1) == "不合格"


def test_the_lower_of_two_grades_is_the_worse_whichever_is_named_first() -> None:
    assert book().lower("优秀", "合格") == "合格"
    assert book().lower("合格", "优秀") == "合格"
    assert book().lower("良好", "良好") == "良好"


def test_ranks_count_from_the_best_grade() -> None:
    assert [book().rank(grade) for grade in ("优秀", "良好", "合格", "不合格")] == [0, 1, 2, 3]


def test_a_year_is_scored_by_the_one_file_that_covers_all_of_it() -> None:
    both = rules(2025, 2026)
    assert [found.book.file for year in (2025, 2026) if (found := both.of_year(year))] == [
        *("scoring-2025.yaml", "scoring-2026.yaml")
    ]


def test_a_year_that_no_file_covers_has_no_rules() -> None:
    assert rules(2025, 2026).of_year(2027) is None


def ending(first: str, last: str, year_ends: str) -> bytes:
    text = FILE.format(year=2026).replace("2026-01-01", first).replace("2026-12-31", last)
    return f"{text}year_ends: {year_ends}\n".encode()


def test_a_year_ends_on_the_day_the_file_names() -> None:
    found = load({"a.yaml": ending("2024-12-21", "2026-12-20", "12-20")}).of_year(2026)
    assert found is not None
    assert found.days == Period(date(2025, 12, 21), date(2026, 12, 20))


def test_the_first_year_of_a_file_with_another_year_end_begins_with_the_file() -> None:
    both = load({"a.yaml": FILE.format(year=2025).encode(), "b.yaml": ending("2026-01-01", "2027-12-20", "12-20")})
    days = [found.days for year in (2025, 2026, 2027) if (found := both.of_year(year))]
    assert days == [
        Period(date(2025, 1, 1), date(2025, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 12, 20)),
        Period(date(2026, 12, 21), date(2027, 12, 20)),
    ]


def test_a_year_of_which_a_file_lacks_the_beginning_has_no_rules() -> None:
    assert load({"a.yaml": ending("2026-01-01", "2026-12-20", "12-20")}).of_year(2026) is None
