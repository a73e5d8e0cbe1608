"""However records come in, and in whatever company, the scores are the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.members import MemberKey
from duty_cli.model.periods import year_of
from duty_cli.model.records import Tally
from duty_cli.scoring.engine import Scorer
from tests.effort import examples
from tests.properties.desk import RULES, YEAR, Row, bring_in, opened, results, rows


@settings(max_examples=examples(15), deadline=None)
@given(rows(), st.data())
def test_any_order_and_any_splitting_of_files_gives_the_same_scores(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    whole, parts = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    bring_in(whole, given_rows)
    shuffled = data.draw(st.permutations(given_rows))
    for file in split(shuffled, data):
        bring_in(parts, *split(file, data))
    assert results(parts) == results(whole)


def split(given_rows: list[Row], data: st.DataObject) -> list[list[Row]]:
    """One, two or three parts, none of them empty."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(given_rows)), max_size=2)) | {0, len(given_rows)})
    return [given_rows[first:last] for first, last in pairwise(cuts)]


@settings(max_examples=examples(15), deadline=None)
@given(rows())
def test_grouped_tallies_score_as_single_records_do(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    scorer = Scorer(RULES.books[0], year_of(YEAR))
    with ledger.reading() as reading:
        grouped = dict(reading.tallies(year_of(YEAR)))
        single: dict[MemberKey, list[Tally]] = {}
        for record in reading.records():
            single.setdefault(record.member, []).append(Tally.of(record))
        for member in reading.roster():
            one = scorer.score(member, grouped.get(member.key, []))
            other = scorer.score(member, single.get(member.key, []))
            assert (one.total, one.categories) == (other.total, other.categories)
    assert sum(tally.count for own in grouped.values() for tally in own) == len(given_rows)
