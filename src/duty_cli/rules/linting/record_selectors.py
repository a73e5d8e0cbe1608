"""Where a rule file picks records, with all the conditions that hold there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from duty_cli.model.conditions import Alternative, Conditions, alternatives
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import MeasureKind, PointBasis
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import ConditionField
from duty_cli.rules.rule_forms.amount_forms import MeasureForm, StretchForm
from duty_cli.rules.rule_forms.condition_forms import CombinedForm
from duty_cli.rules.rule_forms.item_forms import ItemForm
from duty_cli.rules.rule_forms.requirement_form import RequirementForm
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.source_map import Loc


@dataclass(frozen=True, slots=True)
class RecordSelector:
    """One way to be picked at one place, with all the conditions that hold there."""

    loc: Loc
    when: Alternative
    judged: bool = False
    rate: bool = False

    def asked(self, field: ConditionField) -> Alternative:
        """What is asked of one field."""
        return tuple(condition for condition in self.when if condition.field == field)


Choice: TypeAlias = tuple[Loc, tuple[Conditions, ...]]
"""An option of an ``any`` by its place, and all that may be asked together with it, that option being met."""


@dataclass(frozen=True, slots=True)
class RecordsMeant:
    """One place where records are picked: all the conditions that hold there, and the options among them."""

    loc: Loc
    when: Conditions
    judged: bool = False
    rate: bool = False
    choices: tuple[Choice, ...] = ()

    def ways(self) -> list[RecordSelector]:
        """The ways to be picked."""
        return [RecordSelector(self.loc, way, self.judged, self.rate) for way in alternatives(self.when)]

    def chosen(self) -> Iterator[tuple[Loc, list[RecordSelector]]]:
        """Each option with the ways to be picked by it."""
        for loc, whens in self.choices:
            yield loc, [way for when in whens for way in replace(self, loc=loc, when=when).ways()]


def _choices(form: CombinedForm, loc: Loc, common: Conditions = ()) -> tuple[Choice, ...]:
    return tuple((place, (common + when,)) for place, when in form.choices(loc))


def items(form: RulesForm) -> Iterator[tuple[Loc, ItemForm]]:
    """Every item, with where it stands."""
    for at, category in enumerate(form.categories):
        for place, item in enumerate(category.items):
            yield ("categories", at, "items", place), item


@dataclass(frozen=True, slots=True)
class CountMeant:
    """One place where an item counts records, to give points or to bound judged values; ``edges``: the counts that it asks for."""

    loc: Loc
    measure: MeasureForm
    edges: tuple[tuple[Loc, Points], ...]


def counts(loc: Loc, item: ItemForm) -> Iterator[CountMeant]:
    """Every place where the item counts records."""
    if item.measure is not None:
        target = (((*loc, "target", "reach"), item.target.reach),) if item.target else ()
        yield CountMeant(loc, item.measure, _edges(loc, item.table or ()) + target)
    if item.judged_range is not None:
        place = (*loc, "judged_range")
        yield CountMeant(place, item.judged_range.measure, _edges(place, item.judged_range.table))


def _edges(loc: Loc, table: Sequence[StretchForm]) -> tuple[tuple[Loc, Points], ...]:
    return tuple(((*loc, "table", at, "at_least"), one.at_least) for at, one in enumerate(table))


def uses(form: RulesForm) -> Iterator[RecordsMeant]:
    """Every place where the file picks records."""
    for loc, item in items(form):
        yield from _uses_of_item(loc, item)
    for at, veto in enumerate(form.vetoes):
        if veto.when is not None:
            place: Loc = ("vetoes", at, "when")
            yield RecordsMeant(place, veto.when.conditions(), choices=_choices(veto.when, place))
    for at, multiplier in enumerate(form.multipliers):
        if multiplier.when is not None:
            yield from _measured(("multipliers", at), multiplier.when, multiplier.measure)
    for loc, asked in (one for of_rule in requirements(form) for one in of_rule):
        yield from _required(asked, loc)


def requirements(form: RulesForm) -> Iterator[Iterator[tuple[Loc, RequirementForm]]]:
    """What each minimum, veto, selection and consequence asks of a member, as single tests with where they stand."""
    yield from (one.need.parts(("minimums", at, "need")) for at, one in enumerate(form.minimums))
    yield from (one.test.parts(("vetoes", at, "if")) for at, one in enumerate(form.vetoes) if one.test)
    yield from (one.need.parts(("selections", at, "need")) for at, one in enumerate(form.selections) if one.need)
    yield from (one.test.parts(("consequences", at, "if")) for at, one in enumerate(form.consequences))


def _required(asked: RequirementForm, loc: Loc, common: Conditions = ()) -> Iterator[RecordsMeant]:
    """The records that a single test counts; each option is told with the first of them."""
    options = tuple((place, (common + when,)) for place, when in asked.choices(loc))
    for number, (place, when) in enumerate(asked.whens(loc)):
        yield RecordsMeant(place, common + when, choices=() if number else options)


def _uses_of_item(loc: Loc, item: ItemForm) -> Iterator[RecordsMeant]:
    common, judged = item.when.conditions(), item.per is PointBasis.JUDGED
    if item.judged_range is not None:
        yield from _measured((*loc, "judged_range"), item.judged_range.when, item.judged_range.measure)
    if item.levels is None:
        yield from _measured(loc, item.when, item.measure, judged=judged)
    levels = [level.when.conditions() for level in item.levels or ()]
    # An option of the whole item is of use where one level takes what it lets in.
    whole = tuple((place, tuple(when + one for one in levels)) for place, when in item.when.choices((*loc, "when")))
    for at, level in enumerate(item.levels or ()):
        place = (*loc, "levels", at, "when")
        options = _choices(level.when, place, common) + (() if at else whole)
        yield RecordsMeant(place, common + levels[at], judged, choices=options)


def _measured(
    loc: Loc, common: CombinedForm, measure: MeasureForm | None, *, judged: bool = False
) -> Iterator[RecordsMeant]:
    """The records that are counted together; of a ratio those of each of its counts, which may be all."""
    when, options = common.conditions(), _choices(common, (*loc, "when"))
    if measure is not None and measure.each is not None:
        for at, one in enumerate(measure.each):
            for place, part in one.parts((*loc, "measure", "each", at)):
                yield from _required(part, place, when)
        return
    if measure is None or measure.count is None:
        rate = measure is not None and measure.of is MeasureKind.RATE
        averaged = measure is not None and measure.by == "judged"
        yield RecordsMeant((*loc, "when"), when, judged or averaged, rate, options)
        return
    counting, over = (*loc, "measure", "count"), (*loc, "measure", "over")
    yield RecordsMeant(counting, when + measure.count.conditions(), choices=_choices(measure.count, counting, when))
    if measure.over is None:
        yield RecordsMeant((*loc, "when"), when, choices=options)
    else:
        yield RecordsMeant(over, when + measure.over.conditions(), choices=_choices(measure.over, over, when))
