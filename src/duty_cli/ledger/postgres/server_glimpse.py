"""A glimpse of a ledger on a server as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from duty_cli.ledger.postgres.postgres_ledger import open_on_server
from duty_cli.ledger.queries.glimpse_queries import Glimpse
from duty_cli.model.ledger_server import LedgerServer

_PATIENCE = ("connect_timeout", "2")
"""Seconds: nobody waits at a Tab for a server that does not answer."""


@contextmanager
def glimpse_of_server(place: LedgerServer) -> Iterator[Glimpse]:
    """A glimpse of the ledger at ``place``. Raises as ``open_on_server``."""
    found = open_on_server(LedgerServer((_PATIENCE, *place.told)), keep=True)
    try:
        with found.asking() as connection:
            yield Glimpse(connection)
    finally:
        found.let_go()
