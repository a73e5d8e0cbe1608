"""Connections: how SQLite is opened, how a transaction begins and ends, and what its errors mean to a clerk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from duty_cli.errors import DutyError, LedgerBusy, LedgerDamaged, LedgerUnreadable, LedgerUnwritable, NotALedger

BUSY_SECONDS = 5

# TRUNCATE and EXTRA: readable on a read-only folder and over network shares, and no acknowledged commit is ever lost.
# Recursive triggers: INSERT OR REPLACE deletes behind the triggers' back without them. Cache: at most 64 MB, for imports.
_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "cache_size = -65536",
)

_REASONS = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_READONLY: "文件或所在文件夹为只读",
    sqlite3.SQLITE_READONLY_ROLLBACK: "上次写入中断，须在可写入的位置打开一次才能恢复",
    sqlite3.SQLITE_CANTOPEN: "没有权限打开文件或所在文件夹",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
}


def engine_for(path: Path) -> Engine:
    """Connections to the file ``path``, each opened when asked for and closed after use."""
    return create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: the driver must not begin transactions by itself, see ``transaction``.
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(engine: Engine, place: Path, *, write: bool) -> Iterator[Connection]:
    """One transaction, kept on leaving and rolled back after an exception; ``place`` is named in refusals.

    A writer begins IMMEDIATE: it waits at the door for the one before it, instead of failing half-way.
    """
    with told(place, write=write), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        yield connection
        connection.commit()


@contextmanager
def told(place: Path, *, write: bool) -> Iterator[None]:
    """Turn the database's errors that have a cause outside the program into refusals about ``place``."""
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(getattr(error.orig, "sqlite_errorcode", 0), place, write=write)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(code: int, place: Path, *, write: bool) -> DutyError | None:
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(place)
    if primary == sqlite3.SQLITE_NOTADB:
        return NotALedger(place)
    if primary == sqlite3.SQLITE_CORRUPT:
        return LedgerDamaged(f"数据库文件 {place} 已损坏")
    why = _REASONS.get(code) or _REASONS.get(primary)
    if why is None:
        return None
    return LedgerUnwritable(place, why) if write else LedgerUnreadable(place, why)
