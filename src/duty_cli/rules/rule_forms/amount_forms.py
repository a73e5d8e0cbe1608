"""Points that may differ by role or by group, and the measures that become points."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from duty_cli.model import items
from duty_cli.model.conditions import VaryingAmount
from duty_cli.model.members import Facet
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance
from duty_cli.rules.rule_forms.condition_forms import WhenForm
from duty_cli.rules.rule_forms.requirement_form import RequirementForm
from duty_cli.rules.yaml_reading.form_fields import (
    Attendances,
    ClosedForm,
    Day,
    Number,
    Plain,
    PlainOrNothing,
    Text,
    facet,
    refuse,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

Grouping = Literal["role", "sector", "party", "liaison_group", "special_committee"]


class AmountForm(ClosedForm):
    """One number for all (``same``, written alone), or one for each role or group named and one for all others."""

    same: Plain | None = None
    by: Grouping | None = None
    values: dict[Text, Plain] | None = Field(None, min_length=1)
    otherwise: Plain | None = None

    @model_validator(mode="after")
    def _one_or_several(self) -> Self:
        several = {"by", "values", "otherwise"}
        if self.model_fields_set not in ({"same"}, several):
            refuse("分值应是一个数，或写全 by、values 和 otherwise", "如 {by: role, values: {常委: -2}, otherwise: -6}")
        return self

    def build(self, source: SourceMap, loc: Loc) -> object:
        """The number, or the numbers by role or group."""
        if self.by is None:
            return self.same
        return VaryingAmount(Facet[self.by.upper()], tuple((self.values or {}).items()), self.otherwise or 0)


def _spelled(value: object) -> object:
    if isinstance(value, str):
        return {"same": value}
    return value if isinstance(value, dict) else refuse("这里应是一个数", "如 5、-2.5、1/2、20%，用半角字符")


class FactorForm(AmountForm):
    """The same of factors, which may be percentages."""

    same: Number | None = None
    values: dict[Text, Number] | None = Field(None, min_length=1)
    otherwise: Number | None = None


Amount = Annotated[AmountForm, BeforeValidator(_spelled)]
Factor = Annotated[FactorForm, BeforeValidator(_spelled)]


class WindowForm(ClosedForm):
    """Each week, month or quarter by itself, and how they are put together; or days of its own (``from``, ``to``)."""

    each: items.WindowUnit | None = None
    """分段计算：week 周，month 月，quarter 季度"""
    across: items.Across | None = None
    """各段合起来：sum 相加，mean 平均，highest 取最高，lowest 取最低"""
    cap: Plain | None = None
    """每段的最高分"""
    first: Day | None = Field(None, alias="from")
    """自定起止日期的第一天，可以跨年度；与 each 二者取一"""
    last: Day | None = Field(None, alias="to")
    """自定起止日期的最后一天（含）；得分计入这一天所在的年度"""

    @model_validator(mode="after")
    def _clock_or_days(self) -> Self:
        given = self.model_fields_set - {"cap"}
        if given == {"first", "last"} and self.cap is None:
            if self.first and self.last and self.first > self.last:
                refuse(f"起始日 {self.first} 晚于截止日 {self.last}", "请核对日期")
        elif given != {"each", "across"}:
            refuse("window 应写 each 和 across（分段计算），或写 from 和 to（自定起止日期）", "两种不能同时写")
        return self

    def build(self, source: SourceMap, loc: Loc) -> object:
        """Windows, or the days."""
        return (items.Window if self.each else Period)(**self.arguments(source, loc))


class PeerComparisonForm(ClosedForm):
    """The count set beside those of the others."""

    builds = items.PeerComparison
    converters: ClassVar = {"within": facet}

    how: items.PeerScale = Field(alias="as")
    """place 名次（最多的为第 1 名），percentile 名次占人数的比例，mean_ratio 占平均数的比例"""
    within: Grouping | Literal["all"]
    """与谁比较：all 适用本项的全体，或 sector、liaison_group 等同一组之内"""
    ties: items.PeerTies | None = None
    """并列之后：gap 空出名次（1、1、3），dense 不空出（1、1、2）"""

    @model_validator(mode="after")
    def _ties_where_placed(self) -> Self:
        if (self.how == "mean_ratio") != (self.ties is None):
            refuse(
                "按名次（place、percentile）计的应写 ties，按均值（mean_ratio）计的不写",
                "ties: gap（并列后空出名次）或 dense（不空出）",
            )
        return self


def _states(words: tuple[str, ...]) -> frozenset[Attendance]:
    return frozenset(map(Attendance, words))


class MeasureForm(ClosedForm):
    """What is counted; a rate says which attendance is present, and which is not counted at all.

    It builds nothing by itself: its table or target stands beside it, and ``MeasuredForm`` puts them together.
    """

    converters: ClassVar = {"present": _states, "left_out": _states}

    of: items.MeasureKind
    """数什么：records 件（次）数，matters 成果件数，quantity 数量合计，share 参加比例合计，rate 出席率，ratio 两个计数之比（如采用率），mean 平均数，met 几项要求中达到几项"""
    count: WhenForm | None = None
    """of: ratio 的分子：计分项的记录中，再符合哪些条件的，如 {stage: 采用}"""
    over: WhenForm | None = None
    """of: ratio 的分母：计分项的记录中，再符合哪些条件的；不写为计分项的全部记录"""
    by: items.MeasureBy | None = None
    """of: ratio 按什么数：records 件（次）数（不写即是），matters 成果件数，quantity 数量；of: mean 是什么的平均：share 参加比例，quantity 数量，judged 评定分"""
    each: tuple[RequirementForm, ...] | None = Field(None, min_length=2)
    """of: met 的各项要求，数达到了几项，如 六个一"""
    present: Attendances | None = None
    """出席率中算到会的出席情况"""
    left_out: Attendances | None = None
    """出席率中不列入计算的出席情况"""
    share_at_least: Number | None = None
    """出席率中参加比例达到多少才算到会，如 3/4"""
    among: PeerComparisonForm | None = None
    """与其他人比较：数出的数换成名次或占平均数的比例"""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.of is items.MeasureKind.RATE) != (self.present is not None):
            refuse("of: rate 须写 present（哪些出席情况算到会），其他计数不写", "如 present: [出席, 迟到, 早退]")
        if (self.left_out or self.share_at_least is not None) and self.of is not items.MeasureKind.RATE:
            refuse("left_out、share_at_least 只用于 of: rate")
        if set(self.left_out or ()) & set(self.present or ()):
            refuse("同一出席情况不能既在 present 又在 left_out")
        return self

    @model_validator(mode="after")
    def _of_two_counts_or_a_mean(self) -> Self:
        ratio, mean = (self.of is one for one in (items.MeasureKind.RATIO, items.MeasureKind.MEAN))
        if ratio != (self.count is not None):
            refuse(
                "of: ratio 须写 count（分子计哪些记录），其他计数不写", "如 count: {stage: 采用}, over: {stage: 提交}"
            )
        if self.over is not None and not ratio:
            refuse("over 只用于 of: ratio", "请删去 over")
        if mean and self.by not in ("share", "quantity", "judged"):
            refuse("of: mean 须写 by（什么的平均）", "by: share 参加比例，quantity 数量，judged 评定分")
        if ratio and self.by in ("share", "judged"):
            refuse(f"of: ratio 不能按 {self.by} 数", "by: records 件（次）数，matters 成果件数，quantity 数量")
        if (self.of is items.MeasureKind.MET) != (self.each is not None):
            refuse(
                "of: met 须写 each（各项要求），其他计数不写",
                "如 each: [{kind: 提案, at_least: 1}, {kind: 走访, at_least: 1}]",
            )
        if self.by is not None and not ratio and not mean:
            refuse("by 只用于 of: ratio 和 of: mean", "请删去 by，或改写 of")
        return self

    @property
    def of_parts(self) -> bool:
        """Whether what it counts is a part of a whole and never more."""
        return self.of is items.MeasureKind.RATE or (self.of is items.MeasureKind.MEAN and self.by == "share")

    @property
    def counts_matters(self) -> bool:
        """Whether it asks which records are of one matter."""
        return self.of is items.MeasureKind.MATTERS or self.by == "matters"


class MeasuredForm(ClosedForm):
    """What has a measure and, beside it, the table or target that gives the measure its points."""

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form, with the table or target put into the measure."""
        given = super().arguments(source, loc)
        to = given.pop("target", None) or items.BracketTable(given.pop("table", ()))
        if isinstance(measure := given.get("measure"), MeasureForm):
            by_source = given.get("by_source", False)
            given["measure"] = items.Measure(to=to, by_source=by_source, **measure.arguments(source, (*loc, "measure")))
        return given


class StretchForm(ClosedForm):
    """Measured values from ``at_least`` on, up to the stretch above."""

    at_least: Number
    """达到多少（含本数）"""


class BracketForm(StretchForm):
    """From ``at_least`` on, these points."""

    builds = items.Bracket

    points: Amount
    """得多少分；系数表中为乘以多少"""


class FactorBracketForm(BracketForm):
    """From ``at_least`` on, this factor."""

    points: Factor
    """得多少分；系数表中为乘以多少"""


Table = Annotated[tuple[BracketForm, ...], Field(min_length=1)]
FactorTable = Annotated[tuple[FactorBracketForm, ...], Field(min_length=1)]


class TargetForm(ClosedForm):
    """Full points at ``reach``; more for each above; less for each below, or nothing."""

    builds = items.Target
    converters: ClassVar = {"below": lambda below: None if below == "nothing" else below}

    reach: Number
    """目标数"""
    points: Amount
    """达到目标得多少分"""
    above: Plain
    """每超过 1 加多少分；不加写 0"""
    below: PlainOrNothing
    """每少 1 减多少分；nothing：不足不计分"""


def refuse_disorder(table: Sequence[StretchForm]) -> None:
    """Refuse stretches that do not descend."""
    for upper, lower in pairwise(table):
        if lower.at_least >= upper.at_least:
            refuse("table 各段的 at_least 应由高到低排列，且不能相同", "请核对各段下限")
