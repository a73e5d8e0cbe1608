"""Q1–Q10: grades, quotas and selections. The people of a selection are named by how many points they made."""

from __future__ import annotations

from fractions import Fraction

from duty_cli.model.members import Facet
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.groups_as_members import ByGroup
from tests.mechanisms.everyone import BY_QUANTITY, graded, named, selected, year
from tests.mechanisms.small import group, outcome, proposed, within_quota
from tests.scoring.small import member, role, rulebook
from tests.workspace import Duty

PLACES = "round: down, ties: exclude, propose: 表彰"
EAST, WEST, STANDING = member(group("城东联络组")), member(group("城西联络组")), member(role("常委"))


def test_q1_a_band_holds_from_its_lower_edge_on_exactly() -> None:
    bands = "[{grade: 优秀, min: 85}, {grade: 称职, min: 60}, {grade: 不称职, min: 0}]"
    totals = (85, Fraction("84.999"), 60, Fraction("59.999"))
    assert [outcome(total, bands=bands).grade for total in totals] == ["优秀", "称职", "称职", "不称职"]


def test_q2_the_best_and_the_last_share_of_all() -> None:
    ten = {str(place): 100 - place for place in range(1, 11)}
    assert within_quota("at_most: 20%, unit: share, round: down, ties: exclude", ten) == {"1", "2"}
    assert selected(f"take: top, at_most: 20%, unit: share, {PLACES}", ten) == {"1", "2"}
    assert selected(f"take: bottom, at_most: 10%, unit: share, {PLACES}", ten) == {"10"}


def test_q3_the_best_and_the_last_so_many() -> None:
    three = {"甲": 95, "乙": 90, "丙": 88}
    assert within_quota("at_most: 2, unit: members, round: down, ties: exclude", three) == {"甲", "乙"}
    assert selected(f"take: bottom, at_most: 1, unit: members, {PLACES}", three) == {"丙"}


def test_q4_the_best_of_each_group_and_of_each_role() -> None:
    people = {"甲": (90, EAST), "乙": (80, EAST), "丙": (50, WEST), "丁": (40, STANDING), "戊": (30, STANDING)}
    best = f"take: top, at_most: 1, unit: members, {PLACES}"
    assert selected(f"{best}, within: liaison_group", people) == {"甲", "丙"}
    assert selected(f"{best}, applies_to: {{role: 常委}}", people) == {"丁"}


def test_q5_standing_members_are_ranked_apart() -> None:
    people = {"甲": (90, member(role("委员"))), "乙": (80, member(role("委员"))), "丁": (40, STANDING)}
    best = f"clause: 第11条, take: top, at_most: 1, unit: members, {PLACES}"
    both = f"[{{id: 委员, applies_to: {{role: 委员}}, {best}}}, {{id: 常委, applies_to: {{role: 常委}}, {best}}}]"
    assert selected("", people, selections=both) == {"甲", "丁"}


def test_q6_a_part_of_the_places_is_kept_for_standing_members() -> None:
    rest = "at_most: 1, unit: members, round: down, ties: exclude, overflow_to: 合格"
    kept = f"""[{{grade: 优秀, clause: 第11条, applies_to: {{role: 常委}}, {rest}}},
      {{grade: 优秀, clause: 第11条, applies_to: {{not: {{role: 常委}}}}, {rest}}}]"""
    people = {"甲": (99, member()), "乙": (98, member()), "丙": (90, STANDING), "丁": (89, STANDING)}
    assert graded(people, quotas=kept) == {"甲": "优秀", "乙": "合格", "丙": "优秀", "丁": "合格"}


def test_q7_the_score_is_a_reference_and_people_choose() -> None:
    rule = "[{id: 评优, clause: 第11条, if: {grade: 优秀, years: 1, within: year}, propose: 列为优秀委员人选}]"
    assert proposed(rule, {2026: (90, "优秀")}) == ["列为优秀委员人选"]


def test_q8_groups_are_graded_by_their_place() -> None:
    places = "at_most: 1, unit: members, round: down, ties: exclude, overflow_to: 二类"
    bands = "[{grade: 一类, min: 1}, {grade: 二类, min: 0}]"
    book = rulebook(categories=f"[{BY_QUANTITY}]", bands=bands, quotas=f"[{{grade: 一类, clause: 第11条, {places}}}]")
    people = named({"甲": (5, EAST), "乙": (4, EAST), "丙": (8, WEST)})
    groups = score_year(ByGroup(year(people), Facet.LIAISON_GROUP), Rules((book,), "", {}), 2026)
    assert {one.member.name: one.grade for one in groups.members.values()} == {
        "城东联络组": "一类",
        "城西联络组": "二类",
    }


def test_q9_a_grade_has_its_colour(duty: Duty) -> None:
    duty.change_rules("{grade: 不合格, min: 0}", "{grade: 不合格, min: 0, colour: 红}")
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案")
    assert "不合格（红）" in duty.done("annual-evaluation 2026 --format csv")


def test_q10_groups_are_not_compared_with_one_another() -> None:
    people = {"甲": (90, EAST), "乙": (80, EAST), "丙": (10, WEST), "丁": (5, WEST)}
    share = f"take: top, at_most: 50%, unit: share, within: liaison_group, {PLACES}"
    assert selected(share, people) == {"甲", "丙"}


def test_q11_who_is_chosen_must_not_be_chosen_already_and_have_points_enough() -> None:
    rest = f"clause: 第11条, take: top, at_most: 1, unit: members, {PLACES}"
    both = f"""[{{id: 十佳, {rest}}},
      {{id: 走访之星, need: {{all: [{{not: {{selected: 十佳}}}}, {{score: 走访, at_least: 50}}]}}, {rest}}}]"""
    assert selected("", {"甲": 90, "乙": 80, "丙": 70}, selections=both) == {"甲", "乙"}
    assert selected("", {"甲": 90, "乙": 40, "丙": 30}, selections=both) == {"甲"}
