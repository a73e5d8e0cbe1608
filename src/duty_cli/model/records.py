"""Records: one act of participation of one member, and the activities and leaves they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, MemberKey, Seq
from duty_cli.model.record_families import NO_LINKS, Families


class Attendance(StrEnum):
    """The state of one member at one activity (§12). Leave granted is never absence; leave refused is not leave.

    One who was away on other official business (公假: a higher body's meeting, a mission) was not expected (D11).
    """

    PRESENT = "出席"
    LATE = "迟到"
    LEFT_EARLY = "早退"
    ON_LEAVE = "请假"
    LEAVE_REFUSED = "请假未准"
    ABSENT = "缺席"
    EXEMPT = "公假"

    @property
    def present(self) -> bool:
        """Whether the member was there, for whatever part."""
        return self in (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)

    @property
    def away(self) -> bool:
        """Whether the member was expected and was not there, excused or not. Who was on other official business was not."""
        return self in (Attendance.ON_LEAVE, Attendance.LEAVE_REFUSED, Attendance.ABSENT)

    @property
    def unexcused(self) -> bool:
        """Whether the member was away without granted leave (无故)."""
        return self in (Attendance.ABSENT, Attendance.LEAVE_REFUSED)


# Not frozen, though nothing ever changes one: a file may hold a million, and a frozen one takes eight times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class RecordFields:
    """What a record says. Field metadata hold the heading under which offices write it.

    ``year`` is told where it is another than that of the day: then ``counts_on``, which nobody writes, is its last day.
    """

    kind: str = field(metadata={"heading": "履职事项"})
    on: date = field(metadata={"heading": "日期"})
    number: str | None = field(default=None, metadata={"heading": "编号"})
    activity: str | None = field(default=None, metadata={"heading": "活动"})
    title: str | None = field(default=None, metadata={"heading": "标题"})
    attendance: Attendance | None = field(default=None, metadata={"heading": "出席情况"})
    share: Points | None = field(default=None, metadata={"heading": "参加比例"})
    stages: frozenset[str] = field(default=frozenset(), metadata={"heading": "阶段"})
    levels: frozenset[str] = field(default=frozenset(), metadata={"heading": "级别"})
    position: int | None = field(default=None, metadata={"heading": "作者位次"})
    authors: int | None = field(default=None, metadata={"heading": "作者人数"})
    matter: str | None = field(default=None, metadata={"heading": "成果标识"})
    source: str | None = field(default=None, metadata={"heading": "来源编号"})
    quantity: Points | None = field(default=None, metadata={"heading": "数量"})
    judged: Points | None = field(default=None, metadata={"heading": "评定分"})
    document: str | None = field(default=None, metadata={"heading": "文号"})
    note: str | None = field(default=None, metadata={"heading": "备注"})
    year: int | None = field(default=None, metadata={"heading": "所属年度"})
    counts_on: date | None = None

    @property
    def counted(self) -> date:
        """The day on which it counts: its own, or the last of the year to which it belongs (所属年度)."""
        return self.counts_on or self.on

    @property
    def event(self) -> str:
        """The name of what was attended; empty where none is given."""
        return self.activity or self.title or ""

    @property
    def occasion(self) -> Event:
        """What was attended."""
        return Event(self.on, self.kind, self.event)


HEADINGS: dict[str, str] = {
    str(item.metadata["heading"]): item.name for item in fields(RecordFields) if "heading" in item.metadata
}
"""Heading → field of :class:`RecordFields`."""

RECORD_HEADINGS: tuple[str, ...] = (
    *("编号", "委员编号", "姓名", "履职事项", "日期", "活动", "标题", "出席情况", "参加比例", "阶段", "级别"),
    *("作者位次", "作者人数", "成果标识", "来源编号", "数量", "评定分", "所属年度", "文号", "备注"),
)
"""The headings of a file of records, in the order in which they are written."""

ROSTER_HEADINGS: tuple[str, ...] = (
    *("委员编号", "姓名", "党派", "界别", "委员联络组", "专门委员会", "职务", "任职日期", "离任日期"),
)
"""The headings of a roster."""

DAY_HEADINGS = frozenset({"日期", "任职日期", "离任日期"})
"""The columns that hold days."""

NUMBER_HEADINGS = frozenset({"参加比例", "作者位次", "作者人数", "数量", "评定分"})
"""The columns that hold numbers to count with; every other one but those of days is text, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record in the ledger; ``batch`` is the seq of the batch that brought it in."""

    seq: Seq
    batch: Seq
    member: MemberKey
    facts: RecordFields


@dataclass(frozen=True, slots=True)
class Event:
    """One activity, as its records name it; ``name`` is empty where they do not."""

    on: date
    kind: str
    name: str

    @property
    def in_order(self) -> tuple[date, str, str]:
        """Its place among others: by day, kind and name."""
        return self.on, self.kind, self.name

    def __str__(self) -> str:
        return " ".join(part for part in (self.on.isoformat(), self.kind, self.name) if part)


@dataclass(frozen=True, slots=True)
class Due:
    """Who was said to be due at an event: all whom its kind may concern, or those of them in ``groups``.

    ``listed``: those alone who stand on its sheet.
    """

    groups: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    listed: bool = False

    def __str__(self) -> str:
        """As the clerk said it."""
        if self.listed:
            return "只有表上各人"
        return "、".join(sorted(name for names in self.groups.values() for name in names)) or "全体"


@dataclass(frozen=True, slots=True)
class Activity:
    """A dated event with an attendance sheet, and who was said to be due at it; None: as the rules have it."""

    kind: str
    on: date
    name: str
    seq: Seq = Seq(0)
    due: Due | None = None


class Signed(NamedTuple):
    """One line of the sheet of an event: the record ``seq`` says in which state a member was."""

    event: Event
    member: MemberKey
    state: Attendance
    seq: Seq


class LeaveReason(StrEnum):
    """Why leave was asked: a code and never a text, because the reason is personal."""

    ILLNESS = "因病"
    OFFICIAL = "因公"
    PRIVATE = "因事"
    MATERNITY = "产假"
    ABROAD = "出国"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave asked by a member for the days ``first`` to ``last``, and what was decided (§12, 请假手续)."""

    member: MemberKey
    first: date
    last: date
    reason: LeaveReason
    granted: bool
    decided_by: str
    kind: str | None = None
    seq: Seq = Seq(0)

    def covers(self, kind: str, day: date) -> bool:
        """Whether it speaks of an activity of ``kind`` on ``day``."""
        return self.first <= day <= self.last and self.kind in (None, kind)


# Not frozen, though nothing ever changes one: there are millions in a province, and a frozen one takes six times as long.
@dataclass(slots=True, unsafe_hash=True)
class Tally:
    """Records of one member alike in everything rules can see: how many, and (in an explanation) which.

    A single record is a tally of one, so one code scores both. ``family`` is the matter of records that are linked by
    来源编号, for the items that go by it.
    """

    kind: str
    on: date
    attendance: Attendance | None = None
    share: Points | None = None
    stages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    position: int | None = None
    authors: int | None = None
    matter: str | None = None
    quantity: Points | None = None
    judged: Points | None = None
    count: int = 1
    seqs: tuple[Seq, ...] = ()
    family: str | None = None

    @property
    def part(self) -> Points:
        """The part attended, from 0 to 1: what is said of it, else nothing for who was away, and the whole for others."""
        if self.share is not None:
            return self.share
        return 0 if self.attendance is not None and self.attendance.away else 1

    def matter_by(self, *, source: bool) -> str | None:
        """The matter, by 成果标识 alone or by ``source`` too; None of a record that stands for itself."""
        return (self.family or self.matter) if source else self.matter

    @classmethod
    def of(cls, record: Record, families: Families = NO_LINKS) -> Tally:
        """The tally of one record."""
        said = record.facts
        return cls(
            said.kind, said.counted, said.attendance, said.share, said.stages, said.levels,
            said.position, said.authors, said.matter, said.quantity, said.judged, 1, (record.seq,),
            families.family(record.seq, said.matter),
        )  # fmt: skip
