"""The schema's history: numbered lists of SQL statements, run once each, in order, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection
from typing import TypeAlias

from duty_cli.ledger.migrations import m0001, m0002, m0003, m0004, m0005, m0006, m0007, m0008, m0009, m0010

APPLICATION_ID = 0x64757479
"""``duty`` in ASCII: what tells a ledger from any other SQLite file."""

Migrations: TypeAlias = Sequence[Sequence[str]]

MIGRATIONS: Migrations = (
    m0001.STATEMENTS,
    m0002.STATEMENTS,
    m0003.STATEMENTS,
    m0004.STATEMENTS,
    m0005.STATEMENTS,
    m0006.STATEMENTS,
    m0007.STATEMENTS,
    m0008.STATEMENTS,
    m0009.STATEMENTS,
    m0010.STATEMENTS,
)
"""The n-th takes a ledger from version n-1 to version n."""


def pragma(connection: Connection, name: str) -> int | str:
    """What SQLite answers to a pragma that says one thing."""
    answer: int | str = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return answer


def version_of(connection: Connection) -> int:
    """The version of the schema (``user_version``)."""
    return int(pragma(connection, "user_version"))


def migrate(connection: Connection, migrations: Migrations = MIGRATIONS) -> None:
    """Bring the schema up to date, inside the transaction that is open."""
    # All steps or none: a power cut in the middle must not leave a schema of no version.
    for statements in migrations[version_of(connection) :]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
