"""A merged value stands for every cell it was merged over, in every sort of workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from duty_cli.importing.forms.record_list import read_attendance, read_records
from duty_cli.importing.open_file import open_table
from duty_cli.model.records import Attendance
from tests.importing.files import Cells, Filed, first_sheet, merged_xlsx, ods, ods_cell, whole
from tests.importing.people import roster
from tests.importing.words import WORDS
from tests.importing.xls import Drawn, xls

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济", "003 李文博 农业")
KINDS = ("全体会议", "书香政协")
SORTS = ("xlsx", "ods", "xls")
PRESENT, ON_LEAVE = Attendance.PRESENT, Attendance.ON_LEAVE
HEAD = ["委员编号", "履职事项", "日期", "活动", "出席情况", "阶段"]


def merged(rows: Cells, blocks: Sequence[str], sort: str) -> bytes:
    """A workbook of that sort, with those cells merged, such as F3:F4; what a block covers is left out."""
    places = [(at.min_col, at.min_row, at.max_col, at.max_row) for at in map(CellRange, blocks)]
    if sort == "xlsx":
        return merged_xlsx(rows, blocks)
    if sort == "xls":
        drawn = [(top - 1, bottom - 1, left - 1, right - 1) for left, top, right, bottom in places]
        return xls({"表1": Drawn(rows, merged=drawn)})
    written = []
    for line, row in enumerate(rows, 1):
        cells = [ods_cell(cell) for cell in row]
        for left, top, right, bottom in places:
            if top == line:
                span = (
                    f'table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
                )
                cells[left - 1] = cells[left - 1].replace("<table:table-cell", f"<table:table-cell {span}", 1)
        written.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return ods("".join(written))


def records(rows: Cells, blocks: Sequence[str], sort: str) -> Filed:
    return whole(read_records(open_table("a", merged(rows, blocks, sort), words=WORDS), PEOPLE))


def matrix(rows: Cells, blocks: Sequence[str], sort: str) -> Filed:
    return whole(read_attendance(open_table("a", merged(rows, blocks, sort), words=WORDS), PEOPLE, KINDS))


@pytest.mark.parametrize("sort", SORTS)
def test_a_value_merged_down_a_list_is_that_of_every_row(sort: str) -> None:
    rows: Cells = [
        HEAD,
        ["001", "书香政协", date(2026, 3, 2), "读书会", "出席", "提交"],
        ["002", "", "", "", "请假", ""],
        ["003", "", "", "", "", ""],
    ]
    file = records(rows, ["B2:B4", "C2:C4", "D2:D4", "E3:E4", "F2:F3"], sort)
    said = [(row.fields.kind, row.fields.on, row.fields.activity, row.fields.attendance) for row in file.rows]
    event = ("书香政协", date(2026, 3, 2), "读书会")
    assert (said, file.problems) == ([(*event, PRESENT), (*event, ON_LEAVE), (*event, ON_LEAVE)], ())
    assert [row.fields.stages for row in file.rows] == [{"提交"}, {"提交"}, frozenset()]


@pytest.mark.parametrize("sort", SORTS)
def test_a_sign_merged_over_members_and_activities_is_that_of_each(sort: str) -> None:
    rows: Cells = [
        ["编号", "姓名", "2026-1-8全体会议", "2026-3-5书香政协"],
        ["001", "张晓岚", "√", "√"],
        ["002", "曾国梁", "假", ""],
        ["003", "李文博", "", ""],
    ]
    file = matrix(rows, ["C3:D4"], sort)
    said = [(row.member.number, row.fields.on.month, row.fields.attendance) for row in file.rows]
    assert said == [
        *(("001", 1, PRESENT), ("001", 3, PRESENT), ("002", 1, ON_LEAVE)),
        *(("002", 3, ON_LEAVE), ("003", 1, ON_LEAVE), ("003", 3, ON_LEAVE)),
    ]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("head", "blocks"),
    [
        (
            [["编号", "姓名", "2026-05-13书香政协学习会", ""], ["", "", "上午", "下午"]],
            ["C1:D1", "A1:A2", "B1:B2"],
        ),
        ([["", "", "2026-05-13书香政协学习会", ""], ["编号", "姓名", "上午", "下午"]], ["C1:D1"]),
        (
            [["编号", "姓名", "书香政协学习会", ""], ["", "", "2026-05-13", ""], ["", "", "上午", "下午"]],
            ["C1:D1", "C2:D2", "A1:A3", "B1:B3"],
        ),
        ([["编号", "姓名", "书香政协学习会", ""], ["", "", "2026-05-13 上午", "2026-05-13 下午"]], ["C1:D1"]),
    ],
    ids=["day merged", "above the headings", "name and day merged", "name merged"],
)
def test_a_heading_merged_over_halves_of_a_day_is_that_of_each(head: Cells, blocks: list[str], sort: str) -> None:
    file = matrix([*head, ["001", "张晓岚", "√", "假"], ["002", "曾国梁", "√", ""]], blocks, sort)
    said = [(row.member.number, row.fields.on, row.fields.activity, row.fields.attendance) for row in file.rows]
    day = date(2026, 5, 13)
    assert (said, file.problems) == (
        [
            ("001", day, "书香政协学习会 上午", PRESENT),
            ("001", day, "书香政协学习会 下午", ON_LEAVE),
            ("002", day, "书香政协学习会 上午", PRESENT),
        ],
        (),
    )


@pytest.mark.parametrize("sort", SORTS)
def test_one_activity_over_two_columns_of_signs_is_refused_with_its_range(sort: str) -> None:
    head: Cells = [["2026年签到", "", "", ""], ["编号", "姓名", "2026-05-08 书香政协", ""]]
    file = matrix([*head, ["001", "张晓岚", "√", "√"], ["002", "曾国梁", "√", ""]], ["A1:D1", "C2:D2"], sort)
    assert [str(problem) for problem in file.problems] == [
        "a:2：C2:D2 是合并的单元格，一个列名占了 2 列；请取消合并，一次活动只占一列；分上午、下午等几次的，在下一行逐列写明"
    ]
    plain = matrix([*head, ["001", "张晓岚", "√", ""], ["合计", "", "1", "0"]], ["A1:D1", "C2:D2"], sort)
    assert (len(plain.rows), plain.problems) == (1, ())


@pytest.mark.parametrize("sort", SORTS)
def test_a_heading_of_a_list_merged_over_two_columns_is_refused_with_its_range(sort: str) -> None:
    rows: Cells = [["委员编号", "履职事项", "日期", "备注", ""], ["001", "书香政协", "2026-03-02", "甲", "乙"]]
    (problem,) = records(rows, ["D1:E1"], sort).problems
    assert str(problem) == "a:2：第 5 列：D1:E1 是合并的单元格，一个列名占了 2 列；请取消合并，一列一个列名"
    (problem,) = records(rows, [], sort).problems
    assert str(problem) == "a:2：第 5 列：单元格没有对应的列名；请补上列名，或清空这一列"


@pytest.mark.parametrize("sort", SORTS)
def test_a_member_merged_over_two_rows_is_that_of_both(sort: str) -> None:
    rows: Cells = [HEAD[:3], ["001", "书香政协", "2026-03-02"], ["", "书香政协", "2026-03-03"]]
    assert [(row.member.number, row.fields.on.day) for row in records(rows, ["A2:A3"], sort).rows] == [
        ("001", 2),
        ("001", 3),
    ]


@pytest.mark.parametrize("sort", SORTS)
def test_a_value_merged_across_two_columns_is_refused_with_its_range(sort: str) -> None:
    rows: Cells = [
        HEAD,
        ["001", "书香政协", "2026-03-02", "读书会", "", ""],
        ["002", "书香政协", "2026-03-02", "读书会", "请假", ""],
    ]
    (problem,) = records(rows, ["D2:E2"], sort).problems
    assert str(problem) == "a:2：D2:E2 是合并的单元格，跨“活动”、“出席情况”几列；请取消合并，分别填写"


@pytest.mark.parametrize("sort", SORTS)
def test_titles_headings_totals_and_remarks_may_be_merged_as_offices_do(sort: str) -> None:
    rows: Cells = [
        ["2026年名单", "", "", "", ""],
        ["委员编号", "履职事项", "日期", "签名", "备注"],
        ["", "", "", "", ""],
        ["001", "书香政协", "3月2日", "", "甲"],
        ["合计", "", "", "1", ""],
        ["说明：请于月底前报送", "", "", "", ""],
        ["", "", "", "", ""],
    ]
    blocks = ["A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "D4:E4", "A5:C5", "A6:E7"]
    file = records(rows, blocks, sort)
    assert ([row.fields.on for row in file.rows], file.problems) == ([date(2026, 3, 2)], ())


def test_a_row_that_says_nothing_of_its_own_is_none_though_a_value_is_merged_over_it() -> None:
    rows: Cells = [HEAD[:4], ["001", "书香政协", "2026-03-02", "读书会"], ["", "", "", ""]]
    file = records(rows, ["D2:D3"], "xlsx")
    assert (len(file.rows), file.problems) == (1, ())


def test_what_lies_hidden_under_a_merged_cell_is_not_read() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(
            merged_xlsx(
                [
                    HEAD[:5],
                    ["001", "书香政协", "2026-03-02", "会", "请假"],
                    ["002", "书香政协", "2026-03-02", "会", "出席"],
                ],
                [],
            )
        )
    )
    first_sheet(book).merged_cells.add("E2:E3")
    book.save(made := io.BytesIO())
    file = whole(read_records(open_table("a", made.getvalue(), words=WORDS), PEOPLE))
    assert [row.fields.attendance for row in file.rows] == [ON_LEAVE, ON_LEAVE]


def test_a_day_or_a_formula_merged_over_cells_is_one_in_each() -> None:
    rows: Cells = [
        ["编号", "委员编号", "履职事项", "日期"],
        [date(2026, 2, 15), "001", "书香政协", "2026-03-02"],
        ["", "002", "书香政协", "2026-03-02"],
    ]
    assert [problem.line for problem in records(rows, ["A2:A3"], "xlsx").problems] == [2, 3]


@pytest.mark.parametrize("sort", SORTS)
def test_a_number_that_may_have_lost_a_zero_is_no_day_but_a_text_is(sort: str) -> None:
    def read(*days: object) -> Filed:
        return matrix([["2026年书香政协"], ["编号", "姓名", *days], ["001", "张晓岚", "√", "√"]], [], sort)

    assert [row.fields.on for row in read("3.1", 2.12).rows] == [date(2026, 3, 1), date(2026, 2, 12)]
    (problem,) = read(3.1, 3.4).problems
    assert "第 3 列：活动列名“3.1”不符合要求" in str(problem)
    assert "分不清是3月1日还是3月10日" in str(problem)


@pytest.mark.parametrize("sort", SORTS)
def test_a_month_merged_over_days_is_that_of_each(sort: str) -> None:
    head: Cells = [
        ["2026年书香政协", "", "", "", ""],
        ["编号", "姓名", "3月", "", "4月"],
        ["", "", "2日", "9日", "2日（周四）"],
    ]
    file = matrix([*head, ["001", "张晓岚", "√", "√", "√"]], ["A1:E1", "A2:A3", "B2:B3", "C2:D2"], sort)
    assert [row.fields.on for row in file.rows] == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 4, 2)]
    alone = matrix([*head, ["001", "张晓岚", "√", "√", "√"]], ["A1:E1", "A2:A3", "B2:B3"], sort)
    assert "第 4 列：活动列名“9日”不符合要求；应为写明月份的日期" in str(alone.problems[0])


@pytest.mark.parametrize("sort", SORTS)
def test_signs_headed_by_halves_of_a_day_under_one_heading_are_two_activities(sort: str) -> None:
    title = "第三期书香政协签到表（2026年4月2日）"
    rows: Cells = [
        [title, "", "", ""],
        ["编号", "姓名", "签到", ""],
        ["", "", "上午", "下午"],
        ["001", "张晓岚", "√", "假"],
    ]
    file = matrix(rows, ["A1:D1", "A2:A3", "B2:B3", "C2:D2"], sort)
    said = [(row.fields.on, row.fields.activity, row.fields.attendance) for row in file.rows]
    day = date(2026, 4, 2)
    assert said == [(day, "第三期书香政协 上午", PRESENT), (day, "第三期书香政协 下午", ON_LEAVE)]
