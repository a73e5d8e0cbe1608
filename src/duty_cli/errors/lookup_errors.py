"""Refusals about what a person named, and about the roster."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, nearest


class UnknownMember(DutyError):
    """No member is so numbered, named or abbreviated."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        hint = f"；是否：{'、'.join(near)}？" if near else "；可用 duty member list 查看名册"
        super().__init__(f"找不到委员“{text}”{hint}")


class AmbiguousMember(DutyError):
    """Several members answer to what was said; none is picked. ``way`` is a plainer way to name one of them, where there is."""

    def __init__(self, text: str, candidates: Sequence[str], way: str = "") -> None:
        hint = f"，或写明是哪一位，如“{way}”" if way else ""
        super().__init__(f"“{text}”对应 {len(candidates)} 名委员：{'；'.join(candidates)}；请改用委员编号{hint}")


class SectorDisagrees(DutyError):
    """Members bear the name, but none of them is of the sector said (on ``day``, or now)."""

    def __init__(self, name: str, sector: str, bearers: Sequence[str], day: object = None) -> None:
        when = "" if day is None else f"{day} "
        named = "、".join(bearers)
        super().__init__(f"{when}界别“{sector}”没有委员“{name}”，名册上有：{named}；请核对界别，或改用委员编号")


class UnknownKind(DutyError):
    """No rule knows the kind."""

    column = "履职事项"

    def __init__(self, kind: str, kinds: Sequence[str]) -> None:
        hint = nearest(kind, kinds) or f"规则文件中的事项有：{'、'.join(kinds)}"
        super().__init__(f"规则文件中没有履职事项“{kind}”；{hint}")


class UnknownWord(DutyError):
    """A value that a fixed list does not hold: an attendance state, a stage, a level, a reason, a heading."""

    def __init__(self, what: str, word: str, words: Sequence[str]) -> None:
        self.column = what
        hint = nearest(word, words) or f"可用的有：{'、'.join(words)}"
        super().__init__(f"{what}“{word}”无法识别；{hint}")


class NotFound(DutyError):
    """No row of that sort has that seq or number."""

    def __init__(self, what: str, name: object) -> None:
        super().__init__(f"账本中没有{what} {name}；可用 duty log 或 duty statement 查看序号")


class NoSuchRow(DutyError):
    """The ledger has no row of that seq."""

    def __init__(self, seq: int, last: int) -> None:
        super().__init__(f"账本中没有序号 {seq}（现有 1 至 {last}）；可用 duty find 查找，或用 duty log 查看批次")


class NoSuchTerm(DutyError):
    """The committee has no term of that number."""

    def __init__(self, number: object, terms: str) -> None:
        super().__init__(f"账本中没有第{number}届（现有：{terms}）；请核对届次")


class YearOutOfTerm(DutyError):
    """The year lies in no term of the committee."""

    def __init__(self, year: object, terms: str) -> None:
        super().__init__(f"{year} 年度不在届期内（{terms}）；请核对年度")


class NotProposed(DutyError):
    """A letter is asked for that the evaluation gives no ground for."""

    def __init__(self, member: object, year: int, matter: str) -> None:
        super().__init__(
            f"{year} 年度评比没有对 {member} 提出{matter}事项，不能出函；可用 duty annual-evaluation {year} 查看提请研究事项"
        )


class NothingAttended(DutyError):
    """A certificate of attendance is asked for of days on which the member came to nothing."""

    def __init__(self, member: object, days: str) -> None:
        super().__init__(f"{member} 在 {days} 没有出席、列席会议和活动的记录，不出证明；请核对起止日期")


class NoSuchActivity(DutyError):
    """No attendance was entered of the activity that is meant."""

    def __init__(self, meant: str) -> None:
        super().__init__(f"账本中没有“{meant}”的出席登记；请核对活动名称、--on 日期和 --kind 事项")


class SeveralActivities(DutyError):
    """Several activities could be meant."""

    def __init__(self, activities: Sequence[str]) -> None:
        some = "；".join(activities[:5]) + ("等" if len(activities) > 5 else "")
        super().__init__(f"有 {len(activities)} 次活动：{some}；请用活动名称、--on 日期和 --kind 事项指明一次")


class MemberNumberTaken(DutyError):
    """The member number is another's."""

    def __init__(self, member: object) -> None:
        super().__init__(f"委员编号已由 {member} 使用；请换用其他编号，如需更正姓名请用 duty member rename")


class TenuresOverlap(DutyError):
    """The same days given twice: to two groups where only one can be, or to one role."""

    def __init__(self, member: object, facet: str, one: str, other: str) -> None:
        super().__init__(f"{member} 的{facet}时段重叠：{one} 与 {other}；请核对起止日期")


class NoSuchTenure(DutyError):
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
