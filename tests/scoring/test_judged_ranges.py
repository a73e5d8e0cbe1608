"""Judged values whose range depends on a rate: what stands, what is judged anew, what is held at a bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.assessment_year import lacking_said
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.trace import Step
from tests.mechanisms.small import category
from tests.scoring.small import YEAR, member, role, rulebook, score, single, tally, with_item

RATE = """when: {kind: 全体会议}, measure: {of: rate, present: [出席, 迟到, 早退], left_out: [请假]},
  table: [{at_least: 80%, from: 6, to: 10}, {at_least: 0, from: 0, to: 5}]"""


def judged(outside: str, said: str = "combine: sum, points: 1", within: str = RATE, kind: str = "年度述职") -> str:
    """An item, on one line, of values judged within a range."""
    return f"when: {{kind: {kind}}}, per: judged, {said}, judged_range: {{{within}, outside: {outside}}}"


def book(outside: str, said: str = "combine: sum, points: 1", within: str = RATE) -> Rulebook:
    return with_item(judged(outside, said, within), format="duty-rules/2")


def there(count: int, on: str = "2026-02-05") -> Tally:
    return tally("全体会议", on, "出席", count=count)


def away(count: int, on: str = "2026-02-06") -> Tally:
    return tally("全体会议", on, "缺席", count=count)


def said(value: Points, on: str = "2026-03-05", **more: str) -> Tally:
    return tally("年度述职", on, judged=value, **more)  # type: ignore[arg-type]


def told(found: Score) -> list[str]:
    """What the papers say of scores that are lacking."""
    return [*lacking_said(found.lacking)]


@pytest.mark.parametrize(("value", "kept"), [(6, 6), (10, 10), (5, 6), (0, 6), (-5, 6)])
def test_both_ends_of_a_range_belong_to_it(value: Points, kept: Points) -> None:
    assert score(book("held"), there(4), away(1), said(value)).total == kept
    assert [bool(score(book("unassessed"), there(4), away(1), said(value)).lacking)] == [value != kept]


def test_a_value_outside_leaves_the_year_open_and_says_by_what() -> None:
    found = score(book("unassessed"), there(3), away(1), said(9), said(7), said(2))
    assert found.total == 2
    assert told(found) == ["甲（第3条）评定分 7、9 不在 0～5 之内（出席率 3÷4=75%），须提请重新评定"]
    found = score(book("unassessed"), there(7), away(2), said(9))
    assert told(found) == ["甲（第3条）评定分 9 不在 0～5 之内（出席率 7÷9，约 77.78%），须提请重新评定"]


def test_where_there_is_no_rate_nothing_bounds_a_value_and_a_record_without_one_is_not_outside() -> None:
    for outside in ("held", "unassessed"):
        assert score(book(outside), said(9)).total == 9
        assert score(book(outside), tally("全体会议", attendance="请假"), said(9)).total == 9
        assert score(book(outside), there(1), tally("年度述职")).lacking == ()


def test_a_guest_is_in_no_rate() -> None:
    guest = tally("全体会议", "2026-02-07", "出席", count=9, capacity="列席")
    assert score(book("held"), there(1), away(1), guest, said(9)).total == 5


def test_a_held_value_has_a_line_as_it_was_judged_and_one_that_holds_it() -> None:
    lines = score(
        book("held", "combine: sum, points: {by: role, values: {常委: 2}, otherwise: 1}"),
        there(1),
        away(1),
        said(9),
        who=member(role("常委")),
    ).lines
    assert [(line.step, line.change, line.level) for line in lines] == [
        (Step.COUNTED, 18, "2×9"),
        (Step.HELD, -8, "9 不在 0～5 之内（出席率 1÷2=50%）"),
    ]


def test_each_value_is_held_against_the_range_before_records_are_put_together() -> None:
    records = (there(1), away(1), said(9, "2026-03-01"), said(4, "2026-03-02"))
    highest, once = "combine: highest, points: 1", "combine: once, points: 1"
    # The nine is set aside though a four would do, and of what is held the first by day counts once.
    assert [score(book("unassessed", one), *records).total for one in (highest, once)] == [4, 4]
    assert [score(book("held", one), *records).total for one in (highest, once)] == [5, 5]
    assert all(score(book("unassessed", one), *records).lacking for one in (highest, once))


def test_a_matter_counts_under_the_item_where_it_is_worth_most_after_it_was_held() -> None:
    held, plain = judged("held"), "when: {kind: 提案}, points: 6, combine: sum"
    one = rulebook(categories=f"[{category('甲类', held, plain, said='same_matter: highest')}]", format="duty-rules/2")
    found = score(one, away(1), said(9, matter="甲"), tally("提案", matter="甲"))
    assert [item.score for item in found.categories[0].items] == [0, 6]
    # It was held, and its matter counts elsewhere: nothing is to be judged anew.
    assert found.lacking == ()


def test_a_work_that_is_to_be_judged_anew_is_none_of_those_that_came_of_one_another() -> None:
    one = rulebook(
        categories=f"[{category('甲类', judged('unassessed'), said='converted: once')}]", format="duty-rules/2"
    )
    found = score(one, away(1), said(9, matter="甲"), said(3, "2026-04-01", matter="乙"))
    assert (found.total, len(found.lacking)) == (3, 1)


def test_a_work_that_was_held_and_gives_way_to_another_leaves_nothing_open() -> None:
    one = rulebook(categories=f"[{category('甲类', judged('held'), said='converted: once')}]", format="duty-rules/2")
    first, second = (replace(said(9, on), family="甲") for on in ("2026-03-05", "2026-04-01"))
    found = score(one, away(1), first, second)
    assert (found.total, found.lacking) == (5, ())


def test_each_window_goes_by_its_own_rate() -> None:
    quarterly = "combine: sum, points: 1, window: {each: quarter, across: sum}"
    records = (there(1, "2026-02-01"), away(1, "2026-05-01"), said(9, "2026-03-01"), said(9, "2026-06-01"))
    assert score(book("held", quarterly), *records).total == 9 + 5
    found = score(book("unassessed", quarterly), *records)
    assert told(found) == [
        "甲（第3条）评定分 9 不在 0～5 之内（2026-04-01 至 2026-06-30，出席率 0÷1=0%），须提请重新评定"
    ]
    late = member(first="2026-07-01")
    assert score(book("unassessed", quarterly), *records, who=late).lacking == ()


def test_days_of_an_item_are_those_of_its_rate() -> None:
    own = "combine: sum, points: 1, window: {from: 2025-07-01, to: 2026-06-30}"
    records = (away(1, "2025-08-01"), there(4, "2026-08-01"), said(9, "2025-09-01"))
    assert score(book("held", own), *records).total == 5
    assert score(book("unassessed", own), *records, year=2025).lacking == ()


@pytest.mark.parametrize(
    ("within", "rate"),
    [
        ("when: {kind: 提案}, measure: {of: ratio, count: {stage: 立案}, over: {stage: 提交}}", "比例 1÷2=50%"),
        ("when: {kind: 提案}, measure: {of: matters}", "计数 2"),
        ("when: {kind: 提案}, measure: {of: mean, by: quantity}", "计数 1"),
        (
            "when: {kind: 提案}, measure: {of: met, each: [{kind: 提案, at_least: 1}, {kind: 提案, at_least: 3}, {kind: 提案, at_least: 4}]}",
            "计数 1",
        ),
    ],
)
def test_whatever_is_measured_picks_the_range(within: str, rate: str) -> None:
    one = book(
        "unassessed", within=f"{within}, table: [{{at_least: 3, from: 6, to: 10}}, {{at_least: 0, from: 0, to: 5}}]"
    )
    found = score(one, tally("提案", stages="提交"), tally("提案", stages="提交、立案"), said(9))
    assert [lack.outside[0].measured for lack in found.lacking] == [rate]


def test_the_order_of_entry_and_whether_a_trace_is_kept_change_nothing() -> None:
    records = single((there(2), away(1), said(9), said(8)))
    for outside in ("held", "unassessed"):
        scorer = Scorer(book(outside), YEAR)
        every = [scorer.score(member(), list(one), traced=False) for one in permutations(records)]
        assert len({(one.total, one.lacking) for one in every}) == 1
        traced = scorer.score(member(), records)
        assert (traced.total, traced.lacking) == (every[0].total, every[0].lacking)
        assert traced.total == sum(line.change for line in traced.lines)


def test_a_further_meeting_changes_what_a_value_comes_to() -> None:
    for outside, now, then in (("held", 5, 9), ("unassessed", 0, 9)):
        mind = Hypothesis(Scorer(book(outside), YEAR), member(), [there(3), away(1), said(9)], date(2026, 12, 31), {})
        assert (mind.total([]), mind.total([there(1, "2026-09-01")])) == (now, then)
