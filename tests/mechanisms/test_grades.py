"""Q1–Q16: grades, quotas and selections. The people of a selection are named by how many points they made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, MemberKey
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.groups_as_members import ByGroup
from duty_cli.scoring.year_places import place_of
from tests.mechanisms.everyone import BY_QUANTITY, graded, named, selected, year, year_of_all
from tests.mechanisms.small import group, outcome, proposed, within_quota
from tests.scoring.small import member, role, rulebook, tally
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


def test_q12_a_part_of_the_places_is_reserved_and_stays_empty_or_goes_to_others() -> None:
    people = {"甲": (90, member()), "乙": (80, member()), "丙": (70, STANDING), "丁": (60, member())}
    found = {}
    for short in ("empty", "others"):
        kept = f"reserve: [{{applies_to: {{role: 常委}}, at_least: 2, unit: members, if_short: {short}}}]"
        found[short] = selected(f"take: top, at_most: 4, unit: members, {kept}, {PLACES}", people)
    assert found == {"empty": {"甲", "乙", "丙"}, "others": {"甲", "乙", "丙", "丁"}}
    half = "reserve: [{applies_to: {role: 常委}, at_least: 50%, unit: share, round: down, if_short: others}]"
    assert selected(f"take: top, at_most: 2, unit: members, {half}, {PLACES}", people) == {"甲", "丙"}


def test_q13_a_selection_takes_a_share_of_another_or_fills_what_it_left() -> None:
    rest = f"clause: 第11条, take: top, {PLACES}"
    people = {"甲": 90, "乙": 80, "丙": 70, "丁": 60, "戊": 50}
    best = f"{{id: 先进, need: {{score: 总分, at_least: 65}}, at_most: 5, unit: members, {rest}}}"
    half = f"{{id: 标兵, need: {{selected: 先进}}, share_of: 先进, at_most: 2/3, unit: share, {rest}}}"
    assert chosen(people, f"[{best}, {half}]") == {"先进": {"甲", "乙", "丙"}, "标兵": {"甲", "乙"}}
    fill = f"{{id: 递补, need: {{not: {{selected: 先进}}}}, less: 先进, at_most: 4, unit: members, {rest}}}"
    assert chosen(people, f"[{best}, {fill}]")["递补"] == {"丁"}


def chosen(people: Mapping[str, Points], selections: str) -> dict[str, set[str]]:
    """Whom each selection chooses, by name."""
    written = {"categories": f"[{BY_QUANTITY}]", "selections": selections}
    result = year_of_all(rulebook(**written), named(people))
    ids = {rule.id for own in result.selected.values() for rule in own}
    return {
        name: {result.members[key].member.number for key, own in result.selected.items() if name in [r.id for r in own]}
        for name in ids
    }


def test_q14_places_of_one_grade_that_are_left_go_to_the_next() -> None:
    rest = "clause: 第11条, unit: members, round: down, ties: exclude"
    both = f"""[{{grade: 优秀, at_most: 2, overflow_to: 合格, {rest}}},
      {{grade: 合格, at_most: 1, overflow_to: 不合格, unused_of: 优秀, {rest}}}]"""
    bands = "[{grade: 优秀, min: 85}, {grade: 合格, min: 60}, {grade: 不合格, min: 0}]"
    people = {"甲": 90, "乙": 80, "丙": 70, "丁": 65}
    assert graded(people, quotas=both, bands=bands) == {"甲": "优秀", "乙": "合格", "丙": "合格", "丁": "不合格"}


def test_q15_a_proposal_tells_the_place_within_the_class() -> None:
    rule = f"take: top, at_most: 2, unit: members, within: liaison_group, show_place: yes, {PLACES}"
    people = {"甲": (90, EAST), "乙": (80, EAST), "丙": (70, EAST), "丁": (60, WEST)}
    written = {"categories": f"[{BY_QUANTITY}]", "selections": f"[{{id: 评选, clause: 第11条, {rule}}}]"}
    result = year_of_all(rulebook(**written), named(people))
    told = {result.members[key].member.number: place_of(result, own[0], key) for key, own in result.selected.items()}
    assert told == {"甲": (1, 3), "乙": (2, 3), "丁": (1, 1)}


def test_q16_the_star_of_the_year_is_one_of_the_stars_of_its_quarters() -> None:
    places = "clause: 第11条, take: top, round: down, ties: exclude"
    star = f"{{id: 季度之星, {places}, each: quarter, at_most: 1, unit: members, propose: 通报}}"
    months = {"甲": [(2, 10)], "乙": [(5, 6), (8, 6)], "丙": [(2, 9), (5, 5), (8, 5)]}
    people = {
        replace(member(), key=MemberKey(key), number=name): [
            tally("走访", on=f"2026-{month:02}-05", quantity=points) for month, points in made
        ]
        for key, (name, made) in enumerate(months.items(), 1)
    }
    turned = {who: own[::-1] for who, own in reversed(people.items())}

    def chosen(rule: str) -> set[str]:
        best = f"{{id: 年度之星, {places}, propose: 表彰, {rule}}}"
        book = rulebook(categories=f"[{BY_QUANTITY}]", selections=f"[{star}, {best}]")
        found = [year_of_all(book, entered) for entered in (people, turned)]
        assert found[0].selected == found[1].selected
        return {found[0].members[key].member.number for key in found[0].selected}

    # 丙 has the most points of the year, and of no quarter.
    once, three = "need: {selected: 季度之星, at_least: 1}", "at_most: 3, unit: members"
    assert chosen("at_most: 1, unit: members") == {"丙"}
    assert chosen(f"at_most: 1, unit: members, {once}") == {"乙"}
    assert chosen(f"{three}, need: {{selected: 季度之星, at_least: 2}}") == {"乙"}
    assert chosen(f"{three}, need: {{selected: 季度之星, exactly: 1}}") == {"甲"}
    assert chosen(f"{three}, need: {{not: {{selected: 季度之星, at_least: 1}}}}") == {"丙"}
    # Two were stars, though one of them twice: a half of them is one, and one place of three is left.
    assert chosen(f"at_most: 1/2, unit: share, share_of: 季度之星, {once}") == {"乙"}
    assert chosen(f"{three}, less: 季度之星") == {"丙"}
