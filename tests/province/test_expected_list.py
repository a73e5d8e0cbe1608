"""The list of who should have handed in, as offices keep it: lines, tables, workbooks, in the encodings of old programs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.province_errors import EmptyList, ExpectedTwice, UnclearList
from duty_cli.province.expected_list import ExpectedList, expected_list

FILE = Path("名单.csv")


def read(text: str, encoding: str = "utf-8") -> ExpectedList:
    return expected_list(FILE, text.encode(encoding))


def workbook(*sheets: list[list[object]]) -> bytes:
    book = Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet(f"表{at}")
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_line_is_a_place_in_whatever_encoding(encoding: str) -> None:
    assert read("# 应报送的\r\n岚汀县\r\n\r\n　栖禾县,\r\n", encoding) == ExpectedList(("岚汀县", "栖禾县"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_of_a_table_the_column_of_places_is_read(encoding: str, sign: str) -> None:
    text = "2025 年度应报送单位,,\n序号,名称,电话\n1,岚汀县,0001\n2,栖禾县,0002\n3,,\n合计,,2 个\n注：以上为全部,,\n"
    assert read(text.replace(",", sign), encoding) == ExpectedList(("岚汀县", "栖禾县"), (2, "名称"))


@pytest.mark.parametrize("heading", ["地方", "委员会", "县（市、区）", "* 报送单位"])
def test_the_column_may_be_called_as_offices_call_it(heading: str) -> None:
    data = workbook([["应报送名单"], ["#", heading], [1, "政协岚汀县委员会"], [2, "共和县"], [3, "合计县"]])
    assert expected_list(Path("名单.xlsx"), data) == ExpectedList(
        ("政协岚汀县委员会", "共和县", "合计县"), (2, heading)
    )


def test_a_workbook_of_one_column_needs_no_heading() -> None:
    assert expected_list(Path("名单.xlsx"), workbook([["岚汀县"], ["栖禾县"]])).names == ("岚汀县", "栖禾县")


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("岚汀县,0001\n栖禾县,0002\n", UnclearList, "第 1 行有几列（岚汀县、0001），而没有列名"),
        ("岚汀县\n栖禾县\t0002\n", UnclearList, "第 2 行有几列（栖禾县、0002），而没有列名"),
        ("岚汀县，栖禾县\n", UnclearList, "第 1 行有几列（岚汀县、栖禾县）"),
        ("名称,委员会\n岚汀县,政协岚汀县委员会\n", UnclearList, "第 1 行的“名称”“委员会”几列都像是"),
        ("序号,地方,电话\n1,,0001\n", UnclearList, "第 2 行没有写地方"),
        ("地方,电话\n岚汀县,1\n政协岚汀县委员会,2\n", ExpectedTwice, "又作"),
        ("地方,电话\n", EmptyList, "没有一个地方"),
        ("", EmptyList, "没有一个地方"),
        ('地方,电话\n"岚汀县,1\n', UnreadableFile, "第 2 行起的引号不成对"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_form(text: str, error: type[DutyError], words: str) -> None:
    with pytest.raises(error, match=words):
        read(text)


def test_every_refusal_of_its_form_tells_what_it_must_be() -> None:
    with pytest.raises(UnclearList, match="每行一个地方的文本，或一张有“地方”一列"):
        read("岚汀县,0001\n")


def test_a_byte_that_is_no_text_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match="第 3 行的文字不是 utf-8 或 gb18030 编码"):
        expected_list(FILE, "岚汀县\n栖禾县\n".encode() + b"\xff\xff\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04", "文件不完整或已损坏"), (b"%PDF-1.7\n", "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "损坏|xls")],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        expected_list(Path("名单.xlsx"), data)


def test_of_several_sheets_none_is_guessed() -> None:
    with pytest.raises(UnclearList, match="有 2 张工作表"):
        expected_list(Path("名单.xlsx"), workbook([["岚汀县"]], [["栖禾县"]]))
    assert expected_list(Path("名单.xlsx"), workbook([["岚汀县"]], [])).names == ("岚汀县",)
    with pytest.raises(EmptyList):
        expected_list(Path("名单.xlsx"), workbook([[]]))
