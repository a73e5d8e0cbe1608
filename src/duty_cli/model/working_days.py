"""Which days are worked: weekends, public holidays (法定节假日) and the days worked instead (补班)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from duty_cli.errors.calendar_errors import HolidaysUnknown
from duty_cli.model.quick_dataclass import dataclass

WEEKDAYS = "一二三四五六日"
_WEEKEND = 5
_DAY = timedelta(days=1)


def weekday(day: date) -> str:
    """The day of the week: 星期三."""
    return f"星期{WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of the years whose holidays are known: the holidays by day with their names, the days worked instead."""

    years: frozenset[int]
    holidays: Mapping[date, str]
    made_up: frozenset[date]

    def rest(self, day: date) -> str | None:
        """Why ``day`` is not worked: the holiday's name, or the day of the weekend; None where it is. Raises HolidaysUnknown."""
        if day.year not in self.years:
            raise HolidaysUnknown(day)
        if day in self.made_up:
            return None
        return self.holidays.get(day) or (weekday(day) if day.weekday() >= _WEEKEND else None)

    def works(self, day: date) -> bool:
        """Whether ``day`` is worked. Raises HolidaysUnknown."""
        return self.rest(day) is None

    def last_of(self, first: date, count: int) -> date:
        """The last of ``count`` (1 or more) working days from ``first`` on, which counts where it is worked. Raises HolidaysUnknown."""
        day, left = first, count - self.works(first)
        while left > 0:
            day += _DAY
            left -= self.works(day)
        return day
