"""Refusals about cells of workbooks that do not say any more what was typed into them."""

from __future__ import annotations

from datetime import date

from duty_cli.errors.base import DutyError

_WAY = "请把该列设为文本后重填"


class DayForText(DutyError):
    """A spreadsheet took for a day what was typed into a column that is not of days: 2-15, 2026-1, or 7/12 for a share."""

    def __init__(self, heading: str, day: date, *, as_share: bool) -> None:
        self.column = heading
        sign = "/" if as_share else "-"
        typed = f"{day.month}{sign}{day.day}"
        if day.day == 1 and not as_share:
            typed = f"{day.year}-{day.month} 或 {typed}"
        super().__init__(f"{heading}是日期（大概是 {typed} 被表格软件改成了日期）；{_WAY}")


class TimeForText(DutyError):
    """A spreadsheet took for a time what was typed into a column that is not of times."""

    def __init__(self, heading: str, time: str) -> None:
        self.column = heading
        super().__init__(f"{heading}是时间 {time}（大概是 1:30 一类的文字被表格软件改成了时间）；{_WAY}")


class InexactNumber(DutyError):
    """A number of which a spreadsheet does not keep all digits."""

    def __init__(self, heading: str, number: str) -> None:
        self.column = heading
        super().__init__(f"{heading}是数字 {number}，位数超过表格软件能够准确保留的（15 位），末几位已不可靠；{_WAY}")
