"""Refusals about holidays and working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError, RulesError


class HolidayProblems(RulesError):
    """The table of holidays (``rules/holidays.yaml``) cannot be used; ``problems`` are told a line each."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n节假日表共 {len(problems)} 处问题，未登记任何内容；请改正后重新执行")


class CalendarProblems(RulesError):
    """The office's calendar (``rules/calendar.yaml``) cannot be used; ``problems`` are told a line each."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n工作日历文件共 {len(problems)} 处问题；请改正后重新执行")


class HolidaysUnknown(DutyError):
    """Nobody has said which days of that year are holidays."""

    column = "日期"

    def __init__(self, day: date) -> None:
        super().__init__(
            f"不知道 {day.year} 年的节假日安排，不能判断 {day} 是不是工作日；"
            f"请把国务院办公厅公布的 {day.year} 年放假、补班日期写入 rules/holidays.yaml"
        )
