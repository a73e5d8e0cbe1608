"""Restoring: a backup takes the place of a ledger whole or not at all, and what was there stays."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from duty_cli.errors.backup_errors import DamagedBackup, NewerBackup, NotABackup, OtherLedger
from duty_cli.errors.ledger_errors import LedgerBusy, LedgerReplaced, LedgerUnwritable
from duty_cli.ledger.copies import restoring
from duty_cli.ledger.copies.restoring import Loss, candidate, loss, put_in_place
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite import database, waiting
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from tests.at_windows import sit_down
from tests.ledger.sample import ACT, FOUNDING, enrolled
from tests.ledger.test_backup_file import backed_up, folder, names

__all__ = ["folder"]


@pytest.fixture
def backup(ledger: SqliteLedger, path: Path, folder: Path) -> Path:
    """A backup of a ledger to which one batch came afterwards."""
    done = backed_up(path, folder).path
    enrolled(ledger)
    return done


def restored(backup: Path, path: Path) -> Path | None:
    with candidate(backup, path) as new:
        return put_in_place(new, path)


def seq(path: Path) -> int:
    with open_ledger(path).reading() as reading:
        return reading.head().seq


def test_what_would_be_lost_is_known_before(backup: Path, path: Path) -> None:
    with candidate(backup, path) as new:
        lost = loss(path, new, lambda: open_ledger(path))
    assert isinstance(lost, Loss)
    assert (lost.common, [(one.seq, one.act.by, one.rows) for one in lost.batches]) == (2, [(3, "经办甲", 2)])


def test_the_replaced_ledger_stays_under_a_free_name(backup: Path, path: Path) -> None:
    before = path.read_bytes()
    asides = [restored(backup, path), restored(backup, path)]
    assert asides == [path.with_name("ledger.db.replaced.bak"), path.with_name("ledger.db.replaced-2.bak")]
    assert (seq(path), path.with_name("ledger.db.replaced.bak").read_bytes()) == (2, before)
    open_ledger(path).check()


def test_the_second_name_of_the_replaced_ledger_is_on_the_disk_before_it_loses_its_own(
    backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = path.read_bytes(), []
    monkeypatch.setattr(restoring, "sync_folder", lambda _: seen.append(path.read_bytes() == before))
    aside = restored(backup, path)
    assert (seen, aside is not None and aside.exists()) == ([True, False], True)


def test_a_lost_ledger_comes_back_and_a_whole_folder_too(backup: Path, path: Path, tmp_path: Path) -> None:
    path.unlink()
    assert restored(backup, path) is None
    assert restored(backup, tmp_path / "新" / "data" / "ledger.db") is None
    assert (seq(path), seq(tmp_path / "新" / "data" / "ledger.db")) == (2, 2)


def test_the_journal_of_the_lost_ledger_is_not_played_into_the_restored_one(backup: Path, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("CREATE TABLE spill (x)")
        raw.executemany("INSERT INTO spill VALUES (?)", [("甲" * 500,)] * 500)
        journal = path.with_name("ledger.db-journal").read_bytes()
        raw.execute("ROLLBACK")
    path.unlink()
    path.with_name("ledger.db-journal").write_bytes(journal)
    restored(backup, path)
    open_ledger(path).check()
    assert path.with_name("ledger.db.replaced.bak-journal").read_bytes() == journal


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_damaged_ledger_is_replaced_and_kept(backup: Path, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with candidate(backup, path) as new:
        assert isinstance(loss(path, new, lambda: open_ledger(path)), str)
        aside = put_in_place(new, path)
    assert aside is not None
    assert (seq(path), aside.read_bytes()) == (2, content)


def test_a_half_of_a_ledger_is_told_as_damaged(backup: Path, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40_000])
    with candidate(backup, path) as new:
        assert isinstance(loss(path, new, lambda: open_ledger(path)), str)
        put_in_place(new, path)
    assert seq(path) == 2


def test_two_that_went_their_own_ways_are_told_from_where(backup: Path, path: Path, ledger: SqliteLedger) -> None:
    ours = path.read_bytes()
    restored(backup, path)
    enrolled(ledger, "002")
    theirs = backed_up(path, backup.parent, minutes=1).path
    path.write_bytes(ours)
    with candidate(theirs, path) as new:
        lost = loss(path, new, lambda: open_ledger(path))
    assert isinstance(lost, Loss)
    assert (lost.common, new.head.seq, len(lost.batches)) == (3, 5, 1)  # the batches of both begin alike


def test_another_ledger_is_refused(backup: Path, path: Path, tmp_path: Path) -> None:
    create(tmp_path / "other.db", ACT, FOUNDING.__class__("政协另一市委员会", FOUNDING.term))
    with candidate(backup, tmp_path / "other.db") as new, pytest.raises(OtherLedger, match="政协另一市委员会的账本"):
        loss(tmp_path / "other.db", new, lambda: open_ledger(tmp_path / "other.db"))


def test_a_backup_of_an_older_program_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    create(tmp_path / "old.db", ACT, FOUNDING, MIGRATIONS[:3])
    before = (tmp_path / "old.db").read_bytes()
    restored(tmp_path / "old.db", path)
    open_ledger(path).check()
    assert ((tmp_path / "old.db").read_bytes(), names(tmp_path)) == (before, ["ledger.db", "old.db"])


def test_a_bare_ledger_of_a_newer_program_is_refused(path: Path, tmp_path: Path) -> None:
    create(tmp_path / "new.db", ACT, FOUNDING, (*MIGRATIONS, ("SELECT 1",)))
    with pytest.raises(NewerBackup, match=f"账本版本为 {len(MIGRATIONS) + 1}"):
        restored(tmp_path / "new.db", path)
    assert names(tmp_path) == ["new.db"]


@pytest.mark.parametrize("content", [b"", "编号,姓名\n".encode(), b"PK\x05\x06" + bytes(18), b"SQLite format 3\x00"])
def test_other_files_are_no_backup(ledger: SqliteLedger, path: Path, tmp_path: Path, content: bytes) -> None:
    other, before = tmp_path / "其他", path.read_bytes()
    other.write_bytes(content)
    with pytest.raises(NotABackup):
        restored(other, path)
    with pytest.raises(NotABackup, match="没有这个文件"):
        restored(tmp_path / "无.zip", path)
    assert (path.read_bytes(), names(tmp_path)) == (before, ["ledger.db", "其他"])


def test_no_flipped_bit_of_a_backup_gets_into_the_ledger(backup: Path, path: Path) -> None:
    whole, before = backup.read_bytes(), path.read_bytes()
    refused = 0
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        backup.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            with candidate(backup, path) as new:
                assert (new.head.seq, new.head.committee) == (2, "政协某市委员会")
        except (DamagedBackup, NotABackup):
            refused += 1
    assert refused > 40
    assert path.read_bytes() == before
    assert [name for name in names(path.parent) if name.endswith("tmp")] == []


def test_a_cut_backup_is_refused(backup: Path, path: Path) -> None:
    whole = backup.read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 40):
        backup.write_bytes(whole[:length])
        with pytest.raises((DamagedBackup, NotABackup)):
            restored(backup, path)


def test_a_ledger_that_somebody_writes_to_is_not_replaced(
    backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw, candidate(backup, path) as new:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy):
            put_in_place(new, path)
        raw.execute("ROLLBACK")
    assert (seq(path), names(path.parent)) == (5, ["backups", "ledger.db", "ledger.db-journal"])


def test_who_waited_while_a_backup_was_restored_is_told_and_writes_nothing(backup: Path, path: Path) -> None:
    def opened(place: Path) -> sqlite3.Connection:
        found = database.connect(place)
        restored(backup, path)
        return found

    with pytest.raises(LedgerReplaced, match="刚被替换"), SqliteLedger(path, opened).writing(ACT):
        pass
    assert (seq(path), seq(path.with_name("ledger.db.replaced.bak"))) == (2, 5)


@pytest.mark.parametrize("what", ["replace", "link"])
def test_where_the_name_cannot_be_taken_the_ledger_is_as_it_was(
    backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "in use")

    before = path.read_bytes()
    monkeypatch.setattr(os, "link", refused) if what == "link" else None
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(LedgerUnwritable, match="没有权限"):
        restored(backup, path)
    assert (path.read_bytes(), names(path.parent)) == (before, ["backups", "ledger.db", "ledger.db-journal"])


def test_where_open_files_cannot_be_replaced_the_ledger_is_closed_first(
    backup: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch)
    restored(backup, path)
    assert seq(path) == 2


KILLED = """
import os, sys
from pathlib import Path
from duty_cli.ledger.copies.restoring import candidate, put_in_place
calls = [int(sys.argv[3])]
def counted(real):
    def call(*arguments, **named):
        calls[0] -= 1
        if calls[0] < 0:
            os._exit(9)
        return real(*arguments, **named)
    return call
for name in ("link", "rename", "replace", "fsync", "unlink", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))
with candidate(Path(sys.argv[1]), Path(sys.argv[2])) as new:
    put_in_place(new, Path(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_at_any_step_the_old_ledger_or_the_new_one_is_there(backup: Path, path: Path) -> None:
    whole, found = path.read_bytes(), set()
    for step in range(9):
        path.write_bytes(whole)
        done = subprocess.run([sys.executable, "-c", KILLED, backup, path, str(step)], check=False)
        open_ledger(path).check()
        found.add((done.returncode, seq(path)))
    assert found >= {(9, 5), (0, 2)}
