"""Refusals about yearly reports and accounts handed in (收件)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError


class NothingHandedIn(DutyError):
    """Of that kind nothing is handed in year by year."""

    column = "履职事项"

    def __init__(self, kind: str, kinds: Sequence[str]) -> None:
        some = f"按年度提交的有：{'、'.join(kinds)}" if kinds else "规则文件没有属于述职的最低要求（about: 述职）"
        super().__init__(f"“{kind}”不是按年度提交的报告或述职；{some}；其他事项请用 duty record 登记")


class HandedInTooEarly(DutyError):
    """Something of a year is said to be handed in before the year began."""

    column = "日期"

    def __init__(self, year: int, on: date, first: date) -> None:
        super().__init__(f"{year} 年度从 {first} 开始，不能在 {on} 提交该年度的报告或述职；请核对日期和年度")


class HandedInBefore(DutyError):
    """The same is handed in a second time."""

    def __init__(self, member: object, what: str, on: date, seq: object) -> None:
        super().__init__(
            f"{member} 的 {what}已于 {on} 提交（序号 {seq}），不再登记；"
            f"登记有误的，请先用 duty void {seq} --reason 原因 冲正"
        )


class NothingOutstanding(DutyError):
    """A reminder is wanted by a member who handed in everything."""

    def __init__(self, member: object, year: int) -> None:
        super().__init__(f"{member} {year} 年度没有未提交的报告或述职，不需要提醒；可用 duty hand-in list {year} 查看")
