"""Refusals about the next term: its number and days, and who is who in its roster."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError


class NotTheNextTerm(DutyError):
    """Terms follow one another."""

    def __init__(self, number: int, last: object, wanted: int) -> None:
        super().__init__(f"账本的最后一届是{last}，下一届是第{wanted}届，不能开始第{number}届；请核对届次")


class TermBegun(DutyError):
    """The term is in the ledger, and no roster is given."""

    def __init__(self, term: object) -> None:
        super().__init__(f"{term} 已经登记；导入该届名册请加 --roster 文件，届期有误请用 duty undo 批次 撤销后重新登记")


class TermDaysNeeded(DutyError):
    """A term is to begin of which the days are not said."""

    def __init__(self, number: int) -> None:
        super().__init__(f"第{number}届的届期没有写明；请用 --from 和 --until 写明第一天和最后一天")


class TermTooEarly(DutyError):
    """The next term would begin before the last one has lasted a day."""

    def __init__(self, first: object, last: object) -> None:
        super().__init__(f"届期第一天 {first} 应晚于{last}的第一天；请核对 --from")


class WhoIsMeant(DutyError):
    """A name of the new roster may be a member of before or not."""

    def __init__(self, name: str, bearers: Sequence[str]) -> None:
        super().__init__(
            f"“{name}”可能是原有的 {'、'.join(bearers)}；请在名册加“原编号”一列，填这名委员原来的编号，是另一人的填“新”"
        )


class FormerUnknown(DutyError):
    """Nobody bore that number before, or somebody of another name."""

    def __init__(self, number: str, said: str) -> None:
        super().__init__(f"原编号“{number}”{said}；请核对原编号和姓名")


class TwiceInRoster(DutyError):
    """Two rows of the new roster are the same member of before."""

    def __init__(self, member: object, other: str) -> None:
        super().__init__(f"与编号 {other} 的同为原有的 {member}；请核对编号和原编号")
