"""What is reversed was never there, and what is corrected there and back is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.records import RecordFields
from duty_cli.recording.corrections import correct, void
from duty_cli.recording.undo import undo
from tests.effort import examples
from tests.properties.desk import ACT, RULES, TODAY, Row, bring_in, fields, named, opened, results, rows, seq_of

few = settings(max_examples=examples(10), deadline=None)


@few
@given(rows(), st.data())
def test_a_record_voided_is_a_record_never_made(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    mended, never = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    gone = data.draw(st.sets(st.integers(0, len(given_rows) - 1), min_size=1))
    bring_in(mended, given_rows)
    for place in gone:
        void(mended, ACT, seq_of(mended, given_rows[place][1]))
    bring_in(never, [row for place, row in enumerate(given_rows) if place not in gone])
    assert results(mended) == results(never)


@few
@given(rows(), rows())
def test_a_batch_undone_is_a_batch_never_imported(
    tmp_path_factory: pytest.TempPathFactory, kept: list[Row], wrong: list[Row]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, kept)
    before = results(ledger)
    bring_in(ledger, [(number, named(said, f"W{said.number}")) for number, said in wrong])
    with ledger.reading() as reading:
        last = reading.batches()[-1].seq
    undo(ledger, ACT, RULES, TODAY, last)
    assert results(ledger) == before


@few
@given(rows(), st.data())
def test_an_undo_undone_leaves_all_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], data: st.DataObject
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    bring_in(ledger, given_rows)
    before = results(ledger)
    for _ in range(data.draw(st.sampled_from([2, 4]))):
        with ledger.reading() as reading:
            last = reading.batches()[-1].seq
        undo(ledger, ACT, RULES, TODAY, last)
    assert results(ledger) == before


@few
@given(rows(), fields, st.data())
def test_a_record_corrected_counts_as_if_it_had_been_right_and_corrected_back_as_before(
    tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row], right: RecordFields, data: st.DataObject
) -> None:
    mended, at_once = (opened(tmp_path_factory.mktemp("ledger")) for _ in range(2))
    place = data.draw(st.integers(0, len(given_rows) - 1))
    number, wrong = given_rows[place]
    right = replace(named(right, wrong.number or ""), note="已核对")
    bring_in(mended, given_rows)
    before = results(mended)
    correct(mended, ACT, RULES, TODAY, seq_of(mended, wrong), right)
    bring_in(at_once, [*given_rows[:place], (number, right), *given_rows[place + 1 :]])
    assert results(mended) == results(at_once)
    correct(mended, ACT, RULES, TODAY, seq_of(mended, right), wrong)
    assert results(mended) == before
