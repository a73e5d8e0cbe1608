"""Leave is never absence: what was granted, what was refused, and what the attendance sheet says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.workspace import Duty

GRANTED = "leave 1003 --from 2026-03-02 --reason 因病 --granted-by 秘书长"
REFUSED = "leave 1003 --from 2026-03-02 --reason 因事 --refused-by 秘书长"
PLENARY = "attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present"


def test_leave_says_days_reason_and_decision(duty: Duty) -> None:
    said = duty.done(GRANTED.replace("--reason", "--until 2026-03-04 --reason"))
    assert re.fullmatch(r"已登记：1003 孙三禾 2026-03-02 至 2026-03-04 因病请假，准假（序号 \d+）\n", said)
    assert "起日" in duty.done("statement 1003 --full")


def test_whoever_has_granted_leave_is_written_as_on_leave_and_named(duty: Duty) -> None:
    duty.done(GRANTED)
    answer = duty(PLENARY)
    assert answer.err == "依据请假登记列为请假：1003 孙三禾\n"
    assert duty.states()["1003"] == "请假"


def test_who_came_all_the_same_was_present(duty: Duty) -> None:
    duty.done(GRANTED)
    duty.done(f"{PLENARY} --except 出席=1003")
    assert duty.states()["1003"] == "出席"


def test_leave_for_one_kind_of_activity_is_none_for_another(duty: Duty) -> None:
    duty.done(f"{GRANTED} --kind 常委会会议")
    duty.done(PLENARY)
    assert duty.states()["1003"] == "出席"


@pytest.mark.parametrize("state", ["缺席", "请假未准"])
def test_absence_without_cause_against_granted_leave_is_refused(duty: Duty, state: str) -> None:
    duty.done(GRANTED)
    seq = duty.last_batch() + 1
    said = (
        f"错误：1003 孙三禾 在 2026-03-02 记为“{state}”，而请假登记（序号 {seq}）为“准假”；请核对，必要时先冲正请假登记"
    )
    assert duty.refused(f"{PLENARY} --except {state}=1003") == said
    assert duty.refused(f"record 1003 全体会议 --on 2026-03-02 --attendance {state}") == said


def test_leave_against_a_refusal_is_refused(duty: Duty) -> None:
    duty.done(REFUSED)
    said = duty.refused(f"{PLENARY} --except 请假=1003")
    assert "记为“请假”，而请假登记（序号 " in said
    assert said.endswith("为“未准”；请核对，必要时先冲正请假登记")


def test_granted_leave_after_the_fact_names_the_record_and_leaves_it(duty: Duty) -> None:
    duty.done(f"{PLENARY} --except 缺席=1003")
    seq = duty.seqs("1003")[0]
    answer = duty(GRANTED)
    said = (
        f"2026-03-02 全体会议 五次会议 缺席（序号 {seq}）；请核对；如需更正：duty correct {seq} 出席情况=… --reason …"
    )
    assert (answer.code, answer.err) == (0, f"与已登记的出席情况不一致：{said}\n")
    assert duty.states()["1003"] == "缺席"
    duty.done(f"correct {seq} 出席情况=请假 --reason 补办请假手续")
    assert duty.states()["1003"] == "请假"


def test_refused_leave_after_the_fact_names_the_record(duty: Duty) -> None:
    duty.done(f"{PLENARY} --except 请假=1003")
    assert "与已登记的出席情况不一致：2026-03-02 全体会议 五次会议 请假" in duty(REFUSED).err


def test_absence_after_refused_leave_counts_as_without_cause(duty: Duty) -> None:
    for day in ("2026-03-02", "2026-05-02"):
        duty.done(f"leave 1001 --from {day} --reason 因事 --refused-by 主席会议")
        duty.done(f"attend 常委会会议 --on {day} --title {day}会议 --all-present --except 请假未准=1001")
    duty.close(2026)
    found = duty.json("annual-evaluation 2026")["members"][0]  # type: ignore[index]
    assert [one["propose"] for one in found["proposals"]] == [
        "提请主席会议研究约谈提醒事宜",
        "提请主席会议研究责令辞去常委事宜",
    ]
    quarter = duty.json("quarter-report 2026-Q1")["members"][0]["attendance"]  # type: ignore[index]
    assert (quarter["on_leave"], quarter["absent"]) == (0, 1)


def test_a_second_leave_for_the_same_days_is_refused(duty: Duty) -> None:
    duty.done(GRANTED)
    seq = duty.last_batch() + 1
    said = duty.refused(REFUSED)
    assert said == (
        f"错误：1003 孙三禾 已有 2026-03-02 至 2026-03-02 的请假登记（序号 {seq}，准假）；如需更改，请先执行 duty void {seq}"
    )
    duty.done(f"void {seq} --reason 批准有误")
    duty.done(REFUSED)


@pytest.mark.parametrize(
    ("line", "sentence", "code"),
    [
        (
            GRANTED.replace("因病", "睡觉"),
            "错误：请假事由“睡觉”无法识别；可用的有：因病、因公、因事、产假、出国、其他",
            5,
        ),
        (
            GRANTED.replace("--reason", "--until 2026-03-01 --reason"),
            "错误：止日“2026-03-01”不符合要求；应为不早于起日 2026-03-02 的日期",
            5,
        ),
        (f"{GRANTED} --kind 全体会仪", "错误：规则文件中没有履职事项“全体会仪”；是否：全体会议？", 5),
        (
            GRANTED.replace("1003", "1006"),
            "错误：1006 周四方 在 2026-03-02 不在任；可用 duty member show 查看任职起止",
            5,
        ),
        (
            f"{GRANTED} --refused-by 主席会议",
            "错误：请用 --granted-by 写明批准人，或用 --refused-by 写明未准人，二者取一",
            2,
        ),
    ],
)
def test_leave_that_cannot_be_is_refused(duty: Duty, line: str, sentence: str, code: int) -> None:
    assert duty.refused(line, code) == sentence


def leaves(duty: Duty, asked: str) -> list[Any]:
    """The register, as JSON."""
    found: Any = duty.json(f"leave list {asked}")["leaves"]
    return list(found)


def test_the_register_lists_what_was_asked_and_decided_and_what_the_sheets_say(duty: Duty) -> None:
    duty.done(GRANTED)
    duty.done(REFUSED.replace("1003", "1004"))
    duty.done(PLENARY)
    rows = leaves(duty, "2026")
    assert [(row["number"], row["granted"], row["decided_by"]) for row in rows] == [
        ("1003", True, "秘书长"),
        ("1004", False, "秘书长"),
    ]
    assert [row["events"] for row in rows] == [
        ["2026-03-02 全体会议 五次会议 请假"],
        ["2026-03-02 全体会议 五次会议 出席"],
    ]


def test_the_register_can_be_of_one_member_and_has_the_leaves_of_its_year_alone(duty: Duty) -> None:
    duty.done(GRANTED)
    assert leaves(duty, "2026 --member 1004") == leaves(duty, "2025") == []
    assert "请假 1 次：准假 1 次，未准 0 次" in duty.done("leave list 2026 --member 1003")


def test_a_leave_taken_back_is_not_in_the_register(duty: Duty) -> None:
    (seq,) = re.findall(r"序号 (\d+)", duty.done(GRANTED))
    duty.done(f"void {seq} --reason 登记错")
    assert leaves(duty, "2026") == []


def test_leave_is_entered_with_and_without_the_word_add(duty: Duty) -> None:
    assert "已登记：1003" in duty.done(GRANTED.replace("leave", "leave add"))
    assert "已有" in duty.refused(GRANTED)
    assert "add" in duty("leave").out + duty("leave").err


def test_the_register_is_that_of_this_year_where_none_is_told(duty: Duty) -> None:
    duty.done(GRANTED)
    assert duty.json("leave list") == duty.json("leave list 2026")
