import csv
import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.open_file import open_table
from duty_cli.importing.readers.csv_reader import MAX_BYTES
from duty_cli.importing.sheets.file_table import FileTable, plain_columns
from duty_cli.model.column_maps import ColumnMapping, ColumnSource
from duty_cli.model.file_forms import FileVocabulary

KNOWN = ("姓名", "履职事项", "备注")


def table(text: str, separator: str | None = None) -> FileTable:
    mapping = (
        ColumnMapping("records", separator, None, {"姓名": ColumnSource("姓名")}) if separator is not None else None
    )
    return open_table("a.csv", text.encode(), mapping=mapping)


def cells(text: str) -> list[tuple[int, Sequence[str]]]:
    return list(table(text).rows())


def problems(text: str, words: FileVocabulary | None = None) -> list[str]:
    return [str(problem) for problem in plain_columns(open_table("a.csv", text.encode(), words=words), KNOWN).problems]


def test_rows_know_their_physical_line_and_come_again_from_the_top() -> None:
    read = table('姓名,备注\n张三,"一\n二"\n李四,三\n')
    assert list(read.rows()) == list(read.rows()) == [(2, ["张三", "一\n二"]), (4, ["李四", "三"])]


def test_the_cells_of_refused_rows_are_found_again_by_line() -> None:
    read = table('姓名,备注\n张三,"一\n二"\n李四,三\n王五,四\n')
    assert list(read.sheet.rows_at({2, 5})) == [(2, ["张三", "一\n二"]), (5, ["王五", "四"])]


def test_rows_that_end_early_are_filled_up() -> None:
    assert cells("姓名,备注\n张三\n") == [(2, ["张三", ""])]


def test_a_gb18030_header_is_recognised_by_its_known_names() -> None:
    # 汧盻 in UTF-8 are the bytes of other characters in GB18030, and the other way round.
    read = open_table("a.csv", "姓名,备注\n模,\n".encode("gb18030"))
    assert read.sheet.encoding == "gb18030"


def test_an_open_quote_is_refused_with_the_line_where_it_opens() -> None:
    text = '姓名,备注\n张三,一\n李四,"二\n' + "王五,三\n" * 50_000
    with pytest.raises(UnreadableFile, match="第 3 行起的引号不成对"):
        cells(text)


def test_a_cell_longer_than_a_workbook_holds_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="第 2 行起的引号不成对，或有单元格超过 32767 字"):
        cells("姓名\n" + "长" * 32_768)


def test_every_unknown_or_repeated_heading_is_a_problem_with_the_nearest_names() -> None:
    or_words = "，或在 rules/intake.yaml 中写明它是哪一列（headings）或不读（unread）"
    assert problems("姓名,姓名,履职项目,XYZ\n") == [
        "a.csv:1：姓名：列名重复；请只保留一列",
        f"a.csv:1：履职项目：列名无法识别；是否：履职事项？{or_words}",
        f"a.csv:1：XYZ：列名无法识别；可用的列名：姓名、履职事项、备注{or_words}",
    ]


def test_two_columns_that_mean_the_same_are_a_problem() -> None:
    words = FileVocabulary(headings={"委员": "姓名"})
    assert problems("姓名,委员\n", words) == ["a.csv:1：委员：列名重复，与“姓名”同为“姓名”；请只保留一列"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "文件是空的"),
        ("\n,,\n", "文件是空的"),
        ("甲,乙\n", "前面各行没有一个可识别的列名；请核对列名和分隔符（可用的列名：编号、委员编号、"),
        ("姓名,备注\n" + "," * 16_384, "第 2 行有 16385 列，超过 16384 列"),
        ("姓名,备注\n张三,\n姓名,备注\n李四,\n", "第 1 行和第 3 行都是列名；请只保留一行"),
        ("%PDF-1.7\n", "是 PDF 文件"),
    ],
)
def test_what_is_no_table_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        cells(text)
    assert why in str(refusal.value)


def test_a_text_that_is_kept_from_a_spreadsheet_by_equals_and_quotes_is_the_text() -> None:
    text = '="姓名",备注\n"=""001""","=""说""""好"""\n=1,=""\n'
    assert cells(text) == [(2, ["001", '说"好']), (3, ["=1", ""])]


@pytest.mark.parametrize("end", ["\n\x1a", "\x1a"])
def test_a_single_end_of_file_mark_as_the_last_byte_is_no_character(end: str) -> None:
    assert cells(f"姓名,备注\n张三,甲{end}") == [(2, ["张三", "甲"])]
    with pytest.raises(UnreadableFile, match=r"控制字符 U\+001A"):
        cells(f"姓名,备注\n张三,甲\x1a{end}")


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match="超过 256 MiB"):
        open_table("a.csv", bytes(MAX_BYTES + 1))


@pytest.mark.parametrize("separator", ["", ",,", '"', "\n"])
def test_a_separator_is_one_character(separator: str) -> None:
    with pytest.raises(BadValue, match="分隔符"):
        table("姓名\n", separator)


# What looks like an xls is read in a process of its own.
@settings(deadline=None)
@given(st.binary(max_size=80) | st.text("姓名备注,;\"\n\r\t'=合计 甲\ufeff", max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        list(open_table("a.csv", data).rows())
    except DutyError:
        return


@given(st.text("\"\n,'甲=", max_size=30))
def test_any_body_under_a_good_header_is_a_table_or_refused(body: str) -> None:
    try:
        rows = cells("姓名,备注\n" + body)
    except DutyError:
        return
    assert all(line >= 2 for line, _ in rows)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_the_sign_between_headings_that_are_known(sign: str) -> None:
    text = f"2026年走访\r\n姓名{sign}履职事项{sign}备注\r\n张三{sign}走访{sign}一，二\r\n"
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert list(open_table("a.xls", text.encode(codec)).rows()) == [(3, ["张三", "走访", "一，二"])]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "sep=;;;"])
def test_a_first_line_that_names_the_separator_is_obeyed_and_counted(first: str) -> None:
    assert cells(f"{first}\r\n姓名;备注\r\n张三;一,二\r\n") == [(3, ["张三", "一,二"])]


def test_two_separators_between_headings_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="列名之间既有“,”和“;”，看不出哪一个是分隔符"):
        table("姓名,备注,日期;履职事项;标题\n张三,一,二;三;四\n")


def test_a_last_mark_of_dos_is_no_character_of_the_file_in_utf_16_either() -> None:
    for codec in ("utf-16", "utf-16-le", "utf-16-be"):
        assert list(open_table("a.csv", "姓名\t备注\n张三\t一\n\x1a".encode(codec)).rows()) == [(2, ["张三", "一"])]


def test_a_zero_byte_in_other_text_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match=r"第 2 行含有不可见的控制字符 U\+0000"):
        cells("姓名,备注\n张三,\0一\n")


def test_half_a_character_in_utf_16_without_its_mark_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="的文字不是 utf-8 或 gb18030 或 utf-16-le 或 utf-16-be 编码"):
        open_table("a.csv", "姓名\t备注\n张三\t一\n".encode("utf-16-le") + b"\x41")


@given(
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    st.permutations(["姓名", "履职事项", "备注"]),
    st.lists(st.lists(st.text("张走访，,;|\t\"' \n12", min_size=1, max_size=9), min_size=3, max_size=3), max_size=5),
)
@settings(max_examples=60)
def test_text_in_any_layout_is_read_as_it_was_written(
    sign: str, codec: str, heads: list[str], rows: list[list[str]]
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows([heads, *rows])
    read = open_table("a.txt", out.getvalue().encode(codec))
    assert [list(cells) for _, cells in read.rows()] == rows
