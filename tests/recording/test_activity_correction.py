"""A meeting's name or day put right as a whole: shown first, then every record reversed and entered anew in one batch."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.clerk import seated
from tests.workspace import Duty

HELD = "attend 委员活动日 --on 2026-03-02 --title 走进企业 --all-present --liaison-group 城西联络组 --except 请假=1003"
CORRECT = "activity correct 委员活动日 --on 2026-03-02 --reason 会务组更正"
RIGHT = f"{CORRECT} --new-title 走进园区 --new-on 2026-03-03"


@pytest.fixture
def held(duty: Duty) -> Duty:
    """A sheet of three, one of them on leave."""
    duty.done(HELD)
    return duty


def sheet(duty: Duty) -> list[tuple[str, str, str, str]]:
    """Who stands on which sheet, and how."""
    return [(one["委员编号"], one["日期"], one["活动"], one["出席情况"]) for one in duty.records()]


def test_what_is_to_be_put_right_is_shown_first_and_nothing_written(held: Duty) -> None:
    before = held.digest()
    answer = held(RIGHT)
    assert answer.err == (
        "将更正：2026-03-02 委员活动日 走进企业 改为 2026-03-03 委员活动日 走进园区；"
        "出席记录 3 条（请假 1 人，出席 2 人）、应出席范围一并改动\n"
        "未写入任何内容；确认照此更正的，请加 --yes\n"
    )
    assert (answer.code, answer.raw, held.digest()) == (0, b"", before)


def test_every_record_takes_the_new_name_and_day_in_one_batch(held: Duty) -> None:
    before = len(json.loads(held.done("log --format json"))["batches"])
    said = held.done(f"{RIGHT} --yes")
    assert said.endswith(f"一并改动（批次 {held.last_batch()}）\n")
    assert sheet(held) == [
        ("1003", "2026-03-03", "走进园区", "请假"),
        ("1004", "2026-03-03", "走进园区", "出席"),
        ("1008", "2026-03-03", "走进园区", "出席"),
    ]
    assert len(json.loads(held.done("log --format json"))["batches"]) == before + 1
    held.done("check")


def test_who_was_due_goes_with_it(held: Duty) -> None:
    held.done(f"{RIGHT} --yes")
    held.done("record 1001 委员活动日 --on 2026-03-03 --activity 走进园区")
    assert "列席 2026-03-03 委员活动日 走进园区：1001 赵一鸣" in held("settle 委员活动日 --on 2026-03-03").out
    assert "还有出席记录" not in held("settle 委员活动日 --on 2026-03-02").err


def test_a_clerk_at_the_terminal_is_asked(held: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    seated(monkeypatch, "", "y")
    assert held(RIGHT).out == ""
    assert "已更正：2026-03-02 委员活动日 走进企业" in held(RIGHT).out


def test_what_each_record_says_beside_stays(duty: Duty) -> None:
    duty.done("record 1001 委员活动日 --on 2026-03-02 --title 走进企业 --number HD-1 --share 1/2 --note 中途离场")
    duty.done(f"{CORRECT} --new-title 走进园区 --yes")
    [one] = duty.records()
    assert (one["标题"], one["编号"], one["参加比例"], one["备注"]) == ("走进园区", "HD-1", "0.5", "中途离场")


def test_a_record_without_a_name_belongs_to_the_only_meeting_of_its_day(held: Duty) -> None:
    held.done("record 1001 委员活动日 --on 2026-03-04")
    held.done("activity correct 委员活动日 --on 2026-03-04 --new-title 走进园区 --reason 补名称 --yes")
    assert ("1001", "2026-03-04", "走进园区", "出席") in sheet(held)


def test_the_plan_of_the_meeting_goes_with_it(duty: Duty) -> None:
    duty.done("plan add 委员活动日 --on 今天 --title 走进企业 --liaison-group 城西联络组")
    duty.done("attend 委员活动日 --on 今天 --title 走进企业 --all-present")
    said = duty.done("activity correct 委员活动日 --on 今天 --new-title 走进园区 --reason 更正 --yes")
    assert "应出席范围、活动计划一并改动" in said
    found: Any = duty.json("plan list 2026")["plans"]
    assert [(one["name"], one["moved"], one["held"]["present"]) for one in found] == [
        ("走进园区", ["原定名称 走进企业（更正）"], 3)
    ]


def test_a_sheet_entered_beside_its_plan_is_brought_under_it(duty: Duty) -> None:
    duty.done("plan add 委员活动日 --on 今天 --title 走进企业 --liaison-group 城西联络组")
    duty.write("表.csv", "委员编号,履职事项,日期,活动,出席情况\n1003,委员活动日,2026-11-20,走进企业,出席\n")
    duty.done("import 表.csv")
    duty.done("activity correct 委员活动日 --on 2026-11-20 --new-on 今天 --reason 日期有误 --yes")
    found: Any = duty.json("plan list 2026")["plans"]
    assert [(one["due"], one["held"]["present"], one["held"]["unsigned"]) for one in found] == [("城西联络组", 1, 2)]


def test_two_names_of_one_meeting_are_made_one_only_when_that_is_said(held: Duty) -> None:
    held.done("attend 委员活动日 --on 2026-03-02 --title 企业调研 --all-present --members 1001、1002")
    line = f"{CORRECT} --title 企业调研 --new-title 走进企业"
    assert "2026-03-02 委员活动日 走进企业 已登记出席情况（序号" in held.refused(f"{line} --yes")
    held.done(f"{line} --merge --yes")
    assert {name for _, _, name, _ in sheet(held)} == {"走进企业"}
    assert len(sheet(held)) == 5


def test_a_member_on_both_sheets_is_not_entered_twice(held: Duty) -> None:
    held.done("record 1003 委员活动日 --on 2026-03-02 --activity 企业调研")
    said = held.refused(f"{CORRECT} --title 企业调研 --new-title 走进企业 --merge --yes")
    assert said.startswith("错误：1003 孙三禾 已有“走进企业”的记录")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "错误：2026-03-02 委员活动日 走进企业 已是这样，未写入任何内容"),
        ("--new-on 2026-11-24", "错误：日期 2026-11-24 晚于今天（2026-11-23）；请核对日期"),
        ("--new-on 2021-12-31", "错误：日期 2021-12-31 不在届期内"),
        ("--title 无此活动 --new-title 甲", "错误：账本中没有“2026-03-02 委员活动日 无此活动”的出席登记"),
    ],
)
def test_what_cannot_be_put_right_is_refused_before_it_is_shown(held: Duty, said: str, sentence: str) -> None:
    assert sentence in held.refused(f"{CORRECT} {said}")
    assert sentence in held.refused(f"{CORRECT} {said} --yes")


def test_of_several_meetings_of_a_day_one_has_to_be_named(held: Duty) -> None:
    held.done("attend 委员活动日 --on 2026-03-02 --title 企业调研 --all-present --members 1001")
    assert "有 2 次活动：2026-03-02 委员活动日 企业调研；2026-03-02 委员活动日 走进企业" in held.refused(RIGHT)


def test_records_without_a_name_beside_several_meetings_are_refused(held: Duty) -> None:
    held.write("无名.csv", "委员编号,履职事项,日期,出席情况\n1002,委员活动日,2026-03-02,出席\n")
    held.done("import 无名.csv")
    held.done("attend 委员活动日 --on 2026-03-02 --title 企业调研 --all-present --members 1001")
    assert "1 条记录（序号 " in held.refused(f"{RIGHT} --title 走进企业")


def test_a_name_like_that_of_another_meeting_is_asked_about(held: Duty) -> None:
    held.done("attend 委员活动日 --on 2026-03-03 --title 走进园区活动 --all-present --members 1001")
    assert "已有名称相近的活动“走进园区活动”" in held.refused(f"{RIGHT} --yes")
    held.done(f"{RIGHT} --again --yes")


def test_who_was_not_in_office_on_the_new_day_is_named(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-07-01 --title 走进企业 --all-present --members 1007")
    said = duty.refused("activity correct 委员活动日 --on 2026-07-01 --new-on 2026-06-30 --reason 日期有误")
    assert "1007 吴五湖 在 2026-06-30 不在任" in said


def test_a_meeting_of_a_closed_year_stays(held: Duty) -> None:
    held.done("record 1001 提案 --on 2025-03-05 --title 修路")
    held.done("attend 委员活动日 --on 2025-03-03 --title 走进园区 --all-present --members 1001")
    held.close(2025)
    assert "2025 年度已结账" in held.refused(f"{CORRECT} --new-on 2025-03-03")
    old = "activity correct 委员活动日 --on 2025-03-03 --new-title 走进企业 --reason 更正"
    assert "2025 年度已结账" in held.refused(old)


def test_a_plan_without_a_sheet_is_moved_and_not_corrected(duty: Duty) -> None:
    duty.done("plan add 委员活动日 --on 2026-12-09 --title 走进企业")
    seq = duty.last_batch() + 1
    line = "activity correct 委员活动日 --on 2026-12-09 --new-title 走进园区 --reason 更正"
    assert f"尚未登记出席情况；活动计划改名称、日期请用 duty plan move {seq}" in duty.refused(line)


def test_what_was_put_right_wrongly_is_undone_as_a_whole(held: Duty) -> None:
    before = sheet(held)
    held.done(f"{RIGHT} --yes")
    held.done(f"undo {held.last_batch()} --reason 原来没有错")
    assert sheet(held) == before
    held.done("record 1001 委员活动日 --on 2026-03-02 --activity 走进企业")
    assert "列席 2026-03-02 委员活动日 走进企业：1001 赵一鸣" in held("settle 委员活动日 --on 2026-03-02").out
