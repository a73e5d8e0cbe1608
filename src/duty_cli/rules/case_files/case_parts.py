"""What cases of one member and of several say alike: stretches of office, roles and groups, and what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from duty_cli.model.column_sorts import ColumnSort
from duty_cli.model.members import Facet, Tenure
from duty_cli.model.records import COLUMNS, TALLIED
from duty_cli.model.rule_cases import Aspect, Expectation, Value
from duty_cli.rules.case_files.rule_case_form import ExpectForm, MemberForm, RecordForm
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap


def tenures(form: MemberForm) -> tuple[Tenure, ...]:
    """The stretches of office, roles and groups of a member."""
    found = [Tenure(Facet.OFFICE, "委员", first, last) for first, last in form.spells]
    for facet in Facet:
        held = getattr(form, facet.name.lower(), ()) if facet is not Facet.OFFICE else ()
        found += [Tenure(facet, one.value, one.from_ or date.min, one.until) for one in held]
    return tuple(found)


def expectations(form: ExpectForm, source: SourceMap, loc: Loc) -> tuple[Expectation, ...]:
    """Each aspect that is spoken of, with its place."""
    return tuple(
        Expectation(aspect, name, value, source.place((*loc, *at))) for aspect, name, value, at in _expected(form)
    )


def _expected(form: ExpectForm) -> Iterator[tuple[Aspect, str, Value, Loc]]:
    """Each aspect that is spoken of: its name and value, and the way to it."""
    if form.score is not None:
        yield Aspect.SCORE, "", form.score, ("score",)
    if form.grade is not None:
        yield Aspect.GRADE, "", form.grade, ("grade",)
    for aspect, key in NAMED.items():
        yield from ((aspect, str(name), points, (key, str(name))) for name, points in getattr(form, key).items())
    for number, chosen in getattr(form, "quarters_selected", {}).items():
        yield Aspect.QUARTER_SELECTED, str(number), frozenset(chosen), ("quarters_selected", str(number))
    for aspect, key in SETS.items():
        names = getattr(form, key, None)
        if names is not None:
            yield aspect, "", frozenset(names), (key,)


NAMED = {Aspect.CATEGORY: "categories", Aspect.ITEM: "items", Aspect.QUARTER: "quarters"}
"""What is expected of parts that have names, and under which key."""

SETS = {
    Aspect.PROPOSALS: "proposals",
    Aspect.NOT_SCORED: "not_scored",
    Aspect.MINIMUMS: "minimums_missed",
    Aspect.TERM_MINIMUMS: "term_minimums_missed",
    Aspect.VETOES: "vetoes",
    Aspect.LACKING: "lacking",
    Aspect.SELECTED: "selected",
}
"""What is expected as a set of names, and under which key."""


def seen_by_rules(one: RecordForm) -> dict[str, Any]:
    """What rules see of a record beside its kind and day, by the names of its fields."""
    said: dict[str, Any] = {name: getattr(one, key) for name, key in KEYS.items()}
    sets = {name: frozenset(said[name]) for name in KEYS if COLUMNS[name].sort is ColumnSort.WORDS}
    return {**said, **sets}


KEYS = {name: (column.rules and column.rules.key) or name for name, column in COLUMNS.items() if name in TALLIED}
"""What rules see of a record → the key under which a case says it."""
