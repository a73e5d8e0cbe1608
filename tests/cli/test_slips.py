"""``duty record`` at a terminal asks for what is missing; elsewhere it never waits for an answer."""

from __future__ import annotations

import re

import pytest

from duty_cli.cli.prompt import Suggestion, fitting, in_columns
from tests.cli.clerk import seated
from tests.workspace import Duty

PROPOSAL = ("ssh", "提案", "3.5", "关于停车的建议", "立案", "TA-1")
WRITTEN = r"已登记：1003 孙三禾 提案 2026-03-05（序号 \d+）；2026 年度目前 58 分"


def test_what_is_missing_is_asked_and_written_once_it_is_confirmed(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = seated(monkeypatch, *PROPOSAL, "", "n")
    assert duty("record").code == 0
    (record,) = duty.records()
    assert (record["委员编号"], record["日期"], record["阶段"]) == ("1003", "2026-03-05", "立案")
    assert "1003 孙三禾（经济界）" in clerk.told
    assert clerk.told[-2] == "1003 孙三禾 2026-03-05 提案 关于停车的建议 立案 成果 TA-1"
    assert re.fullmatch(WRITTEN, clerk.told[-1])


def headings(asked: list[str]) -> list[str]:
    return [re.split("[（[：]", line)[0] for line in asked]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("全体会议", ["活动", "出席情况"]),
        ("座谈交流", ["标题"]),
        ("提案", ["标题", "阶段", "成果标识"]),
        ("年度述职", ["标题", "评定分"]),
    ],
)
def test_only_what_the_rules_of_the_kind_look_at_is_asked(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, kind: str, fields: list[str]
) -> None:
    answers = ["" if field != "评定分" else "8" for field in fields]
    clerk = seated(monkeypatch, "1001", kind, "", *answers, "n", "n")
    assert duty("record").code == 0
    assert headings(clerk.asked) == ["委员", "履职事项", "日期", *fields, "确认登记？", "再登记一条？"]


def test_what_the_command_line_says_is_not_asked_again(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = seated(monkeypatch, "昨天", "8", "", "n")
    duty("record 1001 年度述职 --title 述职报告 --note 补登")
    assert headings(clerk.asked) == ["日期", "评定分", "确认登记？", "再登记一条？"]
    assert [(one["标题"], one["备注"], one["日期"]) for one in duty.records()] == [("述职报告", "补登", "2026-11-22")]


@pytest.mark.parametrize(
    ("given", "wrong", "right", "told"),
    [
        ("", "孙三和", ["1003", "座谈交流", "3.5", ""], "找不到委员“孙三和”；是否：1003 孙三禾（经济界）？"),
        (
            "",
            "李思源",
            ["1004", "座谈交流", "3.5", ""],
            "“李思源”对应 2 名委员：1004 李思源（教育界）；1005 李思源（科技界）",
        ),
        ("1003", "49", ["10", "3.5", ""], "履职事项“49”不符合要求；应为名称，或 1 至 12 的编号"),
        ("1003", "座谈会", ["座谈交流", "3.5", ""], "履职事项“座谈会”不符合要求；应为所列的名称或编号"),
        ("1003 座谈交流", "明天", ["3.5", ""], "日期 2026-11-24 晚于今天（2026-11-23）；请核对日期"),
        ("1003 座谈交流", "2021-03-05", ["3.5", ""], "日期 2021-03-05 不在届期内"),
        ("1006 座谈交流", "2026-03-05", ["2025-03-05", ""], "1006 周四方 在 2026-03-05 不在任"),
        ("1003 提案 --title 甲", "昨天", ["立项", "立案", "甲"], "阶段“立项”无法识别；是否：立案？"),
        ("1003 全体会议 --activity 甲", "昨天", ["到会", "2"], "出席情况“到会”无法识别"),
        ("1003 年度述职 --title 甲", "昨天", ["11", "8.5"], "评定分 11 超出“年度述职”的范围 0～10"),
        ("1003 年度述职 --title 甲", "昨天", ["", "八分", "8.5"], "评定分“八分”不符合要求"),
        ("1003 座谈交流 --title 甲 --quantity 多", "昨天", ["2"], "数量“多”不符合要求"),
    ],
)
def test_a_faulty_answer_is_told_and_asked_again(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, given: str, wrong: str, right: list[str], told: str
) -> None:
    clerk = seated(monkeypatch, wrong, *right, "", "n")
    assert duty(f"record {given}").code == 0
    assert any(said.startswith(told) for said in clerk.told), clerk.told
    assert len(duty.records()) == 1


def test_a_record_refused_as_a_whole_is_asked_again_with_what_was_said(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.done("record 1001 座谈交流 --on 3.5 --number 甲-1")
    clerk = seated(monkeypatch, "", "昨天", "关于养老", "", *([""] * 4), "甲-2", "", "n")
    assert duty("record 1003 座谈交流 --number 甲-1").code == 0
    assert "编号[甲-1]：" in clerk.asked
    assert [one["编号"] for one in duty.records()] == ["甲-1", "甲-2"]


def test_a_stack_of_slips_keeps_kind_and_day(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ("1001", "座谈交流", "3.5", "甲", "", ""), ("1002", "", "", "乙", "", "n")
    clerk = seated(monkeypatch, *first, *second)
    assert duty("record").code == 0
    assert [clerk.asked[7], clerk.asked[8]] == [
        "履职事项（名称或编号）[座谈交流]：",
        "日期（如 3.5、5日、昨天）[2026-03-05]：",
    ]
    assert [(one["姓名"], one["标题"]) for one in duty.records()] == [("赵一鸣", "甲"), ("钱二南", "乙")]


def test_a_slip_can_be_mended_and_a_field_emptied_before_it_is_written(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = seated(monkeypatch, "1001", "座谈交流", "3.5", "写错", "嗯", "e", "", "", "3.6", "-", "", "n")
    duty("record")
    assert "标题[写错]：" in clerk.asked
    assert [(one["日期"], one["标题"]) for one in duty.records()] == [("2026-03-06", "")]


@pytest.mark.parametrize(
    "answers", [(), ("1001",), ("1001", "座谈交流", "3.5", ""), ("1001", "座谈交流", "3.5", "", "n")]
)
def test_nothing_is_written_before_the_clerk_says_so(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    seated(monkeypatch, *answers)
    before = duty.digest()
    assert duty("record").code == 130
    assert duty.digest() == before


@pytest.mark.parametrize(
    ("line", "lacking"),
    [("", "委员、履职事项、--on"), ("1001", "履职事项、--on"), ("1001 提案", "--on"), ("--on 昨天", "委员、履职事项")],
)
def test_without_a_terminal_nobody_is_asked(duty: Duty, line: str, lacking: str) -> None:
    said = duty.refused(f"record {line}", 2)
    assert said == f"错误：缺少{lacking}；请补上，或在终端上执行，逐项填写"


def test_what_fits_is_offered_by_number_name_or_initials() -> None:
    offers = [
        Suggestion("1003", "1003 孙三禾", ("1003", "孙三禾", "ssh")),
        Suggestion("1001", "1001 赵一鸣", ("1001", "赵一鸣", "zym")),
    ]
    assert [[one.text for one in fitting(typed, offers)] for typed in ("100", "三禾", "SS", "钱")] == [
        *(["1003", "1001"], ["1003"], ["1003"], []),
    ]


def test_a_list_stands_in_columns_that_fit_the_terminal() -> None:
    assert in_columns(["1 提案", "2 大会发言", "3 表彰"], 26) == ["1 提案      2 大会发言", "3 表彰"]
    assert in_columns(["1 大会发言"], 4) == ["1 大会发言"]
