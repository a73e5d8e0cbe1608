"""Activities planned ahead: entered, moved and cancelled by reversal; who is due at their sheets comes from them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

STANDING = "plan add 常委会会议 --on 2026-12-16 --title 第二十五次会议"
VISIT = "plan add 委员活动日 --on 2026-12-09 --title 走进企业 --liaison-group 城东联络组"
TODAY = "plan add 委员活动日 --on 今天 --title 走进企业"
HELD = "attend 委员活动日 --on 今天 --title 走进企业 --all-present"
"""Today is Monday 2026-11-23."""


def planned(duty: Duty, line: str = VISIT) -> int:
    """The seq of a plan just entered."""
    duty.done(line)
    return duty.last_batch() + 1


def plans(duty: Duty, more: str = "") -> list[dict[str, Any]]:
    found = duty.json(f"plan list 2026{more}")["plans"]
    assert isinstance(found, list)
    return found


def test_a_plan_tells_its_day_place_and_how_many_are_due(duty: Duty) -> None:
    said = duty.done(f"{STANDING} --place 机关三楼")
    seq = duty.last_batch() + 1
    assert said == f"已列入计划：2026-12-16 星期三 常委会会议 第二十五次会议，机关三楼，应出席 2 人（序号 {seq}）\n"
    [one] = plans(duty)
    assert (one["seq"], one["place"], one["due"], one["expected"], one["held"]) == (seq, "机关三楼", "常委", 2, None)


def test_a_day_without_its_year_is_the_one_that_is_near(duty: Duty) -> None:
    seq = planned(duty, STANDING.replace("2026-12-16", "12.16"))
    assert "2026-12-17 星期四" in duty.done(f"plan move {seq} --on 12月17日")


@pytest.mark.parametrize(
    ("said", "due", "expected"),
    [
        ("", "不限定", None),
        ("--all", "全体", 7),
        ("--liaison-group 城东联络组", "城东联络组", 4),
        ("--sector 科技界 --liaison-group 城东联络组", "城东联络组、科技界", 2),
        ("--listed", "只有表上各人", None),
    ],
)
def test_who_is_due_is_said_when_it_is_planned(duty: Duty, said: str, due: str, expected: int | None) -> None:
    duty.done(f"plan add 委员活动日 --on 2026-12-09 --title 走进企业 {said}")
    [one] = plans(duty)
    assert (one["due"], one["expected"]) == (due, expected)


def test_a_plan_moved_keeps_what_it_was_and_why(duty: Duty) -> None:
    old = planned(duty)
    said = duty.done(f"plan move {old} --on 2026-12-10 --place 码头 --reason 天气")
    assert said.startswith("已改：2026-12-10 星期四 委员活动日 走进企业，码头，应出席 4 人（城东联络组）")
    assert said.endswith(f"原为 2026-12-09 委员活动日 走进企业（序号 {old}，已冲正）\n")
    [one] = plans(duty)
    assert (one["on"], one["moved"]) == ("2026-12-10", ["原定日期 2026-12-09、地点 未定（天气）"])
    duty.done("check")


def test_a_plan_can_be_moved_again_and_by_the_seq_it_has_now(duty: Duty) -> None:
    first = planned(duty)
    duty.done(f"plan move {first} --on 2026-12-10")
    now = plans(duty)[0]["seq"]
    duty.done(f"plan move {now} --title 走进园区 --all")
    [one] = plans(duty)
    assert (one["name"], one["due"], one["expected"]) == ("走进园区", "全体", 7)
    assert one["moved"] == ["原定日期 2026-12-09", "原定名称 走进企业、应出席范围 城东联络组"]


def test_a_plan_cancelled_is_listed_apart_with_the_reason(duty: Duty) -> None:
    seq = planned(duty)
    assert duty.done(f"plan cancel {seq} --reason 防汛") == (
        f"已取消：2026-12-09 委员活动日 走进企业（序号 {seq}，已冲正）\n"
    )
    found: Any = duty.json("plan list 2026")
    assert found["plans"] == []
    [gone] = found["cancelled"]
    assert (gone["seq"], gone["cancelled"]["by"], gone["cancelled"]["reason"]) == (seq, "经办人甲", "防汛")


def test_what_is_planned_shows_who_came_once_its_sheet_is_there(duty: Duty) -> None:
    duty.done(f"{TODAY} --liaison-group 城东联络组")
    duty.done(f"{HELD} --except 请假=1001 --except 缺席=1002")
    [one] = plans(duty)
    assert one["expected"] == 4
    assert one["held"] == {"present": 2, "on_leave": 1, "absent": 1, "exempt": 0, "unsigned": 0, "guests": 0}


def test_the_sheet_of_a_plan_is_of_those_who_were_said_to_be_due(duty: Duty) -> None:
    duty.done(f"{TODAY} --liaison-group 城西联络组")
    answer = duty(HELD)
    assert "应出席 3 人：出席 3 人" in answer.out
    assert answer.err == "应出席范围按活动计划：城西联络组\n"
    assert set(duty.states()) == {"1003", "1004", "1008"}


def test_a_file_with_a_part_of_the_sheet_leaves_the_others_due_open(duty: Duty) -> None:
    duty.done(f"{TODAY} --liaison-group 城西联络组")
    duty.write("表.csv", "委员编号,履职事项,日期,活动,出席情况\n1003,委员活动日,2026-11-23,走进企业,出席\n")
    duty.done("import 表.csv")
    held = plans(duty)[0]["held"]
    assert (held["present"], held["unsigned"]) == (1, 2)


def test_what_was_said_at_the_sheet_goes_before_the_plan(duty: Duty) -> None:
    duty.done(f"{TODAY} --liaison-group 城西联络组")
    duty.done(f"{HELD} --liaison-group 城东联络组")
    assert set(duty.states()) == {"1001", "1002", "1005", "1007"}
    assert plans(duty)[0]["due"] == "城东联络组"


def test_the_plan_of_a_member_tells_what_he_can_still_come_to(duty: Duty) -> None:
    duty.done(f"{TODAY} --all")
    duty.done(f"{HELD} --except 缺席=1003")
    duty.done(VISIT)
    duty.done(STANDING)
    assert [one["own"] for one in plans(duty, " --member 1001")] == ["出席", "还可参加", "还可参加"]
    assert [(one["name"], one["own"]) for one in plans(duty, " --member 1003")] == [("走进企业", "缺席")]


def test_a_plan_of_a_year_without_rules_is_taken_and_says_so(duty: Duty) -> None:
    duty.change_rules("to: 2026-12-31}", "to: 2026-11-30}")
    assert "应出席：待定，这一天还没有规则文件" in duty.done(STANDING)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "plan add 常委会会议 --on 2026-12-12 --title 会",
            "错误：2026-12-12 是星期六，不是工作日，未写入任何内容；确在这一天举行的请加 --on-rest-day，否则请改日期",
        ),
        (
            "plan add 常委会会议 --on 2026-11-20 --title 会",
            "错误：日期 2026-11-20 早于今天 2026-11-23，不再作计划；已举行的活动请直接登记出席情况",
        ),
        (
            "plan add 提案 --on 2026-12-09 --title 会",
            "错误：履职事项“提案”：不是按出席情况登记的事项，不能列入活动计划",
        ),
        ("plan add 活动日 --on 2026-12-09 --title 会", "错误：规则文件中没有履职事项“活动日”；是否：委员活动日？"),
        ("plan add 常委会会议 --on 2027-01-05 --title 会", "错误：日期 2027-01-05 不在届期内"),
        ("plan add 常委会会议 --on 2026-12-09 --title ' '", "错误：活动没有填写；请补上"),
        (f"{STANDING} --all --listed", "应出席范围写了几种"),
        ("plan move 999 --on 2026-12-10", "错误：账本中没有序号 999 的活动计划，或已改期、取消"),
        ("plan cancel 999 --reason 防汛", "错误：账本中没有序号 999 的活动计划"),
        ("plan cancel 999 --reason ' '", "错误：原因没有填写；请补上"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_a_line(duty: Duty, line: str, sentence: str) -> None:
    assert sentence in duty.refused(line, 2 if "--listed" in line else 5)


def test_a_plan_for_a_group_of_which_nobody_is_left_is_refused(duty: Duty) -> None:
    duty.done("member add 1009 冯七星 --from 2026-01-01 --until 2026-06-30 --sector 体育界")
    said = duty.refused(f"{STANDING} --sector 体育界")
    assert "第二十五次会议 没有应出席的委员（体育界）；请核对日期与范围" in said


def test_a_holiday_is_refused_unless_it_is_said(duty: Duty) -> None:
    duty.write("rules/holidays.yaml", HOLIDAY)
    assert "2026-12-09 是建县纪念日，不是工作日" in duty.refused(VISIT)
    duty.done(f"{VISIT} --on-rest-day")


HOLIDAY = (
    "format: duty-holidays/1\nyears:\n"
    "  - {year: 2026, holidays: [{name: 建县纪念日, from: 2026-12-09}], workdays: [2026-12-12]}\n"
)


def test_a_saturday_that_is_worked_needs_no_word(duty: Duty) -> None:
    duty.write("rules/holidays.yaml", HOLIDAY)
    duty.done("plan add 委员活动日 --on 2026-12-12 --title 补班日活动")


def test_a_year_whose_holidays_nobody_knows_is_refused_with_the_way(empty: Duty) -> None:
    empty.done("init --committee 政协示例县委员会 --term 16 --from 2032-01-01 --until 2036-12-31")
    said = empty.refused("plan add 常委会会议 --on 2032-03-04 --title 第一次会议")
    assert said.startswith("错误：不知道 2032 年的节假日安排，不能判断 2032-03-04 是不是工作日")
    empty.done("plan add 常委会会议 --on 2032-03-04 --title 第一次会议 --on-rest-day")


def test_only_a_new_day_has_to_be_a_working_one(duty: Duty) -> None:
    seq = planned(duty, "plan add 委员活动日 --on 2026-12-12 --title 走进企业 --on-rest-day")
    duty.done(f"plan move {seq} --place 码头")
    now = plans(duty)[0]["seq"]
    assert "2026-12-13 是星期日" in duty.refused(f"plan move {now} --on 2026-12-13")


def test_one_activity_is_planned_once_and_a_name_like_it_is_asked_about(duty: Duty) -> None:
    seq = planned(duty)
    assert f"2026-12-09 委员活动日 走进企业 已列入活动计划（序号 {seq}）" in duty.refused(VISIT)
    alike = VISIT.replace("走进企业", "走进企业活动")
    assert f"已有名称相近的活动“走进企业”（活动计划序号 {seq}，经办人甲 2026-11-23 录入）" in duty.refused(alike)
    duty.done(f"{alike} --again")


def test_a_sheet_under_a_name_like_the_planned_one_is_asked_about(duty: Duty) -> None:
    seq = planned(duty, TODAY)
    assert f"“走进企业”（活动计划序号 {seq}" in duty.refused(HELD.replace("走进企业", "走进企业活动"))


def test_what_was_held_is_no_plan_any_more(duty: Duty) -> None:
    seq = planned(duty, TODAY)
    duty.done(HELD)
    for line in (f"plan move {seq} --on 2026-12-10", f"plan cancel {seq} --reason 防汛", f"void {seq} --reason 防汛"):
        assert "2026-11-23 委员活动日 走进企业 已登记出席情况" in duty.refused(line)


def test_what_was_held_is_not_planned(duty: Duty) -> None:
    duty.done(HELD)
    assert "走进企业 已登记出席情况" in duty.refused(TODAY)


def test_a_plan_without_a_change_is_not_written_again(duty: Duty) -> None:
    seq = planned(duty)
    assert f"活动计划（序号 {seq}）已是这样，未写入任何内容" in duty.refused(f"plan move {seq} --on 2026-12-09")


def test_a_plan_of_those_on_its_sheet_asks_who_they_are(duty: Duty) -> None:
    seq = planned(duty, f"{TODAY} --listed")
    assert f"活动计划（序号 {seq}）写明只有表上各人应出席；请用 --members 列出他们" in duty.refused(HELD)
    duty.done(f"{HELD} --members 1001、1003")
    assert set(duty.states()) == {"1001", "1003"}


def test_a_plan_is_taken_back_by_void_and_undo_but_not_the_moving_of_one(duty: Duty) -> None:
    planned(duty)
    duty.done(f"undo {duty.last_batch()} --reason 误录")
    seq = planned(duty)
    duty.done(f"plan move {seq} --on 2026-12-10")
    assert "该批次改了活动计划，撤销不能恢复原计划；未登记出席的请用 duty plan move" in duty.refused(
        f"undo {duty.last_batch()} --reason 误改"
    )
    duty.done(f"void {plans(duty)[0]['seq']} --reason 误录")
    assert plans(duty) == []


def test_the_plan_as_it_was_is_given_again(duty: Duty) -> None:
    seq = planned(duty)
    duty.done("plan list 2026")  # enters the rules
    known = duty.last_batch() + 1
    before = duty.done(f"plan list 2026 --known-at {known}")
    duty.done(f"plan cancel {seq} --reason 防汛")
    assert duty.done(f"plan list 2026 --known-at {known}") == before


def test_a_sheet_of_a_planned_activity_is_asked_about_where_its_day_is_another(duty: Duty) -> None:
    """On the 23rd of November 12.9 without its year is the one of last year."""
    seq = planned(duty)
    line = "attend 委员活动日 --on 12.9 --title 走进企业 --all-present"
    assert duty.refused(line) == (
        f"错误：活动计划里这次活动是 2026-12-09（序号 {seq}），这里写的是 2025-12-09 委员活动日 走进企业；"
        f"日期写错的请改正，已经改期的请先用 duty plan move {seq} 改期，确为另一次的请加 --again"
    )
    assert duty(f"{line} --again").code == 0


def test_a_record_of_a_planned_activity_is_asked_about_as_well(duty: Duty) -> None:
    planned(duty)
    assert "活动计划里这次活动是 2026-12-09" in duty.refused("record 1001 委员活动日 --on 12.9 --activity 走进企业")


def test_an_activity_whose_plan_has_its_sheet_may_come_again_on_another_day(duty: Duty) -> None:
    duty.done(TODAY)
    duty.done(HELD)
    assert duty(HELD.replace("今天", "昨天")).code == 0


def test_an_activity_that_is_voided_is_named(duty: Duty) -> None:
    seq = planned(duty, TODAY)
    assert duty.done(f"void {seq} --reason 误") == f"已冲正：活动计划 2026-11-23 委员活动日 走进企业（序号 {seq}）\n"
    duty.done("attend 委员活动日 --on 昨天 --title 座谈 --all-present --members 1001")
    event = duty.last_batch() + 1
    assert duty.done(f"void {event} --reason 误") == f"已冲正：活动 2026-11-22 委员活动日 座谈（序号 {event}）\n"


def test_a_calendar_is_written_to_no_other_file(duty: Duty) -> None:
    assert "文件名 计划.xlsx 应以 .ics 结尾" in duty.refused("plan export -o 计划.xlsx", 2)
