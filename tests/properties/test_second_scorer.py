"""The engine against :mod:`tests.properties.naive`, and against itself, on random rules and records."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.domain.members import Member, Seq
from duty_cli.domain.records import Facts, Tally
from duty_cli.domain.rules import Rulebook
from duty_cli.scoring.outcome import judge
from duty_cli.scoring.score import Score, Scorer
from tests.properties import naive
from tests.properties.worlds import YEAR, facts, members, rulebooks, tally

# Few different records, so that some are alike.
records = st.lists(st.one_of(facts, st.shared(facts, key="alike")), min_size=2, max_size=10)


def grouped(said: list[Facts]) -> list[Tally]:
    return [tally(one, count) for one, count in Counter(said).items()]


def single(said: list[Facts]) -> list[Tally]:
    return [replace(tally(one, 1), seqs=(Seq(seq),)) for seq, one in enumerate(said, 1)]


def figures(score: Score) -> tuple[object, ...]:
    return (score.total, score.categories)


@settings(max_examples=150, deadline=None)
@given(rulebooks(), members(), records)
def test_a_second_scorer_agrees(book: Rulebook, member: Member, said: list[Facts]) -> None:
    tallies = grouped(said)
    score = Scorer(book, YEAR).score(member, tallies)
    categories = tuple(part.score for part in score.categories)
    items = tuple(item.score for part in score.categories for item in part.items)
    found = naive.Result(score.total, categories, items, judge(book, member, YEAR, score.total, tallies).grade)
    assert found == naive.result(book, member, YEAR, said)


@settings(max_examples=40, deadline=None)
@given(rulebooks(), members(), records, st.randoms(use_true_random=False))
def test_tallies_and_single_records_in_any_order_give_the_same_score(
    book: Rulebook, member: Member, said: list[Facts], random: Random
) -> None:
    shuffled = random.sample(said, len(said))
    scorer = Scorer(book, YEAR)
    expected = figures(scorer.score(member, grouped(said)))
    assert figures(scorer.score(member, single(said))) == expected
    assert figures(Scorer(book, YEAR).score(member, single(shuffled))) == expected


@settings(max_examples=40, deadline=None)
@given(rulebooks(), members(), records)
def test_the_changes_of_the_trace_add_up_to_the_score(book: Rulebook, member: Member, said: list[Facts]) -> None:
    score = Scorer(book, YEAR).score(member, single(said))
    assert sum(line.change for line in score.lines) == score.total
    for part in score.categories:
        assert sum(line.change for line in score.lines if line.category == part.id) == part.score


@settings(max_examples=40, deadline=None)
@given(rulebooks(), members(), records)
def test_every_record_is_in_the_trace_or_listed_as_not_scored(
    book: Rulebook, member: Member, said: list[Facts]
) -> None:
    score = Scorer(book, YEAR).score(member, single(said))
    traced = {seq for line in score.lines for seq in line.seqs}
    listed = {seq for one in score.unscored for seq in one.tally.seqs}
    assert traced | listed == set(range(1, len(said) + 1))
    assert not traced & listed
