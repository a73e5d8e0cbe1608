"""From a checked form to the rulebook: kinds, the whole, and what scores lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from duty_cli.model.conditions import Conditions, Origin
from duty_cli.model.exact_numbers import Points
from duty_cli.model.grading_rules import (
    About,
    AllOf,
    AllTests,
    AnyOf,
    AnyTest,
    Band,
    Consequence,
    Count,
    Graded,
    GradeYears,
    Minimum,
    Need,
    Quota,
    RecordsWithin,
    ScoreYears,
    SelectedYears,
    Selection,
    Test,
    Veto,
)
from duty_cli.model.items import Category, Item
from duty_cli.model.periods import Period
from duty_cli.model.rulebook import PERSON_TIMES, Kind, Rulebook
from duty_cli.rules import build_items
from duty_cli.rules.build_items import grouping, when, who
from duty_cli.rules.condition_forms import BoundsForm, NeedForm
from duty_cli.rules.grading_forms import (
    BandForm,
    ConsequenceForm,
    IfForm,
    MinimumForm,
    QuotaForm,
    SelectionForm,
    VetoForm,
)
from duty_cli.rules.rulebook_form import KindForm, RulesForm
from duty_cli.rules.source_map import SourceMap

_UNITS: Mapping[str, str] = {
    "提案": "件",
    "信息": "篇",
    "报告": "篇",
    "发言": "篇",
    "供稿": "篇",
    "来稿": "篇",
    "文章": "篇",
    "论文": "篇",
    "半月谈": "篇",
    "课题": "项",
    "研究": "项",
    "项目": "项",
}
"""How works are counted, by the end of the kind's name."""

_WORK = "件"
_MEETINGS, _WORKS, _DEEDS, _HONOURS = "会议和活动", "提案、信息和其他成果", "联系群众和其他履职", "表彰"


def kinds(
    forms: Iterable[KindForm], source: SourceMap, categories: Iterable[Category], minimums: Iterable[Minimum]
) -> dict[str, Kind]:
    """The kinds of a file, by id."""
    works = {kind for category in categories for item in category.items for kind in _works(item)}
    reported = {kind for rule in minimums if rule.about is About.REPORT for kind in _needed(rule.need)}
    return {
        form.id: _kind(form, source.place(("kinds", at)), work=form.id in works, reported=form.id in reported)
        for at, form in enumerate(forms)
    }


def _kind(form: KindForm, place: str, *, work: bool, reported: bool) -> Kind:
    unit = form.unit or _unit(form, work=work)
    told = not (form.conduct or form.judged or reported) if form.told is None else form.told
    return Kind(
        id=form.id,
        clause=form.clause,
        attended=form.attended,
        expects=who(form.expects),
        conduct=form.conduct,
        commends=form.commends,
        judged=_range(form.judged),
        authors_at_most=form.authors_at_most,
        place=place,
        unit=unit,
        told=told,
        group=form.group or _group(form, unit),
    )


def _range(form: BoundsForm | None) -> tuple[Points, Points] | None:
    if form is None or form.at_least is None or form.at_most is None:
        return None
    return form.at_least, form.at_most


def _unit(form: KindForm, *, work: bool) -> str:
    """A work is told by its name, or by what its items ask: authors, a matter, a stage; all else is counted by persons."""
    if form.attended or form.commends or form.judged:
        return PERSON_TIMES
    named = next((unit for ending, unit in _UNITS.items() if form.id.endswith(ending)), None)
    return named or (_WORK if work else PERSON_TIMES)


def _group(form: KindForm, unit: str) -> str:
    if form.attended:
        return _MEETINGS
    if form.commends:
        return _HONOURS
    return _DEEDS if unit == PERSON_TIMES else _WORKS


def _works(item: Item) -> Iterator[str]:
    """The kinds of which an item speaks as of works."""
    whens = (item.when, *(level.when for level in item.levels))
    if item.authors or item.same_matter or any(one.field == "stage" for when in whens for one in when):
        yield from (kind for when in whens for kind in _named(when))


def _needed(need: Need) -> Iterator[str]:
    match need:
        case Count(when):
            yield from _named(when)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _needed(part)


def _named(when: Conditions) -> frozenset[str]:
    return frozenset().union(*(one.any_of or () for one in when if one.field == "kind"))


def rulebook(form: RulesForm, source: SourceMap) -> Rulebook:
    """The rules a form says, each with its place in the source."""
    categories = tuple(build_items.category(one, source, ("categories", at)) for at, one in enumerate(form.categories))
    minimums = tuple(_minimum(one, source.place(("minimums", at))) for at, one in enumerate(form.minimums))
    return Rulebook(
        title=form.title,
        basis=form.basis,
        file=source.file,
        effective=Period(form.effective.from_, form.effective.to),
        places=form.rounding.places,
        kinds=kinds(form.kinds, source, categories, minimums),
        stages=form.stages,
        levels=form.levels,
        categories=categories,
        total=build_items.total(form.total, source.place(("total",))),
        joint_bounds=tuple(
            build_items.joint_bound(one, source.place(("joint_bounds", at))) for at, one in enumerate(form.joint_bounds)
        ),
        multipliers=tuple(
            build_items.multiplier(one, source.place(("multipliers", at))) for at, one in enumerate(form.multipliers)
        ),
        minimums=minimums,
        vetoes=tuple(_veto(one, source.place(("vetoes", at))) for at, one in enumerate(form.vetoes)),
        bands=tuple(_band(one, source.place(("bands", at))) for at, one in enumerate(form.bands)),
        quotas=tuple(_quota(one, source.place(("quotas", at))) for at, one in enumerate(form.quotas)),
        consequences=tuple(
            _consequence(one, source.place(("consequences", at))) for at, one in enumerate(form.consequences)
        ),
        selections=tuple(_selection(one, source.place(("selections", at))) for at, one in enumerate(form.selections)),
        pro_rata=build_items.pro_rata(form.pro_rata, source.place(("pro_rata",))),
        graded=Graded(form.graded.in_office, form.graded.at_least_months, source.place(("graded",))),
        notes=form.notes,
        year_ends=form.year_ends,
        subject=None if form.subject == "member" else grouping(form.subject),
    )


def _minimum(form: MinimumForm, place: str) -> Minimum:
    return Minimum(
        id=form.id,
        origin=Origin(form.clause, place),
        need=_need(form.need),
        about=form.about,
        within=form.within,
        applies_to=who(form.applies_to),
        grade_at_most=form.else_.grade_at_most if form.else_ else None,
    )


def _need(form: NeedForm) -> Need:
    if form.all_:
        return AllOf(tuple(_need(part) for part in form.all_))
    if form.any_:
        return AnyOf(tuple(_need(part) for part in form.any_))
    return Count(when(form), form.at_least or 1)


def _veto(form: VetoForm, place: str) -> Veto:
    return Veto(form.id, Origin(form.clause, place), when(form.when), form.grade_at_most, who(form.applies_to))


def _band(form: BandForm, place: str) -> Band:
    return Band(form.grade, form.min, place, form.colour)


def _quota(form: QuotaForm, place: str) -> Quota:
    return Quota(
        grade=form.grade,
        at_most=form.at_most,
        unit=form.unit,
        round=form.round,
        ties=form.ties,
        overflow_to=form.overflow_to,
        origin=Origin(form.clause, place),
        within=grouping(form.within),
        applies_to=who(form.applies_to),
    )


def _selection(form: SelectionForm, place: str) -> Selection:
    return Selection(
        id=form.id,
        origin=Origin(form.clause, place),
        take=form.take,
        at_most=form.at_most,
        unit=form.unit,
        round=form.round,
        ties=form.ties,
        propose=form.propose,
        by=form.by,
        within=grouping(form.within),
        applies_to=who(form.applies_to),
        grades=frozenset(form.grades) if form.grades else None,
        need=_need(form.need) if form.need else None,
        every=form.every,
        first_year=form.first_year or 0,
    )


def _consequence(form: ConsequenceForm, place: str) -> Consequence:
    return Consequence(
        id=form.id,
        origin=Origin(form.clause, place),
        test=_test(form.if_),
        propose=form.propose,
        applies_to=who(form.applies_to),
        options=form.options,
        notify=form.notify,
        at_term_end=form.at_term_end,
    )


def _test(form: IfForm) -> Test:
    if form.all_:
        return AllTests(tuple(_test(part) for part in form.all_))
    if form.any_:
        return AnyTest(tuple(_test(part) for part in form.any_))
    if form.records is not None:
        years = form.last_years or (1 if form.within == "year" else None)
        return RecordsWithin(when(form.records), form.at_least, form.at_most, years)
    if form.score_below is not None:
        return ScoreYears(form.score_below, form.years or 1, form.within or "year")
    if form.selected is not None:
        return SelectedYears(form.selected, form.years or 1, form.within or "year")
    return GradeYears(form.grade or "", form.years or 1, form.within or "year")
