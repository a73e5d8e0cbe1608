"""From a checked form to the domain's rules."""

from __future__ import annotations

from typing import get_args

from duty_cli.domain.conditions import Condition, ConditionField, Origin, When, Who
from duty_cli.domain.items import Authorship, Category, Item, Level, Total
from duty_cli.domain.members import Facet
from duty_cli.domain.outcomes import (
    AllOf,
    AnyOf,
    Band,
    Consequence,
    Count,
    GradeYears,
    Minimum,
    Need,
    Quota,
    RecordsWithin,
    Veto,
)
from duty_cli.domain.periods import Period
from duty_cli.domain.points import Points
from duty_cli.domain.rules import Kind, Rulebook
from duty_cli.rulebook.forms.grades import ConsequenceForm, IfForm, MinimumForm, QuotaForm, VetoForm
from duty_cli.rulebook.forms.items import AuthorsForm, CategoryForm, ItemForm, LevelForm
from duty_cli.rulebook.forms.records import BoundsForm, ConditionsForm, NeedForm, WhoForm
from duty_cli.rulebook.forms.rules import KindForm, RulesForm
from duty_cli.rulebook.source import Loc, Source


def rulebook(form: RulesForm, source: Source) -> Rulebook:
    """The rules a form says, each with its place in the source."""
    return Rulebook(
        title=form.title,
        basis=form.basis,
        file=source.file,
        effective=Period(form.effective.from_, form.effective.to),
        places=form.rounding.places,
        kinds={kind.id: _kind(kind) for kind in form.kinds},
        stages=form.stages,
        levels=form.levels,
        categories=tuple(_category(one, source, ("categories", at)) for at, one in enumerate(form.categories)),
        total=Total(form.total.base, form.total.cap, form.total.floor, source.place(("total",))),
        minimums=tuple(_minimum(one, source.place(("minimums", at))) for at, one in enumerate(form.minimums)),
        vetoes=tuple(_veto(one, source.place(("vetoes", at))) for at, one in enumerate(form.vetoes)),
        bands=tuple(Band(one.grade, one.min, source.place(("bands", at))) for at, one in enumerate(form.bands)),
        quotas=tuple(_quota(one, source.place(("quotas", at))) for at, one in enumerate(form.quotas)),
        consequences=tuple(
            _consequence(one, source.place(("consequences", at))) for at, one in enumerate(form.consequences)
        ),
        notes=form.notes,
    )


def when(form: ConditionsForm) -> When:
    """The conditions a form names."""
    fields: tuple[ConditionField, ...] = get_args(ConditionField)
    named = ((field, getattr(form, field)) for field in fields)
    return tuple(_condition(field, said) for field, said in named if said is not None)


def _condition(field: ConditionField, said: BoundsForm | tuple[str, ...]) -> Condition:
    if isinstance(said, BoundsForm):
        return Condition(field, at_least=said.at_least, at_most=said.at_most)
    return Condition(field, any_of=frozenset(said))


def _who(form: WhoForm | None) -> Who | None:
    if form is None:
        return None
    named = ((facet, getattr(form, facet.name.lower(), None)) for facet in Facet)
    return Who({facet: frozenset(values) for facet, values in named if values}, form.joined == "this_year")


def _kind(form: KindForm) -> Kind:
    return Kind(
        id=form.id,
        clause=form.clause,
        attended=form.attended,
        expects=_who(form.expects),
        conduct=form.conduct,
        commends=form.commends,
        judged=_range(form.judged),
    )


def _range(form: BoundsForm | None) -> tuple[Points, Points] | None:
    if form is None or form.at_least is None or form.at_most is None:
        return None
    return form.at_least, form.at_most


def _category(form: CategoryForm, source: Source, loc: Loc) -> Category:
    items = tuple(_item(one, source, (*loc, "items", at)) for at, one in enumerate(form.items))
    return Category(form.id, Origin(form.clause, source.place(loc)), items, form.base, form.cap, form.floor)


def _item(form: ItemForm, source: Source, loc: Loc) -> Item:
    return Item(
        id=form.id,
        origin=Origin(form.clause, source.place(loc)),
        when=when(form.when),
        points=form.points or 0,
        combine=form.combine,
        levels=tuple(_level(one, source.place((*loc, "levels", at))) for at, one in enumerate(form.levels or ())),
        several_levels=form.several_levels,
        per=form.per,
        applies_to=_who(form.applies_to),
        authors=_authorship(form.authors),
        same_matter=form.same_matter,
        from_nth=form.from_nth,
        cap=form.cap,
        floor=form.floor,
        note=form.note,
    )


def _level(form: LevelForm, place: str) -> Level:
    return Level(form.id, when(form.when), form.points, place)


def _authorship(form: AuthorsForm | None) -> Authorship | None:
    return None if form is None else Authorship(form.first, form.others)


def _minimum(form: MinimumForm, place: str) -> Minimum:
    return Minimum(
        id=form.id,
        origin=Origin(form.clause, place),
        need=_need(form.need),
        about=form.about,
        within=form.within,
        applies_to=_who(form.applies_to),
        grade_at_most=form.else_.grade_at_most if form.else_ else None,
    )


def _need(form: NeedForm) -> Need:
    if form.all_:
        return AllOf(tuple(_need(part) for part in form.all_))
    if form.any_:
        return AnyOf(tuple(_need(part) for part in form.any_))
    return Count(when(form), form.at_least or 1)


def _veto(form: VetoForm, place: str) -> Veto:
    return Veto(form.id, Origin(form.clause, place), when(form.when), form.grade_at_most, _who(form.applies_to))


def _quota(form: QuotaForm, place: str) -> Quota:
    return Quota(
        grade=form.grade,
        at_most=form.at_most,
        unit=form.unit,
        round=form.round,
        ties=form.ties,
        overflow_to=form.overflow_to,
        origin=Origin(form.clause, place),
    )


def _consequence(form: ConsequenceForm, place: str) -> Consequence:
    return Consequence(form.id, Origin(form.clause, place), _test(form.if_), form.propose, _who(form.applies_to))


def _test(form: IfForm) -> GradeYears | RecordsWithin:
    if form.records is not None:
        return RecordsWithin(when(form.records), form.at_least or 1)
    return GradeYears(form.grade or "", form.years or 1, form.within)
