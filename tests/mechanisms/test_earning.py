"""P1–P16: what records earn. Figures are those of the list of mechanisms; each test shows the rule as a clerk writes it."""

from __future__ import annotations

from fractions import Fraction

from tests.mechanisms.small import earned, of_items
from tests.scoring.small import rulebook, score, tally


def test_p1_every_member_starts_with_a_granted_base() -> None:
    assert score(rulebook(total="{base: 72, floor: 0}")).total == 72


def test_p2_from_nothing_all_is_earned() -> None:
    rule = "when: {kind: [提案, 走访]}, levels: [{id: 提案, when: {kind: 提案}, points: 3}, {id: 走访, when: {kind: 走访}, points: 1}]"
    assert earned(f"{rule}, combine: sum", tally("提案", count=2), tally("走访")) == 7


def test_p3_the_same_for_each_record() -> None:
    assert earned("when: {kind: 走访}, points: 3, combine: sum", tally("走访", count=5)) == 15


def test_p4_so_much_for_each_half_day() -> None:
    rule = "when: {kind: 全体会议, attendance: 出席}, per: quantity, points: 4, combine: sum"
    assert earned(rule, tally("全体会议", attendance="出席", quantity=5)) == 20


def test_p5_the_whole_and_a_part_of_an_activity() -> None:
    rule = """when: {kind: 全体会议, attendance: 出席}, combine: sum, levels: [
      {id: 全程, when: {share: 1}, points: 8},
      {id: 部分, when: {share: {below: 1}}, points: 3}]"""
    whole, part = tally("全体会议", attendance="出席"), tally("全体会议", attendance="出席", share=Fraction(1, 2))
    assert (earned(rule, whole), earned(rule, part)) == (8, 3)


def test_p6_at_least_one_is_worth_its_points_once() -> None:
    assert earned("when: {kind: 提案}, points: 6, combine: once", tally("提案", count=4)) == 6


def test_p7_all_from_a_number_on_and_nothing_below() -> None:
    rule = "when: {kind: 走访}, measure: {of: records}, table: [{at_least: 3, points: 24}]"
    assert [earned(rule, tally("走访", count=made)) for made in (2, 3, 5)] == [0, 24, 24]


def test_p8_each_record_up_to_the_full_mark() -> None:
    assert earned("when: {kind: 走访}, points: 6, combine: sum, cap: 18", tally("走访", count=4)) == 18


def test_p9_so_much_for_the_first_and_so_much_for_each_further() -> None:
    rule = "when: {kind: 提案}, measure: {of: records}, target: {reach: 1, points: 12, above: 4, below: nothing}"
    assert [earned(rule, *[tally("提案")] * made) for made in (0, 1, 3)] == [0, 12, 20]


def test_p10_further_records_at_two_rates_under_one_cap() -> None:
    rule = """when: {kind: [提案, 走访]}, combine: sum, from_nth: 2, cap: 8, levels: [
      {id: 提案, when: {kind: 提案}, points: 4}, {id: 走访, when: {kind: 走访}, points: 2}]"""
    first, later = tally("提案", on="2026-01-05"), [tally("提案"), tally("走访"), tally("走访")]
    assert [earned(rule, first, *later, *more) for more in ([], [tally("走访")])] == [4 + 2 + 2, 8]


def test_p11_as_much_off_for_each_lacking_as_on_for_each_more() -> None:
    rule = "when: {kind: 走访}, floor: 0, measure: {of: records}, target: {reach: 4, points: 12, above: 3, below: 3}"
    assert [earned(rule, tally("走访", count=made)) for made in (2, 4, 5)] == [6, 12, 15]


def test_p12_each_artefact_that_is_there() -> None:
    book = of_items("when: {kind: 走访}, points: 5, combine: once", "when: {kind: 提案}, points: 5, combine: once")
    assert [score(book, *made).total for made in ([tally("走访")], [tally("走访"), tally("提案")])] == [5, 10]


def test_p13_any_of_several_kinds_fills_the_block() -> None:
    either = ("when: {kind: 提案}, points: 20, combine: once", "when: {kind: 走访}, points: 20, combine: once")
    book = of_items(*either, said="combine: highest")
    assert [score(book, *made).total for made in ([tally("走访")], [tally("走访"), tally("提案")])] == [20, 20]


def test_p14_filed_or_else_converted() -> None:
    rule = """when: {kind: 提案}, combine: sum, several_levels: highest, levels: [
      {id: 立案, when: {stage: 立案}, points: 20}, {id: 转办, when: {stage: 提交}, points: 15}]"""
    assert [earned(rule, tally("提案", stages=reached)) for reached in ("提交、立案", "提交")] == [20, 15]


def test_p15_a_table_of_levels() -> None:
    rule = """when: {kind: 社情民意信息}, combine: sum, several_levels: highest, levels: [
      {id: 省级, when: {level: 省级}, points: 8}, {id: 市级, when: {level: 市级}, points: 6},
      {id: 县级, when: {level: 县级}, points: 4}]"""
    assert earned(rule, tally("社情民意信息", levels="省级")) == 8


def test_p16_more_on_a_record_already_scored() -> None:
    overlay = "when: {kind: 提案, stage: 重点}, points: 15, combine: sum"
    book = of_items("when: {kind: 提案}, points: 10, combine: sum", overlay)
    assert score(book, tally("提案", stages="提交、重点")).total == 25
