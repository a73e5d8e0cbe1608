"""The door of the store: make a ledger, open it, read it, write to it, check it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import Connection, Error
from typing import TYPE_CHECKING

from duty_cli.documents.durable_files import sweep
from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import EntryStands, EntryUnclear, LedgerDamaged, NameLeft, UnknownSeq
from duty_cli.ledger.migrations import MIGRATIONS, Migrations, migrate
from duty_cli.ledger.queries.snapshot import head_of
from duty_cli.ledger.sqlite.database import (
    Connect,
    Connections,
    Upgraded,
    brought_up_to_date,
    connect,
    free_name,
    made_whole,
    set_journal_aside,
    transaction,
)
from duty_cli.ledger.sqlite.sqlite_reader import SqliteReader
from duty_cli.model.kept_values import KeptInProcess, KeptValues
from duty_cli.model.ledger_protocol import CommitteeSetup, LedgerWriter, Operation, WholeReader
from duty_cli.model.members import Seq
from duty_cli.model.name_order import BY_SECTOR, Lists

if TYPE_CHECKING:
    from duty_cli.ledger.checking.schema_shape import SchemaShape
    from duty_cli.ledger.sqlite.file_state import FileState
    from duty_cli.ledger.sqlite.sqlite_writer import SqliteWriter
    from duty_cli.ledger.sqlite.verified_reading import SoundFiles


def create(path: Path, act: Operation, founding: CommitteeSetup, migrations: Migrations = MIGRATIONS) -> SqliteLedger:
    """A new ledger whose first batch founds the committee.

    Raises LedgerExists, LedgerUnwritable; StandsAllTheSame, StandsUnclear where the disk failed when it had its name.
    """
    from duty_cli.ledger.appending.row_writer import one_batch
    from duty_cli.ledger.sqlite.sqlite_writer import SqliteWriter

    if not os.path.lexists(path):
        set_journal_aside(path, free_name(path, "replaced"))
    try:
        with made_whole(path) as blank, transaction(path, Connections(blank), write=True) as connection:
            migrate(connection, migrations)
            with one_batch(connection, act, partial(SqliteWriter, connection)) as writing:
                writing.append(founding)
    except NameLeft as error:
        from duty_cli.ledger.sqlite.left_in_place import founded_all_the_same

        raise founded_all_the_same(path, error.why) from error
    return SqliteLedger(path)


def open_ledger(
    path: Path, migrations: Migrations = MIGRATIONS, *, keep: bool = False, upgraded: Upgraded | None = None
) -> SqliteLedger:
    """The ledger at ``path``, upgraded if an older program wrote it; with ``keep``, opened once until it is let go.

    ``upgraded`` is told if it was. Of several programs that open it at once, one upgrades and the others wait.
    Raises NoLedger, NotALedger, NewerLedger, LedgerUnreadable; LedgerUnwritable where it cannot be upgraded.
    """
    sweep(path.parent, path.name)
    found = SqliteLedger(path, keep=keep)
    found.bring_up_to_date(migrations, upgraded)
    return found


class SqliteLedger:
    """The ledger in one SQLite file; see the Protocol ``Ledger``."""

    def __init__(self, path: Path, opened: Connect = connect, *, keep: bool = False) -> None:
        self._path = path
        self._connections = Connections(path, opened, keep=keep)
        self._migrations = MIGRATIONS
        self.lists: Lists = BY_SECTOR
        """How lists of names go; whoever opens the ledger may say otherwise."""
        self.processes = 1
        """How many processes may work on one reading, 1 or 2; whoever opens the ledger may say otherwise."""
        self.values: KeptValues = KeptInProcess()
        """What was worked out of its readings; whoever opens the ledger may say where it is kept."""
        self.sound: SoundFiles | None = None
        """Which files were found sound; whoever opens the ledger may know."""
        self.entered: Callable[[str], object] = str
        """Told what was entered, once it stands; whoever opens the ledger may want to know."""
        self.last_entered = Seq(0)
        """The last seq that was entered through this; 0 where nothing was."""
        self.not_to_be_written: LedgerError | None = None
        """Why nothing may be entered, where whoever opens the ledger knows a reason."""

    def bring_up_to_date(self, migrations: Migrations, upgraded: Upgraded | None = None) -> None:
        """Upgrade what an older program wrote. Raises as ``open_ledger``."""
        brought_up_to_date(self._connections, migrations, upgraded)
        self._migrations = migrations

    def let_go(self) -> None:
        """Hold the file open no longer between transactions: somebody may be away for long, or the run ends."""
        self._connections.let_go()

    @contextmanager
    def reading(self, known_at: Seq | None = None) -> Iterator[WholeReader]:
        """One unchanging view of the ledger, as known at ``known_at`` or now. Raises UnknownSeq."""
        with self._read(known_at, self.values) as reading:
            yield reading

    @contextmanager
    def verified_reading(self, known_at: Seq | None, sound: SoundFiles) -> Iterator[WholeReader]:
        """The same, verified by its end, before which nothing that was read may be shown. Raises LedgerDamaged as well."""
        # Whoever writes is spared what verifying takes to load.
        from duty_cli.ledger.sqlite.verified_reading import verified

        before = self._state()
        with (
            self._read(known_at, sound) as reading,
            verified(self._path, before, sound, lambda: self._shape(sound), reading.connection),
        ):
            yield reading

    @contextmanager
    def _read(self, known_at: Seq | None, values: KeptValues) -> Iterator[SqliteReader]:
        with self._transaction(write=False) as connection:
            last, _ = head_of(connection)
            if known_at is not None and not 1 <= known_at <= last:
                raise UnknownSeq(known_at, last)
            reading = SqliteReader(connection, last if known_at is None else known_at, self.lists)
            reading.values = values
            reading.place = self._path if self.processes > 1 else None
            yield reading

    def _state(self) -> FileState | None:
        """The state of the file; None where it is not to be had now."""
        from duty_cli.ledger.sqlite.file_state import state_of

        return None if self._connections.in_use else state_of(self._path)

    def look_before_erasing(self) -> None:
        """Raise why nothing is entered, where whoever opened the ledger knows a reason."""
        if self.not_to_be_written is not None:
            raise self.not_to_be_written

    @contextmanager
    def writing(self, act: Operation) -> Iterator[LedgerWriter]:
        """One transaction and one batch: all of it is kept, or none.

        Raises LedgerBusy, LedgerUnwritable: then none is; EntryStands, EntryUnclear where the disk failed as it was kept.
        """
        # Whoever only reads is spared what writing takes to load.
        from duty_cli.ledger.appending.row_writer import one_batch
        from duty_cli.ledger.sqlite.sqlite_writer import SqliteWriter

        if self.not_to_be_written is not None:
            raise self.not_to_be_written
        writing = None
        before = self._state() if self.sound is not None and self.sound.any() else None
        try:
            with (
                ExitStack() as noted,
                self._transaction(write=True) as connection,
                one_batch(connection, act, partial(SqliteWriter, connection)) as writing,
            ):
                first = writing.batch_seq
                if before is not None and not before.stands(self._path):
                    before = None
                writing.when_long = lambda: noted.enter_context(self._noted(act, first))
                yield writing
        except (LedgerError, Error) as error:
            # Whole, and the disk failed: it may stand for all that.
            if writing is not None and writing.complete:
                self._read_back(writing, writing.said, error)
            raise
        self.last_entered = writing.known
        self.entered(writing.said)
        self._still_sound(before)

    def _still_sound(self, before: FileState | None) -> None:
        """What was sound and written to by this alone is sound: the next report need not go through all of it."""
        after = None if before is None else self._state()
        # Where another program has written as well, the file was changed more than once.
        if self.sound is not None and before and after and after.changes == before.changes + 1:
            self.sound.became(before.digest, after.digest)

    def _noted(self, act: Operation, first: Seq) -> AbstractContextManager[None]:
        """Those who wait find a note of who is writing what."""
        from duty_cli.ledger.sqlite.waiting import writer_noted

        return writer_noted(self._path, act.by, act.command, first, act.at)

    def _read_back(self, writing: SqliteWriter, entered: str, error: Exception) -> None:
        """Raise where what the disk refused to keep is there after all, or nobody can tell."""
        why = getattr(error, "why", str(error))
        try:
            with self._transaction(write=False) as connection:
                found = connection.execute("SELECT hash FROM entry WHERE seq = ?", (writing.known,)).fetchone()
        except (LedgerError, Error) as unread:
            raise EntryUnclear(self._path, why, entered) from unread
        if found == (writing.hash,):
            raise EntryStands(self._path, why, entered) from error

    def check(self, sound: SoundFiles | None = None) -> None:
        """Verify every row, reference, name, the schema and the file itself; ``sound`` is told of a file that is.

        Raises LedgerDamaged about the first problem.
        """
        from duty_cli.ledger.checking.verify import check

        before = None if sound is None else self._state()
        try:
            with self._transaction(write=False) as connection:
                # Nobody can write meanwhile: what is verified beside is in the same state.
                check(connection, self._shape(sound), lambda: connect(self._path))
                still = before is not None and before.stands(self._path)
        except Error as unread:  # its header says that it is of a kind that SQLite does not know
            raise LedgerDamaged(f"数据库文件读不出来（{unread}）") from unread
        if sound is not None and before is not None and still:
            sound.note(before.digest)

    def _shape(self, kept: KeptValues | None) -> SchemaShape:
        from duty_cli.ledger.checking.schema_shape import SchemaShape, shape_of

        def made() -> SchemaShape:
            return shape_of(self._migrations)

        # To make a blank ledger takes as long as a fifth of the check of a small one.
        return made() if kept is None else kept.kept("schema", (len(self._migrations),), SchemaShape, made)

    def time_remarks(self) -> tuple[str, ...]:
        """What is to be known of times of entry that go back, though nothing is wrong with the ledger."""
        from duty_cli.ledger.checking.batch_times import time_remarks

        with self._transaction(write=False) as connection:
            return time_remarks(connection)

    def _transaction(self, *, write: bool) -> AbstractContextManager[Connection]:
        return transaction(self._path, self._connections, write=write)
