"""The words of offices' files and what they stand for in ours (``rules/intake.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from duty_cli.domain.records import RECORD_HEADINGS, ROSTER_HEADINGS, Attendance

ATTENDANCE_HEADINGS: tuple[str, ...] = (
    *("委员编号", "姓名", "界别", "履职事项", "活动", "日期", "出席情况", "参加比例", "文号", "备注"),
)
"""The headings of an attendance sheet that has a row for each member at each activity."""

PROPOSAL_HEADINGS: tuple[str, ...] = (
    *("编号", "标题", "第一提案人", "联名人", "阶段", "日期", "级别", "所属年度", "文号", "备注"),
)
"""The headings of a list of proposals, a row each: 编号 is the 案号, 标题 the 案由, 阶段 the 立案情况."""

HEADINGS: tuple[str, ...] = tuple(
    dict.fromkeys((*RECORD_HEADINGS, *ROSTER_HEADINGS, *ATTENDANCE_HEADINGS, *PROPOSAL_HEADINGS))
)
"""Every heading that some file of ours may have."""


@dataclass(frozen=True, slots=True)
class FileVocabulary:
    """What offices write → what it means.

    ``headings``: another heading → ours. ``marks``: a sign on an attendance sheet → the state. ``stages``: another word for
    how far a proposal got → the stages. ``unread``: headings of columns that say nothing a record holds.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Attendance] = field(default_factory=dict)
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
