import pytest

from duty_cli.errors.file_errors import MappingProblems
from duty_cli.model.column_maps import ColumnMapping, ColumnSource, ForeignCell, Replaced, StayRule
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS, PROPOSAL_HEADINGS
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS
from duty_cli.rules.mapping_file import load_mapping

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
            "日期": ColumnSource(from_="Date", date="日-月-年"),
            "阶段": ColumnSource(always="提交"),
            "编号": ColumnSource(row_prefix="LS"),
        },
        name="map.yaml",
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


@pytest.mark.parametrize("reads", ["records", "attendance", "roster", "proposals"])
def test_every_column_of_a_plain_import_belongs_in_a_mapping(reads: str) -> None:
    forms = {"attendance": ATTENDANCE_HEADINGS, "roster": ROSTER_HEADINGS, "proposals": PROPOSAL_HEADINGS}
    plain = forms.get(reads, (*RECORD_HEADINGS, "界别"))
    columns = ", ".join(f"{heading}: {{always: 甲}}" for heading in plain)
    text = f"format: duty-map/1\nreads: {reads}\ncolumns: {{{columns}}}\n"
    assert set(load_mapping("map.yaml", text.encode()).columns) == set(plain)


def test_a_mapping_says_how_time_becomes_a_share() -> None:
    text = (
        f"{HEAD}columns:\n  参加比例: {{since: 入会, until: 离会, date: '月/日/年 时:分',"
        " of: {since: {title: 开始}, until: {title: {below: 结束}}}}\n"
    )
    rule = load_mapping("map.yaml", text.encode()).stays
    whole = (ForeignCell("开始", "beside"), ForeignCell("结束", "below"))
    assert rule == StayRule(whole, None, (ForeignCell("入会"), ForeignCell("离会")), "", "月/日/年 时:分")
    text = f"{HEAD}columns:\n  参加比例: {{from: 时长, of: 1.5小时, unit: 秒}}\n"
    assert load_mapping("map.yaml", text.encode()).stays == StayRule(5400, ForeignCell("时长"), None, "秒")


def test_a_mapping_says_where_in_the_file_its_table_stands() -> None:
    text = f"{HEAD}sheet: 明细\nunder: 2. Participants\nabove: [3. Activities, 附注]\n{ROWS}"
    mapping = load_mapping("map.yaml", text.encode())
    assert (mapping.sheet, mapping.under, mapping.above) == ("明细", "2. Participants", ("3. Activities", "附注"))


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
        ("{姓名: {from: Name, always: 甲}}", "应写 from（对方的列名）、always（固定文字）、row（按行编号）"),
        ("{姓名: {always: 甲, values: {a: b}}}", "values、otherwise、date、split、part 只能与 from 或 title 同用"),
        ("{姓名: {from: Name, otherwise: keep}}", "写了 otherwise，却没有 values"),
        ("{日期: {from: Date, date: YYYY-MM-DD}}", "“YYYY-MM-DD”不能用：“YYYY-MM-DD”里没有年、月、日；用年、月、日"),
        ("{日期: {from: Date, date: 日/日/年}}", "“日/日/年”不能用：“日”写了两次；各写一次"),
        ("{日期: {from: Date, date: 年-月}}", "月和日要一同写明；如 日/月/年、年月日"),
        ("{日期: {from: Date, date: 年-月-日 时}}", "时和分要一同写明；如 年-月-日 时:分"),
        ("{日期: {from: Date, date: '时:分'}}", "日期的写法“时:分”里没有月和日；如 日/月/年、年月日"),
        ("{姓名: {from: N, split: ['']}}", "第33列：“split”没有写值；请补上"),
        ("{姓名: {from: N, part: 2}}", "写了 part，却没有 split"),
        (
            "{姓名: {from: N, split: -, part: 0}}",
            "“0”不是第几段；写 1、2 等，-1 为最后一段；每一段各成一条记录的写 each",
        ),
        ("{姓名: {from: [A, B]}}", "几列合为一格的，from 写成列表，并写 join"),
        ("{姓名: {from: A, join: ''}}", "几列合为一格的，from 写成列表，并写 join"),
        ("{姓名: {title: [A]}}", "这里应是表上方的标签（值在冒号后或右边一格）；值在下面一格的，写 {below: 标签}"),
        ("{姓名: {from: A}, 作者位次: {each: place}}", "没有一列写 part: each；请在姓名等列写 split 和 part: each"),
        (
            "{活动: {from: A, split: ┋, part: each}, 编号: {row: B}}",
            "一行有几条记录，编号只有一个；请删去编号，或让它也写 part: each",
        ),
        ("{备注: {from: A, of: 2小时}}", "of 只用于参加比例；请改写在参加比例一列"),
        ("{参加比例: {since: A, of: 2小时}}", "since 和 until 要一同写明"),
        ("{参加比例: {since: A, until: B}}", "没有写明会议的全长；请写 of，如 of: 2小时、of: {title: 会议时长}"),
        ("{参加比例: {title: A, of: 2小时}}", "写了 of，却没有写参加的时长；请写 from（时长一列），或 since 和 until"),
        ("{参加比例: {from: A, of: 0分钟}}", "会议的全长是 0；请写实际的时长"),
        ("{参加比例: {from: A, of: 两小时}}", "全长“两小时”不符合要求；应为时长，如 83、1小时23分钟"),
        ("{参加比例: {from: A, of: {row: B}}}", "这里应是会议的全长；写时长（如 2小时），或 {from: 列名}"),
        ("{参加比例: {from: A, of: 2小时, split: -}}", "写了 of 的，不能再写 join、split、part"),
        ("{参加比例: {from: A, unit: 秒}}", "写了 unit，却没有 of"),
        ("{参加比例: {from: A, of: 60, unit: 刻}}", "“刻”无法识别；可用的有：小时、分钟、秒、时:分、分:秒"),
        ("{参加比例: {since: A, until: B, of: 60, date: 年-月-日}}", "“年-月-日”没有时刻，算不出时长；写明时、分"),
        ("{姓名: Name}", "这里应是一组“键: 值”"),
        ("{}", "“columns”是空的；请至少写一项（本系统的列名: 从哪里来）"),
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
        ("format: duty-map/1\nreads: 记录\n", "“记录”无法识别；可用的有：records、attendance、roster"),
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
