"""Refusals of a watch (预警): there is nothing to watch, or no more."""

from __future__ import annotations

from duty_cli.errors.base import DutyError


class YearSettled(DutyError):
    """A watch is wanted on a year whose results are final."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度已结账，结果已定，不再预警；可用 duty annual-evaluation {year} 查看，"
            f"确需改动请先用 duty close-year {year} --reopen --reason 原因 重新开账"
        )


class NoSuchWarning(DutyError):
    """A warning is named by a number that its list does not have."""

    def __init__(self, number: int, count: int) -> None:
        have = f"有 1 至 {count} 号" if count else "没有预警"
        super().__init__(f"没有 {number} 号预警，该清单{have}；请用同样的 duty watch 命令列出，核对第一列的预警号")


class WatchTooEarly(DutyError):
    """A watch is wanted on a year that has not begun."""

    def __init__(self, year: int, first: object) -> None:
        super().__init__(f"{year} 年度从 {first} 开始，尚未开始，没有可以预警的；请核对年度")
