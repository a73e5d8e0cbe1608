"""Records: one act of participation of one member, and the activities and leaves they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from dataclasses import fields as dataclass_fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from duty_cli.model.capacities import Capacity
from duty_cli.model.column_sorts import NUMBER_SORTS, Asked, AskedWhere, RecordColumn, RecordOption, SeenByRules
from duty_cli.model.column_sorts import ColumnSort as Sort
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_families import NO_LINKS, Families


class Attendance(StrEnum):
    """The state of one member at one activity (§12). Leave granted is never absence; leave refused is not leave.

    One who was away on other official business (公假: a higher body's meeting, a mission) was not expected (D11).
    """

    PRESENT = "出席"
    LATE = "迟到"
    LEFT_EARLY = "早退"
    LATE_AND_EARLY = "迟到并早退"
    ON_LEAVE = "请假"
    LEAVE_REFUSED = "请假未准"
    ABSENT = "缺席"
    EXEMPT = "公假"

    @property
    def present(self) -> bool:
        """Whether the member was there, for whatever part."""
        return self is Attendance.PRESENT or self.late_or_left

    @property
    def late_or_left(self) -> bool:
        """Whether the member was there and missed the beginning, the end or both."""
        return self in (Attendance.LATE, Attendance.LEFT_EARLY, Attendance.LATE_AND_EARLY)

    @property
    def met_as(self) -> frozenset[Attendance]:
        """The words under which rules find it: who was late and left early was the one and the other too."""
        return LATE_AND_EARLY if self is Attendance.LATE_AND_EARLY else frozenset({self})

    @property
    def away(self) -> bool:
        """Whether the member was expected and was not there, excused or not. Who was on other official business was not."""
        return self in (Attendance.ON_LEAVE, Attendance.LEAVE_REFUSED, Attendance.ABSENT)

    @property
    def unexcused(self) -> bool:
        """Whether the member was away without granted leave (无故)."""
        return self in (Attendance.ABSENT, Attendance.LEAVE_REFUSED)


LATE_AND_EARLY = frozenset({Attendance.LATE_AND_EARLY, Attendance.LATE, Attendance.LEFT_EARLY})
"""The words that hold of who came late and left early."""


def _title_alone(said: RecordFields) -> str:
    """The title, where no activity stands for it."""
    return "" if said.activity else said.title or ""


def _authorship(said: RecordFields) -> str:
    """The place among the authors, where there are several."""
    return "" if said.authors in (None, 1) else f"第 {said.position or 1} 作者，共 {said.authors} 人"


ConditionField = Literal["kind", "attendance", "stage", "level", "position", "authors", "share", "quantity", "judged"]
"""What a condition can ask of a record: the keys of the columns that rules see."""


# Not frozen, though nothing ever changes one: a file may hold a million, and a frozen one takes eight times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class RecordFields:
    """What a record says. Field metadata hold the :class:`RecordColumn`, which says all that is to be known of the column.

    ``year`` is told where it is another than that of the day: then ``counts_on``, which nobody writes, is its last day.
    """

    # fmt: off
    kind: str = field(metadata={"column": RecordColumn(
        "履职事项", Sort.TEXT, "从列表选取，以评分细则所列为准。", "专题培训", told="{}", rules=SeenByRules("kind"),
    )})
    on: date = field(metadata={"column": RecordColumn(
        "日期", Sort.DAY, "哪一天的事，写明年、月、日。", "2026-03-05",
    )})
    number: str | None = field(default=None, metadata={"column": RecordColumn(
        "编号", Sort.KEY, "本单位的记录编号，不得重复；没有的空着。", "TA-7",
        option=RecordOption("number", "本单位的记录编号，不得重复", place=2), place=-1,
    )})
    activity: str | None = field(default=None, metadata={"column": RecordColumn(
        "活动", Sort.TEXT, "会议或活动的名称，同一活动各行写同一名称；不登记出席情况的事项空着。", "第一期履职培训",
        option=RecordOption("activity", "会议或活动名称"), told="{}", asked=Asked("名称", where=AskedWhere.ATTENDED),
    )})
    title: str | None = field(default=None, metadata={"column": RecordColumn(
        "标题", Sort.TITLE, "提案案由、信息标题等。", "关于推进课后服务的提案",
        option=RecordOption("title", "提案案由、信息标题等", place=-1),
        told=_title_alone, asked=Asked(where=AskedWhere.UNATTENDED),
    )})
    attendance: Attendance | None = field(default=None, metadata={"column": RecordColumn(
        "出席情况", Sort.ATTENDANCE, "从列表选取，空着的不作为出席、不予登记；不登记出席情况的事项空着。", "出席",
        option=RecordOption("attendance", "出席 迟到 早退 迟到并早退 请假 请假未准 缺席 公假；不填为出席", "states"),
        told="{}", rules=SeenByRules("attendance"), asked=Asked(where=AskedWhere.ATTENDED),
    )})
    share: Points | None = field(default=None, metadata={"column": RecordColumn(
        "参加比例", Sort.SHARE, "只参加一部分的填写；空着的为全程。", "7/12、0.5、75%",
        option=RecordOption("share", "如 7/12、0.5、75%"),
        told="参加 {}", rules=SeenByRules("share"), asked=Asked("如 7/12、75%"),
    )})
    stages: frozenset[str] = field(default=frozenset(), metadata={"column": RecordColumn(
        "阶段", Sort.WORDS, "从列表选取；可以填几项，用“、”分隔。", "立案",
        option=RecordOption("stage", "可多项，以、分隔，如 提交、立案", "stages"),
        told="{}", rules=SeenByRules("stage"), asked=Asked("可多项"),
    )})
    levels: frozenset[str] = field(default=frozenset(), metadata={"column": RecordColumn(
        "级别", Sort.WORDS, "从列表选取；可以填几项，用“、”分隔。", "市级",
        option=RecordOption("level", "可多项，以、分隔", "levels"),
        told="{}", rules=SeenByRules("level"), asked=Asked("可多项"),
    )})
    position: int | None = field(default=None, metadata={"column": RecordColumn(
        "作者位次", Sort.WHOLE, "第一作者为 1。", "1", option=RecordOption("position", "1 为第一作者"),
        rules=SeenByRules("position", blank=1), asked=Asked(blank="1", beyond="作者人数"),
    )})
    authors: int | None = field(default=None, metadata={"column": RecordColumn(
        "作者人数", Sort.WHOLE, "共有几名作者；空着的为独立完成。", "3",
        option=RecordOption("authors", "不填为独立完成"),
        told=_authorship, rules=SeenByRules("authors", blank=1), asked=Asked(blank="独立完成"),
    )})
    matter: str | None = field(default=None, metadata={"column": RecordColumn(
        "成果标识", Sort.KEY, "同一成果的几条记录填同一标识。", "TA-7",
        option=RecordOption("matter", "同一成果的几条记录填同一标识"),
        told="成果 {}", rules=SeenByRules(), asked=Asked("同一成果的几条记录填同一标识"),
    )})
    source: str | None = field(default=None, metadata={"column": RecordColumn(
        "来源编号", Sort.KEY, "由哪条记录转化而来，填那条记录的编号。", "XX-12",
        option=RecordOption("source", "由哪条记录转化而来；规则写明的，与它算同一成果，否则不影响得分"),
    )})
    quantity: Points | None = field(default=None, metadata={"column": RecordColumn(
        "数量", Sort.AMOUNT, "件数、次数、小时数。", "2", option=RecordOption("quantity", "件数、次数、小时数"),
        told="数量 {}", rules=SeenByRules("quantity", blank=1), asked=Asked(blank="1"),
    )})
    judged: Points | None = field(default=None, metadata={"column": RecordColumn(
        "评定分", Sort.SCORE, "由评议打分的事项填写。", "8", option=RecordOption("judged", "由评议打分的事项"),
        told="评定分 {}", rules=SeenByRules("judged"),
    )})
    document: str | None = field(default=None, metadata={"column": RecordColumn(
        "文号", Sort.TEXT, "依据的文件。", "某政协〔2026〕1号",
        option=RecordOption("document", "依据的文件", place=1), place=1,
    )})
    note: str | None = field(default=None, metadata={"column": RecordColumn(
        "备注", Sort.TEXT, "其他要说明的。", option=RecordOption("note", "备注", place=3), place=1,
    )})
    year: int | None = field(default=None, metadata={"column": RecordColumn(
        "所属年度", Sort.YEAR, "记录属于以前的年度时填写，如上年的履职报告；不填为日期所在的年度。", "2025",
        option=RecordOption("for-year", "记录属于以前的年度时填写，如 2025；不填为日期所在的年度"),
        told="计入 {} 年度",
    )})
    # fmt: on
    counts_on: date | None = None
    alike: RecordFields | None = field(default=None, init=False, compare=False, repr=False)
    """What says the same in all but the fields ``OWN``, where many records of one file share it: asked once for all of them."""

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


COLUMNS: dict[str, RecordColumn] = {
    item.name: item.metadata["column"] for item in dataclass_fields(RecordFields) if "column" in item.metadata
}
"""Field of :class:`RecordFields` → its column."""

HEADINGS: dict[str, str] = {column.heading: name for name, column in COLUMNS.items()}
"""Heading → field of :class:`RecordFields`."""

OWN: tuple[str, ...] = tuple(
    name
    for name, column in COLUMNS.items()
    if column.sort in (Sort.KEY, Sort.TITLE, Sort.TEXT) and name not in ("kind", "activity")
)
"""The texts that a record has for itself: no rule asks what they say, and few records say the same."""

TALLIED: tuple[str, ...] = tuple(name for name, column in COLUMNS.items() if column.rules and name != "kind")
"""The fields beside kind and day by which records differ for rules, as in :class:`Tally` and the index of tallies."""

_IN_FILES = sorted(COLUMNS.values(), key=lambda column: column.place)

RECORD_HEADINGS: tuple[str, ...] = (
    *(column.heading for column in _IN_FILES if column.place < 0),
    *("委员编号", "姓名"),
    *(column.heading for column in _IN_FILES if column.place >= 0),
)
"""The headings of a file of records, in the order in which they are written."""

ROSTER_HEADINGS: tuple[str, ...] = (
    *("委员编号", "姓名", "党派", "界别", "委员联络组", "专门委员会", "职务", "任职日期", "离任日期"),
)
"""The headings of a roster."""


def _of_sorts(sorts: Collection[Sort]) -> frozenset[str]:
    return frozenset(column.heading for column in COLUMNS.values() if column.sort in sorts)


DAY_HEADINGS = _of_sorts({Sort.DAY}) | {"任职日期", "离任日期"}
"""The columns that hold days."""

NUMBER_HEADINGS = _of_sorts(NUMBER_SORTS)
"""The columns that hold numbers to count with; every other one but those of days is text, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record in the ledger; ``batch`` is the seq of the batch that brought it in, ``capacity`` what was said of the member at its event."""

    seq: Seq
    batch: Seq
    member: MemberKey
    fields: RecordFields
    capacity: Capacity | None = None


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

    ``listed``: those alone who stand on its sheet; ``named``: those alone of whom it is said one by one (参会身份).
    """

    groups: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    listed: bool = False
    named: bool = False

    @property
    def by_person(self) -> bool:
        """Whether no group is due, but those listed or named."""
        return self.listed or self.named

    def __str__(self) -> str:
        """As the clerk said it."""
        if self.listed:
            return "只有表上各人"
        if self.named:
            return "逐人写明的委员"
        return "、".join(sorted(name for names in self.groups.values() for name in names)) or "全体"


@dataclass(frozen=True, slots=True)
class Activity:
    """A dated event with an attendance sheet, and who was said to be due at it; None: as the rules have it."""

    kind: str
    on: date
    name: str
    seq: Seq = Seq(0)
    due: Due | None = None

    @property
    def event(self) -> Event:
        """Which event it is."""
        return Event(self.on, self.kind, self.name)


class Signed(NamedTuple):
    """One line of the sheet of an event: the record ``seq`` says in which state a member was, and for which part; as :class:`Record`."""

    event: Event
    member: MemberKey
    state: Attendance
    seq: Seq
    share: Points | None = None
    capacity: Capacity | None = None

    @property
    def tally(self) -> Tally:
        """It as a tally of one."""
        return Tally(self.event.kind, self.event.on, self.state, self.share, capacity=self.capacity)


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
    来源编号, for the items that go by it; ``capacity`` what was said of the member at the event, one by one (参会身份). ``alike`` is the
    same for all tallies that differ at most in day, number and in what their matter is, where the reader of the ledger knows it; a copy never has it.
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
    capacity: Capacity | None = None
    alike: object = field(default=None, init=False, compare=False, repr=False)

    @property
    def as_guest(self) -> bool:
        """Whether the member was invited as a guest: it counts for points, and is on neither side of a rate."""
        return self.capacity is Capacity.GUEST

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
        said = record.fields
        family = families.family(record.seq, said.matter)
        whole: tuple[Any, ...] = (said.kind, said.counted, *_tallied(said), 1, (record.seq,), family, record.capacity)
        return cls(*whole)


_tallied: attrgetter[tuple[Any, ...]] = attrgetter(*TALLIED)
"""What a record says of that by which records differ for rules."""
