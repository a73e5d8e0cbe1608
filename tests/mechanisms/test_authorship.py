"""A1–A7: joint work. A record says the member's place among the authors and how many they are."""

from __future__ import annotations

from fractions import Fraction

from duty_cli.model.exact_numbers import Points
from tests.mechanisms.small import category, earned, text
from tests.scoring.small import rulebook, score, tally
from tests.workspace import Duty

FINE = "{places: 3, half: up}"


def each(rule: str, authors: int, points: int = 20) -> list[Points]:
    """What each author of one work gets, in their order."""
    item = f"when: {{kind: 提案}}, points: {points}, combine: sum, authors: {rule}"
    return [earned(item, tally("提案", position=place, authors=authors)) for place in range(1, authors + 1)]


def test_a1_one_value_for_the_first_and_one_for_the_others() -> None:
    assert each("{first: 1, others: 3/4}", 3) == [20, 15, 15]


def test_a2_the_first_alone() -> None:
    assert each("{first: 1, others: 0}", 3) == [20, 0, 0]


def test_a3_half_for_the_first_and_the_rest_in_equal_parts() -> None:
    item = "when: {kind: 提案}, points: 25, combine: sum, authors: {first: 1/2, others: split_rest}"
    book = rulebook(
        categories=f"[{{id: 甲, clause: 第3条, items: [{{id: 甲, clause: 第3条, {item}}}]}}]", rounding=FINE
    )
    parts = [score(book, tally("提案", position=place, authors=5)).total for place in range(1, 6)]
    assert parts == [Fraction("12.5"), *[Fraction("3.125")] * 4]


def test_a4_collective_work_is_credited_to_three_and_no_fourth(duty: Duty) -> None:
    assert each("{first: 1, others: 1, at_most: 3}", 4) == [20, 20, 20, 0]
    duty.change_rules("{id: 提案, clause: 第3条}", "{id: 提案, clause: 第3条, authors_at_most: 3}")
    duty.done("record 1001 提案 --on 2026-03-05 --position 3 --authors 4")
    assert "最多登记 3 名作者" in duty.refused("record 1002 提案 --on 2026-03-05 --position 4 --authors 4")


def test_a5_joint_works_count_once_only() -> None:
    rule = "when: {kind: 提案, authors: {above: 1}}, points: 6, combine: once"
    assert earned(rule, *[tally("提案", position=1, authors=2)] * 3) == 6


def test_a6_the_person_and_the_group_are_credited(duty: Duty) -> None:
    of_group = category("提案", "when: {kind: 提案}, points: 2, combine: sum")
    rules = {"subject": "liaison_group", "effective": "{from: 2022-01-01, to: 2026-12-31}"}
    duty.write("rules/scoring-groups.yaml", text(**rules, categories=f"[{of_group}]"))
    for number in ("1001", "1002", "1003"):
        duty.done(f"record {number} 提案 --on 2026-03-05 --stage 立案")
    person = duty.done("explain 1001 --year 2026")
    group = duty.done("explain 城东联络组 --year 2026 --subject 委员联络组")
    assert ("2026年度积分 58，" in person, "2026年度积分 4，" in group) == (True, True)
    assert "共 2 个组：" in duty.done("annual-evaluation 2026 --subject 委员联络组")
    public = duty.done("annual-evaluation 2026 --subject 委员联络组 --for 公示")
    assert ("公示稿不列各组的积分、等次和出席情况" in public, "人数" in public) == (True, False)


def test_a7_who_gathered_wrote_or_sent_it_scores_by_that_part() -> None:
    rule = """when: {kind: 提案}, combine: sum, several_levels: stacked, levels: [
      {id: 采集, when: {stage: 采集}, points: 1}, {id: 撰写, when: {stage: 撰写}, points: 3},
      {id: 报送, when: {stage: 报送}, points: 2}]"""
    categories = f"[{{id: 甲, clause: 第3条, items: [{{id: 甲, clause: 第3条, {rule}}}]}}]"
    book = rulebook(stages="[采集, 撰写, 报送]", categories=categories)
    assert [score(book, tally("提案", stages=part)).total for part in ("撰写", "采集、报送")] == [3, 3]
