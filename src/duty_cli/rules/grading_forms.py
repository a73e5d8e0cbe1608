"""What scores lead to: minimums, vetoes, bands, quotas, consequences."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from duty_cli.model.grading_rules import About
from duty_cli.model.items import WHOLE
from duty_cli.rules.amount_forms import Grouping
from duty_cli.rules.condition_forms import AppliesToForm, NeedForm, WhenForm
from duty_cli.rules.form_fields import ClosedForm, Grade, Grades, Number, Plain, Positive, Text, Whole, YesNo, refuse


def _of_a_year(months: int) -> int:
    return months if months <= 12 else refuse("月数应为 0 至 12", "一年只有 12 个月")


class ElseForm(ClosedForm):
    """What a missed minimum leads to."""

    grade_at_most: Grade


class MinimumForm(ClosedForm):
    """An obligation beside the points."""

    id: Text
    clause: Text
    about: About
    within: Literal["month", "quarter", "year", "term"]
    applies_to: AppliesToForm | None = None
    need: NeedForm
    else_: ElseForm | None = Field(None, alias="else")


class VetoForm(ClosedForm):
    """Records that bound the grade."""

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    when: WhenForm
    grade_at_most: Grade


class GradedForm(ClosedForm):
    """Who is graded."""

    in_office: Literal["last_day", "any_day"] = "last_day"
    at_least_months: Annotated[Whole, AfterValidator(_of_a_year)] = 0


class BandForm(ClosedForm):
    """A grade and its lower edge."""

    grade: Text
    min: Plain
    colour: Text = ""


class PlacesForm(ClosedForm):
    """So many places: a share of the members, or a number."""

    at_most: Number
    unit: Literal["share", "members"]
    round: Literal["down", "half_up"]
    ties: Literal["exclude", "include"]
    within: Grouping | None = None
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

    grade: Grade
    clause: Text
    overflow_to: Grade


class SelectionForm(PlacesForm):
    """The best or the last by score, put forward."""

    id: Text
    clause: Text
    take: Literal["top", "bottom"]
    by: Text = WHOLE
    grades: Grades | None = None
    need: NeedForm | None = None
    every: Positive = 1
    first_year: Positive | None = None
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
    score_below: Plain | None = None
    selected: Text | None = None
    years: Positive | None = None
    records: WhenForm | None = None
    at_least: Positive | None = None
    at_most: Whole | None = None
    within: Literal["year", "term", "in_a_row"] | None = None
    last_years: Positive | None = None
    all_: tuple[IfForm, ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple[IfForm, ...] | None = Field(None, alias="any", min_length=1)

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


class ConsequenceForm(ClosedForm):
    """What is to be proposed when a test holds."""

    id: Text
    clause: Text
    applies_to: AppliesToForm | None = None
    if_: IfForm = Field(alias="if")
    at_term_end: YesNo = False
    propose: Text
    options: tuple[Text, ...] = ()
    notify: tuple[Text, ...] = ()
