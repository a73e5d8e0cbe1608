from fractions import Fraction

import pytest

from duty_cli.domain.periods import Period, year_of
from duty_cli.domain.points import Points
from duty_cli.domain.rules import Rulebook, Rules
from duty_cli.rulebook.files import load

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
    assert book().grade(points).grade == grade


def test_a_total_below_every_edge_has_the_lowest_grade() -> None:
    assert book().grade(-1).grade == "不合格"


def test_the_lower_of_two_grades_is_the_worse_whichever_is_named_first() -> None:
    assert book().lower("优秀", "合格") == "合格"
    assert book().lower("合格", "优秀") == "合格"
    assert book().lower("良好", "良好") == "良好"


def test_ranks_count_from_the_best_grade() -> None:
    assert [book().rank(grade) for grade in ("优秀", "良好", "合格", "不合格")] == [0, 1, 2, 3]


def test_a_year_is_scored_by_the_one_file_that_covers_all_of_it() -> None:
    both = rules(2025, 2026)
    assert [found.file for year in (2025, 2026) if (found := both.covering(year_of(year)))] == [
        *("scoring-2025.yaml", "scoring-2026.yaml")
    ]


def test_days_that_no_single_file_covers_have_no_rules() -> None:
    both = rules(2025, 2026)
    assert both.covering(year_of(2027)) is None
    assert both.covering(Period(year_of(2025).first, year_of(2026).last)) is None
