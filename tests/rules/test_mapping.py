import pytest

from duty_cli.errors.file_errors import MappingProblems
from duty_cli.model.file_forms import PROPOSAL_HEADINGS, ColumnMapping, ColumnSource, DateOrder, Replaced
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS
from duty_cli.rules.import_config import load_mapping

HEAD = "format: duty-map/1\nreads: records\n"


def test_a_mapping_says_where_each_column_comes_from() -> None:
    written = """\
format: duty-map/1
reads: records
separator: ";"
encoding: utf-8
columns:
  姓名: {from: Representative}
  履职事项: {from: Type, values: {Starred: 口头质询, "": 其他}, otherwise: empty}
  级别: {from: House, values: {Lower: 国家级}, otherwise: 县级}
  日期: {from: Date, date: 日-月-年}
  阶段: {always: 提交}
  编号: {row: LS}
"""
    assert load_mapping("map.yaml", written.encode()) == ColumnMapping(
        reads="records",
        separator=";",
        encoding="utf-8",
        columns={
            "姓名": ColumnSource(from_="Representative"),
            "履职事项": ColumnSource(from_="Type", values={"Starred": "口头质询", "": "其他"}, otherwise="empty"),
            "级别": ColumnSource(from_="House", values={"Lower": "国家级"}, otherwise=Replaced("县级")),
            "日期": ColumnSource(from_="Date", date_order=DateOrder.DAY_FIRST),
            "阶段": ColumnSource(always="提交"),
            "编号": ColumnSource(row_prefix="LS"),
        },
    )


ROWS = "columns: {姓名: {from: Name}, 界别: {from: Sector}}\n"


def test_a_mapping_says_which_rows_are_read_and_which_are_not() -> None:
    text = HEAD + ROWS + 'only: {审核状态: 通过}\nexcept: {类型: [测试, ""], 部门: 机关}\n'
    mapping = load_mapping("map.yaml", text.encode())
    assert mapping.only == {"审核状态": ("通过",)}
    assert mapping.without == {"类型": ("测试", ""), "部门": ("机关",)}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("only: {审核状态: 通过}\nexcept: {审核状态: 未通过}\n", "“审核状态”已写在 only 里；only 和 except 只写一处"),
        ("only: {审核状态: []}\n", "列表是空的"),
        ("only: 通过\n", "这里应是一组“键: 值”"),
        ("where: {审核状态: 通过}\n", "这里没有“where”这一项"),
    ],
)
def test_problems_in_what_is_asked_of_rows_are_named(rows: str, words: str) -> None:
    with pytest.raises(MappingProblems, match=words):
        load_mapping("map.yaml", (HEAD + ROWS + rows).encode())


@pytest.mark.parametrize("reads", ["records", "roster", "proposals"])
def test_every_column_of_a_plain_import_belongs_in_a_mapping(reads: str) -> None:
    plain = {"records": (*RECORD_HEADINGS, "界别"), "roster": ROSTER_HEADINGS, "proposals": PROPOSAL_HEADINGS}[reads]
    columns = ", ".join(f"{heading}: {{always: 甲}}" for heading in plain)
    text = f"format: duty-map/1\nreads: {reads}\ncolumns: {{{columns}}}\n"
    assert set(load_mapping("map.yaml", text.encode()).columns) == set(plain)


def test_separator_and_encoding_may_be_left_out() -> None:
    mapping = load_mapping(
        "map.yaml", "format: duty-map/1\nreads: roster\ncolumns: {任职日期: {always: 2024-06-24}}".encode()
    )
    assert (mapping.reads, mapping.separator, mapping.encoding) == ("roster", ",", None)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("{性名: {from: Name}}", "map.yaml:3：第11列：没有名为“性名”的列；是否：姓名"),
        ("{党派: {from: State}}", "没有名为“党派”的列"),
        ("{姓名: {form: Name}}", "这里没有“form”这一项；是否：from"),
        ("{姓名: {from: Name, always: 甲}}", "应写 from（对方的列名）、always（固定文字）或 row（按行编号），三者取一"),
        ("{姓名: {always: 甲, values: {a: b}}}", "values、otherwise、date 只能与 from 同用"),
        ("{姓名: {from: Name, otherwise: keep}}", "写了 otherwise，却没有 values"),
        ("{日期: {from: Date, date: 月-年-日}}", "“月-年-日”无法识别；是否：月-日-年、"),
        ("{姓名: Name}", "这里应是一组“键: 值”"),
        ("{}", "列表是空的"),
    ],
)
def test_problems_in_columns_are_named_with_their_place(columns: str, words: str) -> None:
    with pytest.raises(MappingProblems) as refusal:
        load_mapping("map.yaml", f"{HEAD}columns: {columns}".encode())
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("format: duty-rules/1\nreads: records\n", "“duty-rules/1”无法识别"),
        ("format: duty-map/1\nreads: 记录\n", "“记录”无法识别；可用的有：records、roster"),
        (f"{HEAD}separator: ';;'\n", "“;;”太长；应为1个字符"),
        (f"{HEAD}separator: ''\n", "“separator”没有写值"),
        (f"{HEAD}encoding: gbq\n", "没有名为“gbq”的编码"),
        (f"{HEAD}reads: roster\n", "“reads”在同一处写了两次"),
    ],
)
def test_problems_in_the_head_are_named(head: str, words: str) -> None:
    with pytest.raises(MappingProblems, match=words):
        load_mapping("map.yaml", f"{head}columns: {{姓名: {{from: Name}}}}".encode())


def test_a_mapping_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(MappingProblems, match="文件是空的"):
        load_mapping("map.yaml", b"")
