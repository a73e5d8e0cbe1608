"""Refusals about budgets and spending (委员活动经费)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError, UsageError, nearest


class SeveralPurses(UsageError):
    """A budget is for one thing, spending is charged to one group."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}；请只写一项")


class NotMoney(DutyError):
    """An amount of nothing, or of less than nothing where that cannot be."""

    column = "金额"

    def __init__(self, amount: object, wanted: str) -> None:
        super().__init__(f"金额 {amount} 元不符合要求；{wanted}")


class UnknownGroup(DutyError):
    """Nobody belongs to such a group in the year."""

    column = "组别"

    def __init__(self, what: str, name: str, year: int, groups: Sequence[str]) -> None:
        hint = nearest(name, groups) or "请核对名称，不属于任何组别的空着"
        super().__init__(f"{year} 年名册上没有{what}“{name}”；{hint}")


class GroupOfTwoSorts(DutyError):
    """The name is that of groups of several groupings."""

    column = "组别"

    def __init__(self, name: str, sorts: Sequence[str]) -> None:
        super().__init__(f"组别“{name}”既是{'，又是'.join(sorts)}；请用 duty fund spend 登记这一笔，写明是哪一种组别")


class TwoUnits(DutyError):
    """A sheet names several units of its amounts, or one that is not read."""

    def __init__(self, file: str, units: Sequence[str]) -> None:
        super().__init__(f"{file} 的金额单位写作{'、'.join(units)}，不能确定；请只写一处，元、千元或万元")


class UnknownActivity(DutyError):
    """No activity of that name is planned or was held in the year."""

    column = "活动"

    def __init__(self, name: str, year: int, names: Sequence[str]) -> None:
        hint = nearest(name, names) or "请先用 duty plan add 列入计划，或用 duty attend 登记出席"
        super().__init__(f"{year} 年没有名为“{name}”的活动；{hint}")


class BudgetThere(DutyError):
    """The purse has a budget, and nobody said that this one is beside it."""

    def __init__(self, year: int, purse: object, amount: object, seq: object) -> None:
        super().__init__(
            f"{year} 年{purse}已有预算 {amount} 元（序号 {seq}）；追加请加 --further，改正请先用 duty void {seq} 冲正"
        )


class BudgetSpent(DutyError):
    """A budget is to be taken back on which spending rests."""

    def __init__(self, year: int, purse: object, spent: object, left: object) -> None:
        super().__init__(
            f"{year} 年{purse}已支出 {spent} 元，冲正后预算只有 {left} 元，未写入任何内容；"
            f"请先按正确的金额追加（duty fund budget … --further），再冲正这一条"
        )


class OverBudget(DutyError):
    """More would be spent than is left, and nobody approved it."""

    column = "金额"

    def __init__(self, year: int, purse: object, amount: object, left: object) -> None:
        super().__init__(
            f"{year} 年{purse}预算只余 {left} 元，不够支出 {amount} 元，未写入任何内容；经批准超支的请用 --approved-by 写明批准人"
        )


class NoBudget(DutyError):
    """Nothing that the spending is charged to has a budget, and nobody approved it."""

    column = "金额"

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年没有可以列支的预算，未写入任何内容；请先用 duty fund budget 登记预算，或用 --approved-by 写明批准人"
        )


class SpendingThere(DutyError):
    """The spending stands in the ledger already, or is twice in the file."""

    column = "凭证号"

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what}{where}；确为另一笔的，请写明各自的凭证号（如加 -1、-2）")


class SpendingDiffers(DutyError):
    """The ledger holds a payment of that voucher which is not the same."""

    column = "凭证号"

    def __init__(self, what: str, seq: object) -> None:
        super().__init__(
            f"账本中已登记为 {what}（序号 {seq}），与本行不同；登错的请先用 duty void {seq} 冲正，另一笔的请写明各自的凭证号（如加 -1、-2）"
        )


class SpendingLater(DutyError):
    """Nothing is spent on a day to come."""

    column = "日期"

    def __init__(self, on: date, today: date) -> None:
        super().__init__(f"支出日期 {on} 晚于今天 {today}；请核对日期，尚未支出的不登记")


class PaidBackMore(DutyError):
    """More would be paid back than was spent."""

    column = "金额"

    def __init__(self, amount: object, spent: object) -> None:
        super().__init__(
            f"冲减 {amount} 元，而这一年列入同一组别、同一活动的支出只有 {spent} 元；请核对金额，并写明原来列入的组别和活动"
        )
