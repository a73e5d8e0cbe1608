"""Plain rows of an xlsx are taken out before the walk: what is found is what a walk over all of the sheet finds."""

from __future__ import annotations

import io
from dataclasses import replace
from unittest.mock import patch

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duty_cli.importing.readers import workbook_xml
from duty_cli.importing.readers.plain_rows import without_plain_rows, without_plain_texts
from duty_cli.importing.readers.workbook_xml import MAX_CELLS, Marks, NotXml, SharedTexts, TooLarge, xlsx_marks
from tests.effort import examples
from tests.importing.files import part, workbook

DIGITS = {"5": 3}
"""A look with zeros in front."""

PLAIN = (
    '<row r="{n}" spans="1:3"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" s="1"><v>45356.5</v></c><c r="C{n}" s="1"/></row>',
    '<row r="{n}" spans="1:3" x14ac:dyDescent="0.25"><c r="A{n}" s="1" t="s"><v>1</v></c></row>',
    '<row r="{n}" spans="1:2" s="1" customFormat="1" ht="20.25" customHeight="1"><c r="B{n}"><v>-1.5E-3</v></c></row>',
    '<row r="{n}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">'
    '<c r="A{n}" s="0" t="s"><v>0</v></c></row>',
    '<row r="{n}" ht="22" customHeight="1" spans="1:5"><c r="A{n}" s="2"/></row>',
    '<row r="{n}" customHeight="true" ht="20.0">\n<c r="A{n}" s="1" t="inlineStr"><is><t>张晓岚</t></is></c>'
    '<c r="B{n}" t="n"><v>1.0</v></c></row>\n',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t xml:space="preserve"> &#24352;&amp;&#65288; </t></is></c></row>',
    '<row r="{n}"><c r="A{n}" t="n"/><c r="B{n}" t="b"><v>1</v></c><c r="C{n}" t="str"><v>甲</v></c><c r="D{n}"></c></row>',
    '<row r="{n}"/>',
)
"""Rows as XlsxWriter, Excel, LibreOffice, WPS, POI and openpyxl write them."""

OTHERS = (
    '<row r="{n}"><c r="A{n}"><f>TODAY()</f><v>1</v></c><c r="B{n}" t="str"><f>"甲"</f><v></v></c></row>',
    '<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>',
    '<row r="{n}" hidden="1"><c r="A{n}"><v>1</v></c></row>',
    '<row r="{n}" spans="1:3" hidden="1"/>',
    '<row r="{n}" ht="0" customHeight="1"><c r="A{n}"><v>1</v></c></row>',
    '<row r="{n}" ht="0.000"/>',
    '<row r="{n}" spans="1:1" spans="1:1"><c r="A{n}"><v>1</v></c></row>',
    '<row r="{n}"><c r="A{n}" s="5"><v>7</v></c><c r="B{n}" s="5" t="n"><v>7</v></c><c r="C{n}" s="5" t="s"><v>0</v></c></row>',
    "<row r='{n}'><c r='A{n}'><v>1</v></c></row>",
    '<row spans="1:1" r="{n}"><c s="1" r="A{n}"><v>1</v></c></row>',
    '<row><c t="e"><v>#REF!</v></c><c><f>A1</f></c></row>',
    '<row r="{n}"><c><f>A1</f></c></row>',
    '<row r="{n}"><f>A1</f><v>1</v><c r="A{n}"/></row>',
    '<row r="{n}"><c r="A{n}"><v>1<row r="9"></row></v></c></row>',
    '<row r="{n}"><c r="A{n}"><v>1<row r="9"></row>',
    '<row r="{n}" x=\'/>\' y="',
    '<row r="{n}" x="<row r="1"/>"/>',
    '<!-- <row r="{n}" hidden="1"/> --><!--',
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "?>",
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>]]></t></is></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>\x01</t></is></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>&#1;&#55296;</t></is></c></row>',
    '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>\ufffe</t></is></c></row>',
    '<row r="{n}"><c r="A{n}" t="str"><v/></c><c r="XFD{n}" s="1"/></row>',
    '<row r="{n}"><c r="ZZ99999"><v>1</v></c></row>',
    '<row r="1048576"><c r="C1048576"><v>1</v></c></row>',
    '<row r="99999999999999999999"/>',
    '<row r="{n}"><c r="A0"><v>1</v></c></row>',
    '<row r="x"/>',
    '<c r="A{n}"><f>1</f></c>',
    "<c><v>1</v></c><f>1</f>",
    "</row>",
    "</sheetData><sheetData>",
    "甲",
)
HEADS = (
    '<worksheet xmlns:x14ac="u"><sheetPr/><cols><col min="2" max="3" hidden="1"/></cols><sheetData>',
    "<worksheet><!-- <sheetData> --><sheetData>",
    '<worksheet x="<sheetData>"><sheetData>',
    "<worksheet><sheetData/>",
    "<x:worksheet><x:sheetData>",
)
TAILS = (
    '</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>',
    "</sheetData><extLst><ext><x14:formula1><xm:f>S!$A$1</xm:f></x14:formula1></ext></extLst></worksheet>",
    "</sheetData><f>A1</f></worksheet>",
    '</sheetData><row r="7" hidden="1"><c r="B7" t="e"><v>#N/A</v></c></row></worksheet>',
    "</worksheet>",
    "</x:sheetData></x:worksheet>",
)
DECLARED = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    "",
    "<?xml version='1.0' encoding='utf-8'?>",
    '<?xml version="1.0" encoding="GB18030"?>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """The XML of a sheet: mostly whole, with some row in it that no program should write, perhaps damaged somewhere."""
    usual = draw(st.booleans())
    first = st.just(0) if usual else st.integers(0, 9)
    lines = draw(st.lists(st.sampled_from(PLAIN), max_size=6))
    for other in draw(st.lists(st.sampled_from(OTHERS), max_size=3)):
        lines.insert(draw(st.integers(0, len(lines))), other)
    rows = "".join(
        line.replace("{n}", str(number)) for number, line in enumerate(lines, draw(st.sampled_from((1, 99_998))))
    )
    around = (one[draw(first) % len(one)] for one in (DECLARED, HEADS, TAILS))
    declared, head, tail = around
    if draw(st.integers(0, 4)) == 0:
        head, rows, tail = (_prefixed(one) for one in (HEADS[0], rows, TAILS[0]))
    data = (declared + head + rows + tail).encode(draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16"))))
    if not usual and data:
        at, wide = draw(st.integers(0, len(data))), draw(st.integers(0, 9))
        data = (
            data[:at]
            + draw(st.sampled_from((b"", b"<", b"/>", b'"', b"\xff", b"<row", data[at : at + 30])))
            + data[at + wide :]
        )
    return data


def _prefixed(text: str) -> str:
    for name in ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t"):
        text = (
            text.replace(f"<{name}>", f"<x:{name}>")
            .replace(f"</{name}>", f"</x:{name}>")
            .replace(f"<{name} ", f"<x:{name} ")
        )
    return text


def found(data: bytes) -> Marks | str:
    """The marks of a sheet without the bound of its rectangle, or why it is refused."""
    try:
        marks = xlsx_marks(data, SharedTexts(b"<sst><si><t>ab</t></si></sst>"), DIGITS)
    except (NotXml, TooLarge) as error:
        return type(error).__name__
    return replace(marks, rows=0, columns=0)


def walked(data: bytes) -> Marks | str:
    """The same by a walk over all of it."""
    with patch.object(workbook_xml, "without_plain_rows", return_value=None):
        return found(data)


@settings(deadline=None, max_examples=examples(800))
@given(sheets())
@example((HEADS[0] + PLAIN[0].replace("{n}", "1") + OTHERS[0].replace("{n}", "2") + TAILS[0]).encode())
@example((HEADS[0] + "<row r='1' x=\"/>" + PLAIN[0].replace("{n}", "1") + '"/>' + TAILS[0]).encode())
def test_what_is_found_is_what_a_walk_over_all_of_the_sheet_finds(data: bytes) -> None:
    assert found(data) == walked(data)


@pytest.mark.parametrize("row", PLAIN)
@pytest.mark.parametrize("name", ["{}", "x:{}"])
def test_rows_as_programs_write_them_are_taken_out(row: str, name: str) -> None:
    text = HEADS[0] + row.replace("{n}", "1") + row.replace("{n}", "2") + TAILS[0]
    rest = without_plain_rows((text if name == "{}" else _prefixed(text)).encode(), DIGITS, MAX_CELLS)
    assert rest is not None
    assert (b"row" in rest.part, b"mergeCell" in rest.part) == (False, True)


@pytest.mark.parametrize("row", OTHERS)
def test_what_says_more_than_values_is_never_taken_out(row: str) -> None:
    said = row.replace("{n}", "2")
    rest = without_plain_rows((HEADS[0] + PLAIN[0].replace("{n}", "1") + said + TAILS[0]).encode(), DIGITS, MAX_CELLS)
    assert rest is None or said.encode() in rest.part


def test_files_of_libraries_are_all_plain_rows() -> None:
    rows = [["编号", "姓名"], *([f"{n:03}", "张晓岚 & 曾国梁"] for n in range(200))]
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(made)
    for data in (workbook(rows), made.getvalue()):
        rest = without_plain_rows(part(data, "xl/worksheets/sheet1.xml").encode(), (), MAX_CELLS)
        assert rest is not None
        assert b"<row" not in rest.part


@pytest.mark.parametrize(
    ("rows", "columns", "more"),
    [
        (9, 702, "ZZ9"),
        (99_999, 40, "AN99999"),
        (299_999, 13, "M299999"),
        (399_999, 10, "J399999"),
        (999_999, 4, "D999999"),
    ],
)
def test_what_is_taken_out_never_spans_more_than_a_sheet_may(rows: int, columns: int, more: str) -> None:
    def sheet(*cells: str) -> bytes:
        return (
            HEADS[0] + "".join(f'<row r="{rows}"><c r="{cell}"><v>1</v></c></row>' for cell in cells) + TAILS[0]
        ).encode()

    rest = without_plain_rows(sheet("A1", more), (), MAX_CELLS)
    assert rest is not None
    assert (rest.rows, rest.columns, b"<row" in rest.part) == (rows, columns, False)
    beyond = without_plain_rows(sheet("A1", more[:-1] + "x"), (), MAX_CELLS)
    assert beyond is not None
    assert b"<row" in beyond.part


ITEMS = (
    *("<si><t>甲</t></si>", '<si><t xml:space="preserve"> 乙&lt;</t></si>', "<si><t></t></si>", "\n"),
    *("<si><r><t>丙</t></r><rPh sb='0'><t>b</t></rPh></si>", "<si><t>]]></t></si>", "<si><t>&x;</t></si>", "<si/>"),
    "<si><r><t>abcdefsi></t></r><r><t>ghijkl</t></r></si>",
    *("<!--", "-->", "<si><t>\x02</t></si>", '<si x="', "<si><si><t>戊</t></si></si>", "</si>"),
)


@settings(deadline=None, max_examples=examples(200))
@given(st.lists(st.sampled_from(ITEMS), max_size=6), st.sampled_from(DECLARED))
def test_shared_texts_are_refused_where_a_walk_refuses_them_and_no_longer_than_is_said(
    items: list[str], head: str
) -> None:
    data = (head + "<sst>" + "".join(items) + "</sst>").encode()

    def longest() -> tuple[int, int] | str:
        try:
            shared = SharedTexts(data)
            return shared.longest, max(shared.lengths, default=0)
        except NotXml:
            return "NotXml"

    quick = longest()
    with patch.object(workbook_xml, "without_plain_texts", return_value=None):
        slow = longest()
    assert (quick == "NotXml") == (slow == "NotXml")
    if not isinstance(quick, str) and not isinstance(slow, str):
        assert quick[0] >= quick[1] == slow[0] == slow[1]


def test_texts_that_are_nothing_but_text_are_taken_out() -> None:
    found = without_plain_texts(("<sst>" + "".join(ITEMS[:5]) + "</sst>").encode())
    assert found is not None
    assert found[0] == ("<sst>" + ITEMS[3] + ITEMS[4] + "</sst>").encode()
