"""A new ledger of a made-up committee, in a file or on a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, create_on_server
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.parsing.server_url import server_of
from tests.ledger.sample import ACT, FOUNDING, AnyLedger
from tests.office_server import OfficeServer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> SqliteLedger:
    return create(path, ACT, FOUNDING)


@pytest.fixture(scope="session")
def database(office_server: OfficeServer) -> LedgerServer:
    """A database of this process of the tests, which has no ledger but that of a test."""
    return server_of(office_server.new_database("ledgers"))


@pytest.fixture
def blank(office_server: OfficeServer, database: LedgerServer) -> LedgerServer:
    """A database without a ledger."""
    office_server.sql("DROP SCHEMA IF EXISTS duty CASCADE", database.keywords["dbname"])
    return database


@pytest.fixture
def on_server(blank: LedgerServer) -> Iterator[PostgresLedger]:
    """A new ledger on a server."""
    found = create_on_server(blank, ACT, FOUNDING)
    yield found
    found.let_go()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> AnyLedger:
    """A new ledger in a file, and one on a server."""
    found: AnyLedger = request.getfixturevalue("ledger" if request.param == "sqlite" else "on_server")
    return found
