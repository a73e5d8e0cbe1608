"""The whole file, with its dates and the kinds it declares."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from duty_cli.model import grading_rules as rules
from duty_cli.model import items
from duty_cli.model.exact_numbers import Points
from duty_cli.model.periods import Period, YearEnd
from duty_cli.model.rulebook import HeadDefaults, Kind, Rulebook
from duty_cli.rules.rule_forms.condition_forms import BoundsForm, Expects, PlainBoundsForm
from duty_cli.rules.rule_forms.grading_forms import (
    BandForm,
    ConsequenceForm,
    GradedForm,
    MinimumForm,
    QuotaForm,
    SelectionForm,
    VetoForm,
)
from duty_cli.rules.rule_forms.item_forms import CategoryForm, JointBoundForm, MultiplierForm, ProRataForm, TotalForm
from duty_cli.rules.rule_forms.kind_defaults import with_defaults
from duty_cli.rules.yaml_reading.form_fields import (
    ClosedForm,
    Day,
    EndOfYear,
    Number,
    Positive,
    Text,
    Whole,
    Words,
    YesNo,
    edition,
    facet,
    of_second,
    refuse,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

Subject = Literal["member", "sector", "liaison_group", "special_committee"]
Edition = Literal["duty-rules/2", "duty-rules/1"]
CALENDAR = YearEnd()


def _pairs(said: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(said.items())


def _range(bounds: BoundsForm) -> tuple[Points | None, Points | None]:
    return bounds.at_least, bounds.at_most


class KindForm(ClosedForm):
    """A kind of participation."""

    builds = Kind
    converters: ClassVar = {"judged": _range}

    id: Text
    clause: Text
    attended: YesNo = False
    """yes：登记出席情况"""
    expects: Expects | None = None
    """应出席的人：all 全体委员，或 {role: 常委} 等；不写为谁都不必到，到会的登记。须同时写 attended: yes"""
    absent_below: Number | None = None
    """参加比例不足多少按缺席计，如 2/3；记录照登记的保留，得分、出席率、否决、后果和各报表都按缺席计；列席的除外"""
    conduct: YesNo = False
    """yes：属于纪律情形"""
    commends: YesNo = False
    """yes：属于表彰"""
    judged: PlainBoundsForm | None = None
    """评定分的范围，如 {at_least: 0, at_most: 10}"""
    authors_at_most: Positive | None = None
    """合作成果最多登记几名作者；多出的不予登记"""
    unit: Text | None = None
    """通报中用什么量词：人次 按人次计，次、场、期 按举办次数计，件、篇、项等按成果计（同一成果只计一次）"""
    group: Text | None = None
    """通报中归入哪一组，如 建言成果"""
    told: YesNo | None = None
    """no：通报中不写；纪律情形一律不写"""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.expects and not self.attended:
            refuse(f"“{self.id}”写了 expects，却没有 attended: yes", "不记出席情况的事项没有应到人员")
        if self.absent_below is not None and not self.attended:
            refuse(f"“{self.id}”写了 absent_below，却没有 attended: yes", "不记出席情况的事项没有缺席")
        if self.absent_below is not None and not 0 < self.absent_below <= 1:
            refuse(f"“{self.id}”的 absent_below 应大于 0、不大于 1", "如 2/3：参加不足三分之二的按缺席计")
        if self.conduct and self.told:
            refuse(f"“{self.id}”是纪律情形，不能写进通报", "请删去 told: yes")
        if self.judged and (self.judged.at_least is None or self.judged.at_most is None):
            refuse(f"“{self.id}”的评定分范围缺少一端", "请写 {at_least: 0, at_most: 10} 的形式")
        return self


class EffectiveForm(ClosedForm):
    """The first and the last day of the file."""

    builds = Period

    first: Day = Field(alias="from")
    """第一天，如 2026-01-01"""
    last: Day = Field(alias="to")
    """最后一天（含）"""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return self if self.first <= self.last else refuse(f"起始日 {self.first} 晚于截止日 {self.last}", "请核对日期")


def _text_file(name: str) -> str:
    """The name of a text that lies beside the rule file: no way to another folder, and no other sort of file."""
    if "/" in name or "\\" in name or name.startswith("."):
        refuse(f"“{name}”不是文件名", "条文与规则文件放在同一个文件夹，这里只写文件名，如 条文.txt")
    if not name.lower().endswith((".txt", ".docx")):
        refuse(f"“{name}”不是纯文本（.txt）或 .docx 文件", "请在 Word 或 WPS 里打开，另存为 .docx，这里写它的文件名")
    return name


def _ruleless(said: dict[str, str]) -> dict[str, str]:
    """Each key names an article, or one figure of it, that no other key names."""
    # Most files say nothing of this sort: what reads it is not loaded for them.
    from duty_cli.parsing.article_citations import RulelessPart, ruleless_part

    parts: dict[RulelessPart, str] = {}
    for key in said:
        part = ruleless_part(key)
        if part is None:
            refuse(
                f"“{key}”看不出是哪一条", "写一条的编号，如 第1条；只指其中一个数的，空一格再写那个数，如 第11条 一年"
            )
        if part in parts:
            refuse(f"“{key}”和“{parts[part]}”是同一条", "请合为一项")
        parts[part] = key
    return said


def _few(places: int) -> int:
    return places if places <= 6 else refuse("小数位数应为 0 至 6")


class RoundingForm(ClosedForm):
    """The one rounding there is; joint work can be split into thirds."""

    places: Annotated[Whole, AfterValidator(_few)]
    """小数位数，0 至 6"""
    half: Literal["up"]
    """up：四舍五入"""

    def build(self, source: SourceMap, loc: Loc) -> object:
        """How many decimals."""
        return self.places


def _two_places(said: object, info: ValidationInfo) -> object:
    """What holds where a file of the second edition says no rounding; one of the first says it."""
    if said is not None:
        return said
    if edition(info) == 1:
        refuse("缺少“rounding”", "请补上，如 rounding: {places: 2, half: up}（四舍五入到小数点后两位）")
    return {"places": "2", "half": "up"}


class DefaultsForm(ClosedForm):
    """What holds wherever a rule says nothing."""

    builds = HeadDefaults
    converters: ClassVar = {"clause": str}

    clause: Text | None = None
    """没有写 clause 的各条和类别，都依据这一条"""
    combine: items.Combining | None = None
    """没有写 combine 的计分项：sum 相加，highest 只计最高，once 只计一次"""
    several_levels: items.Stacking | None = None
    """没有写 several_levels 而几档可能同时达到的计分项：highest 取最高，stacked 相加"""
    round: rules.Round | None = None
    """没有写 round 的名额（按比例的）：down 只取整数，half_up 四舍五入"""
    ties: rules.Ties | None = None
    """没有写 ties 的名额：exclude 同分者都不列入，include 同分者都列入"""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("defaults 下没有写默认值", "如 defaults: {combine: sum}")


class RulesForm(ClosedForm):
    """A whole rule file."""

    builds = Rulebook
    converters: ClassVar = {"subject": facet, "without_rule": _pairs}

    format: Edition
    """文件格式：新写的细则用 duty-rules/2；duty-rules/1 的文件照旧有效"""
    title: Text
    """细则全称"""
    basis: Text
    """所依据的文件或文号"""
    text: Annotated[Text, AfterValidator(_text_file)] | None = None
    """印发的条文（.txt，UTF-8；或 .docx），与规则文件放在同一个文件夹；写了它，duty rules show 把条文与规则逐条对照"""
    without_rule: Annotated[dict[Text, Text], AfterValidator(_ruleless)] = Field(default_factory=dict)
    """不用写成规则的条文及原因，如 {第1条: 总则}；只指其中一个数的，写 {第11条 一年: 统计的周期}"""
    effective: EffectiveForm
    """适用日期，含首尾两日；须覆盖整年"""
    year_ends: EndOfYear = CALENDAR
    """年度截止于每年的哪一天，如 12-20；不写为 12-31"""
    subject: Subject = "member"
    """以谁为对象计分：member 委员（不写即是），sector 界别，liaison_group 委员联络组，special_committee 专门委员会"""
    places: Annotated[RoundingForm, BeforeValidator(_two_places)] = Field(None, alias="rounding", validate_default=True)
    """计分保留几位小数；四舍五入；第一版必写，第二版不写的为小数点后两位"""
    defaults: Annotated[DefaultsForm, AfterValidator(of_second)] | None = None
    """默认值：写一次，各条没有写的都照此"""
    sets: Annotated[dict[Text, Words], AfterValidator(of_second)] = Field(default_factory=dict)
    """集合：给几个词起一个名，凡写列表处都可以用，如 {到会: [出席, 迟到, 早退]}"""
    notes: tuple[Text, ...] = ()
    """随报表打印的说明"""
    stages: tuple[Text, ...] = ()
    """阶段，由低到高"""
    levels: tuple[Text, ...] = ()
    """级别，由低到高"""
    kinds: tuple[KindForm, ...] = Field(min_length=1)
    """履职事项"""
    categories: tuple[CategoryForm, ...] = ()
    """类别，各有若干计分项和小计；只有最低要求、不计分的不写"""
    total: TotalForm = Field(default_factory=TotalForm)
    """总分的基础分、最高分和最低分；不计分的不写"""
    joint_bounds: tuple[JointBoundForm, ...] = ()
    """几个类别合计的最高分和最低分"""
    multipliers: tuple[MultiplierForm, ...] = ()
    """总分乘以的系数"""
    pro_rata: ProRataForm | None = None
    """年内只有部分时间在任的，哪些值按时间折算"""
    minimums: tuple[MinimumForm, ...] = ()
    """最低要求：与分数无关的义务"""
    vetoes: tuple[VetoForm, ...] = ()
    """纪律情形：有记录的，等次受限"""
    graded: GradedForm = Field(default_factory=GradedForm)
    """哪些委员评定等次；不写为年末在任的"""
    bands: tuple[BandForm, ...] = ()
    """等次和分数线（含本数），由高到低；不分等次的不写"""
    quotas: tuple[QuotaForm, ...] = ()
    """等次的名额"""
    selections: tuple[SelectionForm, ...] = ()
    """评选：按得分取前几名或末几名"""
    consequences: tuple[ConsequenceForm, ...] = ()
    """提请研究的后果"""

    def rulebook(self, source: SourceMap) -> Rulebook:
        """The rules, each with its place in the source."""
        return Rulebook(**self.arguments(source, ()))

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form, with the name of the file, and with the kinds by id."""
        given = super().arguments(source, loc)
        del given["format"]
        said = {form.id: form.model_fields_set for form in self.kinds}
        kinds = with_defaults(given["kinds"], said, given["categories"], given["minimums"])
        return {**given, "file": source.file, "kinds": {kind.id: kind for kind in kinds}}
