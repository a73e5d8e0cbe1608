"""Ledger files and connections: how SQLite is opened and transactions begin and end; files made whole, then renamed."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, count
from pathlib import Path
from sqlite3 import Connection
from stat import S_ISREG
from typing import TypeAlias, TypeVar

from duty_cli.documents import systems
from duty_cli.documents.durable_files import name_once, sweep, sync_file, sync_folder, taken_away, temporary_prefix
from duty_cli.errors.base import DutyError
from duty_cli.errors.ledger_errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerExists,
    LedgerReplaced,
    LedgerUnreadable,
    LedgerUnwritable,
    NameLeft,
    NewerLedger,
    NoLedger,
    NotALedger,
)
from duty_cli.ledger.migrations import APPLICATION_ID, Migrations, migrate, pragma, version_of

# So long SQLite waits for another program by itself; between two of its waitings Ctrl+C is heard, see ``waited_for``.
LOOK_SECONDS = 0.25

# TRUNCATE and EXTRA: readable on a read-only folder and over network shares, and no acknowledged commit is ever lost.
# Recursive triggers: INSERT OR REPLACE deletes behind the triggers' back without them. Cache: at most 64 MB, for imports.
_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "journal_mode = TRUNCATE",
    "synchronous = EXTRA",
    "cache_size = -65536",
)

_OPENING_REASONS = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_READONLY: "文件或所在文件夹为只读",
    sqlite3.SQLITE_READONLY_ROLLBACK: "上次写入中断，须在可写入的位置打开一次才能恢复",
    sqlite3.SQLITE_CANTOPEN: "没有权限打开文件或所在文件夹",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
}


def connect(path: Path) -> Connection:
    """A new connection to the file ``path``."""
    # isolation_level=None: the driver must not begin transactions by itself, see ``transaction``.
    # A very long import has another thread write, one after the other; the driver is not to forbid it.
    connection = sqlite3.connect(path, timeout=LOOK_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


T = TypeVar("T")
Connect: TypeAlias = Callable[[Path], Connection]
"""How a file is opened."""


class Connections:
    """The connections to one file: one a transaction, or one kept from each for the next, until ``let_go``."""

    def __init__(self, path: Path, opened: Connect = connect, *, keep: bool = False) -> None:
        self.path = path
        self._opened = opened
        self._keep = keep
        self._kept: tuple[Connection, object] | None = None
        self._lent: object = None
        self._out = 0

    @property
    def in_use(self) -> bool:
        """Whether any is lent."""
        return self._out > 0

    @property
    def replaced(self) -> bool:
        """Whether another file has the name since the connection was lent: what is written to the old one would be lost."""
        return self._lent != which_file(self.path)

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """A connection; closed after an exception, as nobody knows what it was left in."""
        file = which_file(self.path)
        connection, file = self._take() or (waited_for(self.path, lambda: self._opened(self.path)), file)
        self._lent = file
        self._out += 1
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        finally:
            self._out -= 1
        if self._keep and self._kept is None:
            self._kept = connection, file
        else:
            connection.close()

    def let_go(self) -> None:
        """Close what is kept, and keep none from now on: a file that is open cannot be renamed on Windows."""
        self._keep = False
        if self._kept is not None:
            self._kept[0].close()
            self._kept = None

    def _take(self) -> tuple[Connection, object] | None:
        kept, self._kept = self._kept, None
        # Where another file was put in the place of this one, what is written to the old one would be lost.
        if kept is not None and kept[1] != which_file(self.path):
            kept[0].close()
            return None
        return kept


def which_file(path: Path) -> object:
    """What tells one file from another that has its name later; of a file that cannot be looked at, something else each time."""
    try:
        found = path.stat()
    except OSError:
        return object()
    return found.st_dev, found.st_ino


@contextmanager
def transaction(place: Path, connections: Connections, *, write: bool) -> Iterator[Connection]:
    """One transaction, kept on leaving and rolled back after an exception; refusals speak of ``place``.

    A writer begins IMMEDIATE: it waits at the door for the one before it, instead of failing half-way. Raises LedgerBusy.
    """
    # A reader begins a transaction too: all that one report asks is answered from the same state of the file.
    with told(place, write=write), connections.lent() as connection:
        waited_for(place, lambda: _begin(connection, write=write))
        try:
            # A backup was restored while this one waited at the door.
            if write and connections.replaced:
                raise LedgerReplaced(place)
            yield connection
        except BaseException:
            connection.rollback()
            raise
        waited_for(place, connection.commit, readers=True)


def waited_for(place: Path, step: Callable[[], T], *, readers: bool = False) -> T:
    """What ``step`` gives, waited for while another program has the ledger at ``place``. Raises LedgerBusy."""
    try:
        return step()
    except sqlite3.OperationalError as error:
        from duty_cli.ledger.sqlite.waiting import is_busy, tried_on

        if not is_busy(error):
            raise
    return tried_on(place, step, readers=readers)


def _begin(connection: Connection, *, write: bool) -> None:
    if write:
        connection.execute("BEGIN IMMEDIATE")
        return
    # Reading at once is what takes the reader's lock: it waits here, and nowhere in the middle.
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except BaseException:
        connection.rollback()
        raise


@contextmanager
def told(place: Path, *, write: bool) -> Iterator[None]:
    """Turn the database's errors that have a cause outside the program into refusals about ``place``."""
    try:
        yield
    except sqlite3.Error as error:
        refusal = _refusal(getattr(error, "sqlite_errorcode", 0), place, write=write)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(code: int, place: Path, *, write: bool) -> DutyError | None:
    # SQLite puts the details of an error into the upper bytes of its code.
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusy(place)
    if primary == sqlite3.SQLITE_NOTADB:
        return NotALedger(place)
    if primary == sqlite3.SQLITE_CORRUPT:
        return LedgerDamaged(f"数据库文件 {place} 已损坏")
    why = _OPENING_REASONS.get(code) or _OPENING_REASONS.get(primary)
    if why is None:
        return None
    return LedgerUnwritable(place, why) if write else LedgerUnreadable(place, why)


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘为只读",
    errno.ENOENT: "所在文件夹不存在",
    errno.ENOTDIR: "所在文件夹不存在",
    errno.ENOSPC: "磁盘已满",
    errno.EIO: "磁盘读写出错",
}


@contextmanager
def blank_beside(path: Path) -> Iterator[Path]:
    """A blank file (0600) in the folder of ``path``, to be filled; it vanishes at the end unless it was renamed."""
    import tempfile

    why = systems.unfit(path) or systems.no_room_beside(path)
    if why is not None:
        raise LedgerUnwritable(path, why)
    sweep(path.parent, path.name)
    try:
        handle, name = tempfile.mkstemp(prefix=temporary_prefix(), suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise LedgerUnwritable(path, reason(error)) from error
    # Windows renames no file that is open.
    os.close(handle)
    blank = Path(name)
    try:
        yield blank
    finally:
        taken_away(blank)
        taken_away(blank.with_name(f"{blank.name}-journal"))


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A blank file beside ``path`` to be filled; it takes that name at the end, once it is on the disk, or vanishes.

    Raises LedgerExists, LedgerUnwritable; NameLeft where it has that name for all that.
    """
    with blank_beside(path) as blank:
        yield blank
        named = False
        try:
            sync_file(blank)
            name_once(blank, path)
            named = True
            sync_folder(path.parent)
        except FileExistsError:
            raise LedgerExists(path) from None
        except OSError as error:
            # What is said to be refused must not be there.
            if named:
                taken_away(path)
            refused = NameLeft if named and os.path.lexists(path) else LedgerUnwritable
            raise refused(path, reason(error)) from error


def reason(error: OSError) -> str:
    """Why a file could not be written or read, in a clerk's words."""
    if systems.is_held(error):
        return "文件正被其他程序打开，请关闭后重试"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


Upgraded: TypeAlias = Callable[[int, int, Path], object]
"""Told that a ledger was upgraded: from which version, to which, and where the one before lies."""


def brought_up_to_date(connections: Connections, migrations: Migrations, upgraded: Upgraded | None = None) -> None:
    """Make sure that a file is a ledger of this version; one of an earlier version is upgraded."""
    if version_at(connections, len(migrations)) < len(migrations):
        done = _upgrade(connections.path, migrations)
        if done is not None and upgraded is not None:
            upgraded(done[0], len(migrations), done[1])


def version_at(connections: Connections, known: int) -> int:
    """The version of the ledger in a file, at most ``known``. Raises NoLedger, NotALedger, NewerLedger, LedgerUnreadable."""
    path = connections.path
    if not _is_file(path):
        raise NotALedger(path)
    with told(path, write=False), connections.lent() as connection:
        version = waited_for(path, lambda: _version(connection, path))
    # What a newer program wrote may mean more than this one understands: it is not even read.
    if version > known:
        raise NewerLedger(path, version, known)
    return version


def _is_file(path: Path) -> bool:
    try:
        return S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise NoLedger(path) from None
    except OSError as error:
        raise LedgerUnreadable(path, reason(error)) from error


def _version(connection: Connection, path: Path) -> int:
    """The schema's version, once it is sure that the file is a ledger."""
    ours = pragma(connection, "application_id") == APPLICATION_ID
    version = version_of(connection)
    if not ours or version == 0:
        raise NotALedger(path)
    return version


def _upgrade(path: Path, migrations: Migrations) -> tuple[int, Path] | None:
    """Migrate, after a backup beside the ledger that names its version; None where another program has.

    Raises LedgerUnwritable; StandsAllTheSame, StandsUnclear where the disk failed as it was kept.
    """
    try:
        return _migrated(path, migrations)
    except LedgerUnwritable as error:
        from duty_cli.ledger.sqlite.left_in_place import upgraded_all_the_same

        found = upgraded_all_the_same(path, len(migrations), error)
        if found is None:
            raise
        raise found from error


def _migrated(path: Path, migrations: Migrations) -> tuple[int, Path] | None:
    from duty_cli.ledger.sqlite.waiting import upgrade_noted

    with transaction(path, Connections(path), write=True) as connection:
        # Of several that came at once one upgrades; the others waited at the door, and look again.
        version = version_of(connection)
        if version >= len(migrations):
            return None
        # The backup comes first and stays: an office may have to go back to the program it had.
        backup = free_name(path, f"v{version}")
        with upgrade_noted(path):
            back_up(path, backup)
            migrate(connection, migrations)
    return version, backup


def free_name(path: Path, mark: str) -> Path:
    """``ledger.db.v1.bak``, or with a number where an earlier backup has that name."""
    marks = chain((mark,), (f"{mark}-{again}" for again in count(2)))
    names = (path.with_name(f"{path.name}.{mark}.bak") for mark in marks)
    return next(name for name in names if not os.path.lexists(name))


def set_journal_aside(place: Path, aside: Path) -> None:
    """Take away what a broken-off writing left beside ``place``: SQLite would play it back into whatever has that name next."""
    journal = place.with_name(f"{place.name}-journal")
    if journal.is_file() and journal.stat().st_size > 0:
        systems.rename(journal, aside.with_name(f"{aside.name}-journal"))


def back_up(path: Path, target: Path) -> None:
    """A verified copy of the ledger at ``path``, under the name ``target`` that must be free."""
    with made_whole(target) as blank:
        copy_into(path, blank)
        with told(blank, write=False), closing(connect(blank)) as connection:
            found = pragma(connection, "integrity_check(1)")
        if found != "ok":
            raise LedgerDamaged(f"升级前的备份未通过完整性检查（{found}）")


def copy_into(path: Path, blank: Path) -> None:
    """Copy the ledger at ``path``, as it stands at one moment, into a blank file. Raises LedgerUnwritable."""
    from duty_cli.model.progress import under_way

    # A copy of the bytes could catch a journal half-way; VACUUM INTO reads one consistent state.
    with (
        under_way("复制账本"),
        told(path, write=True),
        closing(waited_for(path, lambda: connect(path))) as connection,
    ):
        waited_for(path, lambda: connection.execute("VACUUM INTO ?", (str(blank),)))
