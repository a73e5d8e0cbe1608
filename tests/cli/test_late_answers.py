"""Answers that came in after the meeting: put on its day because the clerk says so, and told; and the name that the title has."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

HEAD = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、姓名\n"
ANSWERS = (
    HEAD + "1,2026/5/12 14:25:31,12秒,微信,N/A,192.0.2.1,赵一鸣\n2,2026/5/13 08:02:02,9秒,微信,N/A,192.0.2.2,孙三禾\n"
)
MAP = "format: duty-map/1\nreads: attendance\ncolumns:\n  姓名: {from: 名字}\n  日期: {from: 打卡}\n  出席情况: {always: 出席}\n"


def test_a_late_answer_is_put_on_the_day_that_is_told_and_that_is_said_of_its_line(duty: Duty) -> None:
    duty.write("答卷.csv", ANSWERS)
    answer = duty("import 答卷.csv --kind 专题培训 --title 一期 --on 2026-05-12")
    assert {(one["委员编号"], one["日期"], one["活动"]) for one in duty.records()} == {
        ("1001", "2026-05-12", "一期"),
        ("1003", "2026-05-12", "一期"),
    }
    assert "第 3 行写的是 2026-05-13，按 --on 登记为 2026-05-12" in answer.err
    assert "第 2 行写的是" not in answer.err


def test_without_a_day_that_is_told_they_are_two_meetings_and_the_way_out_is_named(duty: Duty) -> None:
    duty.write("答卷.csv", ANSWERS)
    answer = duty("import 答卷.csv --kind 专题培训 --title 一期 --dry-run")
    assert "登记为两次“一期”；同一次的（如会后补填）请加 --on 2026-05-12，或撤销后重新导入" in answer.err


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("2026/5/32 08:02:02", "第 3 行：不予登记，日期（提交答卷时间）：“2026/5/32 08:02:02”不符合要求"),
        ("", "第 3 行：不予登记，日期（提交答卷时间）："),
    ],
)
def test_an_answer_whose_own_day_is_none_is_refused_all_the_same(duty: Duty, broken: str, told: str) -> None:
    duty.write("答卷.csv", ANSWERS.replace("2026/5/13 08:02:02", broken))
    answer = duty("import 答卷.csv --kind 专题培训 --title 一期 --on 2026-05-12")
    assert (told in answer.out, answer.code, duty.states()) == (True, 1, {})


def test_the_day_of_a_plain_sheet_is_not_overruled(duty: Duty) -> None:
    duty.write("签到.csv", "姓名,日期,签到\n赵一鸣,2026-05-12,√\n")
    assert "--on" in duty.refused("import 签到.csv --kind 专题培训 --title 一期 --on 2026-05-13", 2)


def test_the_name_of_the_title_is_that_of_the_meeting_where_a_map_takes_the_day_from_a_column(duty: Duty) -> None:
    duty.write("m.yaml", MAP)
    duty.write("打卡.csv", "第三期履职能力专题培训签到\n名字,打卡\n赵一鸣,2026-05-12 09:00\n")
    answer = duty("import 打卡.csv --map m.yaml --kind 专题培训")
    assert [one["活动"] for one in duty.records()] == ["第三期履职能力专题培训"]
    assert "打卡.csv 按表题读作：活动 第三期履职能力专题培训" in answer.err


def test_the_title_of_another_day_than_that_told_is_refused(duty: Duty) -> None:
    duty.write("m.yaml", MAP)
    duty.write("打卡.csv", "第三期专题培训签到 2026年5月12日\n名字,打卡\n赵一鸣,2026-05-12 09:00\n")
    assert "2026-05-12" in duty.refused("import 打卡.csv --map m.yaml --kind 专题培训 --on 2026-05-14", 2)


def test_a_column_that_the_map_asks_for_is_told_with_the_map_and_the_columns_there_are(duty: Duty) -> None:
    duty.write("m.yaml", MAP)
    duty.write("打卡.csv", "名字,时刻\n赵一鸣,2026-05-12 09:00\n")
    answer = duty("import 打卡.csv --map m.yaml --kind 专题培训 --title 一期 --on 2026-05-12")
    assert "打卡：文件中没有对应表“m.yaml”要读的这一列（读作日期）；文件的列名是 名字、时刻：" in answer.out
    assert "把对应表“m.yaml”里的“打卡”改为文件里的列名" in answer.out
