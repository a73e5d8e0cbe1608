"""``any``, ``all`` and ``not`` in ``when``: what a file with them is told, and what its readers are."""

from __future__ import annotations

import pytest

from duty_cli.model.conditions import Conditions
from duty_cli.recording.required_fields import wanted
from duty_cli.reports.describe_parts import asked
from duty_cli.rules.conditions_together import kinds_reached, may_both_hold
from duty_cli.rules.proving.record_sorts import record_sorts
from duty_cli.rules.score_range import ScoreRange, total
from duty_cli.scoring.matching import holds, kinds_named
from duty_cli.scoring.own_acts import OwnActs
from duty_cli.scoring.proposals import _none_of
from tests.rules.small import problems, text
from tests.scoring.small import item, rulebook, with_item

PROPOSAL_OR_VISIT = (
    "when: {any: [{kind: 提案, stage: 立案}, {kind: 走访, quantity: {at_least: 2}}]}, points: 3, combine: sum"
)


def levelled(asked: str, levels: str, said: str = "") -> str:
    """A section of one item with levels."""
    return f"[{{id: 甲类, clause: 第3条, items: [{{id: 甲, clause: 第3条, when: {asked}, levels: [{levels}], {said}combine: sum}}]}}]"


def when(written: str) -> Conditions:
    return item(f"when: {written}, points: 1, combine: sum").when


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{any: [{kind: 提案, stage: 立案}, {kind: 走访}]}", "提案立案，或走访"),
        (
            "{kind: 提案, any: [{level: 市级}, {stage: 立案, authors: {at_most: 2}}]}",
            "提案，且（级别为市级，或（阶段为立案，作者人数不超过2））",
        ),
        ("{kind: 提案, not: {authors: {at_most: 2}}}", "提案，作者人数高于2"),
        ("{kind: 提案, not: {authors: 1}}", "提案，作者人数高于1"),
        ("{kind: 提案, not: {all: [{stage: 立案}, {level: 市级}]}}", "提案，且（阶段没有立案，或级别没有市级）"),
        ("{kind: 提案, not: {any: [{stage: 立案}, {level: 市级}]}}", "提案，阶段没有立案，级别没有市级"),
        ("{all: [{kind: 提案}, {any: [{level: 市级}]}]}", "提案，级别为市级"),
    ],
)
def test_they_are_told_as_they_are_meant(written: str, told: str) -> None:
    assert asked(when(written), rulebook()) == told


def test_what_is_known_of_conditions_is_known_of_each_way_to_meet_them() -> None:
    either, others = when("{any: [{kind: 提案, stage: 立案}, {kind: 走访}]}"), when("{kind: 提案, not: {stage: 立案}}")
    assert kinds_named(either) == frozenset({"提案", "走访"})
    assert kinds_named(when("{any: [{kind: 提案}, {stage: 立案, attendance: 出席}]}")) is None
    assert kinds_reached(either, rulebook().kinds) == ["提案", "走访"]
    assert not may_both_hold(either, others)
    assert may_both_hold(either, when("{kind: 走访, quantity: 2}"))
    assert _none_of(either) == "没有登记提案立案、走访的记录"


def test_a_record_is_asked_for_what_an_option_looks_at_and_no_more() -> None:
    book = with_item(PROPOSAL_OR_VISIT)
    proposal, visit = (wanted(book, book.kinds[kind]) for kind in ("提案", "走访"))
    assert (proposal.stages, proposal.fields, visit.fields) == (
        ("立案",),
        frozenset({"kind", "stage"}),
        frozenset({"kind", "quantity"}),
    )
    acts = OwnActs(book).acts(every=True)
    assert [(act.stages, act.most) for act in acts if act.kinds == ("提案",)] == [(frozenset({"立案"}), 3)]


def test_the_range_is_that_of_the_ways_there_are() -> None:
    judged = "when: {any: [{kind: 年度述职, judged: {at_most: 4}}, {kind: 年度述职, judged: {at_least: 8}}]}"
    assert total(with_item(f"{judged}, per: judged, points: 2, combine: highest")) == ScoreRange(0, 20)
    book = with_item(f"{judged}, points: 2, combine: once")
    whens = book.categories[0].items[0].when
    told = {one.judged for one in record_sorts(book) if holds(whens, one)}
    assert min(one for one in told if one is not None) == -5


@pytest.mark.parametrize(
    "levels",
    [
        "{id: 甲, when: {any: [{stage: 立案}, {authors: 1}]}, points: 1}, {id: 乙, when: {stage: 提交}, points: 2}",
        "{id: 甲, when: {not: {all: [{authors: 1}, {level: 市级}]}}, points: 1}, {id: 乙, when: {level: 县级}, points: 2}",
    ],
)
def test_levels_that_overlap_by_one_of_their_ways_are_told(levels: str) -> None:
    written = levelled("{kind: 提案}", levels)
    assert "“甲”和“乙”可能同时达到" in problems(text(categories=written))[0]


def test_levels_of_which_one_is_what_the_other_is_not_do_not_overlap() -> None:
    levels = (
        "{id: 甲, when: {any: [{stage: 立案}, {authors: 1}]}, points: 1}, "
        "{id: 乙, when: {not: {any: [{stage: 立案}, {authors: 1}]}}, points: 2}"
    )
    written = levelled("{kind: 提案}", levels)
    assert problems(text(categories=written)) == []


def test_an_option_that_one_level_takes_is_of_use() -> None:
    levels = "{id: 甲, when: {stage: 立案}, points: 1}, {id: 乙, when: {quantity: {at_least: 2}}, points: 2}"
    options = "any: [{kind: 提案, not: {stage: 立案}}, {kind: 年度述职, quantity: {below: 2}}]"
    written = levelled(f"{{{options}}}", levels, "several_levels: highest, ")
    assert problems(text(categories=written)) == []
