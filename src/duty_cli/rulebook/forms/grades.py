"""What scores lead to: minimums, vetoes, bands, quotas, consequences."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from duty_cli.domain.outcomes import About
from duty_cli.rulebook.forms.records import NeedForm, WhenForm, WhoForm
from duty_cli.rulebook.values import Form, Grade, Number, Positive, Text, refuse


class ElseForm(Form):
    """What a missed minimum leads to."""

    grade_at_most: Grade


class MinimumForm(Form):
    """An obligation beside the points."""

    id: Text
    clause: Text
    about: About
    within: Literal["year", "term"]
    applies_to: WhoForm | None = None
    need: NeedForm
    else_: ElseForm | None = Field(None, alias="else")


class VetoForm(Form):
    """Records that bound the grade."""

    id: Text
    clause: Text
    applies_to: WhoForm | None = None
    when: WhenForm
    grade_at_most: Grade


class BandForm(Form):
    """A grade and its lower edge."""

    grade: Text
    min: Number


class QuotaForm(Form):
    """At most so many members in a grade."""

    grade: Grade
    clause: Text
    at_most: Number
    unit: Literal["share", "members"]
    round: Literal["down", "half_up"]
    ties: Literal["exclude", "include"]
    overflow_to: Grade

    @model_validator(mode="after")
    def _in_unit(self) -> Self:
        if self.unit == "share" and not 0 <= self.at_most <= 1:
            refuse("名额比例应在 0% 与 100% 之间", "按人数时请写 unit: members")
        if self.unit == "members" and (not isinstance(self.at_most, int) or self.at_most < 0):
            refuse("名额人数应为不小于 0 的整数", "按比例时请写 unit: share")
        return self


class IfForm(Form):
    """``grade`` and ``years``, within the year, the term or in a row; or ``records`` and ``at_least`` within the year."""

    grade: Grade | None = None
    years: Positive | None = None
    records: WhenForm | None = None
    at_least: Positive | None = None
    within: Literal["year", "term", "in_a_row"]

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        given = self.model_fields_set - {"within"}
        if given not in ({"grade", "years"}, {"records", "at_least"}):
            refuse("应写 grade 和 years（若干年为某等次），或 records 和 at_least（若干条记录）")
        if self.records and self.within != "year":
            refuse("按记录条数的后果只能写 within: year")
        if self.years and self.years > 1 and self.within == "year":
            refuse(
                f"一年之内不会有 {self.years} 个年度",
                "请写 within: term（届内累计）、within: in_a_row（连续），或 years: 1",
            )
        return self


class ConsequenceForm(Form):
    """What is to be proposed when a test holds."""

    id: Text
    clause: Text
    applies_to: WhoForm | None = None
    if_: IfForm = Field(alias="if")
    propose: Text
