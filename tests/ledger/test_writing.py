"""One transaction: all of it or nothing, whoever else is writing and whatever breaks."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerBusy, LedgerUnwritable
from duty_cli.ledger.migrations import pragma
from duty_cli.ledger.sqlite import waiting
from duty_cli.ledger.sqlite.database import connect
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.model.ledger_protocol import Batch, Entry, LedgerHead, Reversal
from duty_cli.model.members import MemberKey, Seq
from tests.ledger.sample import ACT, FOUNDING, REFUSED_BY_THE_SCHEMA, enrolled, enrolment, record


def head(ledger: SqliteLedger) -> LedgerHead:
    with ledger.reading() as reading:
        return reading.head()


def opened_with(path: Path, said: str) -> SqliteLedger:
    """The ledger through connections that have one more pragma."""

    def opened(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.execute(f"PRAGMA {said}").close()
        return connection

    return SqliteLedger(path, opened)


def batches(ledger: SqliteLedger) -> tuple[Batch, ...]:
    with ledger.reading() as reading:
        return reading.batches()


def write_and_fail(ledger: SqliteLedger, entry: Entry) -> None:
    with ledger.writing(ACT) as desk:
        desk.append(entry)
        raise RuntimeError


def test_an_empty_writing_leaves_its_batch(ledger: SqliteLedger) -> None:
    with ledger.writing(ACT) as desk:
        assert desk.batch_seq == 3
    with ledger.reading() as reading:
        assert (reading.head().seq, len(reading.batches())) == (3, 2)
    ledger.check()


def test_seqs_come_back_in_order_and_an_enrolment_takes_two(ledger: SqliteLedger) -> None:
    with ledger.writing(ACT) as desk:
        assert [desk.append(enrolment(number)) for number in ("001", "002")] == [4, 6]
        desk.append_all([enrolment("003"), enrolment("004")])
        assert desk.append(enrolment("005")) == 12


def test_one_transaction_may_hold_several_batches(ledger: SqliteLedger) -> None:
    with ledger.writing(ACT) as desk:
        member = MemberKey(desk.append(enrolment()))
        second = desk.begin(replace(ACT, source="乙.csv"))
        desk.append(record(member))
        assert (second, desk.batch_seq) == (6, 6)
    assert [(batch.act.source, batch.rows) for batch in batches(ledger)[1:]] == [(None, 2), ("乙.csv", 1)]
    ledger.check()


def test_many_rows_of_every_sort_go_in_at_once(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with ledger.writing(ACT) as desk:
        desk.append_all(record(member, title=str(n)) for n in range(12_345))
    with ledger.reading() as reading:
        assert [found.fields.title for found in reading.records()] == [str(n) for n in range(12_345)]
    ledger.check()


def test_an_exception_undoes_everything(ledger: SqliteLedger) -> None:
    before = head(ledger)
    with pytest.raises(RuntimeError):
        write_and_fail(ledger, enrolment())
    assert head(ledger) == before
    ledger.check()


def test_a_label_rolled_back_is_forgotten(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with pytest.raises(RuntimeError):
        write_and_fail(ledger, record(member, "甲事项"))
    with ledger.writing(ACT) as desk:
        desk.append_all([record(member, "乙事项"), record(member, "甲事项")])
    with ledger.reading() as reading:
        assert [found.fields.kind for found in reading.records()] == ["乙事项", "甲事项"]
    ledger.check()


@pytest.mark.parametrize("entry", REFUSED_BY_THE_SCHEMA)
def test_what_the_office_should_have_refused_the_schema_refuses(ledger: SqliteLedger, entry: Entry) -> None:
    enrolled(ledger)
    before = head(ledger)
    with pytest.raises(sqlite3.IntegrityError), ledger.writing(ACT) as desk:
        desk.append(entry)
    assert head(ledger) == before


def test_nothing_is_reversed_twice(ledger: SqliteLedger) -> None:
    member = enrolled(ledger)
    with pytest.raises(sqlite3.IntegrityError), ledger.writing(ACT) as desk:
        desk.append_all([Reversal(Seq(member)), Reversal(Seq(member))])


@pytest.fixture
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0)


@pytest.mark.usefixtures("in_a_hurry")
def test_a_second_writer_is_told_that_another_is_writing(ledger: SqliteLedger, path: Path) -> None:
    impatient = opened_with(path, "busy_timeout = 20")
    with ledger.writing(ACT), pytest.raises(LedgerBusy, match="正被其他程序写入；"), impatient.writing(ACT):
        pass
    assert [batch.seq for batch in batches(ledger)] == [1, 3]


@pytest.mark.usefixtures("in_a_hurry")
def test_a_reader_sees_what_was_there_when_it_came(ledger: SqliteLedger, path: Path) -> None:
    with ledger.reading() as reading:
        before = reading.head()
        with pytest.raises(LedgerBusy, match="正被其他程序读取；"), opened_with(path, "busy_timeout = 20").writing(ACT):
            pass
        assert reading.head() == before
    assert head(ledger) == before


def test_a_full_disk_changes_nothing(ledger: SqliteLedger, path: Path) -> None:
    before = head(ledger)
    full = opened_with(path, "max_page_count = 1")
    with pytest.raises(LedgerUnwritable, match="磁盘已满；账本未作任何改动"), full.writing(ACT) as desk:
        desk.append_all(enrolment(f"{n:04}") for n in range(3_000))
    assert head(ledger) == before
    ledger.check()


def _killed_while_writing(path: Path) -> None:
    with opened_with(path, "cache_size = 5").writing(ACT) as desk:
        desk.append_all(enrolment(f"{n:04}") for n in range(3_000))
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_writer_killed_half_way_leaves_the_ledger_as_it_was(ledger: SqliteLedger, path: Path) -> None:
    before, size = head(ledger), path.stat().st_size
    child = multiprocessing.get_context("spawn").Process(target=_killed_while_writing, args=(path,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert path.stat().st_size > size, "part of the transaction had reached the file"
    assert head(open_ledger(path)) == before
    ledger.check()
    assert path.stat().st_size == size


def _ten_writings(path: Path) -> None:
    for n in range(10):
        with open_ledger(path).writing(ACT) as desk:
            desk.append(enrolment(str(n + 1)))


def test_several_writers_make_one_chain(ledger: SqliteLedger, path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_ten_writings, args=(path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert [batch.rows for batch in batches(ledger)] == [1] + 30 * [2]
    ledger.check()


def test_every_connection_is_durable_and_guarded(ledger: SqliteLedger, path: Path) -> None:
    wanted = {"journal_mode": "truncate", "synchronous": 3, "foreign_keys": 1, "recursive_triggers": 1}
    with closing(connect(path)) as connection:
        found = {name: pragma(connection, name) for name in wanted}
    assert found == wanted


def test_a_ledger_that_is_kept_is_opened_once(
    ledger: SqliteLedger, path: Path, opened: list[sqlite3.Connection]
) -> None:
    kept = open_ledger(path, keep=True)
    with kept.writing(ACT) as desk:
        desk.append(enrolment("1"))
    assert (head(kept).seq, head(kept).seq, len(opened)) == (5, 5, 1)
    kept.let_go()
    with pytest.raises(sqlite3.ProgrammingError):
        opened[0].execute("SELECT 1")


def test_a_kept_connection_is_not_used_again_after_an_exception(
    ledger: SqliteLedger, path: Path, opened: list[sqlite3.Connection]
) -> None:
    kept = open_ledger(path, keep=True)
    with pytest.raises(RuntimeError):
        write_and_fail(kept, enrolment("1"))
    assert head(kept) == head(ledger)
    assert opened[0] is not opened[1]
    kept.let_go()


@pytest.mark.skipif(os.name == "nt", reason="there a file that is open cannot be renamed")
def test_what_is_written_goes_to_the_file_that_was_put_in_the_place_of_the_kept_one(
    ledger: SqliteLedger, path: Path, tmp_path: Path
) -> None:
    kept = open_ledger(path, keep=True)
    create(tmp_path / "other.db", ACT, FOUNDING)
    path.rename(tmp_path / "before.db")
    (tmp_path / "other.db").rename(path)
    with kept.writing(ACT) as desk:
        desk.append(enrolment("1"))
    kept.let_go()
    assert head(ledger).seq == head(SqliteLedger(tmp_path / "before.db")).seq + 3
