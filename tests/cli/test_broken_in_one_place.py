"""Files as offices have them, each whole and then broken in one place: the place is told in plain words, and nothing is written."""

from __future__ import annotations

from datetime import date

import pytest

from tests.importing.files import Cells, merged_xlsx, part, with_part, workbook
from tests.workspace import Duty

SHEET: Cells = [["全体会议签到表 2026年4月2日"], ["序号", "姓名", "签到"], ["1", "孙三禾", "✔️"], ["2", "赵一鸣", "假"]]
ACROSS: Cells = [["2026年全体会议"], ["姓名", "4月2日（周四）", "4/9 9:00-11:30"], ["孙三禾", "√", "假"]]
SHORT: Cells = [["2026年4月全体会议"], ["姓名", "2日", "9日"], ["孙三禾", "√", "假"]]
MONTHS: Cells = [["2026年全体会议"], ["姓名", "4月", "4月"], ["", "2日", "9日"], ["孙三禾", "√", "假"]]
TWO: Cells = [*SHEET, [""], ["全体会议签到表 2026年4月9日"], ["序号", "姓名", "签到"], ["1", "钱二南", "缺"]]
HALVES: Cells = [["全体会议签到表 2026年4月2日"], ["姓名", "签到", "姓名", "签到"], ["孙三禾", "√", "赵一鸣", "假"]]
STATES: Cells = [["全体会议签到表 2026年4月2日"], ["姓名", "出席", "请假"], ["孙三禾", "√", ""], ["赵一鸣", "", "√"]]
RECORDS: Cells = [
    ["*委员编号", "姓名（必填）", "履职事项", "日期", "标题"],
    ["1001", "赵一鸣（女）", "提案", "2026-04-02", "甲"],
]
DEEP: Cells = [
    ["委员编号", "姓名", "提案", "", ""],
    ["", "", "履职事项", "日期", "标题"],
    ["1001", "赵一鸣", "提案", "2026-04-02", "甲"],
]
PROPOSALS: Cells = [
    ["案号", "案由", "提案人", "联名人", "日期", "立案情况"],
    ["7", "甲", "赵一鸣", "钱二南", "2026-04-02", "立案"],
]

Broken = tuple[Cells, object, object, str]

TEXT: dict[str, Broken] = {
    "a day in the title": (SHEET, SHEET[0][0], "全体会议签到表 2026年4月31日", "日期：表题的日期“2026年4月31日”不符合要求"),
    "two days in the title": (SHEET, SHEET[0][0], "全体会议签到表 2026年4月2日至3日", "日期：表题写了不止一天"),
    "no kind in the title": (SHEET, SHEET[0][0], "四月会议签到表 2026年4月2日", "履职事项：表中没有说明履职事项"),
    "a sign": (SHEET, "✔️", "△", "签到.csv 第 3 行：不予登记，出席情况（签到）：“△”含义不明"),
    "a name": (SHEET, "孙三禾", "孙三和", "签到.csv 第 3 行：不予登记，姓名：找不到委员“孙三和”"),
    "a weekday across": (ACROSS, "4月2日（周四）", "4月2日（周五）", "第 2 列：活动列名“4月2日 星期五”不符合要求；应为与星期相符的日期"),
    "an hour across": (ACROSS, "4/9 9:00-11:30", "4/31 9:00-11:30", "第 3 列：活动列名“4月31日”不符合要求；应为存在的日期"),
    "a zero that was lost": (ACROSS, "4月2日（周四）", "4.1", "分不清是4月1日还是4月10日"),
    "two days in one column": (ACROSS, "4月2日（周四）", "4月2日-3日", "第 2 列：活动列名“4月2日-3日”不符合要求；应为只有一个日期的列名"),
    "the month of days": (SHORT, SHORT[0][0], "2026年全体会议", "第 2 列：活动列名“2日”不符合要求；应为写明月份的日期"),
    "the year of days": (SHORT, SHORT[0][0], "4月全体会议", "带年份的日期，如 2026年3月5日；没有年份的，可用 --year 指明"),
    "a day of the month": (MONTHS, "9日", "31日", "第 3 列：活动列名“4月31日”不符合要求；应为存在的日期"),
    "the second of two tables": (TWO, "缺", "？", "［第 7 行起］ 第 8 行：不予登记，出席情况（签到）：“?”含义不明"),
    "one of two halves": (HALVES, "赵一鸣", "赵九", "签到.csv［右半］ 第 3 行：不予登记，姓名：找不到委员“赵九”"),
    "a tick": (STATES, "√", "×", "签到.csv 第 3 行：不予登记，出席：“×”是缺席；请改为 √"),
    "a heading with its mark": (RECORDS, "*委员编号", "*委员工号", "*委员工号：列名无法识别"),
    "a name with what stands behind it": (RECORDS, "赵一鸣（女）", "钱二南（女）", "对应的是 1001 赵一鸣，而姓名写作“钱二南"),
    "a day with its zone": (RECORDS, "2026-04-02", "2026-04-02 9:00 EST", "日期：“2026-04-02 9:00 EST”不符合要求"),
    "a day of a stretch": (RECORDS, "2026-04-02", "2026-04-02 9:00 至 2026-04-03 9:00", "只有一天的日期（写了 2026-04-02 和 2026-04-03 两天）"),
    "a date for a text": (PROPOSALS, "7", "7月12日", "编号（案号）：是日期（大概是 7-12 被表格软件改成了日期）"),
    "a number of fifteen digits": (PROPOSALS, "7", "1.2E+15", "编号（案号）：是数字 1.2E+15，位数超过表格软件能够准确保留的"),
    "a column too narrow": (PROPOSALS, "2026-04-02", "########", "日期：是“########”（列太窄时显示的井号"),
    "a co-author": (PROPOSALS, "钱二南", "赵一鸣", "签到.csv 第 2 行：不予登记，联名人：提案人中 1001 赵一鸣 出现两次"),
    "a heading on the lower of two rows": (DEEP, "标题", "内容栏", "内容栏：列名无法识别"),
}  # fmt: skip
"""What is broken → the rows of the file, one of its cells, what it is made, and what is told."""


def csv(rows: Cells) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode("utf-8-sig")


def broken(rows: Cells, right: object, wrong: object) -> Cells:
    """The rows with the first such cell written otherwise."""
    flat = [cell for row in rows for cell in row]
    at = flat.index(right)
    flat[at] = wrong
    cells = iter(flat)
    return [[next(cells) for _ in row] for row in rows]


def refused(duty: Duty, name: str, data: bytes) -> str:
    """All that is told of a file of which nothing may come in."""
    (duty.folder / name).write_bytes(data)
    before, answer = duty.digest(), duty(f"import {name}")
    assert answer.code in (1, 2, 5)
    assert (duty.digest(), "Traceback" in answer.err) == (before, False)
    return answer.out + answer.err


@pytest.mark.parametrize("what", TEXT)
def test_one_broken_cell_is_told_and_without_it_the_file_comes_in(duty: Duty, what: str) -> None:
    rows, right, wrong, told = TEXT[what]
    assert told in refused(duty, "签到.csv", csv(broken(rows, right, wrong)))
    (duty.folder / "签到.csv").write_bytes(csv(rows))
    assert duty("import 签到.csv").code == 0


BYTES: dict[str, tuple[bytes, bytes, bytes, str]] = {
    "a quote": (csv(RECORDS), '"甲"'.encode(), '"甲'.encode(), "第 2 行起的引号不成对"),
    "a byte": (csv(RECORDS), "甲".encode(), b"\xe7\x94", "第 2 行的文字不是"),
    "an end of file in the middle": (csv(RECORDS) + b"\x1a", "甲".encode(), b"\x1a", "第 2 行含有不可见的控制字符 U+001A"),
    "a cell too many": (csv(RECORDS) + b"\r\n", '"甲"'.encode(), '"甲","乙"'.encode(), "第 6 列：单元格没有对应的列名；请检查该行是否多了分隔符"),
    "a separator that is told": (b"sep=;\n" + csv(RECORDS).removeprefix(b"\xef\xbb\xbf").replace(b'","', b'";"'), b"sep=;", b"sep=|", "第 2 行起的引号不成对"),
    "half a character of UTF-16": (csv(RECORDS).decode("utf-8-sig").encode("utf-16-le") + b"\n\0", b"\n\0" , b"\n", "的文字不是"),
    "a zip": (workbook(RECORDS), b"PK\x05\x06", b"PK\x05\x07", "文件不完整或已损坏"),
}  # fmt: skip
"""The same of bytes: what is broken → the file, what stands in it, what it is made, what is told."""


@pytest.mark.parametrize("what", BYTES)
def test_broken_bytes_are_told_with_their_line_or_as_what_they_are(duty: Duty, what: str) -> None:
    data, right, wrong, told = BYTES[what]
    assert told in refused(duty, "签到.csv", wrong.join(data.rsplit(right, 1)))
    (duty.folder / "签到.csv").write_bytes(data)
    assert duty("import 签到.csv").code == 0


def test_one_cell_of_a_workbook_that_a_spreadsheet_made_a_date_is_told(duty: Duty) -> None:
    told = refused(duty, "提案.xlsx", workbook(broken(PROPOSALS, "7", date(2026, 7, 12))))
    assert "编号（案号）：是日期（大概是 7-12 被表格软件改成了日期）；请把该列设为文本后重填" in told


def test_one_number_across_the_head_of_a_workbook_that_may_have_lost_a_zero_is_told(duty: Duty) -> None:
    assert "分不清是3月1日还是3月10日" in refused(duty, "签到.xlsx", workbook(broken(ACROSS, "4月2日（周四）", 3.1)))


def test_one_formula_in_a_column_that_is_read_is_told_with_its_cell(duty: Duty) -> None:
    assert "单元格 E2 是公式" in refused(duty, "记录.xlsx", workbook(broken(RECORDS, "甲", "=A1")))


def test_one_block_merged_over_two_columns_is_told_with_its_cells(duty: Duty) -> None:
    assert "D2:E2 是合并的单元格，跨“日期”、“标题”几列" in refused(duty, "记录.xlsx", merged_xlsx(RECORDS, ["D2:E2"]))


def test_of_several_sheets_the_one_that_is_broken_is_named(duty: Duty) -> None:
    sheets = {"四月": SHEET, "五月": broken(SHEET, "孙三禾", "孙三")}
    assert "签到.xlsx［五月］ 第 3 行：不予登记，姓名：" in refused(duty, "签到.xlsx", workbook(sheets))


def test_a_part_that_is_no_xml_any_more_is_told_as_damage(duty: Duty) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    data = with_part(workbook(RECORDS), sheet, part(workbook(RECORDS), sheet).replace("</row>", "", 1))
    assert "文件不完整或已损坏" in refused(duty, "记录.xlsx", data)
