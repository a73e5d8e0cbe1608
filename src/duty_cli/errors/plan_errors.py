"""Refusals about activities planned ahead (活动计划)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import Doubtful


class NoPlan(DutyError):
    """No standing plan has that seq."""

    def __init__(self, seq: object) -> None:
        super().__init__(f"账本中没有序号 {seq} 的活动计划，或已改期、取消；可用 duty plan list 年度 查看序号")


class PlanInPast(DutyError):
    """What is over is not planned any more."""

    column = "日期"

    def __init__(self, on: date, today: date) -> None:
        super().__init__(f"日期 {on} 早于今天 {today}，不再作计划；已举行的活动请直接登记出席情况")


class PlanOnRestDay(DutyError):
    """A holiday or a weekend, and nobody said that the activity is held all the same."""

    column = "日期"

    def __init__(self, on: date, why: str) -> None:
        super().__init__(f"{on} 是{why}，不是工作日，未写入任何内容；确在这一天举行的请加 --on-rest-day，否则请改日期")


class PlanThere(DutyError):
    """The same activity is planned already."""

    def __init__(self, event: object, seq: object) -> None:
        super().__init__(
            f"{event} 已列入活动计划（序号 {seq}）；改期请用 duty plan move {seq}，另一次活动请写不同的名称"
        )


class PlanHeld(DutyError):
    """The sheet of the activity has been entered: it is no plan any more."""

    def __init__(self, event: object, where: str) -> None:
        super().__init__(
            f"{event} 已登记出席情况（{where}），不能再计划、改期或取消；名称、日期有误的请用 duty activity correct 更正"
        )


class NothingToMove(DutyError):
    """The plan says already what it is to be changed to."""

    def __init__(self, seq: object) -> None:
        super().__init__(
            f"活动计划（序号 {seq}）已是这样，未写入任何内容；请用 --on、--title、--place 或应出席范围写明改成什么"
        )


class NobodyDue(DutyError):
    """Nobody in office that day belongs to those who were said to be due."""

    def __init__(self, event: object, due: object) -> None:
        super().__init__(f"{event} 没有应出席的委员（{due}）；请核对日期与范围")


class PlanSheetLeft(DutyError):
    """Who is due at a planned activity is only known from its sheet."""

    def __init__(self, event: object, seq: object) -> None:
        super().__init__(f"{event} 的活动计划（序号 {seq}）写明只有表上各人应出席；请用 --members 列出他们")


class PlannedElsewhere(Doubtful):
    """The very activity is planned for another day, and nobody's presence at it has been entered: a year or a day may be wrong."""

    column = "日期"

    def __init__(self, event: object, day: object, seq: object) -> None:
        super().__init__(
            f"活动计划里这次活动是 {day}（序号 {seq}），这里写的是 {event}；日期写错的请改正，"
            f"已经改期的请先用 duty plan move {seq} 改期，确为另一次的请加 --again"
        )


class PlanNotHeld(DutyError):
    """What is to be put right has no sheet yet: it is a plan."""

    def __init__(self, event: object, seq: object) -> None:
        super().__init__(f"{event} 尚未登记出席情况；活动计划改名称、日期请用 duty plan move {seq}")


class ActivityUnchanged(DutyError):
    """The activity is called so and was held then already."""

    def __init__(self, event: object) -> None:
        super().__init__(f"{event} 已是这样，未写入任何内容；请用 --new-title 或 --new-on 写明改成什么")


class NamelessBeside(DutyError):
    """Records without a name may be of any of several activities."""

    def __init__(self, event: object, seqs: Sequence[object]) -> None:
        some = "、".join(str(seq) for seq in seqs[:5]) + ("等" if len(seqs) > 5 else "")
        super().__init__(
            f"{event} 同日同一事项还有别的活动，{len(seqs)} 条记录（序号 {some}）没有写活动名称，不能确定属于哪一次；"
            "请先用 duty correct 序号 活动=名称 写明"
        )


class TargetHeld(DutyError):
    """An activity of that name and day is entered already: only a person can say that both are one."""

    def __init__(self, event: object, where: str) -> None:
        super().__init__(f"{event} 已登记出席情况（{where}）；确为同一次活动、要并为一次的，请加 --merge")
