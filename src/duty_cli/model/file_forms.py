"""The forms of offices' files, the words in them, and how a foreign file is read as ours."""

from __future__ import annotations

from collections import abc
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS, Attendance


class FileForm(StrEnum):
    """What the rows of a file are; the values are what ``--as`` takes."""

    RECORDS = "records"
    ATTENDANCE = "attendance"
    ROSTER = "roster"
    PROPOSALS = "proposals"

    @property
    def called(self) -> str:
        """What offices call it."""
        return _TITLES[self]


_TITLES = {
    FileForm.RECORDS: "履职记录",
    FileForm.ATTENDANCE: "出席情况",
    FileForm.ROSTER: "名册",
    FileForm.PROPOSALS: "提案",
}


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


class DateOrder(StrEnum):
    """The order in which a foreign date names its parts; ``-``, ``/`` and ``.`` separate them alike."""

    YEAR_FIRST = "年-月-日"
    DAY_FIRST = "日-月-年"
    MONTH_FIRST = "月-日-年"


Otherwise = Literal["keep", "empty"]
"""What becomes of a value that the value table does not hold: it stays as it is, or nothing is written."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value that the value table does not hold becomes this text."""

    text: str


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """Where one column of ours comes from: exactly one of ``from_``, ``always`` and ``row_prefix`` is set.

    ``from_`` is a heading of the foreign file; its value passes through ``values`` and then ``date_order``, where these are
    set. Without ``otherwise`` a value that ``values`` does not hold is a problem. ``always`` is the same text in every row.
    ``row_prefix`` numbers the rows of the file from 1, in at least four digits: LS0001, LS0002 …
    """

    from_: str | None = None
    always: str | None = None
    row_prefix: str | None = None
    values: abc.Mapping[str, str] | None = None
    otherwise: Otherwise | Replaced | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One mapping file: what it reads, how the foreign file is written, and our columns by heading.

    ``only`` and ``without`` say by headings of the foreign file which rows are read: those that have, in every column of
    ``only``, one of its words, and in no column of ``without`` one of its words. A word is the whole cell, trimmed, with narrow
    digits and signs; the empty word is an empty cell.
    """

    reads: Literal["records", "roster", "proposals"]
    separator: str
    encoding: str | None
    columns: abc.Mapping[str, ColumnSource]
    only: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: abc.Mapping[str, tuple[str, ...]] = field(default_factory=dict)
