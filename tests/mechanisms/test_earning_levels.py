"""P17–P30, P34, P35: levels, repeats, judged and measured values, groups, periods."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import MemberKey
from tests.mechanisms.everyone import Standing, totals, year_of_all
from tests.mechanisms.small import category, earned, group, of_items, text
from tests.scoring.small import member, rulebook, score, tally
from tests.workspace import Duty

LEVELS = "levels: [{id: 市级, when: {level: 市级}, points: 4}, {id: 省级, when: {level: 省级}, points: 6}]"
INFO = f"when: {{kind: 社情民意信息}}, combine: sum, {LEVELS}"


def test_p17_every_level_reached_is_added() -> None:
    assert earned(f"{INFO}, several_levels: stacked", tally("社情民意信息", levels="市级、省级")) == 10


def test_p18_each_body_of_the_same_level_counts() -> None:
    taken_up = [tally("社情民意信息", levels=level, matter="QX-1") for level in ("市级", "省级", "省级")]
    assert earned(f"{INFO}, several_levels: highest", *taken_up) == 4 + 6 + 6


def test_p19_any_of_a_list_once() -> None:
    rule = "when: {kind: [提案, 走访, 社情民意信息]}, points: 7, combine: once"
    assert earned(rule, tally("提案"), tally("走访"), tally("社情民意信息")) == 7


def test_p20_only_the_best_counts() -> None:
    rule = """when: {kind: 提案}, combine: highest, levels: [
      {id: 主笔, when: {position: 1}, points: 15}, {id: 参与, when: {position: {above: 1}}, points: 3}]"""
    assert earned(rule, tally("提案", position=2, authors=3), tally("提案"), tally("提案")) == 15


def test_p21_the_same_matter_counts_at_every_use() -> None:
    rule = "when: {kind: 社情民意信息}, points: 2, combine: sum"
    assert earned(rule, tally("社情民意信息", matter="QX-1", count=4)) == 8


def test_p22_one_matter_scores_once_across_kinds() -> None:
    proposal, brief = (
        f"when: {{kind: {kind}}}, points: {k}, combine: sum" for kind, k in (("提案", 5), ("社情民意信息", 3))
    )
    book = of_items(proposal, brief, said="same_matter: highest")
    found = score(book, tally("提案", matter="TA-1"), tally("社情民意信息", matter="TA-1"))
    assert [item.score for item in found.categories[0].items] == [5, 0]


def test_p23_a_judged_value_outside_its_range_is_refused(duty: Duty) -> None:
    kinds = "[{id: 述职, clause: 第11条, judged: {at_least: 3, at_most: 6}}, {id: 走访, clause: 第4条}]"
    item = "when: {kind: 述职}, per: judged, points: 1, combine: sum"
    categories = f"[{{id: 甲, clause: 第3条, items: [{{id: 甲, clause: 第3条, {item}}}]}}]"
    duty.write("rules/scoring.yaml", text(kinds=kinds, categories=categories))
    refused = duty.refused("record 1001 述职 --on 2026-03-05 --judged 9")
    assert refused == "错误：评定分 9 超出“述职”的范围 3～6；请核对评定分"


def test_p24_the_share_attended_picks_the_value() -> None:
    rule = """when: {kind: 常委会会议}, measure: {of: rate, present: [出席, 迟到, 早退]},
      table: [{at_least: 95%, points: 20}, {at_least: 90%, points: 18}, {at_least: 60%, points: 10}]"""
    there, away = tally("常委会会议", attendance="出席", count=23), tally("常委会会议", attendance="缺席", count=2)
    assert earned(rule, there, away) == 18


def test_p25_each_place_after_the_first_is_worth_less() -> None:
    rule = """when: {kind: 走访}, measure: {of: quantity, among: {as: place, within: all, ties: gap}},
      target: {reach: 1, points: 40, above: -2, below: nothing}"""
    people: dict[str, Points | Standing] = {"甲": 30, "乙": 20, "丙": 20, "丁": 10, "戊": 0}
    found = totals(people, categories=f"[{category('走访', rule)}]")
    assert found == {"甲": 40, "乙": 38, "丙": 38, "丁": 34, "戊": 32}


def test_p26_the_mean_of_the_quarters() -> None:
    rule = "when: {kind: 走访}, points: 4, combine: sum, window: {each: quarter, across: mean}"
    made = tally("走访", on="2026-07-01", count=6), tally("走访", on="2026-10-01", count=5)
    assert earned(rule, *made, who=member(first="2026-07-01")) == Fraction(24 + 20, 2)


def test_p27_a_component_supplied_by_another_body() -> None:
    book = rulebook(
        kinds="[{id: 界别评议, clause: 第8条, judged: {at_least: 0, at_most: 20}}]",
        categories="""[{id: 评议, clause: 第8条, items: [
          {id: 评议, clause: 第8条, when: {kind: 界别评议}, per: judged, points: 1, combine: highest}]}]""",
    )
    assert score(book, tally("界别评议", judged=14)).total == 14


def test_p28_another_value_for_another_group() -> None:
    base = "{by: liaison_group, values: {城东联络组: 61, 城西联络组: 66}, otherwise: 60}"
    book = rulebook(total=f"{{base: {base}, floor: 0}}")
    assert [score(book, who=member(group(name))).total for name in ("城东联络组", "城西联络组", "某组")] == [61, 66, 60]


def test_p29_decimals_are_exact() -> None:
    assert earned("when: {kind: 走访}, points: 0.7, combine: sum", tally("走访", count=3)) == Fraction("2.1")


def test_p30_a_base_for_each_month_and_more_for_the_excess_without_carrying_over() -> None:
    rule = """when: {kind: 走访}, measure: {of: records}, window: {each: month, across: sum},
      target: {reach: 2, points: 5, above: 2, below: nothing}"""
    assert earned(rule, tally("走访", on="2026-01-05", count=3)) == 5 + 2


def test_p34_a_place_in_each_quarter_is_worth_points_of_its_own() -> None:
    rule = """when: {kind: 走访}, measure: {of: records, among: {as: place, within: all, ties: gap}},
      window: {each: quarter, across: sum}, table: [{at_least: 3, points: 0}, {at_least: 2, points: 3}, {at_least: 1, points: 5}]"""
    visits = {
        "甲": [tally("走访", on="2026-02-01", count=3), tally("走访", on="2026-05-01")],
        "乙": [tally("走访", on="2026-02-01", count=2), tally("走访", on="2026-05-01", count=2)],
        "丙": [tally("走访", on="2026-11-01")],
    }
    late = member(first="2026-04-01")
    people = {
        replace(late if name == "丙" else member(), key=MemberKey(at), number=name): own
        for at, (name, own) in enumerate(visits.items(), 1)
    }
    result = year_of_all(rulebook(categories=f"[{category('走访', rule)}]"), people)
    # Of the first quarter 甲 5, 乙 3; of the second 乙 5, 甲 3, 丙 0; of the third all three 5; of the fourth 丙 5, the others 3.
    assert {one.member.number: one.score.total for one in result.members.values()} == {"甲": 16, "乙": 16, "丙": 10}


RATED = """when: {kind: 年度述职}, per: judged, points: 1, combine: sum, judged_range: {when: {kind: 全体会议},
  measure: {of: rate, present: [出席, 迟到, 早退], left_out: [请假]},
  table: [{at_least: 80%, from: 6, to: 10}, {at_least: 0, from: 0, to: 5}], outside: OUTSIDE}"""


def test_p35_how_high_one_may_be_judged_depends_on_a_rate() -> None:
    here, away = (tally("全体会议", attendance=state, count=3) for state in ("出席", "缺席"))
    anew, held = (
        of_items(RATED.replace("OUTSIDE", outside), format="duty-rules/2") for outside in ("unassessed", "held")
    )
    nine = tally("年度述职", judged=9)
    # At 100% nine points stand; at 50% they are judged anew, or count as five; with no meeting nothing bounds them.
    assert [score(book, here, nine).total for book in (anew, held)] == [9, 9]
    assert [score(book, nine).total for book in (anew, held)] == [9, 9]
    assert [score(book, here, away, nine).total for book in (anew, held)] == [0, 5]
    assert [bool(score(book, here, away, nine).lacking) for book in (anew, held)] == [True, False]
