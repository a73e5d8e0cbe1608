"""A glimpse of a ledger's file as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duty_cli.errors.ledger_errors import OlderLedger
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.queries.glimpse_queries import Glimpse
from duty_cli.ledger.sqlite.database import Connections, transaction, version_at


@contextmanager
def glimpse(path: Path) -> Iterator[Glimpse]:
    """A glimpse of the ledger at ``path``. Raises as ``open_ledger``, and OlderLedger: nobody at a Tab would be told of an upgrade."""
    connections = Connections(path)
    version = version_at(connections, len(MIGRATIONS))
    if version < len(MIGRATIONS):
        raise OlderLedger(path, version)
    with transaction(path, connections, write=False) as connection:
        yield Glimpse(connection)
