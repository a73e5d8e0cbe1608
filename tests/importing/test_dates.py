from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.file_forms import DateOrder
from duty_cli.parsing.dates import parse_day, typed_day

DAY = date(2026, 3, 5)
FORMS = [
    *("2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", "2026年03月05号", "二〇二六年三月五日"),
    *(
        "２０２６－０３－０５",
        "２０２６年３月５日",
        "2026 年 3 月 5 日",
        " 2026-3-5 ",
        "二○二六年三月五日",
        "二零二六年三月五日",
    ),
]


@pytest.mark.parametrize("text", FORMS)
def test_each_way_of_writing_a_day_is_read(text: str) -> None:
    assert parse_day(text) == DAY


@pytest.mark.parametrize("text", ["3月5日", "三月五日", "３月５日"])
def test_a_day_without_year_needs_the_year_given(text: str) -> None:
    assert parse_day(text, year=2026) == DAY
    with pytest.raises(BadValue, match="带年份的日期"):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("二〇二五年十二月三十一日", (12, 31)), ("二〇二五年十月二十日", (10, 20)), ("二〇二五年一月十一日", (1, 11))],
)
def test_chinese_numerals_count_in_tens(text: str, day: tuple[int, int]) -> None:
    assert parse_day(text) == date(2025, *day)


def test_a_day_with_the_year_last_is_ambiguous_until_its_order_is_told() -> None:
    with pytest.raises(
        BadValue, match="日期“03/04/2024”不符合要求；应为年份在前的日期，如 2026-03-05（日、月的先后无法判断）"
    ):
        parse_day("03/04/2024")
    assert parse_day("03/04/2024", order=DateOrder.DAY_FIRST) == date(2024, 4, 3)
    assert parse_day("03.04.2024", order=DateOrder.MONTH_FIRST) == date(2024, 3, 4)


def test_a_day_with_the_year_first_is_read_whatever_the_order() -> None:
    assert parse_day("2024-03-04", order=DateOrder.DAY_FIRST) == date(2024, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "昨天", "2026-13-01", "2026-02-29", "2026-3/5", "26-3-5", "202635", "45356", "0000-01-01", "2026年3月"),
        *("二〇二六年百月五日", "二〇二六年三月十十日", "2026-03-05 10:00", "٢٠٢٦-٠٣-٠٥"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="不符合要求；应为"):
        parse_day(text, year=2026)


def test_a_refusal_names_the_heading() -> None:
    with pytest.raises(BadValue, match="任职日期“x”"):
        parse_day("x", heading="任职日期")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_from_every_numeric_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {parse_day(form) for form in forms} == {day}


@given(st.text(max_size=12), st.none() | st.integers(-5, 99_999), st.none() | st.sampled_from(DateOrder))
def test_any_text_is_a_day_or_refused(text: str, year: int | None, order: DateOrder | None) -> None:
    try:
        parse_day(text, year=year, order=order)
    except BadValue:
        return


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("text", [*FORMS, "3月5日", "3.5", "03-05", "3/5", "３．５", "三月五日", "3 月 5 号"])
def test_at_the_desk_every_form_of_a_file_and_the_short_ones_are_read(text: str) -> None:
    assert typed_day(text, MONDAY) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("今天", (11, 23)), ("今日", (11, 23)), ("昨天", (11, 22)), ("前天", (11, 21)), ("明天", (11, 24))),
        *(("后天", (11, 25)), ("上周五", (11, 20)), ("上星期一", (11, 16)), ("上周日", (11, 22)), ("本周三", (11, 25))),
    ],
)
def test_a_day_may_be_told_from_today(text: str, day: tuple[int, int]) -> None:
    assert typed_day(text, MONDAY) == date(2026, *day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("11.23", date(2026, 11, 23)), ("11.24", date(2025, 11, 24)), ("12月31日", date(2025, 12, 31))),
        *(("3日", date(2026, 11, 3)), ("23号", MONDAY), ("24日", date(2026, 10, 24)), ("31日", date(2026, 10, 31))),
        *(("三十日", date(2026, 10, 30)), ("1.1", date(2026, 1, 1))),
    ],
)
def test_without_a_year_it_is_the_latest_such_day_up_to_today(text: str, day: date) -> None:
    assert typed_day(text, MONDAY) == day


def test_a_leap_day_is_completed_in_its_year_and_asked_about_later() -> None:
    assert typed_day("2.29", date(2028, 3, 1)) == date(2028, 2, 29)
    assert typed_day("3.2", date(2028, 3, 1)) == date(2027, 3, 2)
    with pytest.raises(BadValue, match=r"日期“2.29”不符合要求；应为带年份的日期，如 2026年3月5日"):
        typed_day("2.29", MONDAY)


@pytest.mark.parametrize(
    ("text", "day"), [("12.1", date(2026, 12, 1)), ("1月5日", date(2027, 1, 5)), ("10-30", date(2026, 10, 30))]
)
def test_what_may_lie_ahead_is_the_only_such_day_near_today(text: str, day: date) -> None:
    assert typed_day(text, MONDAY, near=True) == day


@pytest.mark.parametrize(("text", "wanted"), [("5.20", "带年份的日期，如"), ("3日", "带月份的日期，如 3月5日")])
def test_what_may_lie_ahead_and_is_not_clear_is_refused(text: str, wanted: str) -> None:
    with pytest.raises(BadValue, match=f"起日“{text}”不符合要求；应为{wanted}"):
        typed_day(text, MONDAY, heading="起日", near=True)


@pytest.mark.parametrize(
    ("text", "day"), [("12.30", date(2025, 12, 30)), ("1.3", date(2026, 1, 3)), ("2日", date(2026, 1, 2))]
)
def test_a_last_day_is_the_first_such_day_from_the_first_day_on(text: str, day: date) -> None:
    assert typed_day(text, MONDAY, since=date(2025, 12, 30)) == day


@pytest.mark.parametrize(
    "text", ["", "3", "13日前", "周五", "下周五", "大前天", "202603", "初三", "11.3日", "百日", "a\nb"]
)
def test_what_is_no_day_at_the_desk_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadValue, match=r"应为日期，如 2026-03-05、3月5日、3.5、5日、昨天或上周五"):
        typed_day(text, MONDAY)


@pytest.mark.parametrize("text", ["13.1", "2月30日", "4-31", "32日", "0日", "0.0", "0.5", "2026-02-29", "三月十十日"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="应为存在的日期"):
        typed_day(text, MONDAY)


def test_a_refusal_is_one_line_whatever_was_typed() -> None:
    with pytest.raises(BadValue, match="日期“a（换行）b”不符合要求"):
        typed_day("a\nb", MONDAY)


def test_the_year_last_is_ambiguous_at_the_desk_too() -> None:
    with pytest.raises(BadValue, match="日、月的先后无法判断"):
        typed_day("03/04/2026", MONDAY)


def test_a_file_knows_neither_yesterday_nor_a_day_alone() -> None:
    for text in ("昨天", "3日", "11.3"):
        with pytest.raises(BadValue, match="应为日期，如 2026-03-05、2026年3月5日或 20260305"):
            parse_day(text, year=2026)


@given(st.dates(date(2000, 3, 1), date(2100, 1, 1)), st.integers(0, 364))
def test_every_day_of_the_year_up_to_today_can_be_typed_without_its_year(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    typed = {typed_day(f"{day.month}{sign}{day.day}", today) for sign in "-/."}
    assert typed == {day}


@given(
    st.text("今昨天上周本前日号月年一三十0123.-/", max_size=8),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.booleans(),
)
def test_any_text_typed_is_a_day_or_refused(text: str, today: date, near: bool) -> None:
    try:
        typed_day(text, today, near=near)
    except BadValue:
        return
