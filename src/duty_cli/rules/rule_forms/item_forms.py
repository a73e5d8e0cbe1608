"""What records earn: levels, items, categories, the total."""

from itertools import combinations
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from duty_cli.model import items
from duty_cli.model.conditions import Conditions, alternatives
from duty_cli.model.periods import Period
from duty_cli.rules.conditions_together import may_both_hold
from duty_cli.rules.rule_forms.amount_forms import (
    Amount,
    Factor,
    FactorTable,
    MeasuredForm,
    MeasureForm,
    Table,
    TargetForm,
    WindowForm,
    refuse_disorder,
)
from duty_cli.rules.rule_forms.condition_forms import AppliesToForm, WhenForm, refuse_crossed
from duty_cli.rules.rule_forms.judged_range_form import JudgedRangeForm
from duty_cli.rules.yaml_reading.form_fields import (
    ClosedForm,
    Number,
    Part,
    Plain,
    Positive,
    RestOrPart,
    Text,
    YesNo,
    of_second,
    refuse,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


class AuthorsForm(ClosedForm):
    """Parts of the points for the first author and the others."""

    builds = items.Authorship

    first: Part
    """第一作者所得，如 1、1/2"""
    others: RestOrPart
    """其他作者各得多少，如 1/2；split_rest：平分其余"""
    at_most: Positive | None = None
    """只计前几名作者"""


class LevelForm(ClosedForm):
    """One value of an item."""

    builds = items.Level

    id: Text
    """档名"""
    when: WhenForm
    """哪些记录属于这一档"""
    points: Amount
    """这一档的分值"""


class CappedForm(ClosedForm):
    """Bounds of a sum."""

    cap: Plain | None = None
    floor: Plain | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_crossed(self.floor, self.cap, "floor", "cap")
        return self


def refuse_both(name: str, converted: items.Once | None, same_matter: items.Highest | None) -> None:
    """Refuse two ways at once of counting a matter once."""
    if converted and same_matter:
        refuse(
            f"{name}的 converted 和 same_matter 不能同时写",
            "转化的成果只计一件、其中各条照计的写 converted: once；同一成果只计最高的一条的写 same_matter: highest",
        )


class ItemForm(CappedForm, MeasuredForm):
    """A scored item: each record by ``points`` or ``levels``, or all of a window by a ``measure`` with table or target."""

    builds = items.Item

    id: Text
    clause: Text
    when: WhenForm
    points: Amount | None = None
    """分值，扣分写负数；可按职务或分组不同：{by: role, values: {常委: -2}, otherwise: -6}"""
    levels: tuple[LevelForm, ...] | None = Field(None, min_length=1)
    """几档分值；与 points 二者取一"""
    several_levels: items.Stacking | None = None
    """一条记录符合几档时：highest 取最高，stacked 相加"""
    combine: items.Combining | None = None
    """几条记录合计：sum 相加，highest 只计最高，once 只计一次"""
    per: items.PointBasis = items.PointBasis.RECORD
    """分值按什么乘：record 每条，quantity 数量，share 参加比例，judged 评定分"""
    measure: MeasureForm | None = None
    table: Table | None = None
    target: TargetForm | None = None
    """达到目标得满分，超过加分，不足减分"""
    window: WindowForm | None = None
    """分周、月或季度计算"""
    applies_to: AppliesToForm | None = None
    authors: AuthorsForm | None = None
    """合作成果怎样分配"""
    same_matter: items.Highest | None = None
    """highest：同一成果标识的只计最高的一件；不写则各件都计"""
    by_source: YesNo = False
    converted: items.Once | None = None
    from_nth: Positive = 1
    """从第几件（次）起计"""
    needed: YesNo = False
    """yes：评定分（或报来的数量）没有登记以前，本年度为未评定，不作 0 分处理"""
    judged_range: Annotated[JudgedRangeForm, AfterValidator(of_second)] | None = None
    """评定分的范围取决于出席率等的，按比率分段写明；只用于 per: judged"""
    note: Text = ""
    """说明，打印在得分说明中"""

    @model_validator(mode="after")
    def _by_source_of_matters(self) -> Self:
        counted = self.measure is not None and self.measure.counts_matters
        if self.by_source and self.same_matter is None and not counted:
            refuse(
                f"计分项“{self.id}”写了 by_source，却不区分成果",
                "请同时写 same_matter: highest，或 measure: {of: matters} 等按成果计的",
            )
        refuse_both(f"计分项“{self.id}”", self.converted, self.same_matter)
        return self

    @model_validator(mode="after")
    def _needed_of_others(self) -> Self:
        given = self.per in (items.PointBasis.JUDGED, items.PointBasis.QUANTITY) or (
            self.measure is not None
            and (self.measure.of is items.MeasureKind.QUANTITY or self.measure.by in ("quantity", "judged"))
        )
        if self.needed and not given:
            refuse(
                f"计分项“{self.id}”写了 needed，却不按评定分或数量计",
                "needed 只用于由别人评出、报来的分数（per: judged、per: quantity、of: quantity，或 by: judged、by: quantity）；必须完成的事项请写 minimums",
            )
        return self

    @model_validator(mode="after")
    def _range_of_judged(self) -> Self:
        if self.judged_range is None:
            return self
        if self.per is not items.PointBasis.JUDGED or self.measure is not None:
            refuse(
                f"计分项“{self.id}”写了 judged_range，却不是逐条按评定分计的",
                "judged_range 只用于 per: judged；按评定分的平均数（of: mean）计的，请先定明各次评定是否都要在范围内",
            )
        # A value that is held is another than was entered: which of them a condition means would be a guess.
        if any(one.field == "judged" for when in self._whens() for way in alternatives(when) for one in way):
            refuse(
                f"计分项“{self.id}”写了 judged_range，不能再按 judged 选取记录或分档",
                "请删去 when 或 levels 里的 judged",
            )
        return self

    def _whens(self) -> list[Conditions]:
        return [self.when.conditions(), *(level.when.conditions() for level in self.levels or ())]

    @model_validator(mode="after")
    def _one_value_or_levels(self) -> Self:
        if self.measure is not None:
            return self._measured()
        if self.table or self.target:
            refuse(f"计分项“{self.id}”写了 table 或 target，却没有 measure", "请写明 measure: {of: records} 等")
        if self.combine is None:
            refuse(f"缺少“combine”（{self.id}）", "请写明 sum（相加）、highest（就高）或 once（只计一次）")
        if self.points is None and self.levels is None:
            refuse(f"计分项“{self.id}”没有写分值", "请写 points（一个分值）或 levels（几档分值）")
        if self.points is not None and self.levels is not None:
            refuse(f"计分项“{self.id}”既写了 points 又写了 levels", "请删去其中一项")
        if self.several_levels and self.levels is None:
            refuse(f"计分项“{self.id}”没有 levels，不需要 several_levels")
        if self.from_nth > 1 and self.combine != "sum":
            refuse(f"计分项“{self.id}”的 from_nth 只能与 combine: sum 同用", "highest 和 once 都只计一条")
        return self

    def _measured(self) -> Self:
        one_by_one = {
            "points",
            "levels",
            "several_levels",
            "combine",
            "per",
            "authors",
            "same_matter",
            "converted",
            "from_nth",
        }
        extra = sorted(one_by_one & self.model_fields_set)
        if extra:
            refuse(f"计分项“{self.id}”按 measure 计分，不能再写 {'、'.join(extra)}")
        if (self.table is None) == (self.target is None):
            refuse(f"计分项“{self.id}”应写 table（分段）或 target（目标），二者取一")
        refuse_disorder(self.table or ())
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; a window that is days of its own is another field of an item."""
        given = super().arguments(source, loc)
        if isinstance(given.get("window"), Period):
            given["days"] = given.pop("window")
        # A default says what holds where a record meets several levels; where none can, it says nothing.
        default = self.several_levels is not None and source.by_default((*loc, "several_levels"))
        if default and not any(may_both_hold(one.when, other.when) for one, other in combinations(given["levels"], 2)):
            del given["several_levels"]
        return given


class GrantedForm(ClosedForm):
    """A base and bounds that may differ by role or group."""

    base: Amount | None = None
    """基础分；可按职务或分组不同"""
    cap: Amount | None = None
    floor: Plain | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        caps = [] if self.cap is None else [self.cap.same, self.cap.otherwise, *(self.cap.values or {}).values()]
        for cap in caps:
            refuse_crossed(self.floor, cap, "floor", "cap")
        return self


class CategoryDefaultsForm(ClosedForm):
    """What holds in a category wherever an item says nothing, before what the head says."""

    combine: items.Combining | None = None
    """本类没有写 combine 的计分项：sum 相加，highest 只计最高，once 只计一次"""
    several_levels: items.Stacking | None = None
    """本类没有写 several_levels 而几档可能同时达到的计分项：highest 取最高，stacked 相加"""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("defaults 下没有写默认值", "如 defaults: {combine: once}")


class CategoryForm(GrantedForm):
    """Items with a sub-total."""

    builds = items.Category

    id: Text
    clause: Text
    combine: items.CategorySum = "sum"
    """各项合计：sum 相加，highest 只取最高的一项"""
    same_matter: items.Highest | None = None
    """highest：同一成果符合几项的，只在得分最高的一项计分"""
    by_source: YesNo = False
    converted: items.Once | None = None
    weight: Number = 1
    """计入总分的比例，如 70%"""
    counted: YesNo = True
    """no：只列出，不计入总分"""
    defaults: Annotated[CategoryDefaultsForm, AfterValidator(of_second)] | None = None
    """本类各计分项的默认值，先于文件开头的 defaults"""
    items: tuple[ItemForm, ...] = Field(min_length=1)
    """计分项"""

    @model_validator(mode="after")
    def _by_source_of_matters(self) -> Self:
        if self.by_source and self.same_matter is None:
            refuse(f"类别“{self.id}”写了 by_source，却没有 same_matter", "请同时写 same_matter: highest")
        refuse_both(f"类别“{self.id}”", self.converted, self.same_matter)
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; what it says for its items stands in them by now."""
        given = super().arguments(source, loc)
        given.pop("defaults", None)
        return given


class TotalForm(GrantedForm):
    """Base and bounds of the total."""

    builds = items.Total


class ProRataForm(ClosedForm):
    """Which values are taken in proportion for those in office for part of the year."""

    builds = items.ProRata
    converters: ClassVar = {"bases": frozenset, "reach": frozenset}

    clause: Text
    by: items.PartUnit
    """按什么折算：days 天数，months 月数"""
    bases: tuple[Text, ...] = ()
    """折算哪些基础分：类别名，或 总分"""
    reach: tuple[Text, ...] = ()
    """折算哪些计分项的目标数"""

    @model_validator(mode="after")
    def _touches(self) -> Self:
        if not self.bases and not self.reach:
            refuse("pro_rata 应写明折算哪些值", f"bases: [类别名或{items.WHOLE}]，reach: [计分项名]")
        return self


class JointBoundForm(CappedForm):
    """Bounds of several categories together."""

    builds = items.JointBound
    converters: ClassVar = {"categories": frozenset}

    id: Text
    clause: Text
    categories: tuple[Text, ...] = Field(min_length=2)
    """哪几个类别"""


class MultiplierForm(MeasuredForm):
    """A factor on the total: ``times`` alone, or a measure with a table of factors (each under ``points``)."""

    builds = items.Multiplier

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    times: Factor | None = None
    """总分乘以多少；可按职务或分组不同"""
    when: WhenForm | None = None
    measure: MeasureForm | None = None
    table: FactorTable | None = None

    @model_validator(mode="after")
    def _fixed_or_measured(self) -> Self:
        given = self.model_fields_set & {"times", "when", "measure", "table"}
        if given not in ({"times"}, {"when", "measure", "table"}):
            refuse(f"系数“{self.id}”应写 times，或写全 when、measure 和 table")
        if self.measure and self.measure.among:
            refuse(f"系数“{self.id}”不能与他人比较（among）", "among 只用于计分项")
        refuse_disorder(self.table or ())
        return self
