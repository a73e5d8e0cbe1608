"""Very many rows at once: into an empty ledger without its indexes, which are there again before anybody asks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerUnwritable
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.ledger.sqlite.sqlite_writer import SqliteWriter
from duty_cli.model.ledger_protocol import LedgerWriter, NewRecord
from duty_cli.model.members import MemberKey
from tests.ledger.sample import ACT, enrolled, record
from tests.ledger.test_writing import opened_with

MANY = 2_500


def records(member: MemberKey) -> list[NewRecord]:
    return [record(member, title=str(n)) for n in range(MANY)]


def schema(ledger: SqliteLedger) -> set[tuple[str, str, str]]:
    with ledger.reading() as reading:
        return set(reading.execute("SELECT type, name, sql FROM sqlite_schema"))  # type: ignore[attr-defined]


def indexes(desk: LedgerWriter) -> list[str]:
    """Those of records, looked at past the door that would make them."""
    assert isinstance(desk, SqliteWriter)
    return [name for (name,) in desk.connection.execute("SELECT name FROM pragma_index_list('record') ORDER BY name")]


def test_the_indexes_of_a_ledger_without_records_are_made_after_the_load(ledger: SqliteLedger) -> None:
    member, before = enrolled(ledger), schema(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(records(member))
        assert indexes(desk) == []
        assert len(list(desk.records())) == MANY
        assert indexes(desk) == ["record_number", "record_source", "record_tally"]
    assert schema(ledger) == before
    ledger.check()


def test_they_are_made_even_if_nobody_asks(ledger: SqliteLedger) -> None:
    member, before = enrolled(ledger), schema(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(records(member))
    assert schema(ledger) == before
    ledger.check()


def load_and_fail(ledger: SqliteLedger, member: MemberKey) -> None:
    with ledger.writing(ACT) as desk:
        desk.append_all(records(member))
        raise RuntimeError


def test_undone_the_indexes_are_as_they_were(ledger: SqliteLedger) -> None:
    member, before = enrolled(ledger), schema(ledger)
    with pytest.raises(RuntimeError):
        load_and_fail(ledger, member)
    assert schema(ledger) == before
    ledger.check()


def test_the_indexes_of_a_ledger_with_records_stay(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append(record(member))
        desk.append_all(records(member))
        assert len(indexes(desk)) == 3
    ledger.check()


def test_while_an_answer_is_being_read_the_indexes_stay(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        assert isinstance(desk, SqliteWriter)
        batches = desk.connection.execute("SELECT seq FROM batch")
        next(batches)
        desk.append_all(records(member))
        assert len(indexes(desk)) == 3
        batches.close()
    ledger.check()


def test_what_the_thread_that_writes_cannot_do_is_told_and_nothing_is_changed(ledger: SqliteLedger, path: Path) -> None:
    member, before = enrolled(ledger), path.read_bytes()
    full = opened_with(path, f"max_page_count = {len(before) // 4096 + 20}")
    with pytest.raises(LedgerUnwritable, match="磁盘已满；账本未作任何改动"), full.writing(ACT) as desk:
        desk.append_all(records(member) * 8)
    assert path.read_bytes() == before


def test_threads_take_turns_as_before_when_the_rows_are_in(ledger: SqliteLedger) -> None:
    member, before = enrolled(ledger), sys.getswitchinterval()
    with ledger.writing(ACT) as desk:
        desk.append_all(records(member))
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_rows_that_come_after_an_answer_are_in_the_next_one(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        for times in (1, 2, 3):
            desk.append_all(records(member))
            assert len(list(desk.records())) == times * MANY
    ledger.check()


def _killed_without_indexes(path: Path, member: MemberKey) -> None:
    with SqliteLedger(path).writing(ACT) as desk:
        assert isinstance(desk, SqliteWriter)
        # So that much of it has been written to the file before.
        desk.connection.execute("PRAGMA cache_size = 5")
        desk.append_all(records(member))
        assert indexes(desk) == []
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_killed_while_the_indexes_are_away_the_ledger_is_as_it_was(ledger: SqliteLedger, path: Path) -> None:
    member, before = enrolled(ledger), schema(ledger)
    child = multiprocessing.get_context("spawn").Process(target=_killed_without_indexes, args=(path, member))
    child.start()
    child.join()
    assert (child.exitcode, schema(ledger)) == (-signal.SIGKILL, before)
    ledger.check()
