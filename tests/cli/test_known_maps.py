"""Exports of the platforms: known by their look, read by the map for them, and refused where one thing in them is wrong."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from tests.cli.clerk import seated
from tests.importing.map_samples import MAPS, NAMES, changed, rows, written
from tests.workspace import Duty

MEETING = "一季度协商座谈会"
REPORTS = {("1002", "1"), ("1003", "3/4")}
SHEETS = {("1001", "出席"), ("1002", "迟到")}
HANDED_IN = {("1001", "出席"), ("1002", "出席")}
READ = {
    **{name: (MEETING, REPORTS) for name in NAMES if name.startswith(("Teams", "Zoom"))},
    "腾讯会议参会名单": (MEETING, {("1001", "3/4"), ("1002", "1")}),
    **dict.fromkeys(("钉钉每日统计", "企业微信打卡日报"), ("", SHEETS)),
    **dict.fromkeys(("问卷星签到", "腾讯文档收集表签到", "飞书参会人明细"), ("", HANDED_IN)),
}
"""By map, the meeting that its sample names, and of each member the share, or the state where none is reckoned."""


def lay(duty: Duty, data: bytes, name: str = "导出.csv") -> str:
    (duty.folder / name).write_bytes(data)
    return f"import {name} --kind 全体会议"


def taken(duty: Duty) -> set[tuple[str, str]]:
    return {(one["委员编号"], one["参加比例"] or one["出席情况"]) for one in duty.records()}


def test_every_map_has_a_sample_that_is_read() -> None:
    assert set(READ) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_known_by_its_look_and_read_by_the_map_that_is_named(duty: Duty, name: str) -> None:
    answer = duty(lay(duty, written(name)))
    meeting, members = READ[name]
    assert f"导出.csv 按“{name}”（程序自带）读取" in answer.err
    assert taken(duty) == {(number, {"3/4": "0.75"}.get(said, said)) for number, said in members}
    assert {(one["日期"], one["活动"]) for one in duty.records()} == {("2026-03-18", meeting)}


FEISHU = "飞书参会人明细"


@pytest.mark.parametrize("length", ["2小时", "14:30-16:30"])
def test_the_length_that_a_platform_leaves_out_is_told(duty: Duty, length: str) -> None:
    duty(f"{lay(duty, written(FEISHU))} --lasted {length}")
    # 1 h 30 min of 2 h, and more than the whole; not from coming until leaving, between which he was away.
    assert taken(duty) == {("1001", "0.75"), ("1002", "1")}


def test_without_it_it_is_said_that_whole_presences_are_entered(duty: Duty) -> None:
    answer = duty(lay(duty, written(FEISHU)))
    assert "没有写明会议时长，到会的都按全程；要折算参加比例的，加 --lasted 写明" in answer.err


TENCENT, TEAMS, ZOOM = "腾讯会议参会名单", "Teams出席报告（月日年）", "Zoom参会者报告（月日年）"

BROKEN = [
    (FEISHU, "2026.03.18 14:25:10 (GMT+08:00)", "14:25", "第 2 行：不予登记，日期（入会时间）"),
    (TENCENT, "预定开始时间:", "开始", "表上方没有写着“预定开始时间”的格；请核对文件和对应表"),
    (TENCENT, "2026-03-18 14:30:00", "03/04/2026 14:30", "应为对应表写明的日期写法“年-月-日 时:分:秒”"),
    (TENCENT, "02:00:00", "0", "会议的全长是 0；请核对原表"),
    (
        TENCENT,
        "02:04:50",
        "两小时",
        "第 10 行：不予登记，参加比例（累计参会时长、首次入会时间、最后退会时间）：累计参会时长“两小时”不符合要求",
    ),
    (TENCENT, "清风(经济界-钱二南)", "iPhone", "第 10 行：不予登记，姓名（用户昵称(入会昵称)）：找不到委员“iPhone”"),
    (TENCENT, "累计参会时长", "时长", "像是“腾讯会议参会名单”（缺列名“累计参会时长”），平台改了列名的"),
    (
        TEAMS,
        "2. Participants",
        "2. People",
        "“2. Participants”之下没有一个对应表要读的列名（Name、In-Meeting Duration、First Join、Last Leave）",
    ),
    (
        TEAMS,
        "1h 30m",
        "long",
        "第 12 行：不予登记，参加比例（In-Meeting Duration、First Join、Last Leave）：In-Meeting Duration“long”不符合要求",
    ),
    (
        ZOOM,
        "60",
        "an hour",
        "第 6 行：不予登记，参加比例（Duration (Minutes)、Join Time、Leave Time）：同一人的第 7 行有问题",
    ),
    (
        "钉钉每日统计",
        "迟到",
        "外勤",
        "第 6 行：不予登记，出席情况（上班1打卡结果、下班1打卡结果）：“外勤、正常”不符合要求",
    ),
    ("钉钉每日统计", "26-03-18 星期三", "26-03-18 星期四", "应为与星期相符的日期（2026-03-18 是星期三）"),
    ("企业微信打卡日报", "1", "3", "第 6 行：不予登记，出席情况（迟到次数(次)、早退次数(次)）：“3、--”不符合要求"),
    ("问卷星签到", "2026/3/18 14:25:31", "18/3/2026 14:25:31", "第 2 行：不予登记，日期（提交答卷时间）"),
    ("问卷星签到", "钱二南", "钱二", "第 2 行：不予登记，姓名：找不到委员“钱二”；是否：1002 钱二南"),
    ("腾讯文档收集表签到", "2026年3月18日 14:25", "3月18日", "第 2 行：不予登记，日期（提交时间(自动)）"),
]


@pytest.mark.parametrize(("name", "old", "new", "why"), BROKEN)
def test_a_file_with_one_thing_wrong_is_refused_with_its_place(
    duty: Duty, name: str, old: str, new: str, why: str
) -> None:
    answer = duty(lay(duty, changed(name, old, new)))
    assert why in answer.out + answer.err
    assert (answer.code != 0, duty.records()) == (True, [])


LEFT = [
    ("钉钉每日统计", "下班1打卡结果", "早退", ["早退", "迟到并早退"]),
    ("钉钉每日统计", "下班1打卡结果", "缺卡", ["出席", "迟到"]),
    ("企业微信打卡日报", "早退次数(次)", "1", ["早退", "迟到并早退"]),
    ("企业微信打卡日报", "早退次数(次)", "0", ["出席", "迟到"]),
]


@pytest.mark.parametrize(("name", "heading", "said", "states"), LEFT)
def test_who_left_early_is_not_taken_for_one_who_stayed(
    duty: Duty, name: str, heading: str, said: str, states: list[str]
) -> None:
    told = rows(name)
    column = next(row.index(heading) for row in told if heading in row)
    for row in told[4:6]:
        row[column] = said
    assert duty(lay(duty, written(name, told))).code == 0
    assert list(duty.states().values()) == states


@pytest.mark.parametrize(
    ("name", "shares"),
    [(TENCENT, {("1002", "1"), ("1001", "0.5")}), (ZOOM, {("1002", "1"), ("1003", "0.5")})],
)
def test_two_devices_at_the_same_time_are_not_added_up(duty: Duty, name: str, shares: set[tuple[str, str]]) -> None:
    told = rows(name)
    told[-2] = told[-1]
    assert duty(lay(duty, written(name, told))).code == 0
    assert taken(duty) == shares


@pytest.mark.parametrize(("day", "told"), [("2026/3/19 8:28:02", True), ("2026/3/18 23:28:02", False)])
def test_answers_of_another_day_are_told_as_another_meeting(duty: Duty, day: str, told: bool) -> None:
    answer = duty(f"{lay(duty, changed('问卷星签到', '2026/3/18 14:28:02', day))} --title 三期")
    said = "第 3 行是 2026-03-19，前面的是 2026-03-18：登记为两次“三期”；同一次的（如会后补填）请加 --on 2026-03-18"
    assert (said in answer.err, len(duty.records())) == (told, 2)


ASKED = [("问卷星签到", "2、是否用餐"), ("腾讯文档收集表签到", "是否用餐（必填）")]


@pytest.mark.parametrize(("name", "asked"), ASKED)
@pytest.mark.parametrize("other", ["2、您能否参加本次会议", "2、是否请假"])
def test_answers_to_whether_one_will_come_are_not_taken_for_coming(
    duty: Duty, name: str, asked: str, other: str
) -> None:
    answer = duty(lay(duty, changed(name, asked, other)))
    assert "请用 --as 指明" in answer.err
    assert (answer.code != 0, duty.records()) == (True, [])


def either_way(name: str) -> bytes:
    """The sample with its day written so that it may be the 4th of March or the 3rd of April."""
    return written(name, [[cell.replace("3/18/2", "3/04/2") for cell in row] for row in rows(name)])


@pytest.mark.parametrize("name", [TEAMS, ZOOM])
def test_a_day_that_two_maps_read_otherwise_is_refused_with_both_names(duty: Duty, name: str) -> None:
    said = duty.refused(lay(duty, either_way(name)))
    kind = name.partition("（")[0]
    assert f"“{kind}（日月年）”、“{kind}（月日年）” 几份对应表都合得上；请用 --map 指明一份" in said


@pytest.mark.parametrize(("order", "day"), [("月日年", "2026-03-04"), ("日月年", "2026-04-03")])
def test_the_map_is_named_on_the_command_line(duty: Duty, order: str, day: str) -> None:
    duty(f"{lay(duty, either_way(ZOOM))} --map Zoom参会者报告（{order}）")
    assert {one["日期"] for one in duty.records()} == {day}


@pytest.mark.parametrize("answers", [("2",), ("3", "Zoom参会者报告（月日年）")])
def test_at_a_terminal_it_is_asked_which_map_is_meant(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    clerk = seated(monkeypatch, *answers)
    duty(lay(duty, either_way(ZOOM)))
    assert {one["日期"] for one in duty.records()} == {"2026-03-04"}
    assert clerk.told == ["导出.csv 有 2 份对应表合得上：", "1 Zoom参会者报告（日月年） 2 Zoom参会者报告（月日年）"]


def own(duty: Duty, name: str, text: str) -> None:
    (duty.folder / "rules" / "maps").mkdir(exist_ok=True)
    (duty.folder / "rules" / "maps" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_map_of_the_office_stands_in_the_place_of_the_shipped_one_of_its_name(duty: Duty) -> None:
    own(
        duty,
        "问卷星签到",
        (MAPS / "问卷星签到.yaml").read_text(encoding="utf-8").replace("always: 出席", "always: 公假"),
    )
    assert "按“问卷星签到”（rules/maps/问卷星签到.yaml）读取" in duty(lay(duty, written("问卷星签到"))).err
    assert duty.states() == {"1001": "公假", "1002": "公假"}


def test_a_map_of_the_office_goes_before_those_of_the_program(duty: Duty) -> None:
    own(duty, "我办Zoom", (MAPS / f"{ZOOM}.yaml").read_text(encoding="utf-8"))
    assert "按“我办Zoom”（rules/maps/我办Zoom.yaml）读取" in duty(lay(duty, either_way(ZOOM))).err


def test_a_map_of_the_office_with_a_fault_is_told_with_its_line(duty: Duty) -> None:
    own(duty, "坏", "format: duty-map/1\nknown: {headings: []}\nreads: attendance\ncolumns: {姓名: {from: 名}}\n")
    assert "rules/maps/坏.yaml:2" in duty(lay(duty, b"x")).err


def test_a_name_that_no_map_has_is_refused_with_the_nearest(duty: Duty) -> None:
    said = duty.refused("import 导出.csv --map 腾讯会议")
    assert "没有这个文件，也没有这个名称的对应表；是否：腾讯会议参会名单" in said


def test_a_file_of_which_it_is_said_what_it_is_is_read_by_its_own_headings(duty: Duty) -> None:
    said = duty(f"{lay(duty, written('问卷星签到'))} --as attendance").err
    assert "按“" not in said


def test_answers_that_say_what_was_done_are_records_and_no_sign_in(duty: Duty) -> None:
    cells = [[cell.replace("2、是否用餐", "2、履职事项") for cell in row] for row in rows("问卷星签到")]
    assert "按“" not in duty(lay(duty, written("问卷星签到", cells))).err


def test_what_is_handed_back_of_a_platforms_file_is_known_again_and_read_when_mended(duty: Duty) -> None:
    duty(f"{lay(duty, changed(TENCENT, '清风(经济界-钱二南)', '经济界-钱二男'))} --accept-valid --rejects 退回.xlsx")
    book = load_workbook(duty.folder / "退回.xlsx")
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "经济界-钱二男")
    cell.value = "经济界-钱二南"
    book.save(duty.folder / "退回.xlsx")
    assert "按“腾讯会议参会名单”" in duty("import 退回.xlsx --kind 全体会议").err
    assert {one["委员编号"] for one in duty.records()} == {"1001", "1002"}
