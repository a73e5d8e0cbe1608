"""What no single key can show: names used twice, grades in disorder, files that overlap or leave gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from duty_cli.domain.faults import Fault
from duty_cli.domain.items import WHOLE
from duty_cli.domain.points import show
from duty_cli.rulebook import conditions
from duty_cli.rulebook.conditions import Complaint, items
from duty_cli.rulebook.forms.grades import ConsequenceForm, MinimumForm, SelectionForm, VetoForm
from duty_cli.rulebook.forms.items import CategoryForm, JointBoundForm, LevelForm, MultiplierForm
from duty_cli.rulebook.forms.rules import KindForm, RulesForm
from duty_cli.rulebook.source import Loc, Source
from duty_cli.rulebook.values import hint

Named = (
    KindForm
    | CategoryForm
    | LevelForm
    | MinimumForm
    | VetoForm
    | ConsequenceForm
    | JointBoundForm
    | MultiplierForm
    | SelectionForm
)


def within_file(form: RulesForm, source: Source) -> list[Fault]:
    """All complaints about one file, in its order."""
    checks = (_names_once, _joined_exist, _proportions_exist, _bands_descend, _quotas_fall, conditions.complaints)
    faults = [source.fault(*complaint) for check in checks for complaint in check(form)]
    return sorted(faults, key=lambda fault: fault.line)


def between_files(read: Sequence[tuple[RulesForm, Source]]) -> list[Fault]:
    """Where the files of one body overlap or leave days uncovered."""
    by_date = sorted(read, key=lambda one: one[0].effective.from_)
    faults = []
    for (before, source), (after, later) in pairwise(by_date):
        end, start = before.effective.to, after.effective.from_
        if start <= end:
            what = f"与 {source.file} 的适用日期重叠（{start} 至 {min(end, after.effective.to)}）"
            faults.append(later.fault(("effective",), what, "请核对两个文件的起止日期"))
        elif start > end + timedelta(days=1):
            what = f"与 {source.file} 之间有日期没有规则（{end + timedelta(days=1)} 至 {start - timedelta(days=1)}）"
            faults.append(later.fault(("effective",), what, "请使起始日紧接前一文件的截止日"))
    return faults


def _names_once(form: RulesForm) -> Iterator[Complaint]:
    for what, named in _names(form):
        seen: set[str] = set()
        for loc, name in named:
            if name in seen:
                yield loc, f"{what}“{name}”写了两次", "请改名，或删去其中一处"
            seen.add(name)


def _names(form: RulesForm) -> Iterator[tuple[str, list[tuple[Loc, str]]]]:
    """Each list of names that must differ, and where each name stands."""
    yield "阶段", [(("stages", at), name) for at, name in enumerate(form.stages)]
    yield "级别", [(("levels", at), name) for at, name in enumerate(form.levels)]
    yield "等次", [(("bands", at, "grade"), band.grade) for at, band in enumerate(form.bands)]
    yield "等次名额", [(("quotas", at, "grade"), quota.grade) for at, quota in enumerate(form.quotas)]
    yield "履职事项", _ids(("kinds",), form.kinds)
    yield "类别", _ids(("categories",), form.categories)
    yield "计分项", [((*loc, "id"), item.id) for loc, item in items(form)]
    yield "最低要求", _ids(("minimums",), form.minimums)
    yield "否决项", _ids(("vetoes",), form.vetoes)
    yield "后果", _ids(("consequences",), form.consequences)
    yield "合并上下限", _ids(("joint_bounds",), form.joint_bounds)
    yield "系数", _ids(("multipliers",), form.multipliers)
    yield "评选", _ids(("selections",), form.selections)
    for loc, item in items(form):
        yield "档次", _ids((*loc, "levels"), item.levels or ())


def _ids(loc: Loc, named: Sequence[Named]) -> list[tuple[Loc, str]]:
    return [((*loc, at, "id"), one.id) for at, one in enumerate(named)]


def _joined_exist(form: RulesForm) -> Iterator[Complaint]:
    known = {category.id: category for category in form.categories}
    for at, bound in enumerate(form.joint_bounds):
        for place, name in enumerate(bound.categories):
            if name not in known:
                yield ("joint_bounds", at, "categories", place), f"没有名为“{name}”的类别", hint(name, tuple(known))
            elif not known[name].counted or known[name].weight != 1:
                what = f"类别“{name}”不计入总分或按权重计入，不能参加合并上下限"
                yield ("joint_bounds", at, "categories", place), what, "请改用类别自己的 cap、floor"


def _proportions_exist(form: RulesForm) -> Iterator[Complaint]:
    rule = form.pro_rata
    if rule is None:
        return
    categories = (WHOLE, *(category.id for category in form.categories))
    targets = tuple(item.id for _, item in items(form) if item.target is not None)
    for key, names, known in (("bases", rule.bases, categories), ("reach", rule.reach, targets)):
        for place, name in enumerate(names):
            if name not in known:
                yield ("pro_rata", key, place), f"“{name}”不是可以折算的项目", hint(name, known)


def _bands_descend(form: RulesForm) -> Iterator[Complaint]:
    for at, (upper, lower) in enumerate(pairwise(form.bands), start=1):
        if lower.min >= upper.min:
            what = f"“{lower.grade}”的下限 {show(lower.min)} 不低于前一等次“{upper.grade}”的 {show(upper.min)}"
            yield ("bands", at, "min"), what, "等次请由高到低排列"
    last = form.bands[-1]
    if form.total.floor is None or form.total.floor < last.min:
        what = f"最低等次“{last.grade}”的下限是 {show(last.min)}，更低的分数没有等次"
        yield ("bands", len(form.bands) - 1, "min"), what, "请补一个最低等次，或给 total 写不低于它的 floor"


def _quotas_fall(form: RulesForm) -> Iterator[Complaint]:
    grades = [band.grade for band in form.bands]
    for at, quota in enumerate(form.quotas):
        if grades.index(quota.overflow_to) <= grades.index(quota.grade):
            what = f"超出“{quota.grade}”名额的委员不能归入“{quota.overflow_to}”"
            yield ("quotas", at, "overflow_to"), what, "请写更低的等次"
