"""Where a rule file picks records, with all the conditions that hold there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.domain.conditions import ConditionField, Conditions
from duty_cli.domain.items import MeasureKind, PointBasis
from duty_cli.rulebook.build.asks import when
from duty_cli.rulebook.forms.grades import IfForm
from duty_cli.rulebook.forms.items import ItemForm
from duty_cli.rulebook.forms.records import NeedForm
from duty_cli.rulebook.forms.rules import RulesForm
from duty_cli.rulebook.source import Loc


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
    for at, minimum in enumerate(form.minimums):
        yield from _uses_of_need(("minimums", at, "need"), minimum.need)
    for at, veto in enumerate(form.vetoes):
        yield RecordSelector(("vetoes", at, "when"), when(veto.when))
    for at, selection in enumerate(form.selections):
        if selection.need is not None:
            yield from _uses_of_need(("selections", at, "need"), selection.need)
    for at, multiplier in enumerate(form.multipliers):
        if multiplier.when is not None:
            rate = multiplier.measure is not None and multiplier.measure.of is MeasureKind.RATE
            yield RecordSelector(("multipliers", at, "when"), when(multiplier.when), rate=rate)
    for at, consequence in enumerate(form.consequences):
        yield from _uses_of_test(("consequences", at, "if"), consequence.if_)


def _uses_of_item(loc: Loc, item: ItemForm) -> Iterator[RecordSelector]:
    common, judged = when(item.when), item.per is PointBasis.JUDGED
    if item.levels is None:
        yield RecordSelector(
            (*loc, "when"), common, judged, item.measure is not None and item.measure.of is MeasureKind.RATE
        )
    for at, level in enumerate(item.levels or ()):
        yield RecordSelector((*loc, "levels", at, "when"), common + when(level.when), judged)


def _uses_of_need(loc: Loc, need: NeedForm) -> Iterator[RecordSelector]:
    if need.at_least is not None:
        yield RecordSelector(loc, when(need))
    for key, parts in (("all", need.all_), ("any", need.any_)):
        for at, part in enumerate(parts or ()):
            yield from _uses_of_need((*loc, key, at), part)


def _uses_of_test(loc: Loc, test: IfForm) -> Iterator[RecordSelector]:
    if test.records is not None:
        yield RecordSelector((*loc, "records"), when(test.records))
    for key, parts in (("all", test.all_), ("any", test.any_)):
        for at, part in enumerate(parts or ()):
            yield from _uses_of_test((*loc, key, at), part)
