"""T1–T13: years and their versions, clocks, quarterly and annual reckoning."""

from __future__ import annotations

from typing import Any

from duty_cli.model.rulebook import Rules
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import rules_of
from tests.mechanisms.everyone import selected
from tests.mechanisms.small import category, of_items, outcome, proposed, text
from tests.scoring.small import rulebook, score, tally
from tests.workspace import Duty

FAIR = (70, "合格")


def test_t1_a_year_is_the_calendar_year(duty: Duty) -> None:
    for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"):
        duty.done(f"record 1001 提案 --on {day} --stage 立案")
    assert [len(duty.seqs("1001", year)) for year in (2024, 2025, 2026)] == [1, 2, 1]


def test_t2_a_year_ends_on_the_twentieth_of_december() -> None:
    book = rulebook(effective="{from: 2025-12-21, to: 2026-12-20}", year_ends="12-20")
    days = Rules((book,), "", {}).of_year(2026)
    assert days is not None
    visits = [tally("走访", on=day) for day in ("2025-12-20", "2025-12-21", "2026-12-20", "2026-12-21")]
    in_year = [visit for visit in visits if visit.on in days.days]
    assert [str(visit.on) for visit in in_year] == ["2025-12-21", "2026-12-20"]


def test_t3_an_item_has_days_of_its_own_over_years() -> None:
    own = "when: {kind: 走访}, points: 2, combine: sum, window: {from: 2024-07-01, to: 2026-06-30}"
    visits = [tally("走访", on=day) for day in ("2024-06-30", "2024-07-01", "2025-03-05", "2026-06-30", "2026-07-01")]
    book = of_items(own, effective="{from: 2024-01-01, to: 2026-12-31}")
    assert (score(book, *visits).total, score(book, *visits, year=2025).total) == (6, 0)


def test_t4_a_counter_runs_over_the_term() -> None:
    rule = "[{id: 表扬, clause: 第9条, if: {records: {kind: 走访}, at_least: 3, within: term}, propose: 表扬}]"
    years = dict.fromkeys((2022, 2024, 2026), FAIR)
    made = {year: [tally("走访", on=f"{year}-03-05")] for year in years}
    assert (proposed(rule, years, made), proposed(rule, years, {2026: made[2026]})) == (["表扬"], [])


def test_t5_an_annual_counter_stands_beside_that_of_the_term() -> None:
    year, term = (f"{{records: {{kind: 走访}}, at_least: 2, within: {clock}}}" for clock in ("year", "term"))
    rules = f"[{{id: 年, clause: 第9条, if: {year}, propose: 年度表扬}}, {{id: 届, clause: 第9条, if: {term}, propose: 届内表扬}}]"
    visits = {year: [tally("走访", on=f"{year}-03-05")] for year in (2025, 2026)}
    assert proposed(rules, {2025: FAIR, 2026: FAIR}, visits) == ["届内表扬"]


def test_t6_a_minimum_is_met_in_every_quarter_or_in_the_year() -> None:
    quarters = [tally("走访", on=f"2026-{month}-05") for month in ("01", "04", "07", "10")]
    missed = {}
    for within in ("month", "quarter", "year"):
        rule = f"[{{id: 走访, clause: 第4条, about: 履职, within: {within}, need: {{kind: 走访, at_least: 1}}}}]"
        missed[within] = [bool(outcome(70, *made, minimums=rule).missed) for made in (quarters, quarters[1:])]
    assert missed == {"month": [True, True], "quarter": [False, True], "year": [False, False]}


def test_t7_the_quarters_of_a_year_add_up_to_the_year(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2025-03-05 --stage 立案")
    duty.done("record 1001 年度履职报告 --on 2025-12-05")
    quarters = [points_of(duty, f"quarter-report 2025-Q{number}") for number in (1, 2, 3, 4)]
    assert (quarters, points_of(duty, "annual-evaluation 2025")) == (["8", "0", "0", "5"], "63")  # and 50 to begin with


def test_t8_the_term_so_far_stands_beside_the_years(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2024-03-05 --stage 立案")
    duty.done("record 1001 年度履职报告 --on 2025-12-05")
    row = first(duty, "term-evaluation 14")
    assert ([year["score"] for year in row["years"]], row["total"]) == (["58", "55"], "113")


def test_t9_a_year_is_bound_to_its_version() -> None:
    old = text(title="旧细则", effective="{from: 2022-01-01, to: 2024-12-31}")
    new = text(title="新细则", effective="{from: 2025-01-01, to: 2026-12-31}")
    rules = load({"old.yaml": old.encode(), "new.yaml": new.encode()})
    assert [rules_of(rules, year).book.title for year in (2024, 2025)] == ["旧细则", "新细则"]


def test_t10_an_award_every_second_year() -> None:
    rule = "take: top, at_most: 1, unit: members, round: down, ties: exclude, every: 2, first_year: 2024, propose: 表彰"
    assert [selected(rule, {"甲": 90, "乙": 80}, year=year) for year in (2024, 2025, 2026)] == [{"甲"}, set(), {"甲"}]


def test_t11_days_are_shown_beside_the_points_and_not_added() -> None:
    days = category("服务天数", "when: {kind: 走访}, per: quantity, points: 1, combine: sum", said="counted: no")
    points = category("走访", "when: {kind: 走访}, points: 2, combine: sum")
    found = score(rulebook(categories=f"[{points}, {days}]"), tally("走访", quantity=5))
    assert ([one.score for one in found.categories], found.total) == ([2, 5], 2)


def test_t12_members_are_ranked_by_the_quarter_and_by_the_year(duty: Duty) -> None:
    duty.done("record 1002 提案 --on 2025-03-05 --stage 立案 --matter TA-1")
    for number in (2, 3):
        duty.done(f"record 1003 提案 --on 2025-05-05 --stage 立案 --matter TA-{number}")
    leaders = [
        first(duty, f"{report} --ranked")["number"] for report in ("quarter-report 2025-Q1", "annual-evaluation 2025")
    ]
    assert leaders == ["1002", "1003"]


def first(duty: Duty, report: str) -> dict[str, Any]:
    """The first member of a report."""
    members = duty.json(report)["members"]
    assert isinstance(members, list)
    return dict(members[0])


def points_of(duty: Duty, report: str) -> str:
    """The points of the first member in a report."""
    return str(first(duty, report)["score"])


def test_t13_the_star_of_each_quarter_is_taken_by_one_category(duty: Duty) -> None:
    star = """selections:
  - {id: 季度之星, clause: 第11条, each: quarter, by: 提案, take: top, at_most: 1, unit: members, round: down, ties: exclude,
     need: {kind: 提案, at_least: 1}, show_place: yes, propose: 通报}
"""
    duty.change_rules("consequences:\n", f"{star}consequences:\n")
    for number, day in ((1002, "03-05"), (1003, "05-05"), (1003, "05-06"), (1002, "05-07")):
        duty.done(f"record {number} 提案 --on 2025-{day} --stage 立案")
    reports: dict[str, Any] = {name: duty.json(f"quarter-report 2025-{name}") for name in ("Q1", "Q2", "Q3")}
    stars = {
        name: [(one["number"], one["score"], one["place"]) for one in report["chosen"]]
        for name, report in reports.items()
    }
    assert stars == {"Q1": [("1002", "8", 1)], "Q2": [("1003", "16", 1)], "Q3": []}
    told = duty.done("quarter-report 2025-Q1")
    assert "季度之星（第11条）" in told
    assert "季度之星" not in duty.done("quarter-report 2025-Q1 --for 公示")
    assert duty.member("annual-evaluation 2025", "1002")["proposals"] == []
