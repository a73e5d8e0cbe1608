"""What all tests share: the flag that renews golden texts, what databases were opened, and no complaint where a busy machine draws slowly."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long it takes to draw a whole rule file depends on the machine and on what else runs on it.
settings.register_profile("duty", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("duty")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew`` writes what the program says now into the documents and golden files, to be read before committing."""
    parser.addoption("--renew", action="store_true", default=False, help="renew documents and golden files")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """The connections to databases that are opened from here on."""
    found: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def noted(path: Path, *, timeout: int, isolation_level: None) -> sqlite3.Connection:
        found.append(real(path, timeout=timeout, isolation_level=isolation_level))
        return found[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    return found
