"""No score lies beyond what the rules alone say it can be: a cap called out of reach is out of reach."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.records import RecordFields
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules import score_range
from duty_cli.rules.score_range import ScoreRange
from duty_cli.scoring.engine import Scorer
from tests.effort import examples
from tests.properties.worlds import YEAR, fields, members, rulebooks, tally


def within(score: Points, span: ScoreRange) -> bool:
    return (span.least is None or span.least <= score) and (span.most is None or score <= span.most)


@settings(max_examples=examples(60), deadline=None)
@given(book=rulebooks(), member=members(), said=st.lists(st.tuples(fields, st.integers(1, 3)), max_size=8))
def test_every_score_lies_within_its_span(book: Rulebook, member: Member, said: list[tuple[RecordFields, int]]) -> None:
    score = Scorer(book, YEAR).score(member, [tally(one, count) for one, count in said])
    for category, part in zip(book.categories, score.categories, strict=True):
        for item, scored in zip(category.items, part.items, strict=True):
            assert within(scored.score, score_range.scored(item, book)), item
        assert within(part.score, score_range.sub_total(category, book)), category
    assert within(score.total, score_range.total(book))
