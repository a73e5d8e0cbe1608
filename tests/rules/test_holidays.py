"""Working days: the kept library, the office's table over it, and a year that neither knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.calendar_errors import HolidayProblems, HolidaysUnknown
from duty_cli.model.working_days import WorkingDays
from duty_cli.rules.holiday_table import load_holidays

SHIPPED = Path(__file__).parents[2] / "rules" / "holidays.yaml"
WHOLE = (
    "{name: 元旦, from: 2031-01-01}",
    "{name: 劳动节, from: 2031-05-01, to: 2031-05-05}",
    "{name: 国庆节, from: 2031-10-01, to: 2031-10-07}",
)


def table(year: int, *holidays: str, workdays: str = "[]") -> bytes:
    said = f"format: duty-holidays/1\nyears:\n  - year: {year}\n    holidays: [{', '.join(holidays)}]\n"
    return f"{said}    workdays: {workdays}\n".encode()


def days(data: bytes) -> WorkingDays:
    return load_holidays("holidays.yaml", data)


@pytest.fixture(scope="module")
def shipped() -> WorkingDays:
    return days(SHIPPED.read_bytes())


@pytest.mark.parametrize(
    ("day", "rest"),
    [
        ("2026-02-13", None),
        ("2026-02-14", None),  # a Saturday worked for the spring festival
        ("2026-02-17", "春节"),
        ("2026-02-23", "春节"),  # a Monday
        ("2026-03-07", "星期六"),
        ("2026-10-01", "国庆节"),
        ("2026-09-20", None),  # a Sunday worked for the national day
    ],
)
def test_the_library_tells_holidays_weekends_and_days_worked_instead(
    shipped: WorkingDays, day: str, rest: str | None
) -> None:
    assert shipped.rest(date.fromisoformat(day)) == rest


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        ("2026-03-02", 5, "2026-03-06"),
        ("2026-03-07", 1, "2026-03-09"),  # begins on a Saturday
        ("2026-09-30", 5, "2026-10-12"),  # the seven days off, then Saturday the 10th is worked and Sunday not
        ("2026-02-13", 2, "2026-02-14"),
    ],
)
def test_so_many_working_days_end_after_holidays_and_with_days_made_up(
    shipped: WorkingDays, first: str, count: int, last: str
) -> None:
    assert shipped.last_of(date.fromisoformat(first), count) == date.fromisoformat(last)


def test_a_year_that_nobody_knows_is_an_error_that_tells_the_way(shipped: WorkingDays) -> None:
    with pytest.raises(HolidaysUnknown, match=r"不知道 2031 年的节假日安排.*写入 rules/holidays.yaml"):
        shipped.works(date(2031, 3, 3))
    last = max(shipped.years)
    with pytest.raises(HolidaysUnknown, match=str(last + 1)):
        shipped.last_of(date(last, 12, 31), 5)


def test_a_year_told_whole_is_known() -> None:
    known = days(table(2031, *WHOLE, workdays="[2031-04-26]"))
    assert known.rest(date(2031, 5, 5)) == "劳动节"
    assert known.works(date(2031, 4, 26))
    assert known.rest(date(2031, 4, 27)) == "星期日"


def test_what_the_table_says_holds_over_the_library() -> None:
    known = days(table(2026, "{name: 防台风停工, from: 2026-08-12}", workdays="[2026-10-07, 2026-08-15]"))
    assert known.rest(date(2026, 8, 12)) == "防台风停工"
    assert known.works(date(2026, 8, 15))
    assert known.works(date(2026, 10, 7))
    assert known.rest(date(2026, 10, 6)) == "国庆节"


def test_a_day_made_up_can_be_taken_back() -> None:
    assert days(table(2026, "{name: 调整, from: 2026-02-14}")).rest(date(2026, 2, 14)) == "调整"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (table(2031, *WHOLE[1:]), "这里又没有写全：缺 2031-01-01 元旦"),
        (table(2031, *WHOLE, workdays="[2031-05-02]"), "2031-05-02 既列为劳动节，又列为补班"),
        (table(2026, "{name: 元旦, from: 2026-01-03, to: 2026-01-01}"), "元旦 2026-01-03 至 2026-01-01，日期不符"),
        (table(2026, "{name: 元旦, from: 2025-12-31, to: 2026-01-01}"), "元旦有不在 2026 年的日期"),
        (table(2026, WHOLE[0]), "元旦有不在 2026 年的日期"),
        (table(2026, *["{name: 元旦, from: 2026-01-01}"] * 2), "2026-01-01 已列为元旦"),
        (table(2026, workdays="[2025-01-04]"), "2025-01-04 不在 2026 年"),
        (table(2026, "{name: 元旦, form: 2026-01-01}"), "这里没有“form”这一项"),
        (table(26), "“26”不是年份；应写成四位数字"),
        (table(2026) + b"  - year: 2026\n", "2026 年写了两次"),
        (b"format: duty-holidays/2\nyears: []\n", "duty-holidays/1"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_way_out(data: bytes, fault: str) -> None:
    with pytest.raises(HolidayProblems, match=r"holidays.yaml:\d+") as refused:
        days(data)
    assert fault in str(refused.value)
