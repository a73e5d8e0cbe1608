"""From checked forms to what rules ask: conditions on a record, and whom a rule is for."""

from __future__ import annotations

from typing import get_args

from duty_cli.domain.conditions import AppliesTo, Condition, ConditionField, Conditions
from duty_cli.domain.members import Facet
from duty_cli.rulebook.forms.records import AppliesToForm, BoundsForm, ConditionsForm, HeldGroupsForm


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
