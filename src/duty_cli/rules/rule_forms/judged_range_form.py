"""Within what judged values must lie, where that depends on a rate or another measure."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from duty_cli.model import items
from duty_cli.model.exact_numbers import show
from duty_cli.rules.rule_forms.amount_forms import MeasureForm, StretchForm, refuse_disorder
from duty_cli.rules.rule_forms.condition_forms import WhenForm, refuse_crossed
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Plain, refuse
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


class RangeStretchForm(StretchForm):
    """From ``at_least`` on, judged values from one to another."""

    builds = items.RangeStretch

    least: Plain = Field(alias="from")
    """评定分最低多少（含本数）"""
    most: Plain = Field(alias="to")
    """评定分最高多少（含本数）"""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_crossed(self.least, self.most, "from", "to")
        return self


class JudgedRangeForm(ClosedForm):
    """The records that are measured, and the range that each measured value leaves."""

    builds = items.JudgedRange

    when: WhenForm
    """数哪些记录，如出席率所看的会议"""
    measure: MeasureForm
    """数出一个数（出席率、两个计数之比等），由 table 定评定分的范围；不能写 among、by: judged"""
    table: Annotated[tuple[RangeStretchForm, ...], Field(min_length=1)]
    """各段的评定分范围，由高到低，最低一段写 at_least: 0"""
    outside: items.OutOfRange
    """评定分不在范围内的：unassessed 本年度为未评定，重新评定以前这一分不计；held 按最近的一端计"""

    @model_validator(mode="after")
    def _reaches_down(self) -> Self:
        refuse_disorder(self.table)
        lowest = self.table[-1].at_least
        if lowest > 0:
            refuse(
                f"judged_range 的 table 没有写到底，不足 {show(lowest)} 的没有范围",
                "最低一段请写 at_least: 0；不另作限制的，写该事项评定分的全部范围",
            )
        return self

    @model_validator(mode="after")
    def _of_oneself(self) -> Self:
        if self.measure.among:
            refuse("judged_range 里不能与他人比较（among）", "among 只用于计分项")
        if self.measure.by == "judged":
            refuse("judged_range 不能看评定分的平均数（by: judged）", "范围由出席率等决定，如 of: rate、of: ratio")
        return self

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """As of every form; the measure picks a stretch, and has no points of its own to give."""
        given = super().arguments(source, loc)
        counted = self.measure.arguments(source, (*loc, "measure"))
        return {**given, "measure": items.Measure(to=_NO_POINTS, **counted)}


_NO_POINTS = items.BracketTable(())
