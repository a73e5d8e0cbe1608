"""What the conditions of a rule file do to one another: what can never hold, what holds twice, what counts too much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from duty_cli.domain.conditions import Condition, When
from duty_cli.domain.items import Of, Per
from duty_cli.rulebook.build.asks import when
from duty_cli.rulebook.forms.grades import IfForm
from duty_cli.rulebook.forms.items import ItemForm
from duty_cli.rulebook.forms.records import NeedForm
from duty_cli.rulebook.forms.rules import KindForm, RulesForm
from duty_cli.rulebook.source import Loc

Complaint = tuple[Loc, str, str]
"""Where, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where records are picked, with all the conditions that hold there."""

    loc: Loc
    when: When
    judged: bool = False
    rate: bool = False


def complaints(form: RulesForm) -> Iterator[Complaint]:
    """All that is wrong with the conditions of the file."""
    kinds = {kind.id: kind for kind in form.kinds}
    for use in _uses(form):
        yield from _of_use(use, kinds)
    for loc, item in items(form):
        yield from _overlaps(loc, item)


def items(form: RulesForm) -> Iterator[tuple[Loc, ItemForm]]:
    """Every item, with where it stands."""
    for at, category in enumerate(form.categories):
        for place, item in enumerate(category.items):
            yield ("categories", at, "items", place), item


def may_both_hold(one: When, other: When) -> bool:
    """Whether one record can meet both.

    A record has one kind, one attendance and one value of each number; of stages and levels it has a set, so that two
    different stages never exclude each other.
    """
    return not any(_apart(left, right) for left in one for right in other if left.field == right.field)


def _apart(one: Condition, other: Condition) -> bool:
    if _excludes(one, other) or _excludes(other, one):
        return True
    if one.field in ("stage", "level"):
        return False
    if one.any_of is not None and other.any_of is not None:
        return not one.any_of & other.any_of
    return _below(one, other) or _below(other, one)


def _excludes(one: Condition, other: Condition) -> bool:
    """Whether ``one`` refuses every word that ``other`` may be met by."""
    return one.none_of is not None and other.any_of is not None and other.any_of <= one.none_of


def _below(one: Condition, other: Condition) -> bool:
    """Whether all that ``one`` allows is less than all that ``other`` does."""
    most = one.at_most if one.at_most is not None else one.below
    least = other.at_least if other.at_least is not None else other.above
    if most is None or least is None:
        return False
    touching = one.at_most is not None and other.at_least is not None
    return most < least if touching else most <= least


def _uses(form: RulesForm) -> Iterator[Use]:
    for loc, item in items(form):
        yield from _uses_of_item(loc, item)
    for at, minimum in enumerate(form.minimums):
        yield from _uses_of_need(("minimums", at, "need"), minimum.need)
    for at, veto in enumerate(form.vetoes):
        yield Use(("vetoes", at, "when"), when(veto.when))
    for at, selection in enumerate(form.selections):
        if selection.need is not None:
            yield from _uses_of_need(("selections", at, "need"), selection.need)
    for at, multiplier in enumerate(form.multipliers):
        if multiplier.when is not None:
            rate = multiplier.measure is not None and multiplier.measure.of is Of.RATE
            yield Use(("multipliers", at, "when"), when(multiplier.when), rate=rate)
    for at, consequence in enumerate(form.consequences):
        yield from _uses_of_test(("consequences", at, "if"), consequence.if_)


def _uses_of_item(loc: Loc, item: ItemForm) -> Iterator[Use]:
    common, judged = when(item.when), item.per is Per.JUDGED
    if item.levels is None:
        yield Use((*loc, "when"), common, judged, item.measure is not None and item.measure.of is Of.RATE)
    for at, level in enumerate(item.levels or ()):
        yield Use((*loc, "levels", at, "when"), common + when(level.when), judged)


def _uses_of_need(loc: Loc, need: NeedForm) -> Iterator[Use]:
    if need.at_least is not None:
        yield Use(loc, when(need))
    for key, parts in (("all", need.all_), ("any", need.any_)):
        for at, part in enumerate(parts or ()):
            yield from _uses_of_need((*loc, key, at), part)


def _uses_of_test(loc: Loc, test: IfForm) -> Iterator[Use]:
    if test.records is not None:
        yield Use((*loc, "records"), when(test.records))
    for key, parts in (("all", test.all_), ("any", test.any_)):
        for at, part in enumerate(parts or ()):
            yield from _uses_of_test((*loc, key, at), part)


def _of_use(use: Use, kinds: dict[str, KindForm]) -> Iterator[Complaint]:
    named = [condition.any_of for condition in use.when if condition.field == "kind" and condition.any_of is not None]
    reached = [kind for kind in kinds.values() if all(kind.id in words for words in named)]
    if not reached:
        yield use.loc, "这里的 kind 与上一层的 kind 没有共同的事项，永远不会计入", "请核对 kind"
    attended = [kind.id for kind in reached if kind.attended]
    others = [kind.id for kind in reached if not kind.attended]
    if use.rate:
        yield from _of_rate(use, others)
    elif not _asks(use, "attendance"):
        if attended:
            what = f"没有写明出席情况，“{_some(attended)}”的缺席和请假也会被计入"
            yield use.loc, what, "请写明 attendance，如 [出席, 迟到, 早退]"
    elif named and others:
        yield (
            use.loc,
            f"“{_some(others)}”不记出席情况，按 attendance 永远不会计入",
            "请分开写，或给该事项写 attended: yes",
        )
    unjudged = [kind.id for kind in reached if kind.judged is None]
    if (use.judged or _asks(use, "judged")) and unjudged:
        yield (
            use.loc,
            f"“{_some(unjudged)}”没有评定分，不能按评定分计",
            "请给该事项写 judged: {at_least: 0, at_most: 10}",
        )


def _of_rate(use: Use, others: list[str]) -> Iterator[Complaint]:
    """A rate is reckoned over all attendance, and so only over kinds that have it."""
    if others:
        yield use.loc, f"“{_some(others)}”不记出席情况，不能计算出席率", "请只写登记出席情况的事项"
    if _asks(use, "attendance"):
        yield use.loc, "按 of: rate 计算时不能再限定 attendance", "到会的情况请写在 measure 的 present"


def _asks(use: Use, field: str) -> bool:
    return any(condition.field == field for condition in use.when)


def _some(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def _overlaps(loc: Loc, item: ItemForm) -> Iterator[Complaint]:
    if item.several_levels is not None:
        return
    for (_, one), (at, other) in combinations(enumerate(item.levels or ()), 2):
        if may_both_hold(when(one.when), when(other.when)):
            what = f"计分项“{item.id}”的“{one.id}”和“{other.id}”可能同时达到"
            yield (
                (*loc, "levels", at),
                what,
                "请写明 several_levels: highest（就高）或 stacked（累加），或使两档互不重叠",
            )
