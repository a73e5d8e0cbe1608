"""The whole file, with its dates and the kinds it declares."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from duty_cli.model.periods import YearEnd
from duty_cli.rules.condition_forms import Expects, PlainBoundsForm
from duty_cli.rules.form_fields import ClosedForm, Day, EndOfYear, Positive, Text, Whole, YesNo, refuse
from duty_cli.rules.grading_forms import (
    BandForm,
    ConsequenceForm,
    GradedForm,
    MinimumForm,
    QuotaForm,
    SelectionForm,
    VetoForm,
)
from duty_cli.rules.item_forms import CategoryForm, JointBoundForm, MultiplierForm, ProRataForm, TotalForm

Subject = Literal["member", "sector", "liaison_group", "special_committee"]
CALENDAR = YearEnd()


class KindForm(ClosedForm):
    """A kind of participation."""

    id: Text
    clause: Text
    attended: YesNo = False
    expects: Expects | None = None
    conduct: YesNo = False
    commends: YesNo = False
    judged: PlainBoundsForm | None = None
    authors_at_most: Positive | None = None
    unit: Text | None = None
    group: Text | None = None
    told: YesNo | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.expects and not self.attended:
            refuse(f"“{self.id}”写了 expects，却没有 attended: yes", "不记出席情况的事项没有应到人员")
        if self.conduct and self.told:
            refuse(f"“{self.id}”是纪律情形，不能写进通报", "请删去 told: yes")
        if self.judged and (self.judged.at_least is None or self.judged.at_most is None):
            refuse(f"“{self.id}”的评定分范围缺少一端", "请写 {at_least: 0, at_most: 10} 的形式")
        return self


class EffectiveForm(ClosedForm):
    """The first and the last day of the file."""

    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        return self if self.from_ <= self.to else refuse(f"起始日 {self.from_} 晚于截止日 {self.to}", "请核对日期")


def _few(places: int) -> int:
    return places if places <= 6 else refuse("小数位数应为 0 至 6")


class RoundingForm(ClosedForm):
    """The one rounding there is; every file declares it, because joint work can be split into thirds."""

    places: Annotated[Whole, AfterValidator(_few)]
    half: Literal["up"]


class RulesForm(ClosedForm):
    """A whole rule file."""

    format: Literal["duty-rules/1"]
    title: Text
    basis: Text
    effective: EffectiveForm
    year_ends: EndOfYear = CALENDAR
    subject: Subject = "member"
    rounding: RoundingForm
    notes: tuple[Text, ...] = ()
    stages: tuple[Text, ...] = ()
    levels: tuple[Text, ...] = ()
    kinds: tuple[KindForm, ...] = Field(min_length=1)
    categories: tuple[CategoryForm, ...] = ()
    total: TotalForm = Field(default_factory=TotalForm)
    joint_bounds: tuple[JointBoundForm, ...] = ()
    multipliers: tuple[MultiplierForm, ...] = ()
    pro_rata: ProRataForm | None = None
    minimums: tuple[MinimumForm, ...] = ()
    vetoes: tuple[VetoForm, ...] = ()
    graded: GradedForm = Field(default_factory=GradedForm)
    bands: tuple[BandForm, ...] = ()
    quotas: tuple[QuotaForm, ...] = ()
    selections: tuple[SelectionForm, ...] = ()
    consequences: tuple[ConsequenceForm, ...] = ()
