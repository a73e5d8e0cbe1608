"""The door of a ledger on a server: make it, open it, read it, write to it, check it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import psycopg

from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import LedgerExists, NewerLedger, NoLedger, UnknownSeq
from duty_cli.errors.server_errors import (
    EntryStandsOnServer,
    EntryUnclearOnServer,
    MayNotFound,
    MayNotLook,
    NameLeftOnServer,
    OlderOnServer,
    OwnerErases,
    ServerGone,
)
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.postgres_reader import PostgresReader
from duty_cli.ledger.postgres.schema_text import FIRST, SCHEMA, statements
from duty_cli.ledger.postgres.server_refusals import told
from duty_cli.ledger.postgres.server_transactions import ServerConnections, session, transaction
from duty_cli.ledger.queries.snapshot import head_of
from duty_cli.model.kept_values import KeptInProcess, KeptValues
from duty_cli.model.ledger_protocol import CommitteeSetup, LedgerWriter, Operation, WholeReader
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import Seq
from duty_cli.model.name_order import BY_SECTOR, Lists

if TYPE_CHECKING:
    from duty_cli.ledger.postgres.postgres_writer import PostgresWriter


def create_on_server(place: LedgerServer, act: Operation, founding: CommitteeSetup) -> PostgresLedger:
    """A new ledger in the database at ``place``, whose first batch founds the committee; all of it, or nothing.

    Raises LedgerExists, NoRightThere, and what ``session`` raises.
    """
    from duty_cli.ledger.appending.row_writer import one_batch
    from duty_cli.ledger.postgres.postgres_writer import PostgresWriter

    connection = session(place)
    try:
        with told(place):
            make_schema(place, connection)
            with one_batch(connection, act, partial(PostgresWriter, place, connection)) as writing:
                writing.append(founding)
            connection.commit()
    finally:
        connection.close()
    return PostgresLedger(place)


def make_schema(place: LedgerServer, connection: PostgresConnection) -> None:
    """The schema of a ledger of this version, without any row, inside the transaction that is open. Raises LedgerExists, MayNotFound."""
    try:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    except psycopg.errors.DuplicateSchema:
        raise LedgerExists(place) from None
    except psycopg.errors.InsufficientPrivilege:
        raise MayNotFound(place, connection.user) from None
    for statement in FIRST:
        connection.raw.execute(statement.encode())
    connection.execute("INSERT INTO schema_version VALUES (1, 0)")
    _migrate(connection, 0)


def _migrate(connection: PostgresConnection, version: int) -> None:
    """Bring the schema up to date, inside the transaction that is open."""
    for number in range(version + 1, len(MIGRATIONS) + 1):
        # Without values, so that several go in one message.
        connection.raw.execute(";".join(statements(number)).encode())
    connection.execute("UPDATE schema_version SET version = ?", (len(MIGRATIONS),))


def open_on_server(place: LedgerServer, *, keep: bool = False) -> PostgresLedger:
    """The ledger in the database at ``place``; with ``keep``, connected once until it is let go.

    Raises NoLedger, NewerLedger, OlderOnServer, and what ``session`` raises.
    """
    found = PostgresLedger(place, keep=keep)
    version = found.version()
    if version > len(MIGRATIONS):
        raise NewerLedger(place, version, len(MIGRATIONS))
    if version < len(MIGRATIONS):
        raise OlderOnServer(place, version, len(MIGRATIONS))
    return found


class PostgresLedger:
    """The ledger in a database of a server; see the Protocol ``Ledger``."""

    def __init__(self, place: LedgerServer, *, keep: bool = False) -> None:
        self.place = place
        self._connections = ServerConnections(place, keep=keep)
        self.lists: Lists = BY_SECTOR
        """How lists of names go; whoever opens the ledger may say otherwise."""
        self.values: KeptValues = KeptInProcess()
        """What was worked out of its readings; whoever opens the ledger may say where it is kept."""
        self.entered: Callable[[str], object] = str
        """Told what was entered, once it stands; whoever opens the ledger may want to know."""
        self.last_entered = Seq(0)
        """The last seq that was entered through this; 0 where nothing was."""
        self.not_to_be_written: LedgerError | None = None
        """Why nothing may be entered, where whoever opens the ledger knows a reason."""

    def version(self) -> int:
        """The version of the schema. Raises NoLedger, MayNotLook."""
        with self._transaction(write=False) as connection:
            try:
                return int(connection.execute(f"SELECT version FROM {SCHEMA}.schema_version").fetchone()[0])
            except psycopg.errors.UndefinedTable:
                raise NoLedger(self.place) from None
            except psycopg.errors.InsufficientPrivilege:
                raise MayNotLook(self.place, connection.user) from None

    def upgrade(self, keep: Callable[[PostgresReader, int], object]) -> tuple[int, int]:
        """Bring the schema up to date, all of it or nothing; the versions before and after.

        First ``keep`` is given what is there, and its version: nobody enters anything meanwhile.

        Raises NoLedger, NewerLedger, NoRightThere.
        """
        if (found := self.version()) > len(MIGRATIONS):
            raise NewerLedger(self.place, found, len(MIGRATIONS))
        with self._transaction(write=True) as connection:
            # The head is held: of several that came at once one upgrades, and the others look again.
            version = int(connection.execute("SELECT version FROM schema_version").fetchone()[0])
            if version < len(MIGRATIONS):
                keep(PostgresReader(connection, head_of(connection)[0], self.lists), version)
            _migrate(connection, version)
        return version, len(MIGRATIONS)

    def let_go(self) -> None:
        """Hold no connection between transactions: somebody may be away for long, or the run ends."""
        self._connections.let_go()

    def asking(self) -> AbstractContextManager[PostgresConnection]:
        """A transaction in which whoever knows the tables asks for himself; nothing can be written in it."""
        return self._transaction(write=False)

    @contextmanager
    def reading(self, known_at: Seq | None = None) -> Iterator[WholeReader]:
        """One unchanging view of the ledger, as known at ``known_at`` or now. Raises UnknownSeq."""
        with self._read(known_at, self.values) as reading:
            yield reading

    @contextmanager
    def _read(self, known_at: Seq | None, values: KeptValues) -> Iterator[PostgresReader]:
        with self._transaction(write=False) as connection:
            last, _ = head_of(connection)
            if known_at is not None and not 1 <= known_at <= last:
                raise UnknownSeq(known_at, last)
            reading = PostgresReader(connection, last if known_at is None else known_at, self.lists)
            reading.values = values
            yield reading

    @contextmanager
    def verified_reading(self, known_at: Seq | None, sound: KeptValues) -> Iterator[WholeReader]:
        """The same, verified before anything is read from it. Raises LedgerDamaged as well."""
        from duty_cli.ledger.postgres.server_check import check_on_server

        with self._read(known_at, sound) as reading:
            check_on_server(reading.connection)
            yield reading

    def check(self, _: object = None) -> None:
        """Verify every row, reference, name and the schema. Raises LedgerDamaged about the first problem.

        Nobody keeps in mind that it was sound: of a server nobody sees the bytes.
        """
        from duty_cli.ledger.postgres.server_check import check_on_server

        with self._transaction(write=False) as connection:
            check_on_server(connection)

    def time_remarks(self) -> tuple[str, ...]:
        """What is to be known of times of entry that go back, though nothing is wrong with the ledger."""
        from duty_cli.ledger.checking.batch_times import time_remarks

        with self._transaction(write=False) as connection:
            return time_remarks(connection)

    @contextmanager
    def writing(self, act: Operation) -> Iterator[LedgerWriter]:
        """One transaction and one batch: all of it is kept, or none.

        Raises LedgerBusy, MayOnlyLook, OwnerErases, ServerGone: then none is; EntryStandsOnServer, EntryUnclearOnServer where the server was
        gone as it was kept; NameLeftOnServer where all is and an erased name is not out of the server's files.
        """
        # Whoever only reads is spared what writing takes to load.
        from duty_cli.ledger.appending.row_writer import one_batch
        from duty_cli.ledger.postgres.postgres_writer import PostgresWriter

        if self.not_to_be_written is not None:
            raise self.not_to_be_written
        writing = None
        try:
            with (
                self._transaction(write=True) as connection,
                one_batch(connection, act, partial(PostgresWriter, self.place, connection)) as writing,
            ):
                yield writing
        except ServerGone as gone:
            # Whole, and the server was gone: it may stand for all that.
            if writing is not None and writing.complete:
                self._read_back(writing, writing.said, gone)
            raise
        self.last_entered = writing.known
        self.entered(writing.said)
        if writing.erased:
            self._sweep_names(writing.said)

    def look_before_erasing(self) -> None:
        """Raise OwnerErases where the user may not change the names, and why nothing is entered at all where that is known."""
        if self.not_to_be_written is not None:
            raise self.not_to_be_written
        with self._transaction(write=False) as connection:
            (may,) = connection.execute("SELECT has_table_privilege(?, 'UPDATE')", (f"{SCHEMA}.person",)).fetchone()
            if not may:
                raise OwnerErases(self.place, connection.user)

    def _read_back(self, writing: PostgresWriter, entered: str, gone: ServerGone) -> None:
        """Raise where what was sent is there after all, or nobody can tell."""
        try:
            with self._transaction(write=False) as connection:
                found = connection.execute("SELECT hash FROM entry WHERE seq = ?", (writing.known,)).fetchone()
        except LedgerError as unread:
            raise EntryUnclearOnServer(self.place, entered) from unread
        if found == (writing.hash,):
            raise EntryStandsOnServer(self.place, entered) from gone

    def _sweep_names(self, entered: str) -> None:
        """Have the table of names written anew: what was erased would stand in its old rows until others take their place."""
        try:
            with self._connections.lent() as connection:
                left = connection.rewrite("person")
        except (LedgerError, psycopg.Error) as error:
            # Whoever looks at names just then has the table.
            raise NameLeftOnServer(self.place, entered) from error
        if left:
            raise NameLeftOnServer(self.place, entered)

    def _transaction(self, *, write: bool) -> AbstractContextManager[PostgresConnection]:
        return transaction(self._connections, write=write)
