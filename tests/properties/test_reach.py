"""No score lies beyond what the rules alone say it can be: a cap called out of reach is out of reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, Member, MemberKey, Person, Tenure
from duty_cli.model.records import Attendance, RecordFields, Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules import score_range
from duty_cli.rules.rule_files import load
from duty_cli.rules.score_range import Premise, ScoreRange
from duty_cli.scoring.engine import Scorer
from tests.effort import examples
from tests.properties.worlds import LONG_AGO, YEAR, fields, members, rulebooks, tally
from tests.properties.written import MET, either, written
from tests.properties.written_files import HEAD
from tests.properties.written_items import rates, spans

STEADY = Member(MemberKey(1), "001", Person("甲一", "jy"), (Tenure(Facet.OFFICE, "委员", LONG_AGO),))


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


@st.composite
def judged_books(draw: st.DrawFn) -> Rulebook:
    """A rulebook of one item judged within a range that goes by a rate."""
    rule = {"when": {"kind": MET}, "measure": draw(rates), "outside": draw(either("unassessed", "held"))}
    rule["table"] = [{"at_least": edge, **draw(spans)} for edge in ("80%", "1/2", 0)]
    judged = {"when": {"kind": "述职"}, "per": "judged", "points": draw(either(5, -4)), "combine": "sum"}
    item = {"id": "甲", "clause": "第1条", **judged, "judged_range": rule}
    kinds = [{"id": kind, "clause": "第1条", "attended": "yes"} for kind in MET]
    sections = {**HEAD, "format": "duty-rules/2", "kinds": [*kinds, *HEAD["kinds"]], "total": {"floor": -999}}
    sections["categories"] = [{"id": "甲类", "clause": "第1条", "items": [item]}]
    text = "".join(f"{key}: {written(said)}\n" for key, said in sections.items())
    return load({"t.yaml": text.encode()}).books[0]


states = st.sampled_from((Attendance.PRESENT, Attendance.PRESENT, *Attendance))
meetings = st.builds(Tally, st.sampled_from(MET), st.just(date(2026, 2, 2)), states)
accounts = st.builds(
    Tally, st.just("述职"), st.just(date(2026, 3, 3)), judged=st.sampled_from((-1, 0, Fraction(7, 2), 9))
)
begun = st.tuples(st.lists(meetings, min_size=1, max_size=3), accounts).map(lambda drawn: [*drawn[0], drawn[1]])


@settings(max_examples=examples(400), deadline=None)
@given(judged_books(), begun, st.lists(meetings, max_size=4), st.booleans())
def test_what_is_given_bounds_what_is_judged(
    book: Rulebook, there: list[Tally], more: list[Tally], always: bool
) -> None:
    states = {kind: frozenset({Attendance.PRESENT}) for kind in MET} if always else {}
    more = [replace(one, attendance=Attendance.PRESENT) if always else one for one in more]
    score = Scorer(book, YEAR).score(STEADY, [*there, *more])
    assert within(score.total, score_range.total(book, Premise(states=states, given=tuple(there))))
