"""The three audiences of readers: what of a report is for everybody in office, for the public, for the member alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Thing = TypeVar("Thing")


class Audience(StrEnum):
    """For whom a paper is."""

    INTERNAL = "内部"
    PUBLIC = "公示"
    OWN = "本人"

    def sees(self, part: Section) -> bool:
        """Whether ``part`` may be shown to this audience."""
        return self in MAY_SEE[part]

    def shown(self, part: Section, *things: Thing) -> tuple[Thing, ...]:
        """``things`` for an audience that sees ``part``, nothing for another."""
        return things if self.sees(part) else ()


class Section(StrEnum):
    """What is not for every audience, as the manual words it."""

    FIGURES = "每名委员的得分、等次、出席和履职记录"
    FAILED = "不合格的人数、积分分布、名次"
    MISSING = "未提交履职报告的委员名单、人数"
    ABSENCES = "请假、缺席、迟到早退各多少次"
    CONDUCT = "纪律情形"
    LEAVE = "请假事由"
    PROPOSALS = "提请研究事项"
    FOLLOW_UP = "提请研究事项的办理（本人稿只列已经落实的）"
    BOUNDS = "未达到的最低要求，等次受限和未入围的原因"
    SUBTOTALS = "各类别、各计分项的得分"
    QUARTER_POINTS = "季度积分"
    OTHERS = "其他委员的情况"


MAY_SEE: Mapping[Section, frozenset[Audience]] = {
    # A list of some members, or a figure beside a name, tells who failed by elimination: the public form has neither.
    Section.FIGURES: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.FAILED: frozenset({Audience.INTERNAL}),
    Section.MISSING: frozenset({Audience.INTERNAL}),
    # Where a group's figures leave one answer they may say that somebody did not come, and never that it was without leave.
    Section.ABSENCES: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.CONDUCT: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.LEAVE: frozenset({Audience.INTERNAL, Audience.OWN}),
    # What is put to the leaders is theirs to decide before anybody else reads of it.
    Section.PROPOSALS: frozenset({Audience.INTERNAL}),
    # A member learns of a decision by the talk or the letter that carries it out, and from no paper before that.
    Section.FOLLOW_UP: frozenset({Audience.INTERNAL, Audience.OWN}),
    # From these a reader could work out what conduct took off, or who fails the year.
    Section.BOUNDS: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.SUBTOTALS: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.QUARTER_POINTS: frozenset({Audience.INTERNAL, Audience.OWN}),
    Section.OTHERS: frozenset({Audience.INTERNAL, Audience.PUBLIC}),
}
"""Part → the audiences that may see it. Reports are cut down by it, papers leave out what is then empty."""
