from fractions import Fraction

import pytest

from duty_cli.model.records import Tally
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.trace import NotScoredReason
from tests.scoring.small import YEAR, member, points, role, rulebook, score, tally, with_item

MEETINGS = """
  - id: 会议
    clause: 第6条
    base: 20
    cap: 30
    floor: 0
    items:
      - id: 全体会议
        clause: 第6条
        when: {kind: 全体会议}
        combine: sum
        levels:
          - {id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 15}
          - {id: 请假, when: {attendance: 请假}, points: 9}
          - {id: 缺席, when: {attendance: [缺席, 请假未准]}, points: -30}
      - {id: 迟到, clause: 第6条, when: {attendance: 迟到}, points: -1/2, combine: sum}
  - id: 提案
    clause: 第3条
    items: [{id: 立案提案, clause: 第3条, when: {kind: 提案, stage: 立案}, points: 5, combine: sum}]"""


def parts(*states: str) -> list[tuple[str, object]]:
    book = rulebook(categories=MEETINGS)
    return [
        (one.id, one.score)
        for one in score(book, *(tally("全体会议", attendance=state) for state in states)).categories
    ]


@pytest.mark.parametrize(
    ("states", "subtotal"),
    [((), 20), (("请假",), 29), (("出席",), 30), (("缺席",), 0), (("请假未准",), 0), (("出席", "缺席"), 5)],
)
def test_a_category_has_a_base_a_cap_and_a_floor(states: tuple[str, ...], subtotal: int) -> None:
    assert parts(*states) == [("会议", subtotal), ("提案", 0)]


def test_one_record_may_earn_under_several_items() -> None:
    book = rulebook(categories=MEETINGS.replace("cap: 30", "cap: 40"))
    late = score(book, tally("全体会议", attendance="迟到")).categories[0]
    assert late.score == Fraction("34.5")
    assert [(one.id, one.score) for one in late.items] == [("全体会议", 15), ("迟到", Fraction("-0.5"))]


def test_what_a_floor_takes_back_does_not_spill_into_another_category() -> None:
    done = (tally("全体会议", attendance="缺席"), tally("提案", stages="立案", count=2))
    assert score(rulebook(categories=MEETINGS), *done).total == 10


@pytest.mark.parametrize(
    ("total", "reached"),
    [
        ("{floor: 0}", 45),
        ("{cap: 40, floor: 0}", 40),
        ("{base: 10, floor: 0}", 55),
        ("{base: 10, cap: 50, floor: 0}", 50),
    ],
)
def test_the_total_has_a_base_and_bounds_of_its_own(total: str, reached: int) -> None:
    done = (tally("全体会议", attendance="出席"), tally("提案", stages="立案", count=3))
    assert score(rulebook(categories=MEETINGS, total=total), *done).total == reached


def test_a_total_below_its_floor_is_the_floor() -> None:
    book = rulebook(categories=MEETINGS.replace("    floor: 0\n", ""))
    assert score(book, tally("全体会议", attendance="缺席")).total == 0


STANDING = "applies_to: {role: 常委}, when: {kind: 常委会会议, attendance: 出席}, points: 2, combine: sum"


def test_a_role_is_the_role_of_the_day_of_the_record() -> None:
    who = member(role("常委", "2026-03-01", "2026-08-31"))
    days = ("2026-02-28", "2026-03-01", "2026-06-30", "2026-08-31", "2026-09-01")
    assert points(STANDING, *(tally("常委会会议", day, "出席") for day in days), who=who) == 6


def test_a_record_before_the_role_is_listed_as_not_for_the_member() -> None:
    early = tally("常委会会议", "2026-02-28", "出席")
    found = score(with_item(STANDING), early, who=member(role("常委", "2026-03-01")))
    assert [(one.tally, one.why) for one in found.unscored] == [(early, NotScoredReason.NOT_FOR_MEMBER)]


def test_an_item_for_new_members_counts_in_the_year_of_joining_only() -> None:
    new = "applies_to: {joined: this_year}, when: {kind: 走访}, points: 2, combine: sum"
    assert points(new, tally("走访"), who=member(first="2026-01-05")) == 2
    assert points(new, tally("走访"), who=member(first="2025-12-31")) == 0


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (tally("走访"), NotScoredReason.NO_ITEM),
        (tally("提案", stages="提交"), NotScoredReason.NOT_MET),
        (tally("全体会议"), NotScoredReason.NO_LEVEL),
    ],
)
def test_a_record_no_item_takes_is_listed_with_the_reason(record: Tally, why: NotScoredReason) -> None:
    found = score(rulebook(categories=MEETINGS), record)
    assert [(one.tally, one.why) for one in found.unscored] == [(record, why)]


def test_scored_with_nothing_is_not_the_same_as_not_scored() -> None:
    leave = "when: {kind: 全体会议, attendance: 请假}, points: 0, combine: sum"
    assert score(with_item(leave), tally("全体会议", attendance="请假")).unscored == ()


def test_a_floor_above_nothing_is_granted_to_whom_the_item_is_for_and_to_no_other() -> None:
    granted = f"{STANDING}, floor: 3"
    assert points(granted, who=member(role("常委"))) == 3
    assert points(granted, tally("常委会会议", attendance="出席", count=2), who=member(role("常委"))) == 4
    assert points(granted, who=member()) == 0


def test_no_record_at_all_is_the_bases_alone() -> None:
    found = score(rulebook(categories=MEETINGS, total="{base: 40, floor: 0}"))
    assert (found.total, found.unscored) == (60, ())
    assert [(line.category, line.after) for line in found.lines] == [("", 40), ("会议", 20)]


EVERYTHING = """
  - id: 甲类
    clause: 第3条
    items:
      - {id: 甲, clause: 第3条, when: {kind: 提案}, points: 24, per: quantity, combine: sum, authors: {first: 1/2, others: split_rest}}
      - {id: 乙, clause: 第3条, when: {kind: 提案, stage: 立案}, points: 100, combine: sum}
      - {id: 丙, clause: 第3条, when: {kind: 提案, level: 市级}, points: 200, combine: sum}
      - {id: 丁, clause: 第3条, when: {kind: 提案}, points: 1000, per: share, combine: sum}
      - {id: 戊, clause: 第3条, when: {kind: 年度述职}, points: 1, per: judged, combine: sum}
      - {id: 己, clause: 第3条, when: {kind: 全体会议, attendance: 出席}, points: 7, combine: sum}"""


@pytest.mark.parametrize(
    ("one", "other", "earned"),
    [
        (tally("提案", authors=3), tally("提案", authors=3, position=2), (1012, 1006)),
        (tally("提案", authors=3, position=2), tally("提案", authors=4, position=2), (1006, 1004)),
        (tally("提案"), tally("提案", quantity=2), (1024, 1048)),
        (tally("提案"), tally("提案", stages="立案"), (1024, 1124)),
        (tally("提案"), tally("提案", levels="市级"), (1024, 1224)),
        (tally("提案"), tally("提案", share=Fraction(1, 2)), (1024, 524)),
        (tally("年度述职", judged=3), tally("年度述职", judged=4), (3, 4)),
        (tally("全体会议", attendance="缺席"), tally("全体会议", attendance="出席"), (0, 7)),
    ],
)
def test_records_that_differ_in_anything_rules_can_see_are_told_apart(
    one: Tally, other: Tally, earned: tuple[int, int]
) -> None:
    scorer = Scorer(rulebook(categories=EVERYTHING), YEAR)
    assert (scorer.score(member(), [one]).total, scorer.score(member(), [other]).total) == earned


def test_a_rule_may_be_for_those_who_do_not_hold_a_role() -> None:
    rule = "applies_to: {not: {role: 常委}}, when: {kind: 提案}, points: 5, combine: sum"
    assert points(rule, tally("提案"), who=member()) == 5
    assert points(rule, tally("提案"), who=member(role("常委"))) == 0
    assert points(rule, tally("提案", on="2026-03-05"), who=member(role("常委", first="2026-06-01"))) == 5
