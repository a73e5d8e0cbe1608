"""What papers say of the conditions of a rule: the records and points behind a rate, a sum, a category, a step before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

RULES = """consequences:
  - {id: 常缺席, clause: 第12条, propose: 研究缺席, fires: every_year, if: {rate: {
      count: {kind: 委员活动日, attendance: 缺席}, over: {kind: 委员活动日, attendance: [出席, 缺席]}}, at_least: 1/3, within: year}}
  - {id: 提案少, clause: 第3条, propose: 研究提案, fires: once, if: {all: [
      {sum: [{kind: 提案}, {kind: 座谈交流}], at_most: 1, within: year},
      {score: 会议, below: 50, years: 1, within: year}, {not: {grade: 优秀, years: 1, within: term}}]}}
  - {id: 再研究, clause: 第12条, propose: 再作研究, fires: every_year, if: {proposed: 提案少, years: 1, within: year}}
"""


@pytest.fixture
def year(duty: Duty) -> Duty:
    """2025, closed: of three days one was missed, and one talk was had."""
    old = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    duty.change_rules(old[old.index("consequences:") :], RULES)
    for day, state in (("05-06", "出席"), ("06-06", "出席"), ("07-06", "缺席")):
        duty.done(f"record 1003 委员活动日 --on 2025-{day} --attendance {state} --activity 活动日{day[:2]}")
    duty.done("record 1003 座谈交流 --on 2025-03-05")
    duty.done("close-year 2025 --although-open")
    return duty


def evidence(duty: Duty, rule: str) -> list[str]:
    found = duty.member("annual-evaluation 2025", "1003")["proposals"]
    return next(list(one["evidence"]) for one in found if one["id"] == rule)


def test_a_rate_is_told_with_all_the_records_that_it_is_taken_of(year: Duty) -> None:
    said, *records = evidence(year, "常缺席")
    assert said == "2025 年度委员活动日出席 2 次、缺席 1 次，共 3 次，计入分子的 1，占 33.33%"
    assert [one.split("（")[0] for one in records] == [
        f"2025-{day} 委员活动日 活动日{day[:2]} {state}"
        for day, state in (("05-06", "出席"), ("06-06", "出席"), ("07-06", "缺席"))
    ]


def test_a_sum_tells_each_of_its_sorts_and_a_category_its_points(year: Duty) -> None:
    told = evidence(year, "提案少")
    assert told[0] == "2025 年度没有登记提案的记录"
    assert told[1].startswith("2025 年度座谈交流 1 件")
    assert "2025 年度履职分 45，会议 45，等次不合格" in told
    assert "2025 年度履职分 45，等次不合格" in told


def test_a_step_that_rests_on_another_names_it(year: Duty) -> None:
    assert evidence(year, "再研究") == ["2025 年度符合“提案少”的条件"]


def test_the_rules_say_each_condition_in_words(year: Duty) -> None:
    told = year.done("rules show rules/scoring.yaml").replace("\n", "")
    assert (
        "一年内“委员活动日，出席情况为缺席”占“委员活动日，出席情况为出席、缺席之一”的比例至少 1/3的，提请研究：研究缺席"
        in told
    )
    assert (
        "（一年内“提案”、“座谈交流”合计至多 1 件（次），并且当年会议得分低于 50 分，并且（届内累计 1 年等次为优秀）不成立）的，"
        "提请研究：研究提案；届内只在第一个成立的年度提请" in told
    )


def of_term(duty: Duty, need: str, about: str = "履职") -> None:
    duty.change_rules(
        "minimums:\n", f"minimums:\n  - {{id: 届内, clause: 第3条, about: {about}, within: term, need: {need}}}\n"
    )


def test_a_count_that_names_no_kind_is_of_every_kind_in_every_year_of_the_term(duty: Duty) -> None:
    of_term(duty, "{all: [{kind: 提案, at_least: 1}, {level: 市级, not: {attendance: 缺席}, at_least: 1}]}")
    duty.done("record 1003 提案 --on 2026-03-05")
    duty.done("record 1003 座谈交流 --on 2024-03-05 --level 市级")
    duty.done("record 1002 提案 --on 2026-03-05")
    for number, lacking in (("1003", False), ("1002", True)):
        assert ("届内" in [one["id"] for one in duty.member("watch 2026", number)["open"]]) is lacking


def test_who_has_no_record_has_no_more_than_are_allowed(duty: Duty) -> None:
    of_term(duty, "{kind: 委员活动日, attendance: 缺席, at_most: 0}", "培训")
    duty.done("record 1003 委员活动日 --on 2026-03-05 --attendance 缺席 --activity 春游")
    duties: Any = duty.json("calendar 2026")["duties"]
    said = next(one["said"] for one in duties if one["duty"] == "届内")
    assert said == "6/7 人完成，尚缺：1003 孙三禾"
    assert "届内" in [one["id"] for one in duty.member("watch 2026", "1003")["open"]]
    assert "届内" not in [one["id"] for one in duty.member("watch 2026", "1002")["open"]]


def test_what_is_too_much_cannot_be_mended_by_more(duty: Duty) -> None:
    rule = "  - {id: 少缺席, clause: 第3条, about: 履职, within: year, need: {kind: 委员活动日, attendance: 缺席, at_most: 0}}\n"
    duty.change_rules("minimums:\n", f"minimums:\n{rule}")
    duty.done("record 1003 委员活动日 --on 2026-03-05 --attendance 缺席 --activity 春游")
    [open_] = [one for one in duty.member("watch 2026", "1003")["open"] if one["id"] == "少缺席"]
    assert open_["until"] is None


def test_what_points_bar_from_is_never_called_conduct(duty: Duty) -> None:
    veto = "  - {id: 会议不足, clause: 第6条, if: {score: 会议, below: 60}, grade_at_most: 不合格}\n"
    duty.change_rules("vetoes:\n", f"vetoes:\n{veto}")
    for number in (1, 2):
        duty.done(f"record 1003 提案 --on 2025-03-05 --stage 立案 --title 第{number}件")
    duty.close(2025)
    paper = duty.done("annual-evaluation 2025")
    told = duty.done("explain 1003 --year 2025")
    assert "有限制等次的情形“会议不足”" in told
    assert "纪律情形“" not in told
    assert "纪律情形：会议不足" not in paper
    assert "因未达最低要求、纪律情形或“会议不足”为不合格" in told.replace("\n", "")


def test_the_watch_says_that_points_are_lacking_of_a_minimum_of_several_parts(duty: Duty) -> None:
    parts = "{all: [{kind: 提案, at_least: 1}, {score: 会议, at_least: 60}]}"
    rule = f"  - {{id: 两样, clause: 第3条, about: 履职, within: year, need: {parts}}}\n"
    duty.change_rules("minimums:\n", f"minimums:\n{rule}")
    duty.done("record 1003 提案 --on 2026-03-05")
    assert "两样（缺足够的“会议”得分）" in duty.done("watch 2026 --format md")
    duty.done("record 1003 全体会议 --on 2026-03-06 --activity 五次会议")
    assert "两样" not in [one["id"] for one in duty.member("watch 2026", "1003")["open"]]


def test_the_watch_reckons_the_points_of_a_category_that_a_consequence_asks(duty: Duty) -> None:
    old = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    rule = """consequences:
  - {id: 会议少, clause: 第12条, propose: 约谈提醒, fires: every_year, if: {score: 会议, below: 50, years: 1, within: year}}
"""
    duty.change_rules(old[old.index("consequences:") :], rule)
    duty.done("record 1003 委员活动日 --on 2026-03-05 --attendance 缺席 --activity 春游")
    found = [duty.member("watch 2026", number)["matters"] for number in ("1003", "1002")]
    assert [[one["id"] for one in some if one["reached"]] for some in found] == [["会议少"], []]
