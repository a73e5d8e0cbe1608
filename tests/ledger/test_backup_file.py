"""Backups: what one holds, that it is verified before it has its name, and what becomes of older ones."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from duty_cli.errors.backup_errors import BackupUnwritten, DamagedBackup, NewerBackup, NotABackup
from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.copies.backup_file import Backup, backups_in, files_beside, prune, read_backup, write_backup
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from tests.ledger.sample import ACT, FOUNDING, behind_its_back, enrolled

RULES = {"scoring.yaml": b"format: duty-rules/1\n", "\u6a21\u677f.docx": b"PK"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def backed_up(path: Path, folder: Path, *, minutes: int = 0) -> Backup:
    """A backup made so many minutes later."""
    act = replace(ACT, at=ACT.at + timedelta(minutes=minutes))
    return write_backup(path, folder, RULES, act, "0.2.0")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_backup_says_what_it_is_and_is_private(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    enrolled(ledger)
    done = backed_up(path, folder)
    with ledger.reading() as reading:
        head = reading.head()
    said = read_backup(done.path).manifest
    assert (said.committee, said.seq, said.head, said.by) == ("政协某市委员会", 5, head.digest, "经办甲")
    assert names(folder) == ["ledger-20260305-040000.zip"]
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600


def test_what_is_in_a_backup_is_whole(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    done = backed_up(path, folder)
    with ZipFile(done.path) as file:
        found = {name: sha256(file.read(name)).hexdigest() for name in file.namelist() if name != "manifest.json"}
    assert found == {name: one.sha256 for name, one in done.manifest.files.items()}
    assert files_beside(done) == RULES


def test_two_backups_of_one_second_have_two_names(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    assert backed_up(path, folder).path != backed_up(path, folder).path
    assert len(names(folder)) == 2


def test_a_damaged_ledger_is_not_backed_up(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    enrolled(ledger)
    with behind_its_back(path) as raw:
        raw.execute("UPDATE member SET number = '002'")
    with pytest.raises(LedgerDamaged, match="序号 4（委员）"):
        backed_up(path, folder)
    assert names(folder) == []


def refusing(number: int) -> Callable[..., None]:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refused


@pytest.mark.parametrize(("what", "number", "why"), [("fsync", 5, "磁盘读写出错"), ("fsync", 28, "磁盘已满")])
def test_a_disk_that_fails_leaves_no_backup(
    ledger: SqliteLedger, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, number: int, why: str
) -> None:
    monkeypatch.setattr(os, what, refusing(number))
    with pytest.raises(BackupUnwritten, match=why):
        backed_up(path, folder)
    assert [name for name in names(folder) if name.endswith(".tmp")] == []


def test_a_disk_that_is_full_leaves_no_backup(
    ledger: SqliteLedger, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ZipFile, "write", refusing(28))
    with pytest.raises(BackupUnwritten, match="没有留下文件：磁盘已满"):
        backed_up(path, folder)
    assert names(folder) == []


def test_a_backup_that_reads_back_otherwise_gets_no_name(
    ledger: SqliteLedger, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = ZipFile.write

    def wrongly(self: ZipFile, file: Path, name: str) -> None:
        file.write_bytes(file.read_bytes()[:-1] + b"\xff")
        write(self, file, name)

    monkeypatch.setattr(ZipFile, "write", wrongly)
    with pytest.raises(DamagedBackup, match=r"ledger\.db 与清单不符"):
        backed_up(path, folder)
    assert names(folder) == []


def rewritten(done: Backup, change: Callable[[dict[str, object]], object], **more: bytes) -> Path:
    """The same zip file with another manifest, and further files."""
    with ZipFile(done.path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    said = json.loads(parts.pop("manifest.json"))
    change(said)
    with ZipFile(done.path, "w") as file:
        file.writestr("manifest.json", json.dumps(said))
        for name, data in {**parts, **more}.items():
            file.writestr(name, data)
    return done.path


def test_a_backup_of_a_newer_program_is_refused_by_name(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    place = rewritten(backed_up(path, folder), lambda said: said.update(schema=99, program="9.1.0"))
    with pytest.raises(NewerBackup, match=r"由 duty 9\.1\.0 写出，账本版本为 99"):
        read_backup(place)
    assert backups_in(folder) == []


@pytest.mark.parametrize(
    "said",
    [{"format": "duty-backup/2"}, {"seq": "5"}, {"files": {}}, {"files": [1]}, {"files": {"ledger.db": {"size": "x"}}}],
)
def test_another_zip_file_is_no_backup(ledger: SqliteLedger, path: Path, folder: Path, said: dict[str, object]) -> None:
    place = rewritten(backed_up(path, folder), lambda manifest: manifest.update(said))
    with pytest.raises(NotABackup, match="没有可读的备份清单"):
        read_backup(place)


@pytest.mark.parametrize("name", ["../rules/x.yaml", "rules/../x.yaml", "rules/a/b.yaml", "rules/..\\x.yaml", "x"])
def test_no_file_of_a_backup_gets_out_of_the_rules_folder(
    ledger: SqliteLedger, path: Path, folder: Path, name: str
) -> None:
    def add(said: dict[str, object]) -> None:
        said["files"] = {**json.loads(json.dumps(said["files"])), name: {"size": 1, "sha256": "0"}}

    place = rewritten(backed_up(path, folder), add, **{name: b"x"})
    with pytest.raises(DamagedBackup, match="清单里有不认识的文件"):
        files_beside(read_backup(place))


def test_of_older_backups_as_many_are_kept_as_asked(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    made = [backed_up(path, folder, minutes=minute) for minute in range(4)]
    gone, only_there = prune(made[-1], ledger, 2)
    assert ([one.path for one in gone], only_there) == ([made[0].path, made[1].path], [])
    assert backups_in(folder) == made[2:]


def test_the_newest_is_kept_even_where_the_clock_was_ahead(ledger: SqliteLedger, path: Path, folder: Path) -> None:
    ahead, newest = backed_up(path, folder, minutes=60), backed_up(path, folder)
    gone, _ = prune(newest, ledger, 1)
    assert ([one.path for one in gone], backups_in(folder)) == ([ahead.path], [newest])


def test_only_backups_of_this_ledger_go(ledger: SqliteLedger, path: Path, folder: Path, tmp_path: Path) -> None:
    create(tmp_path / "other.db", replace(ACT, by="经办乙"), FOUNDING)
    backed_up(tmp_path / "other.db", folder)
    (folder / "照片.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (folder / "ledger-1.zip").write_text("别人的", "utf-8")
    prune(backed_up(path, folder, minutes=1), ledger, 1)
    assert names(folder) == ["ledger-1.zip", "ledger-20260305-040100.zip", "other-20260305-040000.zip", "照片.zip"]


def test_a_backup_that_holds_what_the_ledger_does_not_is_never_deleted(
    ledger: SqliteLedger, path: Path, folder: Path
) -> None:
    before = path.read_bytes()
    enrolled(ledger)
    further = backed_up(path, folder)
    path.write_bytes(before)
    newest = backed_up(path, folder, minutes=1)
    gone, only_there = prune(newest, ledger, 1)
    assert (gone, [one.path for one in only_there]) == ([], [further.path])
