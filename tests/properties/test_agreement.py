"""Three scorers on the same draws: everybody as reports score them, everybody step by step, and the second scorer.

``DUTY_TEST_LONG=100000`` tries so many pairs of a rule file and a committee: as many as are wanted before a change of the fast way is believed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.ledger_protocol import LedgerHead, LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.seen_by_rules import asks_quarters
from tests.effort import LONG, so_many
from tests.properties import naive, naive_outcome
from tests.properties.worlds import (
    LONG_AGO,
    NEW_YEAR,
    SPRING,
    SUMMER,
    Committee,
    Ledger,
    days_of,
    earlier_fields,
    fields,
    members,
    numbered,
    rulebooks,
)

BOOKS, COMMITTEES = (5, 8) if LONG else (1, 2)
"""So many rule files are tried on so many committees in one example: to draw them takes longer than to score them."""

TURNS = (
    *(NEW_YEAR, SPRING, SUMMER + timedelta(days=1), date(2026, 2, 11), date(2026, 4, 16), date(2026, 7, 1)),
    *(date(2026, 8, 15), date(2026, 9, 21), date(2026, 4, 1), date(2026, 10, 1), date(2026, 4, 6), date(2027, 1, 1)),
)
"""Days on which a year, a quarter, a month, a week, an office, a role, a sector or a group is another than the day before."""
edges = st.sampled_from([turn - timedelta(days=back) for turn in TURNS for back in (0, 1)])
on_edges = st.builds(replace, fields, on=edges)
records = st.lists(on_edges | on_edges | fields | earlier_fields | st.shared(on_edges, key="alike"), max_size=6)
steady = (Tenure(Facet.OFFICE, "委员", LONG_AGO),)


@st.composite
def committees_on_edges(draw: st.DrawFn) -> Committee:
    """Members of whom some are one another's twins, in a committee where a change is common, or is one among many."""
    found: Committee = []
    for key in range(1, draw(st.integers(2, 5)) + 1):
        twin = draw(st.sampled_from([None, None, *found]))
        member, said = twin or (draw(members()), draw(records))
        found.append((replace(member, key=MemberKey(key), number=f"{key:03}"), numbered(said, 6 * key - 5)))
    others = range(100, 100 + draw(st.sampled_from((0, 0, 0, 12))))
    return found + [(Member(MemberKey(key), f"{key:03}", Person("乙二", "ye"), steady), []) for key in others]


class OnDay(Ledger):
    """A ledger whose last entry is of a day."""

    def __init__(self, committee: Committee, today: date) -> None:
        super().__init__(committee)
        self._today = today

    def head(self) -> LedgerHead:
        """The day."""
        return LedgerHead("", (), Seq(0), "", datetime(*self._today.timetuple()[:3], 9, tzinfo=UTC))


def but_lines(one: MemberYear) -> MemberYear:
    """What can be compared with a year without its steps."""
    return replace(one, score=replace(one.score, lines=(), unscored=()))


def assert_the_second_scorer_agrees(found: YearResult, book: Rulebook, committee: Committee, known_on: date) -> None:
    """On totals, sub-totals, what is lacking, grades after quotas, and selections, of all but those who do nothing."""
    days, every = days_of(found.days), [record for _, said in committee for record in said]
    today = min(known_on, days[-1])
    cases = [naive.Case(book, member, days, said, today, everybody=every) for member, said in committee]
    for one in naive_outcome.standings([case for case in cases if case.served(days)], known_on):
        chosen_in = found.quarters.get(one.case.member.key, {})
        if asks_quarters(book, book.consequences):
            assert {name: len(quarters) for name, quarters in chosen_in.items()} == one.quarters
        else:
            assert chosen_in == {}
        theirs = found.members[one.case.member.key]
        selected = frozenset(rule.id for rule in found.selected.get(one.case.member.key, ()))
        assert (theirs.score.total, theirs.grade, selected) == (one.total, one.grade, one.selected)
        assert {part.id: part.score for part in theirs.score.categories} == one.categories
        assert [lack.item for lack in theirs.score.lacking] == one.case.lacking()


@settings(max_examples=so_many(100) // (BOOKS * COMMITTEES), deadline=None)
@given(
    st.lists(rulebooks(), min_size=BOOKS, max_size=BOOKS),
    st.lists(committees_on_edges(), min_size=COMMITTEES, max_size=COMMITTEES),
    st.sampled_from((date(2026, 12, 31), date(2027, 1, 9), date(2026, 8, 31))),
)
def test_all_three_agree_on_everybody(books: list[Rulebook], some: list[Committee], today: date) -> None:
    desks = [(committee, cast(LedgerReader, OnDay(committee, today))) for committee in some]
    for book, (committee, reading) in product(books, desks):
        rules = Rules((book,), "", {})
        fast, traced = score_year(reading, rules, 2026), score_year(reading, rules, 2026, traced=True)
        assert dict(fast.members) == {key: but_lines(one) for key, one in traced.members.items()}
        assert (fast.cuts, fast.selected, fast.quarters) == (traced.cuts, traced.selected, traced.quarters)
        # The second scorer compares with the others at the end of the year alone.
        at_the_end = today >= fast.days.last and not asks_quarters(book, book.consequences)
        if at_the_end or not Scorer(book, fast.days).compares:
            assert_the_second_scorer_agrees(fast, book, committee, today)
