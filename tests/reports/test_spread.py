"""How results spread, and a member's year by quarters."""

from __future__ import annotations

from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.periods import Period, Quarter, quarters_in, year_of
from duty_cli.scoring.distribution import means_by_group, score_bands
from tests.workspace import Duty


@pytest.mark.parametrize(
    ("totals", "bands"),
    [
        ((), []),
        ((60,), [(60, 61, 1)]),
        (
            (59, Fraction(119, 2), 60, 71),
            [(58, 60, 2), (60, 62, 1), (62, 64, 0), (64, 66, 0), (66, 68, 0), (68, 70, 0), (70, 72, 1)],
        ),
        ((0, 110), [(0, 10, 1), *((at, at + 10, 0) for at in range(10, 110, 10)), (110, 120, 1)]),
        ((-3, 0), [(-3, -2, 1), (-2, -1, 0), (-1, 0, 0), (0, 1, 1)]),
    ],
)
def test_scores_fall_into_few_bands_of_a_round_width(
    totals: tuple[Points, ...], bands: list[tuple[int, int, int]]
) -> None:
    assert [(band.first, band.below, band.members) for band in score_bands(totals)] == bands


def test_means_are_to_two_decimals_and_who_has_no_group_comes_last() -> None:
    rows: list[tuple[str, Points, dict[str, Points]]] = [
        ("", 3, {"会议": 3}),
        ("经济界", 10, {"会议": 10}),
        ("经济界", 5, {"会议": 4, "提案": 1}),
        ("经济界", 5, {"会议": 5}),
    ]
    found = [(one.name, one.members, one.mean, dict(one.categories)) for one in means_by_group(rows, "（未分界别）")]
    assert found == [
        ("经济界", 3, Fraction(667, 100), {"会议": Fraction(633, 100), "提案": Fraction(33, 100)}),
        ("（未分界别）", 1, 3, {"会议": 3}),
    ]


def test_the_quarters_of_a_year_are_those_that_share_a_day_with_it() -> None:
    assert [str(one) for one in quarters_in(year_of(2026))] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    odd = Period(Quarter(2025, 4).period.last, Quarter(2026, 1).period.first)
    assert [str(one) for one in quarters_in(odd)] == ["2025-Q4", "2026-Q1"]


def test_a_member_by_quarters_is_the_same_as_in_the_quarterly_statistics(duty: Duty) -> None:
    for day in ("2026-02-02", "2026-02-03", "2026-05-06", "2026-08-07"):
        duty.done(f"record 1001 提案 --on {day} --stage 立案")
    told = duty.json("explain 1001 --year 2026")["quarters"]
    counted = []
    for name in ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"):
        row = duty.member(f"quarter-report {name}", "1001")
        counted.append({"quarter": name, "score": row["score"], "year_so_far": row["year_so_far"]})
    assert told == counted


def test_a_member_has_no_quarter_before_the_first_in_office(duty: Duty) -> None:
    told = duty.json("explain 1007 --year 2026")["quarters"]
    assert isinstance(told, list)
    assert [one["quarter"] for one in told] == ["2026-Q3", "2026-Q4"]


def test_attendance_by_quarters_sums_to_the_years(duty: Duty) -> None:
    for day in ("2026-03-02", "2026-09-02"):
        duty.done(f"attend 全体会议 --on {day} --title 会议 --all-present --except 请假=1001")
    figures = duty.json("annual-notice 2026 --for 内部")["figures"]
    assert isinstance(figures, dict)
    assert list(figures["quarters"]) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    for key in ("expected", "present", "on_leave", "absent"):
        assert sum(one[key] for one in figures["quarters"].values()) == figures["attendance"][key]
