import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as PlainWorksheet

from duty_cli.documents import workbook_writer
from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.documents.worksheet import tab_names
from duty_cli.model.exact_numbers import Yuan
from duty_cli.model.papers import Column, Paper, Sheet
from tests.documents.papers import COLUMNS, NOTICE, one_table

CREATED = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


def opened(paper: Paper) -> Workbook:
    return load_workbook(BytesIO(as_xlsx(paper, CREATED)))


def only(paper: Paper) -> Worksheet:
    (worksheet,) = opened(paper).worksheets
    return worksheet


def lines(worksheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell for cell in row if cell is not None) for row in worksheet.iter_rows(values_only=True)]


def test_each_table_has_its_worksheet_after_the_text() -> None:
    assert opened(NOTICE).sheetnames == ["正文", "得分", "未提交"]


def test_a_worksheet_holds_title_headings_rows_signatures_notes_and_identity() -> None:
    blank = "　" * 8
    assert lines(opened(NOTICE)["得分"]) == [
        ("附件1 委员得分表",),
        ("委员编号", "姓名", "得分", "等次", "说明"),
        ("001", "王一", 85.5, "优秀", "提案立案|计25分"),
        ("002", "欧阳青禾", 60, "合格"),
        ("003", "阿依古丽·买买提", -2.5, "不合格", "=1+1"),
        (f"制表人：{blank}审核人：{blank}日期：",),
        ("注1：年中到任者以△标明。",),
        ("注2：得分保留一位小数。",),
        ("账本：政协某某市委员会｜序号 12",),
    ]


def test_the_text_stands_first_with_the_remarks_on_the_whole_paper() -> None:
    assert [line for (line,) in lines(opened(NOTICE)["正文"])] == [
        "2026年度履职情况通报",
        "2027年1月12日",
        "　　一、总体情况",
        "　　共提交提案132件。",
        "　　（一）会议",
        "注：供内部使用。",
        "账本：政协某某市委员会｜序号 12",
    ]


def test_the_page_is_a4_landscape_one_page_wide_with_headings_on_every_page() -> None:
    page = opened(NOTICE)["得分"]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert (page.freeze_panes, page.print_title_rows) == ("C3", "$1:$2")
    footer = page.oddFooter and page.oddFooter.center
    assert footer
    assert footer.text == "第 &P 页 共 &N 页"
    assert "A1:E1" in page.merged_cells


def test_headings_are_bold_and_every_cell_is_boxed() -> None:
    page = opened(NOTICE)["得分"]
    assert page["A2"].font.b
    assert {page[place].border.left.style for place in ("A2", "B3", "E4", "C5")} == {"thin"}


@pytest.mark.parametrize("text", ["=1+1", "http://example.invalid", "12", "0012", "{=1}", "2026-03-05"])
def test_a_text_stays_a_text(text: str) -> None:
    cell = only(one_table((text, 5)))["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize(("number", "text"), [(10**15, "1" + "0" * 15), (-(10**16), "-1" + "0" * 16)])
def test_a_number_beyond_excels_digits_is_text(number: int, text: str) -> None:
    assert only(one_table(("王一", number)))["B3"].value == text


def test_a_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    value = only(one_table(("长" * 40_000, 5)))["A3"].value
    assert isinstance(value, str)
    assert len(value) == 32_767
    assert value.endswith("……（超出单元格上限，余下从略）")


def test_columns_are_as_wide_as_chinese_text_needs() -> None:
    columns = tuple(Column(f"列{number}") for number in range(10))
    page = only(one_table(("阿依古丽·买买提", *["x"] * 9), columns=columns))
    assert [round(page.column_dimensions[letter].width) for letter in "AB"] == [18, 9]


def test_long_remarks_get_the_height_they_need() -> None:
    sheet = Sheet("表", "表", (Column("姓名"), Column("得分")), (), ("很长的说明" * 20,))
    heights = only(Paper("表", (sheet,), "账本：某")).row_dimensions
    assert heights[4].height > 2.5 * heights[3].height


def test_the_same_paper_gives_the_same_bytes_at_any_time_and_in_any_zone() -> None:
    once = as_xlsx(NOTICE, CREATED)
    time.sleep(1.1)
    assert as_xlsx(NOTICE, CREATED.astimezone(timezone(timedelta(hours=8)))) == once


def test_tab_names_are_short_plain_and_different() -> None:
    names = ["按界别/统计", "年度", "年度", "年" * 40, "年" * 40, "[]", "'"]
    assert tab_names(names) == ["按界别 统计", "年度", "年度2", "年" * 31, "年" * 30 + "2", "表", "表2"]


def test_a_paper_of_text_alone_has_one_worksheet() -> None:
    assert opened(Paper("通知", (), "账本：某")).sheetnames == ["正文"]


def test_a_cut_text_of_rare_characters_says_so_and_the_row_goes_on() -> None:
    value, points = (cell.value for cell in only(one_table(("𠀀" * 20_000, 5)))[3])
    assert isinstance(value, str)
    assert len(value.encode("utf-16-le")) // 2 <= 32_767
    assert (value[-1], points) == ("）", 5)


def test_the_cells_are_written_to_the_bytes_that_xlsxwriter_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    money = Sheet(
        "金额", "金额", COLUMNS[:3], (("甲", None, Yuan(1250)), ("乙", "a&b<", 3), ("", 12, Yuan(-5))), sums=(1,)
    )
    paper = replace(NOTICE, sheets=(*NOTICE.sheets, money))
    ours = as_xlsx(paper, CREATED)
    monkeypatch.setattr(workbook_writer, "BoxedWorksheet", PlainWorksheet)
    assert as_xlsx(paper, CREATED) == ours


def test_money_and_other_numbers_in_a_column_keep_their_looks_and_a_sum_is_bold() -> None:
    rows = (("甲", Yuan(1250)), ("乙", 3), ("合计", Yuan(1550)))
    page = only(Paper("表", (Sheet("表", "表", COLUMNS[1:3], rows, sums=(2,)),), "账本：某"))
    looks = [(cell.value, cell.number_format, cell.font.b) for cell in page["B"][2:5]]
    assert looks == [(12.5, "#,##0.00", False), (3, "General", False), (15.5, "#,##0.00", True)]
