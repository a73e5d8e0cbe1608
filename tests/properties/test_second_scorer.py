"""The engine against :mod:`tests.properties.naive`, and against itself, on random rules and records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.counted_attendance import as_counted
from duty_cli.model.grading_rules import OPEN
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, Seq
from duty_cli.model.periods import Period, quarters_in
from duty_cli.model.records import RecordFields, Tally
from duty_cli.model.rulebook import Rulebook, Rules, YearRules
from duty_cli.scoring.consequences import counted, due
from duty_cli.scoring.engine import Score, Scorer
from duty_cli.scoring.evaluate import score_alone, score_year
from duty_cli.scoring.grading import judge
from duty_cli.scoring.trace import Step
from duty_cli.scoring.verdicts import YearStanding
from tests.effort import examples
from tests.properties import naive, naive_outcome
from tests.properties.worlds import (
    YEAR,
    Committee,
    Ledger,
    Past,
    committees,
    days_of,
    earlier_fields,
    fields,
    histories,
    members,
    numbered,
    records,
    rulebooks,
    tallied,
)


def grouped(said: Sequence[RecordFields], days: Period = YEAR) -> list[Tally]:
    return [one for one in tallied(said) if one.on in days]


def single(said: list[RecordFields]) -> list[Tally]:
    alone = (one for whole in tallied(said) for one in [replace(whole, count=1)] * whole.count)
    return [replace(one, seqs=(Seq(seq),)) for seq, one in enumerate(alone, 1)]


def figures(score: Score) -> tuple[object, ...]:
    return (score.total, score.categories)


@settings(max_examples=examples(150), deadline=None)
@given(rulebooks(), members(), records | st.lists(fields | earlier_fields), st.booleans())
def test_a_second_scorer_agrees(book: Rulebook, member: Member, said: list[RecordFields], over: bool) -> None:
    year, said = book.year_ends.of(2026), numbered(said)
    today = year.last if over else year.last - timedelta(days=133)
    scorer, case = Scorer(book, year), naive.Case(book, member, days_of(year), said, today)
    score = scorer.score(member, grouped(said, scorer.needs), until=today)
    categories = [part.score for part in score.categories]
    items = [item.score for part in score.categories for item in part.items]
    assert (score.total, categories, items) == case.scores()
    assert [one.item for one in score.lacking] == case.lacking()
    outcome = judge(book, member, year, score.total, grouped(said, year), today, score.categories)
    assert outcome.grade == naive_outcome.grade(case, score.total, {part.id: part.score for part in score.categories})


@settings(max_examples=examples(80), deadline=None)
@given(rulebooks(), members(), histories(), st.booleans())
def test_it_agrees_on_consequences(book: Rulebook, member: Member, past: dict[int, Past], ends: bool) -> None:
    ours, theirs = {}, {}
    for number, one in past.items():
        year = book.year_ends.of(number)
        case = naive.Case(book, member, days_of(year), one.records, year.last)
        ours[number] = naive_outcome.Standing(
            case, one.total, {}, one.grade, one.selected, one.decided, {"季": one.quarters}
        )
        own = as_counted(book, member, grouped(one.records, year))
        counts = counted(book.consequences, member, own, year)
        quarters = {"季": tuple(quarters_in(year, book.year_ends))[: one.quarters]}
        theirs[number] = YearStanding(
            *(one.total, one.grade, counts, one.selected),
            unsettled=one.grade == OPEN,
            decided=one.decided,
            quarters=quarters,
        )
    proposed = due(YearRules(2026, book.year_ends.of(2026), book), member, theirs, term_ends=ends)
    assert [one.consequence.id for one in proposed] == naive_outcome.due(ours, term_ends=ends)


@settings(max_examples=examples(30), deadline=None)
@given(rulebooks(), members(), records, st.randoms(use_true_random=False))
def test_tallies_and_single_records_in_any_order_give_the_same_score(
    book: Rulebook, member: Member, said: list[RecordFields], random: Random
) -> None:
    said = numbered(said)
    shuffled = random.sample(said, len(said))
    scorer = Scorer(book, YEAR)
    expected = figures(scorer.score(member, grouped(said)))
    assert figures(scorer.score(member, single(said))) == expected
    assert figures(Scorer(book, YEAR).score(member, single(shuffled))) == expected


@settings(max_examples=examples(30), deadline=None)
@given(rulebooks(), members(), records)
def test_the_changes_of_the_trace_add_up_to_the_score(book: Rulebook, member: Member, said: list[RecordFields]) -> None:
    score = Scorer(book, YEAR).score(member, single(numbered(said)))
    assert sum(line.change for line in score.lines) == score.total
    beyond = (Step.WEIGHTED, Step.NOT_COUNTED)  # What becomes of a sub-total in the total.
    for part in score.categories:
        own = [line.change for line in score.lines if line.category == part.id and line.step not in beyond]
        assert sum(own) == part.score


@settings(max_examples=examples(30), deadline=None)
@given(rulebooks(), members(), records)
def test_every_record_is_in_the_trace_or_listed_as_not_scored(
    book: Rulebook, member: Member, said: list[RecordFields]
) -> None:
    said = numbered([one for one in said if member.in_office(one.on)])
    score = Scorer(book, YEAR).score(member, single(said))
    traced = {seq for line in score.lines for seq in line.seqs}
    listed = {seq for one in score.unscored for seq in one.tally.seqs}
    assert traced | listed == set(range(1, len(said) + 1))
    assert not traced & listed


@settings(max_examples=examples(40), deadline=None)
@given(rulebooks(), committees())
def test_one_alone_comes_to_the_same_as_among_all(book: Rulebook, committee: Committee) -> None:
    reading, rules = cast(LedgerReader, Ledger(committee)), Rules((book,), "", {})
    whole = score_year(reading, rules, 2026)
    for key, one in whole.members.items():
        alone = score_alone(reading, rules, one.member, 2026)
        assert (alone.members[key], alone.selected.get(key, ())) == (one, whole.selected.get(key, ()))
        if book.selections:
            assert alone.quarters.get(key, {}) == whole.quarters.get(key, {})
