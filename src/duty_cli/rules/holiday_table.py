"""The door to holidays: a kept library (chinesecalendar), and over it the office's table (``rules/holidays.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from duty_cli.errors.calendar_errors import HolidayProblems
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.working_days import WorkingDays
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Day, Text, as_list, refuse
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

_FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}
"""Holidays that have one day in every year: a table of a whole year that lacks one of them is not whole."""
_LONGEST = 31


def _year(text: object) -> int:
    if isinstance(text, str) and text.isdecimal() and text.isascii() and len(text) == 4:
        return int(text)
    return refuse(f"“{text}”不是年份" if isinstance(text, str) else "这里应是年份", "应写成四位数字，如 2027")


class HolidayForm(ClosedForm):
    """A holiday: its first day and its last, weekends between them included."""

    name: Text
    """假日的名称，如 春节"""
    from_: Annotated[Day, Field(alias="from")]
    """第一天"""
    to: Day | None = None
    """最后一天（含）；只放一天的不写，其间的周末一并算在内"""

    @property
    def days(self) -> Iterator[date]:
        """Every day of it."""
        last = self.to or self.from_
        return (self.from_ + timedelta(days=at) for at in range((last - self.from_).days + 1))


class HolidayYearForm(ClosedForm):
    """The holidays of a year, and the days of weekends that are worked instead."""

    year: Annotated[int, PlainValidator(_year)]
    """年份"""
    paper: Text | None = None
    """依据的文号"""
    holidays: tuple[HolidayForm, ...] = ()
    """放假的日子"""
    workdays: Annotated[tuple[Day, ...], BeforeValidator(as_list)] = ()
    """周末照常上班的日子"""


class HolidaysForm(ClosedForm):
    """A whole table."""

    format: Literal["duty-holidays/1"]
    """文件格式"""
    years: tuple[HolidayYearForm, ...] = ()
    """自带日历没有的年份，和与自带日历不同的日子"""


def load_holidays(name: str, data: bytes) -> WorkingDays:
    """The calendar: the library's, with the days that the table says in their place. Raises HolidayProblems."""
    source, problems = yaml_reader.read(name, data)
    form, found = (None, []) if source is None else validation_messages.fill(HolidaysForm, source)
    if form is None or source is None or problems:
        raise HolidayProblems([*problems, *found])
    known = _library()
    wrong = list(_problems(form, source, known.years))
    if wrong:
        raise HolidayProblems(wrong)
    said = {day: one.name for year in form.years for one in year.holidays for day in one.days}
    worked = frozenset(day for year in form.years for day in year.workdays)
    holidays = {day: what for day, what in known.holidays.items() if day not in worked} | said
    years = known.years | {one.year for one in form.years}
    return WorkingDays(years, holidays, (known.made_up - said.keys()) | worked)


def _library() -> WorkingDays:
    """What the library knows, from its first year to its last."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    names = {one.value: one.chinese for one in Holiday}
    years = frozenset(range(min(holidays).year, max(holidays).year + 1))
    return WorkingDays(years, {day: names[what] for day, what in holidays.items()}, frozenset(workdays))


def _problems(form: HolidaysForm, source: SourceMap, known: frozenset[int]) -> Iterator[Problem]:
    for at, year in enumerate(form.years):
        loc: Loc = ("years", at)
        if year.year in {one.year for one in form.years[:at]}:
            yield source.problem((*loc, "year"), f"{year.year} 年写了两次", "请合在一处")
        yield from _day_problems(year, source, loc)
        if year.year not in known:
            yield from _lacking(year, source, loc)


def _day_problems(year: HolidayYearForm, source: SourceMap, loc: Loc) -> Iterator[Problem]:
    """Holidays that end before they begin, days of another year, and days that are worked and not."""
    free: dict[date, str] = {}
    for at, one in enumerate(year.holidays):
        here: Loc = (*loc, "holidays", at)
        last = one.to or one.from_
        if not 0 <= (last - one.from_).days < _LONGEST:
            yield source.problem((*here, "to"), f"{one.name} {one.from_} 至 {last}，日期不符", "请核对起止日期")
            continue
        if {one.from_.year, last.year} != {year.year}:
            yield source.problem((*here, "from"), f"{one.name}有不在 {year.year} 年的日期", "跨年的分写在各自的年份下")
        twice = [day for day in one.days if day in free]
        if twice:
            yield source.problem((*here, "from"), f"{twice[0]} 已列为{free[twice[0]]}", "一天只写一次")
        free |= dict.fromkeys(one.days, one.name)
    for at, day in enumerate(year.workdays):
        if day.year != year.year:
            yield source.problem((*loc, "workdays", at), f"{day} 不在 {year.year} 年", "请写在它的年份下")
        if day in free:
            yield source.problem((*loc, "workdays", at), f"{day} 既列为{free[day]}，又列为补班", "请删去一处")


def _lacking(year: HolidayYearForm, source: SourceMap, loc: Loc) -> Iterator[Problem]:
    """A year that the library does not know has to be told whole."""
    free = {day for one in year.holidays for day in one.days}
    missing = [(date(year.year, *day), name) for day, name in _FIXED.items() if date(year.year, *day) not in free]
    if missing:
        day, name = missing[0]
        what = f"自带的日历没有 {year.year} 年，这里又没有写全：缺 {day} {name}"
        yield source.problem((*loc, "year"), what, "请按国务院办公厅的通知写全该年各节假日和补班日")
