"""Refusals of what is said of a member's capacity (参会身份) at an event."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError
from duty_cli.errors.lookup_errors import UnknownWord


class InvitedOtherwise(DutyError):
    """A member is said to be due at an event, and to be a guest there; ``seq`` is the row that says the other, if one does."""

    column = "参会身份"

    def __init__(self, member: object, event: object, before: str, now: str, seq: int | None) -> None:
        way = (
            "请核对，只留一种" if seq is None else f"原来写得不对的，请先用 duty void {seq} --reason 参会身份有误 冲正"
        )
        super().__init__(f"{member} 在 {event} 已写明为{before}，这里是{now}；{way}")


class AwayAlready(DutyError):
    """A member is said to be a guest at an event from which a record says that the member was away."""

    column = "参会身份"

    def __init__(self, member: object, event: object, state: str, seq: int) -> None:
        super().__init__(
            f"{member} 在 {event} 已登记为“{state}”，列席的没有缺席、请假；请先用 duty void {seq} 冲正那一条，或改正参会身份"
        )


class CapacitiesStand(DutyError):
    """What is said of members at an event has been said already."""

    def __init__(self, event: object) -> None:
        super().__init__(f"{event} 的参会身份已照此写明；未写入任何内容")


class UnknownCapacity(UnknownWord):
    """A word that names no capacity."""

    column = "参会身份"

    def __init__(self, word: str, known: Sequence[str]) -> None:
        super().__init__("参会身份", word, known)
        # Many lists head with 身份 what is an office: nobody here takes it for a capacity.
        self.args = (f"{self}；这一列写的不是参会身份的，请改列名，或在 rules/intake.yaml 的 unread 中写明",)


class NotAsCalled(DutyError):
    """Two cells of one row name two capacities."""

    column = "参会身份"

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"参会身份写作{one}，出席情况写作{other}；请改为一致")
