"""Stretches of days, years of assessment, quarters and terms. Every range includes its first and its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

_QUARTER = pattern(r"(\d{4})(?:-?[Qq]([1-4])|年第?([1-4一二三四])季度)")


YEARS = range(1900, 3000)
"""The years that can be meant; a calendar ends where its year after or before has no name."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def until(self, last: date) -> Period:
        """The part of the period up to ``last``."""
        return Period(self.first, min(self.last, last))

    def __str__(self) -> str:
        return f"{self.first.isoformat()} 至 {self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The day on which every year of assessment (考核年度) ends, by default the calendar's (T1, T2)."""

    month: int = 12
    day: int = 31

    def of(self, year: int) -> Period:
        """The days of the year that ends in the calendar year ``year``."""
        before, last = date(year - 1, self.month, self.day), date(year, self.month, self.day)
        return Period(before + timedelta(days=1), last)

    def year_on(self, day: date) -> int:
        """The year to which ``day`` belongs."""
        return day.year + ((day.month, day.day) > (self.month, self.day))

    def around(self, day: date) -> Period:
        """The days of the year to which ``day`` belongs."""
        return self.of(self.year_on(day))


def year_of(year: int) -> Period:
    """The calendar year ``year``."""
    return YearEnd().of(year)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a calendar year; ``number`` is 1 to 4 (§11, 一季一统计)."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter | None:
        """The quarter that ``2026-Q3`` or 2026年第三季度 names, or None."""
        found = _QUARTER.fullmatch(text.strip())
        if found is None or int(found[1]) not in YEARS:
            return None
        return cls(int(found[1]), "1234一二三四".index(found[2] or found[3]) % 4 + 1)

    @classmethod
    def of(cls, day: date, ends: YearEnd | None = None) -> Quarter:
        """The quarter in which ``day`` lies, where years end on ``ends`` (by default the calendar's)."""
        quarter = cls(day.year, (day.month + 2) // 3)
        days = quarter.under(ends or YearEnd())
        return quarter.before if day < days.first else quarter.after if day > days.last else quarter

    @property
    def period(self) -> Period:
        """Its days."""
        month = 3 * self.number - 2
        after = date(self.year + 1, 1, 1) if month == 10 else date(self.year, month + 3, 1)
        return Period(date(self.year, month, 1), after - timedelta(days=1))

    @property
    def after(self) -> Quarter:
        """The quarter after it, over the turn of the year."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def before(self) -> Quarter:
        """The quarter before it, over the turn of the year."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def under(self, ends: YearEnd) -> Period:
        """Its days where years end on ``ends``: a year's last day near the end of a quarter takes the place of that end.

        So four quarters are a year: the first begins with it, on 21 December say, and the last ends with it.
        """
        return Period(self.before._end(ends) + timedelta(days=1), self._end(ends))

    def _end(self, ends: YearEnd) -> date:
        last = self.period.last
        found = (ends.of(year).last for year in range(last.year - 1, last.year + 2))
        return next((day for day in found if _nearest_end(day) == last), last)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def _nearest_end(day: date) -> date:
    """The last day of the calendar quarter that ends nearest to ``day``, the same in leap years as in others."""
    quarter, common = (Quarter(one.year, (one.month + 2) // 3) for one in (day, day.replace(year=2001)))
    at = day.replace(year=2001)
    own = common.period.last - at <= at - common.before.period.last
    return quarter.period.last if own else quarter.before.period.last


def quarters_in(period: Period, ends: YearEnd | None = None) -> Iterator[Quarter]:
    """The quarters that share a day with ``period``, in order."""
    ends = ends or YearEnd()
    quarter = Quarter.of(period.first, ends)
    while quarter.under(ends).first <= period.last:
        yield quarter
        quarter = quarter.after


@dataclass(frozen=True, slots=True)
class Term:
    """One term (届) of the committee."""

    number: int
    period: Period

    def years(self) -> Iterator[int]:
        """The calendar years it touches."""
        return iter(range(self.period.first.year, self.period.last.year + 1))

    def __str__(self) -> str:
        return f"第{self.number}届 {self.period}"
