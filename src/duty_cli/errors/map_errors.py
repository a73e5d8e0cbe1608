"""Refusals about foreign files that a map reads: several records in a row, and the time that somebody stayed."""

from __future__ import annotations

from datetime import datetime

from duty_cli.errors.base import DutyError


class MemberTwice(DutyError):
    """A member stands twice in one row of a foreign file, which has a record for each of several."""

    column = "姓名"

    def __init__(self, member: object) -> None:
        super().__init__(f"这一行里 {member} 出现两次；请核对，同一人只写一次")


class NoTimeSpent(DutyError):
    """A length of time that must be more than nothing is nothing."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}是 0；{advice}")


class NoStaySaid(DutyError):
    """A cell that says how long somebody stayed, or the meeting took, is empty."""

    def __init__(self, heading: str) -> None:
        super().__init__(f"“{heading}”是空的；请补上，没有参加的行用 only 或 except 略过")


class WrongWay(DutyError):
    """Somebody, or a meeting, ends before it begins."""

    def __init__(self, began: tuple[str, datetime], ended: tuple[str, datetime]) -> None:
        (first, since), (last, until) = began, ended
        super().__init__(f"“{last}”{until:%H:%M:%S} 早于“{first}”{since:%H:%M:%S}；请核对原表，跨过零点的要写明日期")
