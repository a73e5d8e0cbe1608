"""P31–P33: a count divided by another, means, and how many of several requirements are met."""

from __future__ import annotations

from fractions import Fraction

from duty_cli.scoring.trace import Step
from tests.mechanisms.small import earned, of_items
from tests.scoring.small import score, single, tally


def test_p31_what_was_adopted_of_what_was_sent_in() -> None:
    rule = """when: {kind: 社情民意信息}, measure: {of: ratio, count: {stage: 优秀}, over: {stage: 提交}},
      table: [{at_least: 60%, points: 10}, {at_least: 30%, points: 4}]"""
    sent, adopted = (tally("社情民意信息", stages=stages, count=3) for stages in ("提交", "提交、优秀"))
    last_years = tally("社情民意信息", stages="优秀")
    assert [earned(rule, *made) for made in ((), (sent,), (sent, adopted), (sent, adopted, last_years))] == [
        0,
        0,
        4,
        10,
    ]
    assert [earned(rule, *made) for made in ((adopted,), (adopted, last_years), (last_years,))] == [10, 10, 0]
    by_piece = rule.replace("over:", "by: quantity, over:")
    assert earned(by_piece, tally("社情民意信息", stages="提交", quantity=7), adopted) == 4


def test_p32_the_mean_of_the_parts_attended_and_of_what_was_judged() -> None:
    parts = """when: {kind: 常委会会议, attendance: [出席, 请假, 缺席]}, measure: {of: mean, by: share},
      table: [{at_least: 2/3, points: 8}, {at_least: 1/2, points: 3}]"""
    whole, half, away = (
        tally("常委会会议", attendance="出席", count=2),
        tally("常委会会议", attendance="出席", share=Fraction(1, 2)),
        tally("常委会会议", attendance="缺席"),
    )
    assert [earned(parts, *made) for made in ((), (whole, half), (whole, half, away))] == [0, 8, 3]
    judged = (
        "when: {kind: 年度述职}, measure: {of: mean, by: judged}, target: {reach: 6, points: 5, above: 2, below: 1}"
    )
    marks = [tally("年度述职", judged=mark) for mark in (9, 8, 7)]
    assert [earned(judged, *made) for made in ((), marks, (*marks, tally("年度述职")))] == [0, 5 + 2 * 2, 5 + 2 * 2]


def test_the_trace_says_both_counts_and_what_was_left_out_of_them() -> None:
    book = of_items("when: {kind: 提案}, measure: {of: ratio, count: {stage: 立案}, over: {stage: 提交}}, "
                    "table: [{at_least: 50%, points: 4}]")  # fmt: skip
    made = single([tally("提案", stages="提交、立案"), tally("提案", stages="提交"), tally("提案")])
    lines = score(book, *made).lines
    assert [(line.step, line.seqs) for line in lines[:-1]] == [
        *((Step.LEFT_OUT, (3,)), (Step.TAKEN, (2,)), (Step.TAKEN, (1,))),
    ]
    assert lines[-1].level == "计数 1÷2=0.5"


def test_p33_so_many_of_several_requirements_are_met() -> None:
    rule = """when: {kind: [提案, 社情民意信息, 走访]}, measure: {of: met, each: [{kind: 提案, at_least: 1},
      {sum: [{kind: 社情民意信息}, {kind: 走访, level: 市级}], at_least: 2}, {not: {kind: 走访, at_least: 3}}]},
      table: [{at_least: 3, points: 20}, {at_least: 2, points: 8}]"""
    one, other, visit = tally("提案", count=4), tally("社情民意信息"), tally("走访", levels="市级")
    made = ((), (one,), (one, other), (one, other, visit), (one, other, tally("走访", levels="市级", count=3)))
    assert [earned(rule, *own) for own in made] == [0, 8, 8, 20, 8]
    lines = [line.level for line in score(of_items(rule), *single([one, other])).lines if line.step is Step.MEASURED]
    assert lines == ["3 项中达到 2 项，还缺 社情民意信息、走访"]
