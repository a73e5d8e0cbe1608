"""From checked forms to conditions, and to what earns points."""

from __future__ import annotations

from typing import get_args

from duty_cli.model.conditions import Amount, AppliesTo, Condition, Conditions, Origin, VaryingAmount
from duty_cli.model.items import (
    Authorship,
    Bracket,
    BracketTable,
    Category,
    Item,
    JointBound,
    Level,
    Measure,
    Multiplier,
    PeerComparison,
    ProRata,
    Target,
    Total,
    Window,
)
from duty_cli.model.members import Facet
from duty_cli.model.periods import Period
from duty_cli.model.records import Attendance, ConditionField
from duty_cli.rules.amount_forms import AmountForm, BracketForm, MeasureForm, PeerComparisonForm, TargetForm, WindowForm
from duty_cli.rules.condition_forms import AppliesToForm, BoundsForm, ConditionsForm, HeldGroupsForm
from duty_cli.rules.item_forms import (
    AuthorsForm,
    CategoryForm,
    ItemForm,
    JointBoundForm,
    LevelForm,
    MultiplierForm,
    ProRataForm,
    TotalForm,
)
from duty_cli.rules.source_map import Loc, SourceMap


def when(form: ConditionsForm) -> Conditions:
    """The conditions a form names."""
    fields: tuple[ConditionField, ...] = get_args(ConditionField)
    named = ((field, getattr(form, field)) for field in fields)
    asked = tuple(_condition(field, said) for field, said in named if said is not None)
    refused = ((field, getattr(form.not_, field, None)) for field in fields)
    return asked + tuple(Condition(field, none_of=frozenset(words)) for field, words in refused if words)


def _condition(field: ConditionField, said: BoundsForm | tuple[str, ...]) -> Condition:
    if isinstance(said, BoundsForm):
        return Condition(field, at_least=said.at_least, at_most=said.at_most, above=said.above, below=said.below)
    return Condition(field, any_of=frozenset(said))


def grouping(name: str | None) -> Facet | None:
    """The facet of that key; None where none is named."""
    return None if name is None else Facet[name.upper()]


def who(form: AppliesToForm | None) -> AppliesTo | None:
    """Whom a form names; None where it stands for everybody."""
    if form is None:
        return None
    return AppliesTo(_held(form), form.joined == "this_year", {} if form.not_ is None else _held(form.not_))


def _held(form: HeldGroupsForm) -> dict[Facet, frozenset[str]]:
    named = ((facet, getattr(form, facet.name.lower(), None)) for facet in Facet)
    return {facet: frozenset(values) for facet, values in named if values}


def category(form: CategoryForm, source: SourceMap, loc: Loc) -> Category:
    """A category with its items, each with its place in the source."""
    items = tuple(_item(one, source, (*loc, "items", at)) for at, one in enumerate(form.items))
    return Category(
        id=form.id,
        origin=Origin(form.clause, source.place(loc)),
        items=items,
        base=amount(form.base),
        cap=None if form.cap is None else amount(form.cap),
        floor=form.floor,
        combine=form.combine,
        same_matter=form.same_matter,
        by_source=form.by_source,
        weight=form.weight,
        counted=form.counted,
    )


def _item(form: ItemForm, source: SourceMap, loc: Loc) -> Item:
    return Item(
        id=form.id,
        origin=Origin(form.clause, source.place(loc)),
        when=when(form.when),
        points=amount(form.points),
        combine=form.combine or "sum",
        levels=tuple(_level(one, source.place((*loc, "levels", at))) for at, one in enumerate(form.levels or ())),
        several_levels=form.several_levels,
        per=form.per,
        applies_to=who(form.applies_to),
        authors=_authorship(form.authors),
        same_matter=form.same_matter,
        by_source=form.by_source,
        from_nth=form.from_nth,
        window=_window(form.window),
        days=_days(form.window),
        measure=_measure(form.measure, form.table, form.target, by_source=form.by_source),
        cap=form.cap,
        floor=form.floor,
        needed=form.needed,
        note=form.note,
    )


def _level(form: LevelForm, place: str) -> Level:
    return Level(form.id, when(form.when), amount(form.points), place)


def _authorship(form: AuthorsForm | None) -> Authorship | None:
    return None if form is None else Authorship(form.first, form.others, form.at_most)


def amount(form: AmountForm | None) -> Amount:
    """The points a form says; nothing written is 0."""
    if form is None:
        return 0
    if form.by is None:
        return form.same or 0
    return VaryingAmount(Facet[form.by.upper()], tuple((form.values or {}).items()), form.otherwise or 0)


def _window(form: WindowForm | None) -> Window | None:
    if form is None or form.each is None or form.across is None:
        return None
    return Window(form.each, form.across, form.cap)


def _days(form: WindowForm | None) -> Period | None:
    if form is None or form.from_ is None or form.to is None:
        return None
    return Period(form.from_, form.to)


def _measure(
    form: MeasureForm | None,
    table: tuple[BracketForm, ...] | None,
    target: TargetForm | None,
    *,
    by_source: bool = False,
) -> Measure | None:
    if form is None:
        return None
    present, left_out = (frozenset(map(Attendance, words or ())) for words in (form.present, form.left_out))
    return Measure(
        of=form.of,
        to=_table(table or ()) if target is None else _target(target),
        present=present,
        left_out=left_out,
        share_at_least=form.share_at_least or 0,
        among=_among(form.among),
        by_source=by_source,
    )


def _among(form: PeerComparisonForm | None) -> PeerComparison | None:
    if form is None:
        return None
    return PeerComparison(form.as_, grouping(None if form.within == "all" else form.within), form.ties or "gap")


def _table(form: tuple[BracketForm, ...]) -> BracketTable:
    return BracketTable(tuple(Bracket(one.at_least, amount(one.points)) for one in form))


def _target(form: TargetForm) -> Target:
    return Target(form.reach, amount(form.points), form.above, None if form.below == "nothing" else form.below)


def total(form: TotalForm, place: str) -> Total:
    """Base and bounds of the total."""
    return Total(amount(form.base), None if form.cap is None else amount(form.cap), form.floor, place)


def joint_bound(form: JointBoundForm, place: str) -> JointBound:
    """Bounds of several categories together."""
    return JointBound(form.id, Origin(form.clause, place), frozenset(form.categories), form.cap, form.floor)


def pro_rata(form: ProRataForm | None, place: str) -> ProRata | None:
    """What is taken in proportion."""
    if form is None:
        return None
    return ProRata(form.by, frozenset(form.bases), frozenset(form.reach), Origin(form.clause, place))


def multiplier(form: MultiplierForm, place: str) -> Multiplier:
    """A factor on the total."""
    return Multiplier(
        id=form.id,
        origin=Origin(form.clause, place),
        times=1 if form.times is None else amount(form.times),
        when=() if form.when is None else when(form.when),
        measure=_measure(form.measure, form.table, None),
        applies_to=who(form.applies_to),
    )
