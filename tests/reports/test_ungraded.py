"""Who is not graded: neither failed nor outstanding, named with the reason, and nothing proposed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

GRADES = "bands: [{grade: 优秀"


@pytest.fixture
def year(duty: Duty) -> Duty:
    """1003 did little and died in November; 1007 came in July."""
    duty.done("record 1003 提案 --on 2026-03-02 --stage 立案")
    duty.done("record 1007 提案 --on 2026-08-02 --stage 立案")
    duty.done("member leave 1003 --on 2026-11-20")
    return duty


def of(year: Duty, number: str) -> dict[str, Any]:
    return year.member("annual-evaluation 2026", number)


def test_who_died_within_the_year_is_not_graded_and_keeps_the_points(year: Duty) -> None:
    one = of(year, "1003")
    assert (one["score"], one["grade"], one["ungraded"]) == ("58", "不评定", "年末已不在任")
    assert (one["minimums_missed"], one["proposals"]) == ([], [])
    assert year.json("annual-evaluation 2026")["grades"] == {"优秀": 0, "合格": 0, "不合格": 6, "不评定": 1}


def test_who_joined_too_late_is_not_graded_where_the_file_says_so(year: Duty) -> None:
    assert of(year, "1007")["grade"] == "不合格"
    year.change_rules(GRADES, f"graded: {{at_least_months: 7}}\n{GRADES}")
    one = of(year, "1007")
    assert (one["grade"], one["ungraded"]) == ("不评定", "当年在任 6 个月，不足 7 个月")
    year.change_rules("{at_least_months: 7}", "{at_least_months: 6}")
    assert of(year, "1007")["grade"] == "不合格"


def test_a_file_may_grade_who_was_in_office_on_any_day(year: Duty) -> None:
    year.change_rules(GRADES, f"graded: {{in_office: any_day}}\n{GRADES}")
    assert of(year, "1003")["grade"] == "不合格"


def test_every_paper_says_so_and_none_calls_it_a_failure(year: Duty) -> None:
    said = "2026年度积分 58，不评定等次（年末已不在任）。"
    assert said in year.done("explain 1003 --year 2026")
    row = year.member("term-evaluation 14", "1003")
    assert row["years"][-1]["grade"] == "不评定"
    assert 2026 not in row["failed_years"]
    assert "另有1名委员当年任职不满考评要求，不评定等次" in year.done("annual-notice 2026 --for 内部").replace("\n", "")
    missing: Any = year.json("annual-notice 2026 --for 内部")["reports_missing"]
    assert all("1003" not in names for names in missing.values())


def test_a_place_is_a_share_of_those_graded(year: Duty) -> None:
    for number in ("1001", "1002"):
        for day in ("2026-03-02", "2026-03-03"):
            year.done(f"record {number} 提案 --on {day} --stage 立案")
        year.done(f"record {number} 年度履职报告 --on 2026-11-02")
    year.change_rules("at_most: 20%", "at_most: 15%")
    # Six of seven are graded: 15 % of seven would be one place, of six it is none.
    assert year.json("annual-evaluation 2026")["quotas"] == [
        {"grade": "优秀", "group": "", "places": 0, "candidates": 0, "within": 0, "edge": None}
    ]


def test_more_months_than_a_year_has_are_refused(year: Duty) -> None:
    year.change_rules(GRADES, f"graded: {{at_least_months: 13}}\n{GRADES}")
    assert "月数应为 0 至 12；一年只有 12 个月" in year("rules check").err
