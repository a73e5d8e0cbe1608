"""The one form of conditions: what a minimum or selection needs, what a veto bars, and under what a consequence is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from duty_cli.model import rule_conditions as tests
from duty_cli.model.conditions import AS_DUE, Conditions
from duty_cli.rules.rule_forms.condition_forms import (
    CombinedForm,
    ConditionsForm,
    NotForm,
    WhenForm,
    WordsForm,
    refuse_crossed,
)
from duty_cli.rules.yaml_reading.form_fields import BRANCH, ClosedForm, Grades, Number, Plain, Positive, Text, refuse
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

_BOUNDS = frozenset({"at_least", "at_most", "above", "below", "exactly"})
_FACTS = frozenset({"grade", "score", "score_below", "selected", "proposed", "decided"})
_SPANS = frozenset({"within", "last_years"})
_PARTS = frozenset({"all_", "any_", "none_of_it"})
_WHEN = frozenset(ConditionsForm.model_fields)
_COUNTS = frozenset({"records", "sum", "rate"})


class RateForm(ClosedForm):
    """The records that meet ``when`` and ``count`` beside those that meet ``when`` and ``over``."""

    when: CombinedForm | None = None
    """分子、分母共同的条件；可以不写"""
    count: WhenForm
    """分子计哪些记录"""
    over: WhenForm | None = None
    """分母计哪些记录；不写为符合 when 的全部"""

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        return self if self.when or self.over else refuse("没有写分母", "请写 over，如 over: {kind: 社情民意信息}")

    def both(self) -> tuple[Conditions, Conditions]:
        """What is asked of the records of the part, and of those of the whole."""
        common = self.when.conditions() if self.when else ()
        return common + self.count.conditions(), common + (self.over.conditions() if self.over else ())


def _is_test(value: object) -> str:
    """Whether what stands under ``not`` is a test of its own, or words that a record must not say."""
    plain = isinstance(value, Mapping) and {*value} <= {*WordsForm.model_fields}
    return f"{BRANCH}words" if plain else f"{BRANCH}test"


_Negated = Annotated[
    Annotated["RequirementForm", Tag(f"{BRANCH}test")] | Annotated[NotForm, Tag(f"{BRANCH}words")],
    Discriminator(_is_test),
]


class RequirementForm(ConditionsForm):
    """Records and how many of them; or a fact of years and how many of them; or ``all``, ``any`` or ``not`` of tests."""

    records: WhenForm | None = None
    """哪些记录；也可以不写这一层，直接写 kind 等"""
    sum: tuple[WhenForm, ...] | None = Field(None, min_length=2)
    """几种记录的件（次）数相加，每种写一组条件"""
    rate: RateForm | None = None
    """一种记录占另一种的比例，如采用率"""
    at_least: Number | None = None
    """不少于（含本数）：件（次）、比例或分"""
    at_most: Number | None = None
    """不多于（含本数）"""
    above: Number | None = None
    """多于（不含本数）；用于 rate、score"""
    below: Number | None = None
    """少于（不含本数）；用于 rate、score"""
    exactly: Number | None = None
    """正好几件（次）"""
    grade: Grades | None = None
    """等次为，一个或几个"""
    score: Text | None = None
    """总分，或某一类的得分，与 at_least、below 等同写"""
    score_below: Plain | None = None
    """总分低于；与 score: 总分, below 相同"""
    selected: Text | None = None
    """列入哪一项评选；每季度的评选旁边写几个季度，如 at_least: 2"""
    proposed: Text | None = None
    """符合另一条后果的条件"""
    decided: Text | None = None
    """另一条后果提请以后，已作出决定（按账本里登记的办理情况）"""
    years: Positive | None = None
    """几个年度"""
    within: Literal["year", "term", "in_a_row"] | None = None
    """year 当年，term 届内累计，in_a_row 连续"""
    last_years: Positive | None = None
    """最近几年"""
    all_: tuple[RequirementForm, ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple[RequirementForm, ...] | None = Field(None, alias="any", min_length=1)
    not_: _Negated | None = Field(None, alias="not")  # type: ignore[assignment]
    """与 kind 等同写时：不含哪些记录；单独写时：这一条不成立"""

    @model_validator(mode="before")
    @classmethod
    def _percent_of_rates(cls, said: object) -> object:
        bounds = [key for key in _BOUNDS if isinstance(said, Mapping) and str(said.get(key, "")).endswith("%")]
        if bounds and isinstance(said, Mapping) and "rate" not in said:
            refuse(f"“{said[bounds[0]]}”是百分比，这里要写数（件、次、分）", "百分比只与 rate 同写")
        return said

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        sorts = self._sorts()
        if not sorts and self.model_fields_set & _BOUNDS:
            refuse("没有写条件", "请写明 kind 等至少一项")
        if len(sorts) != 1:
            refuse(
                "应写一种条件：记录（kind 等，或 records、sum、rate）、grade、score、selected、proposed、decided、all、any、not 之一",
                "几个条件请写在 all 或 any 之下，每个一行",
            )
        (sort,) = sorts
        if sort in _PARTS:
            alone = len(self.model_fields_set) == 1
            counted = sort == "any_" and self.model_fields_set & _BOUNDS
            advice = "几种记录放在一起数的写 records: {any: [{…}, {…}]}，旁边写 at_least 等" if counted else ""
            what = "all、any、not 旁边不能再写别的条件"
            return self if alone else refuse(what, advice or "请把旁边的条件也写成其中一项")
        refuse_crossed(self.at_least, self.at_most, "at_least", "at_most")
        refuse_crossed(self.above, self.below, "above", "below")
        self._bounded(sort)
        return self._in_time(sort)

    def _sorts(self) -> list[str]:
        """Which sorts of test are written; there should be one."""
        given = self.model_fields_set
        words = given & _WHEN - {"not_"} or isinstance(self.not_, NotForm)
        negated = isinstance(self.not_, RequirementForm)
        return [
            *sorted(given & (_COUNTS | _FACTS | _PARTS)),
            *(["kind"] if words else []),
            *(["none_of_it"] if negated else []),
        ]

    def _bounded(self, sort: str) -> None:
        """Refuse bounds that are not there, or not of that sort."""
        bounds = self.model_fields_set & _BOUNDS
        if sort in _FACTS - {"score"} and not self.of_quarters:
            if bounds:
                refuse("按等次、后果计的不写件（次）数", "几个年度请写 years")
            return
        if not bounds:
            refuse(*(("没有写比例", "请写 at_least、below 等") if sort == "rate" else _NO_NUMBER[sort == "score"]))
        if "exactly" in bounds and len(bounds) > 1:
            what = "个季度" if self.of_quarters else "件（次）"
            refuse(f"exactly 是正好几{what}，旁边不写 at_least、at_most", "请只写一种")
        if sort not in ("score", "rate"):
            self._whole("季度", "个") if self.of_quarters else self._whole("件（次）", "件")

    def _whole(self, what: str, unit: str) -> None:
        """Refuse bounds that are no number of things that are counted."""
        bounds = self.model_fields_set & _BOUNDS
        if bounds & {"above", "below"}:
            refuse(
                f"{what}数写 at_least、at_most 或 exactly",
                f"多于 2 {unit}写 at_least: 3，不足 3 {unit}写 at_most: 2",
            )
        for key in sorted(bounds):
            least = 1 if key == "at_least" else 0
            number = getattr(self, key)
            if not isinstance(number, int) or number < least:
                refuse(f"{key} 应为不小于 {least} 的整数", f"{what}数是整数；一{unit}也没有的写 at_most: 0")

    def _in_time(self, sort: str) -> Self:
        """Refuse windows that say nothing, or two things."""
        given = self.model_fields_set
        if given >= _SPANS:
            refuse("within 与 last_years 只写一个", _WINDOWS)
        if self.within == "in_a_row" and self.years is None and self.of_quarters:
            refuse(
                "按季度数的不能写 within: in_a_row：只数一段时间里有几个季度，不看是不是连着",
                "请写 within: year、term，或 last_years: 2；连续几年每年都如此的，写 years",
            )
        if self.within == "in_a_row" and self.years is None and sort not in _FACTS:
            refuse(
                "按记录条数的不能写 within: in_a_row",
                "请写 within: year、term，或 last_years: 2；连续几年每年都如此的，写 years",
            )
        if self.years is None:
            return self
        if not given & _SPANS:
            refuse("写了 years，没有写 within 或 last_years", _WINDOWS)
        if self.years > 1 and self.within == "year":
            refuse(
                f"一年之内不会有 {self.years} 个年度",
                "请写 within: term（届内累计）、within: in_a_row（连续），或 years: 1",
            )
        if self.last_years and self.years > self.last_years:
            refuse(f"最近 {self.last_years} 年里不会有 {self.years} 个年度", "请核对 years 和 last_years")
        return self

    @property
    def of_records(self) -> bool:
        """Whether it counts records."""
        return bool({*self._sorts()} & {"kind", *_COUNTS})

    @property
    def of_quarters(self) -> bool:
        """Whether it counts the quarters in which a selection chose."""
        return self.selected is not None and bool(self.model_fields_set & _BOUNDS)

    @property
    def by_years(self) -> bool:
        """Whether it counts years."""
        return not (self.of_records or self.of_quarters) or self.years is not None

    def parts(self, loc: Loc) -> Iterator[tuple[Loc, RequirementForm]]:
        """The single tests of which it is made, each with its place; itself where it is one."""
        for key, parts in (("all", self.all_), ("any", self.any_)):
            for at, part in enumerate(parts or ()):
                yield from part.parts((*loc, key, at))
        if isinstance(self.not_, RequirementForm):
            yield from self.not_.parts((*loc, "not"))
        elif not self.model_fields_set & _PARTS:
            yield loc, self

    def whens(self, loc: Loc) -> Iterator[tuple[Loc, Conditions]]:
        """What it asks of the records that it counts, each with its place."""
        if self.records:
            yield (*loc, "records"), self.records.conditions()
        elif self.rate:
            part, whole = self.rate.both()
            yield from (
                ((*loc, "rate", "count"), part),
                ((*loc, "rate", "over") if self.rate.over else (*loc, "rate"), whole),
            )
        elif self.sum:
            yield from (((*loc, "sum", at), one.conditions()) for at, one in enumerate(self.sum))
        elif self.of_records:
            yield loc, self.conditions()

    def choices(self, loc: Loc) -> Iterator[tuple[Loc, Conditions]]:
        """Each option among what it asks of records, with its place, and what is asked where that one alone stands there."""
        if self.records:
            yield from self.records.choices((*loc, "records"))
        for at, one in enumerate(self.sum or ()):
            yield from one.choices((*loc, "sum", at))
        if self.rate:
            common = self.rate.when.conditions() if self.rate.when else ()
            for key, part in (("count", self.rate.count), ("over", self.rate.over)):
                found = part.choices((*loc, "rate", key)) if part else ()
                yield from ((place, common + when) for place, when in found)

    def build(self, source: SourceMap, loc: Loc) -> tests.Test:
        """The test that is meant."""
        if self.all_:
            return tests.AllOf(tuple(part.build(source, loc) for part in self.all_))
        if self.any_:
            return tests.AnyOf(tuple(part.build(source, loc) for part in self.any_))
        if isinstance(self.not_, RequirementForm):
            return tests.Not(self.not_.build(source, loc))
        if not self.by_years:
            return self._count(self.last_years or (None if self.within == "term" else 1))
        fact = self._count(1) if self.of_records or self.of_quarters else self._fact()
        return tests.YearCount(fact, self.years or 1, self.last_years or self.within or "year")

    def _limits(self) -> tests.NumberBounds:
        if self.exactly is not None:
            return tests.NumberBounds(self.exactly, self.exactly)
        return tests.NumberBounds(self.at_least, self.at_most, self.above, self.below)

    def _count(self, years: int | None) -> tests.Counted | tests.QuarterCount:
        if self.selected is not None:
            return tests.QuarterCount(self.selected, self._limits(), years)
        if self.rate:
            part, whole = ((*when, AS_DUE) for when in self.rate.both())
            return tests.RecordRate(part, whole, self._limits(), years)
        return tests.RecordCount(tuple(when for _, when in self.whens(())), self._limits(), years)

    def _fact(self) -> tests.YearFact:
        if self.score is not None:
            return tests.ScoreIs(self._limits(), self.score)
        if self.score_below is not None:
            return tests.ScoreIs(tests.NumberBounds(below=self.score_below))
        if self.selected is not None:
            return tests.ChosenBy(self.selected)
        if self.decided is not None:
            return tests.DecidedOn(self.decided)
        return tests.ProposedBy(self.proposed) if self.proposed else tests.GradeIs(frozenset(self.grade or ()))


_NO_NUMBER = (("没有写几件（次）", "请写 at_least、at_most 或 exactly"), ("没有写多少分", "请写 at_least、below 等"))
_WINDOWS = "within: year（当年）、term（届内累计）、in_a_row（连续），或 last_years: 3（最近三年之中）"
