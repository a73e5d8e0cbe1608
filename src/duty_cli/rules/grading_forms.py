"""What scores lead to: minimums, vetoes, bands, quotas, consequences."""

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from duty_cli.model import grading_rules as rules
from duty_cli.model.items import WHOLE
from duty_cli.rules.amount_forms import Grouping
from duty_cli.rules.condition_forms import AppliesToForm, NeedForm, WhenForm
from duty_cli.rules.form_fields import (
    ClosedForm,
    Grade,
    Grades,
    Number,
    Plain,
    Positive,
    Text,
    Whole,
    YesNo,
    facet,
    refuse,
)
from duty_cli.rules.source_map import Loc, SourceMap


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
    need: NeedForm
    """须有哪些记录，至少几件（次）；可用 all、any 组合"""
    grade_at_most: ElseForm | None = Field(None, alias="else")
    """未达到的后果；不写则只作提示，不影响等次"""


class VetoForm(ClosedForm):
    """Records that bound the grade."""

    builds = rules.Veto

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    when: WhenForm
    grade_at_most: Grade
    """等次最高为"""


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


class QuotaForm(PlacesForm):
    """At most so many members in a grade."""

    builds = rules.Quota

    grade: Grade
    """哪个等次"""
    clause: Text
    at_most: Number
    """名额，如 20% 或 30"""
    overflow_to: Grade
    """超出名额的列为哪个等次"""


class SelectionForm(PlacesForm):
    """The best or the last by score, put forward."""

    builds = rules.Selection
    converters: ClassVar = {**PlacesForm.converters, "grades": frozenset}

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
    need: NeedForm | None = None
    """还须有哪些记录"""
    every: Positive = 1
    """每几年一次"""
    first_year: Positive | None = None
    """第一次在哪一年"""
    propose: Text

    @model_validator(mode="after")
    def _beginning(self) -> Self:
        if (self.every > 1) != (self.first_year is not None):
            refuse(f"评选“{self.id}”每隔几年一次的，应同时写 every 和 first_year", "如 every: 2, first_year: 2024")
        return self


_OF_YEARS = frozenset({"grade", "score_below", "selected"})


class IfForm(ClosedForm):
    """Years of a ``grade``, of a ``score_below`` or of being ``selected``; or ``records``; or ``all`` or ``any`` of several."""

    grade: Grade | None = None
    """等次为"""
    score_below: Plain | None = None
    """总分低于"""
    selected: Text | None = None
    """列入哪一项评选"""
    years: Positive | None = None
    """几个年度"""
    records: WhenForm | None = None
    """哪些记录"""
    at_least: Positive | None = None
    """至少几件（次）"""
    at_most: Whole | None = None
    """至多几件（次）"""
    within: rules.YearWindow | None = None
    """year 当年，term 届内累计，in_a_row 连续"""
    last_years: Positive | None = None
    """最近几年"""
    all_: tuple["IfForm", ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple["IfForm", ...] | None = Field(None, alias="any", min_length=1)

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        given = self.model_fields_set
        if len(given & {*_OF_YEARS, "records", "all_", "any_"}) != 1:
            refuse("应写 grade、score_below、selected、records、all、any 之一")
        if given & {"all_", "any_"}:
            return self if len(given) == 1 else refuse("all、any 旁边不能再写别的条件")
        return self._of_records() if self.records else self._of_years()

    def _of_years(self) -> Self:
        if self.model_fields_set - _OF_YEARS != {"years", "within"}:
            refuse(
                "按年度计的后果应写 years 和 within，不写别的",
                "within: year（当年）、term（届内累计）、in_a_row（连续）",
            )
        if self.years and self.years > 1 and self.within == "year":
            refuse(
                f"一年之内不会有 {self.years} 个年度",
                "请写 within: term（届内累计）、within: in_a_row（连续），或 years: 1",
            )
        return self

    def _of_records(self) -> Self:
        given = self.model_fields_set - {"records"}
        if len(given & {"within", "last_years"}) != 1 or not given & {"at_least", "at_most"} or "years" in given:
            refuse(
                "按记录计的后果应写 at_least 或 at_most，并写 within 或 last_years",
                "within: year、term，或 last_years: 2",
            )
        if self.within == "in_a_row":
            refuse("按记录条数的后果不能写 within: in_a_row", "请写 within: year、term，或 last_years: 2")
        return self

    def build(self, source: SourceMap, loc: Loc) -> rules.Test:
        """The test that is meant."""
        if self.all_:
            return rules.AllTests(tuple(part.build(source, loc) for part in self.all_))
        if self.any_:
            return rules.AnyTest(tuple(part.build(source, loc) for part in self.any_))
        if self.records is not None:
            years = self.last_years or (1 if self.within == "year" else None)
            return rules.RecordsWithin(self.records.conditions(), self.at_least, self.at_most, years)
        years, within = self.years or 1, self.within or "year"
        if self.score_below is not None:
            return rules.ScoreYears(self.score_below, years, within)
        if self.selected is not None:
            return rules.SelectedYears(self.selected, years, within)
        return rules.GradeYears(self.grade or "", years, within)


class ConsequenceForm(ClosedForm):
    """What is to be proposed when a test holds."""

    builds = rules.Consequence

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    test: IfForm = Field(alias="if")
    """什么情况下提请"""
    at_term_end: YesNo = False
    """yes：只在届满之年提请"""
    propose: Text
    options: tuple[Text, ...] = ()
    """供选择的处理"""
    notify: tuple[Text, ...] = ()
    """告知谁"""
