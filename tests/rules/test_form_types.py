"""What a file may say and what the engine is given are one language: each form against the type that it builds."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

import pytest

from duty_cli.rules.rule_forms.amount_forms import MeasuredForm
from duty_cli.rules.rule_forms.item_forms import CategoryForm
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.form_fields import ClosedForm


def _below(form: type[ClosedForm]) -> Iterator[type[ClosedForm]]:
    yield form
    for one in form.__subclasses__():
        yield from _below(one)


BUILDERS = sorted({form for form in _below(ClosedForm) if form.builds is not None}, key=lambda form: form.__name__)
each_builder = pytest.mark.parametrize("form", BUILDERS, ids=lambda form: form.__name__)


def _wanted(form: type[ClosedForm]) -> dict[str, Any]:
    """What the type that a form builds must be given, or takes for what is not written."""
    return {one.name: one.default for one in fields(form.builds)} if form.builds else {}


@each_builder
def test_a_form_says_all_that_its_type_must_be_given(form: type[ClosedForm]) -> None:
    given = {*form.model_fields, "place", *(["origin"] if "clause" in form.model_fields else []), "file"}
    assert {name for name, default in _wanted(form).items() if default is MISSING} - given == set()


@each_builder
def test_a_form_says_nothing_that_its_type_does_not_hold(form: type[ClosedForm]) -> None:
    put_elsewhere = {"clause", *(["defaults"] if form is CategoryForm else [])} | (
        {"table", "target"} if issubclass(form, MeasuredForm) else set()
    )
    held = {*_wanted(form), *put_elsewhere, *(["format"] if form is RulesForm else [])}
    assert set(form.model_fields) - held == set()


@each_builder
def test_what_is_not_written_means_the_same_to_a_form_and_to_its_type(form: type[ClosedForm]) -> None:
    for name, field in form.model_fields.items():
        wanted = _wanted(form).get(name, MISSING)
        if (
            wanted is not MISSING
            and field.default_factory is None
            and field.default is not None
            and not field.is_required()
        ):
            convert = form.converters.get(name)
            assert wanted == (convert(field.default) if convert else field.default), name
