"""C1–C18: how points are put together, and what bounds them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duty_cli.model.members import MemberKey
from duty_cli.model.records import Tally
from tests.mechanisms.everyone import BY_QUANTITY, year_of_all
from tests.mechanisms.small import category, earned, of_items, outcome, proposed
from tests.scoring.small import member, role, rulebook, score, tally

VISITS = "when: {kind: 走访}, points: 4, combine: sum"
PROPOSALS = "when: {kind: 提案}, points: 10, combine: sum"
TWO = f"[{category('走访类', VISITS)}, {category('提案类', PROPOSALS)}]"
MADE = (tally("走访", count=5), tally("提案", count=3))


def test_c1_an_item_has_a_cap() -> None:
    assert earned(f"{VISITS}, cap: 12", *MADE) == 12


def test_c2_a_category_has_a_cap() -> None:
    assert score(of_items(VISITS, PROPOSALS, said="cap: 40"), *MADE).total == 40


def test_c3_several_categories_have_a_cap_together() -> None:
    joint = "[{id: 奖励合计, clause: 第9条, categories: [走访类, 提案类], cap: 45}]"
    assert score(rulebook(categories=TWO, joint_bounds=joint), *MADE).total == 45


@pytest.mark.parametrize("scale", [100, 120])
def test_c4_the_scale_is_100_or_120(scale: int) -> None:
    assert score(rulebook(categories=TWO, total=f"{{base: 90, cap: {scale}, floor: 0}}"), *MADE).total == scale


def test_c5_there_is_no_ceiling() -> None:
    assert score(rulebook(categories=TWO, total="{base: 90, floor: 0}"), *MADE).total == 90 + 20 + 30


def test_c6_a_clause_stands_outside_the_cap_of_its_neighbours() -> None:
    apart = f"[{category('走访类', VISITS, said='cap: 10')}, {category('提案类', PROPOSALS)}]"
    assert score(rulebook(categories=apart), *MADE).total == 10 + 30


def test_c7_the_total_is_the_sum_of_the_sub_totals_that_are_shown() -> None:
    found = score(rulebook(categories=TWO), *MADE)
    assert ([(one.id, one.score) for one in found.categories], found.total) == ([("走访类", 20), ("提案类", 30)], 50)


def test_c8_an_item_is_there_for_one_role_only() -> None:
    rule = f"{VISITS}, applies_to: {{role: 常委}}"
    assert [earned(rule, tally("走访"), who=who) for who in (member(role("常委")), member())] == [4, 0]


def test_c9_base_and_scale_differ_by_role() -> None:
    base = "{by: role, values: {常委: 50}, otherwise: 60}"
    cap = "{by: role, values: {常委: 80}, otherwise: 100}"
    book = rulebook(categories=TWO, total=f"{{base: {base}, cap: {cap}, floor: 0}}")
    assert [score(book, *made, who=member(role("常委"))).total for made in ((), MADE)] == [50, 80]
    assert [score(book, *made).total for made in ((), MADE)] == [60, 100]


def test_c10_the_total_is_a_weighted_sum() -> None:
    weighted = (
        f"[{category('走访类', VISITS, said='weight: 0.4')}, {category('提案类', PROPOSALS, said='weight: 0.6')}]"
    )
    assert score(rulebook(categories=weighted), *MADE).total == 8 + 18


NEED = """need: {all: [{any: [{kind: 提案, at_least: 1}, {kind: 社情民意信息, at_least: 1}]}, {kind: 走访, at_least: 1}]}"""
MINIMUM = f"[{{id: 两个一, clause: 第3条, about: 履职, within: year, {NEED}, else: {{grade_at_most: 合格}}}}]"


def test_c11_a_proposal_or_a_brief_and_an_activity_are_required() -> None:
    done = [(tally("提案"), tally("走访")), (tally("社情民意信息"), tally("走访")), (tally("提案"),), (tally("走访"),)]
    assert [bool(outcome(100, *made, minimums=MINIMUM).missed) for made in done] == [False, False, True, True]


def test_c12_a_missed_minimum_bounds_the_grade_whatever_the_score() -> None:
    assert outcome(100, tally("提案"), minimums=MINIMUM).grade == "合格"


def test_c13_an_award_needs_a_condition_and_a_grade() -> None:
    test = (
        "all: [{grade: 优秀, years: 1, within: year}, {records: {kind: 提案, stage: 重点}, at_least: 1, within: year}]"
    )
    rule = f"[{{id: 表彰, clause: 第11条, if: {{{test}}}, propose: 表彰}}]"
    key = {2026: [tally("提案", stages="重点")]}
    assert [proposed(rule, {2026: (90, grade)}, key) for grade in ("优秀", "合格")] == [["表彰"], []]
    assert proposed(rule, {2026: (90, "优秀")}) == []


def test_c14_several_kinds_are_summed_for_a_minimum() -> None:
    summed = """[{id: 三件, clause: 第6条, about: 履职, within: year, else: {grade_at_most: 合格},
      need: {sum: [{kind: 提案, stage: 立案}, {kind: 社情民意信息, level: 省级}], at_least: 3}}]"""
    filed, used = tally("提案", count=2, stages="提交、立案"), tally("社情民意信息", levels="省级")
    assert [outcome(100, *made, minimums=summed).grade for made in ([filed], [filed, used])] == ["合格", "优秀"]
    assert outcome(100, filed, tally("社情民意信息"), minimums=summed).grade == "合格"


def test_c15_a_rate_is_needed_and_nobody_fails_where_there_is_nothing_to_take_it_of() -> None:
    rate = """[{id: 立案率, clause: 第6条, about: 履职, within: year, else: {grade_at_most: 合格},
      need: {rate: {when: {kind: 提案}, count: {stage: 立案}, over: {stage: 提交}}, at_least: 2/3}}]"""
    sent, filed = tally("提案", stages="提交"), tally("提案", count=2, stages="提交、立案")
    made: tuple[list[Tally], ...] = ([sent, filed], [sent, sent, filed], [])
    assert [outcome(100, *own, minimums=rate).grade for own in made] == ["优秀", "合格", "优秀"]


def test_c16_too_few_points_in_one_category_bound_the_grade() -> None:
    bounded = """[{id: 建言不足, clause: 第11条, if: {score: 走访, below: 10}, grade_at_most: 合格}]"""
    high = "[{grade: 优秀, min: 20}, {grade: 合格, min: 0}]"
    more = category("信息", "when: {kind: 社情民意信息}, per: quantity, points: 1, combine: sum")
    book = rulebook(categories=f"[{BY_QUANTITY}, {more}]", bands=high, vetoes=bounded)
    one, other = member(), replace(member(), key=MemberKey(2))
    own = {one: [tally("走访", quantity=9), tally("社情民意信息", quantity=30)], other: [tally("走访", quantity=30)]}
    assert [year.grade for year in year_of_all(book, own).members.values()] == ["合格", "优秀"]


def test_c18_conditions_are_put_together_by_any_all_and_not() -> None:
    rule = (
        "when: {kind: 提案, any: [{level: 省级}, {stage: 立案, authors: {at_most: 2}}], not: {all: [{stage: 重点}, "
        "{position: {above: 1}}]}}, points: 5, combine: sum"
    )
    book = of_items(rule)
    made = (
        tally("提案", levels="省级", authors=5, position=5),
        tally("提案", stages="立案", authors=2, position=2),
        tally("提案", stages="立案", authors=3, position=1),
        tally("提案", stages="提交", authors=2, position=1),
        tally("提案", stages="重点", levels="省级", authors=2, position=1),
        tally("提案", stages="重点", levels="省级", authors=2, position=2),
        tally("走访", levels="省级"),
    )
    assert [score(book, one).total for one in made] == [5, 5, 0, 0, 5, 0, 0]
    assert score(book, *made).total == 15
