"""Which fields the rules look at in the records of a kind."""

from __future__ import annotations

import pytest

from duty_cli.model.rulebook import Kind
from duty_cli.recording.required_fields import RequiredFields, wanted
from tests.mechanisms.small import of_items


def asked(*items: str, said: str = "") -> RequiredFields:
    """What is asked of a proposal under those items."""
    return wanted(of_items(*items, said=said), Kind("提案", "第3条"))


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ("when: {kind: 提案}, points: 5, combine: sum", set()),
        ("when: {kind: 提案}, points: 5, combine: sum, per: quantity", {"quantity"}),
        ("when: {kind: 提案}, points: 5, combine: sum, per: share", {"share"}),
        ("when: {kind: 提案}, points: 5, combine: sum, same_matter: highest", {"matter"}),
        ("when: {kind: 提案}, points: 5, combine: sum, authors: {first: 1/2, others: split_rest}", {"authors"}),
        ("when: {kind: 提案, quantity: {at_least: 2}}, points: 5, combine: sum", {"quantity"}),
        ("when: {kind: 走访}, points: 5, combine: sum, per: quantity", set()),
    ],
)
def test_a_field_is_wanted_where_an_item_of_the_kind_looks_at_it(item: str, fields: set[str]) -> None:
    assert asked(item).fields & {"quantity", "share", "matter", "authors"} == fields


def test_stages_are_those_that_items_of_the_kind_name_in_the_order_of_the_book() -> None:
    levels = "[{id: 重点, when: {stage: 重点}, points: 8}, {id: 立案, when: {stage: 立案}, points: 5}]"
    item = f"when: {{kind: 提案}}, combine: sum, several_levels: highest, levels: {levels}"
    assert asked(item).stages == ("立案", "重点")
    assert asked(item.replace("提案", "走访")).stages == ()
