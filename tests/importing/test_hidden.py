"""What a workbook hides is counted and named, and a workbook of 1904 is read by its own calendar, in every sort."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.open_file import open_table
from duty_cli.importing.sheets.file_table import FileTable
from tests.importing.files import Cells, first_sheet, ods, ods_row, part, whole, with_part, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS
from tests.importing.xls import Drawn, Error, compound, xls

PEOPLE = roster("001 张晓岚 教育")
HEAD = ["委员编号", "履职事项", "日期", "备注"]
ROWS: Cells = [HEAD, *(["001", "提案", f"2026-03-0{day}", ""] for day in range(1, 6)), ["合计", "5", "", ""]]
TOLD = (
    "第 3、5–6 行共 3 行被筛选掉或隐藏，照样读取；不应计入的，请在原表中删去后重新导入",
    "D 列“备注”共 1 列是隐藏的，照样读取",
)


def hiding(sort: str) -> bytes:
    """Records in lines 2 to 6 and a total in line 7; lines 3, 5, 6 and 7 are hidden, and so is the last column."""
    if sort == "xls":
        return xls({"表1": Drawn(ROWS, hidden_rows=(2, 4, 5, 6), hidden_columns=[3])})
    if sort == "ods":
        looks = {2: "filter", 4: "collapse", 5: "collapse", 6: "collapse"}
        lines = (
            ods_row(*map(str, row)).replace(
                "<table:table-row", f'<table:table-row table:visibility="{looks.get(at, "visible")}"'
            )
            for at, row in enumerate(ROWS)
        )
        columns = (
            '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        )
        return ods(columns + "".join(lines))
    book = openpyxl.Workbook()
    sheet = first_sheet(book)
    for row in ROWS:
        sheet.append(list(row))
    for line in (3, 5, 7):
        sheet.row_dimensions[line].hidden = True
    sheet.row_dimensions.group(6, 6, outline_level=1, hidden=True)
    sheet.column_dimensions["D"].hidden = True
    sheet.auto_filter.ref = "A1:D6"
    book.save(made := io.BytesIO())
    return made.getvalue()


def opened(data: bytes, *, sheet: str | None = None) -> FileTable:
    return open_table("a", data, words=WORDS, sheet=sheet)


@pytest.mark.parametrize("sort", ["xlsx", "ods", "xls"])
def test_hidden_rows_and_columns_are_read_and_that_is_said(sort: str) -> None:
    table = opened(hiding(sort))
    assert len(whole(read_records(table, PEOPLE)).rows) == 5
    assert table.remarks[-2:] == TOLD


def test_rows_without_height_are_hidden_rows() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    written = part(workbook(ROWS), sheet).replace('<row r="3"', '<row r="3" ht="0" customHeight="1"')
    flat = with_part(workbook(ROWS), sheet, written)
    look = '<style:style xmlns:style="s" style:name="r0"><style:table-row-properties style:row-height="0cm"/></style:style>'
    rows = (
        look
        + ods_row(*HEAD)
        + ods_row("001", "提案", "2026-03-01", "").replace("-row>", '-row table:style-name="r0">', 1)
    )
    assert [opened(data).remarks[0][:9] for data in (flat, ods(rows))] == ["第 3 行共 1 ", "第 2 行共 1 "]


@pytest.mark.parametrize(
    "data",
    [
        workbook({"一月": ROWS, "二月": ROWS, "空": []}, hidden=["二月", "空"]),
        xls({"一月": Drawn(ROWS), "二月": Drawn(ROWS, hidden=True), "空": Drawn([], hidden=True)}),
    ],
    ids=["xlsx", "xls"],
)
def test_hidden_sheets_are_named_and_read_when_they_are_asked_for(data: bytes) -> None:
    assert opened(data).sheet.title == "一月"
    assert "隐藏的工作表 1 张没有读取：二月；需要读取的用 --sheet 指明" in opened(data).remarks
    assert opened(data, sheet="二月").sheet.title == "二月"


def test_a_workbook_whose_only_sheet_of_records_is_hidden_is_refused_with_the_way_to_read_it() -> None:
    with pytest.raises(
        UnreadableFile, match="没有一张可以读取的表；隐藏的工作表 1 张没有读取：二月；需要读取的用 --sheet 指明"
    ):
        opened(workbook({"说明": [], "二月": ROWS}, hidden=["二月"]))


NULL_DATE = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
SERIAL = '<table:table-cell office:value-type="float" office:value="44624"><text:p>44624</text:p></table:table-cell>'


@pytest.mark.parametrize(
    "data",
    [
        workbook([HEAD, ["001", "提案", 44624, ""]], date_1904=True),
        xls([HEAD, ["001", "提案", 44624, ""]], date_1904=True),
        xls([HEAD, ["001", "提案", date(2026, 3, 5), ""]], date_1904=True),
        xls([HEAD, ["001", "提案", 46086, ""]]),
        ods(
            ods_row(*HEAD) + ods_row("001", "提案").replace("</table:table-row>", SERIAL + "</table:table-row>"),
            NULL_DATE,
        ),
    ],
    ids=["xlsx", "xls", "xls with a day", "xls of 1900", "ods"],
)
def test_a_plain_number_of_days_counts_from_the_day_of_its_workbook(data: bytes) -> None:
    assert [row.fields.on for row in whole(read_records(opened(data), PEOPLE)).rows] == [date(2026, 3, 5)]


def test_an_error_value_in_an_xls_is_no_empty_cell() -> None:
    (problem,) = whole(read_records(opened(xls([HEAD, ["001", "提案", "2026-03-05", Error("#N/A")]])), PEOPLE)).problems
    assert (
        str(problem)
        == "a:2：备注：“#N/A”不符合要求；应为原表中的值（这是公式出错的结果；请核对原表，原表中没有的请清空）"
    )


def test_an_xls_that_cannot_be_examined_says_what_cannot_be_seen() -> None:
    from duty_cli.importing.readers.xls_reader import _marks

    assert [_marks(data)[2] for data in (xls(ROWS), compound(b"\0" * 9), b"")] == [True, False, False]
