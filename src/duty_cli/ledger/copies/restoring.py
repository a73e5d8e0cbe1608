"""Putting a backup in the place of a ledger: verified first, compared with what is there, which stays under another name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

from duty_cli.documents import systems
from duty_cli.documents.durable_files import (
    lasting_folder,
    name_once,
    sync_file,
    sync_folder,
    taken_away,
)
from duty_cli.errors.backup_errors import DamagedBackup, NewerBackup, NotABackup, OtherLedger
from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerUnreadable,
    LedgerUnwritable,
    NewerLedger,
    NoLedger,
    NotALedger,
)
from duty_cli.ledger.copies.backup_file import FOUNDING, Backup, read_backup, unpack_ledger
from duty_cli.ledger.migrations import MIGRATIONS, migrate
from duty_cli.ledger.sqlite.database import (
    Connections,
    blank_beside,
    connect,
    copy_into,
    free_name,
    reason,
    set_journal_aside,
    told,
    transaction,
    version_at,
    waited_for,
    which_file,
)
from duty_cli.ledger.sqlite.left_in_place import replaced_all_the_same
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.model.ledger_protocol import Batch, Ledger, LedgerHead
from duty_cli.model.members import Seq


@dataclass(frozen=True)
class Candidate:
    """A ledger out of a backup, whole and verified, under a name of its own beside the place it is to take."""

    source: Path
    backup: Backup | None
    """None where the source is a bare ledger, as upgrades leave it."""
    file: Path
    head: LedgerHead


@dataclass(frozen=True)
class Loss:
    """What a ledger holds beyond a backup of it: the batches after ``common``, the last seq at which both say the same."""

    head: LedgerHead
    common: Seq
    batches: tuple[Batch, ...]


@contextmanager
def candidate(source: Path, place: Path, *, untouched: bool = False) -> Iterator[Candidate]:
    """The ledger in the backup ``source``, brought up to date and verified beside ``place``; gone at the end unless it took it.

    With ``untouched`` a bare ledger is not even opened as a database, which would undo a writing that was broken off in it.
    Raises NotABackup, DamagedBackup, NewerBackup, LedgerUnwritable.
    """
    backup = read_backup(source) if is_zipfile(source) else None
    try:
        lasting_folder(place.parent)
    except OSError as error:
        raise LedgerUnwritable(place, reason(error)) from error
    with blank_beside(place) as blank:
        if backup is None:
            _take_bare(source, blank, untouched=untouched)
        else:
            unpack_ledger(backup, blank)
        head = _verified(blank, source)
        if backup is not None and (backup.manifest.seq, backup.manifest.head) != (head.seq, head.digest):
            raise DamagedBackup(source, "账首与清单不符")
        yield Candidate(source, backup, blank, head)


def _take_bare(source: Path, blank: Path, *, untouched: bool) -> None:
    """Copy a bare ledger, whatever earlier program wrote it."""
    try:
        if untouched:
            _copy_bytes(source, blank)
            version_at(Connections(blank), len(MIGRATIONS))
        else:
            version_at(Connections(source), len(MIGRATIONS))
            copy_into(source, blank)
    except NewerLedger as error:
        raise NewerBackup(source, "较新版本", error.found, len(MIGRATIONS)) from error
    except NoLedger as error:
        raise NotABackup(source, "没有这个文件") from error
    except NotALedger as error:
        raise NotABackup(source, "既不是备份，也不是账本") from error
    except LedgerDamaged as error:
        raise DamagedBackup(source, error.what) from error


def _copy_bytes(source: Path, blank: Path) -> None:
    """Copy the bytes of a ledger, and those of its journal: what was broken off in it is undone in the copy."""
    import shutil

    try:
        shutil.copyfile(source, blank)
        journal, own = (one.with_name(f"{one.name}-journal") for one in (source, blank))
        if journal.exists():
            # People's data too: nobody else reads it, from the first byte on.
            own.touch(mode=0o600)
            shutil.copyfile(journal, own)
    except FileNotFoundError as error:
        raise NoLedger(source) from error
    except OSError as error:
        raise LedgerUnreadable(source, reason(error)) from error


def _verified(file: Path, source: Path) -> LedgerHead:
    """The head of a ledger just unpacked, upgraded where an older program wrote it, and checked to the last row."""
    try:
        if version_at(Connections(file), len(MIGRATIONS)) < len(MIGRATIONS):
            with transaction(file, Connections(file), write=True) as connection:
                migrate(connection)
        ledger = SqliteLedger(file)
        ledger.check()
        with ledger.reading() as reading:
            return reading.head()
    except LedgerDamaged as error:
        raise DamagedBackup(source, error.what) from error
    except (NotALedger, sqlite3.Error) as error:
        raise DamagedBackup(source, "其中的账本不能读出") from error


def loss(place: object, new: Candidate, opened: Callable[[], Ledger]) -> Loss | str:
    """What the ledger at ``place`` would lose to a backup; where it cannot be read, why. Raises OtherLedger, LedgerBusy."""
    try:
        ledger = opened()
        with ledger.reading() as reading:
            head, batches = reading.head(), reading.batches()
        common = common_seq(ledger, head.seq, SqliteLedger(new.file), new.head.seq)
    except LedgerBusy:
        raise
    except LedgerError as error:
        return str(error)
    except (sqlite3.Error, TypeError, ValueError, LookupError):  # what a damaged file gives in the place of rows
        return f"现有账本 {place} 已损坏，不能读出"
    if common < FOUNDING:
        raise OtherLedger(new.source, new.head.committee, place, head.committee)
    return Loss(head, common, tuple(one for one in batches if one.seq + one.rows > common))


def common_seq(ledger: Ledger, last: Seq, other: Ledger, other_last: Seq) -> Seq:
    """The last seq at which two ledgers have the same hash; 0 where there is none. Once they differ, they differ for ever."""
    low, high = Seq(0), min(last, other_last)
    while low < high:
        middle = Seq((low + high + 1) // 2)
        with ledger.reading(middle) as one, other.reading(middle) as two:
            same = one.head().digest == two.head().digest
        low, high = (middle, high) if same else (low, Seq(middle - 1))
    return low


def put_in_place(new: Candidate, place: Path) -> Path | None:
    """Give a verified ledger the name ``place``; where the one that had it stays, None where there was none.

    Raises LedgerBusy, LedgerUnwritable: then what was there is there; StandsAllTheSame, StandsUnclear, LedgerUnnamed where the
    disk failed and let nothing be put back.
    """
    aside, there, file = free_name(place, "replaced"), os.path.lexists(place), which_file(new.file)
    try:
        _exchange(new.file, place, aside, there=there)
    except OSError as error:
        raise replaced_all_the_same(file, place, aside, reason(error)) from error
    return aside if there else None


def _exchange(file: Path, place: Path, aside: Path, *, there: bool) -> None:
    with ExitStack() as held:
        if there:
            held.enter_context(_nobody_writing(place))
        if not systems.open_files_can_be_replaced():
            held.close()
        sync_file(file)
        _swap(file, place, aside, there=there)
        _sync_or_swap_back(place, aside, there=there)


def _swap(file: Path, place: Path, aside: Path, *, there: bool) -> None:
    if there:
        name_once(place, aside)
    try:
        if there:
            # On the disk first: a power cut might keep the name of the newcomer and lose the one that the old ledger was given.
            sync_folder(place.parent)
        set_journal_aside(place, aside)
        systems.replace(file, place)
    except OSError:
        if there:
            _named_back(place, aside)
        raise


def _named_back(place: Path, aside: Path) -> None:
    """The ledger that was to be replaced has its name again, alone, and its journal too. Raises OSError."""
    if os.path.lexists(place):
        taken_away(aside)
    else:
        systems.rename(aside, place)
    set_journal_aside(aside, place)


def _sync_or_swap_back(place: Path, aside: Path, *, there: bool) -> None:
    try:
        sync_folder(place.parent)
    except OSError:
        if there:
            systems.replace(aside, place)
            set_journal_aside(aside, place)
        else:
            place.unlink()
        raise


@contextmanager
def _nobody_writing(place: Path) -> Iterator[None]:
    """Nobody writes to the ledger meanwhile, and a writing that was broken off is undone; a file that is no database goes as it is."""
    with ExitStack() as open_:
        try:
            with told(place, write=True):
                raw = open_.enter_context(closing(waited_for(place, lambda: connect(place))))
                waited_for(place, lambda: raw.execute("BEGIN EXCLUSIVE"))
        except LedgerBusy:
            raise
        except (LedgerError, sqlite3.Error):
            open_.close()
        yield
