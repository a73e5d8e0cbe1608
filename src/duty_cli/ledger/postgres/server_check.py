"""The health of a ledger on a server: the chain by the same code as a file's, then what guards it, by the server's catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as one_after_other

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.checking.batch_times import time_problems
from duty_cli.ledger.checking.schema_shape import shape_of
from duty_cli.ledger.checking.verify import NAMES, named_row, person_problems, reversal_problems, row_problems
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.postgres.server_blocks import chain_is_sound
from duty_cli.ledger.postgres.server_schema import schema_problems, wanted_forms
from duty_cli.ledger.queries.sql_connection import SqlConnection, SqlRows


class _Streamed:
    """A connection of whose rows but a few are in memory at once."""

    def __init__(self, connection: PostgresConnection) -> None:
        self._connection = connection

    def execute(self, query: str, values: object = (), /) -> SqlRows:
        """The rows of a query, fetched as they are asked for."""
        return self._connection.stream(query, values)


def check_on_server(connection: PostgresConnection) -> None:
    """Raise LedgerDamaged about the first problem of a ledger; silent when all is well. Inside the transaction that is open.

    What a file's check asks SQLite about pages and indexes is the server's own affair (``pg_amcheck``, checksums).
    """
    streamed = _Streamed(connection)
    # The tables first: without one nothing can be asked, and a changed one makes every row look changed.
    tables, guards = schema_problems(connection)
    if tables:
        raise LedgerDamaged(tables[0])
    shape = shape_of(MIGRATIONS)
    problems = one_after_other(
        () if chain_is_sound(connection, shape) else row_problems(streamed, shape),
        _reference_problems(connection),
        person_problems(streamed),
        reversal_problems(streamed),
        guards,
        time_problems(streamed),
    )
    first = next(problems, None)
    if first is not None:
        raise LedgerDamaged(first)


def _reference_problems(connection: SqlConnection) -> Iterator[str]:
    """References to nothing: the server keeps them out, unless somebody told it not to."""
    for table, form in wanted_forms().items():
        key = form.columns[0][0]
        for column, aim in sorted(form.keys):
            aims = "id" if aim == "label" else "seq"
            query = f"""
                SELECT {table}.{key} FROM {table} LEFT JOIN {aim} AS aim ON aim.{aims} = {table}.{column}
                WHERE {table}.{column} IS NOT NULL AND aim.{aims} IS NULL ORDER BY 1 LIMIT 1
            """
            for (seq,) in connection.execute(query):
                yield f"{named_row(seq, table)}所引用的{NAMES.get(aim, aim)}不存在"
