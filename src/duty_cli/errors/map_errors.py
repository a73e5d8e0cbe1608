"""Refusals about foreign files that a map reads: several records in a row, and the time that somebody stayed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from duty_cli.errors.base import DutyError, UsageError


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


class LongerThanBetween(DutyError):
    """Somebody is said to have stayed longer than from coming to leaving."""

    def __init__(self, heading: str, text: str, stretch: tuple[datetime, datetime]) -> None:
        first, last = stretch
        super().__init__(f"“{heading}”{text}，比 {first:%H:%M:%S} 进入到 {last:%H:%M:%S} 离开的时间还长；请核对原表")


class StaysOverlap(DutyError):
    """Rows of one person lie at the same time, and how much of it he was there twice is not told."""

    def __init__(self) -> None:
        super().__init__("同一人几行的时间重叠，合计会重复计算；请核对后只留一行，写明实际参加的时长")


class WrongWay(DutyError):
    """Somebody, or a meeting, ends before it begins."""

    def __init__(self, began: tuple[str, datetime], ended: tuple[str, datetime]) -> None:
        (first, since), (last, until) = began, ended
        super().__init__(f"“{last}”{until:%H:%M:%S} 早于“{first}”{since:%H:%M:%S}；请核对原表，跨过零点的要写明日期")


class NoHeadings(UsageError):
    """No row of a foreign file can be told for its headings."""

    def __init__(self, file: object, line: int | None) -> None:
        where = "前面各行没有一行像是列名" if line is None else f"第 {line} 行没有内容"
        super().__init__(f"{file} {where}；请用 --header 写明列名在第几行")


class SeveralSeparators(UsageError):
    """Several signs part the headings of a foreign text into as many."""

    def __init__(self, file: object, signs: Sequence[str]) -> None:
        said = "和".join("制表符" if sign == "\t" else f"“{sign}”" for sign in signs)
        super().__init__(f"{file} 里{said}都可能是分隔符；请只用一种，或另存为 xlsx")


class NobodyToAsk(UsageError):
    """A map is to be written by asking, and nobody is there to be asked."""

    def __init__(self) -> None:
        super().__init__(
            "这里没有人可以回答；请在终端中执行，或用 --column 对方的列=本系统的列 逐列写明，认得的列名都照认得的写的用 --yes"
        )


class NoColumnChosen(UsageError):
    """Of a foreign file no column is read as any of ours: a map without columns is none."""

    def __init__(self, file: object, headings: Sequence[str]) -> None:
        super().__init__(
            f"{file} 没有一列写明是本系统的哪一列，没有写出对照表；文件中的列：{'、'.join(headings)}，可用 --column 写明"
        )


class ColumnTold(UsageError):
    """What an option says of a column of a foreign file cannot be meant."""

    def __init__(self, option: str, said: str, why: str) -> None:
        super().__init__(f"{option} “{said}”：{why}")


class NoMapForFile(UsageError):
    """A map is to be tried on a file, and none is named, nor one known by the look of the file."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 没有认得的对照表；请用 --map 指明，或用 duty map new 写一个")
