"""Web pages that are called .xls: read as spreadsheets lay them out, or refused where they end too soon."""

from datetime import date

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.open_file import open_table
from duty_cli.importing.readers.file_sheet import Block
from duty_cli.importing.readers.html_reader import html_sheet
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.parsing.altered_cells import FormulaCell
from tests.importing.files import whole
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><style>td {{mso-number-format:"\\@"}}</style>
<!--[if gte mso 9]><xml><x:Name>Sheet1</x:Name></xml><![endif]--></head><body>{}</body></html>"""
HEAD = "<tr><th>编号</th><th>姓名</th><th>履职事项</th><th>日期</th></tr>"
ROW = "<tr><td x:str>1</td><td>张晓岚&nbsp;</td><td>\n 提案\n </td><td>2026-03-05</td></tr>"
TABLE = f'<table border="1">{HEAD}{ROW}</table>'


def table(page: str, codec: str = "gb18030") -> FileTable:
    return open_table("导出.xls", page.encode(codec), words=WORDS)


def cells(page: str) -> list[tuple[int, list[str]]]:
    return list(html_sheet("导出.xls", PAGE.format(page).encode("gb18030")).rows())


@pytest.mark.parametrize("codec", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_table_of_a_page_is_read_in_the_encoding_that_it_has(codec: str) -> None:
    file = whole(read_records(table(PAGE.format(TABLE), codec), PEOPLE))
    assert [(row.line, row.member.number, row.fields.on) for row in file.rows] == [(2, "001", date(2026, 3, 5))]
    assert (file.encoding, file.problems) == ("html", ())


def test_a_page_that_says_nothing_of_its_encoding_is_read_as_texts_are() -> None:
    assert len(whole(read_records(table(TABLE), PEOPLE)).rows) == 1


def test_that_a_page_was_read_is_told() -> None:
    assert table(TABLE).remarks == ("导出.xls 的内容是网页，读取其中的表格",)


def test_titles_and_tables_lie_below_one_another_as_in_a_spreadsheet() -> None:
    page = f"<h2>履职&amp;记录</h2><table><caption>一季度</caption><tr><td>甲<br>乙</table>说明<table>{ROW}</table>"
    assert cells(page) == [
        (1, ["履职&记录"]),
        (2, ["一季度"]),
        (3, ["甲\n乙"]),
        (4, ["说明"]),
        (5, ["1", "张晓岚", "提案", "2026-03-05"]),
    ]


def test_a_table_that_lays_out_the_page_is_no_row() -> None:
    assert [row[1] for row in cells(f"<table><tr><td>{TABLE}</td></tr></table>")] == [
        ["编号", "姓名", "履职事项", "日期"],
        ["1", "张晓岚", "提案", "2026-03-05"],
    ]


def test_what_reaches_over_rows_and_columns_is_merged_and_no_further_than_its_table() -> None:
    text = "<body><table><tr><td rowspan=9>甲<td colspan=2>乙<tr><td>丙<td>丁</table>" + TABLE
    page = html_sheet("导出.xls", text.encode())
    assert [row for _, row in page.rows()][:2] == [["甲", "乙", ""], ["", "丙", "丁"]]
    assert page.drawn.merged == (Block(1, 0, 2, 0), Block(1, 1, 1, 2))


def test_rows_that_the_page_hides_are_known_as_hidden() -> None:
    page = table(TABLE.replace("<tr><td", '<tr style="height:0; display: none"><td'))
    assert page.sheet.drawn.hidden_lines == ((2, 2),)


def test_a_formula_is_none_of_what_is_read_silently() -> None:
    rows = cells(TABLE.replace("<td>2026", '<td x:fmla="=TODAY()">2026'))
    assert type(rows[1][1][3]) is FormulaCell


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (PAGE.format(TABLE)[:-30], "网页中的表格没有结尾，文件不完整；请重新导出"),
        (PAGE.format("<p>姓名</p>"), "是网页，其中没有表格"),
        (PAGE.format("<table><tr><td colspan=20000>甲</table>"), "表格过大"),
        (PAGE.format(f"<table>{HEAD}<tr><td>1\x01</td></tr></table>"), "不可见的控制字符 U+0001"),
        (
            "<?xml version='1.0'?><Workbook><Row/></Workbook>",
            "内容是 XML，不是表格；请用 WPS 或 Excel 打开后另存为 xlsx",
        ),
        ("<html><body><table><tr><td>\udcff</table>", "网页的文字不是 utf-8 或 gb18030 编码"),
    ],
    ids=lambda one: one[:9],
)
def test_a_page_that_is_none_or_not_whole_is_refused(page: str, why: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_table("导出.xls", page.encode("utf-8", "surrogateescape"), words=WORDS)
    assert why in str(refused.value)
