"""D1–D15: deductions and attendance."""

from __future__ import annotations

from fractions import Fraction

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.records import Tally
from duty_cli.scoring.trace import Step
from tests.mechanisms.small import earned, of_items, outcome
from tests.scoring.small import member, role, score, single, tally
from tests.workspace import Duty

PLENARY = "when: {kind: 全体会议}, combine: sum"
UNEXCUSED = "attendance: [缺席, 请假未准]"
PARTS = """[{id: 常委会会议, clause: 第12条, attended: yes, absent_below: 2/3, expects: {role: 常委}},
  {id: 全体会议, clause: 第6条, attended: yes}, {id: 走访, clause: 第4条}]"""


def test_d1_unexcused_absence_and_leave_cost_differently() -> None:
    rule = f"""{PLENARY}, levels: [
      {{id: 无故, when: {{{UNEXCUSED}}}, points: -12}}, {{id: 请假, when: {{attendance: 请假}}, points: -4}}]"""
    assert [earned(rule, tally("全体会议", attendance=state)) for state in ("缺席", "请假")] == [-12, -4]


def test_d2_the_state_replaces_the_value() -> None:
    rule = f"""{PLENARY}, levels: [
      {{id: 出席, when: {{attendance: 出席}}, points: 50}}, {{id: 请假, when: {{attendance: 请假}}, points: 30}},
      {{id: 无故, when: {{{UNEXCUSED}}}, points: 0}}]"""
    assert [earned(rule, tally("全体会议", attendance=state)) for state in ("出席", "请假", "缺席")] == [50, 30, 0]


def test_d3_leave_earns_nothing_and_costs_nothing() -> None:
    rule = f"when: {{kind: 全体会议, {UNEXCUSED}}}, points: -5, combine: sum"
    assert [earned(rule, tally("全体会议", attendance=state)) for state in ("请假", "缺席")] == [0, -5]


def test_d4_leave_refused_is_unexcused() -> None:
    rule = f"when: {{kind: 全体会议, {UNEXCUSED}}}, points: -12, combine: sum"
    assert earned(rule, tally("全体会议", attendance="请假未准")) == -12


def test_d5_late_or_early_costs_by_kind_of_meeting() -> None:
    rule = """when: {attendance: [迟到, 早退]}, combine: sum, levels: [
      {id: 全体会议, when: {kind: 全体会议}, points: -1}, {id: 常委会会议, when: {kind: 常委会会议}, points: -2}]"""
    assert earned(rule, tally("全体会议", attendance="迟到"), tally("常委会会议", attendance="早退")) == -3


def test_d6_the_full_mark_is_deducted_down_to_nothing_and_no_further() -> None:
    book = of_items(f"when: {{kind: 全体会议, {UNEXCUSED}}}, points: -12, combine: sum", said="base: 20, floor: 0")
    assert score(book, tally("全体会议", attendance="缺席", count=2)).total == 0


def test_d7_a_deduction_on_the_total_may_exceed_its_component() -> None:
    book = of_items(f"when: {{kind: 全体会议, {UNEXCUSED}}}, points: -12, combine: sum", said="base: 20")
    assert score(book, tally("全体会议", attendance="缺席", count=2)).total == -4


def test_d8_a_plenary_costs_more_than_other_meetings() -> None:
    rule = f"""when: {{{UNEXCUSED}}}, combine: sum, levels: [
      {{id: 全体会议, when: {{kind: 全体会议}}, points: -10}},
      {{id: 其他会议, when: {{not: {{kind: 全体会议}}}}, points: -3}}]"""
    assert [earned(rule, tally(kind, attendance="缺席")) for kind in ("全体会议", "常委会会议")] == [-10, -3]


def test_d9_another_deduction_for_another_role() -> None:
    points = "{by: role, values: {常委: -2}, otherwise: -6}"
    rule = f"when: {{kind: 全体会议, {UNEXCUSED}}}, points: {points}, combine: sum"
    missed = tally("全体会议", attendance="缺席")
    assert (earned(rule, missed), earned(rule, missed, who=member(role("常委")))) == (-6, -2)


def test_d10_attending_less_than_a_share_is_absence() -> None:
    rule = """when: {kind: 全体会议, attendance: 出席}, combine: sum, levels: [
      {id: 到会, when: {share: {at_least: 3/4}}, points: 8}, {id: 视为缺席, when: {share: {below: 3/4}}, points: -12}]"""
    part = [tally("全体会议", attendance="出席", share=share) for share in (Fraction(3, 4), Fraction(1, 2))]
    assert [earned(rule, one) for one in part] == [8, -12]
    rule = """when: {kind: 常委会会议}, table: [{at_least: 100%, points: 20}],
      measure: {of: rate, present: [出席], share_at_least: 3/4}"""
    part = [tally("常委会会议", attendance="出席", share=share) for share in (Fraction(3, 4), Fraction(1, 2))]
    assert [earned(rule, one) for one in part] == [20, 0]


def test_d11_other_official_business_is_not_counted_at_all() -> None:
    rule = """when: {kind: 常委会会议}, table: [{at_least: 100%, points: 20}],
      measure: {of: rate, present: [出席], left_out: [公假]}"""
    there = tally("常委会会议", attendance="出席", count=3)
    assert [earned(rule, there, tally("常委会会议", attendance=state)) for state in ("公假", "请假")] == [20, 0]


def test_d12_only_leave_in_the_register_is_leave(duty: Duty) -> None:
    duty.done("leave 1001 --from 2026-03-12 --reason 因病 --granted-by 秘书长")
    duty.done(
        "attend 委员活动日 --on 2026-03-12 --title 活动 --members 1001、1002、1003 --all-present --except 缺席=1003"
    )
    assert duty.states() == {"1001": "请假", "1002": "出席", "1003": "缺席"}


def test_d13_one_miss_cancels_the_base_of_its_month() -> None:
    rule = """when: {kind: 常委会会议, attendance: [缺席, 请假未准]}, window: {each: month, across: sum},
      measure: {of: records}, table: [{at_least: 1, points: 0}, {at_least: 0, points: 5}]"""
    since_october = member(first="2026-10-01")
    missed = tally("常委会会议", on="2026-11-05", attendance="缺席", count=2)
    assert [earned(rule, *made, who=since_october) for made in ((), (missed,))] == [5 * 3, 5 * 2]


def test_d14_less_than_a_part_is_absence_everywhere() -> None:
    states = """levels: [{id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 5}, {id: 缺席, when: {attendance: 缺席},
      points: -12}], several_levels: highest, combine: sum"""
    rate = "measure: {of: rate, present: [出席, 早退]}, table: [{at_least: 50%, points: 3}]"
    kept = "attendance: [出席, 早退], share: {below: 1}"
    when, part = "when: {kind: [常委会会议, 全体会议]", "points: 1, combine: sum, per: share"
    book = of_items(f"{when}}}, {states}", f"{when}}}, {rate}", f"{when}, {kept}}}, {part}", kinds=PARTS)
    shares = (None, Fraction(2, 3), Fraction(3, 5))
    of_kind = {
        kind: [tally(kind, attendance="早退", share=share) for share in shares] for kind in ("常委会会议", "全体会议")
    }
    due, guest = member(role("常委")), member()
    assert [score(book, one, who=due).total for one in of_kind["常委会会议"]] == [8, 8 + Fraction("0.67"), -12]
    assert [score(book, one, who=guest).total for one in of_kind["常委会会议"]][2] == 8 + Fraction("0.6")
    assert [score(book, one, who=due).total for one in of_kind["全体会议"]][2] == 8 + Fraction("0.6")


def test_less_than_a_part_bars_as_absence_does() -> None:
    vetoes = "[{id: 甲, clause: 第12条, when: {kind: 常委会会议, attendance: 缺席}, grade_at_most: 不合格}]"
    half = tally("常委会会议", attendance="出席", share=Fraction(1, 2))
    judged = [outcome(90, half, who=who, kinds=PARTS, vetoes=vetoes).grade for who in (member(role("常委")), member())]
    assert judged == ["不合格", "优秀"]


def test_d15_who_was_invited_as_a_guest_is_in_no_rate_and_never_absent() -> None:
    states, part = ", attendance: [出席, 早退, 缺席]", "target: {reach: 1, points: 4, above: 0, below: 2}"
    rates = {
        "measure: {of: rate, present: [出席, 早退]}": "",
        "measure: {of: ratio, count: {attendance: [出席, 早退]}}": states,
        "measure: {of: mean, by: share}": states,
    }
    points = "when: {kind: 常委会会议, attendance: [出席, 早退]}, points: 1, combine: sum"
    items_ = (f"when: {{kind: 常委会会议{more}}}, {rate}, {part}" for rate, more in rates.items())
    book = of_items(*items_, points, kinds=PARTS)
    absent = tally("常委会会议", attendance="缺席")
    came = {said: tally("常委会会议", attendance="早退", share=Fraction(1, 2), capacity=said)
            for said in ("列席", "应出席")}  # fmt: skip
    due, other = member(role("常委")), member()

    def items(who: Member, *tallies: Tally) -> list[Points]:
        return [item.score for item in score(book, *tallies, who=who).categories[0].items]

    # On neither side of a rate, of whatever two counts, and a record of attendance all the same.
    assert items(due, absent, came["列席"]) == [2, 2, 2, 1]
    assert items(due, came["列席"]) == [0, 0, 0, 1]
    # Who was said to be due is, though the kind expects others, and stayed too short.
    assert items(other, absent, came["应出席"]) == [2, 2, 2, 0]
    assert items(other, absent, tally("常委会会议", attendance="早退", share=Fraction(1, 2))) == [
        3,
        3,
        Fraction("2.5"),
        1,
    ]


def test_a_guest_is_in_no_rate_that_a_minimum_or_a_veto_asks() -> None:
    asked = """{rate: {when: {kind: 常委会会议}, count: {attendance: 出席}, over: {attendance: [出席, 缺席]}}, below: 1/2}"""
    vetoes = f"[{{id: 甲, clause: 第12条, if: {asked}, grade_at_most: 不合格}}]"
    absent, there = tally("常委会会议", attendance="缺席"), tally("常委会会议", attendance="出席")
    guest = tally("常委会会议", attendance="出席", capacity="列席", count=2)
    found = [outcome(90, *own, vetoes=vetoes).grade for own in ((absent, there), (absent, guest), (guest,))]
    assert found == ["优秀", "不合格", "优秀"]


def test_the_trace_says_that_a_meeting_was_attended_as_a_guest() -> None:
    rule = "when: {kind: 常委会会议}, measure: {of: rate, present: [出席]}, table: [{at_least: 50%, points: 3}]"
    made = single([tally("常委会会议", attendance="出席", capacity="列席"), tally("常委会会议", attendance="出席")])
    steps = [line.step for line in score(of_items(rule), *made).lines]
    assert sorted(steps) == sorted([Step.AS_GUEST, Step.TAKEN, Step.MEASURED])
