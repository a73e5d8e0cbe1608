"""Which records are meant, and which members."""

from __future__ import annotations

from itertools import product
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from duty_cli.model.exact_numbers import Points
from duty_cli.rules.form_fields import (
    Attendances,
    ClosedForm,
    Kinds,
    Levels,
    Number,
    Plain,
    Positive,
    Stages,
    Words,
    refuse,
)


class BoundsForm(ClosedForm):
    """A number's bounds: ``at_least`` and ``at_most`` included, ``above`` and ``below`` not; a single number is both."""

    at_least: Number | None = None
    at_most: Number | None = None
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low = {name: value for name in ("at_least", "above") if (value := getattr(self, name)) is not None}
        high = {name: value for name in ("at_most", "below") if (value := getattr(self, name)) is not None}
        if not low and not high:
            refuse("没有写 at_least 或 at_most")
        if len(low) > 1 or len(high) > 1:
            refuse("at_least 与 above、at_most 与 below 各写一个", "at_least、at_most 含本数，above、below 不含")
        for (low_key, least), (high_key, most) in product(low.items(), high.items()):
            refuse_crossed(least, most, low_key, high_key)
        return self


class PlainBoundsForm(BoundsForm):
    """Bounds of points, pieces or people."""

    at_least: Plain | None = None
    at_most: Plain | None = None
    above: Plain | None = None
    below: Plain | None = None


def _exactly(value: object) -> object:
    return {"at_least": value, "at_most": value} if isinstance(value, str) else value


PlainBounds = Annotated[PlainBoundsForm, BeforeValidator(_exactly)]
Bounds = Annotated[
    BoundsForm,
    BeforeValidator(_exactly),
]


class ConditionsForm(ClosedForm):
    """Conditions on a record, which must all hold."""

    kind: Kinds | None = None
    attendance: Attendances | None = None
    stage: Stages | None = None
    level: Levels | None = None
    position: PlainBounds | None = None
    authors: PlainBounds | None = None
    share: Bounds | None = None
    quantity: PlainBounds | None = None
    judged: PlainBounds | None = None
    not_: NotForm | None = Field(None, alias="not")


class NotForm(ClosedForm):
    """Words that a record must not say."""

    kind: Kinds | None = None
    attendance: Attendances | None = None
    stage: Stages | None = None
    level: Levels | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("not 下没有写条件", "如 not: {stage: 立案}")


class WhenForm(ConditionsForm):
    """At least one condition."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写条件", "请写明 kind 等至少一项")


class NeedForm(ConditionsForm):
    """Conditions with ``at_least``, or ``all`` or ``any`` of several needs."""

    at_least: Positive | None = None
    all_: tuple[NeedForm, ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple[NeedForm, ...] | None = Field(None, alias="any", min_length=1)

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        given = self.model_fields_set
        if len(given & {"at_least", "all_", "any_"}) != 1 or ("at_least" not in given and len(given) > 1):
            refuse("应写条件和 at_least，或只写 all，或只写 any")
        if given == {"at_least"}:
            refuse("没有写条件", "请写明 kind 等至少一项")
        return self


class HeldGroupsForm(ClosedForm):
    """Roles and groups."""

    role: Words | None = None
    sector: Words | None = None
    party: Words | None = None
    liaison_group: Words | None = None
    special_committee: Words | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写适用对象", "适用全体时请删去这一项")


class AppliesToForm(HeldGroupsForm):
    """Whom a rule is for, and whom not."""

    joined: Literal["this_year"] | None = None
    not_: HeldGroupsForm | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        for key in HeldGroupsForm.model_fields:
            wanted, unwanted = getattr(self, key), getattr(self.not_, key, None)
            if wanted and unwanted and set(wanted) <= set(unwanted):
                refuse(f"{key} 所列的又都在 not 里，没有人符合", "请核对 not")
        return self


def _everyone(value: object) -> object:
    """``all`` as what it stands for: a form that holds nobody back."""
    if value == "all":
        return AppliesToForm.model_construct(joined=None)
    if isinstance(value, str):
        refuse(f"“{value}”不能识别", "全体委员写 all，一部分人写 {role: 常委} 的形式")
    return value


Expects = Annotated[AppliesToForm, BeforeValidator(_everyone)]
"""Who is due: ``all``, or some."""


def refuse_crossed(low: Points | None, high: Points | None, low_key: str, high_key: str) -> None:
    """Refuse bounds of which the lower is above the upper."""
    if low is not None and high is not None and low > high:
        refuse(f"{low_key} 大于 {high_key}", "请核对两个数")
