"""Refusals about years of assessment that are closed (结账), or not yet."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError


class YearClosed(DutyError):
    """Something is to be entered, reversed or corrected in a year that is closed."""

    column = "日期"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度已结账，这一年的记录不能再登记、冲正或更正；确需改动，"
            f"请先用 duty close-year {year} --reopen --reason 原因 重新开账"
        )


class YearOpen(DutyError):
    """A letter is wanted on a year whose results are not final."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度尚未结账，得分和等次为暂计，不能出具函件；年度结束、登记齐全后，请用 duty close-year {year} 结账"
        )


class YearNotOver(DutyError):
    """A year is to be closed whose last day has not passed."""

    def __init__(self, year: int, last: object) -> None:
        super().__init__(f"{year} 年度到 {last} 结束，尚未结束，不能结账；请在此后结账")


class NothingToClose(DutyError):
    """A year is to be closed of which the ledger holds no record."""

    def __init__(self, year: int) -> None:
        super().__init__(f"账本中没有 {year} 年度的履职记录，不能结账；请核对年度")


class AlreadyClosed(DutyError):
    """A year is to be closed that is."""

    def __init__(self, year: int, seq: object) -> None:
        super().__init__(f"{year} 年度已结账（序号 {seq}），未作任何改动")


class NotClosed(DutyError):
    """A year is to be opened again that is open."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year} 年度没有结账，不需要重新开账；请核对年度")


class StillOpen(DutyError):
    """A year is to be closed in which something is still open: ``lines`` say what."""

    exit_code = 1

    def __init__(self, year: int, lines: Sequence[str]) -> None:
        listed = "\n".join(lines)
        super().__init__(
            f"{year} 年度还有未了事项，没有结账：\n{listed}\n请补齐后再结账；确定就此结账的，请加 --although-open"
        )
