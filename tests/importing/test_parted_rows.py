from __future__ import annotations

import pytest

from tests.importing.foreign import problems, read

MAP = """columns:
  编号: {from: 号}
  姓名: {from: 作者, split: ["、", 和], part: each}
  履职事项: {always: 提案}
  日期: {always: 2026-03-05}
  标题: {from: 题}
  成果标识: {from: 号}
  作者位次: {each: place}
  作者人数: {each: count}
"""
HEAD = "号,题,作者\n"


def said(text: str) -> list[tuple[str, str | None, int | None, int | None, str | None]]:
    rows = read(MAP, HEAD + text).rows
    return [
        (row.member.number, one.number, one.position, one.authors, one.matter) for row in rows for one in [row.fields]
    ]


def test_a_row_has_a_record_for_each_of_its_authors() -> None:
    assert said("7,停车,林知远、 单怀瑾和周若川\n8,供水,林知远\n") == [
        ("001", "7-001", 1, 3, "7"),
        ("002", "7-002", 2, 3, "7"),
        ("003", "7-003", 3, 3, "7"),
        ("001", "8-001", 1, 1, "8"),
    ]


def test_a_record_of_a_row_is_known_by_its_member_and_not_by_its_place() -> None:
    one, other = (
        {(number, own) for number, own, *_ in said(text)}
        for text in ("7,停车,林知远、单怀瑾\n", "7,停车,单怀瑾、林知远\n")
    )
    assert one == other


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("7,停车,林知远、林知远\n", "f.csv:2：姓名（作者）：这一行里 001 林知远 出现两次；请核对，同一人只写一次"),
        ("7,停车,林知远、王二\n", "f.csv:2：姓名（作者）：找不到委员“王二”"),
        ("7,停车,、\n", "f.csv:2：姓名（作者）：委员编号或姓名没有填写"),
    ],
)
def test_a_row_of_which_one_author_is_wrong_gives_no_record(row: str, words: str) -> None:
    file = read(MAP, HEAD + row)
    assert file.rows == ()
    assert words in str(file.problems[0])


def test_authors_of_several_columns_are_joined_and_parted() -> None:
    how = "{from: [第一, 其他], join: 、, split: 、, part: each}"
    map_ = MAP.replace('{from: 作者, split: ["、", 和], part: each}', how)
    rows = read(map_, "号,题,其他,第一\n7,停车,单怀瑾、周若川,林知远\n8,供水,,周若川\n").rows
    assert [(row.member.number, row.fields.position) for row in rows] == [
        ("001", 1),
        ("002", 2),
        ("003", 3),
        ("003", 1),
    ]


PAIRS = MAP.replace("  姓名:", "  委员编号: {from: 委, split: 、, part: each}\n  姓名:")


def test_columns_that_are_both_parted_go_together_part_by_part() -> None:
    rows = read(PAIRS, "号,题,委,作者\n7,停车,002、001,单怀瑾、林知远\n").rows
    assert [row.member.number for row in rows] == ["002", "001"]
    assert problems(PAIRS, "号,题,委,作者\n7,停车,002,单怀瑾、林知远\n") == [
        "f.csv:2：委员编号（委）：拆开是 1 段，“姓名”是 2 段；几列都写 part: each 的，各段要一一对应"
    ]


def test_one_member_has_a_record_for_each_of_the_activities_he_chose() -> None:
    map_ = """columns:
  姓名: {from: 名}
  履职事项: {always: 读书交流}
  日期: {from: 日}
  活动: {from: 选, split: ┋, part: each, values: {A: 春读, B: 秋读}}
"""
    rows = read(map_, "名,日,选\n林知远,2026-03-05,A┋B\n单怀瑾,2026-03-05,B\n").rows
    assert [(row.member.number, row.fields.activity) for row in rows] == [
        ("001", "春读"),
        ("001", "秋读"),
        ("002", "秋读"),
    ]
    assert "“C”不符合要求；应为对应表 values 中的值" in problems(map_, "名,日,选\n林知远,2026-03-05,A┋C\n")[0]
