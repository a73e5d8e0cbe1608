"""A new ledger of a made-up committee."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from tests.ledger.sample import ACT, FOUNDING


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> SqliteLedger:
    return create(path, ACT, FOUNDING)
