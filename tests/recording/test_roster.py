"""Enrolling members, appointing them, and ending what they hold. Everything is dated."""

from __future__ import annotations

import re

import pytest

from tests.workspace import Duty


def tenures(duty: Duty, member: str, facet: str) -> list[str]:
    """The tenures of a facet, as ``duty member show`` tells them."""
    shown = re.findall(rf"^{facet}：(.+)（序号", duty.done(f"member show {member}"), re.M)
    return [str(one) for one in shown]


def test_a_new_liaison_group_ends_the_old_the_day_before(duty: Duty) -> None:
    said = duty.done("appoint 1003 --liaison-group 城东联络组 --from 2026-05-01")
    assert said.startswith("1003 孙三禾：委员联络组“城东联络组”自 2026-05-01 起（序号 ")
    assert tenures(duty, "1003", "委员联络组") == [
        "城西联络组，2022-01-01 至 2026-04-30",
        "城东联络组，2026-05-01 至 今",
    ]


def test_a_role_is_dated_and_stands_beside_others(duty: Duty) -> None:
    duty.done("appoint 1001 --role 读书群群主 --from 2026-02-01 --until 2026-08-31")
    duty.done("appoint 1001 --role 常委 --end 2026-06-30")
    assert tenures(duty, "1001", "职务") == [
        "常委，2022-01-01 至 2026-06-30",
        "读书群群主，2026-02-01 至 2026-08-31",
    ]


def test_who_lays_down_a_role_is_no_longer_expected(duty: Duty) -> None:
    duty.done("appoint 1001 --role 常委 --end 2026-06-30")
    duty.done("attend 常委会会议 --on 2026-07-01 --title 常委会 --all-present")
    assert set(duty.states()) == {"1002"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "appoint 1001 --role 常委 --from 2026-03-01",
            "错误：1001 赵一鸣 的职务时段重叠：常委（2022-01-01 至 今） 与 常委（2026-03-01 至 今）；请核对起止日期",
        ),
        (
            "appoint 1008 --role 常委 --from 2026-06-30",
            "错误：1008 郑六合 的职务时段重叠：常委（2022-01-01 至 2026-06-30） 与 常委（2026-06-30 至 今）；"
            "请核对起止日期",
        ),
        (
            "appoint 1003 --sector 教育界 --from 2022-01-01",
            "错误：1003 孙三禾 的界别时段重叠：经济界（2022-01-01 至 今） 与 教育界（2022-01-01 至 今）；请核对起止日期",
        ),
        (
            "appoint 1007 --role 常委 --from 2026-06-30",
            "错误：1007 吴五湖 在 2026-06-30 不在任；可用 duty member show 查看任职起止",
        ),
        (
            "appoint 1001 --role 组长 --from 2027-01-01",
            "错误：日期 2027-01-01 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期",
        ),
        (
            "appoint 1001 --role 组长 --from 2026-03-01 --until 2026-02-01",
            "错误：止日“2026-02-01”不符合要求；应为不早于起日 2026-03-01 的日期",
        ),
        (
            "appoint 1003 --role 常委 --end 2026-06-30",
            "错误：1003 孙三禾 在 2026-06-30 没有职务“常委”；可用 duty member show 查看起止",
        ),
        (
            "member add 1001 王七星 --from 2026-01-01",
            "错误：委员编号已由 1001 赵一鸣 使用；请换用其他编号，如需更正姓名请用 duty member rename",
        ),
        ("member add '' 王七星 --from 2026-01-01", "错误：委员编号没有填写；请补上"),
        ("member add 1009 '' --from 2026-01-01", "错误：姓名“”不符合要求；应为1 至 50 字的姓名"),
        (
            "member add 1009 王七星 --from 2026-01-01 --until 2025-12-31",
            "错误：离任日期“2025-12-31”不符合要求；应为不早于任职日期 2026-01-01 的日期",
        ),
        (
            "member add 1009 王七星 --from 2036-01-01",
            "错误：日期 2036-01-01 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期",
        ),
        (
            "member leave 1006 --on 2025-07-01",
            "错误：1006 周四方 在 2025-07-01 不在任；可用 duty member show 查看任职起止",
        ),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line) == sentence


def test_leaving_office_ends_all_that_runs_on_the_same_day(duty: Duty) -> None:
    said = duty.done("member leave 1002 --on 2026-10-31 --reason 调离")
    assert said == "1002 钱二南 于 2026-10-31 离任（调离），终止任职与分组 7 段\n"
    assert tenures(duty, "1002", "委员") == ["在任，2022-01-01 至 2026-10-31（调离）"]
    assert tenures(duty, "1002", "职务") == [
        "常委，2022-01-01 至 2026-10-31",
        "界别活动组组长，2022-01-01 至 2026-10-31",
    ]
    assert "调离" in duty.done("log --last 1")


def test_nobody_leaves_before_the_last_record(duty: Duty) -> None:
    duty.done("record 1002 提案 --on 2026-03-05")
    seq = duty.last_batch() + 1
    said = duty.refused("member leave 1002 --on 2026-03-04")
    assert said == (f"错误：1002 钱二南 在 2026-03-04 之后还有 1 条记录（如序号 {seq}）；请核对日期，或先冲正这些记录")


@pytest.mark.parametrize(
    "line",
    [
        "member leave 1002 --on 2026-10-31",
        "appoint 1002 --liaison-group 城西联络组 --from 2026-05-01",
        "appoint 1002 --role 常委 --end 2026-06-30",
    ],
)
def test_undoing_puts_back_the_tenures_that_were_ended(duty: Duty, line: str) -> None:
    facets = ("委员", "党派", "界别", "委员联络组", "专门委员会", "职务")
    before = [sorted(tenures(duty, "1002", facet)) for facet in facets]
    duty.done(line)
    assert [sorted(tenures(duty, "1002", facet)) for facet in facets] != before
    said = duty.done(f"undo {duty.last_batch()} --reason 日期有误")
    assert "，恢复任职与分组 " in said
    assert [sorted(tenures(duty, "1002", facet)) for facet in facets] == before
    assert duty.done("check") == ""


def test_what_was_ended_is_not_put_back_where_another_has_come(duty: Duty) -> None:
    duty.done("appoint 1003 --liaison-group 城东联络组 --from 2026-05-01")
    batch = duty.last_batch()
    duty.done("appoint 1003 --liaison-group 城北联络组 --from 2026-08-01")
    said = duty.refused(f"undo {batch} --reason 误")
    assert said.startswith("错误：1003 孙三禾 的委员联络组时段重叠：")


def test_a_name_can_be_set_right_and_is_found_by_its_initials(duty: Duty) -> None:
    seq = re.fullmatch(r"已更正：1003 孙三和（ssh），序号 (\d+)\n", duty.done("member rename 1003 --name 孙三和"))
    assert seq is not None
    assert duty.done("member show ssh").startswith("1003 孙三和（ssh）")


def test_every_problem_of_a_roster_is_listed_by_line_and_nobody_is_enrolled(duty: Duty) -> None:
    rows = (
        "1001,王七星,教育界,2026-01-01,\n1010,冯八方,教育界,2026-02-01,2026-01-01\n"
        "1011,陈九江,教育界,2026-01-01,\n1011,陈九江,科技界,2026-03-01,\n"
    )
    duty.write("增补.csv", "委员编号,姓名,界别,任职日期,离任日期\n" + rows)
    before, answer = duty.digest(), duty("member import 增补.csv")
    assert (answer.code, duty.digest()) == (1, before)
    assert answer.err.splitlines() == [
        "错误：增补.csv:2：委员编号：委员编号已由 1001 赵一鸣 使用；请换用其他编号，如需更正姓名请用 duty member rename",
        "增补.csv:3：离任日期：离任日期“2026-01-01”不符合要求；应为不早于任职日期 2026-02-01 的日期",
        "增补.csv:5：任职日期：1011 陈九江 的界别时段重叠：教育界（2026-01-01 至 今） 与 科技界（2026-03-01 至 今）；"
        "请核对起止日期",
        "共 3 处问题，未写入任何内容；请改正后重新执行",
    ]


def test_a_roster_imported_twice_is_refused(duty: Duty) -> None:
    assert "已于 2026-11-23 导入（批次 " in duty.refused("member import 名册.csv")
