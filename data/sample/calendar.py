"""Days on which a committee meets: Monday to Friday, outside the public holidays of 2023 to 2025."""

from __future__ import annotations

from datetime import date, timedelta

YEARS = (2023, 2024, 2025)

TERM_FIRST = date(2022, 1, 1)

PLENARY = {2023: date(2023, 2, 6), 2024: date(2024, 1, 22), 2025: date(2025, 1, 14)}
"""The first day of each year's 全体会议."""

SESSION = {2023: "二", 2024: "三", 2025: "四"}
"""The number of each year's plenary session within the term."""

_HOLIDAYS = (
    *((date(2023, 1, 21), 7), (date(2023, 4, 5), 1), (date(2023, 4, 29), 5), (date(2023, 6, 22), 3), (date(2023, 9, 29), 8)),
    *((date(2024, 2, 10), 8), (date(2024, 4, 4), 3), (date(2024, 5, 1), 5), (date(2024, 6, 10), 1), (date(2024, 9, 15), 3)),
    *((date(2024, 10, 1), 7), (date(2025, 1, 28), 8), (date(2025, 4, 4), 3), (date(2025, 5, 1), 5), (date(2025, 5, 31), 3)),
    *((date(2025, 10, 1), 8), (date(2023, 1, 1), 2), (date(2024, 1, 1), 1), (date(2025, 1, 1), 1)),
)  # fmt: skip


def working_day(year: int, month: int, day: int) -> date:
    """That day, or the next on which offices work; ``day`` may run past the end of the month."""
    found = date(year, month, 1) + timedelta(days=day - 1)
    while found.weekday() > 4 or any(first <= found < first + timedelta(days=days) for first, days in _HOLIDAYS):
        found += timedelta(days=1)
    return found


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter of a day."""
    return day.year, (day.month + 2) // 3
