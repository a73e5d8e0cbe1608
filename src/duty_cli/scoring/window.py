"""Windows: the weeks, months and quarters into which a year falls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from duty_cli.domain.conditions import AppliesTo, ever_concerns
from duty_cli.domain.items import WindowUnit
from duty_cli.domain.members import Member
from duty_cli.domain.periods import Period


def windows(
    clock: WindowUnit | None, year: Period, member: Member, who: AppliesTo | None = None, until: date = date.max
) -> list[Period]:
    """The windows of ``year`` begun by ``until``, in order, in which ``member`` was in office and a rule for ``who`` applied.

    The whole year without a clock.
    """
    if clock is None:
        return [year]
    begun = (days for days in _cut(clock, year) if days.first <= until and member.serves_in(days))
    return [days for days in begun if who is None or ever_concerns(who, member, days, year)]


def _cut(clock: WindowUnit, year: Period) -> list[Period]:
    """The year cut at the clock's first days; the first and the last window may be shorter."""
    found = []
    first = year.first
    while first <= year.last:
        after = _next(clock, first)
        found.append(Period(first, min(after - timedelta(days=1), year.last)))
        first = after
    return found


def _next(clock: WindowUnit, day: date) -> date:
    """The first day of the window after that of ``day``; weeks begin on Monday."""
    match clock:
        case WindowUnit.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case WindowUnit.MONTH:
            return _month_after(day.year, day.month)
        case WindowUnit.QUARTER:
            return _month_after(day.year, 3 * ((day.month - 1) // 3) + 3)
        case _:
            assert_never(clock)


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)
