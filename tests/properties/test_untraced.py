"""A score without its trace is the same score."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.members import Member
from duty_cli.model.records import RecordFields
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.engine import Scorer
from tests.effort import examples
from tests.properties.worlds import YEAR, fields, members, rulebooks, tally


@settings(max_examples=examples(100), deadline=None)
@given(book=rulebooks(), member=members(), said=st.lists(st.tuples(fields, st.integers(1, 3)), max_size=8))
def test_total_and_sub_totals_do_not_depend_on_the_trace(
    book: Rulebook, member: Member, said: list[tuple[RecordFields, int]]
) -> None:
    tallies = [tally(one, count) for one, count in said]
    traced = Scorer(book, YEAR).score(member, tallies)
    plain = Scorer(book, YEAR).score(member, reversed(tallies), traced=False)
    assert (plain.total, plain.categories) == (traced.total, traced.categories)
    assert plain.lines == ()


@settings(max_examples=examples(100), deadline=None)
@given(
    book=rulebooks(),
    people=st.lists(st.tuples(members(), st.lists(st.tuples(fields, st.integers(1, 2)), max_size=5)), max_size=4),
)
def test_members_scored_one_after_another_have_the_scores_they_have_alone(
    book: Rulebook, people: list[tuple[Member, list[tuple[RecordFields, int]]]]
) -> None:
    scorer = Scorer(book, YEAR)
    for member, said in people:
        tallies = [tally(one, count) for one, count in said]
        alone, plain = Scorer(book, YEAR).score(member, tallies), scorer.score(member, tallies, traced=False)
        assert (plain.total, plain.categories) == (alone.total, alone.categories)
