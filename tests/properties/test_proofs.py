"""Whatever a rule file is: nobody passes the ends that are proved of it, and a second scorer gives the witnesses the same points."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.proofs import ProofWitness
from duty_cli.model.records import RecordFields
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules import score_range
from duty_cli.rules.proving.profiles import book_for, member_of, profiles
from duty_cli.rules.proving.prove import prove
from duty_cli.rules.score_range import Premise
from duty_cli.scoring.engine import Scorer
from tests.effort import examples
from tests.properties import naive
from tests.properties.test_reach import within
from tests.properties.worlds import days_of, fields, numbered, rulebooks, tally


def spelled(witness: ProofWitness) -> list[RecordFields]:
    """The records of a witness one by one, as a ledger has them."""
    return [
        RecordFields(
            one.kind, one.on, attendance=one.attendance, share=one.share, stages=one.stages, levels=one.levels,
            position=one.position, authors=one.authors, quantity=one.quantity, judged=one.judged,
        )
        for one in witness.tallies
        for _ in range(one.count)
    ]  # fmt: skip


@settings(max_examples=examples(40), deadline=None)
@given(book=rulebooks(), said=st.lists(st.tuples(fields, st.integers(1, 3)), max_size=8), held=st.integers(0, 2))
def test_nobody_passes_the_ends(book: Rulebook, said: list[tuple[RecordFields, int]], held: int) -> None:
    year = book.year_ends.of(2026)
    tallies = [tally(one, count) for one, count in said if one.counted in year]
    known, further = tuple(tallies[:held]), tallies[held:]
    # Records of a matter are left among those that are free: given ones stand by themselves.
    known = () if any(one.matter or one.family for one in tallies) else known
    room = Counter(dict.fromkeys(book.kinds, 0))
    for one in further if known else tallies:
        room[one.kind] += one.count
    for profile in profiles(book, year)[:4]:
        score = Scorer(book, year).score(member_of(profile, year), tallies, traced=False)
        own = book_for(book, profile, year)
        assert within(score.total, score_range.total(own))
        assert within(score.total, score_range.total(own, Premise(room, given=known)))


@settings(max_examples=examples(10), deadline=None)
@given(book=rulebooks())
def test_a_second_scorer_agrees_on_the_witnesses(book: Rulebook) -> None:
    if book.subject is not None:
        return
    year = book.year_ends.of(2026)
    report = prove(book, 2026, {})
    for one in report.scores[:2]:
        for end in (one.least, one.most):
            said = spelled(end.witness)
            if len(said) <= 400:
                case = naive.Case(book, member_of(one.profile, year), days_of(year), numbered(said), year.last)
                assert case.scores()[0] == end.witness.total
        assert one.least.bound is None or one.least.bound <= one.least.witness.total
        assert one.most.bound is None or one.most.witness.total <= one.most.bound
