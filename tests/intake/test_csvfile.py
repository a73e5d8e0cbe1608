import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors import BadValue, DutyError, UnreadableFile
from duty_cli.intake.csvfile import MAX_BYTES, read_table
from duty_cli.intake.table import Table

KNOWN = ("姓名", "履职事项", "备注")


def table(text: str, separator: str = ",", *, others_ignored: bool = False) -> Table:
    return read_table("a.csv", text.encode(), known=KNOWN, separator=separator, others_ignored=others_ignored)


def faults(text: str) -> list[str]:
    return [str(fault) for fault in table(text).faults]


def test_cells_stand_under_their_headings_and_rows_know_their_physical_line() -> None:
    read = table('姓名,备注\n张三,"一\n二"\n李四,三\n')
    assert [(row.line, dict(row.cells)) for row in read.rows] == [
        (2, {"姓名": "张三", "备注": "一\n二"}),
        (4, {"姓名": "李四", "备注": "三"}),
    ]


def test_headings_are_compared_without_their_spaces_and_width() -> None:
    assert table("姓 名, 备　注 \n张三,一\n").headings == ("姓名", "备注")


def test_blank_and_total_rows_are_passed_over_and_counted() -> None:
    read = table("\n姓名,备注\n,\n张三,一\n小 计,1\n合计：,1\n")
    assert (len(read.rows), read.passed_over, read.header_line) == (1, 3, 2)


def test_a_gb18030_header_is_recognised_by_its_known_names() -> None:
    assert read_table("a.csv", "模\n一\n".encode("gb18030"), known=["模"]).encoding == "gb18030"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("'=1+1", "=1+1"), ("' ＝A1", " ＝A1"), ("''=1", "'=1"), ("'90后", "'90后"), ("'", "'"), ("=1", "=1")],
)
def test_exactly_the_quote_that_export_puts_before_formulas_is_taken_off(cell: str, meant: str) -> None:
    assert table(f"姓名\n{cell}\n").rows[0].cells["姓名"] == meant


def test_an_open_quote_is_refused_with_the_line_where_it_opens() -> None:
    text = '姓名,备注\n张三,一\n李四,"二\n' + "王五,三\n" * 50_000
    with pytest.raises(UnreadableFile, match="第 3 行起的引号不成对"):
        table(text)


def test_a_row_with_more_cells_than_headings_is_a_fault() -> None:
    assert faults("姓名,备注\n张三,一,二\n") == ["a.csv:2：第 3 列：单元格没有对应的列名；请检查该行是否多了分隔符"]


def test_empty_cells_and_headings_at_the_end_of_a_row_are_nothing() -> None:
    assert [dict(row.cells) for row in table("姓名,\n张三,,,\n").rows] == [{"姓名": "张三"}]


def test_every_unknown_or_repeated_heading_is_a_fault_with_the_nearest_names() -> None:
    assert faults("姓名,姓名,履职项目,XYZ\n") == [
        "a.csv:1：姓名：列名重复；请只保留一列",
        "a.csv:1：履职项目：列名无法识别；是否：履职事项？",
        "a.csv:1：XYZ：列名无法识别；可用的列名：姓名、履职事项、备注",
    ]


def test_other_columns_of_a_foreign_file_are_ignored() -> None:
    read = table("姓名;XYZ;;XYZ\n张三;1;2;3\n", ";", others_ignored=True)
    assert (read.rows[0].cells["姓名"], read.faults) == ("张三", ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "文件是空的"),
        ("\n,,\n", "文件是空的"),
        ("甲,乙\n", "第 1 行没有一个可识别的列名；请核对首行和分隔符（可用的列名：姓名、履职事项、备注）"),
        ("姓名," * 201, "第 1 行有 202 列，超过 200 列"),
        ("姓名\n" + "长" * 32_768, "第 2 行有单元格超过 32767 字"),
    ],
)
def test_what_is_no_table_is_refused(text: str, why: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        table(text)
    assert why in str(refusal.value)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match="超过 64 MiB"):
        read_table("a.csv", bytes(MAX_BYTES + 1), known=KNOWN)


@pytest.mark.parametrize("separator", ["", ",,", '"', "\n"])
def test_a_separator_is_one_character(separator: str) -> None:
    with pytest.raises(BadValue, match="分隔符"):
        table("姓名\n", separator)


@given(st.binary(max_size=80) | st.text("姓名备注,;\"\n\r\t'=合计 甲\ufeff", max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        read = read_table("a.csv", data, known=KNOWN)
    except DutyError:
        return
    assert set(read.headings) & set(KNOWN)


@given(st.text("\"\n,'甲=", max_size=30))
def test_any_body_under_a_good_header_is_a_table_or_refused(body: str) -> None:
    try:
        read = table("姓名,备注\n" + body)
    except DutyError:
        return
    assert all(row.line >= 2 for row in read.rows)
