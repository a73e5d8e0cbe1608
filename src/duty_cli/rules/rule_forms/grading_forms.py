"""What scores lead to: minimums, vetoes, bands, quotas, consequences."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from duty_cli.model import grading_rules as rules
from duty_cli.model.conditions import Origin
from duty_cli.model.items import WHOLE
from duty_cli.model.rule_conditions import NumberBounds, RecordCount
from duty_cli.rules.rule_forms.amount_forms import Grouping
from duty_cli.rules.rule_forms.condition_forms import AppliesToForm, WhenForm
from duty_cli.rules.rule_forms.requirement_form import RequirementForm
from duty_cli.rules.yaml_reading.form_fields import (
    ClosedForm,
    Grade,
    Grades,
    Number,
    Plain,
    Positive,
    Text,
    Whole,
    Words,
    YesNo,
    edition,
    facet,
    refuse,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


def _of_a_year(months: int) -> int:
    return months if months <= 12 else refuse("月数应为 0 至 12", "一年只有 12 个月")


class ElseForm(ClosedForm):
    """What a missed minimum leads to."""

    grade_at_most: Grade
    """等次最高为"""

    def build(self, source: SourceMap, loc: Loc) -> object:
        """The best grade still open."""
        return self.grade_at_most


class MinimumForm(ClosedForm):
    """An obligation beside the points."""

    builds = rules.Minimum

    id: Text
    clause: Text
    about: rules.About
    """属于哪一方面：述职、培训、履职"""
    within: rules.MinimumWindow
    """在多长时间内：month 每月，quarter 每季度，year 每年度，term 届内"""
    applies_to: AppliesToForm | None = None
    need: RequirementForm
    """须有哪些记录，至少几件（次）；可用 all、any 组合"""
    grade_at_most: ElseForm | None = Field(None, alias="else")
    """未达到的后果；不写则只作提示，不影响等次"""


class VetoForm(ClosedForm):
    """What bounds the grade: a record, or any test of the year's records and points."""

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    when: WhenForm | None = None
    """有一条这样的记录即是；不止看一条记录的写 if"""
    test: RequirementForm | None = Field(None, alias="if")
    """当年有什么情形；与 when 二者取一"""
    grade_at_most: Grade
    """等次最高为"""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.when is None) == (self.test is None):
            refuse(f"否决项“{self.id}”应写 when 或 if 之一", "有一条记录即是的写 when；要数几次、看比例或得分的写 if")
        return self

    def build(self, source: SourceMap, loc: Loc) -> object:
        """The veto; of records one is enough."""
        who = self.applies_to.build(source, (*loc, "applies_to")) if self.applies_to else None
        if self.test is not None:
            test = self.test.build(source, (*loc, "if"))
        else:
            assert self.when is not None, "held by the check above"
            test = RecordCount((self.when.conditions(),), NumberBounds(at_least=1))
        return rules.Veto(self.id, Origin(self.clause, source.place(loc)), test, self.grade_at_most, who)


class GradedForm(ClosedForm):
    """Who is graded."""

    builds = rules.Graded

    in_office: rules.InOffice = "last_day"
    """last_day 年末在任的（不写即是），any_day 年内任何一天在任的"""
    at_least_months: Annotated[Whole, AfterValidator(_of_a_year)] = 0
    """当年至少在任几个月，一个月里有一天在任即算；不写则不限"""


class BandForm(ClosedForm):
    """A grade and its lower edge."""

    builds = rules.Band

    grade: Text
    """等次"""
    min: Plain
    """分数线，含本数"""
    colour: Text = ""
    """在评比表中标示的颜色，如 绿；不影响得分"""
    clause: Text = ""
    """分数线写在文件的哪一条；文件没有写的不写"""


class PlacesForm(ClosedForm):
    """So many places: a share of the members, or a number."""

    converters: ClassVar = {"within": facet}

    at_most: Number
    unit: rules.Unit
    """名额的算法：share 年末在任委员人数的比例，members 人数"""
    round: rules.Round
    """名额取整：down 只取整数，half_up 四舍五入"""
    ties: rules.Ties
    """末位同分而名额不够时：exclude 同分者都不列入，include 同分者都列入"""
    within: Grouping | None = None
    """在每个界别、委员联络组等之中各取；不写则在全体中取"""
    applies_to: AppliesToForm | None = None

    @model_validator(mode="after")
    def _in_unit(self) -> Self:
        if self.unit == "share" and not 0 <= self.at_most <= 1:
            refuse("名额比例应在 0% 与 100% 之间", "按人数时请写 unit: members")
        if self.unit == "members" and (not isinstance(self.at_most, int) or self.at_most < 0):
            refuse("名额人数应为不小于 0 的整数", "按比例时请写 unit: share")
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; a number of members is whole, however it is said to be rounded."""
        given = super().arguments(source, loc)
        return {**given, "round": "down"} if self.unit == "members" else given


class QuotaForm(PlacesForm):
    """At most so many members in a grade."""

    builds = rules.Quota
    converters: ClassVar = {**PlacesForm.converters, "unused_of": frozenset}

    grade: Grade
    """哪个等次"""
    clause: Text
    at_most: Number
    """名额，如 20% 或 30"""
    overflow_to: Grade
    """超出名额的列为哪个等次"""
    unused_of: Grades = ()
    """把哪几个等次没有用完的名额加进来"""


class ReservedPlacesForm(ClosedForm):
    """Places of a selection that are kept for some."""

    builds = rules.ReservedPlaces

    applies_to: AppliesToForm
    """为谁保留"""
    at_least: Number
    """至少保留多少，如 30% 或 2"""
    unit: rules.Unit
    """share 占这一项名额的比例，members 人数"""
    round: rules.Round | None = None
    """按比例的，不足一人的：down 舍去，half_up 四舍五入；按人数的不写"""
    if_short: rules.IfShort
    """人选不够时：empty 空着，others 给其他人"""

    @model_validator(mode="after")
    def _in_unit(self) -> Self:
        if (self.unit == "share") != (self.round is not None):
            refuse("按比例保留的应写 round，按人数的不写", "round: down（舍去）或 half_up（四舍五入）")
        if self.unit == "share" and not 0 <= self.at_least <= 1:
            refuse("保留的比例应在 0% 与 100% 之间", "按人数时请写 unit: members")
        if self.unit == "members" and (not isinstance(self.at_least, int) or self.at_least < 0):
            refuse("保留的人数应为不小于 0 的整数", "按比例时请写 unit: share")
        return self


class SelectionForm(PlacesForm):
    """The best or the last by score, put forward."""

    builds = rules.Selection
    converters: ClassVar = {**PlacesForm.converters, "grades": frozenset, "less": frozenset}

    id: Text
    clause: Text
    at_most: Number
    """取多少，如 10% 或 5"""
    take: rules.Take
    """top 取得分最高的，bottom 取得分最低的"""
    by: Text = WHOLE
    """按哪一类的得分；不写为 总分"""
    grades: Grades | None = None
    """只限哪些等次"""
    need: RequirementForm | None = None
    """还须有哪些记录"""
    every: Positive = 1
    """每几年一次"""
    first_year: Positive | None = None
    """第一次在哪一年"""
    share_of: Text | None = None
    """比例以哪一项评选选出的人数为基数，每季度的评选为当年选出的人数；不写为年末在任委员人数"""
    less: Words = ()
    """从名额中减去哪几项评选已选出的人数，每季度的评选为当年选出的人数，只补足余下的"""
    reserve: tuple[ReservedPlacesForm, ...] = ()
    """名额中为哪些人保留一部分"""
    each: rules.Turn = "year"
    """year 每年按年度得分（不写即是），quarter 每季度按本季积分，列入季度统计"""
    show_place: YesNo = False
    """yes：提请时写明在多少人中列第几名"""
    propose: Text | None = None
    """提请研究的事项，照文件原文；第二版中不写的，只列名单，不提请研究"""

    @model_validator(mode="after")
    def _said_in_first(self, info: ValidationInfo) -> Self:
        if self.propose is None and edition(info) == 1:
            refuse(f"缺少“propose”（{self.id}）", "请补上（提请研究的事项，照文件原文）")
        return self

    @model_validator(mode="after")
    def _beginning(self) -> Self:
        if (self.every > 1) != (self.first_year is not None):
            refuse(f"评选“{self.id}”每隔几年一次的，应同时写 every 和 first_year", "如 every: 2, first_year: 2024")
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; what proposes nothing proposes an empty matter."""
        return {"propose": "", **super().arguments(source, loc)}


class ConsequenceForm(ClosedForm):
    """What is to be proposed when a test holds."""

    builds = rules.Consequence

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    test: RequirementForm = Field(alias="if")
    """什么情况下提请"""
    fires: rules.Fires | None = None
    """once 届内成立的第一个年度提请一次，every_year 凡成立的年度都提请，counted_year 当年也是所数年度之一的才提请"""
    at_term_end: YesNo = False
    """yes：只在届满之年提请"""
    propose: Text
    options: tuple[Text, ...] = ()
    """供选择的处理"""
    notify: tuple[Text, ...] = ()
    """告知谁"""

    @model_validator(mode="after")
    def _said_when(self, info: ValidationInfo) -> Self:
        by_years = any(asked.by_years for _, asked in self.test.parts(()))
        if self.fires is None and edition(info) > 1:
            refuse(
                f"后果“{self.id}”没有写 fires：成立以后提请几次",
                "once 届内只在第一个成立的年度提请，every_year 凡成立的年度都提请"
                + ("，counted_year 当年也是所数年度之一的才提请" if by_years else ""),
            )
        if self.fires == "counted_year" and not by_years:
            refuse(f"后果“{self.id}”没有按年度计的条件，不能写 fires: counted_year", "请写 every_year 或 once")
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; what counts no years has no year in hand among them."""
        given = super().arguments(source, loc)
        by_years = any(asked.by_years for _, asked in self.test.parts(()))
        return given if by_years else {"fires": "every_year", **given}
