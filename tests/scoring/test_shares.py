"""The part attended: of an absence nothing, of a presence the whole, where nobody has entered it (D10, P5)."""

from __future__ import annotations

import pytest

from tests.mechanisms.small import earned
from tests.scoring.small import tally


@pytest.mark.parametrize(
    ("state", "deducted"), [("缺席", -12), ("请假未准", -12), ("请假", -12), ("出席", 0), ("公假", 0)]
)
def test_who_is_away_attends_nothing_and_who_is_there_the_whole(state: str, deducted: int) -> None:
    rule = """when: {kind: 全体会议, attendance: [出席, 公假, 请假, 请假未准, 缺席], share: {below: 2/3}},
      points: -12, combine: sum"""
    assert earned(rule, tally("全体会议", attendance=state)) == deducted


def test_leave_that_a_scheme_counts_as_presence_is_not_asked_for_its_part() -> None:
    rule = """when: {kind: 常委会会议}, table: [{at_least: 100%, points: 20}],
      measure: {of: rate, present: [出席, 请假], share_at_least: 3/4}"""
    assert earned(rule, tally("常委会会议", attendance="请假")) == 20


def test_the_parts_attended_are_summed_and_multiplied_without_absences() -> None:
    there, away = tally("全体会议", attendance="出席"), tally("全体会议", attendance="缺席")
    summed = "when: {kind: 全体会议}, measure: {of: share}, target: {reach: 1, points: 5, above: 5, below: nothing}"
    times = "when: {kind: 全体会议, attendance: [出席, 缺席]}, points: 5, per: share, combine: sum"
    assert [
        earned(rule, there, away) for rule in (summed.replace("会议}", "会议, not: {attendance: 迟到}}"), times)
    ] == [5, 5]
