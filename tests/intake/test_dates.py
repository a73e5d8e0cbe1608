from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.domain.mapping import DateOrder
from duty_cli.errors import BadValue
from duty_cli.intake.dates import parse_day

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
