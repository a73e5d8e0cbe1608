from __future__ import annotations

from datetime import datetime, time
from fractions import Fraction

import pytest

from duty_cli.model.file_forms import Meeting
from duty_cli.parsing.record_columns import fields_cells, parse_fields
from tests.importing.files import workbook
from tests.importing.foreign import problems, read, reading

BASE = """reads: attendance
columns:
  姓名: {from: 名}
  出席情况: {always: 出席}
  日期: {always: 2026-03-05}
  履职事项: {always: 履职培训}
  活动: {always: 培训}
"""
LASTED = BASE + "  参加比例: {from: 时长, of: 2小时}\n"
STAYED = BASE + "  参加比例: {since: 入, until: 离, of: 2小时}\n"
WITHIN = BASE + "  参加比例: {since: 入, until: 离, of: {since: {title: 开始}, until: {title: 结束}}}\n"


CHECKED = (
    BASE.replace("always: 2026-03-05", "title: 会议日期")
    + "  参加比例: {from: 时长, since: 入, until: 离, of: 2小时}\n"
)


def shares(map_: str, text: str | bytes) -> list[tuple[str, object]]:
    return [(row.member.number, row.fields.share) for row in read(map_, text).rows]


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("83", Fraction(83, 120)),
        ("83分钟", Fraction(83, 120)),
        ("1h 23m", Fraction(83, 120)),
        ("1小时23分钟", Fraction(83, 120)),
        ("1 小时 23 分", Fraction(83, 120)),
        ("01:23:00", Fraction(83, 120)),
        ("1 hr 23 min", Fraction(83, 120)),
        ("PT1H23M", Fraction(83, 120)),
        ("45m 30s", Fraction(91, 240)),
        ("1.5小时", Fraction(3, 4)),
        ("40秒", Fraction(1, 180)),
        ("0.5", Fraction(1, 240)),
        ("120", 1),
        ("3小时", 1),
        ("1 day, 2:00:00", 1),
    ],
)
def test_the_time_of_each_is_a_part_of_the_meeting_and_no_more_than_the_whole(cell: str, share: object) -> None:
    assert shares(LASTED, f'名,时长\n林知远,"{cell}"\n') == [("001", share)]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("半天", "时长“半天”不符合要求；应为时长，如 83、1小时23分钟"),
        ("1:23", "分不清是时、分还是分、秒；可在对应表写明 unit: 时:分"),
        ("-5", "时长“-5”不符合要求"),
        ("", "“时长”是空的；请补上，没有参加的行用 only 或 except 略过"),
        ("0", "会议时间内参加的时长是 0；没有参加的行用 only 或 except 略过"),
        ("#N/A", "这是公式出错的结果"),
    ],
)
def test_a_time_that_cannot_be_told_is_a_problem(cell: str, words: str) -> None:
    found = problems(LASTED, f"名,时长\n林知远,{cell}\n")
    assert found[0].startswith("f.csv:2：参加比例（时长）：")
    assert words in found[0]


@pytest.mark.parametrize(("unit", "cell"), [("秒", "4980"), ("小时", "1.5"), ("时:分", "1:23"), ("分:秒", "83:00")])
def test_a_number_counts_what_the_map_says(unit: str, cell: str) -> None:
    share = Fraction(3, 4) if unit == "小时" else Fraction(83, 120)
    assert shares(LASTED.replace("of:", f"unit: '{unit}', of:"), f"名,时长\n林知远,{cell}\n") == [("001", share)]


def test_a_share_of_many_decimals_is_exact_and_read_again_as_it_is_written() -> None:
    map_ = BASE + "  参加比例: {from: 时长, of: 17分4秒}\n"
    (found,) = (row.fields for row in read(map_, "名,时长\n林知远,1秒\n").rows)
    assert found.share == Fraction(1, 1024)
    assert parse_fields(fields_cells(found)) == found


def test_several_stays_of_one_person_are_added_up_and_overlapping_ones_counted_once() -> None:
    text = "名,入,离\n林知远,14:00,14:30\n单怀瑾,14:00,16:00\n林知远,15:00,15:30\n林知远,15:20,15:40\n"
    assert shares(STAYED, text) == [("001", Fraction(70, 120)), ("002", 1)]
    lasted = "名,时长\n林知远,30\n单怀瑾,10\n林知远,40\n"
    assert shares(LASTED, lasted) == [("001", Fraction(70, 120)), ("002", Fraction(10, 120))]


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = ["林知远,14:00,14:30", "林知远,15:00,15:30", "单怀瑾,14:00,16:00", "林知远,15:20,15:40"]
    texts = ["\n".join(["名,入,离", *order]) for order in (rows, rows[::-1], [*rows[2:], *rows[:2]])]
    assert {frozenset(shares(STAYED, text)) for text in texts} == {frozenset({("001", Fraction(7, 12)), ("002", 1)})}


def test_what_is_told_names_how_many_rows_were_put_together() -> None:
    rows = reading(LASTED, "名,时长\n林知远,30\n单怀瑾,10\n林知远,40\n")
    assert len([*rows, *rows]) == 4
    assert "1 人有几次进出，时长已合计（并入 1 行）" in rows.remarks


def test_nobody_is_there_before_the_meeting_begins_or_after_it_ends() -> None:
    text = "开始：2026-03-05 14:00\n结束：2026-03-05 16:00\n名,入,离\n林知远,2026-03-05 13:00,2026-03-05 15:00\n单怀瑾,15:30,17:30\n"
    assert shares(WITHIN, text) == [("001", Fraction(1, 2)), ("002", Fraction(1, 4))]


def test_the_length_stands_in_a_column_or_above_the_table() -> None:
    column = BASE + "  参加比例: {from: 时长, of: {from: 全长}}\n"
    assert shares(column, "名,时长,全长\n林知远,30,1小时\n") == [("001", Fraction(1, 2))]
    title = BASE + "  参加比例: {from: 时长, of: {title: 会议时长}}\n"
    assert shares(title, "会议时长：1小时30分钟\n名,时长\n林知远,30\n") == [("001", Fraction(1, 3))]


@pytest.mark.parametrize(
    ("map_", "text", "words"),
    [
        (STAYED, "名,入,离\n林知远,15:00,14:00\n", "“离”14:00:00 早于“入”15:00:00；请核对原表，跨过零点的要写明日期"),
        (STAYED, "名,入,离\n林知远,15:00,\n", "“离”是空的；请补上"),
        (STAYED, "名,入,离\n林知远,2026-03-05,15:00\n", "入“2026-03-05”不符合要求；应为带时刻的时间"),
        (WITHIN, "开始：14:00\n结束：14:00\n名,入,离\n林知远,14:00,15:00\n", "会议的全长是 0；请核对原表"),
        (WITHIN, "开始：14:00\n名,入,离\n林知远,14:00,15:00\n", "表上方没有写着“结束”的格"),
        (WITHIN, "开始：16:00\n结束：14:00\n名,入,离\n林知远,14:00,15:00\n", "早于“表上方的开始”16:00:00"),
        (WITHIN, "开始：14:00\n结束：16:00\n名,入,离\n林知远,12:00,13:00\n", "会议时间内参加的时长是 0"),
        (STAYED, "名,入\n林知远,15:00\n", "f.csv:1：离：文件中没有对应表“map.yaml”要读的这一列（读作参加比例）；"),
    ],
)
def test_times_that_contradict_one_another_are_problems(map_: str, text: str, words: str) -> None:
    assert words in problems(map_, text)[0]


def test_with_one_faulty_row_of_a_person_none_of_them_counts() -> None:
    text = "名,时长\n林知远,30\n林知远,半天\n单怀瑾,60\n"
    assert shares(LASTED, text) == [("002", Fraction(1, 2))]
    assert problems(LASTED, text) == [
        "f.csv:2：参加比例（时长）：同一人的第 3 行有问题，参加的时长算不全；请先改正第 3 行",
        "f.csv:3：参加比例（时长）：时长“半天”不符合要求；应为时长，如 83、1小时23分钟、1h 23m 或 01:23:00",
    ]


def test_a_row_refused_for_another_reason_holds_back_the_others_of_the_person() -> None:
    map_ = LASTED.replace("{always: 出席}", "{from: 况}")
    found = problems(map_, "名,时长,况\n林知远,30,出席\n林知远,40,在场\n")
    assert [line.split("：")[0] for line in found] == ["f.csv:2", "f.csv:3"]
    assert "同一人的第 3 行有问题" in found[0]


def test_rows_of_one_person_that_say_different_things_are_problems() -> None:
    map_ = LASTED.replace("  日期:", "  备注: {from: 端}\n  日期:")
    found = problems(map_, "名,时长,端\n林知远,30,手机\n林知远,40,电脑\n")
    assert "f.csv:3：备注（端）：与第 2 行不同；同一人几次进出的各行应一致" in found[1]
    length = BASE + "  参加比例: {from: 时长, of: {from: 全长}}\n"
    found = problems(length, "名,时长,全长\n林知远,30,60\n林知远,40,90\n")
    assert "会议的全长与第 2 行不同；请核对原表" in found[1]


def test_a_person_at_two_meetings_has_a_share_of_each() -> None:
    map_ = LASTED.replace("{always: 培训}", "{from: 会}")
    assert shares(map_, "名,时长,会\n林知远,30,甲\n林知远,60,乙\n林知远,30,甲\n") == [
        ("001", Fraction(1, 2)),
        ("001", Fraction(1, 2)),
    ]


def test_times_in_a_workbook_are_read_whatever_they_are_kept_as() -> None:
    at = datetime(2026, 3, 5, 14, 0)  # noqa: DTZ001 - as a workbook has it
    rows: list[list[object]] = [
        ["名", "入", "离"],
        ["林知远", at, at.replace(hour=15)],
        ["单怀瑾", time(14, 0), time(15, 30)],
        ["周若川", 46086.5, 46086.5625],
    ]
    assert shares(STAYED, workbook(rows)) == [("001", Fraction(1, 2)), ("002", Fraction(3, 4)), ("003", Fraction(3, 4))]


def test_moments_are_read_by_the_pattern_of_the_map() -> None:
    map_ = STAYED.replace("of:", "date: '月/日/年, 时:分:秒', of:")
    text = '名,入,离\n林知远,"3/5/26, 11:30:00 AM","3/5/26, 12:30:00 PM"\n'
    assert shares(map_, text) == [("001", Fraction(1, 2))]
    assert (
        "对应表写明的时间写法“月/日/年, 时:分:秒”"
        in problems(map_, '名,入,离\n林知远,3月5日,"3/5/26, 1:00:00 PM"\n')[0]
    )


def test_what_the_sheet_does_not_say_of_its_meeting_is_told_with_the_command() -> None:
    map_ = "\n".join(line for line in LASTED.splitlines() if "always: " not in line or "出席情况" in line) + "\n"
    rows = reading(map_, "2026年3月5日 春季培训 签到表\n名,时长\n林知远,30\n", Meeting(kind="履职培训"))
    (fields,) = [row.fields for row in rows if hasattr(row, "fields")]
    assert rows.remarks == ("f.csv 按表题读作：日期 2026-03-05，活动 春季培训",)
    assert (fields.kind, str(fields.on), fields.activity, fields.share) == (
        "履职培训",
        "2026-03-05",
        "春季培训",
        Fraction(1, 4),
    )


def test_columns_of_states_that_a_map_does_not_name_are_let_be() -> None:
    text = "名,时长,出席,请假,缺席\n林知远,30,√,,\n"
    assert shares(LASTED, text) == [("001", Fraction(1, 4))]


def checked(*rows: str, day: str = "2026-03-05") -> str:
    return f"会议日期：{day}\n名,时长,入,离\n" + "".join(f"林知远,{row}\n" for row in rows)


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        (["1:00:00,2026-03-05 14:00,2026-03-05 15:00", "0:30:00,2026-03-05 15:00,2026-03-05 16:00"], Fraction(3, 4)),
        # A telephone beside the computer: the hour counts once.
        (["1:00:00,2026-03-05 14:00,2026-03-05 15:00", "1:00:00,2026-03-05 14:00,2026-03-05 15:00"], Fraction(1, 2)),
        (["60,2026-03-05 14:00:00,2026-03-05 14:59:01"], Fraction(1, 2)),
    ],
)
def test_what_is_told_of_a_stay_is_held_against_when_it_was(rows: list[str], share: object) -> None:
    assert shares(CHECKED, checked(*rows)) == [("001", share)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["1:00:00,2026-03-05 14:00,2026-03-05 16:00"] * 2, "同一人几行的时间重叠，合计会重复计算"),
        (["2:00:00,2026-03-05 14:00,2026-03-05 14:30"], "“时长”2:00:00，比 14:00:00 进入到 14:30:00 离开的时间还长"),
        (["1:00:00,2026-03-06 14:00,2026-03-06 16:00"], "进出的时间（2026-03-06）不在会议的那一天（2026-03-05）"),
        (["1:00:00,2026-03-05 16:00,2026-03-05 14:00"], "“离”14:00:00 早于“入”16:00:00"),
    ],
)
def test_stays_that_contradict_each_other_or_the_meeting_are_problems(rows: list[str], words: str) -> None:
    assert words in problems(CHECKED, checked(*rows))[0]
