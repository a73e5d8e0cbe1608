from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.scoring.trace import Step
from tests.scoring.small import points, score, tally, with_item

VISIT = "when: {kind: 走访}, points: 3"
STAGES = """when: {kind: 提案}, several_levels: highest, levels: [
  {id: 提交, when: {stage: 提交}, points: 10}, {id: 立案, when: {stage: 立案}, points: 25}]"""
FIRST, FILED = tally("提案", "2026-01-10", stages="提交"), tally("提案", "2026-05-20", stages="提交、立案")


def test_a_sum_counts_every_record() -> None:
    assert points(f"{VISIT}, combine: sum", tally("走访", count=2), tally("走访", "2026-07-01")) == 9


@pytest.mark.parametrize(("combine", "total"), [("sum", 60), ("highest", 25), ("once", 10)])
def test_records_are_combined_as_the_item_says(combine: str, total: int) -> None:
    records = (FIRST, FILED, tally("提案", "2026-06-01", stages="立案"))
    assert points(f"{STAGES}, combine: {combine}", *records) == total


def test_once_counts_the_first_by_date_whatever_the_order_of_entry() -> None:
    assert points(f"{STAGES}, combine: once", FILED, FIRST) == 10


def test_one_of_several_like_records_counts_once() -> None:
    assert points(f"{VISIT}, combine: once", tally("走访", count=4)) == 3
    assert points(f"{VISIT}, combine: highest", tally("走访", count=4)) == 3


def test_of_one_matter_only_the_best_record_counts() -> None:
    early, late = tally("提案", "2026-01-10", stages="提交", matter="甲"), tally("提案", stages="立案", matter="甲")
    other, alone = tally("提案", stages="提交", matter="乙"), tally("提案", stages="提交", count=2)
    assert points(f"{STAGES}, combine: sum, same_matter: highest", early, late, other, alone) == 25 + 10 + 20


def test_the_same_matter_counts_each_time_where_the_item_does_not_say_otherwise() -> None:
    assert points(f"{STAGES}, combine: sum", tally("提案", stages="立案", matter="甲", count=3)) == 75


def test_a_proposal_turned_into_a_brief_counts_once() -> None:
    one = "when: {kind: [提案, 社情民意信息]}, points: 4, combine: sum, same_matter: highest"
    assert points(one, tally("提案", matter="甲"), tally("社情民意信息", matter="甲"), tally("提案", matter="乙")) == 8


def test_further_records_count_from_the_nth_on() -> None:
    one = f"{VISIT}, combine: sum, from_nth: 3"
    assert [points(one, tally("走访", count=count)) for count in (1, 2, 3, 5)] == [0, 0, 3, 9]


def test_the_first_is_the_first_by_date() -> None:
    further = f"{STAGES}, combine: sum, from_nth: 2"
    assert points(further, FIRST, FILED) == 25
    assert points(further, FILED, FIRST) == 25


def test_of_one_day_the_first_is_decided_by_what_the_records_say() -> None:
    one, other = tally("提案", stages="提交"), tally("提案", stages="立案")
    further = f"{STAGES}, combine: sum, from_nth: 2"
    assert points(further, one, other) == points(further, other, one)


def test_of_one_day_and_like_words_the_first_is_that_of_less_value() -> None:
    """As docs/规则语言.md tells it under from_nth."""
    few, many = tally("走访", quantity=1), tally("走访", quantity=3)
    further = "when: {kind: 走访}, points: 1, per: quantity, combine: sum, from_nth: 2"
    assert points(further, few, many) == points(further, many, few) == 3
    assert points(further, few, tally("走访", "2026-03-04", quantity=3)) == 1
    # The matter goes before the value, and who has none before all who have one.
    assert points(further, tally("走访", quantity=1, matter="甲"), many) == 1
    # By the code of the letter and not by the order in which the file lists the stages: 提交 (U+63D0) before 立案 (U+7ACB).
    staged = "when: {kind: 提案}, points: 1, per: quantity, combine: sum, from_nth: 2"
    assert points(staged, tally("提案", stages="立案", quantity=1), tally("提案", stages="提交", quantity=3)) == 1


def test_matters_are_settled_before_the_first_is_passed_over() -> None:
    same = tally("提案", stages="立案", matter="甲", count=2)
    assert points(f"{STAGES}, combine: sum, same_matter: highest, from_nth: 2", same, FILED) == 25


@pytest.mark.parametrize(("count", "total"), [(1, 3), (3, 9), (4, 10), (9, 10)])
def test_a_cap_bounds_the_item(count: int, total: int) -> None:
    assert points(f"{VISIT}, combine: sum, cap: 10", tally("走访", count=count)) == total


@pytest.mark.parametrize(("count", "total"), [(1, -2), (5, -10), (6, -10)])
def test_a_floor_bounds_the_item(count: int, total: int) -> None:
    book = with_item(
        "when: {kind: 全体会议, attendance: 缺席}, points: -2, combine: sum, floor: -10", bands="[{grade: 合格, min: -99}]",
        total="{floor: -99}",
    )  # fmt: skip
    assert score(book, tally("全体会议", attendance="缺席", count=count)).total == total


SHARED = "when: {kind: 提案}, points: 25, combine: sum, authors: {first: 1/2, others: split_rest}"


@pytest.mark.parametrize(
    ("position", "authors", "total"),
    [
        *((1, 1, 25), (1, 3, Fraction("12.5")), (2, 3, Fraction("6.25")), (3, 3, Fraction("6.25"))),
        *((1, 5, Fraction("12.5")), (5, 5, Fraction("3.13")), (2, 4, Fraction("4.17"))),
    ],
)
def test_joint_work_is_split_and_rounded_to_two_places(position: int, authors: int, total: Points) -> None:
    assert points(SHARED, tally("提案", position=position, authors=authors)) == total


def test_what_is_rounded_is_the_sum_and_not_each_record() -> None:
    third = tally("提案", position=2, authors=4)
    exactly = score(with_item(SHARED), third, third, third)
    assert exactly.total == Fraction("12.5")
    assert Step.ROUNDED not in {line.step for line in exactly.lines}
    assert points(SHARED, third, third) == Fraction("8.33")


def test_the_rounding_is_a_line_of_the_trace() -> None:
    last = score(with_item(SHARED), tally("提案", position=2, authors=4)).lines[-1]
    assert (last.step, last.before, last.after) == (Step.ROUNDED, Fraction(25, 6), Fraction("4.17"))


def test_the_rule_file_says_how_many_places() -> None:
    book = with_item(SHARED, rounding="{places: 0, half: up}")
    assert score(book, tally("提案", position=1, authors=3)).total == 13


def test_whole_sums_of_parts_are_whole_numbers() -> None:
    half = tally("提案", position=1, authors=2)
    assert isinstance(points(SHARED, half, half), int)
