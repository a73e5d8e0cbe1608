"""Making, opening and upgrading ledger files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from duty_cli.errors.ledger_errors import (
    LedgerDamaged,
    LedgerExists,
    LedgerUnreadable,
    LedgerUnwritable,
    NewerLedger,
    NoLedger,
    NotALedger,
    StandsAllTheSame,
    StandsUnclear,
)
from duty_cli.ledger import migrations
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite import database, left_in_place
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from tests.ledger.sample import ACT, FOUNDING, behind_its_back, enrolled, enrolment

NEWER = (*MIGRATIONS, ("ALTER TABLE record ADD COLUMN place TEXT",))
NOW = len(MIGRATIONS)
BROKEN = (*MIGRATIONS, ("ALTER TABLE record ADD COLUMN place TEXT", "INSERT INTO nowhere VALUES (1)"))


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def test_a_new_ledger_is_private_and_alone_in_its_folder(ledger: SqliteLedger, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(path.parent) == ["ledger.db"]


def test_an_existing_file_is_never_touched(path: Path) -> None:
    path.write_text("别人的文件", encoding="utf-8")
    with pytest.raises(LedgerExists, match="未作任何改动"):
        create(path, ACT, FOUNDING)
    assert path.read_text(encoding="utf-8") == "别人的文件"
    assert names(path.parent) == ["ledger.db"]


def test_a_disk_without_links_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    create(path, ACT, FOUNDING).check()
    with pytest.raises(LedgerExists):
        create(path, ACT, FOUNDING)
    assert names(path.parent) == ["ledger.db"]


def test_a_founding_that_fails_leaves_no_file(path: Path) -> None:
    with pytest.raises(Exception, match="nowhere"):
        create(path, ACT, FOUNDING, BROKEN)
    assert names(path.parent) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnwritable, match="所在文件夹不存在"):
        create(tmp_path / "无" / "ledger.db", ACT, FOUNDING)


def test_a_missing_ledger_is_said_and_not_made(path: Path) -> None:
    with pytest.raises(NoLedger, match="找不到账本"):
        open_ledger(path)
    with pytest.raises(NoLedger):
        open_ledger(path / "ledger.db")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", "委员编号,姓名\n".encode() * 100, b"SQLite format 3\x00"])
def test_other_files_are_no_ledger(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotALedger, match="不是履职账本"):
        open_ledger(path)
    assert path.read_bytes() == content


def test_a_folder_and_another_database_are_no_ledger(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE other (n)")
    for place in (path, tmp_path):
        with pytest.raises(NotALedger):
            open_ledger(place)


def test_a_ledger_from_a_newer_program_is_refused(path: Path) -> None:
    create(path, ACT, FOUNDING, NEWER)
    content = path.read_bytes()
    with pytest.raises(NewerLedger, match=f"的版本为 {NOW + 1}，本程序只认识到版本 {NOW}"):
        open_ledger(path)
    assert path.read_bytes() == content


def test_an_older_ledger_is_upgraded_after_a_backup_and_keeps_its_chain(ledger: SqliteLedger, path: Path) -> None:
    enrolled(ledger)
    upgraded, backup = open_ledger(path, NEWER), path.with_name(f"ledger.db.v{NOW}.bak")
    upgraded.check()
    assert (version(path), version(backup)) == (NOW + 1, NOW)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    open_ledger(backup).check()
    assert names(path.parent) == ["ledger.db", "ledger.db-journal", backup.name]


@pytest.mark.parametrize("old", range(1, NOW))
def test_a_ledger_of_every_older_program_is_upgraded_after_a_backup(path: Path, old: int) -> None:
    enrolled(create(path, ACT, FOUNDING, MIGRATIONS[:old]))
    open_ledger(path).check()
    assert (version(path), version(path.with_name(f"ledger.db.v{old}.bak"))) == (NOW, old)


def test_an_upgrade_that_fails_changes_nothing_and_never_loses_an_earlier_backup(
    ledger: SqliteLedger, path: Path
) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="nowhere"):
            open_ledger(path, BROKEN)
    assert version(path) == NOW
    open_ledger(path).check()
    assert path.with_name(f"ledger.db.v{NOW}.bak").exists()
    assert path.with_name(f"ledger.db.v{NOW}-2.bak").exists()


@pytest.mark.parametrize("readable", [True, False])
def test_an_upgrade_that_stands_though_the_disk_failed_is_told_to_stand(
    path: Path, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    create(path, ACT, FOUNDING, MIGRATIONS[:-1])

    def cut_off(*_: object) -> int:
        raise LedgerUnwritable(path, "磁盘读写出错")

    def kept(connection: sqlite3.Connection, to: migrations.Migrations) -> None:
        migrations.migrate(connection, to)
        connection.commit()
        if not readable:
            monkeypatch.setattr(left_in_place, "version_at", cut_off)
        cut_off()

    monkeypatch.setattr(database, "migrate", kept)
    with pytest.raises(StandsAllTheSame if readable else StandsUnclear, match="升级时磁盘报错（磁盘读写出错）") as told:
        open_ledger(path)
    assert ("升级已完成" in str(told.value)) is readable


def test_a_damaged_ledger_is_not_upgraded(ledger: SqliteLedger, path: Path) -> None:
    with behind_its_back(path) as raw:
        raw.executescript("PRAGMA ignore_check_constraints = ON; INSERT INTO head VALUES (2, 0, zeroblob(32));")
    with pytest.raises(LedgerDamaged, match="升级前的备份"):
        open_ledger(path, NEWER)
    assert (version(path), names(path.parent)) == (NOW, ["ledger.db"])


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder with a ledger that may be read and not written."""
    with TemporaryDirectory() as folder:
        create(Path(folder) / "ledger.db", ACT, FOUNDING)
        yield Path(folder)
        Path(folder).chmod(0o755)


@contextmanager
def without_write_permission(shelf: Path, mode: int = 0o444) -> Iterator[None]:
    """As a user who may look into the folder and not write in it; root, who may everything, steps down for it."""
    (shelf / "ledger.db").chmod(mode)
    shelf.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
@pytest.mark.parametrize("mode", [0o444, 0o666])
def test_a_read_only_folder_can_be_read_and_refuses_to_be_written(shelf: Path, mode: int) -> None:
    with without_write_permission(shelf, mode):
        ledger = open_ledger(shelf / "ledger.db")
        ledger.check()
        with ledger.reading() as reading:
            assert reading.head().seq == 2
        with pytest.raises(LedgerUnwritable, match=r"只读|没有权限"), ledger.writing(ACT) as desk:
            desk.append(enrolment())
        with pytest.raises(LedgerUnwritable, match="没有权限"):
            create(shelf / "new.db", ACT, FOUNDING)
        with pytest.raises(LedgerUnwritable, match="没有权限"):
            open_ledger(shelf / "ledger.db", NEWER)
    assert (names(shelf), version(shelf / "ledger.db")) == (["ledger.db"], NOW)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_ledger_that_may_not_be_read_is_said(shelf: Path) -> None:
    with without_write_permission(shelf, 0o000), pytest.raises(LedgerUnreadable, match="没有权限"):
        open_ledger(shelf / "ledger.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a folder of another user")
def test_a_folder_that_may_not_be_looked_into_is_said(shelf: Path) -> None:
    (shelf / "locked").mkdir(mode=0o700)
    with without_write_permission(shelf), pytest.raises(LedgerUnreadable, match="没有权限"):
        open_ledger(shelf / "locked" / "ledger.db")


def test_a_copy_is_the_same_ledger(ledger: SqliteLedger, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "副本 账本?#%.db"
    shutil.copy(path, copy)
    with ledger.reading() as one, open_ledger(copy).reading() as other:
        assert one.head() == other.head()


def test_every_migration_that_is_written_is_run() -> None:
    written = {file.stem for file in Path(migrations.__file__).parent.glob("m*.py")}
    assert written == {f"m{number:04}" for number in range(1, NOW + 1)}
