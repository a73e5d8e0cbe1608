"""Joining, leaving, moving: each deed with its reason and the number of its paper, which stay with the tenure."""

from __future__ import annotations

import re

import pytest

from tests.workspace import Duty

PAPER = "示政协〔2026〕9号"


def office(duty: Duty, member: str, facet: str = "委员") -> list[str]:
    """What ``duty member show`` tells of a facet, without the seqs."""
    lines = duty.done(f"member show {member}").splitlines()
    return [line.split("（序号")[0].partition("：")[2] for line in lines if line.startswith(f"{facet}：")]


@pytest.mark.parametrize("reason", ["辞去", "撤销资格", "去世", "责令辞去"])
def test_who_leaves_has_the_reason_and_the_paper_beside_the_last_day(duty: Duty, reason: str) -> None:
    said = duty.done(f"member leave 1002 --on 2026-10-31 --reason {reason} --number {PAPER} --note 本人申请")
    assert said == f"1002 钱二南 于 2026-10-31 离任（{reason}，{PAPER}），终止任职与分组 7 段\n"
    assert office(duty, "1002") == [f"在任，2022-01-01 至 2026-10-31（{reason}，{PAPER}）"]
    assert f"{reason}，{PAPER}；本人申请" in duty.done("log --last 1")
    assert duty.done("check") == ""


def test_a_paper_that_comes_later_is_added_to_a_leaving(duty: Duty) -> None:
    said = duty.done(f"member leave 1006 --on 2025-06-30 --reason 辞去 --number {PAPER}")
    assert said == f"1006 周四方 于 2025-06-30 离任（辞去，{PAPER}），终止任职与分组 1 段\n"
    assert office(duty, "1006") == [f"在任，2022-01-01 至 2025-06-30（辞去，{PAPER}）"]
    assert office(duty, "1006", "界别") == ["教育界，2022-01-01 至 2025-06-30"]


def test_who_comes_in_by_election_has_the_reason_and_the_paper_beside_the_first_day(duty: Duty) -> None:
    duty.done(f"member add 1009 王七星 --from 2026-08-01 --sector 教育界 --reason 增补 --number {PAPER}")
    assert office(duty, "1009") == [f"在任，2026-08-01（增补，{PAPER}） 至 今"]
    assert office(duty, "1009", "界别") == ["教育界，2026-08-01 至 今"]


def test_a_member_who_left_is_given_a_second_stretch_of_office(duty: Duty) -> None:
    said = duty.done(f"member join 1006 --from 2026-03-01 --sector 科技界 --role 常委 --reason 增补 --number {PAPER}")
    assert said.startswith(f"1006 周四方 自 2026-03-01 起再任（增补，{PAPER}），登记任职与分组 3 段（序号 ")
    assert office(duty, "1006") == ["在任，2022-01-01 至 2025-06-30", f"在任，2026-03-01（增补，{PAPER}） 至 今"]
    assert office(duty, "1006", "界别") == ["教育界，2022-01-01 至 2025-06-30", "科技界，2026-03-01 至 今"]
    assert duty.refused("record 1006 提案 --on 2026-02-01 --title 甲").endswith("可用 duty member show 查看任职起止")
    duty.done("record 1006 提案 --on 2026-03-02 --title 甲")


def test_the_first_stretch_can_be_ended_earlier_though_records_stand_in_the_second(duty: Duty) -> None:
    duty.done("member join 1006 --from 2026-03-01")
    duty.done("record 1006 提案 --on 2026-03-02 --title 甲")
    duty.done("member leave 1006 --on 2025-05-31 --reason 辞去")
    assert office(duty, "1006") == ["在任，2022-01-01 至 2025-05-31（辞去）", "在任，2026-03-01 至 今"]


def test_a_transfer_moves_several_groups_and_a_role_in_one_deed(duty: Duty) -> None:
    line = "appoint 1002 --from 2026-07-01 --sector 教育界 --liaison-group 城西联络组 --role 组长 --instead-of 常委"
    said = duty.done(f"{line} --number {PAPER}").splitlines()
    assert [re.sub(r"\d+，", "", one) for one in said] == [
        f"1002 钱二南：职务“组长”自 2026-07-01 起（序号 {PAPER}）",
        f"1002 钱二南：界别“教育界”自 2026-07-01 起（序号 {PAPER}）",
        f"1002 钱二南：委员联络组“城西联络组”自 2026-07-01 起（序号 {PAPER}）",
    ]
    assert office(duty, "1002", "界别") == [
        f"经济界，2022-01-01 至 2026-06-30（{PAPER}）",
        f"教育界，2026-07-01（{PAPER}） 至 今",
    ]
    assert f"常委，2022-01-01 至 2026-06-30（{PAPER}）" in office(duty, "1002", "职务")


def test_undoing_a_leaving_puts_back_the_grounds_of_the_first_day(duty: Duty) -> None:
    duty.done(f"member join 1006 --from 2026-03-01 --reason 增补 --number {PAPER}")
    duty.done("member leave 1006 --on 2026-10-31 --reason 辞去")
    duty.done(f"undo {duty.last_batch()} --reason 没有批准")
    assert office(duty, "1006")[1] == f"在任，2026-03-01（增补，{PAPER}） 至 今"


def test_what_is_still_in_hand_about_who_leaves_is_named(duty: Duty) -> None:
    duty.done("record 1003 提案 --on 2025-03-05 --title 修路")
    duty.close(2025)
    duty.done("follow-up open 2025 1003 --on 2026-02-10 --person 委员工作室 --meeting 主席会议")
    told = duty("member leave 1003 --on 2026-10-31 --reason 去世").err
    assert "1003 孙三禾 2025 年度约谈提醒 还在办理（序号 " in told


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("member leave 1002 --on 2026-10-31 --reason 撤销资格", "错误：“撤销资格”须写明决定的文号；请用 --number 补上"),
        ("member leave 1002 --on 2026-10-31 --reason 辞职", "错误：原因“辞职”无法识别；是否：辞去？"),
        (
            "member leave 1006 --on 2025-06-30",
            "错误：1006 周四方 已登记于 2025-06-30 离任，未作任何改动；要补记原因或文号，请写明 --reason、--number",
        ),
        (
            "member add 1009 王七星 --from 2026-08-01 --reason 补",
            "错误：原因“补”无法识别；是否：增补？",
        ),
        (
            "member join 1001 --from 2026-08-01",
            "错误：1001 赵一鸣 在 2026-08-01 已经在任；请核对日期，任职起日有误请用 duty member correct，"
            "调整分组请用 duty appoint",
        ),
        (
            "member join 1006 --from 2021-08-01",
            "错误：1006 周四方 的委员时段重叠：委员（2021-08-01 至 今） 与 委员（2022-01-01 至 2025-06-30）；请核对起止日期",
        ),
        (
            "member join 1006 --from 2026-03-01 --until 2026-02-01",
            "错误：止日“2026-02-01”不符合要求；应为不早于起日 2026-03-01 的日期",
        ),
        (
            "member join 1006 --from 2027-03-01",
            "错误：日期 2027-03-01 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期",
        ),
        (
            "appoint 1002 --from 2026-07-01 --role 组长 --instead-of 副组长",
            "错误：1002 钱二南 在 2026-06-30 没有职务“副组长”；可用 duty member show 查看起止",
        ),
        (
            "appoint 1002 --from 2026-07-01 --liaison-group 城西联络组 --sector 经济界",
            "错误：1002 钱二南 的界别时段重叠：经济界（2022-01-01 至 今） 与 经济界（2026-07-01 至 今）；请核对起止日期",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changed(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line) == sentence


@pytest.mark.parametrize(
    "line",
    [
        "appoint 1002 --from 2026-07-01 --instead-of 常委",
        "appoint 1002 --end 2026-07-01 --role 常委 --sector 经济界",
        "appoint 1002 --from 2026-07-01",
    ],
)
def test_a_half_said_transfer_is_refused(duty: Duty, line: str) -> None:
    assert duty.refused(line, code=2)
