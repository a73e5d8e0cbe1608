"""Points that may differ by role or by group, and the measures that become points."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from duty_cli.model.items import MeasureKind, WindowUnit
from duty_cli.rules.form_fields import Attendances, ClosedForm, Day, Number, Plain, Text, refuse

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

    each: WindowUnit | None = None
    across: Literal["sum", "mean", "highest", "lowest"] | None = None
    cap: Plain | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _clock_or_days(self) -> Self:
        given = self.model_fields_set - {"cap"}
        if given == {"from_", "to"} and self.cap is None:
            if self.from_ and self.to and self.from_ > self.to:
                refuse(f"起始日 {self.from_} 晚于截止日 {self.to}", "请核对日期")
        elif given != {"each", "across"}:
            refuse("window 应写 each 和 across（分段计算），或写 from 和 to（自定起止日期）", "两种不能同时写")
        return self


class PeerComparisonForm(ClosedForm):
    """The count set beside those of the others."""

    as_: Literal["place", "percentile", "mean_ratio"] = Field(alias="as")
    within: Grouping | Literal["all"]
    ties: Literal["gap", "dense"] | None = None

    @model_validator(mode="after")
    def _ties_where_placed(self) -> Self:
        if (self.as_ == "mean_ratio") != (self.ties is None):
            refuse(
                "按名次（place、percentile）计的应写 ties，按均值（mean_ratio）计的不写",
                "ties: gap（并列后空出名次）或 dense（不空出）",
            )
        return self


class MeasureForm(ClosedForm):
    """What is counted; a rate says which attendance is present, and which is not counted at all."""

    of: MeasureKind
    present: Attendances | None = None
    left_out: Attendances | None = None
    share_at_least: Number | None = None
    among: PeerComparisonForm | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.of is MeasureKind.RATE) != (self.present is not None):
            refuse("of: rate 须写 present（哪些出席情况算到会），其他计数不写", "如 present: [出席, 迟到, 早退]")
        if (self.left_out or self.share_at_least is not None) and self.of is not MeasureKind.RATE:
            refuse("left_out、share_at_least 只用于 of: rate")
        if set(self.left_out or ()) & set(self.present or ()):
            refuse("同一出席情况不能既在 present 又在 left_out")
        return self


class BracketForm(ClosedForm):
    """From ``at_least`` on, these points."""

    at_least: Number
    points: Amount


class FactorBracketForm(BracketForm):
    """From ``at_least`` on, this factor."""

    points: Factor


Table = Annotated[tuple[BracketForm, ...], Field(min_length=1)]
FactorTable = Annotated[tuple[FactorBracketForm, ...], Field(min_length=1)]


class TargetForm(ClosedForm):
    """Full points at ``reach``; more for each above; less for each below, or nothing."""

    reach: Number
    points: Amount
    above: Plain
    below: Plain | Literal["nothing"]


def refuse_disorder(table: tuple[BracketForm, ...]) -> None:
    """Refuse stretches that do not descend."""
    for upper, lower in pairwise(table):
        if lower.at_least >= upper.at_least:
            refuse("table 各段的 at_least 应由高到低排列，且不能相同", "请核对各段下限")
