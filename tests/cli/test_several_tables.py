"""Attendance sheets as they are put together: a sheet for each meeting, tables below one another, halves side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.importing.files import Cells, workbook
from tests.workspace import Duty

FIRST: Cells = [["全体会议签到表 2026年3月5日"], ["序号", "姓名", "签到"], ["1", "孙三禾", "√"], ["2", "赵一鸣", "假"]]
SECOND: Cells = [["全体会议签到表 2026年4月2日"], ["序号", "姓名", "签到"], ["1", "孙三禾", "缺"]]
STATES = [("1003", "2026-03-05", "出席"), ("1001", "2026-03-05", "请假"), ("1003", "2026-04-02", "缺席")]


def write(duty: Duty, sheets: Mapping[str, Cells] | Cells, *, csv: bool = False) -> str:
    if csv:
        assert not isinstance(sheets, Mapping)
        (duty.folder / "签到.csv").write_text("\n".join(",".join(map(str, row)) for row in sheets), encoding="utf-8")
        return "签到.csv"
    (duty.folder / "签到.xlsx").write_bytes(workbook(sheets))
    return "签到.xlsx"


def said(duty: Duty) -> list[tuple[str, str, str]]:
    return [(one["委员编号"], one["日期"], one["出席情况"]) for one in duty.records()]


def test_each_sheet_is_a_meeting_and_all_are_taken_and_named(duty: Duty) -> None:
    name = write(duty, {"三月": FIRST, "四月": SECOND, "说明": [["请于会后报送"]]})
    done = duty(f"import {name}")
    assert (done.code, sorted(said(duty))) == (0, sorted(STATES))
    assert "签到.xlsx［三月］ 按表题读作：履职事项 全体会议，日期 2026-03-05" in done.err
    assert "签到.xlsx［四月］ 按表题读作：履职事项 全体会议，日期 2026-04-02" in done.err
    assert "工作表 说明 没有可识别的列名，没有读取" in done.err


def test_one_sheet_that_cannot_be_read_stops_all_and_is_named(duty: Duty) -> None:
    name = write(duty, {"三月": FIRST, "四月": [["全体会议签到表"], *SECOND[1:]]})
    done = duty(f"import {name}")
    assert (done.code, said(duty)) == (1, [])
    assert "签到.xlsx［四月］ 第 1 行：不予登记，日期：表中没有说明日期" in done.out


def test_beside_a_list_that_is_no_attendance_the_sheet_has_to_be_told(duty: Duty) -> None:
    name = write(duty, {"三月": FIRST, "通讯录": [["姓名", "联系电话"], ["孙三禾", "1"]]})
    assert "有 2 张表可以读取：三月、通讯录；请用 --sheet 指明一张" in duty(f"import {name}").err
    assert duty(f"import {name} --sheet 三月").code == 0
    assert len(said(duty)) == 2


@pytest.mark.parametrize("csv", [False, True])
@pytest.mark.parametrize(
    "between",
    [
        [],
        [[""]],
        [["合计", "2", ""], ["说明：√出席；假请假"], ["记录人：某甲", "", "审核人：某乙"], [""]],
        [["注：以上以签到为准"], [""], [""]],
    ],
)
def test_a_second_table_below_is_another_meeting(duty: Duty, csv: bool, between: list[list[str]]) -> None:
    name = write(duty, [*FIRST, *between, *SECOND], csv=csv)
    done = duty(f"import {name}")
    assert (done.code, sorted(said(duty))) == (0, sorted(STATES)), done.out
    line = 2 + len(FIRST) + len(between)
    assert f"{name}［第 2 行起］ 按表题读作" in done.err
    assert f"{name}［第 {line} 行起］ 按表题读作" in done.err


def test_headings_printed_on_each_page_begin_no_new_table(duty: Duty) -> None:
    name = write(duty, [*FIRST, FIRST[1], ["3", "钱二南", "√"], FIRST[1], ["4", "李思源（教育界）", "√"]])
    assert "签到.xlsx：出席情况" in duty(f"import {name}").err
    assert len(said(duty)) == 4


def test_matrices_below_one_another_have_their_own_days(duty: Duty) -> None:
    rows: Cells = [
        ["2026年全体会议"],
        ["姓名", "3.5", "3.6"],
        ["孙三禾", "√", "√"],
        ["姓名", "4月2日"],
        ["孙三禾", "假"],
    ]
    done = duty(f"import {write(duty, rows, csv=True)} --kind 全体会议 --year 2026")
    assert done.code == 0, done.out
    assert [day for _, day, _ in said(duty)] == ["2026-03-05", "2026-03-06", "2026-04-02"]


def test_a_table_of_groups_below_is_told_and_not_read(duty: Duty) -> None:
    groups: Cells = [
        [""],
        ["各界别到会情况"],
        ["界别", "应到人数", "出席率"],
        ["经济界", "2", "50%"],
        ["合计", "2", "50%"],
    ]
    done = duty(f"import {write(duty, [*FIRST, *groups])}")
    assert (done.code, len(said(duty))) == (0, 2), done.out
    assert "第 7 行起的另一张表（界别、应到人数、出席率）没有委员编号和姓名，没有读取" in done.err


@pytest.mark.parametrize("gap", [[], [""]])
def test_halves_side_by_side_are_both_read(duty: Duty, gap: list[str]) -> None:
    head, title = ["序号", "姓名", "签到"], ["全体会议签到表 2026年3月5日"]
    rows: Cells = [title, [*head, *gap, *head], ["1", "孙三禾", "√", *gap, "3", "钱二南", "假"], ["2", "赵一鸣", "缺"]]
    done = duty(f"import {write(duty, rows)}")
    assert done.code == 0, done.out
    assert duty.states() == {"1003": "出席", "1002": "请假", "1001": "缺席"}
    assert "签到.xlsx［左半］" in done.err
    assert "签到.xlsx［右半］" in done.err


def test_a_number_before_the_left_half_alone_is_of_neither(duty: Duty) -> None:
    rows: Cells = [
        ["2026年3月5日全体会议"],
        ["序号", "姓名", "签到", "姓名", "签到"],
        ["1", "孙三禾", "√", "钱二南", "假"],
    ]
    assert duty(f"import {write(duty, rows)}").code == 0
    assert duty.states() == {"1003": "出席", "1002": "请假"}


def test_halves_of_a_matrix_may_have_heads_of_two_rows(duty: Duty) -> None:
    head = ["姓名", "全体会议", "全体会议"]
    rows: Cells = [["2026年"], head * 2, ["", "3.5", "4/2"] * 2, ["孙三禾", "√", "假", "赵一鸣", "", "缺"]]
    assert duty(f"import {write(duty, rows)}").code == 0
    assert sorted(said(duty)) == [
        ("1001", "2026-04-02", "缺席"),
        ("1003", "2026-03-05", "出席"),
        ("1003", "2026-04-02", "请假"),
    ]


def test_a_member_in_both_halves_with_two_signs_is_refused_with_both_places(duty: Duty) -> None:
    head: list[object] = ["姓名", "签到"]
    rows: Cells = [["全体会议签到表 2026年3月5日"], head * 2, ["孙三禾", "√", "孙三禾", "缺"]]
    done = duty(f"import {write(duty, rows)}")
    assert (done.code, said(duty)) == (1, [])
    assert "签到.xlsx［右半］ 第 3 行：不一致，1003 孙三禾" in done.out
    assert "与 签到.xlsx［左半］ 第 3 行不一致" in done.out


@pytest.mark.parametrize("head", ["姓名,3.5,姓名,4.2", "姓名,3.5,界别,姓名,3.5", "姓名,3.5,姓名,3.5,4.2"])
def test_columns_of_names_that_are_no_halves_are_refused(duty: Duty, head: str) -> None:
    rows: Cells = [["2026年全体会议"], head.split(","), ["孙三禾", "√", "赵一鸣", "√"]]
    done = duty(f"import {write(duty, rows, csv=True)} --kind 全体会议")
    assert (done.code, said(duty)) == (1, [])
    assert "姓名：列名重复；请只保留一列；左右并排的几栏，各栏的列名要相同" in done.out


def test_a_half_handed_back_has_the_title_of_both_and_comes_in_again(duty: Duty) -> None:
    head: list[object] = ["姓名", "签到"]
    rows: Cells = [["全体会议签到表 2026年3月5日"], head * 2, ["孙三禾", "√", "赵一鸣", "△"]]
    assert duty(f"import {write(duty, rows)} --accept-valid --rejects 退回.xlsx").code == 1
    (duty.folder / "rules" / "intake.yaml").write_text("format: duty-intake/1\nmarks: {△: 迟到}\n", encoding="utf-8")
    done = duty("import 退回.xlsx")
    assert (done.code, duty.states()) == (0, {"1003": "出席", "1001": "迟到"}), done.out
    assert {one["活动"] for one in duty.records()} == {"全体会议"}


def test_what_a_sheet_is_called_is_the_name_of_a_meeting_where_it_is_one(duty: Duty) -> None:
    rows = [["2026年3月5日全体会议"], *FIRST[1:]]
    duty(f"import {write(duty, {'三月': rows, '第二次大会': [['2026年3月6日'], *FIRST[1:]]})} --kind 全体会议")
    assert sorted({one["活动"] for one in duty.records()}) == ["全体会议", "第二次大会"]


def test_a_row_without_a_tick_is_no_presence_and_may_be_settled(duty: Duty) -> None:
    duty.write("签到.csv", "全体会议签到表 2026年3月5日,,\n姓名,出席,请假\n赵一鸣,√,\n钱二南,,\n")
    refused = duty("import 签到.csv")
    assert (refused.code, duty.records()) == (1, [])
    assert "签到.csv 第 4 行：不予登记，出席情况：出席情况没有填写，空白不作为出席" in refused.out
    duty.done("import 签到.csv --listed --missing 缺席")
    assert duty.states() == {"1001": "出席", "1002": "缺席"}


def test_a_total_and_a_note_headed_on_the_row_of_the_days_are_no_activities(duty: Duty) -> None:
    rows: Cells = [
        ["2026年全体会议"],
        ["序号", "姓名", "4月", "4月", "", ""],
        ["", "", "2日", "9日", "合计", "备注"],
        ["1", "孙三禾", "√", "假", "2", "早走"],
    ]
    assert duty(f"import {write(duty, rows, csv=True)}").code == 0
    assert said(duty) == [("1003", "2026-04-02", "出席"), ("1003", "2026-04-09", "请假")]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("序号,姓名,界别,签到,姓名,签到", "1,孙三禾,经济界,√,赵一鸣,假"),
        ("序号,姓名,签到,联系电话,序号,姓名,签到", "1,孙三禾,√,1,2,赵一鸣,假"),
        ("姓名,签到,备注,编号,姓名,签到", "孙三禾,√,带队,1001,赵一鸣,假"),
        ("界别,姓名,签到,界别,姓名,签到,备注", "经济界,孙三禾,√,中共界,赵一鸣,假,因病"),
        ("姓名,签到,姓名,单位,签到", "孙三禾,√,赵一鸣,某单位,假"),
    ],
)
def test_halves_that_differ_in_what_they_are_not_for_are_read(duty: Duty, head: str, row: str) -> None:
    rows: Cells = [["专题培训签到表 2026年4月2日"], head.split(","), row.split(",")]
    done = duty(f"import {write(duty, rows, csv=True)}")
    assert (done.code, duty.states()) == (0, {"1001": "请假", "1003": "出席"}), done.out + done.err
