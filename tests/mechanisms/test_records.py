"""W1–W9 and what is wanted (V1–V6), as far as they are the rule language's matter."""

from __future__ import annotations

from tests.mechanisms.everyone import totals
from tests.mechanisms.small import category, earned, group, outcome, proposed
from tests.scoring.small import member, rulebook, score, tally
from tests.workspace import Duty

JUDGED = """[{id: 自评, clause: 第8条, judged: {at_least: 0, at_most: 100}},
  {id: 小组评, clause: 第8条, judged: {at_least: 0, at_most: 100}},
  {id: 办公室评, clause: 第8条, judged: {at_least: 0, at_most: 100}}]"""


def judged(kind: str, said: str) -> str:
    """A category that is the judged value of one kind."""
    return category(kind, f"when: {{kind: {kind}}}, per: judged, points: 1, combine: highest", said=said)


THREE = tally("自评", judged=95), tally("小组评", judged=90), tally("办公室评", judged=80)


def test_w1_three_scores_stand_in_columns_and_the_office_decides() -> None:
    columns = f"[{judged('自评', 'counted: no')}, {judged('小组评', 'counted: no')}, {judged('办公室评', 'weight: 1')}]"
    found = score(rulebook(kinds=JUDGED, categories=columns), *THREE)
    assert ([one.score for one in found.categories], found.total) == ([95, 90, 80], 80)


def test_w2_the_ledger_says_who_entered_a_record(duty: Duty) -> None:
    duty.done("--by 提案委 record 1001 提案 --on 2026-03-05 --stage 立案")
    assert "提案委" in duty.done("log --last 1")


def test_w3_a_file_is_verified_before_it_is_entered(duty: Duty) -> None:
    duty.write("提案.csv", "委员编号,履职事项,日期,阶段\n1001,提案,2026-03-05,立案\n")
    before = duty.digest()
    duty.done("import 提案.csv --dry-run")
    assert duty.digest() == before


def test_w4_a_written_and_an_oral_account_are_both_needed() -> None:
    kinds = "[{id: 走访, clause: 第4条}, {id: 书面述职, clause: 第11条}, {id: 口头述职, clause: 第11条}]"
    need = "need: {all: [{kind: 书面述职, at_least: 1}, {kind: 口头述职, at_least: 1}]}"
    rule = f"[{{id: 述职, clause: 第11条, about: 述职, within: year, {need}, else: {{grade_at_most: 合格}}}}]"
    made = [[tally("书面述职")], [tally("书面述职"), tally("口头述职")]]
    assert [outcome(90, *one, minimums=rule, kinds=kinds).grade for one in made] == ["合格", "优秀"]


def test_w5_each_layer_assesses_with_its_own_weight() -> None:
    layers = (
        f"[{judged('自评', 'weight: 0.2')}, {judged('小组评', 'weight: 0.3')}, {judged('办公室评', 'weight: 0.5')}]"
    )
    assert score(rulebook(kinds=JUDGED, categories=layers), *THREE).total == 19 + 27 + 40


def test_w6_an_assessment_stands_beside_the_points() -> None:
    kinds = "[{id: 走访, clause: 第4条}, {id: 民主测评, clause: 第8条, judged: {at_least: 0, at_most: 100}}]"
    visits = category("走访", "when: {kind: 走访}, points: 2, combine: sum")
    found = score(
        rulebook(kinds=kinds, categories=f"[{visits}, {judged('民主测评', 'counted: no')}]"),
        tally("走访"), tally("民主测评", judged=88),
    )  # fmt: skip
    assert ([one.score for one in found.categories], found.total) == ([2, 88], 2)


def test_w7_a_paper_asks_a_meeting_to_consider(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2025-03-05")
    duty.close(2025)
    assert "提请主席会议研究约谈提醒事宜" in duty.done("annual-evaluation 2025 --format md")


def test_w8_each_member_is_told_the_own_result_alone(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2025-03-05")
    statement = duty.done("statement 1001 --format md")
    assert ("赵一鸣" in statement, "钱二南" in statement) == (True, False)


def test_w9_attendance_comes_in_from_a_sign_in_list(duty: Duty) -> None:
    signed = "委员编号,履职事项,日期,活动,出席情况\n1001,委员活动日,2026-03-05,春季,出席\n1002,委员活动日,2026-03-05,春季,缺席\n"
    duty.write("签到.csv", signed)
    duty.done("import 签到.csv")
    assert duty.states() == {"1001": "出席", "1002": "缺席"}


def test_v1_what_is_taken_in_proportion_is_said_and_nothing_else() -> None:
    visits = "when: {kind: 走访}, measure: {of: records}, target: {reach: 4, points: 12, above: 0, below: nothing}"
    rules = {"categories": f"[{category('走访', visits)}]", "total": "{base: 60, floor: 0}"}
    book = rulebook(pro_rata="{clause: 第9条, by: months, bases: [总分], reach: [走访甲]}", **rules)
    made = tally("走访", on="2026-08-05", count=2)
    assert score(book, made, who=member(first="2026-07-01")).total == 30 + 12
    assert score(rulebook(**rules), made, who=member(first="2026-07-01")).total == 60


def test_v2_score_and_assessment_have_weights() -> None:
    kinds = "[{id: 走访, clause: 第4条}, {id: 民主测评, clause: 第8条, judged: {at_least: 0, at_most: 100}}]"
    visits = category("走访", "when: {kind: 走访}, points: 1, combine: sum", said="weight: 0.7")
    book = rulebook(kinds=kinds, categories=f"[{visits}, {judged('民主测评', 'weight: 0.3')}]")
    assert score(book, tally("走访", count=80), tally("民主测评", judged=90)).total == 56 + 27


def test_v3_a_count_is_set_beside_the_mean_of_the_group() -> None:
    rule = """when: {kind: 走访}, measure: {of: quantity, among: {as: mean_ratio, within: liaison_group}},
      table: [{at_least: 1.5, points: 10}, {at_least: 1, points: 8}]"""
    east, west = member(group("城东联络组")), member(group("城西联络组"))
    people = {"甲": (30, east), "乙": (10, east), "丙": (5, west)}
    assert totals(people, categories=f"[{category('走访', rule)}]") == {"甲": 10, "乙": 0, "丙": 8}


def test_v4_each_quarter_has_a_cap() -> None:
    rule = "when: {kind: 走访}, points: 2, combine: sum, window: {each: quarter, across: sum, cap: 5}"
    assert earned(rule, tally("走访", on="2026-01-05", count=4), tally("走访", on="2026-05-05")) == 5 + 2


def test_v6_the_days_of_public_notice_are_part_of_what_is_proposed() -> None:
    rule = "[{id: 表扬, clause: 第11条, if: {grade: 优秀, years: 1, within: year}, propose: 公示 7 日后通报表扬}]"
    assert proposed(rule, {2026: (90, "优秀")}) == ["公示 7 日后通报表扬"]
