"""Points that may differ by role or by group, and the measures that become points."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from duty_cli.domain.items import Clock, Of
from duty_cli.rulebook.values import Attendances, Form, Number, Text, refuse

Grouping = Literal["role", "sector", "party", "liaison_group", "special_committee"]


class AmountForm(Form):
    """One number for all (``same``, written alone), or one for each role or group named and one for all others."""

    same: Number | None = None
    by: Grouping | None = None
    values: dict[Text, Number] | None = Field(None, min_length=1)
    otherwise: Number | None = None

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


Amount = Annotated[AmountForm, BeforeValidator(_spelled)]


class WindowForm(Form):
    """Each week, month or quarter by itself, and how they are put together."""

    each: Clock
    across: Literal["sum", "mean", "highest", "lowest"]
    cap: Number | None = None


class MeasureForm(Form):
    """What is counted; a rate says which attendance is present, and which is not counted at all."""

    of: Of
    present: Attendances | None = None
    left_out: Attendances | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.of is Of.RATE) != (self.present is not None):
            refuse("of: rate 须写 present（哪些出席情况算到会），其他计数不写", "如 present: [出席, 迟到, 早退]")
        if self.left_out and self.of is not Of.RATE:
            refuse("left_out 只用于 of: rate")
        if set(self.left_out or ()) & set(self.present or ()):
            refuse("同一出席情况不能既在 present 又在 left_out")
        return self


class StretchForm(Form):
    """From ``at_least`` on, these points."""

    at_least: Number
    points: Amount


Table = Annotated[tuple[StretchForm, ...], Field(min_length=1)]


class TargetForm(Form):
    """Full points at ``reach``; more for each above; less for each below, or nothing."""

    reach: Number
    points: Amount
    above: Number
    below: Number | Literal["nothing"]


def refuse_disorder(table: tuple[StretchForm, ...]) -> None:
    """Refuse stretches that do not descend."""
    for upper, lower in pairwise(table):
        if lower.at_least >= upper.at_least:
            refuse("table 各段的 at_least 应由高到低排列，且不能相同", "请核对各段下限")
