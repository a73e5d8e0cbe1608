from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.records import Tally
from duty_cli.scoring.grading import Outcome, judge
from tests.scoring.small import YEAR, member, role, rulebook, tally

MINIMUMS = """
  - id: 三个一
    clause: 第3条
    about: 履职
    within: year
    need:
      all:
        - {kind: 全体会议, attendance: [出席, 请假], at_least: 1}
        - any: [{kind: 提案, at_least: 1}, {kind: 社情民意信息, at_least: 1}]
    else: {grade_at_most: 合格}
  - id: 常委会会议
    clause: 第12条
    about: 履职
    within: year
    applies_to: {role: 常委}
    need: {kind: 常委会会议, attendance: 出席, at_least: 2}
    else: {grade_at_most: 不合格}
  - {id: 走访, clause: 第4条, about: 履职, within: year, need: {kind: 走访, at_least: 1}}
  - {id: 轮训, clause: 第6条, about: 培训, within: term, need: {kind: 走访, at_least: 9}, else: {grade_at_most: 不合格}}"""

VETOES = """
  - {id: 处理, clause: 第12条, when: {kind: 违纪处理, level: 县级}, grade_at_most: 合格}
  - {id: 重处理, clause: 第12条, when: {kind: 违纪处理, level: [市级, 省级]}, grade_at_most: 不合格}"""

DONE = (tally("全体会议", attendance="出席"), tally("提案"), tally("走访"))


def outcome(total: Points, *tallies: Tally, who: Member | None = None, vetoes: str = VETOES) -> Outcome:
    book = rulebook(minimums=MINIMUMS, vetoes=vetoes)
    return judge(book, who or member(), YEAR, total, list(tallies))


@pytest.mark.parametrize(
    ("total", "grade"),
    [(85, "优秀"), (Fraction("84.99"), "合格"), (60, "合格"), (Fraction("59.999"), "不合格"), (0, "不合格")],
)
def test_the_points_alone_give_the_band(total: Points, grade: str) -> None:
    found = outcome(total, *DONE)
    assert (found.band, found.grade, found.missed, found.vetoes) == (grade, grade, (), ())


def test_a_missed_minimum_bounds_the_grade_whatever_the_points() -> None:
    found = outcome(100, tally("全体会议", attendance="缺席"), tally("提案"), tally("走访"))
    assert (found.band, found.grade) == ("优秀", "合格")
    assert [minimum.id for minimum in found.missed] == ["三个一"]


@pytest.mark.parametrize("instead", ["提案", "社情民意信息"])
def test_either_of_two_ways_meets_the_minimum(instead: str) -> None:
    assert outcome(100, tally("全体会议", attendance="请假"), tally(instead), tally("走访")).grade == "优秀"


def test_a_missed_minimum_never_raises_a_grade() -> None:
    assert outcome(30, tally("走访")).grade == "不合格"


def test_a_minimum_without_else_is_only_told() -> None:
    found = outcome(100, tally("全体会议", attendance="出席"), tally("提案"))
    assert (found.grade, [minimum.id for minimum in found.missed]) == ("优秀", ["走访"])


def test_a_minimum_on_the_clock_of_the_term_says_nothing_about_a_year() -> None:
    assert "轮训" not in [minimum.id for minimum in outcome(100, *DONE).missed]


@pytest.mark.parametrize(("times", "grade"), [(1, "不合格"), (2, "优秀")])
def test_a_minimum_for_a_role_concerns_those_who_held_it_in_the_year(times: int, grade: str) -> None:
    meetings = tally("常委会会议", attendance="出席", count=times)
    assert outcome(100, *DONE, meetings, who=member(role("常委", last="2026-02-01"))).grade == grade
    assert outcome(100, *DONE, meetings, who=member(role("常委", last="2025-12-31"))).grade == "优秀"


def test_a_veto_bounds_the_grade_and_is_named() -> None:
    found = outcome(100, *DONE, tally("违纪处理", levels="县级"))
    assert (found.grade, [veto.id for veto in found.vetoes]) == ("合格", ["处理"])


def test_of_several_bounds_the_lowest_holds() -> None:
    found = outcome(100, tally("违纪处理", levels="县级"), tally("违纪处理", levels="市级"))
    assert (found.band, found.grade) == ("优秀", "不合格")
    assert len(found.vetoes) == 2


def test_a_veto_for_a_role_looks_at_the_day_of_the_record() -> None:
    only = "[{id: 处理, clause: 第12条, applies_to: {role: 常委}, when: {kind: 违纪处理}, grade_at_most: 不合格}]"
    who = member(role("常委", "2026-07-01"))
    assert outcome(100, *DONE, tally("违纪处理", "2026-06-30"), who=who, vetoes=only).vetoes == ()
    assert len(outcome(100, *DONE, tally("违纪处理", "2026-07-01"), who=who, vetoes=only).vetoes) == 1
