"""Several stays of one person in a plain sheet, 签到时间 and 签退时间 a row each, are one record with the part of the meeting, reckoned by hand."""

from __future__ import annotations

from datetime import datetime, time

import openpyxl
import pytest

from duty_cli.errors.record_errors import BadValue
from duty_cli.parsing.meeting_lengths import meeting_length, titled_length
from tests.workspace import Duty

HEAD = "委员编号,签到时间,签退时间\n"
# 1001: 9:00–9:40 and 10:00–11:00, 100 minutes; 1002: 9:30–11:00, 90; 1003 did not sign.
STAYS = "1001,9:00,9:40\n1002,9:30,11:00\n1001,10:00,11:00\n1003,,\n"
ABOUT = "--kind 委员活动日 --on 2026-03-02 --title 走进企业"


def parts(duty: Duty) -> dict[str, str]:
    """Member → the part attended, as the records say it."""
    found = {}
    for number in ("1001", "1002", "1003"):
        said = duty.done(f"explain {number} --year 2026")
        found[number] = said.partition("走进企业 ")[2].split("  ")[0].split("│")[0].strip()
    return found


def test_stays_are_added_up_against_the_length_that_is_told(duty: Duty) -> None:
    duty.write("表.csv", HEAD + STAYS)
    answer = duty(f"import 表.csv {ABOUT} --lasted 2小时")
    assert answer.code == 0, answer
    assert "1 人有几次进出，时长已合计（并入 1 行）" in answer.err
    # 100 ÷ 120 and 90 ÷ 120.
    assert parts(duty)["1001"].startswith("出席 参加 5/6")
    assert parts(duty)["1002"].startswith("出席 参加 0.75")
    assert duty.states() == {"1001": "出席", "1002": "出席"}


def test_what_lies_outside_of_the_hours_is_no_part_of_the_meeting(duty: Duty) -> None:
    duty.write("表.csv", HEAD + "1001,8:30,9:40\n1001,10:00,12:00\n1002,2026-03-02 9:30,2026-03-02 11:00\n")
    duty.done(f"import 表.csv {ABOUT} --lasted 9:00-11:00")
    # 9:00–9:40 and 10:00–11:00 are 100 of 120 minutes.
    assert parts(duty)["1001"].startswith("出席 参加 5/6")
    assert parts(duty)["1002"].startswith("出席 参加 0.75")


@pytest.mark.parametrize(
    "title",
    [
        "会议时长：120分钟,,",
        "会议时间：2026年3月2日 上午9:00-11:00,,",
        "走进企业签到表 2026年3月2日（周一） 9:00-11:00,,",
    ],
)
def test_the_title_may_tell_the_length(duty: Duty, title: str) -> None:
    duty.write("表.csv", f"{title}\n{HEAD}{STAYS}")
    answer = duty("import 表.csv --kind 委员活动日 --title 走进企业" + ("" if "年" in title else " --on 2026-03-02"))
    assert "表.csv 按表题读作：会议时长 120 分钟" in answer.err
    assert parts(duty)["1001"].startswith("出席 参加 5/6")


def test_a_workbook_may_hold_moments_and_times(duty: Duty) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["委员编号", "签到时间", "签退时间"])
    sheet.append(["1001", datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9, 40)])  # noqa: DTZ001 - a cell has no zone
    sheet.append(["1001", time(10), time(11)])
    book.save("表.xlsx")
    duty.done(f"import 表.xlsx {ABOUT} --lasted 9:00-11:00")
    assert parts(duty)["1001"].startswith("出席 参加 5/6")


def test_columns_of_entering_and_leaving_are_the_same(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,进入时间,离开时间\n1001,2026-03-02 09:00,2026-03-02 10:00\n")
    duty.done("import 表.csv --kind 委员活动日 --title 走进企业 --lasted 2小时")
    assert parts(duty)["1001"].startswith("出席 参加 0.5")


def test_without_the_length_several_stays_are_told_how_and_single_ones_are_whole(duty: Duty) -> None:
    duty.write("表.csv", HEAD + STAYS)
    answer = duty(f"import 表.csv {ABOUT}")
    assert "1001 赵一鸣 有几次进出，没有写明会议时长，算不出参加比例" in answer.out + answer.err, answer
    assert "--lasted 2小时" in answer.out + answer.err
    assert duty.states() == {}
    duty.write("表.csv", HEAD + "1001,9:00,9:40\n1002,9:30,11:00\n")
    answer = duty(f"import 表.csv {ABOUT}")
    assert "签退时间没有读取：没有写明会议时长，到会的都按全程；要折算参加比例的，加 --lasted 写明" in answer.err
    assert duty.states() == {"1001": "出席", "1002": "出席"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1001,9:00,\n1002,9:00,10:00\n", "签退时间"),
        ("1001,10:00,9:00\n", "10:00"),
        ("1001,上午,11:00\n", "第 2 行"),
        ("1001,12:00,13:00\n", "会议时间内参加的时长"),
    ],
)
def test_a_stay_that_cannot_be_reckoned_is_refused_with_its_place(duty: Duty, rows: str, said: str) -> None:
    duty.write("表.csv", HEAD + rows)
    answer = duty(f"import 表.csv {ABOUT} --lasted 9:00-11:00")
    assert answer.code != 0
    assert "第 2 行：不予登记" in answer.out, answer
    assert said in answer.out
    assert duty.states() == {}


def test_a_length_is_refused_where_there_is_nothing_to_hold_against_it(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1001,√\n")
    assert "没有成对的签到时间、签退时间，会议时长用不上；请去掉 --lasted" in duty.refused(
        f"import 表.csv {ABOUT} --lasted 2小时", 2
    )


def test_signatures_are_no_times(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到时间,签退\n1001,9:00,√\n")
    duty.done(f"import 表.csv {ABOUT}")
    assert duty.states() == {"1001": "出席"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2小时", 120), ("90", 90), ("9:00-11:30", 150), ("下午2:30—5:00", 150), ("9：00至11：00", 120)],
)
def test_a_length_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert meeting_length("--lasted", text).seconds == minutes * 60


@pytest.mark.parametrize("text", ["", "0", "11:00-9:00", "很久", "25:00-26:00"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        meeting_length("--lasted", text)


def test_titles_that_name_several_lengths_tell_none() -> None:
    assert titled_length(["会议时间：9:00-11:00", "会议时长：90分钟"]) is None
    assert titled_length(["签到时间：8:30-9:00"]) is None


def test_the_capacity_of_somebody_with_several_stays_is_kept_and_must_be_one(duty: Duty) -> None:
    head = "委员编号,签到时间,签退时间,参会身份\n"
    duty.write("表.csv", head + "1001,9:00,9:40,列席\n1001,10:00,11:00,列席\n1002,9:00,11:00,应出席\n")
    answer = duty(f"import 表.csv {ABOUT} --lasted 2小时 --dry-run")
    assert "列席 2026-03-02 委员活动日 走进企业：1001 赵一鸣，不计入应出席" in answer.err
    duty.write("表.csv", head + "1001,9:00,9:40,列席\n1001,10:00,11:00,应出席\n")
    assert "与第 2 行不同；同一人几次进出的各行应一致" in duty(f"import 表.csv {ABOUT} --lasted 2小时").out
