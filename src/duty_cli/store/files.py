"""Ledger files: made whole under another name and then renamed, so that a crash leaves nothing half."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from stat import S_ISREG

from sqlalchemy import Engine

from duty_cli.errors import (
    LedgerDamaged,
    LedgerExists,
    LedgerUnreadable,
    LedgerUnwritable,
    NewerLedger,
    NoLedger,
    NotALedger,
)
from duty_cli.store.connection import engine_for, told, transaction
from duty_cli.store.migrations import APPLICATION_ID, Migrations, migrate, version_of

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘为只读",
    errno.ENOENT: "所在文件夹不存在",
    errno.ENOTDIR: "所在文件夹不存在",
    errno.ENOSPC: "磁盘已满",
}


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A blank file (0600) beside ``path`` to be filled; it takes that name at the end, or vanishes after an exception."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise LedgerUnwritable(path, _reason(error)) from error
    os.close(handle)
    blank = Path(name)
    try:
        yield blank
        _give_name(blank, path)
    finally:
        blank.unlink(missing_ok=True)
        blank.with_name(f"{blank.name}-journal").unlink(missing_ok=True)


def _give_name(file: Path, path: Path) -> None:
    """Rename without ever replacing a file that is there: a link fails where a rename would overwrite."""
    try:
        os.link(file, path)
    except FileExistsError:
        raise LedgerExists(path) from None
    except OSError:  # a file system without links
        if path.exists():
            raise LedgerExists(path) from None
        file.rename(path)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def checked(path: Path, migrations: Migrations) -> Engine:
    """The engine of a file that is a ledger of this version, brought up to it where it is older."""
    if not _is_file(path):
        raise NotALedger(path)
    engine = engine_for(path)
    version, known = _version(engine, path), len(migrations)
    if version > known:
        raise NewerLedger(path, version, known)
    if version < known:
        _upgrade(engine, path, version, migrations)
    return engine


def _is_file(path: Path) -> bool:
    try:
        return S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise NoLedger(path) from None
    except OSError as error:
        raise LedgerUnreadable(path, _reason(error)) from error


def _version(engine: Engine, path: Path) -> int:
    """The schema's version, once it is sure that the file is a ledger."""
    with told(path, write=False), engine.connect() as connection:
        ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
        version = version_of(connection)
    if not ours or version == 0:
        raise NotALedger(path)
    return version


def _upgrade(engine: Engine, path: Path, version: int, migrations: Migrations) -> None:
    """Migrate in one transaction, after a backup beside the ledger that names its version."""
    back_up(engine, path, _free_name(path, f"v{version}"))
    with transaction(engine, path, write=True) as connection:
        migrate(connection, migrations)


def _free_name(path: Path, mark: str) -> Path:
    """``ledger.db.v1.bak``, or with a number where an earlier backup has that name."""
    marks = chain((mark,), (f"{mark}-{again}" for again in count(2)))
    names = (path.with_name(f"{path.name}.{mark}.bak") for mark in marks)
    return next(name for name in names if not name.exists())


def back_up(engine: Engine, path: Path, target: Path) -> None:
    """A verified copy of the ledger at ``path``, under the name ``target`` that must be free."""
    with made_whole(target) as blank:
        with told(path, write=True), engine.connect() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(blank),))
        with told(blank, write=False), engine_for(blank).connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if found != "ok":
            raise LedgerDamaged(f"升级前的备份未通过完整性检查（{found}）")
