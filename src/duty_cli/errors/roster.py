"""Refusals about the roster."""

from __future__ import annotations

from duty_cli.errors.base import DutyError


class MemberNumberTaken(DutyError):
    """The member number is another's."""

    def __init__(self, member: object) -> None:
        super().__init__(f"委员编号已由 {member} 使用；请换用其他编号，如需更正姓名请用 duty member rename")


class SpellsOverlap(DutyError):
    """The same days given twice: to two groups where only one can be, or to one role."""

    def __init__(self, member: object, facet: str, one: str, other: str) -> None:
        super().__init__(f"{member} 的{facet}时段重叠：{one} 与 {other}；请核对起止日期")


class NoSuchSpell(DutyError):
    """The member does not hold that role or group that day."""

    def __init__(self, member: object, facet: str, value: str, day: object) -> None:
        super().__init__(f"{member} 在 {day} 没有{facet}“{value}”；可用 duty member show 查看起止")


class ActsAfterLeaving(DutyError):
    """The member acted after the day that is said to be the last in office."""

    def __init__(self, member: object, last: object, count: int, seq: object) -> None:
        super().__init__(f"{member} 在 {last} 之后还有 {count} 条记录（如序号 {seq}）；请核对日期，或先冲正这些记录")


class NobodyInOffice(DutyError):
    """No member of those asked for is in office that day."""

    def __init__(self, day: object) -> None:
        super().__init__(f"名册中没有 {day} 在任且符合条件的委员；请核对日期、界别、联络组和专委会，或先导入名册")
