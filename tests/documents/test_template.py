"""A blank form as a workbook: what its cells take, what is hidden, how it prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from duty_cli.documents.blank_form_xlsx import template_xlsx
from duty_cli.model.blank_form import BlankForm, FormChoices, FormEntry, Holds, Planned, Signs
from duty_cli.model.file_forms import FileForm
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance

CREATED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAYS = Period(date(2022, 1, 1), date(2026, 12, 31))
NAMES = tuple(f"某委员{number:03}" for number in range(300))
RECORDS = BlankForm(
    FileForm.RECORDS,
    "政协某某市委员会",
    DAYS,
    (
        FormEntry("编号"),
        FormEntry("姓名", offer=FormChoices(NAMES, "warned")),
        FormEntry("履职事项", needed=True, offer=FormChoices(("全体会议", "=1+1"), "refused")),
        FormEntry("日期", Holds.DAY, needed=True),
        FormEntry("阶段", offer=FormChoices(("提交", "立案"))),
        FormEntry("数量", Holds.NUMBER),
    ),
)
SHEET = BlankForm(
    FileForm.ATTENDANCE,
    "政协某某市委员会",
    DAYS,
    (FormEntry("委员编号"), FormEntry("姓名"), FormEntry("界别")),
    (("001", "王一", "经济界"),),
    SIGNS := Signs(
        (FormEntry("履职事项", Holds.LABEL), FormEntry("日期", Holds.DAY), FormEntry("活动", Holds.LABEL)),
        (Planned("全体会议", date(2026, 1, 20), "五次会议"), Planned()),
        FormEntry("出席情况", Holds.LABEL, offer=FormChoices(("√", "缺"), "warned")),
        {"√": Attendance.PRESENT, "缺": Attendance.ABSENT},
    ),
)


def opened(template: BlankForm = RECORDS) -> Workbook:
    return load_workbook(BytesIO(template_xlsx(template, CREATED)))


def form(template: BlankForm = RECORDS) -> Worksheet:
    page = opened(template).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


def taken(place: str, template: BlankForm = RECORDS) -> DataValidation:
    """What a cell takes."""
    found: list[DataValidation] = [one for one in form(template).data_validations.dataValidation if place in one.sqref]
    return found[0]


def listed(place: str) -> list[object]:
    """The words that a cell offers, through the defined name."""
    book = opened()
    name = taken(place).formula1
    assert name is not None
    sheet, area = book.defined_names[name].attr_text.replace("$", "").replace("'", "").split("!")
    return [row[0].value for row in book[sheet][area]]


def test_a_list_longer_than_a_cell_can_hold_stands_on_a_hidden_sheet() -> None:
    assert listed("B4") == list(NAMES)
    assert [page.sheet_state for page in opened().worksheets] == ["visible", "visible", "hidden"]


def test_a_word_that_looks_like_a_formula_stays_a_word() -> None:
    assert listed("C4") == ["全体会议", "=1+1"]
    assert {cell.data_type for row in opened()["列表"].iter_rows() for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize(
    ("place", "style", "shown"), [("B4", "warning", True), ("C4", None, True), ("E4", None, False)]
)
def test_other_words_are_refused_warned_of_or_taken(place: str, style: str | None, shown: bool) -> None:
    assert (taken(place).errorStyle, bool(taken(place).showErrorMessage)) == (style, shown)


def test_dates_lie_within_the_term_and_say_so_in_chinese() -> None:
    found = taken("D4")
    assert (found.type, found.operator, found.formula1, found.formula2) == ("date", None, "44562", "46387")
    assert found.error == "请填写 2022-01-01 至 2026-12-31 之间的日期，如 2026-03-05。"


def test_numbers_that_are_names_stay_text() -> None:
    page = form()
    assert [page[place].number_format for place in ("A4", "D4", "F4")] == ["@", "yyyy-mm-dd", "General"]
    assert form(SHEET)["A8"].value == "001"


def test_the_form_prints_on_a4_one_page_wide_with_its_head_on_every_page() -> None:
    page = form()
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert (page.print_title_rows, page.freeze_panes) == ("$1:$3", "C4")
    assert page.oddFooter is not None
    assert page.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_title_signatures_and_headings_stand_above_what_is_filled_in() -> None:
    page = form()
    assert page["A1"].value == "政协某某市委员会委员履职记录登记表"
    assert [part.split("：")[0] for part in str(page["A2"].value).split()] == ["填报单位", "填表人", "审核人", "日期"]
    assert [cell.value for cell in page[3]] == ["编号", "姓名", "履职事项", "日期", "阶段", "数量"]
    below = [cell for row in page.iter_rows(min_row=4, values_only=True) for cell in row if cell is not None]
    assert below == ["　"]


def test_an_attendance_sheet_has_its_activities_above_and_its_members_beside_the_signs() -> None:
    page = form(SHEET)
    assert [[page.cell(row, column).value for row in (4, 5, 6)] for column in (1, 4, 5)] == [
        ["履职事项", "日期", "活动"],
        ["全体会议", datetime(2026, 1, 20), "五次会议"],  # noqa: DTZ001
        [None, None, None],
    ]
    assert page["A3"].value == "填法：√ 出席　缺 缺席　空格不登记，应出席的列为未登记"
    assert ([cell.value for cell in page[8]], page.freeze_panes) == (["001", "王一", "经济界", None, None], "D8")


def test_the_guide_says_what_to_write_with_an_example_from_the_rules() -> None:
    told = {row[0]: row[1:] for row in opened()["填写说明"].iter_rows(values_only=True)}
    assert told["〔必填〕"][0] == "红色的列名必填：履职事项、日期。"
    assert told["〔履职事项〕"] == ("从列表选取，以评分细则所列为准。", "示例：全体会议")


def test_the_same_form_gives_the_same_bytes() -> None:
    assert template_xlsx(SHEET, CREATED) == template_xlsx(SHEET, CREATED)


def test_an_attendance_sheet_of_40_members_prints_on_one_upright_page() -> None:
    rows = tuple((f"{number:03}", f"某委员{number}", "社会福利和社会保障界") for number in range(40))
    page = form(replace(SHEET, rows=rows, signs=replace(SIGNS, activities=(Planned(),) * 6)))
    # Fitted to pages, of which there is one where no number is said.
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("portrait", None)
    assert page["C8"].alignment.shrink_to_fit  # a long sector does not make its row higher


def test_an_attendance_sheet_of_many_activities_lies_on_its_side_on_two_pages() -> None:
    rows = tuple((f"{number:03}", f"某委员{number}", "经济界") for number in range(40))
    page = form(replace(SHEET, rows=rows, signs=replace(SIGNS, activities=(Planned(),) * 12)))
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 2)
