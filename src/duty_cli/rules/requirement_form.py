"""The one form of conditions: what a minimum or selection needs, and under what a consequence is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from duty_cli.model import rule_conditions as tests
from duty_cli.rules.condition_forms import ConditionsForm, WhenForm, refuse_crossed
from duty_cli.rules.form_fields import Grade, Plain, Positive, Text, Whole, refuse
from duty_cli.rules.source_map import Loc, SourceMap

_BOUNDS = frozenset({"at_least", "at_most"})
_FACTS = frozenset({"grade", "score_below", "selected"})
_SPANS = frozenset({"within", "last_years"})
_PARTS = frozenset({"all_", "any_"})
_WHEN = frozenset(ConditionsForm.model_fields)


class RequirementForm(ConditionsForm):
    """Records and how many of them; or a fact of years and how many of them; or ``all`` or ``any`` of several tests."""

    records: WhenForm | None = None
    """哪些记录；也可以不写这一层，直接写 kind 等"""
    at_least: Positive | None = None
    """至少几件（次）"""
    at_most: Whole | None = None
    """至多几件（次）"""
    grade: Grade | None = None
    """等次为"""
    score_below: Plain | None = None
    """总分低于"""
    selected: Text | None = None
    """列入哪一项评选"""
    years: Positive | None = None
    """几个年度"""
    within: Literal["year", "term", "in_a_row"] | None = None
    """year 当年，term 届内累计，in_a_row 连续"""
    last_years: Positive | None = None
    """最近几年"""
    all_: tuple[RequirementForm, ...] | None = Field(None, alias="all", min_length=1)
    any_: tuple[RequirementForm, ...] | None = Field(None, alias="any", min_length=1)

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        given = self.model_fields_set
        sorts = [*(given & {*_FACTS, *_PARTS, "records"}), *(["kind"] if given & _WHEN else [])]
        if not sorts and given & _BOUNDS:
            refuse("没有写条件", "请写明 kind 等至少一项")
        if len(sorts) != 1:
            refuse(
                "应写一种条件：记录（kind 等，或 records）、grade、score_below、selected、all、any 之一",
                "几个条件请写在 all 或 any 之下，每个一行",
            )
        if given & _PARTS:
            return self if len(given) == 1 else refuse("all、any 旁边不能再写别的条件", "请把旁边的条件也写成其中一项")
        return self._of_years() if given & _FACTS else self._of_records()

    def _of_records(self) -> Self:
        if not self.model_fields_set & _BOUNDS:
            refuse("没有写几件（次）", "请写 at_least 或 at_most")
        refuse_crossed(self.at_least, self.at_most, "at_least", "at_most")
        if "years" in self.model_fields_set:
            refuse("按记录计的写 within 或 last_years，不写 years", "如 within: year、within: term，或 last_years: 2")
        if self.model_fields_set >= _SPANS:
            refuse("within 与 last_years 只写一个", "within: year、term，或 last_years: 2")
        if self.within == "in_a_row":
            refuse("按记录条数的不能写 within: in_a_row", "请写 within: year、term，或 last_years: 2")
        return self

    def _of_years(self) -> Self:
        if self.model_fields_set - _FACTS not in ({"years", "within"}, {"years", "last_years"}):
            refuse("按年度计的应写 years，并写 within 或 last_years，不写别的", _WINDOWS)
        if self.years and self.last_years and self.years > self.last_years:
            refuse(f"最近 {self.last_years} 年里不会有 {self.years} 个年度", "请核对 years 和 last_years")
        if self.years and self.years > 1 and self.within == "year":
            refuse(
                f"一年之内不会有 {self.years} 个年度",
                "请写 within: term（届内累计）、within: in_a_row（连续），或 years: 1",
            )
        return self

    @property
    def of_records(self) -> bool:
        """Whether it counts records."""
        return bool(self.model_fields_set & {"records", *_WHEN})

    def parts(self, loc: Loc) -> Iterator[tuple[Loc, RequirementForm]]:
        """The single tests of which it is made, each with its place; itself where it is one."""
        for key, parts in (("all", self.all_), ("any", self.any_)):
            for at, part in enumerate(parts or ()):
                yield from part.parts((*loc, key, at))
        if not self.model_fields_set & _PARTS:
            yield loc, self

    def whens(self, loc: Loc) -> Iterator[tuple[Loc, WhenForm | RequirementForm]]:
        """What it asks of the records that it counts, with its place."""
        if self.of_records:
            yield ((*loc, "records"), self.records) if self.records else (loc, self)

    def build(self, source: SourceMap, loc: Loc) -> tests.Test:
        """The test that is meant."""
        if self.all_:
            return tests.AllOf(tuple(part.build(source, loc) for part in self.all_))
        if self.any_:
            return tests.AnyOf(tuple(part.build(source, loc) for part in self.any_))
        if self.of_records:
            bounds = tests.NumberBounds(self.at_least, self.at_most)
            whens = tuple(one.conditions() for _, one in self.whens(loc))
            return tests.RecordCount(whens, bounds, self.last_years or (None if self.within == "term" else 1))
        return tests.YearCount(self._fact(), self.years or 1, self.last_years or self.within or "year")

    def _fact(self) -> tests.YearFact:
        if self.score_below is not None:
            return tests.ScoreIs(tests.NumberBounds(below=self.score_below))
        return tests.ChosenBy(self.selected) if self.selected else tests.GradeIs(frozenset({self.grade or ""}))


_WINDOWS = "within: year（当年）、term（届内累计）、in_a_row（连续），或 last_years: 3（最近三年之中）"
