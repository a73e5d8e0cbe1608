"""The three circles of readers: what of a report is for everybody in office, for the public, for the member alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Thing = TypeVar("Thing")


class Circle(StrEnum):
    """For whom a paper is."""

    INTERNAL = "内部"
    PUBLIC = "公示"
    OWN = "本人"

    def sees(self, part: Part) -> bool:
        """Whether ``part`` may be shown to this circle."""
        return self in MAY_SEE[part]

    def shown(self, part: Part, *things: Thing) -> tuple[Thing, ...]:
        """``things`` for a circle that sees ``part``, nothing for another."""
        return things if self.sees(part) else ()


class Part(StrEnum):
    """What is not for every circle, as the manual words it."""

    FIGURES = "每名委员的得分、等次、出席和履职记录"
    FAILED = "不合格的人数、积分分布、名次"
    MISSING = "未提交履职报告的委员名单"
    CONDUCT = "纪律情形"
    LEAVE = "请假事由"
    PROPOSALS = "提请研究事项"
    BOUNDS = "未达到的最低要求，等次受限和未入围的原因"
    SUBTOTALS = "各类别、各计分项的得分"
    QUARTER_POINTS = "季度积分"
    OTHERS = "其他委员的情况"


MAY_SEE: Mapping[Part, frozenset[Circle]] = {
    # A list of some members, or a figure beside a name, tells who failed by elimination: the public form has neither.
    Part.FIGURES: frozenset({Circle.INTERNAL, Circle.OWN}),
    Part.FAILED: frozenset({Circle.INTERNAL}),
    Part.MISSING: frozenset({Circle.INTERNAL}),
    Part.CONDUCT: frozenset({Circle.INTERNAL, Circle.OWN}),
    Part.LEAVE: frozenset({Circle.INTERNAL, Circle.OWN}),
    # What is put to the leaders is theirs to decide before anybody else reads of it.
    Part.PROPOSALS: frozenset({Circle.INTERNAL}),
    # From these a reader could work out what conduct took off, or who fails the year.
    Part.BOUNDS: frozenset({Circle.INTERNAL, Circle.OWN}),
    Part.SUBTOTALS: frozenset({Circle.INTERNAL, Circle.OWN}),
    Part.QUARTER_POINTS: frozenset({Circle.INTERNAL, Circle.OWN}),
    Part.OTHERS: frozenset({Circle.INTERNAL, Circle.PUBLIC}),
}
"""Part → the circles that may see it. Reports are cut down by it, papers leave out what is then empty."""
