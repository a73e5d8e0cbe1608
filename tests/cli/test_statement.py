"""情况单: two upright pages for people, the long one on request."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.workspace import Duty


@pytest.fixture
def with_records(duty: Duty) -> Duty:
    """A member with a meeting, a leave and a proposal from a file."""
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 出席")
    duty.done("record 1001 全体会议 --on 2026-02-20 --activity 六次会议 --attendance 请假")
    duty.write("一季度.csv", "委员编号,履职事项,日期,标题\n1001,提案,2026-03-05,关于停车的建议\n")
    duty.done("import 一季度.csv")
    return duty


def test_the_short_form_has_figures_grade_and_what_is_lacking_and_no_names_of_files(with_records: Duty) -> None:
    said = with_records.done("statement 1001")
    for word in ("逐年出席、积分和等次", "分类得分", "未达到的最低要求和纪律情形", "年度履职报告"):
        assert word in said
    for word in ("scoring.yaml", "一季度.csv", "关于停车的建议"):
        assert word not in said
        assert word in with_records.done("statement 1001 --full")


def test_the_short_form_counts_the_attendance_of_the_year(with_records: Duty) -> None:
    years = json.loads(with_records.done("statement 1001 --format json"))["years"]
    (counts,) = (year["attendance"] for year in years)
    assert (counts["expected"], counts["present"], counts["on_leave"]) == (2, 1, 1)


def test_granted_leave_is_counted_in_one_rate_and_left_aside_in_the_other(with_records: Duty) -> None:
    with_records.done("record 1001 全体会议 --on 2026-03-20 --activity 七次会议 --attendance 请假未准")
    said = with_records.json("statement 1001")["years"][0]["attendance"]  # type: ignore[index]
    assert (said["rate"], said["rate_without_leave"]) == ("33.3%", "50%")
    assert "不计请假的出席率，即出席÷（应出席－请假）：2026年50%" in with_records.done("statement 1001")


def test_who_had_leave_from_all_has_no_rate_without_it(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 请假")
    said = duty.json("statement 1001")["years"][0]["attendance"]  # type: ignore[index]
    assert (said["rate"], said["rate_without_leave"]) == ("0%", "")
    assert "不计请假" not in duty.done("statement 1001")


def test_guests_and_those_on_no_sheet_are_counted_as_in_every_other_report(duty: Duty) -> None:
    duty.done("record 1003 常委会会议 --on 2026-07-08 --activity 第二十次会议 --attendance 出席")
    keys = ("expected", "present", "unsigned", "guest")
    for member, counted in (("1003", (0, 0, 0, 1)), ("1001", (1, 0, 1, 0))):
        said = duty.json(f"statement {member}")["years"][0]["attendance"]  # type: ignore[index]
        assert tuple(said[key] for key in keys) == counted
    assert "另列席2026年1次，不计入应出席和出席" in duty.done("statement 1003")


def test_the_short_form_stands_on_upright_pages(with_records: Duty) -> None:
    with_records.done("statement 1001 -o 单.docx")
    with_records.done("statement 1001 --full -o 详单.docx")
    bodies = [zipfile.ZipFile(f"{name}.docx").read("word/document.xml").decode() for name in ("单", "详单")]
    assert ["landscape" in body for body in bodies] == [False, True]


def test_the_short_form_is_one_worksheet_of_at_most_two_upright_pages(with_records: Duty) -> None:
    with_records.done("statement 1001 -o 单.xlsx")
    (sheet,) = load_workbook(Path("单.xlsx")).worksheets
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("portrait", 2)
    assert {"出席率", "未达到的最低要求和纪律情形"} <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_long_form_can_be_issued_beside_the_short_one(with_records: Duty) -> None:
    with_records.done("issue statement 1001 -o 单.docx")
    assert "第 1 稿" in with_records.done("issue statement 1001 --full -o 详单.docx")
    assert "与印发的原件逐字节相同" in with_records.done("verify-report 详单.docx")


def test_a_year_that_is_not_closed_is_said_to_be_provisional(with_records: Duty) -> None:
    said = with_records.done("statement 1001")
    assert ("（暂计）" in said, "2026 年度尚未结账，得分和等次为暂计" in said) == (True, True)
    with_records.close(2026)
    assert "暂计" not in with_records.done("statement 1001")
