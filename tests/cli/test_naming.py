"""How a clerk names a member and writes a day; today is Monday 2026-11-23."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

TWINS = "1004 李思源（教育界）；1005 李思源（科技界）"


@pytest.mark.parametrize("member", ["1005", "李思源（科技界）", "'李思源(科技)'", "李思源@科技界", "'李 思源@科技'"])
def test_a_twin_is_named_by_number_or_with_the_sector(duty: Duty, member: str) -> None:
    assert duty.done(f"record {member} 提案 --on 昨天").startswith("已登记：1005 李思源 提案 2026-11-22")


def test_twins_are_told_apart_on_an_attendance_sheet(duty: Duty) -> None:
    names = "--except 请假=李思源（教育界）、赵一鸣 --members 1001、李思源@教育界、李思源@科技界"
    duty.done(f"attend 全体会议 --on 1.20 --title 五次会议 --all-present {names}")
    assert duty.states() == {"1001": "请假", "1004": "请假", "1005": "出席"}


@pytest.mark.parametrize(
    "line",
    [
        "record 李思源 提案 --on 昨天",
        "attend 全体会议 --on 1.20 --title 五次会议 --all-present --except 请假=李思源",
        "leave 李思源 --from 昨天 --reason 因公 --granted-by 秘书长",
        "appoint 李思源 --role 常委 --from 昨天",
        "member show 李思源",
        "member leave 李思源 --on 昨天",
        "member rename 李思源 --initials lsy",
        "explain 李思源 --year 2026",
        "statement 李思源",
    ],
)
def test_twins_are_asked_about_wherever_a_member_is_named(duty: Duty, line: str) -> None:
    duty.done("statement 1001")
    assert duty.refused(line) == (
        f"错误：“李思源”对应 2 名委员：{TWINS}；请改用委员编号，或写明是哪一位，如“李思源（教育界）”"
    )


def test_the_sector_is_that_of_the_day_of_the_record(duty: Duty) -> None:
    duty.done("appoint 李思源@教育界 --sector 科技界 --from 2026-07-01")
    assert "1004 李思源" in duty.done("record 李思源@教育界 提案 --on 2026-06-30")
    assert duty.refused("record 李思源@教育界 提案 --on 2026-07-01") == (
        "错误：2026-07-01 界别“教育界”没有委员“李思源”，名册上有：1004 李思源（科技界）、1005 李思源（科技界）；"
        "请核对界别，或改用委员编号"
    )


@pytest.mark.parametrize("name", ["孫三禾", "孙叁和", "sunsanhe", "孙三和"])
def test_a_variant_or_homophone_is_offered_and_not_taken(duty: Duty, name: str) -> None:
    assert duty.refused(f"record {name} 提案 --on 昨天") == f"错误：找不到委员“{name}”；是否：1003 孙三禾（经济界）？"


def test_initials_can_be_set_right_and_are_then_those_that_find_the_member(duty: Duty) -> None:
    duty.done("member add 1009 乐小川 --from 2026-01-01 --initials ＬXC")
    assert "1009 乐小川（lxc）" in duty.done("member show LXC")
    duty.done("member rename 1009 --initials Yxc")
    assert "1009 乐小川（yxc）" in duty.done("member show yxc")
    assert duty.refused("member rename 1009 --initials 'y x'") == (
        "错误：拼音首字母“y x”不符合要求；应为不带空格的英文字母，如 sgz"
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("今天", "2026-11-23"), ("上周五", "2026-11-20"), ("11.3", "2026-11-03"), ("3日", "2026-11-03")],
)
def test_a_day_is_understood_as_people_say_it(duty: Duty, typed: str, day: str) -> None:
    assert f"提案 {day}（" in duty.done(f"record 1001 提案 --on {typed}")
    duty.done(f"attend 全体会议 --on {typed} --title 五次会议 --all-present")
    assert {record["日期"] for record in duty.records()} == {day}
    assert f"委员名册（{day}）" in duty.done(f"member list --on {typed}")


def test_a_correction_understands_the_day_too(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 今天")
    duty.done(f"correct {duty.last_batch() + 1} 日期=上周五 --reason 日期登错")
    assert [record["日期"] for record in duty.records()] == ["2026-11-20"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("--from 12.1 --until 3日", "2026-12-01 至 2026-12-03"),
        ("--from 明天", "2026-11-24 至 2026-11-24"),
        ("--from 2025-12-30 --until 1月3日", "2025-12-30 至 2026-01-03"),
    ],
)
def test_leave_may_lie_ahead_and_ends_after_it_begins(duty: Duty, days: str, said: str) -> None:
    assert f"1001 赵一鸣 {said} 因公请假" in duty.done(f"leave 1001 {days} --reason 因公 --granted-by 秘书长")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "leave 1001 --from 5.20 --reason 因公 --granted-by 秘书长",
            "起日“5.20”不符合要求；应为带年份的日期，如 2026年3月5日",
        ),
        ("appoint 1001 --role 常委 --from 3日", "起日“3日”不符合要求；应为带月份的日期，如 3月5日"),
        ("member leave 1001 --on 2月30日", "日期“2月30日”不符合要求；应为存在的日期"),
        ("record 1001 提案 --on 周五", "日期“周五”不符合要求；应为日期，如 2026-03-05、3月5日、3.5、5日、昨天或上周五"),
        ("record 1001 提案 --on 明天", "日期 2026-11-24 晚于今天（2026-11-23）；请核对日期"),
    ],
)
def test_a_day_that_is_not_clear_is_refused(duty: Duty, line: str, sentence: str) -> None:
    assert duty.refused(line) == f"错误：{sentence}"


def test_a_number_without_its_zeros_is_told_the_number_with_them(duty: Duty) -> None:
    duty.done("member add 002 冯七星 --from 2022-01-01 --sector 农业界")
    assert duty.refused("member show 2") == "错误：找不到委员“2”；是否：002 冯七星（农业界）？"


@pytest.mark.parametrize(
    "line",
    [
        "import 签到.csv --kind 全体会议",
        "attend 全体会议 --on 2026-03-05 --title 甲 --all-present",
        "settle 全体会议 --on 2026-03-05",
        "plan add 全体会议 --on 2026-12-09 --title 甲",
        "template attendance -o 表.xlsx",
        "member list",
    ],
)
def test_a_group_that_the_roster_never_had_is_refused_with_the_one_that_may_be_meant(duty: Duty, line: str) -> None:
    """It was taken: nobody was due, and whoever came was a guest."""
    duty.write("签到.csv", "委员编号,日期,活动,签到\n1001,2026-03-05,甲,√\n")
    said = duty.refused(f"{line} --liaison-group 城东络组")
    assert said.startswith("错误：委员联络组“城东络组”无法识别；是否：城东联络组")


@pytest.mark.parametrize("name", ["冯七星委员", "冯七星 主席", "冯七星同志"])
def test_a_title_is_no_part_of_a_name(duty: Duty, name: str) -> None:
    assert "后面不写职务、称呼" in duty.refused(f"member add 1009 '{name}' --from 2026-01-01 --sector 教育界")


def test_a_name_may_sound_like_a_title(duty: Duty) -> None:
    assert duty.done("member add 1009 冯主任 --from 2026-01-01 --sector 教育界").startswith("已登记委员 1009 冯主任")


@pytest.mark.parametrize("quarter", ["2026-Q1", "2026q1", "2026年第一季度", "2026年1季度"])
def test_a_quarter_is_named_as_people_do(duty: Duty, quarter: str) -> None:
    assert duty.json(f"quarter-report {quarter}")["quarter"] == "2026-Q1"


@pytest.mark.parametrize("year", ["2025", "2025年", "２０２５"])
def test_the_year_of_a_watch_is_named_as_people_do(duty: Duty, year: str) -> None:
    assert duty.json(f"watch {year} 1001")["year"] == 2025
