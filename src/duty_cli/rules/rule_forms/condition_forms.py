"""Which records are meant, and which members."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from duty_cli.model.conditions import AppliesTo, Condition, Conditions, Either, negated, ways_to_meet
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet
from duty_cli.model.records import ConditionField
from duty_cli.rules.yaml_reading.form_fields import (
    Attendances,
    ClosedForm,
    Kinds,
    Levels,
    Number,
    Plain,
    Stages,
    Words,
    refuse,
)
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


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


class WordsForm(ClosedForm):
    """Words that a record may say."""

    kind: Kinds | None = None
    """履职事项，一个或几个（符合其一）"""
    attendance: Attendances | None = None
    """出席情况，一个或几个（符合其一）：出席、迟到、早退、迟到并早退（写迟到或早退的也包括它）、请假、请假未准、缺席、公假"""
    stage: Stages | None = None
    """阶段，一个或几个（达到其一）"""
    level: Levels | None = None
    """级别，一个或几个（达到其一）"""


class NotForm(WordsForm):
    """Words that a record must not say."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("not 下没有写条件", "如 not: {stage: 立案}")


class ConditionsForm(WordsForm):
    """Conditions on a record, which must all hold."""

    position: PlainBounds | None = None
    """作者位次，如 1 为第一作者；可写范围 {at_most: 3}"""
    authors: PlainBounds | None = None
    """作者人数；可写范围 {at_least: 2}"""
    share: Bounds | None = None
    """参加比例；不填的，到会为 1，请假、请假未准、缺席为 0；可写范围 {at_least: 80%}"""
    quantity: PlainBounds | None = None
    """数量；可写范围 {at_least: 10}"""
    judged: PlainBounds | None = None
    """评定分；可写范围 {at_least: 8}"""
    not_: NotForm | None = Field(None, alias="not")
    """不含哪些记录，如 not: {stage: 立案}"""

    def conditions(self) -> Conditions:
        """The conditions that are named."""
        refused = ((field, getattr(self.not_, field, None)) for field in _FIELDS)
        return self._said() + tuple(Condition(field, none_of=frozenset(words)) for field, words in refused if words)

    def _said(self) -> Conditions:
        told = self.model_fields_set
        named = ((field, getattr(self, field)) for field in _FIELDS if field in told)
        return tuple(_condition(field, said) for field, said in named if said is not None)

    def build(self, source: SourceMap, loc: Loc) -> object:
        """The conditions that are named."""
        return self.conditions()


_FIELDS: tuple[ConditionField, ...] = get_args(ConditionField)


def _condition(field: ConditionField, said: BoundsForm | tuple[str, ...]) -> Condition:
    return Condition(field, **dict(said)) if isinstance(said, BoundsForm) else Condition(field, any_of=frozenset(said))


_MOST_WAYS = 32
"""In so many ways a record may meet what is asked: beyond, nobody who reads it sees what is meant."""


class CombinedForm(ConditionsForm):
    """Conditions on a record, which must all hold; ``any``, ``all`` and ``not`` put further ones together."""

    all_: tuple[WhenForm, ...] | None = Field(None, alias="all", min_length=1)
    """都要符合的几组条件"""
    any_: tuple[WhenForm, ...] | None = Field(None, alias="any", min_length=1)
    """符合其中一组即可的几组条件"""
    not_: NegatedForm | None = Field(None, alias="not")  # type: ignore[assignment]
    """不含哪些记录，如 not: {stage: 立案}；也可写一个别的条件，或 any、all，如 not: {authors: {at_least: 4}}"""

    @model_validator(mode="after")
    def _to_be_seen(self) -> Self:
        combined = self.any_ or self.all_ or self.not_
        if combined and (ways := ways_to_meet(self.conditions())) > _MOST_WAYS:
            refuse(f"这些条件合起来有 {ways} 种情形，最多 {_MOST_WAYS} 种", "请分为几档（levels）或几项")
        return self

    def conditions(self) -> Conditions:
        """The conditions that are named."""
        options = tuple(option.conditions() for option in self.any_ or ())
        return self._beside() + (options[0] if len(options) == 1 else (Either(options),) if options else ())

    def choices(self, loc: Loc) -> Iterator[tuple[Loc, Conditions]]:
        """Each option of an ``any`` with its place, and what is asked where that one alone stands there."""
        for at, option in enumerate(self.any_ or ()):
            place = (*loc, "any", at)
            narrowed = option.choices(place)
            yield from ((one, self._beside() + asked) for one, asked in ((place, option.conditions()), *narrowed))
        for at, part in enumerate(self.all_ or ()):
            yield from ((one, self.conditions() + asked) for one, asked in part.choices((*loc, "all", at)))

    def _beside(self) -> Conditions:
        """What is asked beside ``any``."""
        own = self._said() + (self.not_.unmet() if self.not_ else ())
        return own + tuple(one for part in self.all_ or () for one in part.conditions())


class WhenForm(CombinedForm):
    """At least one condition."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写条件", "请写明 kind 等至少一项")


class NegatedForm(CombinedForm):
    """What a record must not meet: words, none of which it may say, or one condition of another sort."""

    @model_validator(mode="after")
    def _words_or_one(self) -> Self:
        if not self._of_words() and len(self.model_fields_set) > 1:
            refuse(
                "not 下写了几个条件，看不出是一个也不符合，还是不同时符合",
                "一个也不符合的写 not: {any: [{…}, {…}]}，不同时符合的写 not: {all: [{…}, {…}]}",
            )
        return self if self.model_fields_set else refuse("not 下没有写条件", "如 not: {stage: 立案}")

    def _of_words(self) -> bool:
        return self.model_fields_set <= {*WordsForm.model_fields}

    def unmet(self) -> Conditions:
        """What is met where it is not."""
        if self._of_words():
            return tuple(refused for one in self._said() for refused in negated((one,)))
        return negated(self.conditions())


class HeldGroupsForm(ClosedForm):
    """Roles and groups."""

    role: Words | None = None
    """职务，一个或几个"""
    sector: Words | None = None
    """界别，一个或几个"""
    party: Words | None = None
    """党派，一个或几个"""
    liaison_group: Words | None = None
    """委员联络组，一个或几个"""
    special_committee: Words | None = None
    """专门委员会，一个或几个"""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        return self if self.model_fields_set else refuse("没有写适用对象", "适用全体时请删去这一项")

    def held(self) -> dict[Facet, frozenset[str]]:
        """What is named, by facet."""
        named = ((facet, getattr(self, facet.name.lower(), None)) for facet in Facet)
        return {facet: frozenset(values) for facet, values in named if values}


class AppliesToForm(HeldGroupsForm):
    """Whom a rule is for, and whom not."""

    joined: Literal["this_year"] | None = None
    """this_year：本年新任的委员"""
    not_: HeldGroupsForm | None = Field(None, alias="not")
    """不适用于谁，如 not: {role: 常委}"""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        for key in HeldGroupsForm.model_fields:
            wanted, unwanted = getattr(self, key), getattr(self.not_, key, None)
            if wanted and unwanted and set(wanted) <= set(unwanted):
                refuse(f"{key} 所列的又都在 not 里，没有人符合", "请核对 not")
        return self

    def build(self, source: SourceMap, loc: Loc) -> AppliesTo:
        """Whom the rule is for."""
        return AppliesTo(self.held(), self.joined == "this_year", self.not_.held() if self.not_ else {})


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
