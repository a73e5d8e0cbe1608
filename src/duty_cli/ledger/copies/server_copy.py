"""A whole ledger copied into a database of a server, into an empty place or into that of another ledger: all of it, or nothing."""

from __future__ import annotations

from itertools import count

from duty_cli.errors.ledger_errors import NoLedger
from duty_cli.ledger.copies.whole_copy import copy_rows, refuse_other_head
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, make_schema
from duty_cli.ledger.postgres.postgres_reader import PostgresReader
from duty_cli.ledger.postgres.postgres_writer import CopyInsert
from duty_cli.ledger.postgres.schema_text import SCHEMA
from duty_cli.ledger.postgres.server_check import check_on_server
from duty_cli.ledger.postgres.server_roles import grant_all, granted
from duty_cli.ledger.postgres.server_transactions import held_session
from duty_cli.ledger.queries.store_reader import StoreReader
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.progress import under_way

ASIDE = f"{SCHEMA}_replaced"
"""What the schema of a ledger is called that was replaced, with a number where there are several."""


def copied_to_server(source: StoreReader, place: LedgerServer) -> PostgresLedger:
    """The ledger that ``source`` reads, in the database at ``place``, which has none. Raises LedgerExists, LedgerDamaged, NoRightThere."""
    with held_session(place) as connection:
        _filled(source, place, connection)
    return PostgresLedger(place)


def put_in_place_on_server(source: StoreReader, place: LedgerServer) -> str:
    """The same in the place of the ledger there, whose rights it takes over; the name of the schema that keeps the old one.

    Raises LedgerBusy, LedgerDamaged, NoLedger, NoRightThere: then what was there is there.
    """
    with held_session(place) as connection:
        if connection.execute("SELECT to_regclass('head')").fetchone() == (None,):
            raise NoLedger(place)
        # Nobody writes meanwhile, and who waits finds no head any more.
        connection.execute("LOCK TABLE head IN ACCESS EXCLUSIVE MODE")
        roles, aside = granted(connection), _free_name(connection)
        connection.execute(f"ALTER SCHEMA {SCHEMA} RENAME TO {aside}")
        _filled(source, place, connection)
        grant_all(connection, roles)
    return aside


def _filled(source: StoreReader, place: LedgerServer, connection: PostgresConnection) -> None:
    make_schema(place, connection)
    copy_rows(source, connection, CopyInsert(connection))
    with under_way("核对副本"):
        check_on_server(connection)
    refuse_other_head(source.head(), PostgresReader(connection, source.known).head())


def _free_name(connection: PostgresConnection) -> str:
    there = {name for (name,) in connection.execute("SELECT nspname FROM pg_namespace")}
    names = (f"{ASIDE}{'' if again == 1 else f'_{again}'}" for again in count(1))
    return next(name for name in names if name not in there)
