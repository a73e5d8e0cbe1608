"""Connections to a server: opened within a bounded time, under a name that its administrator recognises."""

from __future__ import annotations

import os
from logging import CRITICAL, getLogger
from typing import Any

import psycopg

from duty_cli.errors.server_errors import OlderServer
from duty_cli.ledger.postgres.server_refusals import unconnected
from duty_cli.model.ledger_server import LedgerServer

LEAST_SERVER = 15
"""The oldest server that is still looked after."""

_SECONDS = "10"
"""So long a connection may take where the URL, the service file and the environment say nothing."""


def connected(server: LedgerServer) -> psycopg.Connection[Any]:
    """A connection to ``server``, in autocommit. Raises the refusals of ``unconnected``, OlderServer."""
    # What goes wrong is an exception here as well, and a refusal; what is logged without a log comes to the terminal.
    getLogger("psycopg").setLevel(CRITICAL)
    said: dict[str, Any] = dict(server.keywords)
    if "PGCONNECT_TIMEOUT" not in os.environ:
        said.setdefault("connect_timeout", _SECONDS)
    # Texts go as UTF-8 whatever the desk's system says, and notices of the server are for its log.
    said |= {"client_encoding": "utf8", "fallback_application_name": "duty"}
    try:
        found = psycopg.connect(**said, autocommit=True)
    except psycopg.OperationalError as error:
        raise unconnected(server, error) from error
    version = found.info.server_version
    if version < LEAST_SERVER * 10000:
        found.close()
        raise OlderServer(server, f"{version // 10000}.{version % 10000}", LEAST_SERVER)
    return found
