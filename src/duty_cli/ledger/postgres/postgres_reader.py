"""``LedgerReader`` over PostgreSQL."""

from __future__ import annotations

from duty_cli.ledger.postgres.postgres_connection import PostgresConnection
from duty_cli.ledger.queries.dialect import POSTGRES
from duty_cli.ledger.queries.sql_connection import SqlRows
from duty_cli.ledger.queries.store_reader import StoreReader


class PostgresReader(StoreReader):
    """One view of the ledger on a server; see the Protocol ``LedgerReader``."""

    dialect = POSTGRES
    connection: PostgresConnection

    def stream(self, query: str, **values: object) -> SqlRows:
        """The rows of a query that may be very many, fetched as they are asked for; of one member they are few."""
        if values.get("member") is not None:
            return self.execute(query, **values)
        return self.connection.stream(query, {"known": self.known, **values})
