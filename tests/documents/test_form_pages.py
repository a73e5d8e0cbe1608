"""Forms that are printed as they are: pages reckoned from the heights of rows, as Excel breaks them at 100 %."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duty_cli.documents.blank_form_xlsx import template_xlsx
from duty_cli.documents.docx.blocks import table
from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.model.blank_form import BlankForm, FormEntry, Holds, Planned, Signs
from duty_cli.model.file_forms import FORMS, FileForm
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
MEETING = Planned("全体会议", date(2026, 1, 20), "五次会议")
UPRIGHT, TURNED = (595, 842), (842, 595)
"""A4 in points, across and down."""


def attendance_form(members: int, *activities: Planned) -> BlankForm:
    head = tuple(FormEntry(heading, Holds.LABEL) for heading in ("履职事项", "日期", "活动"))
    signs = Signs(head, activities, FormEntry("出席情况", Holds.LABEL), {"√": Attendance.PRESENT})
    entries = tuple(map(FormEntry, ("委员编号", "姓名", "界别")))
    rows = tuple((str(1000 + place), "张三", "经济界") for place in range(members))
    return BlankForm(FileForm.ATTENDANCE, "政协示例县委员会", YEAR, entries, rows, signs)


def sign_in(members: int) -> Paper:
    columns = tuple(map(Column, ("序号", "委员编号", "姓名", "界别", "签到（签名）", "备注")))
    rows = tuple((place, "1001", "张三", "经济界", "　" * 8, "") for place in range(1, members + 1))
    title = "政协示例县委员会第十四届委员会常务委员会第二十五次会议签到表"
    return Paper(title, (Sheet("签到表", title, columns, rows, by_hand=True),), "账本：某", subtitle="活动名称：" * 14)


def opened(data: bytes) -> Worksheet:
    """The form itself."""
    return load_workbook(BytesIO(data)).worksheets[0]


def pages(sheet: Worksheet) -> int:
    """How many pages the rows take; the repeated ones stand on every page."""
    _, down = TURNED if sheet.page_setup.orientation == "landscape" else UPRIGHT
    heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
    first, last = (int(row) for row in str(sheet.print_title_rows).replace("$", "").split(":"))
    room = down - 72 * (sheet.page_margins.top + sheet.page_margins.bottom)
    count, used = 1, 0.0
    for height in heights:
        if used + height > room:
            count, used = count + 1, sum(heights[first - 1 : last])
        used += height
    return count


@pytest.mark.parametrize(("members", "count"), [(19, 1), (40, 2), (41, 2), (300, 14)])
def test_the_form_of_one_meeting_of_forty_stands_on_two_pages(members: int, count: int) -> None:
    sheet = opened(template_xlsx(attendance_form(members, MEETING), AT))
    assert (pages(sheet), sheet.page_setup.fitToHeight or 1) == (count, count)


@pytest.mark.parametrize(("members", "count"), [(19, 1), (40, 2), (41, 2), (300, 14)])
def test_the_sheet_on_which_forty_sign_stands_on_two_pages(members: int, count: int) -> None:
    sheet = opened(as_xlsx(sign_in(members), AT))
    assert (pages(sheet), sheet.page_setup.fitToHeight or 1) == (count, count)


@pytest.mark.parametrize("sheet", [template_xlsx(attendance_form(40, MEETING), AT), as_xlsx(sign_in(40), AT)])
def test_what_is_filled_in_by_hand_is_as_wide_as_the_page_and_ruled_for_a_pen(sheet: bytes) -> None:
    form = opened(sheet)
    columns: Any = form.column_dimensions.values()
    wide = sum((one.max - one.min + 1) * one.width * 7 for one in columns) * 0.75
    room = UPRIGHT[0] - 72 * (form.page_margins.left + form.page_margins.right)
    body = [form.row_dimensions[row].height for row in range(10, 40)]
    assert 0.9 * room < wide <= room
    assert min(body) >= 24
    assert "第 &P 页 共 &N 页" in str(form.oddFooter)


def test_no_number_is_broken_on_the_document_that_is_signed_beside_long_names_of_sectors() -> None:
    (sheet,) = sign_in(3).sheets
    rows = tuple((place, "14001", "阿依夏·木拉提", "社会福利和社会保障界", "　" * 8, "") for place in range(1, 4))
    drawn = table(replace(sheet, rows=rows), 8844, 10)
    number, signed = (int(re.findall(r'<w:gridCol w:w="(\d+)"', drawn)[at]) for at in (1, 4))
    # Type of 16 points, 8 wide for a figure.
    assert number >= 5 * 160 + 2 * 50
    assert signed >= 1500


@pytest.mark.parametrize("form", [FileForm.RECORDS, FileForm.PROPOSALS])
def test_an_empty_form_has_ruled_rows_down_to_one_in_which_something_stands(form: FileForm) -> None:
    headings = FORMS[form].headings
    sheet = opened(template_xlsx(BlankForm(form, "政协示例县委员会", YEAR, tuple(map(FormEntry, headings))), AT))
    last = sheet.cell(sheet.max_row, len(headings))
    assert sheet.max_row >= 23
    assert (last.value, last.border.bottom.style) == ("　", "thin")


def test_only_a_form_that_leaves_nothing_but_signs_goes_without_its_guide() -> None:
    forms = attendance_form(3, MEETING), attendance_form(3, MEETING, MEETING), attendance_form(3, Planned("全体会议"))
    books = (load_workbook(BytesIO(template_xlsx(form, AT))) for form in forms)
    assert ["填写说明" in book.sheetnames for book in books] == [False, True, True]
