"""The trace: one line a step. Every report and explanation reads it, and its changes add up to the score."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from duty_cli.model.conditions import Origin
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.members import Seq
from duty_cli.model.office_words import MEMBER
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally


class Step(StrEnum):
    """What a line does to the score."""

    BASE = "基础分"
    COUNTED = "计分"
    SAME_MATTER = "同一成果只计最高"
    CONVERTED = "转化的成果只计一件"
    NOT_HIGHEST = "本项只计最高"
    ONLY_ONCE = "本项只计一次"
    BEFORE_NTH = "起计数以内不计"
    OUTSIDE = "评定分不在范围内，不计"
    HELD = "评定分不在范围内，按最近的一端计"
    PRO_RATA = "按在任时间折算"
    TAKEN = "计入计数"
    LEFT_OUT = "不计入计数"
    AS_GUEST = "列席，不计入比率"
    MEASURED = "按计数得分"
    WINDOW_CAP = "超过每期上限"
    ACROSS = "各期合计方式"
    ALTERNATIVE = "各项取其一，就高"
    WEIGHTED = "按权重折算"
    NOT_COUNTED = "另列，不计入总分"
    JOINT = "合并上下限"
    TIMES = "系数"
    CAP = "超过上限"
    FLOOR = "低于下限"
    ROUNDED = "四舍五入"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step. ``before`` and ``after`` are the running value of ``item``, else of ``category``, else of the total."""

    step: Step
    category: str
    item: str
    origin: Origin
    before: Points
    after: Points
    level: str = ""
    on: date | None = None
    count: int = 1
    # Empty in an evaluation, whose tallies do not say which records they are of.
    seqs: tuple[Seq, ...] = ()

    @property
    def change(self) -> Points:
        """What the line adds to the score."""
        return simple(self.after - self.before)


class NotScoredReason(StrEnum):
    """Why a record is not scored at all."""

    NO_ITEM = "规则文件中没有给该事项计分的条目"
    NOT_MET = "不符合计分条目的条件"
    NO_LEVEL = "不属于计分条目的任何一档"
    OTHER_DAYS = "计分条目另定起止日期，该日不在其内，或计入其他年度"
    NOT_FOR_MEMBER = f"计分条目不适用于该{MEMBER}（当日未担任规定的职务或不在规定的组别）"


OUTSIDE_RANGE = "评定分不在范围内，须提请重新评定"
"""What is said of an item whose judged value lies outside its range, where no figures are told."""


@dataclass(frozen=True, slots=True)
class OutsideRange:
    """Judged values outside the range ``from least to most`` that what is ``measured``, in words, leaves them.

    ``days`` is the window, where each is reckoned by itself.
    """

    values: tuple[Points, ...]
    least: Points
    most: Points
    measured: str
    days: Period | None = None

    def __str__(self) -> str:
        within = f"{self.days}，" if self.days else ""
        values = "、".join(map(show, self.values))
        return f"{values} 不在 {show(self.least)}～{show(self.most)} 之内（{within}{self.measured}）"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A score that others give and that nobody has entered yet: while it is lacking the year is open (未评定).

    ``days`` are the windows in which it is lacking; empty where the item is reckoned over the year. ``outside``: it was
    entered, and lies outside its range, so that it is to be judged anew.
    """

    category: str
    item: str
    origin: Origin
    days: tuple[Period, ...] = ()
    outside: tuple[OutsideRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Unscored:
    """Records no item took. Not scored is not the same as scored with 0."""

    tally: Tally
    why: NotScoredReason
