"""C17: works that came of one another."""

from __future__ import annotations

from dataclasses import replace

from duty_cli.model.records import Tally
from duty_cli.scoring.trace import Step
from tests.mechanisms.small import of_items
from tests.scoring.small import score, single, tally

FILED = "when: {kind: 提案, stage: 立案}, points: 5, combine: sum"
ADOPTED = """when: {kind: 社情民意信息}, several_levels: stacked, combine: sum, levels: [{id: 县级, when: {level: 县级}, points: 1},
  {id: 市级, when: {level: 市级}, points: 2}, {id: 省级, when: {level: 省级}, points: 4}]"""


def family(*tallies: Tally, name: str = "甲") -> list[Tally]:
    """Records that are linked by 来源编号."""
    return [replace(one, family=name) for one in tallies]


def test_c17_a_converted_work_counts_once_and_its_own_tiers_add_up() -> None:
    book = of_items(FILED, ADOPTED, said="converted: once")
    filed = tally("提案", stages="立案")
    county, city, province = (
        tally("社情民意信息", levels=level, matter="信息一") for level in ("县级", "市级", "省级")
    )
    alone, other = tally("社情民意信息", levels="省级"), tally("社情民意信息", levels="县级", matter="信息二")
    assert score(book, filed, county, city, province).total == 5 + 1 + 2 + 4
    assert score(book, *family(filed, county, city)).total == 5
    assert score(book, *family(filed, county, city, province)).total == 1 + 2 + 4
    assert score(book, *family(filed, county, city, province, other), alone).total == 1 + 2 + 4 + 4
    at_once = tally("社情民意信息", levels="县级、市级、省级")
    assert score(book, *family(filed, at_once)).total == 1 + 2 + 4


def test_within_one_item_the_better_of_two_works_counts_with_all_its_records() -> None:
    book = of_items(f"{ADOPTED}, converted: once")
    first = [tally("社情民意信息", "2026-02-01", levels=level, matter="信息一") for level in ("县级", "市级")]
    later = tally("社情民意信息", "2026-03-01", levels="市级", count=2)
    made = single(family(*first, later))
    found = score(book, *made)
    # Without a 成果标识 each record is a work of its own: 2 and 2 against 1 + 2.
    assert found.total == 3
    aside = [line.seqs for line in found.lines if line.step is Step.CONVERTED]
    assert aside == [(3,), (4,)]


def test_of_equal_works_the_first_counts_whatever_the_order_of_entry() -> None:
    book = of_items(f"{ADOPTED.replace('combine: sum', 'combine: highest')}, converted: once")
    two = [tally("社情民意信息", "2026-03-01", levels=level, matter="二") for level in ("市级", "市级、县级")]
    one = tally("社情民意信息", "2026-02-01", levels="县级、省级", matter="一")
    assert [score(book, *family(*made)).total for made in ((*two, one), (one, *two))] == [5, 5]
