"""What was entered at the desk and is entered again, word for word, moves no score."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from duty_cli.errors.base import DutyError
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.members import Member
from duty_cli.recording.record_entry import record
from tests.effort import examples
from tests.properties.desk import ACT, RULES, TODAY, Row, opened, results, rows


@settings(max_examples=examples(10), deadline=None)
@given(rows())
def test_a_line_entered_twice_is_one_record(tmp_path_factory: pytest.TempPathFactory, given_rows: list[Row]) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"))
    said = [(member_of(ledger, number), replace(fields, number=None)) for number, fields in given_rows]
    for member, fields in said:
        record(ledger, ACT, RULES, TODAY, member, fields, again=True)
    before = results(ledger)
    for member, fields in said:
        with pytest.raises(DutyError, match="已有"):
            record(ledger, ACT, RULES, TODAY, member, fields)
    assert results(ledger) == before


def member_of(ledger: SqliteLedger, number: str) -> Member:
    with ledger.reading() as reading:
        found = reading.roster().numbered(number)
    assert found is not None
    return found
