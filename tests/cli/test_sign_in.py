"""The sheet to sign on by hand: handed out, filled in after the meeting, and taken in as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.workspace import Duty

EAST = "template sign-in --activity 春季走访@2026-04-16 --kind 委员活动日 --liaison-group 城东联络组"


def signed(duty: Duty, line: str, *signs: str) -> Path:
    """The sheet with signs put in after the meeting, one to a member."""
    duty.done(f"{line} -o 签到表.xlsx")
    book = load_workbook(duty.folder / "签到表.xlsx")
    sheet = book.worksheets[0]
    [at] = [cell for row in sheet for cell in row if cell.value == "签到（签名）"]
    for row, sign in enumerate(signs, at.row + 1):
        sheet.cell(row, at.column).value = sign
    book.save(duty.folder / "签毕.xlsx")
    return duty.folder / "签毕.xlsx"


def names(duty: Duty, line: str) -> list[object]:
    duty.done(f"{line} -o 签到表.xlsx --order 姓氏笔画")
    return [
        row[2] for row in load_workbook(duty.folder / "签到表.xlsx").worksheets[0].values if isinstance(row[0], int)
    ]


def test_a_sheet_that_was_signed_comes_back_with_its_activity_and_who_was_due(duty: Duty) -> None:
    signed(duty, EAST, "√", "假", "迟")
    duty.done("import 签毕.xlsx")
    assert {(one["履职事项"], one["日期"], one["活动"]) for one in duty.records()} == {
        ("委员活动日", "2026-04-16", "春季走访")
    }
    assert [one["出席情况"] for one in duty.records()] == ["出席", "请假", "迟到"]
    assert "应出席 3 人" not in duty.done("settle 委员活动日 --on 2026-04-16")


def test_who_did_not_sign_is_entered_as_the_clerk_says_and_never_by_itself(duty: Duty) -> None:
    signed(duty, EAST, "√")
    assert "不予登记 2 条" in duty("import 签毕.xlsx").err
    duty.done("import 签毕.xlsx --missing 缺席")
    assert [one["出席情况"] for one in duty.records()] == ["出席", "缺席", "缺席"]


def test_a_plan_gives_its_sheet_the_same(duty: Duty) -> None:
    duty.done("plan add 常委会会议 --on 2026-11-23 --title 座谈交流会 --place 三楼")
    seq = duty.last_batch() + 1
    signed(duty, f"template sign-in --plan {seq}", "√", "√")
    duty.done("import 签毕.xlsx")
    assert {(one["履职事项"], one["活动"]) for one in duty.records()} == {("常委会会议", "座谈交流会")}


def test_names_stand_in_the_order_that_was_asked_for(duty: Duty) -> None:
    assert names(duty, "template sign-in --activity 五次会议@2026-01-20 --kind 全体会议")[:2] == ["孙三禾", "李思源"]


def test_the_leader_gets_it_as_a_document(duty: Duty) -> None:
    duty.done(f"{EAST} -o 签到表.docx")
    assert (duty.folder / "签到表.docx").read_bytes()[:2] == b"PK"


def test_granted_leave_stands_beside_the_name(duty: Duty) -> None:
    duty.done("leave 1002 --from 2026-04-16 --reason 因公 --granted-by 秘书长")
    sheet = load_workbook(signed(duty, EAST, "√")).worksheets[0]
    assert [row[5] for row in sheet.values if row[2] == "钱二南"] == ["已准假"]
    duty.done("import 签毕.xlsx --missing 缺席")
    assert [(one["委员编号"], one["出席情况"]) for one in duty.records()] == [
        ("1001", "出席"),
        ("1005", "缺席"),
        ("1002", "请假"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("-o 表.pdf --plan 1", 2, "应以 .xlsx 或 .docx 结尾"),
        ("-o 表.xlsx", 2, "请用 --activity 名称@日期 和 --kind 写明活动，或用 --plan 写明计划的序号"),
        ("-o 表.xlsx --activity 五次会议 --kind 全体会议", 5, "名称@日期"),
        ("-o 表.xlsx --activity 五次会议@2026-01-20 --kind 提案", 5, "不是按出席情况登记的事项，没有签到表"),
        ("-o 表.xlsx --plan 1 --place 三楼", 2, "请去掉其他各项"),
        ("-o 表.xlsx --plan 999", 5, "没有序号 999 的活动计划"),
    ],
)
def test_a_sheet_of_nothing_is_refused(duty: Duty, line: str, code: int, sentence: str) -> None:
    assert sentence in duty.refused(f"template sign-in {line}", code)
    assert not list(duty.folder.glob("表.*"))
