"""Where a rule file picks records, with all the conditions that hold there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.model.conditions import Conditions
from duty_cli.model.items import MeasureKind, PointBasis
from duty_cli.model.records import ConditionField
from duty_cli.rules.rule_forms.amount_forms import MeasureForm
from duty_cli.rules.rule_forms.item_forms import ItemForm
from duty_cli.rules.rule_forms.requirement_form import RequirementForm
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.source_map import Loc


@dataclass(frozen=True, slots=True)
class RecordSelector:
    """One place where records are picked, with all the conditions that hold there."""

    loc: Loc
    when: Conditions
    judged: bool = False
    rate: bool = False

    def asked(self, field: ConditionField) -> Conditions:
        """What is asked of one field."""
        return tuple(condition for condition in self.when if condition.field == field)


def items(form: RulesForm) -> Iterator[tuple[Loc, ItemForm]]:
    """Every item, with where it stands."""
    for at, category in enumerate(form.categories):
        for place, item in enumerate(category.items):
            yield ("categories", at, "items", place), item


def uses(form: RulesForm) -> Iterator[RecordSelector]:
    """Every place where the file picks records."""
    for loc, item in items(form):
        yield from _uses_of_item(loc, item)
    for at, veto in enumerate(form.vetoes):
        if veto.when is not None:
            yield RecordSelector(("vetoes", at, "when"), veto.when.conditions())
    for at, multiplier in enumerate(form.multipliers):
        if multiplier.when is not None:
            yield from _measured(("multipliers", at), multiplier.when.conditions(), multiplier.measure)
    for loc, asked in (one for of_rule in requirements(form) for one in of_rule):
        for place, when in asked.whens(loc):
            yield RecordSelector(place, when)


def requirements(form: RulesForm) -> Iterator[Iterator[tuple[Loc, RequirementForm]]]:
    """What each minimum, veto, selection and consequence asks of a member, as single tests with where they stand."""
    yield from (one.need.parts(("minimums", at, "need")) for at, one in enumerate(form.minimums))
    yield from (one.test.parts(("vetoes", at, "if")) for at, one in enumerate(form.vetoes) if one.test)
    yield from (one.need.parts(("selections", at, "need")) for at, one in enumerate(form.selections) if one.need)
    yield from (one.test.parts(("consequences", at, "if")) for at, one in enumerate(form.consequences))


def _uses_of_item(loc: Loc, item: ItemForm) -> Iterator[RecordSelector]:
    common, judged = item.when.conditions(), item.per is PointBasis.JUDGED
    if item.levels is None:
        yield from _measured(loc, common, item.measure, judged=judged)
    for at, level in enumerate(item.levels or ()):
        yield RecordSelector((*loc, "levels", at, "when"), common + level.when.conditions(), judged)


def _measured(
    loc: Loc, when: Conditions, measure: MeasureForm | None, *, judged: bool = False
) -> Iterator[RecordSelector]:
    """The records that are counted together; of a ratio those of each of its counts, which may be all."""
    if measure is not None and measure.each is not None:
        yield from (
            RecordSelector(place, when + asked)
            for at, one in enumerate(measure.each)
            for loc_of, part in one.parts((*loc, "measure", "each", at))
            for place, asked in part.whens(loc_of)
        )
        return
    if measure is None or measure.count is None:
        rate = measure is not None and measure.of is MeasureKind.RATE
        averaged = measure is not None and measure.by == "judged"
        yield RecordSelector((*loc, "when"), when, judged or averaged, rate)
        return
    yield RecordSelector((*loc, "measure", "count"), when + measure.count.conditions())
    over = () if measure.over is None else measure.over.conditions()
    yield RecordSelector((*loc, "measure", "over") if over else (*loc, "when"), when + over)
