"""The form of a file of cases: invented members, their records, and what should come of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from duty_cli.model.capacities import Capacity
from duty_cli.model.records import Attendance
from duty_cli.rules.yaml_reading.form_fields import (
    ClosedForm,
    Day,
    Grade,
    Kind,
    Levels,
    Number,
    Plain,
    Positive,
    Stages,
    Text,
    Words,
    YesNo,
    refuse,
)


def refuse_disorder(first: date | None, last: date | None) -> None:
    """Refuse days of which the first is after the last."""
    if first and last and first > last:
        refuse(f"起日 {first} 晚于止日 {last}", "请核对日期")


class TenureForm(ClosedForm):
    """A role or group with its days; without them it is held all along."""

    value: Text
    """职务或组别的名称"""
    from_: Day | None = Field(None, alias="from")
    """从哪一天起；不写为一直"""
    until: Day | None = None
    """到哪一天止（含）；不写为至今"""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_disorder(self.from_, self.until)
        return self


class SpellForm(ClosedForm):
    """A stretch of office."""

    from_: Day | None = Field(None, alias="from")
    """从哪一天起；不写为一直"""
    until: Day | None = None
    """到哪一天止（含）；不写为至今"""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_disorder(self.from_, self.until)
        return self


def _tenures(value: object) -> object:
    listed = value if isinstance(value, list) else [value]
    return [{"value": one} if isinstance(one, str) else one for one in listed]


def _year(text: object) -> int:
    said = text if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) == 4 else ""
    return int(said or refuse(f"“{text}”不是年度", "应写成 2026"))


def _graded(value: object) -> object:
    return {"grade": value} if isinstance(value, str) else value


def _quarter(text: object) -> int:
    return int(text) if text in ("1", "2", "3", "4") else refuse(f"“{text}”不是季度", "应写成 1、2、3 或 4")


QuarterNumber = Annotated[int, PlainValidator(_quarter)]
Tenures = Annotated[tuple[TenureForm, ...], BeforeValidator(_tenures)]
Year = Annotated[int, PlainValidator(_year)]


class MemberForm(ClosedForm):
    """An invented member: roles and groups, and the days of office where it is not held all along."""

    office: tuple[SpellForm, ...] = ()
    """任期有几段的，各段的起止，由早到晚；只有一段的写 from、until"""
    from_: Day | None = Field(None, alias="from")
    """哪一天起任委员；不写为一直"""
    until: Day | None = None
    """哪一天离任（含当日在任）；不写为至今"""
    role: Tenures = ()
    """职务，一个或几个；中途担任的写 {value: 常委, from: 2026-03-01}"""
    sector: Tenures = ()
    """界别"""
    party: Tenures = ()
    """党派"""
    liaison_group: Tenures = ()
    """委员联络组"""
    special_committee: Tenures = ()
    """专门委员会"""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_disorder(self.from_, self.until)
        if self.office and (self.from_ or self.until):
            refuse("任期写了两处：office 和 from、until", "只有一段的写 from、until，有几段的写 office")
        for before, after in pairwise(self.office):
            if (before.until or date.max) >= (after.from_ or date.min):
                refuse("office 的前一段没有在后一段之前结束", "各段由早到晚，前一段写 until，后一段写 from")
        return self

    @property
    def spells(self) -> tuple[tuple[date, date | None], ...]:
        """The stretches of office, the first and the last day of each; None: still."""
        stretches = [(one.from_, one.until) for one in self.office] or [(self.from_, self.until)]
        return tuple((first or date.min, last) for first, last in stretches)

    def serves(self, day: date) -> bool:
        """Whether in office on ``day``."""
        return any(first <= day <= (last or date.max) for first, last in self.spells)


class RecordForm(ClosedForm):
    """One record, or the same record ``times`` over."""

    kind: Kind
    """履职事项"""
    on: Day
    """日期，须在本年度内（earlier 之下须在那一年度内）"""
    attendance: Attendance | None = None
    """出席情况；记出席情况的事项必须写"""
    share: Number | None = None
    """参加比例，如 3/4"""
    capacity: Capacity | None = None
    """参会身份：应出席、列席，逐人写明的才写；不写的按事项的 expects"""
    stage: Stages = ()
    """达到的阶段"""
    level: Levels = ()
    """级别"""
    position: Positive | None = None
    """作者位次，1 为第一作者"""
    authors: Positive | None = None
    """作者人数"""
    matter: Text | None = None
    """成果标识：同一成果的几条写同一标识"""
    number: Text | None = None
    """编号，供别的记录的 source 引用"""
    source: Text | None = None
    """来源编号：由哪一条记录转化而来，写那一条的 number"""
    quantity: Plain | None = None
    """数量"""
    judged: Plain | None = None
    """评定分；有评定分的事项必须写"""
    times: Positive = 1
    """同样的记录有几条"""

    @model_validator(mode="after")
    def _among_authors(self) -> Self:
        if (self.position or 1) > (self.authors or 1):
            refuse(f"作者位次为 {self.position}", "请同时写不小于它的 authors")
        if self.share is not None and not 0 <= self.share <= 1:
            refuse(f"参加比例 {self.share} 不在 0 与 1 之间", "比例请写成 3/4 或 75%")
        if self.quantity is not None and self.quantity <= 0:
            refuse(f"数量 {self.quantity} 不大于 0", "请核对 quantity")
        if self.number is not None and self.times > 1:
            refuse(f"编号“{self.number}”写了 {self.times} 次（times）", "有编号的记录请一条一条写")
        return self


class EarlierForm(ClosedForm):
    """An earlier year: its grade where the rules give any, and where they ask for them its score and records."""

    grade: Grade | None = None
    """那一年的等次；不分等次的不写"""
    score: Plain | None = None
    """那一年的总分；后果按历年分数判断的必须写"""
    categories: Mapping[str, Plain] = Field(default_factory=dict)
    """那一年类别: 小计；后果按历年某一类的得分判断的必须写"""
    selected: tuple[Text, ...] = ()
    """那一年入选的评选"""
    quarters_selected: Mapping[QuarterNumber, tuple[Text, ...]] = Field(default_factory=dict)
    """那一年的季度（1 至 4）: 选上的每季度评选；后果数季度的才看，没有写的季度没有选上"""
    decided: tuple[Text, ...] = ()
    """那一年提请以后已作出决定的后果"""
    records: tuple[RecordForm, ...] = ()
    """那一年的记录；后果、届内要求或自定起止的计分项要看的才写"""


Earlier = Annotated[EarlierForm, BeforeValidator(_graded)]


class ExpectForm(ClosedForm):
    """What should come of it."""

    score: Plain | None = None
    """总分"""
    grade: Grade | None = None
    """等次；未评定写 未评定。cases 里是名额以前的，committees 里是名额以后的"""
    categories: Mapping[str, Plain] = Field(default_factory=dict)
    """类别: 小计"""
    items: Mapping[str, Plain] = Field(default_factory=dict)
    """计分项: 得分"""
    proposals: tuple[Text, ...] | None = None
    """提请研究的后果，没有的写 []"""
    not_scored: tuple[Kind, ...] | None = None
    """没有任何计分项计入的事项，没有的写 []"""
    minimums_missed: tuple[Text, ...] | None = None
    """没有达到的本年最低要求"""
    term_minimums_missed: tuple[Text, ...] | None = None
    """没有达到的届内最低要求"""
    vetoes: tuple[Text, ...] | None = None
    """触及的否决项"""
    lacking: tuple[Text, ...] | None = None
    """尚未登记的评定（写了 needed: yes 的计分项），和评定分不在范围内、须重新评定的（judged_range）"""
    quarters: Mapping[QuarterNumber, Plain] = Field(default_factory=dict)
    """季度（1 至 4）: 这一季度的得分，照季度统计表，不含基础分"""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写应有的结果", "请写明 score、grade 等至少一项")


class CaseForm(ClosedForm):
    """One case."""

    case: Text
    """这一例说的是什么，试算不符时照印"""
    year: Year
    """年度"""
    member: MemberForm = Field(default_factory=lambda: MemberForm.model_validate({}))
    """委员的职务、组别和任期；不写为一直在任、没有职务"""
    records: tuple[RecordForm, ...] = ()
    """本年的记录"""
    earlier: Mapping[Year, Earlier] = Field(default_factory=dict)
    """以前的年度: 等次，或 {grade: 等次, score: 分数, …}"""
    others: Mapping[Text, tuple[Number, ...]] = Field(default_factory=dict)
    """与其他人比较的计分项: 其他人的计数，没有其他人的写 []；分期比较的，每期写一条，如 走访名次 2026-04-01: [3, 1]"""
    selected: tuple[Text, ...] | None = None
    """本年入选的评选；后果要看的必须写，没有入选的写 []"""
    quarters_selected: Mapping[QuarterNumber, tuple[Text, ...]] | None = None
    """本年的季度（1 至 4）: 选上的每季度评选，没有写的季度没有选上；后果数季度的必须写，都没有选上的写 {}"""
    decided: tuple[Text, ...] = ()
    """本年提请以后已作出决定的后果；后果写 decided 的才看"""
    over_quota: YesNo | None = None
    """yes：超出名额，归入较低的等次；后果要看有名额的等次的必须写"""
    term_ends: YesNo = False
    """yes：本年是届满之年"""
    expect: ExpectForm
    """手算的结果，至少一项；没有写的不核对"""


class DecisionForm(ClosedForm):
    """What people decided of a member for a year."""

    year: Year
    """哪一年度的事"""
    about: Text | None = None
    """所提请的后果的名称；评选履职成绩突出委员的不写"""
    outcome: Literal["decided", "done", "dropped", "chosen", "not_chosen"]
    """结果：decided 已决定待办，done 已办结，dropped 不再办理；评选的 chosen 选上，not_chosen 没有选上"""
    on: Day
    """作出决定的日期"""

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        choice = self.outcome in ("chosen", "not_chosen")
        if choice and self.about is not None:
            refuse("评选的结果不写 about", "请删去 about")
        if not choice and self.about is None:
            refuse("没有写是对哪一项后果的决定", "请写 about: 后果的名称")
        return self


class YearExpectForm(ExpectForm):
    """What should come of one year of one member, among the others of the case."""

    selected: tuple[Text, ...] | None = None
    """列入的评选（因纪律情形等不提请的不算），没有的写 []"""
    quarters_selected: Mapping[QuarterNumber, tuple[Text, ...]] = Field(default_factory=dict)
    """季度（1 至 4）: 这一季度选上的每季度评选（季度之星），没有的写 []"""
    commended: YesNo | None = None
    """yes：列入履职成绩突出委员的建议名单；写了评选结果（decisions）的，以其为准"""


class CommitteeMemberForm(MemberForm):
    """A member of a case of several, with all records."""

    records: tuple[RecordForm, ...] = ()
    """各年度的记录"""
    decisions: tuple[DecisionForm, ...] = ()
    """已经作出的决定"""
    times: Positive = 1
    """同样的委员有几名，如 17：其余各人只作名额、名次的基数"""
    expect: Mapping[Year, YearExpectForm] = Field(default_factory=dict)
    """年度: 手算的结果；没有写的不核对"""


class CommitteeForm(ClosedForm):
    """A case of several members, evaluated together."""

    case: Text
    """这一例说的是什么，试算不符时照印"""
    years: tuple[Year, ...] = Field(min_length=1)
    """有哪些年度，由早到晚；都作为已结账的评比，有一条记录的年度才算登记过"""
    term_ends: YesNo = False
    """yes：最后一个年度是届满之年"""
    members: Mapping[Text, CommitteeMemberForm] = Field(min_length=1)
    """化名: 委员"""

    @model_validator(mode="after")
    def _something_expected(self) -> Self:
        for before, after in pairwise(self.years):
            if before >= after:
                refuse(f"{after} 年写在 {before} 年后面", "years 由早到晚，每个年度写一次")
        if not any(one.expect for one in self.members.values()):
            refuse("没有写应有的结果", "请在委员下写 expect: {年度: {score: …}}，至少一项")
        return self


class CasesForm(ClosedForm):
    """A whole file of cases."""

    format: Literal["duty-cases/1"]
    """文件格式"""
    rules: Words
    """规则文件，与案例文件放在一起的写文件名；几个年度各有一份的写成列表"""
    cases: tuple[CaseForm, ...] = ()
    """一名委员、一个年度的各例；别人的情况写成 others、selected、over_quota"""
    committees: tuple[CommitteeForm, ...] = ()
    """几名委员、一个或几个年度的各例：像账本一样一起评比，名额、评选、名次都由他们自己分出"""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.cases or self.committees else refuse("没有写案例", "请写 cases 或 committees，至少一例")
