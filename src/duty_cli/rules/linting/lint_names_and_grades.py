"""What no single key can show: names used twice, grades in disorder, bounds out of reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, pairwise

from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import OPEN
from duty_cli.model.items import WHOLE
from duty_cli.model.parsed_rows import Problem
from duty_cli.rules.linting import lint_conditions as _conditions  # noqa: F401 - its checks are in the register
from duty_cli.rules.linting import lint_requirements as _requirements  # noqa: F401
from duty_cli.rules.linting.lint_registry import IN_PARTS, OF_FILE, also_in_parts, registered
from duty_cli.rules.linting.record_selectors import items
from duty_cli.rules.rule_forms.grading_forms import ConsequenceForm, MinimumForm, SelectionForm, VetoForm
from duty_cli.rules.rule_forms.item_forms import CategoryForm, ItemForm, JointBoundForm, LevelForm, MultiplierForm
from duty_cli.rules.rule_forms.rulebook_form import KindForm, RulesForm
from duty_cli.rules.yaml_reading.form_fields import hint
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc, SourceMap

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


def within_file(form: RulesForm, source: SourceMap) -> list[Problem]:
    """All complaints about one file, in its order."""
    problems = [source.problem(*complaint) for check in OF_FILE for complaint in check(form)]
    return sorted(problems, key=lambda problem: problem.line)


def within_parts(form: RulesForm, faulty: Collection[str], source: SourceMap) -> list[Problem]:
    """What can be told already of a file with faults in some sections, whose parts are in ``form`` as they stand in the file."""
    checks = (check for check, sections in IN_PARTS.items() if sections.isdisjoint(faulty))
    return [source.problem(*complaint) for check in checks for complaint in check(form)]


@registered(OF_FILE)
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
    alone = [(at, quota) for at, quota in enumerate(form.quotas) if quota.applies_to is None]
    yield "等次名额", [(("quotas", at, "grade"), quota.grade) for at, quota in alone]
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


@registered(OF_FILE)
@also_in_parts("without_rule")
def _reasons_are_of_a_text(form: RulesForm) -> Iterator[Complaint]:
    if form.without_rule and form.text is None:
        yield ("without_rule",), "写了 without_rule，却没有写 text", "请写 text: 条文的文件名，或删去 without_rule"


@registered(OF_FILE)
def _joined_exist(form: RulesForm) -> Iterator[Complaint]:
    known = {category.id: category for category in form.categories}
    bounded: dict[str, str] = {}
    for at, bound in enumerate(form.joint_bounds):
        for place, name in enumerate(bound.categories):
            before = bounded.setdefault(name, bound.id)
            if before != bound.id:
                what = f"类别“{name}”已在“{before}”中，不能再参加“{bound.id}”，否则同一部分会减两次"
                yield ("joint_bounds", at, "categories", place), what, "一个类别只参加一处合并上下限"
            elif name not in known:
                yield ("joint_bounds", at, "categories", place), f"没有名为“{name}”的类别", hint(name, tuple(known))
            elif not known[name].counted or known[name].weight != 1:
                what = f"类别“{name}”不计入总分或按权重计入，不能参加合并上下限"
                yield ("joint_bounds", at, "categories", place), what, "请改用类别自己的 cap、floor"


@registered(OF_FILE)
def _proportions_exist(form: RulesForm) -> Iterator[Complaint]:
    rule = form.pro_rata
    if rule is None:
        return
    categories = (WHOLE, *(category.id for category in form.categories))
    targets = tuple(item.id for _, item in items(form) if _is_lowered(item))
    for key, names, known in (("bases", rule.bases, categories), ("reach", rule.reach, targets)):
        for place, name in enumerate(names):
            if name not in known:
                yield ("pro_rata", key, place), f"“{name}”不是可以折算的项目", hint(name, known)


def _is_lowered(item: ItemForm) -> bool:
    """Whether a target can be taken in proportion: one of the whole year, and not a place among others."""
    among = item.measure is not None and item.measure.among is not None
    return item.target is not None and item.window is None and not among


@registered(OF_FILE)
@also_in_parts("total")
def _points_or_minimums(form: RulesForm) -> Iterator[Complaint]:
    """A file has categories with a total, or minimums alone: then nothing in it can go by points."""
    if form.categories and "total" not in form.model_fields_set:
        yield ("categories",), "缺少“total”：写了计分的类别，须写明总分", "请补上，如 total: {cap: 100, floor: 0}"
    if not form.categories and not form.minimums:
        what = "既没有计分的类别（categories），也没有最低要求（minimums）"
        advice = (
            "计分的请写 categories: [{id: 考勤, clause: 第12条, items: […]}] 和 total；"
            "不计分的删去 categories，写 minimums: [{id: 提案, clause: 第3条, about: 履职, within: year, need: …}]"
        )
        yield ("categories" if "categories" in form.model_fields_set else "kinds",), what, advice
    for key in ("bands", "selections"):
        if getattr(form, key) and not form.categories:
            yield (key,), "没有计分的类别（categories），这里无从计算", "请写 categories，或删去这一段"


@registered(OF_FILE)
@also_in_parts("bands", "total")
def _bands_descend(form: RulesForm) -> Iterator[Complaint]:
    for at, (upper, lower) in enumerate(pairwise(form.bands), start=1):
        if lower.min >= upper.min:
            what = f"“{lower.grade}”的下限 {show(lower.min)} 不低于前一等次“{upper.grade}”的 {show(upper.min)}"
            yield ("bands", at, "min"), what, "等次请由高到低排列"
    last = form.bands[-1] if form.bands else None
    if last is not None and form.categories and (form.total.floor is None or form.total.floor < last.min):
        what = f"最低等次“{last.grade}”的下限是 {show(last.min)}，更低的分数没有等次"
        yield ("bands", len(form.bands) - 1, "min"), what, "请补一个最低等次，或给 total 写不低于它的 floor"


@registered(OF_FILE)
@also_in_parts("bands")
def _grades_are_grades(form: RulesForm) -> Iterator[Complaint]:
    for at, band in enumerate(form.bands):
        if band.grade == OPEN:
            what = f"“{OPEN}”是评定分尚未登记时的用词，不能作等次名称"
            yield ("bands", at, "grade"), what, "请换一个名称"


@registered(OF_FILE)
@also_in_parts("bands", "quotas")
def _quotas_fall(form: RulesForm) -> Iterator[Complaint]:
    least = {band.grade: band.min for band in form.bands}
    for at, quota in enumerate(form.quotas):
        if least[quota.overflow_to] >= least[quota.grade]:
            what = f"超出“{quota.grade}”名额的委员不能归入“{quota.overflow_to}”"
            yield ("quotas", at, "overflow_to"), what, "请写更低的等次"


@registered(OF_FILE)
def _chosen_exist(form: RulesForm) -> Iterator[Complaint]:
    """What selections compare, and the selections that others and consequences look at."""
    compared = (WHOLE, *(category.id for category in form.categories))
    for at, selection in enumerate(form.selections):
        if selection.by not in compared:
            yield ("selections", at, "by"), f"没有名为“{selection.by}”的类别", hint(selection.by, compared)
    known = tuple(selection.id for selection in form.selections)
    needs = [one.need.parts(("selections", at, "need")) for at, one in enumerate(form.selections) if one.need]
    tests = [one.test.parts(("consequences", at, "if")) for at, one in enumerate(form.consequences)]
    for loc, asked in chain.from_iterable((*needs, *tests)):
        if asked.selected is not None and asked.selected not in known:
            yield (*loc, "selected"), f"没有名为“{asked.selected}”的评选", hint(asked.selected, known)


@registered(OF_FILE)
def _matters_once(form: RulesForm) -> Iterator[Complaint]:
    """Of a measured item, or one of other days than the year's, it cannot be told whether it is a matter's best."""
    for at, category in enumerate(form.categories):
        for place, item in enumerate(category.items):
            own_days = item.window is not None and item.window.each is None
            if (category.same_matter or category.converted) and (item.measure or own_days):
                key = "same_matter" if category.same_matter else "converted"
                how = "按 measure 计分" if item.measure else "另定起止日期"
                what = f"类别“{category.id}”写了 {key}，其中的“{item.id}”却{how}，分不出哪一项得分最高"
                yield ("categories", at, "items", place), what, f"请把该项另立一类，或删去 {key}"
