"""From a checked form to the rulebook: the whole, and what scores lead to."""

from __future__ import annotations

from duty_cli.domain.conditions import Origin
from duty_cli.domain.outcomes import (
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
from duty_cli.domain.periods import Period
from duty_cli.domain.rules import Rulebook
from duty_cli.rulebook.build import items
from duty_cli.rulebook.build.asks import grouping, when, who
from duty_cli.rulebook.build.kinds import kinds
from duty_cli.rulebook.forms.grades import (
    BandForm,
    ConsequenceForm,
    IfForm,
    MinimumForm,
    QuotaForm,
    SelectionForm,
    VetoForm,
)
from duty_cli.rulebook.forms.records import NeedForm
from duty_cli.rulebook.forms.rules import RulesForm
from duty_cli.rulebook.source import SourceMap


def rulebook(form: RulesForm, source: SourceMap) -> Rulebook:
    """The rules a form says, each with its place in the source."""
    categories = tuple(items.category(one, source, ("categories", at)) for at, one in enumerate(form.categories))
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
        total=items.total(form.total, source.place(("total",))),
        joint_bounds=tuple(
            items.joint_bound(one, source.place(("joint_bounds", at))) for at, one in enumerate(form.joint_bounds)
        ),
        multipliers=tuple(
            items.multiplier(one, source.place(("multipliers", at))) for at, one in enumerate(form.multipliers)
        ),
        minimums=minimums,
        vetoes=tuple(_veto(one, source.place(("vetoes", at))) for at, one in enumerate(form.vetoes)),
        bands=tuple(_band(one, source.place(("bands", at))) for at, one in enumerate(form.bands)),
        quotas=tuple(_quota(one, source.place(("quotas", at))) for at, one in enumerate(form.quotas)),
        consequences=tuple(
            _consequence(one, source.place(("consequences", at))) for at, one in enumerate(form.consequences)
        ),
        selections=tuple(_selection(one, source.place(("selections", at))) for at, one in enumerate(form.selections)),
        pro_rata=items.pro_rata(form.pro_rata, source.place(("pro_rata",))),
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
