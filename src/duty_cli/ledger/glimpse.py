"""A glimpse of a ledger: its roster and terms alone, with little loaded, for a shell that asks at every Tab."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duty_cli.ledger.database import Connections, brought_up_to_date, transaction
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.roster_queries import RosterQueries
from duty_cli.model.members import Seq


@contextmanager
def glimpse(path: Path) -> Iterator[RosterQueries]:
    """The roster and the terms of the ledger at ``path``, as known now. Raises as ``open_ledger``."""
    connections = Connections(path)
    brought_up_to_date(connections, MIGRATIONS)
    with transaction(path, connections, write=False) as connection:
        yield RosterQueries(connection, Seq(connection.execute("SELECT seq FROM head").fetchone()[0]))
