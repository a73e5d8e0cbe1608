"""Which records are of one matter, by 成果标识 and by 来源编号."""

from __future__ import annotations

from itertools import permutations

from duty_cli.model.members import Seq
from duty_cli.model.record_families import Link, families


def link(seq: int, number: str | None = None, matter: str | None = None, source: str | None = None) -> Link:
    return Link(Seq(seq), number, matter, source)


CHAIN = (link(1, "提1"), link(2, "信1", source="提1"), link(3, "报1", source="信1"), link(4, "提2"))


def test_a_chain_is_one_matter_however_long_and_in_whatever_order() -> None:
    for order in permutations(CHAIN):
        found = families(order)
        one, two, three, other = (found.family(Seq(seq), None) for seq in (1, 2, 3, 4))
        assert one == two == three != other


def test_a_matter_and_what_came_of_a_record_of_it_are_one() -> None:
    found = families([link(1, "提1", matter="停车"), link(2, source="提1")])
    assert found.family(Seq(2), None) == found.family(Seq(9), "停车") == "停车"


def test_a_number_is_never_taken_for_a_matter_of_the_same_name() -> None:
    found = families([link(1, "停车"), link(2, source="停车"), link(3, matter="停车")])
    assert found.family(Seq(1), None) == found.family(Seq(2), None) != found.family(Seq(3), "停车")


def test_a_record_that_says_nothing_of_itself_stands_alone() -> None:
    assert families([link(1)]).family(Seq(1), None) is None


def test_a_record_of_which_the_source_is_not_there_stands_alone() -> None:
    assert families([link(1, "信1", source="提9")]).family(Seq(1), None) is None
