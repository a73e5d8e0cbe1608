from __future__ import annotations

from datetime import date

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.maps.mapped_cells import parts_of
from tests.importing.files import merged_xlsx, workbook
from tests.importing.foreign import problems, read

ALL = "columns:\n  履职事项: {always: 提案}\n  日期: {always: 2026-03-05}\n"
NAMED = f"{ALL}  姓名: {{from: 姓名}}\n"


def names(how: str, *cells: str) -> list[str]:
    return [str(row.member) for row in read(f"{ALL}  姓名: {how}\n", "\n".join(["昵称", *cells])).rows]


@pytest.mark.parametrize(
    ("how", "cell"),
    [
        ("{from: 昵称, split: '-', part: 2}", "教育界-单怀瑾"),
        ("{from: 昵称, split: '-', part: 2}", "教育界－单怀瑾"),
        ("{from: 昵称, split: ['-', 丨], part: -1}", "教育界丨单怀瑾"),
        ("{from: 昵称, split: '-', part: -1}", "单怀瑾"),
        ("{from: 昵称, split: '-', part: 2, otherwise: keep}", "单怀瑾"),
        ("{from: 昵称, split: [(, )], part: 1}", "单怀瑾（教育界）"),
        ("{from: 昵称, split: '-', part: 1, values: {shan: 单怀瑾}}", "shan-教育界"),
    ],
)
def test_one_part_of_a_cell_is_taken(how: str, cell: str) -> None:
    assert names(how, cell) == ["002 单怀瑾"]


def test_a_part_that_is_not_there_is_a_problem_with_the_cell_and_how_it_was_parted() -> None:
    map_ = f"{ALL}  姓名: {{from: 昵称, split: ['-', _], part: 2}}\n"
    assert problems(map_, "昵称\n教育界-单怀瑾\n单怀瑾\n") == [
        "f.csv:3：姓名（昵称）：“单怀瑾”不符合要求；应为按“- _”拆开后有第 2 段的文字（这里只有 1 段）"
    ]
    assert "有倒数第 2 段的文字" in problems(map_.replace("part: 2", "part: -2"), "昵称\n单怀瑾\n")[0]


def test_a_part_that_is_not_there_may_be_nothing() -> None:
    sector = "  界别: {from: 昵称, split: '-', part: -2, otherwise: empty}\n"
    map_ = f"{ALL}  姓名: {{from: 昵称, split: '-', part: -1}}\n{sector}"
    assert [row.member.number for row in read(map_, "昵称\n教育界-单怀瑾\n林知远\n").rows] == ["002", "001"]
    assert "界别" in problems(map_, "昵称\n经济界-单怀瑾\n")[0]


def test_all_choices_of_one_cell_are_taken_each_by_the_value_table() -> None:
    stages = "  阶段: {from: 选项, split: ┋, values: {A: 提交, B: 立案, 无: ''}}\n"
    rows = read(NAMED + stages, "姓名,选项\n林知远,A┋B\n单怀瑾,B\n周若川,无\n").rows
    assert [sorted(row.fields.stages) for row in rows] == [["提交", "立案"], ["立案"], []]
    assert "“C”不符合要求；应为对应表 values 中的值" in problems(NAMED + stages, "姓名,选项\n林知远,A┋C\n")[0]


def test_cells_of_several_columns_are_joined_and_empty_ones_leave_nothing_behind() -> None:
    title = "  标题: {from: [类别, 题目, 副题], join: '：'}\n"
    text = "姓名,题目,类别,副题\n林知远,停车,建议,\n单怀瑾,,建议,二\n周若川,,,\n"
    assert [row.fields.title for row in read(NAMED + title, text).rows] == ["建议：停车", "建议：二", None]
    assert problems(NAMED + title, "姓名,题目,副题\n林知远,停车,\n")[0].startswith("f.csv:1：类别：文件中没有")


def test_joined_cells_may_be_parted_again() -> None:
    how = "{from: [姓, 名], join: '', split: 界, part: 2}"
    assert [row.member.number for row in read(f"{ALL}  姓名: {how}\n", "姓,名\n教育界单,怀瑾\n").rows] == ["002"]


def test_a_cell_that_a_spreadsheet_changed_is_refused_among_joined_ones() -> None:
    map_ = f"{NAMED}  编号: {{from: [类, 号], join: '-'}}\n"
    wrong = problems(map_, workbook([["姓名", "类", "号"], ["林知远", "TA", date(2026, 7, 12)]]))
    assert wrong[0].startswith("f.csv:2：编号（类、号）：")
    assert "大概是 7-12 被表格软件改成了日期" in wrong[0]


TITLED = "columns:\n  姓名: {from: 姓名}\n  履职事项: {always: 读书交流}\n  活动: {title: 会议主题}\n"


@pytest.mark.parametrize(
    "block",
    [
        "会议主题：春季读书,,\n会议时间：2026年3月5日 14:00\n",
        "会议主题,春季读书,\n会议时间,2026-03-05 14:00,2\n",
        "会议主题：春季读书  会议时间：2026/3/5 14:00-16:00 主持人：某\n",
        "会议主题 ： 春季读书；会议时间 :2026/3/5\n",
        "统计,,\n会议主题:,,春季读书\n会议时间:,,2026年3月5日\n",
    ],
)
def test_values_above_the_table_are_found_by_their_labels(block: str) -> None:
    map_ = f"{TITLED}  日期: {{title: 会议时间}}\n"
    fields = read(map_, f"{block}\n姓名,入会\n林知远,14:00\n").rows[0].fields
    assert (fields.activity, fields.on) == ("春季读书", date(2026, 3, 5))


def test_values_below_their_labels_are_found_where_the_map_says_so() -> None:
    map_ = "columns:\n  姓名: {from: 姓名}\n  履职事项: {always: 读书交流}\n  日期: {title: {below: Start}, date: '月/日/年'}\n"
    fields = read(map_, "Topic,Start\nX,03/05/2026 02:00:00 PM\n\n姓名\n林知远\n").rows[0].fields
    assert fields.on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("会议：春季读书\n", "表上方没有写着“会议主题”的格；请核对文件和对应表；可改用 always 写明"),
        ("会议主题,\n", "表上方的“会议主题”后面是空的；请核对"),
        ("会议主题：甲\n会议主题：乙\n", "表上方的“会议主题”后面有几种写法：甲、乙；请核对"),
    ],
)
def test_a_label_above_the_table_that_says_nothing_or_two_things_is_a_problem(block: str, words: str) -> None:
    assert words in problems(f"{TITLED}  日期: {{always: 2026-03-05}}\n", f"{block}姓名\n林知远\n")[0]


DATED = "columns:\n  姓名: {from: 姓名}\n  履职事项: {always: 提案}\n  日期: {from: 时, date: %s}\n"


@pytest.mark.parametrize(
    ("by", "cell"),
    [
        ("日/月/年", "05/03/2026"),
        ("日/月/年", "5/3/26"),
        ("月/日/年", "3/5/26 2:30:15 PM"),
        ("'月/日/年, 时:分:秒'", "3/5/26, 2:30:15 PM"),
        ("'月 日, 年'", "Mar 5, 2026"),
        ("'月 日, 年'", "March 5th, 2026 09:00"),
        ("日-月-年", "05-Mar-2026"),
        ("日 月 年", "5 三月 2026"),
        ("年月日", "20260305"),
        ("'年-月-日 星期'", "26-03-05 星期四"),
        ("年月日", "2026年3月5日"),
        ("年月日时分秒", "20260305143000"),
        ("年-日-月", "2026-05-03"),
        ("'星期, 日 月 年 时:分:秒'", "Thu, 05 Mar 2026 14:30:00"),
        ("月/日/年", "2026-03-05"),
        ("月/日/年", "46086"),
        ("'年-月-日 上午时:分'", "2026-03-05 上午9:30"),
    ],
)
def test_a_day_is_read_by_the_pattern_of_the_map(by: str, cell: str) -> None:
    rows = read(DATED % by, f'姓名,时\n林知远,"{cell}"\n').rows
    assert [row.fields.on for row in rows] == [date(2026, 3, 5)]


@pytest.mark.parametrize(
    ("by", "cell", "words"),
    [
        ("月/日/年", "13/05/2026", "“13/05/2026”不符合要求；应为存在的日期"),
        ("月/日/年", "5.3.2026", "应为对应表写明的日期写法“月/日/年”"),
        ("年/日/月", "2026-03-05", "应为对应表写明的日期写法“年/日/月”"),
        ("'星期 日 月 年'", "Fri 05 Mar 2026", "应为与星期相符的日期（2026-03-05 是星期四）"),
        ("年-月-日", "03/04/26", "应为"),
        ("年月日", "2026305", "应为对应表写明的日期写法“年月日”"),
        ("日/月/年", "05/03", "应为对应表写明的日期写法“日/月/年”"),
        ("日-月-年", "31-02-2026", "应为存在的日期"),
    ],
)
def test_a_day_that_does_not_match_the_pattern_is_a_problem(by: str, cell: str, words: str) -> None:
    assert words in problems(DATED % by, f"姓名,时\n林知远,{cell}\n")[0]


def test_without_a_pattern_day_and_month_are_never_guessed() -> None:
    map_ = (DATED % "x").replace(", date: x", "")
    assert "日、月的先后无法判断" in problems(map_, "姓名,时\n林知远,03/04/2026\n")[0]


def test_a_pattern_without_the_year_takes_that_of_the_title() -> None:
    text = "2026年读书名单\n姓名,时\n林知远,5/3\n"
    assert read(DATED % "日/月", text).rows[0].fields.on == date(2026, 3, 5)


def test_the_longest_of_several_marks_parts_a_cell() -> None:
    assert parts_of("甲--乙-丙", ["-", "--"]) == ["甲", "乙", "丙"]
    assert parts_of("，，甲 ，乙", [","]) == ["甲", "乙"]


def test_a_merged_cell_is_joined_in_every_row_it_stands_for() -> None:
    rows: list[list[object]] = [["姓名", "类别", "题目"], ["林知远", "建议", "甲"], ["单怀瑾", None, "乙"]]
    map_ = f"{NAMED}  标题: {{from: [类别, 题目], join: '：'}}\n"
    read_rows = read(map_, merged_xlsx(rows, ["B2:B3"])).rows
    assert [row.fields.title for row in read_rows] == ["建议：甲", "建议：乙"]


def test_a_formula_among_joined_cells_is_refused() -> None:
    map_ = f"{NAMED}  标题: {{from: [类别, 题目], join: '：'}}\n"
    with pytest.raises(UnreadableFile, match="单元格 C2 是公式"):
        read(map_, workbook([["姓名", "类别", "题目"], ["林知远", "建议", '="甲"&"乙"']]))
