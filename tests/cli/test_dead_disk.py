"""A disk that changes nothing any more once a ledger has its name: what is there is read back, and told."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.workspace import INIT, Duty

BACKUP = Path("data/backups/ledger-20261123-090000.zip")
LEDGER, ASIDE = Path("data/ledger.db"), Path("data/ledger.db.replaced.bak")
CHANGING = ("fsync", "link", "rename", "replace", "unlink")


@contextmanager
def dying(over: Callable[[], bool]) -> Iterator[None]:
    """From the first writing-through at which ``over`` holds, whatever would change a file or its name fails."""
    real = os.fsync

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.MonkeyPatch.context() as patch:

        def fsync(handle: int) -> None:
            if not over():
                real(handle)
                return
            for name in CHANGING:
                patch.setattr(os, name, refused)
            refused()

        patch.setattr(os, "fsync", fsync)
        yield


@pytest.fixture
def backed_up(duty: Duty) -> Duty:
    """A ledger to which one record came since its backup."""
    duty.done("backup")
    duty.done("record 1001 提案 --on 2026-03-05")
    return duty


def replaced() -> bool:
    return ASIDE.exists() and not ASIDE.samefile(LEDGER)


def test_a_new_ledger_that_a_dead_disk_keeps_is_told_as_there(empty: Duty) -> None:
    with dying(LEDGER.exists):
        answer = empty(INIT)
    said = "已回读核对：建立账本已完成，账本 data/ledger.db 到序号 2，断电仍可能丢失；请勿重做；请先检查磁盘"
    assert (answer.code, answer.err.count("\n"), said in answer.err) == (6, 1, True), answer.err
    empty.done("check")
    assert "账本已存在" in empty.refused(INIT, 4)


def test_a_restored_ledger_that_a_dead_disk_keeps_is_told_as_there(backed_up: Duty) -> None:
    before = LEDGER.read_bytes()
    with dying(replaced):
        answer = backed_up(f"restore {BACKUP} --yes")
    said = f"原来的账本保留为 {ASIDE.resolve()}；请先检查磁盘，再执行一次同样的 duty restore，补上其余的步骤\n"
    assert (answer.code, "恢复已完成" in answer.err, answer.err.endswith(said)) == (6, True, True), answer.err
    assert (len(backed_up.records()), ASIDE.read_bytes() == before) == (0, True)


def test_the_same_restore_once_more_does_what_was_left(backed_up: Duty) -> None:
    with dying(replaced):
        backed_up(f"restore {BACKUP} --yes")
    (backed_up.folder / "rules" / "scoring.yaml").unlink()
    assert backed_up(f"restore {BACKUP}").code == 5
    assert "已写回 rules：scoring.yaml" in backed_up.done(f"restore {BACKUP} --yes")
    backed_up.done("record 1001 提案 --on 2026-03-06")


def test_where_a_lost_ledger_came_back_that_is_told_too(backed_up: Duty) -> None:
    LEDGER.unlink()
    with dying(LEDGER.exists):
        answer = backed_up(f"restore {BACKUP}")
    assert (answer.code, "恢复已完成" in answer.err, "保留为" in answer.err) == (6, True, False)


def test_a_second_name_that_a_dead_disk_keeps_is_told(backed_up: Duty) -> None:
    before = backed_up.digest()
    with dying(ASIDE.exists):
        answer = backed_up(f"restore {BACKUP} --yes")
    said = f"（它另有一个名字 {ASIDE.resolve()}，没能删去，请排除故障后删去）；账本未作任何改动"
    assert (answer.code, said in answer.err, backed_up.digest()) == (4, True, before), answer.err


def test_what_cannot_be_read_back_is_told_as_unclear(empty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("duty_cli.ledger.sqlite.sqlite_ledger.SqliteLedger.check", unread)
    with dying(LEDGER.exists):
        answer = empty(INIT)
    assert (answer.code, "也不能回读核对：建立账本可能已完成，也可能没有" in answer.err) == (6, True)


def test_a_backup_that_a_dead_disk_keeps_is_told_as_uncertain(duty: Duty) -> None:
    with dying(BACKUP.exists):
        said = duty.refused("backup", 4)
    assert f"备份 {BACKUP} 已写出并核验，但磁盘报错（磁盘读写出错），断电可能丢失，不能作准；" in said
    assert BACKUP.exists()


@pytest.mark.parametrize("before", [None, "issue annual-evaluation 2026 -o 评比.csv"])
def test_a_paper_that_a_dead_disk_keeps_is_told_as_not_to_be_used(duty: Duty, before: str | None) -> None:
    place = Path("评比.csv")
    if before is not None:
        duty.done(before)
        duty.done("record 1001 提案 --on 2026-03-05 --stage 提交、立案")
    held = place.read_bytes() if before else b""
    with dying(lambda: place.exists() and place.read_bytes() != held):
        answer = duty("issue annual-evaluation 2026 -o 评比.csv")
    said = "请检查磁盘，或改用其他位置；评比.csv 已是新写的内容，磁盘出错而不能撤回，请勿使用\n"
    assert (answer.code, answer.err.endswith(said)) == (5, True), answer.err
