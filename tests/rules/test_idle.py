"""Caps, floors and grades that nothing can reach: told by ``rules check``, and no reason to refuse the file."""

from pathlib import Path

import pytest

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.rules.rule_files import check, load
from duty_cli.rules.rules_folder import rule_files
from tests.rules.small import text, with_item

RULES = Path(__file__).parents[2] / "rules"
SHIPPED = sorted(file for file in RULES.rglob("*.yaml") if b"\nformat: duty-rules/" in b"\n" + file.read_bytes())
ACCOUNT = "when: {kind: 年度述职}"
PLENARY = "when: {kind: 全体会议, attendance: 出席}"
RATE = "when: {kind: 全体会议}, measure: {of: rate, present: 出席}"
# No grade is out of reach, whatever the one item comes to.
PASSED = "[{grade: 合格, min: 0}]"


def told(**sections: str) -> str:
    written = {"scoring.yaml": text(**{"bands": PASSED, "total": "{floor: 0}"} | sections).encode()}
    load(written)
    try:
        check(written)
    except RuleProblems as refusal:
        return "\n".join(map(str, refusal.problems))
    return ""


@pytest.mark.parametrize(
    ("item", "most"),
    [
        (f"{PLENARY}, points: 5, combine: once", "5"),
        (f"{PLENARY}, points: 5, combine: highest", "5"),
        (f"{PLENARY}, points: {{by: role, values: {{常委: 8}}, otherwise: 5}}, combine: once", "8"),
        (f"{PLENARY}, points: 5, combine: once, per: share", "5"),
        (f"{PLENARY[:-1]}, quantity: {{at_most: 3}}}}, points: 5, combine: once, per: quantity", "15"),
        (f"{ACCOUNT}, points: 0.5, combine: highest, per: judged", "5"),
        (f"{ACCOUNT[:-1]}, judged: {{at_most: 6}}}}, points: 0.5, combine: highest, per: judged", "3"),
        (f"{PLENARY}, points: -2, combine: sum", "0"),
        (f"{PLENARY}, points: 1, combine: once, window: {{each: quarter, across: sum}}", "4"),
        (f"{PLENARY}, points: 1, combine: once, window: {{each: month, across: mean}}", "1"),
        (f"{PLENARY}, points: 1, combine: sum, window: {{each: month, across: sum, cap: 2}}", "24"),
        (f"{RATE}, table: [{{at_least: 90%, points: 9}}, {{at_least: 0, points: 3}}]", "9"),
        (f"{PLENARY}, measure: {{of: records}}, target: {{reach: 4, points: 12, above: 0, below: 3}}", "12"),
        ("when: {kind: 提案}, several_levels: stacked, combine: highest, levels: "
         "[{id: 甲, when: {stage: 提交}, points: 2}, {id: 乙, when: {stage: 立案}, points: 4}]", "6"),
        ("when: {kind: 提案}, several_levels: highest, combine: highest, levels: "
         "[{id: 甲, when: {stage: 提交}, points: 2}, {id: 乙, when: {stage: 立案}, points: 4}]", "4"),
    ],
)  # fmt: skip
def test_a_cap_is_out_of_reach_beyond_the_most_an_item_can_earn(item: str, most: str) -> None:
    assert told(categories=with_item(f"{item}, cap: {most}")) == ""
    assert f"计分项“甲”最多 {most} 分" in told(categories=with_item(f"{item}, cap: {most}.01"))


@pytest.mark.parametrize(
    "item",
    [
        f"{PLENARY}, points: 5, combine: sum",
        f"{PLENARY}, points: 5, combine: once, per: quantity",
        f"{PLENARY}, measure: {{of: records}}, target: {{reach: 4, points: 12, above: 1, below: nothing}}",
    ],
)
def test_nothing_is_claimed_of_what_has_no_limit(item: str) -> None:
    assert told(categories=with_item(f"{item}, cap: 9999, floor: 0")) == ""


def test_a_floor_is_out_of_reach_below_the_least_an_item_can_cost() -> None:
    item = f"{PLENARY}, points: -5, combine: once"
    assert told(categories=with_item(f"{item}, floor: -5")) == ""
    assert "下限 -6 永远达不到，计分项“甲”最低 -5 分" in told(categories=with_item(f"{item}, floor: -6"))


def test_a_weekly_cap_is_held_against_one_week() -> None:
    item = f"{PLENARY}, points: 2, combine: once, window: {{each: week, across: sum, cap: 3}}"
    assert "上限 3 永远达不到，计分项“甲”每期最多 2 分" in told(categories=with_item(item))


def test_a_year_that_ends_within_a_month_has_a_thirteenth_window() -> None:
    item = f"{PLENARY}, points: 1, combine: once, window: {{each: month, across: sum}}, cap: 13"
    year = {"year_ends": "12-20", "effective": "{from: 2025-12-21, to: 2026-12-20}"}
    assert told(categories=with_item(item), **year) == ""
    assert "最多 12 分" in told(categories=with_item(item))


TWO = """
  - {id: 一, clause: 第3条, base: 10, cap: 30, items: [{id: 甲, clause: 第3条, when: {kind: 提案}, points: 1, combine: sum}]}
  - {id: 二, clause: 第3条, weight: 0.5, items: [{id: 乙, clause: 第3条, when: {kind: 提案}, points: 8, combine: once}]}"""


def test_the_total_is_what_the_categories_bring_with_their_weights() -> None:
    assert told(categories=TWO, total="{base: 5, cap: 39, floor: 0}") == ""
    assert "上限 40 永远达不到，总分最多 39 分" in told(categories=TWO, total="{base: 5, cap: 40, floor: 0}")


def test_a_joint_bound_is_held_against_its_categories() -> None:
    joint = "[{id: 合计, clause: 第3条, categories: [一, 二], cap: 39}]"
    said = told(categories=TWO.replace("weight: 0.5, ", ""), joint_bounds=joint)
    assert "上限 39 永远达不到，“合计”各类最多 38 分" in said


def test_each_value_of_a_cap_that_differs_by_role_is_looked_at() -> None:
    cap = "{by: role, values: {常委: 20}, otherwise: 35}"
    assert "上限 35 永远达不到，总分最多 34 分" in told(categories=TWO, total=f"{{cap: {cap}, floor: 0}}")


def test_a_grade_is_out_of_reach_above_all_totals_and_a_multiplier_may_bring_it_near() -> None:
    bands = "[{grade: 优秀, min: 40}, {grade: 合格, min: 0}]"
    times = "[{id: 系数, clause: 第3条, applies_to: {role: 常委}, times: 1.2}]"
    assert "等次“优秀”永远达不到，下限是 40，总分最高 34 分" in told(categories=TWO, bands=bands)
    assert told(categories=TWO, bands=bands, multipliers=times) == ""


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: str(file.relative_to(RULES)))
def test_every_rule_file_that_comes_with_the_program_is_silent(file: Path) -> None:
    check(rule_files(file))
