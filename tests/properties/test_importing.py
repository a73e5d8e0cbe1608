"""A file is a statement and no command: said again, in part or in another order, it adds nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.importing.run_import import import_files, rehearse
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.import_result import Imported, ImportOptions, OnConflict, RowStatus, SourceFile
from duty_cli.model.parsed_rows import ParsedRecord
from duty_cli.model.records import RecordFields
from duty_cli.reports.listings import export
from tests.effort import examples
from tests.properties.desk import ACT, RULES, TODAY, Row, opened, results, rows
from tests.properties.test_files import split

unnumbered = rows().map(lambda drawn: [(number, replace(said, number=None)) for number, said in drawn])
titled = unnumbered.map(lambda drawn: [(number, _titled(said)) for number, said in drawn])
any_rows = rows() | unnumbered | titled


def _titled(said: RecordFields) -> RecordFields:
    return said if said.attendance is not None else replace(said, title="甲事" if said.on.day == 1 else "乙事")


def file(ledger: SqliteLedger, name: str, given_rows: list[Row]) -> SourceFile:
    with ledger.reading() as reading:
        roster = reading.roster()
    found = ((roster.numbered(number), said) for number, said in given_rows)
    filed = [ParsedRecord(line, member, said) for line, (member, said) in enumerate(found, 2) if member is not None]
    return SourceFile(name, replace(ACT, source=name), filed)


def bring(ledger: SqliteLedger, *files: list[Row], how: ImportOptions = ImportOptions()) -> Imported:  # noqa: B008 - a frozen value
    return import_files(ledger, RULES, TODAY, [file(ledger, f"{at}.csv", own) for at, own in enumerate(files)], how)


def last(ledger: SqliteLedger) -> tuple[int, str]:
    with ledger.reading() as reading:
        return reading.head().seq, reading.head().digest


@settings(max_examples=examples(20), deadline=None)
@given(any_rows)
def test_a_file_imported_twice_is_a_file_imported_once(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    assert bring(ledger, given_rows).total(RowStatus.NEW) == len(given_rows)
    before = last(ledger)
    again = bring(ledger, given_rows)
    assert (again.written, again.unsettled, again.total(RowStatus.THERE)) == (False, False, len(given_rows))
    assert last(ledger) == before


@settings(max_examples=examples(20), deadline=None)
@given(any_rows)
def test_a_file_said_again_in_the_same_call_is_counted_once(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    done = bring(ledger, given_rows, given_rows[::-1])
    assert (done.total(RowStatus.NEW), done.total(RowStatus.THERE), done.unsettled) == (
        len(given_rows),
        len(given_rows),
        False,
    )


@settings(max_examples=examples(20), deadline=None)
@given(unnumbered, st.data())
def test_what_is_new_in_a_longer_file_does_not_hang_on_what_came_before(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    whole, parts = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    bring(whole, given_rows)
    for part in split(data.draw(st.permutations(given_rows)), data):
        assert not bring(parts, part).unsettled
    bring(parts, given_rows)
    assert results(parts) == results(whole)


@settings(max_examples=examples(20), deadline=None)
@given(rows(least=2), st.data())
def test_a_rehearsal_tells_what_the_import_then_does(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring(ledger, given_rows[: len(given_rows) // 2])
    changed = [
        (number, replace(said, note="改")) if data.draw(st.booleans()) else (number, said)
        for number, said in given_rows
    ]
    how = ImportOptions(data.draw(st.sampled_from(OnConflict)), data.draw(st.booleans()))
    files = [file(ledger, "甲.csv", changed), file(ledger, "乙.csv", given_rows)]
    told = rehearse(ledger, RULES, TODAY, files, how)
    done = import_files(ledger, RULES, TODAY, files, how)
    assert [told.total(fate) for fate in RowStatus] == [done.total(fate) for fate in RowStatus]
    assert told.unsettled == done.unsettled


@settings(max_examples=examples(20), deadline=None)
@given(rows(), st.data())
def test_a_file_that_corrects_leaves_what_it_says_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    corrected, plain = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    changed = [
        (number, replace(said, note="改")) if data.draw(st.booleans()) else (number, said)
        for number, said in given_rows
    ]
    bring(corrected, given_rows)
    bring(corrected, changed, how=ImportOptions(OnConflict.CORRECT))
    bring(plain, changed)
    assert exported(corrected) == exported(plain)


@settings(max_examples=examples(20), deadline=None)
@given(any_rows)
def test_what_was_exported_says_nothing_new_where_it_came_from_and_the_same_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]
) -> None:
    ledger, other = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    bring(ledger, given_rows)
    bring(other, exported(ledger))
    assert results(other) == results(ledger)
    before = last(ledger)
    assert not bring(ledger, exported(ledger)).unsettled
    assert last(ledger) == before


def exported(ledger: SqliteLedger) -> list[Row]:
    with ledger.reading() as reading:
        return sorted(((who.number, said) for who, said in export(reading).records), key=repr)
