"""The quarters of a year add up to the year."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from duty_cli.domain.identity import Identity
from duty_cli.domain.periods import Quarter
from duty_cli.reports.quarter import QuarterReport, quarter_report
from duty_cli.store.ledger import SqliteLedger
from tests.properties.desk import RULES, YEAR, Row, bring_in, opened, results, rows


def quarters(ledger: SqliteLedger) -> list[QuarterReport]:
    identity = Identity("政协某市委员会", 1, "", "", "")
    with ledger.reading() as reading:
        return [quarter_report(reading, RULES, identity, Quarter(YEAR, number)) for number in (1, 2, 3, 4)]


@settings(max_examples=15, deadline=None)
@given(rows())
def test_the_points_of_the_quarters_add_up_to_the_score_of_the_year(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    year = {number: total for number, (total, _, _) in results(ledger).items()}
    reports = quarters(ledger)
    points = {
        number: sum(
            row.earned.points for one in reports for row in one.members if row.earned and row.member.number == number
        )
        for number in year
    }
    assert points == year
    assert {row.member.number: row.earned.year_so_far for row in reports[-1].members if row.earned} == year
    assert sum(one.whole.earned.points for one in reports if one.whole.earned) == sum(year.values())


@settings(max_examples=15, deadline=None)
@given(rows())
def test_the_categories_and_records_of_the_quarters_add_up_too(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    found: Counter[tuple[str, str]] = Counter()
    members = [row for one in quarters(ledger) for row in one.members]
    for row in members:
        assert row.earned is not None
        found.update({(row.member.number, category): points for category, points in row.earned.categories.items()})
    year = {(number, part.id): part.score for number, (_, _, parts) in results(ledger).items() for part in parts}
    assert dict(found) == year
    done = [facts for _, facts in given_rows if facts.attendance is None or facts.attendance.present]
    assert sum(row.records for row in members) == len(done)
