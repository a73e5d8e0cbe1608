"""Stretches of days. Every range in this project includes its first day and its last day, as offices write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")


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
        """The quarter ``2026-Q3`` names, or None."""
        found = _QUARTER.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2])) if found else None

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which ``day`` lies."""
        return cls(day.year, (day.month + 2) // 3)

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

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarters_in(period: Period) -> Iterator[Quarter]:
    """The quarters that share a day with ``period``, in order."""
    quarter = Quarter.of(period.first)
    while quarter.period.first <= period.last:
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
