"""Workbooks as programs other than Excel write them: strict, without a dimension, with readings, with percents."""

import io
import re

import pytest
import xlsxwriter

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.forms.record_list import read_records
from duty_cli.importing.open_file import open_table
from tests.importing.files import Filed, part, whole, with_part, workbook
from tests.importing.people import roster
from tests.importing.words import WORDS

PEOPLE = roster("001 张晓岚 教育", "002 曾国梁 经济")
HEAD = ["委员编号", "姓名", "履职事项", "日期", "参加比例"]
ROW = ["001", "张晓岚", "专题培训", "2026-03-05", "7/12"]
BOOK = workbook([HEAD, ROW])
SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006": "http://purl.oclc.org/ooxml/officeDocument",
}


def read(data: bytes) -> Filed:
    return whole(read_records(open_table("a.xlsx", data, words=WORDS), PEOPLE))


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with what fits ``old`` in one of its parts written as ``new``."""
    text, count = re.subn(old, new, part(data, name))
    assert count
    return with_part(data, name, text)


def strict() -> bytes:
    """The workbook as Excel saves a “Strict Open XML 工作簿”, its day as a date of its own sort."""
    data = changed(BOOK, SHEET, r'(<c r="D2") t="s"><v>\d+', r'\1 t="d"><v>2026-03-05T00:00:00')
    for name in (SHEET, SHARED, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"):
        text = part(data, name)
        for old, new in STRICT.items():
            text = text.replace(old, new)
        data = with_part(data, name, text)
    return data


def inline() -> bytes:
    """The workbook as programs write it that keep no table of texts."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate([HEAD, ROW]):
        sheet.write_row(line, 0, row)
    book.close()
    return made.getvalue()


READING = '<rPh sb="0" eb="1"><t>zhāng</t></rPh><phoneticPr fontId="1"/>'


@pytest.mark.parametrize(
    "data",
    [
        changed(BOOK, SHEET, "<dimension[^>]*/>", ""),
        changed(BOOK, SHEET, "<dimension[^>]*/>", '<dimension ref="A1"/>'),
        inline(),
        changed(inline(), SHEET, "张晓岚</t>", f"张晓岚</t>{READING}"),
        changed(BOOK, SHARED, "<t>张晓岚</t>", f"<r><t>张</t></r><r><rPr><b/></rPr><t>晓岚</t></r>{READING}"),
        strict(),
    ],
    ids=["no dimension", "a wrong dimension", "inline", "inline with a reading", "runs with a reading", "strict"],
)
def test_a_workbook_is_read_as_excel_would_write_it(data: bytes) -> None:
    assert [one.fields.title for one in read(data).rows] == [None]
    assert read(data) == read(BOOK)


@pytest.mark.parametrize(("share", "exact"), [(0.875, "7/8"), (1, "1"), ("87.5%", "7/8"), (0.07, "7/100")])
def test_a_percent_is_read_exactly(share: object, exact: str) -> None:
    assert [str(row.fields.share) for row in read(workbook([HEAD, [*ROW[:4], share]])).rows] == [exact]


def test_a_percent_that_no_decimal_can_say_is_refused_with_what_to_write() -> None:
    problems = read(workbook([HEAD, [*ROW[:4], 1 / 3]])).problems
    assert "“0.333333333333333”不符合要求；应为小数不超过 9 位的数，除不尽的写作分数，如 7/12" in str(problems[0])


def test_a_formula_whose_value_nobody_saved_is_refused_with_its_place_where_it_is_read() -> None:
    data = changed(BOOK, SHEET, r'(<c r="B2") t="s"><v>\d+</v>', r"\1><f>VLOOKUP(A2,名册!A:B,2,0)</f>")
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    assert "单元格 B2 是公式；请复制后" in str(refused.value)
