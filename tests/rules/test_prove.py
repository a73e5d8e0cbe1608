"""What is proved of a scheme, against extremes reckoned by hand; and that what cannot be told is said to be so."""

from __future__ import annotations

import pytest

from duty_cli.model.grading_rules import OPEN
from duty_cli.model.proofs import Extreme, ProofAnswer, ProofFinding, Proofs
from duty_cli.model.records import Attendance
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.proving.prove import prove
from tests.rules import small

KINDS = """
  - {id: 全体会议, clause: 第6条, attended: yes, expects: all}
  - {id: 常委会会议, clause: 第12条, attended: yes, expects: {role: 常委}}
  - {id: 提案, clause: 第3条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: 0, at_most: 10}}
  - {id: 违纪处理, clause: 第12条, conduct: yes}"""

MEETINGS = """
  - id: 会议
    clause: 第6条
    base: 20
    cap: 40
    floor: 0
    items:
      - id: 全体会议
        clause: 第6条
        when: {kind: 全体会议}
        levels:
          - {id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 15}
          - {id: 缺席, when: {attendance: [缺席, 请假未准]}, points: -12}
        combine: sum
      - id: 常委会会议
        clause: 第12条
        applies_to: {role: 常委}
        when: {kind: 常委会会议}
        levels:
          - {id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 5}
          - {id: 缺席, when: {attendance: [缺席, 请假未准]}, points: -5}
        combine: sum"""

PROPOSALS = """
  - id: 提案
    clause: 第3条
    items: [{id: 提案, clause: 第3条, when: {kind: 提案}, points: 10, combine: sum, cap: 50}]"""

OFFICES = """
  - id: 职务
    clause: 第8条
    items:
      - {id: 述职, clause: 第11条, applies_to: {role: 组长}, when: {kind: 年度述职}, per: judged, points: 1/2, combine: highest}"""


def proved(held: dict[str, int] | None = None, **sections: str) -> Proofs:
    return prove(book(**sections), 2026, held or {})


def book(**sections: str) -> Rulebook:
    return small.book(
        **{"kinds": KINDS, "categories": MEETINGS + PROPOSALS + OFFICES, "total": "{floor: 0}"} | sections
    )


def ends(report: Proofs) -> dict[str, tuple[object, object]]:
    """The least and the most of each profile, where both are proved."""
    every = {str(one.profile): (one.least, one.most) for one in report.scores}
    assert all(end.proved for both in every.values() for end in both), every
    return {name: (least.bound, most.bound) for name, (least, most) in every.items()}


def asked(report: Proofs, word: str, who: str = "普通委员") -> ProofFinding:
    (found,) = (
        one for one in report.findings if word in one.question and who in (one.profile.name, *one.profile.alike)
    )
    return found


def test_the_ends_of_each_profile_are_those_reckoned_by_hand() -> None:
    # 40 for meetings and 50 for proposals; the floor of the category keeps absences at nothing.
    assert ends(proved()) == {"普通委员；常委": (0, 90), "组长": (0, 95)}


def test_so_many_activities_bound_what_can_be_had_and_lost() -> None:
    # One plenary: 20 + 15 and 20 - 12 for whom nothing else is held; four meetings of the standing committee: - 20.
    held = {"全体会议": 1, "常委会会议": 4}
    assert ends(proved(held)) == {"普通委员": (8, 85), "常委": (0, 90), "组长": (8, 90)}


def test_a_witness_says_which_records_it_takes() -> None:
    (common, *_) = proved({"全体会议": 1, "常委会会议": 4}).scores
    (least,) = common.least.witness.tallies
    assert (least.kind, least.attendance, least.count) == ("全体会议", Attendance.LEAVE_REFUSED, 1)
    most = {(one.kind, one.attendance): one.count for one in common.most.witness.tallies}
    # Five proposals fill their cap; the search tries four and six.
    assert most == {("全体会议", Attendance.PRESENT): 1, ("提案", None): 6}


def test_who_sits_in_is_never_absent() -> None:
    (common, *_) = proved().scores
    assert all(
        one.kind != "常委会会议" or one.attendance.present for one in common.least.witness.tallies if one.attendance
    )


def test_without_a_limit_the_growth_is_shown() -> None:
    free = PROPOSALS.replace(", cap: 50", "")
    (one, *_) = proved(categories=free).scores
    assert (one.most.bound, one.most.proved, one.most.witness.total, one.least.bound) == (None, False, 640, 0)


def test_who_attended_all_can_fail_where_attendance_is_not_enough() -> None:
    found = asked(proved({"全体会议": 1}), "全部出席")
    assert found.answer is ProofAnswer.YES
    assert found.witness is not None
    assert (found.witness.total, found.witness.grade) == (35, "不合格")


def test_who_attended_all_cannot_fail_where_the_base_is_enough() -> None:
    found = asked(proved(categories=MEETINGS.replace("base: 20", "base: 60").replace("cap: 40", "cap: 80")), "全部出席")
    # 60 and 15 for the one plenary; another one could be late, and nothing takes points off.
    assert (found.answer, found.why) == (ProofAnswer.NO, "至少得 75 分，不低于 60 分")


def test_a_minimum_fails_who_attended_all() -> None:
    rich = MEETINGS.replace("base: 20", "base: 60").replace("cap: 40", "cap: 80")
    need = "[{id: 一件提案, clause: 第3条, about: 履职, within: year, need: {kind: 提案, at_least: 1}, else: {grade_at_most: 不合格}}]"
    found = asked(proved(categories=rich, minimums=need), "全部出席")
    assert (found.answer, found.why) == (ProofAnswer.YES, "得 75 分，“一件提案”限制等次")


def test_who_was_absent_once_can_be_best_where_points_make_up_for_it() -> None:
    found = asked(proved(), "全体会议无故缺席")
    assert (found.answer, found.witness and found.witness.total) == (ProofAnswer.YES, 90)


def test_who_was_absent_at_the_only_plenary_cannot_be_best_for_want_of_points() -> None:
    # 20 - 12 for meetings, 50 for proposals.
    found = asked(proved({"全体会议": 1, "常委会会议": 0}), "全体会议无故缺席")
    assert (found.answer, found.why) == (ProofAnswer.NO, "最多得 58 分，不到 85 分")


def test_a_veto_closes_the_best_grade_to_who_was_absent() -> None:
    veto = "[{id: 无故缺席, clause: 第12条, when: {kind: 全体会议, attendance: 缺席}, grade_at_most: 合格}]"
    found = asked(proved(vetoes=veto), "全体会议无故缺席")
    assert (found.answer, found.why) == (ProofAnswer.NO, "否决“无故缺席”（第12条）规定等次最高为合格")


def test_a_minimum_that_can_be_met_no_more_closes_the_best_grade() -> None:
    need = "[{id: 到会, clause: 第6条, about: 履职, within: year, need: {kind: 全体会议, attendance: 出席, at_least: 1}, else: {grade_at_most: 合格}}]"
    rich = MEETINGS + PROPOSALS.replace("points: 10", "points: 20").replace("cap: 50", "cap: 100")
    closed = asked(proved({"全体会议": 1}, categories=rich, minimums=need), "全体会议无故缺席")
    assert (closed.answer, closed.why) == (ProofAnswer.NO, "最低要求“到会”（第6条）不能再达到，等次最高为合格")
    assert asked(proved({"全体会议": 2}, categories=rich, minimums=need), "全体会议无故缺席").answer is ProofAnswer.YES


def test_a_needed_score_is_given_to_who_is_graded() -> None:
    needed = OFFICES.replace("applies_to: {role: 组长}, ", "needed: yes, ")
    found = asked(proved({"全体会议": 1}, categories=MEETINGS + needed), "全部出席")
    assert found.witness is not None
    assert [one.judged for one in found.witness.tallies if one.kind == "年度述职"] == [0]


RANGED = """
  - id: 述职
    clause: 第11条
    items:
      - id: 述职
        clause: 第11条
        when: {kind: 年度述职}
        per: judged
        points: 1
        combine: highest
        needed: yes
        judged_range:
          when: {kind: 全体会议}
          measure: {of: rate, present: [出席, 迟到, 早退]}
          table: [{at_least: 80%, from: 6, to: 8}, {at_least: 0, from: 0, to: 5}]
          outside: unassessed"""


def test_a_score_within_a_range_is_given_to_who_is_graded() -> None:
    found = asked(proved({"全体会议": 1}, format="duty-rules/2", categories=MEETINGS + RANGED), "全部出席")
    assert found.witness is not None
    assert [one.judged for one in found.witness.tallies if one.kind == "年度述职"] == [6]
    assert found.witness.grade != OPEN
    absent = asked(proved({"全体会议": 1}, format="duty-rules/2", categories=MEETINGS + RANGED), "全体会议无故缺席")
    assert absent.answer is ProofAnswer.NO


@pytest.mark.parametrize("outside", ["unassessed", "held"])
def test_who_attended_all_has_at_least_the_least_of_the_range_of_those_who_did(outside: str) -> None:
    ranged = RANGED.replace("unassessed", outside).replace("combine: highest", "combine: sum")
    rules = {"format": "duty-rules/2", "categories": ranged}
    found = asked(proved({"全体会议": 1}, **rules, total="{base: 54, floor: 0}"), "全部出席")
    assert (found.answer, found.why) == (ProofAnswer.NO, "至少得 60 分，不低于 60 分")
    assert asked(proved({"全体会议": 1}, **rules, total="{base: 53, floor: 0}"), "全部出席").answer is ProofAnswer.YES


def test_a_score_is_judged_anew_where_further_meetings_bring_the_rate_up() -> None:
    ranged = book(format="duty-rules/2", categories=MEETINGS.replace("cap: 40", "cap: 140") + RANGED)
    found = asked(prove(ranged, 2026, {"全体会议": 10}), "全体会议无故缺席")
    # Away from the first alone nobody may be judged above 5; of ten meetings nine are 90%.
    assert (found.answer, found.witness and found.witness.grade) == (ProofAnswer.YES, ranged.bands[0].grade)
    assert found.witness is not None
    assert [one.judged for one in found.witness.tallies if one.kind == "年度述职"] == [8]


def test_the_most_of_a_value_in_a_range_is_that_of_the_kind_where_nobody_met() -> None:
    (least, most), *_ = ends(
        proved({"全体会议": 0, "常委会会议": 0}, format="duty-rules/2", categories=RANGED)
    ).values()
    assert (least, most) == (0, 10)


def test_nobody_without_the_role_has_points_for_it() -> None:
    report = proved()
    assert {one.category: one.answer for one in report.reach} == {
        "会议": ProofAnswer.YES, "提案": ProofAnswer.YES, "职务": ProofAnswer.NO,
    }  # fmt: skip
    (offices,) = (one for one in report.reach if one.category == "职务")
    assert {profile.name: most for profile, most in offices.others} == {"常委": 0, "组长": 5}


def test_a_granted_base_is_had_by_all() -> None:
    granted = MEETINGS.replace("cap: 40", "cap: 20")
    assert next(iter(proved(categories=granted).reach)).answer is ProofAnswer.YES


def test_what_hangs_on_the_others_is_not_told() -> None:
    compared = """
  - id: 名次
    clause: 第4条
    items:
      - id: 名次
        clause: 第4条
        when: {kind: 提案}
        measure: {of: quantity, among: {as: place, within: all, ties: gap}}
        target: {reach: 1, points: 40, above: -2, below: nothing}
        floor: 0"""
    (one,) = proved(categories=compared).scores
    assert (one.most.proved, one.most.witness.total) == (False, 0)


def test_without_grades_or_with_one_no_grade_is_asked_about() -> None:
    assert proved(bands="").findings == ()
    assert proved(bands="[{grade: 合格, min: 0}]").findings == ()


def test_windows_are_filled_one_by_one() -> None:
    quarterly = """
  - id: 提案
    clause: 第3条
    items:
      - {id: 提案, clause: 第3条, when: {kind: 提案}, points: 3, combine: sum, window: {each: quarter, across: sum, cap: 5}}"""
    assert ends(proved(categories=quarterly)) == {"普通委员；常委": (0, 20)}


def test_profiles_hold_what_a_rule_asks_for_together() -> None:
    both = PROPOSALS.replace("when:", "applies_to: {role: 常委, sector: 经济界}, when:")
    assert ends(proved(categories=both)) == {"普通委员；常委": (0, 0), "经济界、常委": (0, 50)}


def test_an_extreme_is_proved_only_where_the_witness_has_it() -> None:
    (one, *_) = proved().scores
    assert Extreme(one.most.bound, one.most.witness).proved
    assert not Extreme(200, one.most.witness).proved


SEVERAL_ABSENCES = """
  - id: 会议
    clause: 第6条
    base: 200
    items:
      - id: 全体会议
        clause: 第6条
        when: {kind: 全体会议}
        levels:
          - {id: 请假, when: {attendance: 请假}, points: -10}
          - {id: 缺席, when: {attendance: 缺席}, points: -30}
        combine: sum"""


def test_a_record_that_costs_more_takes_the_place_of_one_that_was_tried_before_it() -> None:
    # Five meetings, each missed without leave: 200 - 150, and not 200 - 50 for five leaves, which are looked at first.
    report = proved({"全体会议": 5}, categories=SEVERAL_ABSENCES, total="{}", bands="")
    assert {least for least, _ in ends(report).values()} == {50}
