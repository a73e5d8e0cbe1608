"""Connections to a server and transactions on it: how they begin and end, and what is said where something outside goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

import psycopg

from duty_cli.errors.ledger_errors import LedgerBusy
from duty_cli.errors.server_errors import MayOnlyLook, NotUnicode
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.schema_text import SCHEMA
from duty_cli.ledger.postgres.server_connection import connected
from duty_cli.ledger.postgres.server_refusals import told
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.progress import clear_progress, somebody_sees, still_waiting

BUSY_SECONDS = 5
"""Where nobody looks on, as in a nightly script, so long is waited for another writer."""

_LOOK_MILLISECONDS = 1_000
"""So long the server waits by itself; in between it is told to whoever looks on."""

_SESSION = f"""
    SET search_path = {SCHEMA}, pg_temp; SET lock_timeout = {_LOOK_MILLISECONDS}; SET synchronous_commit = on;
    SET cursor_tuple_fraction = 1; SET client_min_messages = warning; SET standard_conforming_strings = on;
    SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0
"""
"""What no session of ours goes without: no acknowledged commit is ever lost, and rows that are streamed are all wanted."""


class ServerConnections:
    """The connections to one ledger: one a transaction, or one kept from each for the next, until ``let_go``."""

    def __init__(self, place: LedgerServer, *, keep: bool) -> None:
        self.place = place
        self._kept: PostgresConnection | None = None
        self._keep = keep

    @contextmanager
    def lent(self) -> Iterator[PostgresConnection]:
        """A connection; closed after an exception, as nobody knows what it was left in."""
        connection, self._kept = self._kept, None
        if connection is None or not connection.is_alive():
            connection = session(self.place)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if self._keep and self._kept is None:
            self._kept = connection
        else:
            connection.close()

    def let_go(self) -> None:
        """Close what is kept, and keep none from now on."""
        self._keep = False
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def session(place: LedgerServer) -> PostgresConnection:
    """A new connection as a ledger needs it. Raises NotUnicode, and as ``connected``."""
    raw = connected(place)
    try:
        encoding = raw.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise NotUnicode(place, encoding or "")
        with told(place):
            raw.execute(_SESSION)
            raw.autocommit = False
            # Where a transaction begins by itself: an administrator may have set otherwise for all who come.
            raw.isolation_level, raw.read_only = psycopg.IsolationLevel.READ_COMMITTED, False
    except BaseException:
        raw.close()
        raise
    return PostgresConnection(raw)


@contextmanager
def held_session(place: LedgerServer) -> Iterator[PostgresConnection]:
    """A connection of its own in one transaction, kept on leaving and undone after an exception."""
    connection = session(place)
    try:
        with told(place):
            yield connection
            connection.commit()
    finally:
        connection.close()


@contextmanager
def transaction(connections: ServerConnections, *, write: bool) -> Iterator[PostgresConnection]:
    """One transaction, kept on leaving and rolled back after an exception.

    A writer takes the head first: it waits at the door for the one before it. A reader sees one state of the ledger throughout, and
    waits for nobody. Raises LedgerBusy, MayOnlyLook.
    """
    with told(connections.place), connections.lent() as connection:
        _begin(connections.place, connection, write=write)
        try:
            yield connection
        except BaseException:
            with suppress(Exception):  # what went wrong before is told
                connection.rollback()
            raise
        connection.commit()


_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE"
"""Said with every transaction: an administrator may have set otherwise for all who come."""


def _begin(place: LedgerServer, connection: PostgresConnection, *, write: bool) -> None:
    if write:
        _waited_for(place, connection, lambda: _take_head(place, connection))
    else:
        connection.begin(_READING)


def _take_head(place: LedgerServer, connection: PostgresConnection) -> None:
    """Begin to write: no two build on the same hash, as the second one waits here. Raises MayOnlyLook."""
    connection.begin(_WRITING)
    if not somebody_sees():
        # In one go: who looks up every second to say so gives up the place in the queue, and may never come to its turn.
        connection.ahead(f"SET LOCAL lock_timeout = {max(BUSY_SECONDS * 1_000, _LOOK_MILLISECONDS)}")
    try:
        connection.execute("SELECT seq FROM head FOR UPDATE")
    except psycopg.errors.InsufficientPrivilege:
        raise MayOnlyLook(place, connection.user) from None


def _waited_for(place: LedgerServer, connection: PostgresConnection, step: Callable[[], object]) -> None:
    """Do what another writer may be in the way of; on a terminal it is tried until it is broken off. Raises LedgerBusy."""
    begun = monotonic()
    try:
        while True:
            try:
                step()
                return
            except psycopg.errors.LockNotAvailable:
                connection.rollback()
                who, seconds = _holder(connection), int(monotonic() - begun)
                said = f"其他程序正在写入账本{f'（{who}）' if who else ''}"
                if not still_waiting(said, seconds) and seconds >= BUSY_SECONDS:
                    raise LedgerBusy(place, who=who, seconds=seconds) from None
    finally:
        clear_progress()


_HOLDER = f"""
    SELECT usename FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE relation = to_regclass('{SCHEMA}.head') AND mode = 'RowShareLock' AND granted
        AND wait_event_type IS DISTINCT FROM 'Lock' LIMIT 1
"""
"""Who waits has the same lock, and waits for another."""


def _holder(connection: PostgresConnection) -> str:
    """Which user of the server is writing; empty where he has just finished."""
    found = connection.execute(_HOLDER).fetchone()
    connection.rollback()
    return str(found[0]) if found else ""
