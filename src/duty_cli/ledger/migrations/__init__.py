"""The schema's history: numbered lists of SQL statements, run once each, in order, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from sqlite3 import Connection
from typing import TypeAlias, overload

APPLICATION_ID = 0x64757479
"""``duty`` in ASCII: what tells a ledger from any other SQLite file."""

Migrations: TypeAlias = Sequence[Sequence[str]]


class _Stored(Sequence[Sequence[str]]):
    """The statements of the modules ``mNNNN``, loaded when asked for: of a ledger that is up to date only their count matters."""

    def __init__(self, count: int) -> None:
        self._names = [f"{__name__}.m{number:04}" for number in range(1, count + 1)]

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, at: int) -> Sequence[str]: ...

    @overload
    def __getitem__(self, at: slice) -> Migrations: ...

    def __getitem__(self, at: int | slice) -> Sequence[str] | Migrations:
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        statements: Sequence[str] = import_module(self._names[at]).STATEMENTS
        return statements


MIGRATIONS: Migrations = _Stored(19)
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
