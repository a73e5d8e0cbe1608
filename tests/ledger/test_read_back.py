"""What duty says and what is there are the same, when the disk fails as an entry is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import EntryStands, EntryUnclear, LedgerUnwritable
from duty_cli.ledger.sqlite.database import connect
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from tests.ledger.sample import ACT, enrolment


def disk_error() -> sqlite3.OperationalError:
    """What SQLite says when the system says EIO to a sync."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    return error


class Unkept(sqlite3.Connection):
    """A connection that fails before anything is kept."""

    def commit(self) -> None:
        if self.total_changes:
            raise disk_error()
        super().commit()


class Kept(sqlite3.Connection):
    """A connection that fails when all is kept."""

    def commit(self) -> None:
        super().commit()
        if self.total_changes:
            raise disk_error()


class Unreadable(sqlite3.Connection):
    """A connection that fails whatever is kept, and afterwards when something is read."""

    def commit(self) -> None:
        super().commit()
        raise disk_error()


def opened_as(sort: type[sqlite3.Connection]) -> SqliteLedger:
    def opened(path: Path) -> sqlite3.Connection:
        connect(path).close()
        return sqlite3.connect(path, isolation_level=None, factory=sort)

    return SqliteLedger(Path("ledger.db"), opened)


def seq(ledger: SqliteLedger) -> int:
    with ledger.reading() as reading:
        return reading.head().seq


@pytest.fixture
def here(ledger: SqliteLedger, path: Path, monkeypatch: pytest.MonkeyPatch) -> SqliteLedger:
    monkeypatch.chdir(path.parent)
    return ledger


def test_an_entry_that_stands_is_told_to_stand(here: SqliteLedger) -> None:
    with (
        pytest.raises(EntryStands, match="但已回读核对：测试（批次 3）已在账本中，请勿重做"),
        opened_as(Kept).writing(ACT) as desk,
    ):
        desk.append(enrolment())
    assert seq(here) == 5
    here.check()


def test_an_entry_that_does_not_stand_is_told_so(here: SqliteLedger) -> None:
    with (
        pytest.raises(LedgerUnwritable, match="磁盘读写出错；账本未作任何改动"),
        opened_as(Unkept).writing(ACT) as desk,
    ):
        desk.append(enrolment())
    assert seq(here) == 2


def test_what_nobody_can_read_back_is_told_as_unclear(here: SqliteLedger) -> None:
    with pytest.raises(EntryUnclear, match="可能在账本中，也可能不在"), opened_as(Unreadable).writing(ACT) as desk:
        desk.append(enrolment())
    assert EntryUnclear.exit_code == EntryStands.exit_code == 6


def test_an_error_of_the_disk_in_the_middle_is_no_entry(here: SqliteLedger) -> None:
    def half() -> None:
        with here.writing(ACT) as desk:
            desk.append(enrolment())
            raise disk_error()

    with pytest.raises(LedgerUnwritable, match="账本未作任何改动"):
        half()
    assert seq(here) == 2


def test_several_batches_of_one_writing_are_told_from_first_to_last(here: SqliteLedger) -> None:
    told: list[str] = []
    here.entered = told.append
    with here.writing(ACT) as desk:
        desk.append(enrolment())
        desk.begin(ACT)
    assert told == ["测试（批次 3 至 6）"]
