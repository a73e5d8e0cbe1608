"""One activity and its attendance sheet: all present except …"""

from __future__ import annotations

import pytest

from tests.workspace import Duty

PLENARY = "attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present"
STANDING = "attend 常委会会议 --on {} --title 常委会第二十次会议 --all-present"


def test_all_in_office_that_day_are_expected_and_present(duty: Duty) -> None:
    said = duty.done(PLENARY)
    assert said == (f"已登记：全体会议 2026-03-02 五次会议，应出席 6 人：出席 6 人（批次 {duty.last_batch()}）\n")
    assert duty.states() == dict.fromkeys(("1001", "1002", "1003", "1004", "1005", "1008"), "出席")


def test_the_standing_committee_expects_those_who_are_its_members_that_day(duty: Duty) -> None:
    duty.done(STANDING.format("2026-06-30"))
    assert set(duty.states()) == {"1001", "1002", "1008"}
    duty.done(f"undo {duty.last_batch()} --reason 日期有误")
    duty.done(STANDING.format("2026-07-01"))
    assert set(duty.states()) == {"1001", "1002"}


@pytest.mark.parametrize("sign", ["=", "＝", ":", "：", " = "])
@pytest.mark.parametrize("between", ["、", "，", ",", " ", "；"])
def test_lists_are_read_as_clerks_write_them(duty: Duty, sign: str, between: str) -> None:
    duty.done(f"{PLENARY} --except '请假{sign}赵一鸣{between}1002' --except '缺席{sign}ssh'")
    assert {key: state for key, state in duty.states().items() if state != "出席"} == {
        "1001": "请假",
        "1002": "请假",
        "1003": "缺席",
    }


def test_an_activity_may_be_for_a_group_or_for_those_named(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-03-02 --title 走进企业 --all-present --liaison-group 城西联络组")
    assert set(duty.states()) == {"1003", "1004", "1008"}
    duty.done(f"undo {duty.last_batch()} --reason 重登")
    duty.done("attend 委员活动日 --on 2026-03-02 --title 走进企业 --all-present --members 1001、1005、1001")
    assert [record["委员编号"] for record in duty.records()] == ["1001", "1005"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{PLENARY} --except 缺席=1001 --except 请假=赵一鸣", "错误：1001 赵一鸣 同时列为“缺席”和“请假”；请核对名单"),
        (f"{PLENARY} --except 缺习=1001", "错误：出席情况“缺习”无法识别；是否：缺席？"),
        (f"{PLENARY} --except 缺席", "错误：--except“缺席”不符合要求；应为“状态=名单”，如 请假=张三、李四"),
        (
            f"{PLENARY} --except 缺席=李思源",
            "错误：“李思源”对应 2 名委员：1004 李思源（教育界）；1005 李思源（科技界）；请改用委员编号，"
            "或写明是哪一位，如“李思源（教育界）”",
        ),
        (
            STANDING.format("2026-07-01") + " --except 缺席=1001、1003、1008",
            "错误：1003 孙三禾、1008 郑六合 不在 2026-07-01 “常委会会议”的应出席委员之内；"
            "请核对名单，或用 --members 指明应出席委员",
        ),
        (
            "attend 提案 --on 2026-03-02 --title 一 --all-present",
            "错误：履职事项“提案”：不是按出席情况登记的事项；请用 duty record 逐人登记",
        ),
        (
            "attend 全体会仪 --on 2026-03-02 --title 一 --all-present",
            "错误：规则文件中没有履职事项“全体会仪”；是否：全体会议？",
        ),
        (
            "attend 全体会议 --on 2026-12-02 --title 一 --all-present",
            "错误：日期 2026-12-02 晚于今天（2026-11-23）；请核对日期",
        ),
        (
            "attend 全体会议 --on 2021-12-02 --title 一 --all-present",
            "错误：日期 2021-12-02 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期",
        ),
        (
            "attend 委员活动日 --on 2026-03-02 --title 一 --all-present --sector 科技界 --special-committee 提案委员会",
            "错误：履职事项“委员活动日”：没有应出席的委员；请核对日期与范围",
        ),
        (
            "attend 委员活动日 --on 2026-03-02 --title 一 --all-present --members 1006",
            "错误：1006 周四方 在 2026-03-02 不在任；可用 duty member show 查看任职起止",
        ),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line) == sentence


def test_all_present_has_to_be_said(duty: Duty) -> None:
    said = duty.refused("attend 全体会议 --on 2026-03-02 --title 五次会议", 2)
    assert said == "错误：请用 --all-present 表示其余应出席委员均出席，并用 --except 列出例外"


def test_a_sheet_entered_twice_is_refused_in_one_line_that_says_by_whom(duty: Duty) -> None:
    duty.done(PLENARY)
    said = duty.refused(PLENARY)
    seq = duty.last_batch() + 2
    assert said == (
        f"错误：2026-03-02 全体会议 五次会议 已登记 1001 赵一鸣 等 6 人（序号 {seq}，经办人甲 2026-11-23 录入）；"
        "如需更正请用 duty correct，另一次活动请写不同的名称"
    )


def test_an_activity_held_twice_on_other_days_or_under_other_names_is_two(duty: Duty) -> None:
    duty.done(PLENARY)
    duty.done(PLENARY.replace("03-02", "03-03"))
    duty.done(PLENARY.replace("五次", "六次"))
    assert duty.json("annual-notice 2026")["figures"]["activities"] == 3  # type: ignore[index]


def test_members_named_and_a_group_at_once_are_refused(duty: Duty) -> None:
    said = duty.refused("attend 全体会议 --on 2026-03-05 --title 会 --all-present --members 1001 --sector 经济界", 2)
    assert "请去掉其中一项" in said
