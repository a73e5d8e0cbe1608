"""``any``, ``all`` and ``not`` among the conditions on a record, against a reading of the written tree itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from duty_cli.model.conditions import Conditions, alternatives
from duty_cli.model.records import Attendance, Tally
from duty_cli.rules.rule_forms.condition_forms import WhenForm
from duty_cli.scoring.matching import holds
from tests.effort import examples
from tests.properties.naive_outcome import every, some, turned

Some: TypeAlias = st.SearchStrategy[Any]

KINDS, STAGES, LEVELS = ("提案", "会议", "述职"), ("提交", "立案"), ("县级", "市级")

words = st.one_of(
    st.fixed_dictionaries({"kind": st.sampled_from([*KINDS, [*KINDS[:2]]])}),
    st.fixed_dictionaries({"attendance": st.sampled_from(["迟到", "迟到并早退", ["出席", "缺席"]])}),
    st.fixed_dictionaries({"stage": st.sampled_from([*STAGES, [*STAGES]])}),
    st.fixed_dictionaries({"level": st.sampled_from(LEVELS)}),
)
numbers = st.sampled_from(
    ["1", "2", {"at_least": "2"}, {"above": "1"}, {"at_most": "1"}, {"at_least": "1", "below": "3"}]
)
counts = st.sampled_from(["position", "authors", "quantity", "judged"]).flatmap(
    lambda key: st.fixed_dictionaries({key: numbers})
)
parts = st.fixed_dictionaries(
    {"share": st.sampled_from(["1", "0", {"below": "2/3"}, {"at_least": "1/3", "below": "1"}])}
)


def joined(inner: Some) -> Some:
    several = st.lists(inner, min_size=1, max_size=3)
    alone: Some = several.flatmap(lambda own: st.sampled_from([{"any": own}, {"all": own}, {"not": own[0]}]))
    return alone | st.tuples(words, alone).map(lambda two: {**two[0], **two[1]})


trees = st.recursive(words | counts | parts, joined, max_leaves=5)
tallies = st.builds(
    Tally,
    st.sampled_from(KINDS),
    st.just(date(2026, 3, 5)),
    st.sampled_from([None, *Attendance]),
    st.sampled_from([None, Fraction(1, 2), 1]),
    st.sets(st.sampled_from(STAGES)).map(frozenset),
    st.sets(st.sampled_from(LEVELS)).map(frozenset),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, 1, 2, 3]),
    quantity=st.sampled_from([None, Fraction(1, 2), 2]),
    judged=st.sampled_from([None, 0, 2]),
)


def told(tree: dict[str, Any], of: Tally) -> bool | None:
    """Whether a record meets what is written; None where it does not say the number that is asked for."""
    return every([_told(key, said, of) for key, said in tree.items()])


def _told(key: str, said: Any, of: Tally) -> bool | None:  # noqa: ANN401 - a piece of YAML
    if key in ("all", "any"):
        return (every if key == "all" else some)([told(one, of) for one in said])
    if key == "not":
        # Words side by side below it are each refused.
        return every([turned(told({one: own}, of)) for one, own in said.items()])
    if key in ("kind", "attendance", "stage", "level"):
        spoken: dict[str, Iterable[object]] = {"kind": [of.kind], "attendance": [of.attendance]}
        own = {str(one) for one in {**spoken, "stage": of.stages, "level": of.levels}[key]}
        both = {"迟到", "早退"} if own == {"迟到并早退"} else set[str]()
        return bool((own | both) & {*([said] if isinstance(said, str) else said)})
    number = of.part if key == "share" else getattr(of, key)
    number = 1 if number is None and key != "judged" else number
    bounds = {"at_least": said, "at_most": said} if isinstance(said, str) else said
    reached = {"at_least": "__ge__", "at_most": "__le__", "above": "__gt__", "below": "__lt__"}
    if number is None:
        return None
    return all(getattr(Fraction(number), reached[bound])(Fraction(edge)) for bound, edge in bounds.items())


def built(tree: dict[str, Any]) -> Conditions | None:
    """What is asked; None for several numbers below one ``not``, and for more ways than anybody reads."""
    try:
        return WhenForm.model_validate(tree).conditions()
    except ValidationError:
        return None


@settings(max_examples=examples(300), deadline=None)
@given(trees, st.lists(tallies, min_size=1, max_size=8))
def test_a_record_meets_what_is_written_and_one_of_its_ways(tree: dict[str, Any], said: list[Tally]) -> None:
    when = built(tree)
    assume(when is not None)
    assert when is not None
    for one in said:
        assert holds(when, one) is (told(tree, one) is True)
        assert holds(when, one) is any(holds(way, one) for way in alternatives(when))
