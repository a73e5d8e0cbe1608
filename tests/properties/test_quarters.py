"""The quarters of a year and its base add up to the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.conditions import Origin
from duty_cli.model.grading_rules import Selection
from duty_cli.model.items import WHOLE
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Quarter
from duty_cli.reports.quarter_report import QuarterReport, quarter_report
from tests.effort import examples
from tests.properties.desk import RULES, YEAR, Row, bring_in, opened, results, rows

BASES = {category.id: category.base for category in RULES.books[0].categories if isinstance(category.base, int)}


def quarters(ledger: SqliteLedger) -> list[QuarterReport]:
    identity = Identity("政协某市委员会", 1, "", "", "")
    with ledger.reading() as reading:
        return [quarter_report(reading, RULES, identity, Quarter(YEAR, number)) for number in (1, 2, 3, 4)]


@settings(max_examples=examples(15), deadline=None)
@given(rows())
def test_the_points_of_the_quarters_add_up_to_the_score_of_the_year(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    year = {number: total for number, (total, _, _) in results(ledger).items()}
    reports = quarters(ledger)
    rows_of = {
        number: [row for one in reports for row in one.members if row.member.number == number] for number in year
    }
    bases = {number: {row.earned.base for row in own if row.earned} for number, own in rows_of.items()}
    points = {number: sum(row.earned.points for row in own if row.earned) for number, own in rows_of.items()}
    assert {number: points[number] + sum(bases[number]) for number in year} == year
    assert {row.member.number: row.earned.year_so_far for row in reports[-1].members if row.earned} == year
    assert sum(one.whole.earned.points for one in reports if one.whole.earned) == sum(points.values())


@settings(max_examples=examples(15), deadline=None)
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
    so_far = {
        (row.member.number, name): points
        for row in quarters(ledger)[-1].members
        if row.earned
        for name, points in row.earned.so_far.items()
    }
    year = {(number, part.id): part.score for number, (_, _, parts) in results(ledger).items() for part in parts}
    assert so_far == year
    assert dict(found) == {key: points - BASES.get(key[1], 0) for key, points in year.items()}
    done = [fields for _, fields in given_rows if fields.attendance is None or fields.attendance.present]
    assert sum(row.records for row in members) == len(done)


STARS = [
    ("最多", "top", WHOLE, 1, "exclude"),
    ("三名", "top", "提案", 3, "include"),
    ("最少", "bottom", WHOLE, 2, "exclude"),
]


@settings(max_examples=examples(10), deadline=None)
@given(rows())
def test_those_with_the_most_points_of_the_quarter_are_chosen(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    (book,) = RULES.books
    by = {
        name: category if category in BASES or category == WHOLE else next(iter(BASES))
        for name, _, category, *_ in STARS
    }
    rules = tuple(
        Selection(name, Origin("第1条", ""), take, most, "members", "down", ties, "通报", by[name], each="quarter")  # type: ignore[arg-type]
        for name, take, _, most, ties in STARS
    )
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    identity = Identity("政协某市委员会", 1, "", "", "")
    with ledger.reading() as reading:
        stars = replace(RULES, every=(replace(book, selections=rules),))
        reports = [quarter_report(reading, stars, identity, Quarter(YEAR, number)) for number in (1, 2, 3, 4)]
    for report in reports:
        serving = [row for row in report.members if row.member.in_office(report.days.last) and row.earned]
        for name, take, _, most, ties in STARS:
            sign = 1 if take == "top" else -1
            made = {
                row.member.number: sign * (row.earned.points if by[name] == WHOLE else row.earned.categories[by[name]])
                for row in serving
                if row.earned
            }
            better = {key: len([one for one in made.values() if one > mine]) for key, mine in made.items()}
            as_good = {key: len([one for one in made.values() if one >= mine]) for key, mine in made.items()}
            wanted = {key for key in made if (better[key] < most if ties == "include" else as_good[key] <= most)}
            assert {one.member.number for one in report.chosen if one.rule.id == name} == wanted
