"""What the conditions of a rule file do to one another: what can never hold, what holds twice, what counts too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from duty_cli.model.conditions import Condition
from duty_cli.model.exact_numbers import show
from duty_cli.model.items import MeasureKind
from duty_cli.model.records import Attendance, ConditionField
from duty_cli.rules.conditions_together import contradicted, kinds_reached, may_both_hold, whole_numbers
from duty_cli.rules.linting.lint_registry import OF_FILE, OF_ITEM, OF_USE, registered
from duty_cli.rules.linting.record_selectors import RecordSelector, RecordsMeant, counts, items, uses
from duty_cli.rules.rule_forms.amount_forms import MeasureForm, StretchForm
from duty_cli.rules.rule_forms.item_forms import ItemForm
from duty_cli.rules.rule_forms.judged_range_form import RangeStretchForm
from duty_cli.rules.rule_forms.rulebook_form import KindForm, RulesForm
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc

_NEVER = "永远不会计入任何记录"

_SAYABLE: tuple[tuple[Condition, str, str], ...] = (
    (Condition("share", at_least=0, at_most=1), "参加比例（share）在 0 与 1 之间", "比例请写成 3/4 或 75%"),
    (Condition("position", at_least=1), "作者位次（position）从 1 数起", "第一作者请写 position: 1"),
    (Condition("authors", at_least=1), "作者人数（authors）至少是 1", "一人独立完成请写 authors: 1"),
    (Condition("quantity", above=0), "数量（quantity）都大于 0", "请核对这个数"),
)
"""What the numbers of any record lie within, and what may have been meant."""


@registered(OF_FILE)
def complaints(form: RulesForm) -> Iterator[Complaint]:
    """All that is wrong with the conditions of the file."""
    kinds = {kind.id: kind for kind in form.kinds}
    for meant in uses(form):
        yield from _of_meant(meant, kinds)
    for loc, item in items(form):
        for of_item in OF_ITEM:
            yield from of_item(loc, item)
    for at, multiplier in enumerate(form.multipliers):
        yield from _rates(("multipliers", at), multiplier.measure, multiplier.table or ())


def _of_meant(meant: RecordsMeant, kinds: Mapping[str, KindForm]) -> Iterator[Complaint]:
    """What is wrong with the ways to be picked that there are; if there is none, with the first; and options that nobody takes."""
    every = [list(_of_way(way, kinds)) for way in meant.ways()]
    there = [found for found in every if not any(map(_is_never, found))]
    yield from dict.fromkeys(one for found in there or every[:1] for one in found)
    idle: list[Loc] = []
    for loc, ways in meant.chosen() if there else ():
        never = [next(filter(_is_never, _of_way(way, kinds)), None) for way in ways]
        if never[0] is not None and None not in never and not any(loc[: len(one)] == one for one in idle):
            idle.append(loc)
            yield never[0]


def _of_way(use: RecordSelector, kinds: Mapping[str, KindForm]) -> Iterator[Complaint]:
    reached = [kinds[name] for name in kinds_reached(use.when, kinds)]
    if not reached:
        yield (*use.loc, "kind"), f"这里和上一层的 kind、not 没有共同的事项，{_NEVER}", "请核对各处的 kind"
    for of_use in OF_USE if reached else ():
        yield from of_use(use, reached)


def _is_never(complaint: Complaint) -> bool:
    return _NEVER in complaint[1]


@registered(OF_USE)
def _of_attendance(use: RecordSelector, reached: list[KindForm]) -> Iterator[Complaint]:
    attended = [kind.id for kind in reached if kind.attended]
    others = [kind.id for kind in reached if not kind.attended]
    asked = use.asked("attendance")
    named = any(condition.any_of is not None for condition in use.asked("kind"))
    if use.rate:
        yield from _of_rate(use, others)
    elif not asked and attended:
        what = f"没有写明出席情况，“{_some(attended)}”的缺席和请假也会被计入"
        yield use.loc, what, "请写明 attendance，如 [出席, 迟到, 早退]"
    elif any(condition.any_of is not None for condition in asked) and others and (named or not attended):
        what = f"“{_some(others)}”不记出席情况，按 attendance 永远不会计入"
        yield (*use.loc, "attendance"), what, "请分开写，或给该事项写 attended: yes"


def _of_rate(use: RecordSelector, others: list[str]) -> Iterator[Complaint]:
    """A rate is reckoned over all attendance, and so only over kinds that have it."""
    if others:
        yield use.loc, f"“{_some(others)}”不记出席情况，不能计算出席率", "请只写登记出席情况的事项"
    if use.asked("attendance"):
        yield (
            (*use.loc, "attendance"),
            "按 of: rate 计算时不能再限定 attendance",
            "到会的情况请写在 measure 的 present",
        )


@registered(OF_USE)
def _of_judged(use: RecordSelector, reached: list[KindForm]) -> Iterator[Complaint]:
    asked = use.asked("judged")
    if not use.judged and not asked:
        return
    unjudged = [kind.id for kind in reached if kind.judged is None]
    if unjudged:
        what = f"“{_some(unjudged)}”没有评定分，不能按评定分计"
        yield use.loc, what, "请给该事项写 judged: {at_least: 0, at_most: 10}"
    for kind in reached:
        low, high = (kind.judged.at_least, kind.judged.at_most) if kind.judged else (None, None)
        if (
            low is not None
            and high is not None
            and not may_both_hold(asked, (Condition("judged", None, None, low, high),))
        ):
            what = f"“{kind.id}”的评定分在 {show(low)} 与 {show(high)} 之间，{_NEVER}"
            yield (*use.loc, "judged"), what, "请核对 judged"


@registered(OF_USE)
def _never(use: RecordSelector, _: list[KindForm]) -> Iterator[Complaint]:
    """Numbers that no record has, and conditions that no record meets together."""
    asked = {one.field for one in use.when}
    for sayable, what, advice in _SAYABLE:
        if sayable.field in asked and not may_both_hold(use.when, (sayable,)):
            yield (*use.loc, sayable.field), f"{what}，照这个数{_NEVER}", advice
    for field in contradicted(use.when):
        what = f"这里和上一层对 {field} 的要求不能同时满足，{_NEVER}"
        yield (*use.loc, field), what, f"请核对各处的 {field}"


@registered(OF_USE)
def _absent_already(use: RecordSelector, reached: list[KindForm]) -> Iterator[Complaint]:
    """Parts asked of those present that count as absence before anything asks for them."""
    asked, states = use.asked("share"), use.asked("attendance")
    there = any(one.any_of is not None and Attendance.ABSENT not in one.any_of for one in states)
    least = [kind.absent_below for kind in reached]
    if (
        not asked
        or not there
        or any(one is None or may_both_hold(asked, (Condition("share", at_least=one),)) for one in least)
    ):
        return
    names = _some([kind.id for kind in reached])
    what = f"“{names}”参加比例这样少的已按缺席计（absent_below），{_NEVER}"
    yield (*use.loc, "share"), what, "请核对 share，或事项的 absent_below；要计这样的记录，请写 attendance: 缺席"


@registered(OF_USE)
def _authors_in_order(use: RecordSelector, reached: list[KindForm]) -> Iterator[Complaint]:
    """Places among authors that nobody has: between two whole numbers, beyond their number, beyond those entered."""
    if not use.asked("position") and not use.asked("authors"):
        return
    (first, last), (_, most) = (whole_numbers(use.when, field) for field in _OF_AUTHORS)
    for field in _OF_AUTHORS:
        low, high = whole_numbers(use.when, field)
        if high is not None and 1 <= high < low and not contradicted(use.when):
            yield (*use.loc, field), f"{field} 是整数，在这两个数之间没有整数，{_NEVER}", f"请核对 {field}"
    if most is not None and 1 <= most < first and (last is None or first <= last):
        what = f"作者位次（position）至少为 {first}，作者人数（authors）至多为 {most}，位次不会大于人数，{_NEVER}"
        yield (*use.loc, "position"), what, "请核对 position 和 authors"
    entered = [kind.authors_at_most for kind in reached]
    if all(one is not None and one < first for one in entered):
        names = _some([kind.id for kind in reached])
        what = f"“{names}”不登记第 {first} 位及以后的作者（authors_at_most），{_NEVER}"
        yield (*use.loc, "position"), what, "请核对 position，或事项的 authors_at_most"


_OF_AUTHORS: tuple[ConditionField, ConditionField] = ("position", "authors")


@registered(OF_ITEM)
def _pieces_are_whole(loc: Loc, item: ItemForm) -> Iterator[Complaint]:
    """Counts of records below one: 95% written where pieces are meant."""
    for meant in counts(loc, item):
        pieces = meant.measure.of in (MeasureKind.RECORDS, MeasureKind.MATTERS) and meant.measure.among is None
        for place, edge in meant.edges if pieces else ():
            if 0 < edge < 1:
                yield place, f"件数都是整数，没有 {show(edge)} 件", "按比例的请写 of: rate；按件数的请写整数"


def _some(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


@registered(OF_FILE)
def _ranges_of_kinds(form: RulesForm) -> Iterator[Complaint]:
    """Ranges of judged values beyond what may be entered of their kinds."""
    kinds = {kind.id: kind for kind in form.kinds}
    for loc, item in items(form):
        reached = [kinds[name] for name in kinds_reached(item.when.conditions(), kinds)]
        for at, stretch in enumerate(item.judged_range.table if item.judged_range else ()):
            for kind in reached:
                yield from _beyond((*loc, "judged_range", "table", at), stretch, kind)


def _beyond(loc: Loc, stretch: RangeStretchForm, kind: KindForm) -> Iterator[Complaint]:
    least, most = (kind.judged.at_least, kind.judged.at_most) if kind.judged else (None, None)
    if least is None or most is None:
        return
    for key, said in (("from", stretch.least), ("to", stretch.most)):
        if not least <= said <= most:
            what = f"“{kind.id}”的评定分在 {show(least)} 与 {show(most)} 之间，登记不了 {show(said)}"
            yield (*loc, key), what, f"请核对 {key}，或该事项的 judged"


@registered(OF_ITEM)
def _overlaps(loc: Loc, item: ItemForm) -> Iterator[Complaint]:
    if item.several_levels is not None:
        return
    levels = [(at, level, level.when.conditions()) for at, level in enumerate(item.levels or ())]
    for (_, one, mine), (at, other, theirs) in combinations(levels, 2):
        if may_both_hold(mine, theirs):
            what = f"计分项“{item.id}”的“{one.id}”和“{other.id}”可能同时达到"
            advice = "请写明 several_levels: highest（就高）或 stacked（累加），或使两档互不重叠"
            yield (*loc, "levels", at), what, advice


@registered(OF_ITEM)
def _rates_of_item(loc: Loc, item: ItemForm) -> Iterator[Complaint]:
    yield from _rates(loc, item.measure, item.table or ())
    if item.judged_range is not None:
        yield from _rates((*loc, "judged_range"), item.judged_range.measure, item.judged_range.table)


def _rates(loc: Loc, measure: MeasureForm | None, table: Sequence[StretchForm]) -> Iterator[Complaint]:
    """Stretches of a rate, or of a mean part, that lie above the whole: 90 written for 90%."""
    if measure is None or not measure.of_parts or measure.among is not None:
        return
    what_is = "出席率" if measure.of is MeasureKind.RATE else "平均参加比例"
    for at, stretch in enumerate(table):
        if stretch.at_least > 1:
            what = f"{what_is}最高是 100%，达不到 {show(stretch.at_least)}"
            # 120% is read as 1.2, of which nobody meant a hundredth.
            near = stretch.at_least if 2 <= stretch.at_least <= 100 else 80
            yield (*loc, "table", at, "at_least"), what, f"请写成比例，如 {show(near)}%"
