from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.readers.workbook_xml import EPOCH, EPOCH_1904
from duty_cli.model.file_forms import DateOrder
from duty_cli.parsing.dates import day_in_file, ordered_day

DAY = date(2026, 3, 5)


def read(text: str, *, year: int | None = None, epoch: date = EPOCH) -> date:
    return day_in_file("日期", text, year=year, epoch=epoch)


@pytest.mark.parametrize(
    "beside",
    [
        *("（星期四）", "（周四）", " 星期四", "周四", " (周四) 9:30", "礼拜四", "【星期四】", "（星期四）上午", "，周四，下午2:30"),
        *("上午", "下午", " 下午 2:30:00", "（下午）", " 全天", "晚上7点半", "上午9时", " 9时30分", "下午3点"),
        *(" 14:30:46", ", 14:30:46", "，14:30", " 2:30 PM", " 02:31:00 PM", " PM 2:31", " 24:00"),
        *(" 09:00-11:30", " 9:00～11:30", " 09:00至11:30", "上午9:00—下午4:00", " 09:00 - 11:30"),
        *("T14:30:00+08:00", "T14:30:00.123+08:00", " 14:30:00 +0800", "T14:30+08", " 14:30 GMT+8", " 14:30 北京时间"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_day_leaves_it_the_day_it_is(beside: str) -> None:
    for day in ("2026-03-05", "2026/3/5", "2026年3月5日", "3月5日"):
        assert read(day + (" " if beside[0].isdigit() else "") + beside, year=2026) == DAY


def test_a_weekday_may_stand_before_the_day_and_the_hours_right_behind_it() -> None:
    assert {read("星期四 2026-03-05"), read("2026年3月5日9:30"), read("二〇二六年三月五日（星期四）")} == {DAY}


@pytest.mark.parametrize(
    "text", ["2026-03-05（星期五）", "2026年3月5日 周三", "星期日 2026-03-05", "3月5日（周二）上午"]
)
def test_a_weekday_that_is_not_that_of_the_day_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match=r"应为与星期相符的日期（2026-03-05 是星期四）"):
        read(text, year=2026)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from("一二三四五六日"))
def test_of_seven_weekdays_one_agrees_with_a_day(day: date, said: str) -> None:
    if "一二三四五六日"[day.weekday()] == said:
        assert read(f"{day}（星期{said}）") == day
    else:
        with pytest.raises(BadValue, match="与星期相符"):
            read(f"{day}（星期{said}）")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-05 14:30 EST", "2026-03-05 14:30 +20", "2026-03-05 下午2点半 UTC", "2026年3月5日至3月6日"),
        *("2026-03-05 22:30:00-05:00", "9999-12-31T23:00Z", "2026-03-05 14:30-16:00 UTC"),
        *("3月5日、6日", "2026-03-05 25:00", "2026-03-05 周末", "2026-03-05 9:00，张三", "2026年3月5日左右", "上午"),
    ],
)
def test_what_may_be_another_day_or_several_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read(text, year=2026)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("2026-03-05T06:30:00Z", 5), ("2026-03-05T15:59:59Z", 5), ("2026-03-05T16:00:00Z", 6), ("2026-03-05T20:30Z", 6)),
        *(("2026-03-05T00:30:00+09:00", 4), ("2026-03-05T01:00+09:00", 5), ("2026-03-05T22:30:00-05:00", 6)),
        *(("2026-03-05 14:30 UTC", 5), ("2026-03-05 10:30 PM GMT", 6), ("2026-03-05 22:30:00 +0530", 6)),
        *(("2026-03-05（周四）T22:00Z", 6), ("2026-03-05T06:30:00.000+0000", 5)),
    ],
)  # fmt: skip
def test_the_time_of_another_zone_is_of_the_day_that_it_is_here(text: str, day: int) -> None:
    assert read(text) == date(2026, 3, day)


@pytest.mark.parametrize("between", [" 至 ", "~", "—", " - "])
def test_from_and_until_with_their_days_are_one_day_or_refused(between: str) -> None:
    assert read(f"2026-03-05 14:30{between}2026-03-05 16:00") == DAY
    with pytest.raises(BadValue, match="应为只有一天的日期（写了 2026-03-05 和 2026-03-06 两天）"):
        read(f"2026-03-05 14:30{between}2026-03-06 9:00")


def test_hours_with_seconds_are_a_stretch_only_where_they_go_forward() -> None:
    assert read("2026-03-05 09:00:00-11:30") == DAY
    with pytest.raises(BadValue):
        read("2026-03-05 11:30:00-09:00")


@pytest.mark.parametrize(("text", "epoch"), [("46086", EPOCH), ("46086.6041666667", EPOCH), ("44624.4", EPOCH_1904)])
def test_a_number_of_days_may_have_the_time_as_a_fraction(text: str, epoch: date) -> None:
    assert read(text, epoch=epoch) == DAY


@pytest.mark.parametrize("text", ["03/05/2026 02:31:00 PM", "3/5/2026, 9:31 AM", "03-05-2026 14:30", "2026-03-05 8:00"])
def test_an_american_day_is_read_where_its_order_is_told(text: str) -> None:
    assert ordered_day("日期", text, DateOrder.MONTH_FIRST) == "2026-03-05"


@given(st.text("0123456789年月日周星期四上午:-/. TAPM（）,", max_size=40), st.none() | st.integers(1, 9999))
def test_any_text_is_a_day_or_refused(text: str, year: int | None) -> None:
    try:
        assert read(text, year=year) - EPOCH < timedelta(10**7)
    except BadValue:
        return
