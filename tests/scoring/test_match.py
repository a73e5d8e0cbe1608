from fractions import Fraction
from typing import Any

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import Authorship
from duty_cli.scoring.matching import Worth, author_part, holds, parted_levels, worth
from duty_cli.scoring.trace import NotScoredReason
from duty_cli.scoring.verdicts import satisfied
from tests.scoring.small import item, rulebook, tally

THIRDS = Authorship(Fraction(1, 3), "split_rest")


@pytest.mark.parametrize(
    ("when", "said", "met"),
    [
        ("kind: 提案", {}, True),
        ("kind: [走访, 提案]", {}, True),
        ("kind: 走访", {}, False),
        ("kind: 提案, stage: 立案", {"stages": "提交、立案"}, True),
        ("kind: 提案, stage: [立案, 优秀]", {"stages": "提交、优秀"}, True),
        ("kind: 提案, stage: 立案", {"stages": "提交"}, False),
        ("kind: 提案, stage: 立案", {}, False),
        ("kind: 提案, level: 市级", {"levels": "县级、市级"}, True),
        ("kind: 提案, level: 市级", {"levels": "县级"}, False),
        ("kind: 提案, position: 1", {"position": 1, "authors": 3}, True),
        ("kind: 提案, position: 1", {"position": 2, "authors": 3}, False),
        ("kind: 提案, position: {at_least: 2}", {"position": 2, "authors": 3}, True),
        ("kind: 提案, authors: {at_most: 3}", {"authors": 3}, True),
        ("kind: 提案, authors: {at_most: 3}", {"authors": 4}, False),
        ("kind: 提案, share: {at_least: 3/4}", {"share": Fraction(3, 4)}, True),
        ("kind: 提案, share: {at_least: 3/4}", {"share": Fraction(749, 1000)}, False),
        ("kind: 提案, quantity: {at_least: 2, at_most: 4}", {"quantity": 4}, True),
        ("kind: 提案, quantity: {at_least: 2, at_most: 4}", {"quantity": Fraction(401, 100)}, False),
    ],
)
def test_a_record_meets_conditions(when: str, said: dict[str, Any], met: bool) -> None:
    assert holds(item(f"when: {{{when}}}, points: 1, combine: sum").when, tally("提案", **said)) is met


@pytest.mark.parametrize(
    ("when", "met"),
    [
        *(("position: 1", True), ("authors: 1", True), ("share: 1", True), ("quantity: 1", True)),
        *(("position: {at_least: 2}", False), ("share: {at_most: 1/2}", False), ("quantity: {at_least: 2}", False)),
    ],
)
def test_a_blank_is_a_sole_author_the_whole_and_one(when: str, met: bool) -> None:
    assert holds(item(f"when: {{kind: 提案, {when}}}, points: 1, combine: sum").when, tally("提案")) is met


def test_a_blank_judged_value_meets_no_bounds() -> None:
    when = item("when: {kind: 年度述职, judged: {at_most: 10}}, points: 1, combine: sum").when
    assert holds(when, tally("年度述职", judged=0))
    assert not holds(when, tally("年度述职"))


@pytest.mark.parametrize("state", ["出席", "迟到", "早退", "请假", "请假未准", "缺席"])
def test_each_state_of_attendance_is_told_from_the_others(state: str) -> None:
    when = item(f"when: {{kind: 全体会议, attendance: {state}}}, points: 1, combine: sum").when
    others = [one for one in ("出席", "迟到", "早退", "请假", "请假未准", "缺席") if one != state]
    assert holds(when, tally("全体会议", attendance=state))
    assert not any(holds(when, tally("全体会议", attendance=other)) for other in others)


@pytest.mark.parametrize(
    ("when", "met"),
    [
        ("迟到", True),
        ("早退", True),
        ("迟到并早退", True),
        ("[出席, 请假]", False),
        ("出席, not: {attendance: 缺席}", False),
    ],
)
def test_who_was_late_and_left_early_was_the_one_and_the_other(when: str, met: bool) -> None:
    asked = item(f"when: {{kind: 全体会议, attendance: {when}}}, points: 1, combine: sum").when
    assert holds(asked, tally("全体会议", attendance="迟到并早退")) is met


def test_a_rule_may_tell_that_state_from_each_of_the_two() -> None:
    alone = item("when: {attendance: [迟到, 早退], not: {attendance: 迟到并早退}}, points: 1, combine: sum").when
    assert [holds(alone, tally("全体会议", attendance=one)) for one in ("迟到", "早退", "迟到并早退")] == [
        True,
        True,
        False,
    ]


TWO = "{id: 迟到, when: {attendance: 迟到%s}, points: -1}, {id: 早退, when: {attendance: 早退%s}, points: -2}"
NOT = ", not: {attendance: 迟到并早退}"
OWN = "{id: 迟到并早退, when: {attendance: 迟到并早退}, points: -4}"


@pytest.mark.parametrize(
    ("levels", "more", "parted", "points"),
    [
        (TWO % ("", ""), "", ("迟到", "早退"), None),
        (TWO % ("", ""), ", several_levels: highest", None, -1),
        (TWO % ("", ""), ", several_levels: stacked", None, -3),
        (f"{TWO % (NOT, NOT)}, {OWN}", "", None, -4),
        ("{id: 迟到早退, when: {attendance: [迟到, 早退]}, points: -1}", "", None, -1),
    ],
)
def test_what_both_come_to_is_what_the_rules_say(levels: str, more: str, parted: object, points: int | None) -> None:
    found = item(f"when: {{kind: 全体会议}}, combine: sum, levels: [{levels}]{more}")
    assert parted_levels(found, "全体会议") == parted
    told = worth(found, tally("全体会议", attendance="迟到并早退"))
    assert points is None or (isinstance(told, Worth) and told.points == points)


def test_a_record_without_attendance_meets_no_state() -> None:
    when = item("when: {kind: 全体会议, attendance: [出席, 缺席]}, points: 1, combine: sum").when
    assert not holds(when, tally("全体会议"))


LEVELS = """when: {kind: 提案}, combine: sum, levels: [
  {id: 提交, when: {stage: 提交}, points: 2}, {id: 立案, when: {stage: 立案}, points: 5},
  {id: 重点, when: {stage: 重点}, points: 4}]"""


def test_the_highest_of_several_levels_is_the_one_with_most_points() -> None:
    found = worth(item(f"{LEVELS}, several_levels: highest"), tally("提案", stages="提交、立案、重点"))
    assert found == Worth(5, "立案")


def test_stacked_levels_are_added() -> None:
    found = worth(item(f"{LEVELS}, several_levels: stacked"), tally("提案", stages="提交、立案、重点"))
    assert found == Worth(11, "提交、立案、重点")


def test_not_met_and_no_level_are_told_apart() -> None:
    assert worth(item(f"{LEVELS}, several_levels: highest"), tally("走访")) is NotScoredReason.NOT_MET
    assert worth(item(f"{LEVELS}, several_levels: highest"), tally("提案", stages="优秀")) is NotScoredReason.NO_LEVEL


@pytest.mark.parametrize(
    ("per", "said", "points", "level"),
    [
        ("quantity", {"quantity": Fraction(5, 2)}, Fraction(1, 4), "0.1×2.5"),
        ("quantity", {}, Fraction(1, 10), ""),
        ("share", {"share": Fraction(5, 6)}, Fraction(1, 12), "0.1×5/6"),
        ("share", {}, Fraction(1, 10), ""),
        ("record", {"quantity": 9, "share": 0}, Fraction(1, 10), ""),
    ],
)
def test_points_are_multiplied_by_what_the_item_says(
    per: str, said: dict[str, Any], points: Points, level: str
) -> None:
    one = item(f"when: {{kind: 走访}}, points: 0.1, per: {per}, combine: sum")
    assert worth(one, tally("走访", **said)) == Worth(points, level)


def test_a_judged_value_is_weighed_exactly() -> None:
    one = item("when: {kind: 年度述职}, points: 0.7, per: judged, combine: highest")
    assert worth(one, tally("年度述职", judged=9)) == Worth(Fraction(63, 10), "0.7×9")
    assert worth(one, tally("年度述职")) == Worth(0, "0.7×0")


@pytest.mark.parametrize(
    ("position", "authors", "part"),
    [(None, None, 1), (1, 1, 1), (1, 3, Fraction(1, 3)), (2, 3, Fraction(1, 3)), (3, 3, Fraction(1, 3)), (5, 5, Fraction(1, 6))],
)  # fmt: skip
def test_the_rest_is_split_among_the_others(position: int | None, authors: int | None, part: Points) -> None:
    assert author_part(THIRDS, tally("提案", position=position, authors=authors)) == part


@pytest.mark.parametrize("authors", [2, 3, 7])
def test_the_parts_of_all_authors_are_the_whole(authors: int) -> None:
    parts = [author_part(THIRDS, tally("提案", position=at + 1, authors=authors)) for at in range(authors)]
    assert sum(parts) == 1


def test_others_may_each_have_a_part_and_without_authorship_all_have_all() -> None:
    third = tally("提案", position=3, authors=3)
    assert author_part(Authorship(1, Fraction(1, 2)), third) == Fraction(1, 2)
    assert author_part(Authorship(1, 0), third) == 0
    assert author_part(None, third) == 1


NEED = """[{id: 三个一, clause: 第3条, about: 履职, within: year, need: {all: [
  {kind: 全体会议, attendance: 出席, at_least: 1},
  {any: [{kind: 提案, at_least: 1}, {kind: 社情民意信息, at_least: 2}]}]}}]"""


@pytest.mark.parametrize(
    ("proposals", "briefs", "met"), [(0, 0, False), (1, 0, True), (0, 1, False), (0, 2, True), (3, 3, True)]
)
def test_a_minimum_is_an_and_of_ors(proposals: int, briefs: int, met: bool) -> None:
    need = rulebook(minimums=NEED).minimums[0].need
    done = [tally("提案", count=proposals), tally("社情民意信息", count=briefs)]
    assert satisfied(need, [tally("全体会议", attendance="出席"), *done]) is met
    assert not satisfied(need, [tally("全体会议", attendance="请假"), *done])
