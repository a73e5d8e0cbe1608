"""The form of a file of cases: invented members, their records, and what should come of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from duty_cli.model.records import Attendance
from duty_cli.rules.form_fields import (
    ClosedForm,
    Day,
    Grade,
    Kind,
    Levels,
    Number,
    Plain,
    Positive,
    Stages,
    Text,
    YesNo,
    refuse,
)


def refuse_disorder(first: date | None, last: date | None) -> None:
    """Refuse days of which the first is after the last."""
    if first and last and first > last:
        refuse(f"起日 {first} 晚于止日 {last}", "请核对日期")


class TenureForm(ClosedForm):
    """A role or group with its days; without them it is held all along."""

    value: Text
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_disorder(self.from_, self.until)
        return self


def _tenures(value: object) -> object:
    listed = value if isinstance(value, list) else [value]
    return [{"value": one} if isinstance(one, str) else one for one in listed]


def _year(text: object) -> int:
    said = text if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) == 4 else ""
    return int(said or refuse(f"“{text}”不是年度", "应写成 2026"))


def _graded(value: object) -> object:
    return {"grade": value} if isinstance(value, str) else value


Tenures = Annotated[tuple[TenureForm, ...], BeforeValidator(_tenures)]
Year = Annotated[int, PlainValidator(_year)]


class MemberForm(ClosedForm):
    """An invented member: roles and groups, and the days of office where it is not held all along."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    role: Tenures = ()
    sector: Tenures = ()
    party: Tenures = ()
    liaison_group: Tenures = ()
    special_committee: Tenures = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_disorder(self.from_, self.until)
        return self


class RecordForm(ClosedForm):
    """One record, or the same record ``times`` over."""

    kind: Kind
    on: Day
    attendance: Attendance | None = None
    share: Number | None = None
    stage: Stages = ()
    level: Levels = ()
    position: Positive | None = None
    authors: Positive | None = None
    matter: Text | None = None
    number: Text | None = None
    source: Text | None = None
    quantity: Plain | None = None
    judged: Plain | None = None
    times: Positive = 1

    @model_validator(mode="after")
    def _among_authors(self) -> Self:
        if (self.position or 1) > (self.authors or 1):
            refuse(f"作者位次为 {self.position}", "请同时写不小于它的 authors")
        if self.share is not None and not 0 <= self.share <= 1:
            refuse(f"参加比例 {self.share} 不在 0 与 1 之间", "比例请写成 3/4 或 75%")
        if self.quantity is not None and self.quantity <= 0:
            refuse(f"数量 {self.quantity} 不大于 0", "请核对 quantity")
        if self.number is not None and self.times > 1:
            refuse(f"编号“{self.number}”写了 {self.times} 次（times）", "有编号的记录请一条一条写")
        return self


class EarlierForm(ClosedForm):
    """An earlier year: its grade where the rules give any, and where they ask for them its score and records."""

    grade: Grade | None = None
    score: Plain | None = None
    selected: tuple[Text, ...] = ()
    records: tuple[RecordForm, ...] = ()


Earlier = Annotated[EarlierForm, BeforeValidator(_graded)]


class ExpectForm(ClosedForm):
    """What should come of it."""

    score: Plain | None = None
    grade: Grade | None = None
    categories: Mapping[str, Plain] = Field(default_factory=dict)
    items: Mapping[str, Plain] = Field(default_factory=dict)
    proposals: tuple[Text, ...] | None = None
    not_scored: tuple[Kind, ...] | None = None
    minimums_missed: tuple[Text, ...] | None = None
    term_minimums_missed: tuple[Text, ...] | None = None
    vetoes: tuple[Text, ...] | None = None
    lacking: tuple[Text, ...] | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写应有的结果", "请写明 score、grade 等至少一项")


class CaseForm(ClosedForm):
    """One case."""

    case: Text
    year: Year
    member: MemberForm = Field(default_factory=lambda: MemberForm.model_validate({}))
    records: tuple[RecordForm, ...] = ()
    earlier: Mapping[Year, Earlier] = Field(default_factory=dict)
    others: Mapping[Text, tuple[Number, ...]] = Field(default_factory=dict)
    selected: tuple[Text, ...] | None = None
    over_quota: YesNo | None = None
    term_ends: YesNo = False
    expect: ExpectForm


class CasesForm(ClosedForm):
    """A whole file of cases."""

    format: Literal["duty-cases/1"]
    rules: Text
    cases: tuple[CaseForm, ...] = Field(min_length=1)
