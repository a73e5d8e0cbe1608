"""Blank forms: handed out, filled in as a clerk does, and taken whole by the import."""

from __future__ import annotations

import itertools
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from duty_cli.cli.app_context import AppContext
from duty_cli.cli.import_sources import words_of
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary
from tests.filling import Cells, fill
from tests.workspace import Duty

FORMS = ("records", "attendance", "proposals", "roster", "history")


def handed_out(duty: Duty, line: str) -> Path:
    """A blank form."""
    answer = duty(f"template {line} -o 表.xlsx")
    assert (answer.code, answer.raw, answer.err) == (0, b"", "已写入 表.xlsx\n")
    return duty.folder / "表.xlsx"


def opened(duty: Duty, line: str) -> Workbook:
    return load_workbook(BytesIO(handed_out(duty, line).read_bytes()))


def said(duty: Duty, *headings: str) -> list[tuple[str, ...]]:
    """What the standing records say under some headings."""
    return [tuple(record[heading] for heading in headings) for record in duty.records()]


def test_records_come_back_with_numbers_as_typed(duty: Duty) -> None:
    cells: Cells = {
        "A4": "007",
        "C4": "李思源（科技界）",
        "D4": "提案",
        "E4": date(2026, 3, 5),
        "G4": "关于停车",
        "J4": "提交、立案",
    }
    fill(handed_out(duty, "records"), {**cells, "L4": 1, "M4": 2})
    duty.done("import 表.xlsx")
    headings = ("编号", "委员编号", "履职事项", "日期", "标题", "阶段", "作者位次", "作者人数")
    assert said(duty, *headings) == [("007", "1005", "提案", "2026-03-05", "关于停车", "提交、立案", "1", "2")]


def test_rows_below_the_ruled_ones_are_read_as_well(duty: Duty) -> None:
    book = opened(duty, "records")
    for column, value in ((2, "1001"), (4, "座谈交流"), (5, date(2026, 3, 5))):
        book.worksheets[0].cell(book.worksheets[0].max_row + (column == 2), column).value = value
    book.save(duty.folder / "表.xlsx")
    duty.done("import 表.xlsx")
    assert said(duty, "委员编号", "履职事项") == [("1001", "座谈交流")]


def test_an_attendance_sheet_comes_back_sign_by_sign(duty: Duty) -> None:
    plenary = "--activity 五次会议@2026-01-20 --kind 全体会议 --activity 春季培训@2026-03-18 --kind 专题培训"
    fill(handed_out(duty, f"attendance {plenary}"), {"D8": "√", "D9": "假", "D10": "缺", "E8": "迟"})
    duty.done("import 表.xlsx")
    assert said(duty, "委员编号", "履职事项", "日期", "出席情况") == [
        ("1001", "全体会议", "2026-01-20", "出席"),
        ("1005", "全体会议", "2026-01-20", "请假"),
        ("1002", "全体会议", "2026-01-20", "缺席"),
        ("1001", "专题培训", "2026-03-18", "迟到"),
    ]


def test_an_activity_filled_in_by_hand_is_read_like_one_printed(duty: Duty) -> None:
    head: Cells = {"D4": "委员活动日", "D5": date(2026, 4, 8), "D6": "走访企业"}
    fill(handed_out(duty, "attendance --liaison-group 城西联络组"), {**head, "D8": "√", "D9": "√"})
    duty.done("import 表.xlsx")
    assert said(duty, "委员编号", "履职事项", "日期") == [
        ("1003", "委员活动日", "2026-04-08"),
        ("1008", "委员活动日", "2026-04-08"),
    ]


def test_an_attendance_sheet_lists_who_was_in_office_on_the_day_of_its_activity(duty: Duty) -> None:
    page = opened(duty, "attendance --activity 春季培训@2024-03-18 --kind 专题培训").worksheets[0]
    numbers = [page.cell(row, 1).value for row in range(8, 15)]
    assert ("1006" in numbers, "1007" in numbers) == (True, False)


def test_a_proposal_comes_back_for_each_of_its_authors(duty: Duty) -> None:
    cells: Cells = {"A4": "TA-9", "B4": "关于课后服务", "D4": "赵一鸣", "E4": "李思源（科技界）、钱二南", "F4": "立案"}
    fill(handed_out(duty, "proposals"), {**cells, "G4": date(2026, 2, 3)})
    duty.done("import 表.xlsx")
    assert sorted(said(duty, "委员编号", "作者位次", "作者人数", "成果标识")) == [
        ("1001", "1", "3", "TA-9"),
        ("1002", "3", "3", "TA-9"),
        ("1005", "2", "3", "TA-9"),
    ]


def test_new_members_come_back_with_leading_zeros(duty: Duty) -> None:
    cells: Cells = {"A4": "0012", "B4": "冯七星", "D4": "经济界", "G4": "常委", "H4": date(2026, 9, 1)}
    fill(handed_out(duty, "roster"), cells)
    duty.done("member import 表.xlsx")
    assert "界别：经济界，2026-09-01 至 今" in duty.done("member show 0012")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_on_the_sheets_beside_the_form_is_taken_for_a_heading(duty: Duty, form: str) -> None:
    lexicon = HeadingVocabulary(words_of(AppContext(None, None, None)))
    beside = opened(duty, form).worksheets[1:]
    cells = itertools.chain.from_iterable(page.iter_rows(values_only=True) for page in beside)
    assert [cell for row in cells for cell in row if isinstance(cell, str) and lexicon.known(cell)] == []


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_form_left_empty_brings_nothing_in(duty: Duty, form: str) -> None:
    handed_out(
        duty,
        f"{form} --sector 经济界" + (" --activity 培训@2026-03-18 --kind 专题培训" if form == "attendance" else ""),
    )
    duty("import 表.xlsx")
    assert duty.records() == []


def test_a_form_that_was_filled_in_is_not_written_over(duty: Duty) -> None:
    file = handed_out(duty, "records")
    duty.done("template records -o 表.xlsx")
    file.write_bytes(file.read_bytes() + b"filled in")
    assert duty.refused("template records -o 表.xlsx").startswith("错误：文件 表.xlsx 已存在，不是 duty 写出的")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("records -o 表.csv", 2, "应以 .xlsx 结尾"),
        ("attendance -o 表.xlsx --kind 全体会议", 2, "0 个 --activity、1 个 --kind"),
        ("attendance -o 表.xlsx --activity @2026-03-05", 5, "名称@日期"),
        ("attendance -o 表.xlsx --activity 会@3月35日", 5, "3月35日"),
        ("records -o 表.xlsx --on 2031-01-01", 3, "没有覆盖 2031-01-01 的规则文件"),
    ],
)
def test_what_cannot_be_is_refused_and_no_file_is_left(duty: Duty, line: str, code: int, words: str) -> None:
    assert words in duty.refused(f"template {line}", code)
    assert not list(duty.folder.glob("表.*"))


def test_a_roster_form_handed_back_empty_is_refused(duty: Duty) -> None:
    handed_out(duty, "roster")
    assert "没有一名委员" in duty.refused("member import 表.xlsx")
